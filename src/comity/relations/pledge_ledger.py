"""Pledges: what was promised, agreed, planned or threatened, and what later events made of it.

A pledge is an occurrence of type AGREE or THREATEN, or one that is planned. What it is about is its `object` (for a plan,
its own type), its due date is the latest time after it that its sentence names, its condition stands behind "if" or
"unless". Later events of the same parties are scored as its fulfilment by small named features; a good match closes it by
rule, a fair one is only proposed, and an analyst's `judge close` outranks both. A ledger that ends before the due date
says nothing against anyone: the pledge stays open.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from comity.ledger import Ledger, Query, Row, judgements
from comity.ledger.judgements import Verb
from comity.model import Event, EventCode, Figure, When, among
from comity.model.codes import PledgeStatus
from comity.relations.fulfilment import Answer, PledgeKind, answers, condition_of, content_of, due_on, kind_of, made_on
from comity.relations.matching import Told
from comity.relations.occurrences import Occurrence, occurrences_of

KEPT_FROM = 0.75
"""Scores from which a later event closes a pledge by rule; from `PROPOSED_FROM` on it is shown as a candidate."""
PROPOSED_FROM = 0.45
_FORGOTTEN = dt.timedelta(days=3 * 365)  # without a due date, silence this long is neither keeping nor breaking


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


def _partly(pledge: tuple[Figure, ...], later: list[Figure]) -> bool:
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
    if due is None and dt.date.fromisoformat(reaches) - When(made).last > _FORGOTTEN:
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
) -> list[Pledge]:
    """Pledges, newest first: made by `actor`, to `to` (keys), with a status, due before a day; days are ISO dates.

    They are answered as far as the ledger reaches: the day of its last document that tells of the same parties.
    """
    asked = Query(kinds=("event",), actor=actor, with_actor=to, first_day=first_day, last_day=last_day)
    rows = ledger.statements(asked)
    pledged = [row for row in rows if kind_of(row.statement) and _made_by(row.statement, actor, to)]  # type: ignore[arg-type]
    if first_day is not None and (actor or to):  # the events of any day may bear on them
        rows = ledger.statements(Query(kinds=("event",), actor=actor, with_actor=to, last_day=last_day))
    later = _by_pair(rows)
    figures = _figures(ledger, {row.document_id for row in pledged})
    found = [_pledge(o, later, figures, ledger) for o in occurrences_of(ledger, pledged)]
    closed = _closed(ledger, found)
    found = [closed.get(pledge.id, pledge) for pledge in found]
    chosen = [
        pledge
        for pledge in found
        if (status is None or pledge.status is status)
        and (due_before is None or (pledge.due is not None and pledge.due.last.isoformat() < due_before))
    ]
    return sorted(chosen, key=lambda p: (p.made or "", p.id), reverse=True)


def _made_by(event: Event, actor: str | None, to: str | None) -> bool:
    takes = event.recipients or event.actors
    return (actor is None or among(actor, event.actors)) and (to is None or among(to, takes))


def _by_pair(rows: list[Row]) -> dict[str, list[Told]]:
    """Events that may answer, by pairs of parties, in both directions."""
    found: dict[str, list[Told]] = {}
    for row in rows:
        if isinstance(row.statement, Event):
            told = Told(row)
            for pair in told.blocks:
                found.setdefault(pair, []).append(told)
    return found


def _pledge(occurrence: Occurrence, by_pair: dict[str, list[Told]], figures: dict[str, list[Figure]], ledger: Ledger) -> Pledge:
    row = next(r for r in occurrence.rows if isinstance(r.statement, Event) and kind_of(r.statement))
    event = row.statement
    assert isinstance(event, Event)
    kind = kind_of(event)
    assert kind is not None
    due = next((d for r in occurrence.rows if isinstance(r.statement, Event) and (d := due_on(r.statement, r))), None)
    condition = next((c for e in occurrence.events if (c := condition_of(e))), "")
    own = {r.id for r in occurrence.rows if isinstance(r.statement, Event) and kind_of(r.statement)}
    told = Told(row)
    later = {other.row.id: other for pair in told.blocks for other in by_pair.get(pair, ())}
    reaches = max((o.row.document_date for o in later.values() if o.row.document_date), default=row.document_date)
    others = (other for identifier, other in later.items() if identifier not in own)
    found = answers(told, due, others, PROPOSED_FROM)
    made = made_on(event, row)
    quantities = _quantities(figures, row)
    status, because = _status(kind, made.iso if made else None, due, condition, tuple(found), reaches)
    if status is PledgeStatus.KEPT and quantities:
        given = _quantities(_figures(ledger, {found[0].row.document_id}), found[0].row)
        if _partly(quantities, list(given)):
            status, because = PledgeStatus.PARTLY_KEPT, because + ", with less than was promised"
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
        answers=tuple(found[:5]),
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
