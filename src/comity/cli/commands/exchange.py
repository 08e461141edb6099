"""Commands that take statements in which others have coded: import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from comity.cli.base import LedgerPath, app, open_ledger
from comity.cli.commands.intake import EXIT_SOME_INPUT_FAILED, report
from comity.cli.output import clean, console


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files ID.jsonl, each with docs/ID.json beside it; or folders of them.")],
    coder: Annotated[str, typer.Option("--coder", help="Who coded them: a person, a team or a system, with a version.")],
    ledger: LedgerPath = None,
) -> None:
    """Take statements that others have coded into a ledger, under their coder's name.

    Example: `comity import gold/ --coder 'our team, 2nd round' --ledger gold.db`
    """
    from comity import api

    with open_ledger(ledger, create=True) as book:
        done = api.import_statements(book, paths, coder=coder, on_problem=report)
        documents = sum(done.outcomes.values())
        console.print(clean(f"{documents} documents with {done.statements} statements taken into {book.location}"))
    if done.failed:
        raise typer.Exit(EXIT_SOME_INPUT_FAILED)
