"""Finds which statements tell of one event, when documents are added.

New documents' events are compared with those of the same pair, family and days (`matching`), links and their reasons
are stored, and the linked neighbourhood is grouped anew (`clustering`). Links depend on two statements alone and groups on
the links of some weeks, so documents may come in any order. An analyst's `merge` and `split` come before any score.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

from sqlalchemy import Connection

from comity.ledger import Ledger, Row, counts, judgements, matches
from comity.ledger.judgements import Verb
from comity.relations.clustering import Pair, average_linkage, components
from comity.relations.matching import FAMILY, WIDEST, Told, compare, when_of

LINK = 0.5
"""Matches below this score are not stored; groups need it on the average."""
_TOGETHER = 500  # documents matched in one transaction: a second or two, for which other writers wait
_REACH = 10  # days
_COARSEST = dt.timedelta(days=62)  # an event dated by a year finds no others: too much happens in a year


def _blocks(told: Told) -> list[dict[str, str]]:
    when = told.when
    if when is None or when.last - when.first > _COARSEST:
        return []
    days = {"first_day": when.first.isoformat(), "last_day": when.last.isoformat()}
    return [{"statement_id": told.row.id, "pair": pair, "family": FAMILY[told.event.code], **days} for pair in told.blocks]


def _candidates(connection: Connection, own: Sequence[Told]) -> dict[str, set[str]]:
    """For each of some events, the ids of those that may tell of the same."""
    looked_for = {told.row.id: _wanted(told) for told in own}
    every = list(dict.fromkeys(want for wants in looked_for.values() for want in wants))
    blocks = defaultdict[tuple[str, str], list[tuple[str, str, str]]](list)
    for identifier, pair, family, first, last in matches.near(connection, every):
        blocks[pair, family].append((identifier, first, last))
    return {
        identifier: {
            other
            for want in wants
            for other, first, last in blocks.get((want.pair, want.family), ())
            if other != identifier and want.met_by(first, last)
        }
        for identifier, wants in looked_for.items()
    }


def _wanted(told: Told) -> list[matches.Wanted]:
    when, found = told.when, []
    for block in _blocks(told):
        assert when is not None
        first, last = when.first - WIDEST, when.last + WIDEST
        since = first - _COARSEST
        found.append(matches.Wanted(block["pair"], block["family"], first.isoformat(), last.isoformat(), since.isoformat()))
    return found


def match_documents(ledger: Ledger, documents: Sequence[str]) -> None:
    """Matches the events of some documents with those that the ledger holds, in one transaction."""
    reprints = {frozenset(pair[:2]) for pair in ledger.near_duplicates(documents)}
    with ledger.transaction() as connection:
        known = {row.id: Told(row) for row in matches.events_of(connection, documents=documents)}
        own = list(known.values())
        matches.put_blocks(connection, [block for told in own for block in _blocks(told)])
        wanted = _candidates(connection, own)
        rest = {i for ids in wanted.values() for i in ids} - known.keys()
        known |= {row.id: Told(row) for row in matches.events_of(connection, statements=rest)}
        links = []
        for pair in {frozenset((one, other)) for one, others in wanted.items() for other in others}:
            one, other = (known[identifier] for identifier in sorted(pair))
            found = compare(one, other, reprints=frozenset((one.row.document_id, other.row.document_id)) in reprints)
            if found and found.score >= LINK:
                links.append((one.row.id, other.row.id, found.score, found.reasons))
        matches.put_links(connection, sorted(links))
        touched = {told.row.id for told in own} | {identifier for link in links for identifier in link[:2]}
        _regroup(connection, touched | counts.companions(connection, touched), {i: told.row for i, told in known.items()})
        matches.mark_matched(connection, documents)


def _regroup(connection: Connection, touched: Iterable[str], known: Mapping[str, Row]) -> None:
    """Groups the touched statements anew, and what links to them within `_REACH`; `known` holds rows already read.

    A war links day to day for years: what lies further away stays as it was grouped.
    """
    rows = dict(known)

    def fetch(wanted: Iterable[str]) -> None:
        rows.update((row.id, row) for row in matches.events_of(connection, statements=set(wanted) - rows.keys()))

    fetch(touched)
    days = sorted(day for identifier in touched if (day := _day(rows[identifier])))
    nodes = set(touched)
    frontier = nodes
    links: dict[Pair, float] = {}
    while frontier:
        joined = judgements.find(connection, statements=frontier, verbs=[Verb.MERGE])
        judged = {i for judgement in joined for i in (judgement.statement_id, judgement.other_id) if i}
        found = matches.scores_of(connection, frontier)
        links |= found
        linked = {node for pair in found for node in pair} - nodes
        fetch(linked | judged)
        linked = {node for node in linked if _reaches(days, _day(rows[node]))}
        frontier = (linked | (judged & rows.keys())) - nodes
        nodes = nodes | frontier
    companions = counts.companions(connection, nodes) - nodes  # groups are made anew as a whole
    nodes |= companions
    links |= matches.scores_of(connection, companions)
    fetch(nodes)
    rows = {identifier: row for identifier, row in rows.items() if identifier in nodes}
    decided = judgements.find(connection, statements=rows, verbs=[Verb.MERGE, Verb.SPLIT])
    merged, split = (_decided(decided, verb, rows) for verb in (Verb.MERGE, Verb.SPLIT))
    scores = {pair: score for pair, score in links.items() if pair <= rows.keys()}
    parts = components(rows, (sorted(pair) for pair in (*scores, *merged)))
    home = {identifier: number for number, part in enumerate(parts) for identifier in part}
    inside: list[dict[Pair, float]] = [{} for _ in parts]
    for pair, score in scores.items():
        inside[home[min(pair)]][pair] = score
    groups = []
    for part, within in zip(parts, inside, strict=True):
        groups += grouped([rows[i] for i in part], within, merged=merged, split=split)
    matches.put_members(connection, groups)


def _day(row: Row) -> int | None:
    when = when_of(row)
    return when.first.toordinal() if when else None


def _reaches(days: Sequence[int], day: int | None) -> bool:
    """Whether a day lies within reach of the nearest of some days in order."""
    if day is None:
        return False
    at = bisect_left(days, day)
    return any(abs(day - near) <= _REACH for near in days[max(0, at - 1) : at + 1])


def _decided(found: Iterable[judgements.Judgement], verb: Verb, rows: dict[str, Row]) -> frozenset[Pair]:
    pairs = (frozenset((j.statement_id, j.other_id or "")) for j in found if j.verb is verb)
    return frozenset(pair for pair in pairs if pair <= rows.keys())


def grouped(
    rows: Sequence[Row],
    scores: dict[Pair, float],
    *,
    merged: frozenset[Pair] = frozenset(),
    split: frozenset[Pair] = frozenset(),
) -> list[list[str]]:
    """Rows as groups of ids. Two statements of one document by one source are never one event, unless an analyst says so."""
    inside = {row.id for row in rows}
    apart = {
        frozenset((a.id, b.id))
        for a, b in combinations(rows, 2)
        if a.document_id == b.document_id and a.statement.according_to == b.statement.according_to
    }
    within = {pair: score for pair, score in scores.items() if pair <= inside}
    joined, parted = (frozenset(pair for pair in pairs if pair <= inside) for pairs in (merged, split))
    return average_linkage(inside, within, apart=frozenset(apart) | parted, together=joined, threshold=LINK)


def match_waiting(ledger: Ledger, on_document: Callable[[int, int], None] | None = None) -> int:
    """Matches the events of all documents that were read since; how many. `on_document` is told (done, of how many)."""
    with ledger.snapshot() as connection:
        documents = matches.waiting(connection)
    for begin in range(0, len(documents), _TOGETHER):
        match_documents(ledger, documents[begin : begin + _TOGETHER])
        if on_document:
            on_document(min(begin + _TOGETHER, len(documents)), len(documents))
    return len(documents)
