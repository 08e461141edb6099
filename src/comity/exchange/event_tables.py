"""The ledger's events in the tables that others use: POLECAT-like, GDELT-like, dyads by month or year, quadruples.

An event stands once, by its occurrence, however many documents tell it; only what happened is exported unless another status
is asked for, and only what is dated as closely as the table's steps. Column names and orders are those of the originals (see
`coded_events`), so that scripts written for them run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from comity.exchange.cameo_actors import GROUPS, ROLES
from comity.exchange.coded_events import GDELT_1_COLUMNS, POLECAT_COLUMNS
from comity.knowledge import Knowledge, cameo, plover
from comity.knowledge.cameo_coding import coding_of
from comity.knowledge.labels import label, state_names
from comity.ledger import Ledger, Query
from comity.ledger.pairs import events_by_pair_and_period
from comity.model import Actor, Event, EventCode, Status, When
from comity.relations import Occurrence, occurrences_of
from comity.version import __version__

_WEEK = 7  # days
Records = list[dict[str, Any]]
QUAD_NUMBERS = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}


@lru_cache(maxsize=32)
def cameo_code(code: EventCode) -> str:
    """The most general CAMEO code that converts to a PLOVER type and to no other: AGREE → 030, RETREAT → 084."""
    fitting = [c.code for c in cameo().values() if c.plover is code and len(c.code) >= 3]
    return min(fitting, key=lambda written: (len(written), written))


def _written(event: Event) -> str:
    """The event's finest CAMEO code, where it converts back to the event's type; else the type's own."""
    fine = coding_of(event).code
    return fine if cameo()[fine].plover is event.code else cameo_code(event.code)


def _occurrences(ledger: Ledger, statuses: Sequence[Status]) -> Iterator[tuple[Occurrence, Event, str]]:
    """What is dated to a week or better, with its first day; a year is no day, and a table of days must not make it one."""
    for occurrence in occurrences_of(ledger, ledger.statements(Query(kinds=("event",)))):
        event = occurrence.leading.statement
        assert isinstance(event, Event)
        published = occurrence.leading.document_date
        when = event.date or (When(published) if published else None)
        if event.status in statuses and when and (when.last - when.first).days < _WEEK:
            yield occurrence, event, when.first.isoformat()


def _sides(event: Event) -> Iterator[tuple[Actor, Actor]]:
    """Every actor with every recipient; of what is done together, each with each, once."""
    if event.recipients:
        yield from ((a, b) for a in event.actors for b in event.recipients)
        return
    yield from ((a, b) for i, a in enumerate(event.actors) for b in event.actors[i + 1 :])


def polecat(ledger: Ledger, statuses: Sequence[Status] = (Status.HAPPENED,)) -> Records:
    """A row an event, in POLECAT's columns; parties of one side are joined by semicolons."""
    found: Records = []
    for occurrence, event, day in _occurrences(ledger, statuses):
        coding = coding_of(event)
        row: dict[str, Any] = dict.fromkeys(POLECAT_COLUMNS, "")
        others = event.recipients or event.actors[1:]
        for side, actors in (("Actor", event.actors if event.recipients else event.actors[:1]), ("Recipient", others)):
            row[f"{side} Name"] = "; ".join(a.name or label(a.code) for a in actors)
            row[f"{side} Country"] = "; ".join(a.code for a in actors)
            row[f"{side} COW"] = "; ".join(_number(a.code, day) for a in actors)
        row |= {
            "Event ID": occurrence.id,
            "Event Date": day,
            "Event Type": str(event.code),
            "Event Mode": coding.mode,
            "Intensity": coding.intensity,
            "Quad Code": coding.quad.upper(),
            "Contexts": "; ".join(str(topic).replace(" ", "_") for topic in event.topics),
            "Placename": event.place.name if event.place else "",
            "Source": "; ".join(dict.fromkeys(w.publisher for w in occurrence.witnesses)),
            "Publication Date": occurrence.leading.document_date or "",
            "Language": "eng",
            "Version": f"comity {__version__}",
        }
        found.append(row)
    return found


def _number(code: str, day: str) -> str:
    state = Knowledge.load().states.get(code)
    number = state.numbers_in(int(day[:4]))[0] if state and day else None
    return "" if number is None else str(number)


def gdelt(ledger: Ledger, statuses: Sequence[Status] = (Status.HAPPENED,)) -> Records:
    """A row for each pair of an event's parties, in GDELT 1.0's columns; what comity does not know is left empty."""
    found: Records = []
    roles = {noun: code for code, noun in ROLES.items()}
    organisations = {code: f"IGO{written}" for written, code in reversed(GROUPS.items())}
    for occurrence, event, day in _occurrences(ledger, statuses):
        written = _written(event)
        date = dt.date.fromisoformat(day)
        quad = QUAD_NUMBERS[plover()[event.code].quad]
        for number, pair in enumerate(_sides(event)):
            row: dict[str, Any] = dict.fromkeys(GDELT_1_COLUMNS, "")
            for side, actor in zip(("Actor1", "Actor2"), pair, strict=True):
                row[f"{side}Code"] = organisations.get(actor.code, actor.code.strip("-")) + roles.get(actor.name, "")
                row[f"{side}Name"] = (actor.name or label(actor.code)).upper()
                row[f"{side}CountryCode"] = actor.code if actor.code in state_names() else ""
            row |= {
                "GLOBALEVENTID": int.from_bytes(occurrence.id.encode()[:7], "big") * 64 + number,
                "SQLDATE": day.replace("-", ""),
                "MonthYear": day[:4] + day[5:7],
                "Year": day[:4],
                "FractionDate": round(date.year + date.timetuple().tm_yday / 365, 4),
                "IsRootEvent": 1,
                "EventCode": written,
                "EventBaseCode": written[:3],
                "EventRootCode": written[:2],
                "QuadClass": quad,
                "GoldsteinScale": cameo()[written].goldstein_gdelt,
                "NumMentions": len(occurrence.rows),
                "NumSources": occurrence.sources,
                "NumArticles": occurrence.reports,
                "ActionGeo_FullName": event.place.name if event.place else "",
                "DATEADDED": (occurrence.leading.document_date or day).replace("-", ""),
                "SOURCEURL": occurrence.leading.url,
            }
            found.append(row)
    return found


def quadruples(ledger: Ledger, statuses: Sequence[Status] = (Status.HAPPENED,)) -> Records:
    """Head, relation, tail and day, as models of temporal knowledge graphs take them."""
    rows = (
        {"head": a.key, "relation": str(event.code), "tail": b.key, "time": day}
        for _, event, day in _occurrences(ledger, statuses)
        for a, b in _sides(event)
    )
    found = {tuple(row.values()): row for row in rows}
    return [found[key] for key in sorted(found, key=lambda key: (key[3], key[0], key[2], key[1]))]


def dyads(ledger: Ledger, step: str, statuses: Sequence[Status] = (Status.HAPPENED,)) -> Records:
    """A row for each directed pair of states and period with events: the four quad classes and PLOVER's types, in counts.

    `step` is `month` or `year`. What two do together counts once for each direction. States carry their COW and
    Gleditsch–Ward numbers of the year; an event dated more vaguely than the step stands in no row.
    """
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    quads = {str(code): kind.quad.replace(" ", "_") for code, kind in plover().items()}
    named = tuple(str(status) for status in statuses)
    for period, source, target, code, together, events, reports in events_by_pair_and_period(ledger, step, named):
        for a, b in ((source, target), (target, source)) if together else ((source, target),):
            if a not in state_names() or b not in state_names():
                continue
            row = rows.setdefault((period, a, b), _empty(period, step, a, b))
            row["events"] += events
            row["reports"] += reports
            row[quads[code]] += events
            row[code.lower()] += events
    return [rows[key] for key in sorted(rows)]


def _empty(period: str, step: str, a: str, b: str) -> dict[str, Any]:
    states = Knowledge.load().states
    year = int(period[:4])
    numbers = [states[code].numbers_in(year) if code in states else (None, None) for code in (a, b)]
    row: dict[str, Any] = {step: period, "iso_a": a, "iso_b": b}
    for side, (cow, gw) in zip("ab", numbers, strict=True):
        row |= {f"cow_{side}": cow, f"gw_{side}": gw}
    row |= {"events": 0, "reports": 0} | {quad.replace(" ", "_"): 0 for quad in QUAD_NUMBERS}
    return row | {str(code).lower(): 0 for code in EventCode}


@dataclass(frozen=True, slots=True)
class EventTable:
    """A table that the ledger can be written as: how it is made, its columns where they are fixed, and whether by tabs."""

    make: Callable[[Ledger, Sequence[Status]], Records]
    tabs: bool = False
    header: bool = True
    columns: tuple[str, ...] | None = None


TABLES = {
    "polecat": EventTable(polecat, tabs=True, columns=tuple(POLECAT_COLUMNS)),
    "gdelt": EventTable(gdelt, tabs=True, header=False, columns=GDELT_1_COLUMNS),
    "dyad-month": EventTable(lambda ledger, statuses: dyads(ledger, "month", statuses)),
    "dyad-year": EventTable(lambda ledger, statuses: dyads(ledger, "year", statuses)),
    "quadruples": EventTable(quadruples, tabs=True, header=False),
}
"""By the name that `comity export` takes."""
