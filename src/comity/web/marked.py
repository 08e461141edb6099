"""A text with the words of its statements marked: pieces that do not overlap, each with the statements it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from comity.documents.terminal import HIDDEN
from comity.ledger import Row
from comity.model import Role

_LONG, _AROUND = 3_000, 700  # characters: a paragraph that is cut, and what is left on both sides of a statement's words


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text: the kinds and ids of the statements that rest on them, those that begin here, and their role."""

    text: str
    kinds: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    begins: tuple[str, ...] = ()
    role: str = ""


def paragraphs(text: str, rows: Sequence[Row], *, only: bool = False) -> list[list[Piece]]:
    """The text's paragraphs in pieces; with `only`, those in which a statement stands, of long ones what is near."""
    found = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        inside = [row for row in rows if any(s.start < end and s.end > start for s in row.statement.evidence)]
        if line.strip() and (inside or not only):
            for a, b in _near(text, start, end, inside) if only else [(start, end)]:
                found.append([*_gap(a > start), *_pieces(text, a, b, inside), *_gap(b < end)])
        start = end + 1
    return found


def _gap(cut: bool) -> list[Piece]:
    return [Piece(" … ")] if cut else []


def _near(text: str, start: int, end: int, rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The stretches of a long paragraph around the words of statements, from space to space; a short one whole."""
    if end - start <= _LONG:
        return [(start, end)]
    found: list[tuple[int, int]] = []
    for span in sorted(span for row in rows for span in row.statement.evidence if span.start < end and span.end > start):
        a, b = max(start, span.start - _AROUND), min(end, span.end + _AROUND)
        a = start if a == start else max(start, text.find(" ", a, end) + 1)
        b = end if b == end else max(span.end, text.rfind(" ", start, b))
        a = min(a, max(start, span.start))
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return found


def _pieces(text: str, start: int, end: int, rows: Sequence[Row]) -> list[Piece]:
    cuts = {start, end}
    for row in rows:
        spans = [*row.statement.evidence, *(mark.span for mark in row.statement.marks)]
        cuts |= {min(max(at, start), end) for span in spans for at in (span.start, span.end)}
    bounds = sorted(cuts)
    found = []
    begun: set[str] = set()
    for a, b in pairwise(bounds):
        here = [row for row in rows if any(s.start <= a and b <= s.end for s in row.statement.evidence)]
        roles = [str(m.role) for row in here for m in row.statement.marks if m.span.start <= a and b <= m.span.end]
        new = tuple(row.id for row in here if row.id not in begun)
        begun.update(new)
        found.append(
            Piece(
                visible(text[a:b]),
                tuple(dict.fromkeys(row.statement.kind for row in here)),
                tuple(row.id for row in here),
                new,
                min(roles, key=_RANK.index) if roles else "",
            )
        )
    return found


_RANK = [str(role) for role in (Role.TRIGGER, Role.VALUE, *(r for r in Role if r not in (Role.TRIGGER, Role.VALUE)))]


def visible(text: str) -> str:
    """A text in which what would turn or hide the words around it shows as a dot."""
    return HIDDEN.sub("·", text)
