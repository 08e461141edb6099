"""Commands that take documents in: read, add."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from comity.cli.asking_models import chosen, tell_usage
from comity.cli.base import LedgerPath, app, day, open_ledger
from comity.cli.output import Format, clean, complaints, console, table, write
from comity.documents import Problem, printable, safe_file_name
from comity.model import Document, Event, Figure, Statement, Tie, statement_to_dict
from comity.phrases import says, what
from comity.reading import read_safely

if TYPE_CHECKING:
    from comity.batch import Options

EXIT_SOME_INPUT_FAILED = 3


def _published(typed: str | None) -> dt.date | None:
    found = day(typed)
    return dt.date.fromisoformat(found) if found else None


def report(problem: Problem) -> None:
    """Says on standard error what could not be read."""
    style = "yellow" if problem.kind == "skipped" else "red"
    complaints.print(
        Text(f"{'skipped' if problem.kind == 'skipped' else 'error'}: {printable(str(problem))}", style=style), soft_wrap=True
    )


ReaderOption = Annotated[str, typer.Option("--reader", help="default; or llm, which asks a language model (comity[llm]).")]
ModelOption = Annotated[
    str | None, typer.Option("--model", help="For --reader llm: the model's name; else $COMITY_LLM_MODEL.", show_default=False)
]
EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        help="For --reader llm: an OpenAI-compatible address; else $COMITY_LLM_URL, else a server here.",
        show_default=False,
    ),
]
SendOption = Annotated[bool, typer.Option("--yes-send-texts", help="For --reader llm: texts may leave this machine.")]
CacheOption = Annotated[
    Path | None,
    typer.Option("--cache", help="A file that keeps readings, so that the same text is not read twice.", show_default=False),
]


@app.command()
def read(
    files: Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder; each document's statements go to ID.jsonl there.")
    ] = None,
    dataset: Annotated[
        str | None,
        typer.Option("--dataset", help="A folder or address (s3://…) for Parquet tables, read on several cores; resumable."),
    ] = None,
    engine: Annotated[str, typer.Option("--engine", help="For --dataset: local, or ray (needs comity[ray]).")] = "local",
    workers: Annotated[
        str, typer.Option("--workers", help="For --dataset: processes, or 2-8 for a pool that grows (ray). 0: one a core.")
    ] = "0",
    batch: Annotated[int, typer.Option("--batch", min=1, help="For --dataset: documents in a batch.")] = 32,
    reader: ReaderOption = "default",
    model: ModelOption = None,
    endpoint: EndpointOption = None,
    send: SendOption = False,
    cache: CacheOption = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="table or jsonl.")] = Format.TABLE,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Outranks what the files say.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="Day of publication, YYYY-MM-DD; outranks the files.")] = None,
) -> None:
    """Print the statements of documents, or write them as a dataset; no ledger is touched.

    Examples: `comity read article.txt --date 2021-12-15`, `comity read news/ --dataset coded/ --workers 4` (then
    `comity add coded/`)
    """
    from comity import api
    from comity.documents import read_documents

    published = _published(date)
    if dataset is not None:
        from comity.batch import Options

        if reader == "llm":
            chosen(reader, model, endpoint, send, files)
        _read_dataset(files, dataset, engine, Options(reader, _pool(workers), batch, publisher, published, cache))
        return
    failed = False
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    asked = chosen(reader, model, endpoint, send, files)
    coder = api.cached_reader(asked, cache)
    for item in read_documents(files, publisher=publisher, date=published):
        reading = read_safely(coder, item) if isinstance(item, Document) else item
        if isinstance(reading, Problem):
            report(reading)
            failed = failed or reading.kind == "error"
            continue
        records = [statement_to_dict(s) for s in reading.statements]
        if out is not None:
            target = out / f"{safe_file_name(reading.document.id)}.jsonl"
            part = target.with_suffix(".part")
            part.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
            part.replace(target)
        elif form is Format.TABLE:
            _statements_table(reading.document, reading.statements)
        elif form in (Format.JSONL, Format.JSON):
            write([{"document": reading.document.id, **r} for r in records], Format.JSONL, None)
        else:
            raise typer.BadParameter("`read` writes table or jsonl; name a --dataset for Parquet tables")
    tell_usage(asked)
    if failed:
        raise typer.Exit(EXIT_SOME_INPUT_FAILED)


def _pool(typed: str) -> int | tuple[int, int]:
    """`4`, or `2-8`."""
    least, dash, most = typed.partition("-")
    if not least.isdigit() or (dash and not (most.isdigit() and int(most) >= int(least) > 0)):
        raise typer.BadParameter(f"{typed!r} is no number of workers; write 4, or 2-8 for a pool that grows")
    return (int(least), int(most)) if dash else int(least)


def _read_dataset(files: list[str], dataset: str, engine: str, options: Options) -> None:
    from comity.batch import EngineError, Progress, read_dataset
    from comity.cli.progress import steps

    told = 0
    with steps() as bar:

        def on_part(progress: Progress) -> None:
            nonlocal told
            for problem in progress.problems[told:]:
                report(problem)
            told = len(progress.problems)
            bar.reached(progress.documents, f"{progress.statements} statements")

        try:
            done = read_dataset(files, dataset, engine=engine, options=options, on_part=on_part)
        except EngineError as problem:
            raise typer.BadParameter(str(problem)) from None
    known = f"; {done.known} read before" if done.known else ""
    console.print(clean(f"{done.documents} documents with {done.statements} statements written to {dataset}{known}"))
    if done.problems:
        table("Not read", ["documents", "because it"], [(n, why) for why, n in done.reasons.items()], wide=("because it",))
    if any(problem.kind == "error" for problem in done.problems):
        raise typer.Exit(EXIT_SOME_INPUT_FAILED)


def _statements_table(document: Document, statements: tuple[Statement, ...]) -> None:
    heading = document.title or document.id
    rows = []
    for statement in statements:
        own = statement.date if isinstance(statement, Event) else statement.period if isinstance(statement, Figure) else None
        code = (
            statement.code if isinstance(statement, Event) else statement.type if isinstance(statement, Tie) else statement.kind
        )
        rows.append((own.iso if own else "", str(code), what(statement), says(statement, [])))
    dated = f", {document.date}" if document.date else ""
    table(
        printable(f"{heading} ({document.publisher or 'unknown publisher'}{dated})"),
        ["date", "code", "what", "says"],
        rows,
        wide=("what", "says"),
    )


@app.command()
def add(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.", show_default=False)],
    ledger: LedgerPath = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Outranks what the files say.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="Day of publication, YYYY-MM-DD; outranks the files.")] = None,
    reader: ReaderOption = "default",
    model: ModelOption = None,
    endpoint: EndpointOption = None,
    send: SendOption = False,
    cache: CacheOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Read documents into a ledger, or take a dataset of `comity read --dataset`.

    Run it again after an interruption: what is done is not done twice.

    Example: `comity add articles/ feed.rss kremlin.jsonl.zst --ledger russia.db`
    """
    from comity import api
    from comity.cli.progress import steps

    published = _published(date)
    asked = chosen(reader, model, endpoint, send, [path for path in paths if not Path(path, "manifest.json").is_file()])
    with open_ledger(ledger, create=True) as book:
        with steps(quiet=quiet) as told:

            def on_item(item: Document | Problem) -> None:
                if isinstance(item, Problem):
                    report(item)
                else:
                    told.item(item.title or item.id)

            done = api.add(
                book,
                paths,
                publisher=publisher,
                date=published,
                reader_name=asked,
                cache=cache,
                on_item=on_item,
                on_match=told.matched,
            )
        tell_usage(asked)
        if not quiet:
            parts = [f"{count} {outcome}" for outcome, count in done.outcomes.items()]
            skipped = sum(p.kind == "skipped" for p in done.problems)
            parts += [f"{skipped} skipped"] if skipped else []
            parts += [f"{len(done.problems) - skipped} in error"] if len(done.problems) > skipped else []
            console.print(
                clean(f"{'; '.join(parts) or 'nothing to read'}; {done.statements} statements written to {book.location}")
            )
    if done.failed:
        raise typer.Exit(EXIT_SOME_INPUT_FAILED)
