"""How far two coders agree about the same documents: statement by statement, and where they part.

Events of one document are paired where they rest on a common sentence, best first: those with the same parties and code before
those with the same parties before the rest (the order in which the gold standard's scorer gives credit). Agreement is F1, which
does not depend on which of the two is called right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from pathlib import Path

from comity.documents import DocumentError, Problem
from comity.exchange.statement_files import read_statement_files
from comity.model import MUTUAL, Event, Figure, Quote, Statement, Tie

Documents = Mapping[str, tuple[Statement, ...]]
"""Fingerprint of a text → its statements by one coder."""


@dataclass(frozen=True, slots=True)
class Parted:
    """Two statements of one sentence on which the coders differ, or one that only one of them has."""

    document: str
    one: Statement | None
    other: Statement | None
    over: str


@dataclass(slots=True)
class Agreement:
    """Agreement of two coders; `shares` has F1 or, for status, source, object and date, the share of the events paired."""

    documents: int = 0
    only_one: int = 0
    only_other: int = 0
    counts: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    by_code: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    shares: dict[str, float | None] = field(default_factory=dict)
    parted: list[Parted] = field(default_factory=list)


def compare(one: Documents, other: Documents) -> Agreement:
    """The agreement of two coders over the documents that both have read."""
    found = Agreement(only_one=len(one.keys() - other.keys()), only_other=len(other.keys() - one.keys()))
    tally: Counter[str] = Counter()
    same: Counter[str] = Counter()
    codes: dict[str, Counter[str]] = {"one": Counter(), "other": Counter(), "both": Counter()}
    for document in sorted(one.keys() & other.keys()):
        found.documents += 1
        ours, theirs = one[document], other[document]
        for kind in (Event, Quote, Figure, Tie):
            mine = [s for s in ours if isinstance(s, kind)]
            its = [s for s in theirs if isinstance(s, kind)]
            name = f"{kind.kind}s"
            tally[f"{name} one"] += len(mine)
            tally[f"{name} other"] += len(its)
            pairs = list(_paired(mine, its))
            if kind is Event:
                _events(document, mine, its, pairs, tally, same, codes, found)
            else:
                tally[f"{name} both"] += sum(score >= _ALIKE for score, _, _ in pairs)
    for name in ("events", "quotes", "figures", "ties"):
        found.counts[name] = (tally[f"{name} one"], tally[f"{name} other"], tally[f"{name} both"])
    events = tally["events one"] + tally["events other"]
    found.shares = {
        "dyad": 2 * tally["dyad"] / events if events else None,
        "dyad and code": 2 * tally["events both"] / events if events else None,
        **{name: same[name] / tally["dyad"] if tally["dyad"] else None for name in ("status", "source", "object", "date")},
    }
    for name in ("quotes", "figures", "ties"):
        a, b, both = found.counts[name]
        found.shares[name] = 2 * both / (a + b) if a + b else None
    every = sorted(codes["one"].keys() | codes["other"].keys())
    found.by_code = {code: (codes["one"][code], codes["other"][code], codes["both"][code]) for code in every}
    return found


_ALIKE = 2.0  # the score from which two statements say the same: the parties for events, the content for others


def _events(
    document: str,
    mine: list[Statement],
    its: list[Statement],
    pairs: list[tuple[float, int, int]],
    tally: Counter[str],
    same: Counter[str],
    codes: dict[str, Counter[str]],
    found: Agreement,
) -> None:
    left, right = set(range(len(mine))), set(range(len(its)))
    for events, name in ((mine, "one"), (its, "other")):
        codes[name].update(str(e.code) for e in events if isinstance(e, Event))
    for score, i, j in pairs:
        a, b = mine[i], its[j]
        assert isinstance(a, Event) and isinstance(b, Event)
        left.discard(i)
        right.discard(j)
        if score < _ALIKE:
            found.parted.append(Parted(document, a, b, "parties"))
            continue
        tally["dyad"] += 1
        same["status"] += a.status == b.status
        same["source"] += {x.code for x in a.according_to} == {x.code for x in b.according_to}
        same["object"] += set(a.object) == set(b.object)
        same["date"] += _overlap(a, b)
        if a.code == b.code:
            tally["events both"] += 1
            codes["both"][str(a.code)] += 1
        else:
            found.parted.append(Parted(document, a, b, "code"))
    found.parted += [Parted(document, mine[i], None, "one coder alone") for i in sorted(left)]
    found.parted += [Parted(document, None, its[j], "one coder alone") for j in sorted(right)]


def _overlap(a: Event, b: Event) -> bool:
    if a.date is None or b.date is None:
        return a.date is b.date
    return a.date.first <= b.date.last and b.date.first <= a.date.last


def _paired(mine: list[Statement], its: list[Statement]) -> Iterator[tuple[float, int, int]]:
    """One-to-one pairs of statements that rest on words in common, best first."""
    scored = [(_likeness(a, b), -i, -j) for (i, a), (j, b) in product(enumerate(mine), enumerate(its))]
    left, right = set(range(len(mine))), set(range(len(its)))
    for score, i, j in sorted(scored, reverse=True):
        if score > 0 and -i in left and -j in right:
            left.discard(-i)
            right.discard(-j)
            yield score, -i, -j


def _likeness(a: Statement, b: Statement) -> float:
    if not any(x.start < y.end and y.start < x.end for x in a.evidence for y in b.evidence):
        return 0.0
    match a, b:
        case Event(), Event():
            mutual = any(e.code in MUTUAL or not e.recipients for e in (a, b))  # then direction says nothing
            one, other = _dyads(a, mutual), _dyads(b, mutual)
            shared = len(one & other)
            return 2.0 * bool(shared) + (a.code == b.code) + shared / max(1, len(one | other))
        case Quote(), Quote():
            speakers = (a.speaker.code if a.speaker else "", b.speaker.code if b.speaker else "")
            return 1.0 + (speakers[0] == speakers[1])
        case Figure(), Figure():
            return 2.0 if abs(a.value - b.value) <= 1e-6 * max(1.0, abs(a.value)) else 0.5
        case Tie(), Tie():
            members = {m.code for m in a.members} == {m.code for m in b.members}
            return 2.0 if members and a.type == b.type and a.holds == b.holds else 0.5
    return 0.0


def _dyads(event: Event, mutual: bool) -> set[tuple[str, str]]:
    pairs = product(event.actors, event.recipients) if event.recipients else combinations(event.actors, 2)
    codes = [(a.code, b.code) for a, b in pairs]
    return {(min(pair), max(pair)) for pair in codes} if mutual else set(codes)


def coded(path: Path) -> Documents:
    """One coder's statements by document: of a ledger or a folder of statement files.

    Raises `DocumentError` where the path is none of them.
    """
    from comity.ledger import Ledger

    if path.is_file():
        with Ledger(path, create=False, read_only=True) as ledger:
            found = {document.id: list[Statement]() for document in ledger.documents()}
            for row in ledger.statements():
                found[row.document_id].append(row.statement)
            return {document: tuple(statements) for document, statements in found.items()}
    read: dict[str, tuple[Statement, ...]] = {}
    for item in read_statement_files([path], coder="compared"):
        if isinstance(item, Problem):
            raise DocumentError(str(item))
        read[item.document.fingerprint] = item.statements
    return read
