"""What can go wrong with a ledger.

LedgerError
├── NotALedgerError        the file is something else
├── LedgerFromFutureError  written by a newer comity
├── LedgerReadOnlyError    cannot be written
├── LedgerBusyError        another process writes for too long
├── LedgerFullError        no space left
└── UnknownStatementError  no such id, or several
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class LedgerError(Exception):
    """Something is wrong with a ledger; the message names it, says what was expected and what to do."""


class NotALedgerError(LedgerError):
    """The file is no ledger of comity."""


class LedgerFromFutureError(LedgerError):
    """The ledger was written by a newer version of comity."""


class LedgerReadOnlyError(LedgerError):
    """The ledger or its folder cannot be written."""


class LedgerBusyError(LedgerError):
    """Another process has been writing for longer than we wait."""


class LedgerFullError(LedgerError):
    """There is no space left for the ledger."""


class UnknownStatementError(LedgerError):
    """No statement or document has the id, or several begin with it."""


_LOST = (
    "server closed the connection",
    "closed the connection unexpectedly",
    "terminating connection",
    "connection reset",
    "connection is closed",
    "broken pipe",
    "socket closed",
    "connection timed out",
    "no connection to the server",
    "ssl connection has been closed",
)
_FULL = (
    "full",
    "disk i/o",
    "no space left",
    "could not write init file",  # what PostgreSQL says to who connects to a database whose disk is full
)
_UNREACHABLE = (
    "connection is bad",
    "connection refused",
    "could not connect",
    "connection failed",
    "could not translate",
    "timeout expired",
)


@contextmanager
def speaking(location: str) -> Iterator[None]:
    """Turns the database's errors into sentences about the ledger at `location`."""
    try:
        yield
    except LedgerError:
        raise
    except Exception as problem:
        if isinstance(problem, sqlite3.Error) or type(problem).__module__.startswith(("sqlalchemy", "psycopg")):
            raise _in_words(problem, location) from problem
        raise


def _in_words(problem: Exception, location: str) -> LedgerError:
    said = str(getattr(problem, "orig", None) or problem).lower()
    if "readonly" in said or "read-only" in said:
        return LedgerReadOnlyError(f"{location} cannot be written; check its permissions, or choose another with --ledger")
    if "locked" in said or "busy" in said or "lock timeout" in said:
        return LedgerBusyError(f"{location} is being written by another process; wait for it to end and try again")
    if any(sign in said for sign in _FULL):
        return LedgerFullError(f"no space is left for {location}; what was written before is safe. Free space and go on")
    if "not a database" in said or "malformed" in said:
        return NotALedgerError(f"{location} is not a ledger of comity, or is damaged; choose another file, or restore a copy")
    if any(sign in said for sign in _LOST):
        return LedgerError(
            f"the connection to {location} was lost; what was written before is safe. Give the command again: it goes on there"
        )
    if any(sign in said for sign in _UNREACHABLE):
        return LedgerError(
            f"{location} cannot be reached; check that the server runs and the address is right ({said.strip()})"
        )
    if "unable to open" in said:
        return LedgerError(f"{location} cannot be opened; check that its folder exists and can be written")
    return LedgerError(f"{location}: {getattr(problem, 'orig', None) or problem}")
