"""The rows of the pairs that were asked for last, and their occurrences: a dossier, its promises, meetings and series ask for
the same ones."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from threading import Lock

from comity.ledger.query import Query
from comity.ledger.rows import Row
from comity.model import Event, Statement, Tie

_MOST = 20_000  # rows kept in all: some 60 MB
_MOST_HOMES = 100_000


def whole_pair(query: Query) -> Query | None:
    """The question for all statements of two actors that a query narrows by kinds and codes alone; None where it is another."""
    if not (query.actor and query.with_actor):
        return None
    whole = Query(actor=query.actor, with_actor=query.with_actor, first_day=query.first_day, last_day=query.last_day)
    return whole if replace(query, kinds=(), codes=()) == whole else None


def narrowed(query: Query, rows: list[Row]) -> list[Row]:
    """Those of a pair's rows that are of a query's kinds and codes."""
    return [
        row
        for row in rows
        if (not query.kinds or row.statement.kind in query.kinds) and (not query.codes or _code(row.statement) in query.codes)
    ]


def _code(statement: Statement) -> str | None:
    match statement:
        case Event():
            return statement.code
        case Tie():
            return statement.type
        case _:
            return None


class Latest:
    """Rows by question, as long as the ledger has the mark under which they were found."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Query, list[Row]] = OrderedDict()
        self._homes: dict[str, str | None] = {}
        self._mark = ""
        self._turn = Lock()

    def _turn_to(self, mark: str) -> None:
        if mark != self._mark:
            self._kept.clear()
            self._homes = {}
            self._mark = mark

    def homes(self, mark: str) -> dict[str, str | None]:
        """Statement → its occurrence (None where it has not been matched), as far as they are known; to be added to."""
        with self._turn:
            self._turn_to(mark)
            if len(self._homes) > _MOST_HOMES:
                self._homes = {}
            return self._homes

    def rows(self, query: Query, mark: str, find: Callable[[], list[Row]]) -> list[Row]:
        """The rows of a question, found anew where they are not known."""
        with self._turn:
            self._turn_to(mark)
            known = self._kept.get(query)
        if known is not None:
            return known
        found = find()
        with self._turn:
            if mark == self._mark:
                self._kept[query] = found
            while sum(map(len, self._kept.values())) > _MOST:
                self._kept.popitem(last=False)
        return found
