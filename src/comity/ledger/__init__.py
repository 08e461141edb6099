"""The ledger: statements as rows, and back."""

from comity.ledger.errors import (
    LedgerBusyError,
    LedgerError,
    LedgerFromFutureError,
    LedgerFullError,
    LedgerReadOnlyError,
    NotALedgerError,
    UnknownStatementError,
)
from comity.ledger.ledger import Ledger, Outcome
from comity.ledger.query import Query
from comity.ledger.rows import DocumentRow, LedgerInfo, Row, Run, Source

__all__ = [
    "DocumentRow",
    "Ledger",
    "LedgerBusyError",
    "LedgerError",
    "LedgerFromFutureError",
    "LedgerFullError",
    "LedgerInfo",
    "LedgerReadOnlyError",
    "NotALedgerError",
    "Outcome",
    "Query",
    "Row",
    "Run",
    "Source",
    "UnknownStatementError",
]
