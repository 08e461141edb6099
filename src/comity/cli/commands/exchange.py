"""Commands that take in what others have coded and give out tables and releases: import, export, release, sql."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.base import FormatOption, LedgerPath, OutputOption, app, day, open_ledger
from comity.cli.commands.intake import EXIT_SOME_INPUT_FAILED, report
from comity.cli.output import Format, clean, complaints, console, table, write
from comity.cli.progress import busy, steps
from comity.model import Status


@app.command("import")
def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(help="Event files of GDELT, ICEWS, POLECAT, PETRARCH; or files ID.jsonl with docs/ID.json beside."),
    ],
    coder: Annotated[
        str | None, typer.Option("--coder", help="Who coded statement files: a person, a team or a system, with a version.")
    ] = None,
    ledger: LedgerPath = None,
) -> None:
    """Take what others have coded into a ledger, each row according to its coder and with its own words and id.

    Examples: `comity import 20211215.export.CSV`, `comity import gold/ --coder 'our team, 2nd round' --ledger gold.db`
    """
    from comity import api

    try:
        with open_ledger(ledger, create=True) as book, steps() as told:
            done = api.import_statements(
                book,
                paths,
                coder=coder,
                on_problem=report,
                on_reading=lambda reading: told.item(reading.document.title, "documents taken in"),
                on_match=told.matched,
            )
            location = book.location
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from None
    documents = sum(done.outcomes.values())
    console.print(clean(f"{documents} documents with {done.statements} statements taken into {location}"))
    if done.failed:
        raise typer.Exit(EXIT_SOME_INPUT_FAILED)


class TableName(StrEnum):
    """A table that the ledger's events can be written as."""

    POLECAT = "polecat"
    GDELT = "gdelt"
    DYAD_MONTH = "dyad-month"
    DYAD_YEAR = "dyad-year"
    QUADRUPLES = "quadruples"


@app.command()
def export(
    name: Annotated[TableName, typer.Argument(metavar="TABLE", help="polecat, gdelt, dyad-month, dyad-year or quadruples.")],
    ledger: LedgerPath = None,
    status: Annotated[list[Status] | None, typer.Option("--status", help="Events of this status; may be repeated.")] = None,
    form: Annotated[
        Format | None, typer.Option("--format", "-f", help="Else the form of the original: by tabs, or CSV for dyads.")
    ] = None,
    output: OutputOption = None,
) -> None:
    """Write the ledger's events as a table that other programs know; an event stands once, however many tell it.

    Events dated more vaguely than the table's steps (a week for tables of days) are left out.

    Example: `comity export dyad-month --output dyads.parquet --format parquet`
    """
    from comity.exchange.event_tables import TABLES
    from comity.exchange.tabular import to_csv

    chosen = TABLES[name.value]
    with open_ledger(ledger) as book, busy("making the table"):
        records = chosen.make(book, tuple(status or [Status.HAPPENED]))
    if form and form is not Format.TABLE:
        write(records, form, output)
        return
    text = to_csv(records, delimiter="\t" if chosen.tabs else ",", columns=chosen.columns)
    if not chosen.header:
        text = text.partition("\n")[2]
    if output:
        output.write_text(text, encoding="utf-8")
        complaints.print(clean(f"{len(records)} rows written to {output}"))
    else:
        typer.echo(text, nl=False)


@app.command()
def release(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    version: Annotated[str, typer.Option("--version", help="What this release is called, such as 2026.1.")],
    ledger: LedgerPath = None,
    title: Annotated[str, typer.Option("--title", help="The title to cite it by.")] = "A ledger of comity",
    date: Annotated[str | None, typer.Option("--date", metavar="DATE", help="Its day; else today.")] = None,
    previous: Annotated[Path | None, typer.Option("--previous", help="The folder of the release before.")] = None,
) -> None:
    """Write a release that can be cited: Parquet tables, codebook, manifest with hashes, and what changed since the last one.

    Example: `comity release releases/2026.2 --version 2026.2 --previous releases/2026.1`
    """
    from comity.exchange.releases import write_release

    given = day(date)
    with open_ledger(ledger) as book, steps() as told:
        done = write_release(
            book,
            folder,
            version=version,
            title=title,
            date=dt.date.fromisoformat(given) if given else None,
            previous=previous,
            on_table=lambda name: told.item(f"writing {name}", "tables"),
        )
    table(f"Release {done.version} in {done.folder}", ["table", "rows"], list(done.rows.items()))
    if done.changes:
        c = done.changes
        words = f"{len(c.added)} statements added, {len(c.changed)} changed, {len(c.withdrawn)} withdrawn: changes.csv"
        console.print(clean(words))


@app.command()
def sql(
    folder: Annotated[Path, typer.Argument(help="The folder of a release.")],
    question: Annotated[str, typer.Argument(help="A question in DuckDB's SQL over its tables.")],
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Ask a release in SQL (needs comity[sql]); only its own tables can be reached, and nothing is written.

    Example: `comity sql releases/2026.1 "SELECT code, COUNT(*) AS n FROM events GROUP BY code ORDER BY n DESC"`
    """
    from comity.exchange.queries import query_release

    try:
        found = query_release(folder, question)
    except ImportError as missing:
        raise typer.BadParameter(str(missing)) from None
    if form is not Format.TABLE:
        write(found, form, output)
    elif found:
        columns = list(found[0])
        table(f"{len(found)} rows", columns, [[row[c] for c in columns] for row in found], wide=columns)
    else:
        console.print("no rows")
