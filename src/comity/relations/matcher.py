"""Finds which statements tell of one event, when documents are added.

Each new document's events are compared with those of the same pair, family and days (`matching`), links and their reasons
are stored, and the linked neighbourhood is grouped anew (`clustering`). Links depend on two statements alone and groups on
links alone, so documents may come in any order. An analyst's `merge` and `split` come before any score.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

from sqlalchemy import Connection

from comity.ledger import Ledger, Row, judgements, matches
from comity.ledger.judgements import Verb
from comity.relations.clustering import Pair, average_linkage, components
from comity.relations.matching import FAMILY, WIDEST, Told, compare

LINK = 0.5
"""Matches below this score are not stored; groups need it on the average."""
_COARSEST = dt.timedelta(days=62)  # an event dated by a year finds no others: too much happens in a year


def _blocks(told: Told) -> list[dict[str, str]]:
    when = told.when
    if when is None or when.last - when.first > _COARSEST:
        return []
    days = {"first_day": when.first.isoformat(), "last_day": when.last.isoformat()}
    return [{"statement_id": told.row.id, "pair": pair, "family": FAMILY[told.event.code], **days} for pair in told.blocks]


def _candidates(connection: Connection, own: Sequence[Told]) -> dict[str, set[str]]:
    """For each event of a document, the ids of those that may tell of the same."""
    looked_for = {told.row.id: _wanted(told) for told in own}
    every = list(dict.fromkeys(want for wants in looked_for.values() for want in wants))
    blocks = matches.near(connection, every)
    return {
        identifier: {block[0] for block in blocks if any(want.met_by(*block[1:]) for want in wants)} - {identifier}
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


def match_document(ledger: Ledger, document: str) -> None:
    """Matches one document's events with those the ledger holds, in one transaction."""
    reprints = {frozenset(pair[:2]) for pair in ledger.near_duplicates([document])}
    with ledger.transaction() as connection:
        own = [Told(row) for row in matches.events_of(connection, documents=[document])]
        matches.put_blocks(connection, [block for told in own for block in _blocks(told)])
        wanted = _candidates(connection, own)
        others = {
            row.id: Told(row) for row in matches.events_of(connection, statements={i for ids in wanted.values() for i in ids})
        }
        links = []
        for told in own:
            for identifier in sorted(wanted[told.row.id]):
                other = others[identifier]
                if other.row.document_id == document and identifier < told.row.id:
                    continue  # a pair within the document is seen once
                found = compare(told, other, reprints=frozenset((document, other.row.document_id)) in reprints)
                if found and found.score >= LINK:
                    links.append((told.row.id, identifier, found.score, found.reasons))
        matches.put_links(connection, links)
        touched = {told.row.id for told in own} | {other for _, other, _, _ in links}
        _regroup(connection, touched | matches.companions(connection, touched))
        matches.mark_matched(connection, document)


def _regroup(connection: Connection, touched: Iterable[str]) -> None:
    """Groups the touched statements and all that links to them anew."""
    nodes = set(touched)
    links: dict[Pair, tuple[float, str]] = {}
    frontier = set(nodes)
    while frontier:
        near = matches.links_of(connection, frontier)
        joined = judgements.find(connection, statements=frontier, verbs=[Verb.MERGE])
        links |= near
        reached = {node for pair in near for node in pair}
        reached |= {i for judgement in joined for i in (judgement.statement_id, judgement.other_id) if i}
        frontier = reached - nodes
        nodes |= frontier
    rows = {row.id: row for row in matches.events_of(connection, statements=nodes)}
    decided = judgements.find(connection, statements=rows, verbs=[Verb.MERGE, Verb.SPLIT])
    merged, split = (_decided(decided, verb, rows) for verb in (Verb.MERGE, Verb.SPLIT))
    scores = {pair: score for pair, (score, _) in links.items()}
    groups = []
    for part in components(rows, (sorted(pair) for pair in (*scores, *merged))):
        groups += grouped([rows[i] for i in part], scores, merged=merged, split=split)
    matches.put_members(connection, groups)


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
    for done, document in enumerate(documents, 1):
        match_document(ledger, document)
        if on_document:
            on_document(done, len(documents))
    return len(documents)
