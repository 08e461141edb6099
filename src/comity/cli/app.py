"""The command line as it is started: all commands, and errors in one sentence."""

from __future__ import annotations

import os

from rich.text import Text

from comity.cli.base import app
from comity.cli.commands import exchange, intake, judging, listings, reference, relations
from comity.cli.output import complaints
from comity.documents import DocumentError, printable
from comity.knowledge import KnowledgeError
from comity.ledger import LedgerError

COMMANDS = (intake, exchange, relations, listings, judging, reference)
"""The modules whose import registers commands, in the order of `comity --help`."""


def main() -> None:
    """Runs the command line; what goes wrong is said in one sentence, without a traceback."""
    try:
        app()
    except (LedgerError, DocumentError, KnowledgeError) as problem:
        complaints.print(Text(f"error: {printable(str(problem))}", style="red"), soft_wrap=True)
        raise SystemExit(1) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader of our output has gone; that is no error
        raise SystemExit(0) from None
