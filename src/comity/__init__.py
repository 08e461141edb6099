"""comity: a ledger of how states and other political actors stand to each other, and who says so.

>>> import comity
>>> reading, = comity.read("France condemned Russia on Monday.", date="2022-03-01")
>>> with comity.Ledger("comity.db") as ledger:
...     comity.add(ledger, ["articles/"])
...     comity.dossier(ledger, "RUS", "CHN")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.lazily import lazily
from comity.version import __version__

if TYPE_CHECKING:
    from comity.api import Added, add, compare, explain, import_statements, read, reader, readings
    from comity.batch import read_dataset
    from comity.documents import DocumentError, Problem, parse_text, read_documents
    from comity.knowledge import Knowledge
    from comity.ledger import Ledger, LedgerError, Query, Row
    from comity.model import Actor, Document, Event, Figure, Quote, Span, Statement, Tie, When
    from comity.reading import Reader, Reading
    from comity.relations import (
        Dossier,
        Meetings,
        Occurrence,
        Pledge,
        Readouts,
        Standing,
        changes,
        dossier,
        match_waiting,
        meetings,
        occurrences_of,
        pledges,
        readouts_of,
        standing,
    )

__getattr__ = lazily(
    __name__,
    {
        "comity.api": ("Added", "add", "compare", "explain", "import_statements", "read", "reader", "readings"),
        "comity.batch": ("read_dataset",),
        "comity.documents": ("DocumentError", "Problem", "parse_text", "read_documents"),
        "comity.knowledge": ("Knowledge",),
        "comity.ledger": ("Ledger", "LedgerError", "Query", "Row"),
        "comity.model": ("Actor", "Document", "Event", "Figure", "Quote", "Span", "Statement", "Tie", "When"),
        "comity.reading": ("Reader", "Reading"),
        "comity.relations": (
            "Dossier",
            "Meetings",
            "Occurrence",
            "Pledge",
            "Readouts",
            "Standing",
            "changes",
            "dossier",
            "match_waiting",
            "meetings",
            "occurrences_of",
            "pledges",
            "readouts_of",
            "standing",
        ),
    },
)

__all__ = [
    "Actor",
    "Added",
    "Document",
    "DocumentError",
    "Dossier",
    "Event",
    "Figure",
    "Knowledge",
    "Ledger",
    "LedgerError",
    "Meetings",
    "Occurrence",
    "Pledge",
    "Problem",
    "Query",
    "Quote",
    "Reader",
    "Reading",
    "Readouts",
    "Row",
    "Span",
    "Standing",
    "Statement",
    "Tie",
    "When",
    "__version__",
    "add",
    "changes",
    "compare",
    "dossier",
    "explain",
    "import_statements",
    "match_waiting",
    "meetings",
    "occurrences_of",
    "parse_text",
    "pledges",
    "read",
    "read_dataset",
    "read_documents",
    "reader",
    "readings",
    "readouts_of",
    "standing",
]
