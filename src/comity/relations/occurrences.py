"""Occurrences: events are not reports. Statements of one event, from whatever documents, are one with witnesses.

Which statements are one event is found by `matcher` when documents are added; here it is looked up. Nothing is lost by it:
statements stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from comity.ledger import Ledger, Row
from comity.model import Event, Status


@dataclass(frozen=True, slots=True)
class Witness:
    """Who tells of an occurrence: a publisher, or those whom it names as its sources; and whether it happened for them."""

    publisher: str
    according_to: tuple[str, ...]
    status: Status
    row: Row


@dataclass(frozen=True)
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

    @cached_property
    def leading(self) -> Row:
        """The telling that stands for it: one that happened before plans and denials, a day before months, most detail."""

        def rank(row: Row) -> tuple[object, ...]:
            event = row.statement
            assert isinstance(event, Event)
            order = (Status.HAPPENED, Status.DENIED, Status.PLANNED, Status.POSSIBLE)
            days = (event.date.last - event.date.first).days if event.date else 400
            detail = sum(bool(a.name) for a in (*event.actors, *event.recipients)) + bool(event.place)
            return order.index(event.status), days, bool(event.according_to), -detail, row.document_date or "", row.id

        return self.rows[0] if len(self.rows) == 1 else min(self.rows, key=rank)

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


def occurrences_of(ledger: Ledger, rows: Iterable[Row], *, whole: bool = True) -> list[Occurrence]:
    """The occurrences that event rows belong to, in the order of the first row of each.

    `whole` brings in the other statements of each occurrence; without it, only the given rows stand in them. An event that
    has not been matched yet is an occurrence of its own.
    """
    listed = [row for row in rows if isinstance(row.statement, Event)]
    homes = ledger.occurrence_ids(row.id for row in listed)
    members: dict[str, list[Row]] = {}
    for row in listed:
        members.setdefault(homes.get(row.id, row.id), []).append(row)
    if whole and homes:
        known = {row.id for row in listed}
        for home, row in ledger.members_of(homes.values()):
            if row.id not in known:
                members[home].append(row)
    return [
        Occurrence(home, tuple(sorted(group, key=lambda row: (row.document_date or "", row.id))))
        for home, group in members.items()
    ]
