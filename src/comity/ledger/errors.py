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
