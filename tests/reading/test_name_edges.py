from __future__ import annotations

import pytest

from comity.reading.encoder import Name
from comity.reading.name_edges import mended


@pytest.mark.parametrize(
    ("text", "found", "wanted"),
    [
        ("Gen. Ana Torres landed in Lima .", (0, 3, "PER", 0.9), (1, 3, "PER")),
        ("Vice President Torres spoke .", (0, 3, "PER", 0.9), (2, 3, "PER")),
        ("The Secretary - General spoke .", (1, 2, "PER", 0.9), None),
        ("Borealis Shipping , Inc. sold it .", (0, 2, "ORG", 0.9), (0, 4, "ORG")),
        ("Borealis Group sold it .", (0, 1, "LOC", 0.9), (0, 2, "ORG")),
        ("Torres , who sold it", (0, 1, "PER", 0.9), (0, 1, "PER")),
        ("the Torres group", (1, 2, "PER", 0.9), (1, 2, "PER")),
        ("write to ana@example.org today", (2, 3, "PER", 0.9), None),
        ("seen on Example.com today", (2, 3, "LOC", 0.9), None),
        ("perhaps Lima", (1, 2, "LOC", 0.4), None),
        ("in March Group talks", (1, 2, "TIM", 0.9), (1, 2, "TIM")),
    ],
)
def test_names_begin_behind_titles_and_end_with_their_form(
    text: str, found: tuple[int, int, str, float], wanted: tuple[int, int, str] | None
) -> None:
    names = mended(text.split(), [Name(*found)])
    assert [(n.first, n.last, n.kind) for n in names] == ([wanted] if wanted else [])


def test_a_name_does_not_run_into_the_next() -> None:
    names = mended("Borealis Group".split(), [Name(0, 1, "ORG", 0.9), Name(1, 2, "ORG", 0.9)])
    assert [(n.first, n.last) for n in names] == [(0, 1), (1, 2)]
