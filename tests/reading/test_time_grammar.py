"""Times in one's own words, read on Wednesday 15 December 2021 unless the row says otherwise."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.reading.time_grammar import find

ANCHOR = dt.date(2021, 12, 15)
CASES = [
    ("The treaty was signed on 4 April 1949 in the capital.", "4 April 1949", "1949-04-04"),
    ("On December 7, 2021, the two spoke.", "December 7, 2021", "2021-12-07"),
    ("Sept. 11, 2001 changed it.", "Sept. 11, 2001", "2001-09-11"),
    ("A note of 2021-11-30 says so.", "2021-11-30", "2021-11-30"),
    ("They met on Wednesday.", "Wednesday", "2021-12-15"),
    ("The envoys left on Tuesday night.", "Tuesday night", "2021-12-14"),
    ("They arrived last Thursday.", "last Thursday", "2021-12-09"),
    ("Talks will be held on Monday.", "Monday", "2021-12-20"),
    ("The family may leave as early as Friday.", "Friday", "2021-12-17"),
    ("The vote was put off until Monday.", "Monday", "2021-12-20"),
    ("The next Friday is free: next Friday.", "next Friday", "2021-12-17"),
    ("He resigned yesterday.", "yesterday", "2021-12-14"),
    ("The vote is tomorrow.", "tomorrow", "2021-12-16"),
    ("The army crossed the river last week.", "last week", "2021-12-06/2021-12-12"),
    ("The court sits next month.", "next month", "2022-01"),
    ("Exports fell this year.", "this year", "2021"),
    ("Earlier this month the ministers met.", "Earlier this month", "2021-12-01/2021-12-15"),
    ("The two had met earlier in the month.", "earlier in the month", "2021-12-01/2021-12-15"),
    ("They visited in October.", "October", "2021-10"),
    ("They plan a visit, to be held in February.", "February", "2022-02"),
    ("We expect it in February of next year.", "February of next year", "2022-02"),
    ("The base was closed in March 2014.", "March 2014", "2014-03"),
    ("In 1969 shots were fired.", "1969", "1969"),
    ("Trade grew in the 1990s.", "the 1990s", "1990/1999"),
    ("They have been at war since 2013.", "since 2013", "2013/2021-12-15"),
    ("The war of 2008-2012 left scars.", "2008-2012", "2008/2012"),
    ("Between 2010 and 2014 nothing moved.", "2010 and 2014", "2010/2014"),
    ("From January to November this year, exports rose.", "January to November this year", "2021-01/2021-11"),
    ("Trade rose in January–November.", "January–November", "2021-01/2021-11"),
    ("The port was shut from November to February 2020.", "November to February 2020", "2019-11/2020-02"),
    ("The talks of 5 to 7 May 2020 failed.", "5 to 7 May 2020", "2020-05-05/2020-05-07"),
    ("The summit of April 3-5, 2022 is off.", "April 3-5, 2022", "2022-04-03/2022-04-05"),
    ("Three days ago a boat was seized.", "Three days ago", "2021-12-12"),
    ("A decade ago they were friends.", "A decade ago", "2011"),
    ("Troops will leave within two weeks.", "within two weeks", "2021-12-27/2022-01-02"),
    ("Output rose in the third quarter of 2020.", "third quarter of 2020", "2020-07/2020-09"),
    ("It was the winter of 1989.", "winter of 1989", "1989-12/1990-02"),
    ("Over the past two years they met often.", "past two years", "2019-12-16/2021-12-15"),
    ("Late October saw the first frost.", "Late October", "2021-10"),
]


@pytest.mark.parametrize(("sentence", "words", "iso"), CASES, ids=[row[1] for row in CASES])
def test_expressions(sentence: str, words: str, iso: str) -> None:
    found = {sentence[f.start : f.end]: f.when.iso if f.when else None for f in find(sentence, ANCHOR)}
    match = next((w for w in found if w.lower().removeprefix("the ") == words.lower().removeprefix("the ")), None)
    assert match is not None, found
    assert found[match] == iso


NO_TIMES = [
    "It was the 37th time that they met.",
    "70% of the voters agreed, and 1,500 people marched.",
    "Flight 1970 landed with 2014 passengers on board.",
    "The vote was 52 to 48.",
    "He may go, and they may stay.",
    "They marched 2,600 miles.",
    "He lives at 1999 Harbour Road.",
    "The sun set on a second chance.",
]


@pytest.mark.parametrize("sentence", NO_TIMES)
def test_what_only_looks_like_a_time(sentence: str) -> None:
    assert [sentence[f.start : f.end] for f in find(sentence, ANCHOR)] == []


def test_without_a_date_relative_times_stay_open_and_say_why() -> None:
    (last_week,) = find("They met last week.", None)
    assert last_week.when is None and "without a date" in last_week.rule
    (absolute,) = find("They met in March 2014.", None)
    assert absolute.when is not None and absolute.when.iso == "2014-03"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300), st.none() | st.dates())
def test_nothing_breaks_the_grammar(text: str, anchor: dt.date | None) -> None:
    for found in find(text, anchor):
        assert 0 <= found.start < found.end <= len(text)
