from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.model import When

DAYS = st.dates(min_value=dt.date(1800, 1, 1), max_value=dt.date(2200, 12, 31))


@pytest.mark.parametrize(
    ("iso", "first", "last", "granularity"),
    [
        ("2021-12-15", "2021-12-15", "2021-12-15", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2014", "2014-01-01", "2014-12-31", "year"),
        ("2021-12-06/2021-12-10", "2021-12-06", "2021-12-10", "interval"),
        ("2020/2021", "2020-01-01", "2021-12-31", "interval"),
        ("2019-09/2019-10-14", "2019-09-01", "2019-10-14", "interval"),
    ],
)
def test_bounds_and_granularity(iso: str, first: str, last: str, granularity: str) -> None:
    when = When(iso)
    assert (when.first.isoformat(), when.last.isoformat(), when.granularity) == (first, last, granularity)


@pytest.mark.parametrize("bad", ["", "2021-13", "2021-02-30", "15.12.2021", "2021-12-15/2021-12-10", "2021-12-15T10:00"])
def test_what_is_no_time_is_refused(bad: str) -> None:
    with pytest.raises(ValueError):
        When(bad)


@given(DAYS, DAYS)
def test_between_covers_exactly_its_days(a: dt.date, b: dt.date) -> None:
    first, last = min(a, b), max(a, b)
    when = When.between(first, last)
    assert (when.first, when.last) == (first, last)


def test_between_writes_the_shortest_form() -> None:
    assert When.between(dt.date(2014, 1, 1), dt.date(2014, 12, 31)).iso == "2014"
    assert When.between(dt.date(1990, 1, 1), dt.date(1999, 12, 31)).iso == "1990/1999"
    assert When.between(dt.date(2021, 10, 1), dt.date(2021, 10, 31)).iso == "2021-10"
    assert When.between(dt.date(2021, 10, 1), dt.date(2021, 12, 31)).iso == "2021-10/2021-12"
