"""Commands by which a named analyst judges statements: judge accept, reject, amend, merge, split, close, undo, list, queue."""

from __future__ import annotations

import getpass
import os
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.cli.base import FormatOption, LedgerPath, LimitOption, OutputOption, app, open_ledger
from comity.cli.output import Format, console, table, write
from comity.cli.progress import busy
from comity.model.codes import PledgeStatus
from comity.phrases import says, what

judge = typer.Typer(
    name="judge",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Decide about statements, by name and on record: what an analyst decides outranks the machine, survives re-reading, "
    "and can be undone.\n\nExample: `comity judge reject 7k2m --note 'a film plot'`",
)
app.add_typer(judge)

Identifier = Annotated[str, typer.Argument(metavar="ID", help="A statement's id, or its beginning.")]
Note = Annotated[str, typer.Option("--note", help="Why; kept with the judgement.")]
Analyst = Annotated[
    str | None, typer.Option("--analyst", help="Who judges; else $COMITY_ANALYST, else the user's name.", show_default=False)
]


def _analyst(given: str | None) -> str:
    return given or os.environ.get("COMITY_ANALYST") or getpass.getuser()


def _done(number: int, sentence: str) -> None:
    console.print(f"{sentence} (judgement {number}; `comity judge undo {number}` takes it back)")


@judge.command()
def accept(identifier: Identifier, ledger: LedgerPath = None, note: Note = "", analyst: Analyst = None) -> None:
    """Confirm a statement: it stays, also when a newer coder does not find it."""
    from comity.relations import judging

    with open_ledger(ledger) as book:
        _done(judging.accept(book, identifier, analyst=_analyst(analyst), note=note), "accepted")


@judge.command()
def reject(identifier: Identifier, ledger: LedgerPath = None, note: Note = "", analyst: Analyst = None) -> None:
    """Leave a statement out of every answer; it stays on record."""
    from comity.relations import judging

    with open_ledger(ledger) as book:
        _done(judging.reject(book, identifier, analyst=_analyst(analyst), note=note), "rejected")


@judge.command()
def amend(
    identifier: Identifier,
    changes: Annotated[
        list[str],
        typer.Option("--set", metavar="FIELD=VALUE", help="A field and its right value; lists with commas; may be repeated."),
    ],
    ledger: LedgerPath = None,
    note: Note = "",
    analyst: Analyst = None,
) -> None:
    """Put a better version in a statement's place.

    Example: `comity judge amend 7k2m --set code=REQUEST --set status=planned --set recipients=CHN,RUS`
    """
    from comity.relations import judging

    fields = {}
    for change in changes:
        name, equals, value = change.partition("=")
        if not equals:
            raise typer.BadParameter(f"{change!r} is no FIELD=VALUE, such as status=planned")
        fields[name.strip()] = value.strip()
    with open_ledger(ledger) as book:
        try:
            number, better = judging.amend(book, identifier, fields, analyst=_analyst(analyst), note=note)
        except ValueError as problem:
            raise typer.BadParameter(str(problem)) from None
    _done(number, f"amended; the better version is {better}")


@judge.command()
def merge(
    identifier: Identifier, other: Identifier, ledger: LedgerPath = None, note: Note = "", analyst: Analyst = None
) -> None:
    """Say that two statements tell of one event."""
    from comity.relations import judging

    with open_ledger(ledger) as book:
        _done(judging.merge(book, identifier, other, analyst=_analyst(analyst), note=note), "merged")


@judge.command()
def split(
    identifier: Identifier, other: Identifier, ledger: LedgerPath = None, note: Note = "", analyst: Analyst = None
) -> None:
    """Say that two statements tell of two events."""
    from comity.relations import judging

    with open_ledger(ledger) as book:
        _done(judging.split(book, identifier, other, analyst=_analyst(analyst), note=note), "split")


@judge.command()
def close(
    identifier: Identifier,
    status: Annotated[PledgeStatus, typer.Argument(help="What became of the pledge.")],
    ledger: LedgerPath = None,
    note: Note = "",
    analyst: Analyst = None,
) -> None:
    """Give a pledge its status. Example: `comity judge close 7k2m kept --note 'see the communiqué'`."""
    from comity.relations import judging

    with open_ledger(ledger) as book:
        _done(judging.close(book, identifier, status, analyst=_analyst(analyst), note=note), f"closed as {status}")


@judge.command()
def undo(number: Annotated[int, typer.Argument(help="The judgement's number.")], ledger: LedgerPath = None) -> None:
    """Take a judgement back; it stays on record as undone."""
    from comity.relations import judging

    with open_ledger(ledger) as book:
        judging.undo(book, number)
    console.print(f"judgement {number} is undone")


@judge.command("list")
def list_(
    ledger: LedgerPath = None,
    undone: Annotated[bool, typer.Option("--undone", help="Also those that were taken back.")] = False,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List all judgements, oldest first."""
    from comity.relations import judging

    with open_ledger(ledger) as book:
        found = judging.judgements(book, undone=undone)
    if form is not Format.TABLE:
        write([judging.judgement_record(j) for j in found], form, output)
        return
    rows = [
        (j.id, j.made[:10], j.analyst, str(j.verb), what(j.statement), j.amended or j.other_id or "", j.note, j.statement_id)
        for j in found
    ]
    columns = ["no", "on", "analyst", "verdict", "statement", "to", "note", "id"]
    table(f"{len(found)} judgements", columns, rows, wide=("statement", "note"))


@judge.command()
def queue(ledger: LedgerPath = None, limit: LimitOption = 20, form: FormatOption = Format.TABLE) -> None:
    """List what most needs a look: of low confidence and high consequence, not judged yet."""
    from comity.relations import judging

    with open_ledger(ledger) as book, busy("looking for what needs a look"):
        found = judging.queue(book, limit)
    records: list[dict[str, Any]] = [
        {
            "need": item.need,
            "score": item.score,
            "what": what(item.row.statement),
            "who says so": says(item.row.statement, [item.row.publisher]),
            "id": item.row.id,
        }
        for item in found
    ]
    if form is not Format.TABLE:
        write(records, form, None)
        return
    rows = [tuple(record.values()) for record in records]
    table("To be judged", ["need", "score", "what", "who says so", "id"], rows, wide=("what", "who says so"))


@judge.command()
def export(output: Annotated[Path, typer.Argument(help="A JSON Lines file.")], ledger: LedgerPath = None) -> None:
    """Write judged statements with their sentences as training data: accepted and amended ones, and rejected as negatives."""
    from comity.relations import judging

    with open_ledger(ledger) as book:
        records = judging.training_rows(book)
    write(records, Format.JSONL, output)
    console.print(f"{len(records)} judged statements written to {output}")
