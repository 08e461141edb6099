"""The events among which the answer to a pledge is looked for: by pair of parties, type, who acts, and day."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

from comity.ledger import Row
from comity.model import MUTUAL, Event, EventCode, Status
from comity.relations.matching import Told


class LaterEvents:
    """Events of some rows, laid out so that a pledge reads only those that can answer it."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._shelves: dict[tuple[str, EventCode, str], list[Told]] = defaultdict(list)
        self._reach: dict[str, str] = {}
        for row in rows:
            if isinstance(row.statement, Event):
                self._put(Told(row))
        for events in self._shelves.values():
            events.sort(key=_first_day)

    def _put(self, told: Told) -> None:
        for pair in told.blocks:
            if told.row.document_date:
                self._reach[pair] = max(told.row.document_date, self._reach.get(pair, ""))
            if told.when is not None and told.event.status in (Status.HAPPENED, Status.DENIED):
                for doer in _doers(told, told.event.code):
                    self._shelves[pair, told.event.code, doer].append(told)

    def reach(self, pledge: Told) -> str | None:
        """The day of the last document that tells of the same parties; None where no day is known."""
        return max((self._reach[pair] for pair in pledge.blocks if pair in self._reach), default=None)

    def between(self, pledge: Told, codes: frozenset[EventCode], after: dt.date, until: dt.date) -> Iterator[Told]:
        """Events of the pledge's pairs and of one of the types that begin in (after, until], once each.

        Only what happened, or is denied, answers a pledge: by both, where they act together, or by one of those who made it.
        """
        seen: set[str] = set()
        for pair, code in product(pledge.blocks, sorted(codes)):
            for doer in _doers(pledge, code):
                events = self._shelves.get((pair, code, doer), [])
                for told in events[bisect_right(events, after, key=_first_day) : bisect_right(events, until, key=_first_day)]:
                    if told.row.id not in seen:
                        seen.add(told.row.id)
                        yield told


def _doers(told: Told, code: EventCode) -> list[str]:
    """Under whom an event of a type is laid: under each who acts, and under nobody where it is one that all do together."""
    return [""] if code in MUTUAL else sorted(told.sides[0])


def _first_day(told: Told) -> dt.date:
    assert told.days is not None
    return told.days[0]
