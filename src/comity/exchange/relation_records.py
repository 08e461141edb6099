"""What the ledger answers about relations, as flat records: the same fields on the command line, on the page and in files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.model import Event, Status
from comity.phrases import measure, says

if TYPE_CHECKING:
    from comity.relations import Meeting, Occurrence, Pledge, Readouts
    from comity.relations.series import Point
    from comity.relations.signed_blocs import Blocs


def event_of(occurrence: Occurrence) -> Event:
    """The event that leads an occurrence."""
    event = occurrence.leading.statement
    assert isinstance(event, Event)
    return event


def witnesses(occurrence: Occurrence) -> list[str]:
    """Who says so, in words, each once; with the status where they do not tell it as done."""
    said = []
    for witness in occurrence.witnesses:
        line = says(witness.row.statement, [witness.publisher])
        said.append(line if witness.status is Status.HAPPENED else f"{line} ({witness.status})")
    return list(dict.fromkeys(said))


def occurrence_record(occurrence: Occurrence) -> dict[str, Any]:
    """An occurrence as a flat record."""
    event = event_of(occurrence)
    return {
        "id": occurrence.id,
        "date": event.date.iso if event.date else None,
        "code": str(event.code),
        "object": [str(code) for code in event.object],
        "status": str(event.status),
        "actors": [a.key for a in event.actors],
        "recipients": [a.key for a in event.recipients],
        "place": str(event.place) if event.place else None,
        "reports": occurrence.reports,
        "sources": occurrence.sources,
        "witnesses": witnesses(occurrence),
        "contested": sorted(occurrence.contested),
        "statements": [row.id for row in occurrence.rows],
    }


def meeting_record(meeting: Meeting) -> dict[str, Any]:
    """A meeting as a flat record."""
    return {
        **occurrence_record(meeting.occurrence),
        "date": meeting.date,
        "form": meeting.form,
        "place": meeting.place or None,
        "counted": meeting.counts,
    }


def pledge_record(pledge: Pledge) -> dict[str, Any]:
    """A pledge as a flat record."""
    best = pledge.answers[0] if pledge.answers else None
    return {
        "id": pledge.id,
        "kind": str(pledge.kind),
        "made": pledge.made,
        "promiser": list(pledge.promiser),
        "addressee": list(pledge.addressee),
        "content": [str(code) for code in pledge.content],
        "due": pledge.due.iso if pledge.due else None,
        "condition": pledge.condition or None,
        "quantities": [measure(figure) for figure in pledge.quantities],
        "status": str(pledge.status),
        "because": pledge.because,
        "answered_by": best.row.id if best else None,
        "answered_on": best.date if best else None,
        "answer_score": best.score if best else None,
        "answer_reasons": [f"{name} {weight:+.2f}" for name, weight in best.reasons] if best else [],
        "words": pledge.words,
        "publisher": pledge.row.publisher,
    }


def readout_records(found: Readouts) -> list[dict[str, Any]]:
    """A record for each row and account."""
    return [
        {
            "kind": row.kind,
            "subject": row.subject,
            "account": account.publisher or account.title,
            "date": account.date,
            "standing": str(cell.standing),
            "words": list(cell.words),
            "statements": [r.id for r in cell.statements],
            "nearest": cell.nearest or None,
            "differences": list(row.differences),
        }
        for row in found.rows
        for account, cell in zip(found.accounts, row.cells, strict=True)
    ]


def point_record(point: Point) -> dict[str, Any]:
    """A period of a series as a flat record."""
    scores = {"cooperation": point.cooperation, "friction": point.friction}
    flat: dict[str, Any] = {
        "period": point.period,
        "first_day": point.first_day,
        "last_day": point.last_day,
        **point.codes,
        "direction": point.direction or None,
        "events": point.events,
        "reports": point.reports,
    }
    for quad in ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict"):
        flat[quad.replace(" ", "_")] = point.quads.get(quad, 0)
    for name, found in scores.items():
        flat |= {name: found.value, f"{name}_low": found.low, f"{name}_high": found.high, f"{name}_expected": found.expected}
    return flat | {"types": [f"{code} {count}" for code, count in point.types.items()]}


def bloc_records(found: Blocs) -> list[dict[str, Any]]:
    """A record for each line between two actors, with the blocs that they stand in."""
    return [
        {
            "one": line.one,
            "other": line.other,
            "bloc_one": found.of(line.one),
            "bloc_other": found.of(line.other),
            "weight": line.weight,
            "cooperation": line.cooperation,
            "friction": line.friction,
            "ties": list(line.ties),
            "likeness": line.likeness,
        }
        for line in found.lines
    ]
