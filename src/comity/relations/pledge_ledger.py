"""Pledges: what was promised, agreed, planned or threatened, and what later events made of it.

A pledge is an occurrence of type AGREE or THREATEN, or one that is planned. What it is about is its `object` (for a plan,
its own type), its due date is the latest time after it that its sentence names, its condition stands behind "if" or
"unless". Later events of the same parties are scored as its fulfilment by small named features; a good match closes it by
rule, a fair one is only proposed, and an analyst's `judge close` outranks both. A ledger that ends before the due date
says nothing against anyone: the pledge stays open.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from comity.ledger import Ledger, Query, Row, judgements
from comity.ledger.judgements import Verb
from comity.model import Event, EventCode, Figure, When, among
from comity.model.codes import PledgeStatus
from comity.relations.fulfilment import (
    FORGOTTEN,
    Answer,
    PledgeKind,
    answers,
    condition_of,
    content_of,
    due_on,
    kind_of,
    made_on,
)
from comity.relations.later_events import LaterEvents
from comity.relations.matching import Told
from comity.relations.occurrences import Occurrence, occurrences_of

KEPT_FROM = 0.75
"""Scores from which a later event closes a pledge by rule; from `PROPOSED_FROM` on it is shown as a candidate."""
PROPOSED_FROM = 0.45
_MOST_ANSWERS = 5  # that are shown of a pledge


@dataclass(frozen=True, slots=True)
class Pledge:
    """One pledge with its terms, its status, and the events that speak to it, best first."""

    occurrence: Occurrence
    row: Row
    kind: PledgeKind
    promiser: tuple[str, ...]
    addressee: tuple[str, ...]
    content: tuple[EventCode, ...]
    words: str
    made: str | None
    due: When | None
    condition: str
    quantities: tuple[Figure, ...]
    status: PledgeStatus
    because: str
    answers: tuple[Answer, ...]

    @property
    def id(self) -> str:
        """The id of the statement that makes it: what `judge close` takes."""
        return self.row.id


def _partly(pledge: Iterable[Figure], later: Sequence[Figure]) -> bool:
    """Whether what was given falls short of what was promised, in the same unit."""
    return any(a.unit and a.unit == b.unit and a.what == b.what and b.value < a.value for a in pledge for b in later)


def _status(
    kind: PledgeKind, made: str | None, due: When | None, condition: str, answers: tuple[Answer, ...], reaches: str | None
) -> tuple[PledgeStatus, str]:
    best = answers[0] if answers else None
    if best and best.score >= KEPT_FROM:
        return best.effect, f"by rule: {best.row.id} answers it with a score of {best.score:.2f}"
    near = f"; {best.row.id} may answer it ({best.score:.2f})" if best else ""
    if reaches is None or made is None:
        return PledgeStatus.UNKNOWN, "it has no date" + near
    if due is not None and due.last.isoformat() < reaches:
        if kind is PledgeKind.THREAT:
            word = PledgeStatus.CONDITION_NOT_MET if condition else PledgeStatus.NOT_CARRIED_OUT
            return PledgeStatus.OPEN if near else word, f"nothing in the ledger answers it by {due}" + near
        return PledgeStatus.OVERDUE, f"due {due}, and the ledger, which reaches {reaches}, has no answer" + near
    if due is None and dt.date.fromisoformat(reaches) - When(made).last > FORGOTTEN:
        return PledgeStatus.UNKNOWN, "no due date, and three years without an answer" + near
    return PledgeStatus.OPEN, (
        f"the ledger reaches {reaches}" if due is None else f"due {due}; the ledger reaches {reaches}"
    ) + near


def pledges(
    ledger: Ledger,
    *,
    actor: str | None = None,
    to: str | None = None,
    status: PledgeStatus | None = None,
    due_before: str | None = None,
    first_day: str | None = None,
    last_day: str | None = None,
    on_pledge: Callable[[int, int], None] | None = None,
) -> list[Pledge]:
    """Pledges, newest first: made by `actor`, to `to` (keys), with a status, due before a day; days are ISO dates.

    They are answered as far as the ledger reaches: the day of its last document that tells of the same parties.
    `on_pledge` is told (done, of how many).
    """
    asked = Query(kinds=("event",), actor=actor, with_actor=to, first_day=first_day, last_day=last_day)
    rows = ledger.statements(asked)
    pledged = [row for row in rows if kind_of(row.statement) and _made_by(row.statement, actor, to)]  # type: ignore[arg-type]
    if first_day is not None and (actor or to):  # the events of any day may bear on them
        rows = ledger.statements(Query(kinds=("event",), actor=actor, with_actor=to, last_day=last_day))
    found = _weighed(ledger, pledged, rows, on_pledge)
    chosen = [
        pledge
        for pledge in found
        if (status is None or pledge.status is status)
        and (due_before is None or (pledge.due is not None and pledge.due.last.isoformat() < due_before))
    ]
    return _newest_first(chosen)


def pledges_between(ledger: Ledger, one: str, other: str) -> list[Pledge]:
    """All that either of two actors promised, planned or threatened to the other, newest first."""
    rows = ledger.statements(Query(kinds=("event",), actor=one, with_actor=other))
    pledged = [
        row
        for row in rows
        if isinstance(row.statement, Event)
        and kind_of(row.statement)
        and (_made_by(row.statement, one, other) or _made_by(row.statement, other, one))
    ]
    return _newest_first(_weighed(ledger, pledged, rows))


def _newest_first(found: Iterable[Pledge]) -> list[Pledge]:
    return sorted(found, key=lambda p: (p.made or "", p.id), reverse=True)


def _weighed(
    ledger: Ledger, pledged: Sequence[Row], rows: Iterable[Row], on_pledge: Callable[[int, int], None] | None = None
) -> list[Pledge]:
    """The pledges that some rows make, with what all rows and the ledger's analysts say of them."""
    later = LaterEvents(rows)
    figures = _figures(ledger, {row.document_id for row in pledged})
    found = []
    made = occurrences_of(ledger, pledged)
    for number, occurrence in enumerate(made, 1):
        found.append(_pledge(occurrence, later, figures))
        if on_pledge:
            on_pledge(number, len(made))
    found = _compared(ledger, found)
    closed = _closed(ledger, found)
    return [closed.get(pledge.id, pledge) for pledge in found]


def _compared(ledger: Ledger, found: Sequence[Pledge]) -> list[Pledge]:
    """Pledges whose amounts are compared with what the event that keeps them gave."""
    amounts = [p for p in found if p.status is PledgeStatus.KEPT and p.quantities]
    given = _figures(ledger, {p.answers[0].row.document_id for p in amounts})
    short = {p.id for p in amounts if _partly(p.quantities, _quantities(given, p.answers[0].row))}
    return [
        replace(p, status=PledgeStatus.PARTLY_KEPT, because=p.because + ", with less than was promised") if p.id in short else p
        for p in found
    ]


def _made_by(event: Event, actor: str | None, to: str | None) -> bool:
    takes = event.recipients or event.actors
    return (actor is None or among(actor, event.actors)) and (to is None or among(to, takes))


def _pledge(occurrence: Occurrence, later: LaterEvents, figures: dict[str, list[Figure]]) -> Pledge:
    row = next(r for r in occurrence.rows if isinstance(r.statement, Event) and kind_of(r.statement))
    event = row.statement
    assert isinstance(event, Event)
    kind = kind_of(event)
    assert kind is not None
    due = next((d for r in occurrence.rows if isinstance(r.statement, Event) and (d := due_on(r.statement, r))), None)
    condition = next((c for e in occurrence.events if (c := condition_of(e))), "")
    own = {r.id for r in occurrence.rows if isinstance(r.statement, Event) and kind_of(r.statement)}
    told = Told(row)
    found = answers(told, due, later, own, PROPOSED_FROM, _MOST_ANSWERS)
    made = made_on(event, row)
    quantities = _quantities(figures, row)
    status, because = _status(
        kind, made.iso if made else None, due, condition, tuple(found), later.reach(told) or row.document_date
    )
    return Pledge(
        occurrence=occurrence,
        row=row,
        kind=kind,
        promiser=tuple(a.key for a in event.actors),
        addressee=tuple(a.key for a in event.recipients),
        content=content_of(event),
        words=event.evidence[0].text,
        made=made.iso if made else None,
        due=due,
        condition=condition,
        quantities=quantities,
        status=status,
        because=because,
        answers=tuple(found),
    )


def _figures(ledger: Ledger, documents: set[str]) -> dict[str, list[Figure]]:
    """The figures of documents, by document."""
    found: dict[str, list[Figure]] = {}
    for row in ledger.rows_of("figure", documents):
        if isinstance(row.statement, Figure):
            found.setdefault(row.document_id, []).append(row.statement)
    return found


def _quantities(figures: dict[str, list[Figure]], row: Row) -> tuple[Figure, ...]:
    """The figures in the sentence of a statement."""
    spans = row.statement.evidence
    return tuple(
        figure
        for figure in figures.get(row.document_id, ())
        if any(a.start < b.end and b.start < a.end for a in figure.evidence for b in spans)
    )


def _closed(ledger: Ledger, found: list[Pledge]) -> dict[str, Pledge]:
    """Pledges that an analyst has closed, with the status given."""
    with ledger.snapshot() as connection:
        decided = judgements.find(connection, statements=[r.id for p in found for r in p.occurrence.rows], verbs=[Verb.CLOSE])
    by_statement = {j.statement_id: j for j in decided}
    closed = {}
    for pledge in found:
        judged = next((by_statement[r.id] for r in pledge.occurrence.rows if r.id in by_statement), None)
        if judged and judged.amended:
            because = f"by {judged.analyst} on {judged.made[:10]}" + (f": {judged.note}" if judged.note else "")
            closed[pledge.id] = replace(pledge, status=PledgeStatus(judged.amended), because=because)
    return closed
