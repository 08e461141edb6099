"""Meetings: when two sides met, in which form, and how that count compares with what they say themselves.

A meeting is an occurrence of type CONSULT with both sides in it. Its form is read from the words of its evidence. The
parties' own counts are figures that count meetings ("the 37th time since 2013"), each compared with what the ledger holds
for the same pair, form and period. A ledger holds what its documents tell, so its own coverage is always given beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from comity.ledger import Ledger, Query, Row
from comity.model import Event, Figure, Status, When
from comity.relations.directions import direction
from comity.relations.occurrences import Occurrence, occurrences_of

_FORMS = (
    ("video", r"video|virtual|online|by link|teleconferenc"),
    ("call", r"\b(?:tele)?phone|\bcalls?\b|\bcalled\b|\bspoke (?:with|to) .{0,40}\bby\b|conversation by"),
    ("summit", r"\bsummits?\b"),
    ("visit", r"\bvisit|\barriv|\btrip\b|\btravel|\bhost|\breceiv|\bwelcom|\bdelegation"),
    ("talks", r"\btalks\b|\bnegotiat|\bconsultation|\bround\b"),
)
FORMS = (*(form for form, _ in _FORMS), "meeting")
"""How two sides may meet; the first of these whose words stand in the evidence is a meeting's form."""

_COUNTED = re.compile(
    r"^(?:meeting|summit|visit|call|(?:telephone |phone )?conversation|encounter|round of talks)$", re.IGNORECASE
)
_VAGUE = 31  # days


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting: when, in which form, where, and everything that tells of it."""

    occurrence: Occurrence
    date: str | None
    form: str
    place: str
    status: Status

    @property
    def counts(self) -> bool:
        """Whether it is counted: it happened, and within a month at most; vaguer mentions may mean meetings listed already."""
        when = When(self.date) if self.date else None
        return self.status is Status.HAPPENED and when is not None and (when.last - when.first).days <= _VAGUE


@dataclass(frozen=True, slots=True)
class Claim:
    """A count of meetings that somebody gives, beside what the ledger holds for the same stretch of time."""

    row: Row
    figure: Figure
    claimed: int
    since: str | None
    until: str | None
    held: int

    @property
    def verdict(self) -> str:
        """In words: agreement, or by how much the two differ and which way."""
        if self.held == self.claimed:
            return "the ledger holds as many"
        if self.held < self.claimed:
            return f"the ledger holds {self.held}, {self.claimed - self.held} fewer"
        return f"the ledger holds {self.held}, {self.held - self.claimed} more"


@dataclass(frozen=True, slots=True)
class Meetings:
    """All meetings of two sides, newest first, their own counts, and how far the ledger reaches."""

    actor: str
    with_actor: str
    meetings: tuple[Meeting, ...]
    claims: tuple[Claim, ...]
    publishers: tuple[str, ...]
    first_date: str | None
    last_date: str | None

    @property
    def happened(self) -> tuple[Meeting, ...]:
        """Those that took place and are counted."""
        return tuple(m for m in self.meetings if m.counts)

    @property
    def forms(self) -> dict[str, int]:
        """How many of each form took place."""
        counts = {form: sum(m.form == form for m in self.happened) for form in FORMS}
        return {form: count for form, count in counts.items() if count}


def form_of(texts: Iterable[str]) -> str:
    """A meeting's form, from the words that tell of it."""
    joined = " ".join(texts).lower()
    return next((form for form, words in _FORMS if re.search(words, joined)), "meeting")


def _meeting(occurrence: Occurrence) -> Meeting:
    leading = occurrence.leading
    event = leading.statement
    assert isinstance(event, Event)
    places = [str(e.place) for e in occurrence.events if e.place]
    texts = [span.text for row in occurrence.rows for span in row.statement.evidence]
    own = event.date.iso if event.date else None
    return Meeting(occurrence, own or leading.document_date, form_of(texts), places[0] if places else "", event.status)


def _bounds(figure: Figure, row: Row) -> tuple[str | None, str | None]:
    """From when to when a claim counts: its period, up to the day of its document."""
    if figure.period is None:
        return None, row.document_date
    last = figure.period.last.isoformat()
    return figure.period.first.isoformat(), min(last, row.document_date) if row.document_date else last


def _claims(rows: Iterable[Row], codes: set[str], held: tuple[Meeting, ...]) -> tuple[Claim, ...]:
    found = []
    for row in rows:
        figure = row.statement
        if not isinstance(figure, Figure) or not _COUNTED.match(figure.unit) or figure.value < 1:
            continue
        if {a.code for a in figure.about} != codes:  # counted with a third party, or of one side alone
            continue
        since, until = _bounds(figure, row)
        unit = figure.unit.lower()
        counted = [
            m
            for m in held
            if m.date
            and (since is None or m.date >= since[: len(m.date)])
            and (until is None or m.date <= until)
            and (unit not in FORMS or unit == "meeting" or m.form == unit)
        ]
        found.append(Claim(row, figure, int(figure.value), since, until, len(counted)))
    return tuple(found)


def meetings(
    ledger: Ledger,
    actor: str,
    with_actor: str,
    *,
    between: tuple[str, str] | None = None,
    first_day: str | None = None,
    last_day: str | None = None,
) -> Meetings:
    """When two actors (keys) met, newest first, and what they say about how often.

    `between` narrows to two persons (keys); days are ISO dates, both included. Plans and denied meetings are listed with
    their status and not counted.
    """
    left, right = between or (actor, with_actor)
    days = {"first_day": first_day, "last_day": last_day}
    rows = ledger.statements(Query(kinds=("event",), codes=("CONSULT",), actor=left, with_actor=right, **days))  # type: ignore[arg-type]
    meet = [row for row in rows if isinstance(row.statement, Event) and direction(row.statement, left, right)]
    found = sorted(
        (_meeting(occurrence) for occurrence in occurrences_of(ledger, meet)),
        key=lambda m: (m.date or "", m.occurrence.id),
        reverse=True,
    )
    figures = ledger.statements(Query(kinds=("figure",), actor=actor, with_actor=with_actor, **days))  # type: ignore[arg-type]
    held = tuple(m for m in found if m.counts)
    dates = sorted(row.document_date for row in rows if row.document_date)
    return Meetings(
        actor=left,
        with_actor=right,
        meetings=tuple(found),
        claims=_claims(figures, {key.partition(":")[0] for key in (actor, with_actor)}, held),
        publishers=tuple(sorted({row.publisher for row in rows if row.publisher})),
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
    )
