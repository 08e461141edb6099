from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.reading.figures import singular
from comity.reading.number_grammar import find, value_of

CASES = [
    ("More than 4,27,000 people fled.", 427_000, None, "", "over"),
    ("A loan of $3.2 billion.", 3_200_000_000, None, "USD", None),
    ("It cost €450 million to build.", 450_000_000, None, "EUR", None),
    ("At least twenty-five ships sailed.", 25, None, "", "at least"),
    ("Some 10-15 percent of them stayed.", 10, 15, "percent", "about"),
    ("A third of the gas is theirs.", 33.0, None, "percent", None),
    ("Two thirds of the seats were lost.", 67.0, None, "percent", None),
    ("Dozens of men were held.", 24, None, "", "over"),
    ("Two dozen boats came.", 24, None, "", None),
    ("They share 2,600 miles of border.", 2600, None, "", None),
    ("It was their 37th meeting.", 37, None, "", None),
    ("Fewer than 300 soldiers remain.", 300, None, "", "under"),
    ("1.5 million tons were sold.", 1_500_000, None, "", None),
    ("70% of voters agreed.", 70, None, "percent", None),
    ("70 per cent of voters agreed.", 70, None, "percent", None),
    ("Hundreds of thousands of people marched.", 100_000, None, "", "over"),
    ("Between ten and twenty huts burned.", 10, 20, "", None),
    ("It owes between two and three million dinars.", 2e6, 3e6, "", None),
    ("Two to three million voters stayed away.", 2e6, 3e6, "", None),
    ("Between four and five hundred mules came.", 400, 500, "", None),
    ("From 500 to a thousand mules came.", 500, 1000, "", None),
    ("The loan is between $10 and 20 billion.", 1e10, 2e10, "USD", None),
    ("Between 5% and 10% of it is lost.", 5, 10, "percent", None),
    ("The road between three lakes is shut.", 3, None, "", None),
]


@pytest.mark.parametrize(("sentence", "value", "value_to", "unit", "qualifier"), CASES, ids=[row[0] for row in CASES])
def test_quantities(sentence: str, value: float, value_to: float | None, unit: str, qualifier: str | None) -> None:
    found = list(find(sentence))
    assert len(found) == 1, found
    got = found[0]
    assert (got.value, got.value_to, got.unit, got.qualifier) == (value, value_to, unit, qualifier)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty-five", 25),
        ("3.2 billion", 3.2e9),
        ("two dozen", 24),
        ("a hundred", 100),
        ("4,27,000", 427000),
        ("five hundred thousand", 5e5),
    ],
)
def test_values(text: str, value: float) -> None:
    assert value_of(text) == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "many", "a few", "x12"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        value_of(text)


@pytest.mark.parametrize(
    ("noun", "unit"),
    [
        ("meetings", "meeting"),
        ("countries", "country"),
        ("people", "person"),
        ("ships", "ship"),
        ("crisis", "crisis"),
        ("passes", "pass"),
    ],
)
def test_singular(noun: str, unit: str) -> None:
    assert singular(noun) == unit


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="0123456789,.-–$€% abceilmnortuwy", max_size=80) | st.text(max_size=120))
def test_nothing_breaks_the_grammar(text: str) -> None:
    for found in find(text):
        assert 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It rose 5% to 10 million tons.", [(5, None, "percent"), (1e7, None, "")]),
        ("It fell from 10% to 5%.", [(10, None, "percent"), (5, None, "percent")]),
        ("between 30 and 20 men", [(30, None, ""), (20, None, "")]),
        ("between 10 to 20 people", [(10, 20, "")]),
        ("between 10-20 people", [(10, 20, "")]),
        ("between €5 and €10 billion", [(5e9, 1e10, "EUR")]),
        ("$2 to $3 million", [(2e6, 3e6, "USD")]),
    ],
)
def test_what_is_a_range_and_what_two_numbers(text: str, found: list[tuple[float, float | None, str]]) -> None:
    assert [(q.value, q.value_to, q.unit) for q in find(text)] == found
