"""Standing relations, holding, not holding, and holding once."""

from __future__ import annotations

import pytest

from comity.model import Document, Tie, TieType
from comity.reading import ChainReader


def ties(reader: ChainReader, text: str) -> list[tuple[TieType, tuple[str, ...], object]]:
    found = reader.read(Document(text=text)).statements
    return [(t.type, tuple(a.key for a in t.members), t.holds) for t in found if isinstance(t, Tie)]


@pytest.mark.parametrize(
    ("text", "kind", "members", "holds"),
    [
        ("Peru shares a long border with Ecuador.", TieType.BORDER, {"PER", "ECU"}, True),
        ("Peru and Ecuador have no formal alliance.", TieType.ALLIANCE, {"PER", "ECU"}, False),
        ("Peru and Ecuador have no formal alliance, though they share a long border.", TieType.BORDER, {"PER", "ECU"}, True),
        ("Peru and Ecuador stopped short of a formal alliance.", TieType.ALLIANCE, {"PER", "ECU"}, False),
        ("Peru and Ecuador stopped just before a formal alliance.", TieType.ALLIANCE, {"PER", "ECU"}, False),
        ("China has never recognised Russia's annexation of Crimea.", TieType.RECOGNITION, {"CHN", "RUS"}, False),
        ("Spain has never recognized Kosovo as an independent state.", TieType.RECOGNITION, {"ESP", "XKX"}, False),
        ("Armenia depends heavily on Russia for gas.", TieType.DEPENDENCE, {"ARM", "RUS"}, True),
        ("Finland is a member of the European Union.", TieType.MEMBERSHIP, {"FIN", "EU"}, True),
    ],
)
def test_ties(reader: ChainReader, text: str, kind: TieType, members: set[str], holds: object) -> None:
    assert (kind, members, holds) in [(k, set(m), h) for k, m, h in ties(reader, text)]


def test_the_holder_of_a_directed_tie_comes_first(reader: ChainReader) -> None:
    assert (TieType.DEPENDENCE, ("ARM", "RUS"), True) in ties(reader, "Armenia depends heavily on Russia for gas.")


def test_a_sentence_with_one_party_has_no_tie(reader: ChainReader) -> None:
    assert ties(reader, "Peru has a long land border and many rivals.") == []
