"""The command line as it is started: the commands, and errors in one sentence."""

from __future__ import annotations

import os
import sys
from importlib import import_module

from rich.text import Text

from comity.cli.base import app
from comity.cli.output import complaints
from comity.documents import DocumentError, printable
from comity.knowledge import KnowledgeError
from comity.ledger import LedgerError
from comity.reading.reader import ReaderError

COMMANDS = {
    "intake": ("read", "add"),
    "watching": ("watch",),
    "explaining": ("explain",),
    "comparing": ("compare",),
    "exchange": ("import", "export", "release", "sql"),
    "relations": ("dossier", "state", "occurrences", "meetings", "pledges", "readouts"),
    "series": ("series",),
    "blocs": ("blocs",),
    "listings": ("events", "quotes", "figures", "ties", "show", "documents", "info"),
    "judging": ("judge",),
    "actors": ("actors",),
    "serving": ("serve", "site"),
    "reference": ("codebook",),
}
"""Which module of `comity.cli.commands` registers which commands, in the order of `comity --help`."""


def register(wanted: str | None = None) -> None:
    """Loads the module that has a command; all modules where that is no command (help, a slip of the pen)."""
    home = [module for module, names in COMMANDS.items() if wanted in names]
    for module in home or COMMANDS:
        import_module(f"comity.cli.commands.{module}")


def main() -> None:
    """Runs the command line; what goes wrong is said in one sentence, without a traceback."""
    register(sys.argv[1] if len(sys.argv) > 1 else None)
    try:
        app()
    except (LedgerError, DocumentError, KnowledgeError, ReaderError) as problem:
        complaints.print(Text(f"error: {printable(str(problem))}", style="red"), soft_wrap=True)
        raise SystemExit(1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader of our output has gone; that is no error
        raise SystemExit(0) from None
