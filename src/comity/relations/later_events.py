"""The events among which the answer to a pledge is looked for: by pair of parties, family of types, and day."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator

from comity.ledger import Row
from comity.model import Event
from comity.relations.matching import FAMILY, Told


class LaterEvents:
    """Events of some rows, laid out so that a pledge reads only those that can answer it."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._shelves: dict[str, dict[str, list[Told]]] = defaultdict(lambda: defaultdict(list))
        self._reach: dict[str, str] = {}
        for row in rows:
            if isinstance(row.statement, Event):
                self._put(Told(row))
        for shelf in self._shelves.values():
            for events in shelf.values():
                events.sort(key=_first_day)

    def _put(self, told: Told) -> None:
        for pair in told.blocks:
            if told.row.document_date:
                self._reach[pair] = max(told.row.document_date, self._reach.get(pair, ""))
            if told.when is not None:
                self._shelves[pair][FAMILY[told.event.code]].append(told)

    def reach(self, pledge: Told) -> str | None:
        """The day of the last document that tells of the same parties; None where no day is known."""
        return max((self._reach[pair] for pair in pledge.blocks if pair in self._reach), default=None)

    def between(self, pledge: Told, families: frozenset[str] | None, after: dt.date, until: dt.date) -> Iterator[Told]:
        """Events of the pledge's pairs and of one of the families (None: of any) that begin in (after, until], once each."""
        seen: set[str] = set()
        for pair in pledge.blocks:
            shelf = self._shelves.get(pair, {})
            for family in sorted(shelf if families is None else shelf.keys() & families):
                events = shelf[family]
                for told in events[bisect_right(events, after, key=_first_day) : bisect_right(events, until, key=_first_day)]:
                    if told.row.id not in seen:
                        seen.add(told.row.id)
                        yield told


def _first_day(told: Told) -> dt.date:
    assert told.when is not None
    return told.when.first
