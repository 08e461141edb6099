"""The dossier of a pair: all that the ledger's documents say about two actors, grouped and newest first.

An event is one row with all its witnesses (see `occurrences`), and a statement of another kind told by several documents
is one row too, so that a reprinted story does not look like news.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from comity.ledger import Ledger, Query, Row
from comity.model import Event, EventCode, Figure, Quote, Statement, Status, Tie
from comity.relations.directions import direction
from comity.relations.occurrences import Occurrence


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A statement about the pair, with every document that makes it: the first row found, and all of them."""

    row: Row
    reports: tuple[Row, ...]

    @property
    def documents(self) -> int:
        """In how many documents it stands."""
        return len({report.document_id for report in self.reports})

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who published it, each once."""
        return tuple(dict.fromkeys(report.publisher for report in self.reports))


@dataclass(frozen=True, slots=True)
class Dossier:
    """What stands between two actors, and from how many documents, of which publishers and days, that is known."""

    actor: str
    with_actor: str
    events: tuple[DossierRow, ...]
    promises: tuple[DossierRow, ...]
    quotes: tuple[DossierRow, ...]
    figures: tuple[DossierRow, ...]
    ties: tuple[DossierRow, ...]
    documents: int
    publishers: tuple[str, ...]
    first_date: str | None
    last_date: str | None


def _is_promise(statement: Statement) -> bool:
    """A promise or agreement, or a plan of something done together."""
    if not isinstance(statement, Event):
        return False
    return statement.code is EventCode.AGREE or statement.status is Status.PLANNED


def _same(statement: Statement) -> tuple[object, ...]:
    """What must be equal for two documents to make one statement, beside its date: all but wording and names' detail."""
    sources = tuple(actor.code for actor in statement.according_to)
    match statement:
        case Event():
            parties = (frozenset(a.code for a in statement.actors), frozenset(a.code for a in statement.recipients))
            return "event", statement.code, statement.object, statement.status, parties, sources
        case Quote():
            return "quote", statement.words, statement.speaker
        case Figure():
            return "figure", statement.value, statement.unit, sources
        case Tie():
            return "tie", statement.type, frozenset(a.code for a in statement.members), statement.holds, sources


def _own_date(statement: Statement) -> object:
    return statement.date if isinstance(statement, Event) else statement.period if isinstance(statement, Figure) else None


def _reprints(ledger: Ledger, rows: Iterable[Row]) -> dict[str, str]:
    """Documents that reprint one another → one of them, for all of a kind."""
    leader: dict[str, str] = {}

    def root(identifier: str) -> str:
        while leader.get(identifier, identifier) != identifier:
            identifier = leader[identifier]
        return identifier

    pairs = ledger.near_duplicates({row.document_id for row in rows})
    for one, other, _ in pairs:
        low, high = sorted((root(one), root(other)))
        leader.setdefault(one, one)
        leader.setdefault(other, other)
        leader[high] = low
    return {identifier: root(identifier) for identifier in leader}


def gathered(rows: Iterable[Row], reprints: dict[str, str], homes: dict[str, str] | None = None) -> tuple[DossierRow, ...]:
    """Rows with those that make the same statement put together, in the order of the first of each.

    Events that have been matched are put together by their occurrence (`homes`: statement → occurrence).
    A reprint is dated a day later, and so are the acts that its words do not date: within reprints of one story the
    earliest document's date counts.
    """
    listed = list(rows)
    first_date: dict[tuple[object, ...], object] = {}
    for row in sorted(listed, key=lambda r: r.document_date or ""):
        story = reprints.get(row.document_id)
        if story is not None:
            first_date.setdefault((story, *_same(row.statement)), _own_date(row.statement))
    together: dict[tuple[object, ...], list[Row]] = {}
    for row in listed:
        if homes and row.id in homes:
            together.setdefault(("occurrence", homes[row.id]), []).append(row)
            continue
        key = _same(row.statement)
        story = reprints.get(row.document_id)
        date = first_date[(story, *key)] if story is not None else _own_date(row.statement)
        together.setdefault((*key, date), []).append(row)
    found = []
    for reports in together.values():
        if len(reports) > 1:
            reports.sort(key=lambda r: (r.document_date or "", r.id))
        first = Occurrence(reports[0].id, tuple(reports)).leading if reports[0].statement.kind == "event" else reports[0]
        found.append(DossierRow(first, tuple(reports)))
    return tuple(found)


def dossier(
    ledger: Ledger, actor: str, with_actor: str, *, first_day: str | None = None, last_day: str | None = None
) -> Dossier:
    """What the ledger holds about two actors (keys), newest first; days are ISO dates and both included."""
    query = Query(actor=actor, with_actor=with_actor, first_day=first_day, last_day=last_day)
    rows = [
        row
        for row in ledger.statements(query)
        if not isinstance(row.statement, Event) or direction(row.statement, actor, with_actor)
    ]
    events = [row for row in rows if row.statement.kind == "event"]
    reprints = _reprints(ledger, rows)
    homes = ledger.occurrence_ids(row.id for row in events)
    dates = sorted(row.document_date for row in rows if row.document_date)
    return Dossier(
        actor=actor,
        with_actor=with_actor,
        events=gathered((row for row in events if not _is_promise(row.statement)), reprints, homes),
        promises=gathered((row for row in events if _is_promise(row.statement)), reprints, homes),
        quotes=gathered((row for row in rows if row.statement.kind == "quote"), reprints),
        figures=gathered((row for row in rows if row.statement.kind == "figure"), reprints),
        ties=gathered((row for row in rows if row.statement.kind == "tie"), reprints),
        documents=len({row.document_id for row in rows}),
        publishers=tuple(sorted({row.publisher for row in rows if row.publisher})),
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
    )
