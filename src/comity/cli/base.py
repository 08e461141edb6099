"""What all commands share: the application, its options, and how a ledger and a day are named."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.output import Format, console
from comity.ledger import Ledger
from comity.version import __version__

app = typer.Typer(
    name="comity",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Reads news and official texts, and keeps a ledger of who did, said, promised, threatened and denied what, to whom, "
    "when, where — and who says so.\n\nBegin with: `comity add examples/`, then `comity dossier Russia China`.",
    pretty_exceptions_enable=False,
)

LedgerPath = Annotated[
    str | None,
    typer.Option(
        "--ledger", help="A file, or postgresql+psycopg://…; else $COMITY_LEDGER, else ./comity.db.", show_default=False
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", "-f", help="How to write the answer.")]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file.", show_default=False)]
ActorOption = Annotated[str | None, typer.Option("--actor", help="Takes part: code, name, demonym or person.")]
WithOption = Annotated[str | None, typer.Option("--with", help="Takes part too.")]
SaysOption = Annotated[str | None, typer.Option("--says", help="Who says so.")]
FromOption = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day, YYYY-MM-DD.")]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day, YYYY-MM-DD.")]
SearchOption = Annotated[str | None, typer.Option("--search", help="Words that the evidence must hold.")]
TopicOption = Annotated[str | None, typer.Option("--topic", help="A topic, such as 'military' or 'human rights'.")]
LimitOption = Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many rows.")]


def located(target: str | None) -> str:
    """The path or address of the ledger: as given, else $COMITY_LEDGER, else ./comity.db."""
    return target or os.environ.get("COMITY_LEDGER") or "comity.db"


def open_ledger(target: str | None, *, create: bool = False) -> Ledger:
    """The ledger at a path or address, else at $COMITY_LEDGER, else ./comity.db."""
    return Ledger(located(target), create=create)


def day(text: str | None) -> str | None:
    """A day that somebody typed, as an ISO date; ends the command where it is none."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no day; write it as YYYY-MM-DD") from None


def _version(wanted: bool) -> None:
    if wanted:
        console.print(f"comity {__version__}")
        raise typer.Exit


@app.callback()
def _start(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    return
