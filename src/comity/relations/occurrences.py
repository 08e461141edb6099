"""Occurrences: events are not reports. Statements of one event, from whatever documents, become one with witnesses.

Each new document's events are compared with those of the same pair, family and days (`matching`), links and their reasons
are stored, and the linked neighbourhood is grouped anew (`clustering`). Links depend on two statements alone and groups on
links alone, so documents may come in any order. Nothing is lost by grouping: statements stay as they are, and an analyst's
`merge` and `split` come before any score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Connection

from comity.ledger import Ledger, Row, judgements, matches
from comity.ledger.judgements import Verb
from comity.model import Event, Status
from comity.relations.clustering import Pair, average_linkage, components
from comity.relations.matching import FAMILY, WIDEST, Told, compare

LINK = 0.5
"""Matches below this score are not stored; groups need it on the average."""
_COARSEST = 62  # days; an event dated by a year finds no others: too much happens in a year


@dataclass(frozen=True, slots=True)
class Witness:
    """Who tells of an occurrence: a publisher, or those whom it names as its sources; and whether it happened for them."""

    publisher: str
    according_to: tuple[str, ...]
    status: Status
    row: Row


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event with all statements that tell of it, earliest report first.

    `contested` holds the fields on which its tellings differ: field → value → statements that say so.
    """

    id: str
    rows: tuple[Row, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """Its statements."""
        return tuple(row.statement for row in self.rows if isinstance(row.statement, Event))

    @property
    def leading(self) -> Row:
        """The telling that stands for it: one that happened before plans and denials, a day before months, most detail."""

        def rank(row: Row) -> tuple[object, ...]:
            event = row.statement
            assert isinstance(event, Event)
            order = (Status.HAPPENED, Status.DENIED, Status.PLANNED, Status.POSSIBLE)
            days = (event.date.last - event.date.first).days if event.date else 400
            detail = sum(bool(a.name) for a in (*event.actors, *event.recipients)) + bool(event.place)
            return order.index(event.status), days, bool(event.according_to), -detail, row.document_date or "", row.id

        return min(self.rows, key=rank)

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """Who says so, each source of each publisher once."""
        found: dict[tuple[object, ...], Witness] = {}
        for row in self.rows:
            event = row.statement
            assert isinstance(event, Event)
            said = tuple(actor.key for actor in event.according_to)
            found.setdefault((row.publisher, said, event.status), Witness(row.publisher, said, event.status, row))
        return tuple(found.values())

    @property
    def reports(self) -> int:
        """In how many documents it stands."""
        return len({row.document_id for row in self.rows})

    @property
    def sources(self) -> int:
        """How many independent voices tell it: publishers in their own voice, and the sources they name."""
        return len({witness.according_to or (witness.publisher,) for witness in self.witnesses})

    @property
    def contested(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Fields with more than one value."""
        fields: dict[str, dict[str, list[str]]] = {}
        for row in self.rows:
            event = row.statement
            assert isinstance(event, Event)
            values = {
                "code": str(event.code),
                "status": str(event.status),
                "date": event.date.iso if event.date else "",
                "place": str(event.place or ""),
                "object": ", ".join(event.object),
                "parties": "; ".join(sorted({a.code for a in (*event.actors, *event.recipients)})),
            }
            for name, value in values.items():
                if value:
                    fields.setdefault(name, {}).setdefault(value, []).append(row.id)
        return {name: {v: tuple(ids) for v, ids in values.items()} for name, values in fields.items() if len(values) > 1}


def _blocks(told: Told) -> list[dict[str, str]]:
    when = told.when
    if when is None or (when.last - when.first).days > _COARSEST:
        return []
    days = {"first_day": when.first.isoformat(), "last_day": when.last.isoformat()}
    return [{"statement_id": told.row.id, "pair": pair, "family": FAMILY[told.event.code], **days} for pair in told.blocks]


def _candidates(connection: Connection, told: Told) -> set[str]:
    when = told.when
    found: set[str] = set()
    for block in _blocks(told):
        assert when is not None
        first, last = (when.first - WIDEST).isoformat(), (when.last + WIDEST).isoformat()
        found.update(matches.near(connection, block["pair"], block["family"], first, last))
    return found - {told.row.id}


def match_document(ledger: Ledger, document: str) -> None:
    """Matches one document's events with those the ledger holds, in one transaction."""
    reprints = {frozenset(pair[:2]) for pair in ledger.near_duplicates([document])}
    with ledger.transaction() as connection:
        own = [Told(row) for row in matches.events_of(connection, documents=[document])]
        matches.put_blocks(connection, [block for told in own for block in _blocks(told)])
        wanted = {told.row.id: _candidates(connection, told) for told in own}
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


def occurrences_of(ledger: Ledger, rows: Iterable[Row], *, whole: bool = True) -> list[Occurrence]:
    """The occurrences that event rows belong to, in the order of the first row of each.

    `whole` brings in the other statements of each occurrence; without it, only the given rows stand in them. An event that
    has not been matched yet is an occurrence of its own.
    """
    listed = [row for row in rows if isinstance(row.statement, Event)]
    with ledger.snapshot() as connection:
        homes = matches.occurrence_ids(connection, [row.id for row in listed])
        members: dict[str, list[Row]] = {}
        for row in listed:
            members.setdefault(homes.get(row.id, row.id), []).append(row)
        if whole:
            known = {row.id for row in listed}
            extra = matches.companions(connection, known) - known
            gone = (
                {j.statement_id for j in judgements.find(connection, statements=extra, verbs=[Verb.REJECT, Verb.AMEND])}
                if extra
                else set()
            )
            rest = matches.events_of(connection, statements=extra - gone)
            for row, home in ((row, matches.occurrence_ids(connection, [row.id])[row.id]) for row in rest):
                members[home].append(row)
    return [
        Occurrence(home, tuple(sorted(group, key=lambda row: (row.document_date or "", row.id))))
        for home, group in members.items()
    ]
