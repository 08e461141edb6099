"""The state of a relation in ten lines, and what changed since a day.

A fact is a heading, a number and the rows it rests on, newest first; nothing in it is a judgement of ours. Friction and
cooperation are counted apart and by direction, and never added up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from comity.knowledge.codebooks import is_friction
from comity.ledger import Ledger, Row
from comity.model import Event, EventCode, Status, Tie, TieType
from comity.model.codes import PledgeStatus
from comity.relations.directions import Direction, direction
from comity.relations.dossiers import Dossier, DossierRow
from comity.relations.fulfilment import PledgeKind
from comity.relations.pledge_ledger import Pledge, pledges_between

_YEAR = dt.timedelta(days=365)
_MONTH = dt.timedelta(days=31)
_WAITING = (PledgeStatus.OPEN, PledgeStatus.OVERDUE)
_HOSTILE = (TieType.RIVALRY, TieType.DISPUTE)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is about, how many, a note, and the rows it rests on, newest first."""

    about: str
    count: int
    note: str = ""
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Where two actors stand on the last day that the ledger tells of them (`on`; None where it dates nothing).

    `pledges` are all that either made to the other, newest first.
    """

    actor: str
    with_actor: str
    on: str | None
    facts: tuple[Fact, ...]
    pledges: tuple[Pledge, ...]


def _day(row: Row) -> str:
    """The last day of a statement's own date, else of its document's."""
    own = row.statement.date if isinstance(row.statement, Event) else None
    return own.last.isoformat() if own else row.document_date or ""


def _vague(event: Event) -> bool:
    """Whether it is dated so vaguely that it may mean events told elsewhere: `since 2013`."""
    return event.date is not None and event.date.last - event.date.first > _MONTH


def _event(row: DossierRow) -> Event:
    assert isinstance(row.row.statement, Event)
    return row.row.statement


def standing(ledger: Ledger, found: Dossier) -> Standing:
    """Where the two of a dossier stand, from its rows and their pledges."""
    left, right = found.actor, found.with_actor
    done = [row for row in found.events if _event(row).status is Status.HAPPENED and not _vague(_event(row))]
    # a date that the text gives wrongly, or in the future, must not make today's date
    on = max((row.document_date for row in _rows(found) if row.document_date), default=None)
    year_ago = (dt.date.fromisoformat(on) - _YEAR).isoformat() if on else ""
    recent = [row for row in done if year_ago < _day(row.row) <= (on or "")]
    contacts = [row for row in done if _event(row).code is EventCode.CONSULT]
    promised = pledges_between(ledger, left, right)

    facts = [_last_contact(contacts, on, year_ago)]
    for heading, wanted in (("cooperative events", False), ("events of friction", True)):
        side = [row for row in recent if is_friction(str(_event(row).code)) is wanted]
        facts.append(_balance(f"{heading} in the year before", side, left, right))
    facts += [
        _waiting("promises and plans that wait", [p for p in promised if p.kind is not PledgeKind.THREAT]),
        _waiting("threats that stand", [p for p in promised if p.kind is PledgeKind.THREAT]),
        _settled([p for p in promised if p.kind is not PledgeKind.THREAT]),
        _ties("rivalries and disputes", found.ties, lambda tie: tie.holds is True and tie.type in _HOSTILE),
        _ties("ties that hold", found.ties, lambda tie: tie.holds is True and tie.type not in _HOSTILE),
        _ties("ties that do not hold, or no more", found.ties, lambda tie: tie.holds is not True),
        _contested(found.events),
    ]
    return Standing(left, right, on, tuple(facts), tuple(promised))


def _rows(found: Dossier) -> Iterable[Row]:
    for group in (found.events, found.promises, found.quotes, found.figures, found.ties):
        for row in group:
            yield from row.reports


def _last_contact(contacts: Sequence[DossierRow], on: str | None, year_ago: str) -> Fact:
    past = sorted((r for r in contacts if _day(r.row) <= (on or "")), key=lambda r: _day(r.row), reverse=True)
    within = sum(_day(r.row) > year_ago for r in past)
    note = f"the last on {_day(past[0].row)}; {within} in the year before" if past else ""
    return Fact("contacts", len(past), note, tuple(r.row for r in past[:3]))


def _balance(heading: str, rows: Sequence[DossierRow], left: str, right: str) -> Fact:
    counts = dict.fromkeys(Direction, 0)
    for row in rows:
        if way := direction(_event(row), left, right):
            counts[way] += 1
    note = "; ".join(f"{way.between(left, right)}: {count}" for way, count in counts.items() if count)
    return Fact(heading, len(rows), note, tuple(r.row for r in sorted(rows, key=lambda r: _day(r.row), reverse=True)[:3]))


def _waiting(heading: str, found: Sequence[Pledge]) -> Fact:
    waiting = [p for p in found if p.status in _WAITING]
    late = sum(p.status is PledgeStatus.OVERDUE for p in waiting)
    return Fact(heading, len(waiting), f"{late} overdue" if late else "", tuple(p.row for p in waiting[:3]))


def _settled(found: Sequence[Pledge]) -> Fact:
    settled = [p for p in found if p.status not in (*_WAITING, PledgeStatus.UNKNOWN)]
    counts = {status: sum(p.status is status for p in settled) for status in PledgeStatus}
    note = "; ".join(f"{count} {status}" for status, count in counts.items() if count)
    return Fact("promises that were answered", len(settled), note, tuple(p.row for p in settled[:3]))


def _ties(heading: str, ties: Sequence[DossierRow], wanted: Callable[[Tie], bool]) -> Fact:
    found = [row for row in ties if isinstance(row.row.statement, Tie) and wanted(row.row.statement)]
    return Fact(heading, len(found), "", tuple(row.row for row in found[:3]))


def _contested(events: Sequence[DossierRow]) -> Fact:
    """Events that one source tells as done and another as not done or only possible: a telling from each side."""
    found = [row for row in events if _sides_of(row)]
    rows = tuple(side for row in found[:2] for side in _sides_of(row))
    return Fact("events on which sources differ", len(found), "", rows)


def _sides_of(row: DossierRow) -> tuple[Row, ...]:
    happened, not_so = None, None
    for report in row.reports:
        status = report.statement.status if isinstance(report.statement, Event) else None
        happened = happened or (report if status is Status.HAPPENED else None)
        not_so = not_so or (report if status is Status.DENIED else None)
    return (happened, not_so) if happened and not_so else ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What is new between two actors since a day: events dated since, promises made and promises answered, ties told anew."""

    since: str
    events: tuple[DossierRow, ...]
    promised: tuple[Pledge, ...]
    answered: tuple[Pledge, ...]
    ties: tuple[DossierRow, ...]


def changes(found: Dossier, where: Standing, since: str) -> Changes:
    """What changed between the two of a dossier (without a first day) and its standing since an ISO day.

    A tie counts as new where its type, members and whether it holds stand in no earlier document of the ledger.
    """
    closed = [p for p in where.pledges if p.status not in (*_WAITING, PledgeStatus.UNKNOWN) and p.answers]
    earlier = {_tie(row) for row in found.ties for report in row.reports if (report.document_date or "") < since}
    return Changes(
        since=since,
        events=tuple(row for row in found.events if _day(row.row) >= since),
        promised=tuple(p for p in where.pledges if (p.made or "") >= since),
        answered=tuple(p for p in closed if (p.answers[0].date or "") >= since),
        ties=tuple(r for r in found.ties if (r.row.document_date or "") >= since and _tie(r) not in earlier),
    )


def _tie(row: DossierRow) -> tuple[object, ...]:
    tie = row.row.statement
    assert isinstance(tie, Tie)
    return tie.type, frozenset(a.code for a in tie.members), tie.holds
