"""The commands of `comity`."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from comity.cli import dossier_view, show_view
from comity.cli.output import Format, clean, complaints, console, flat, table, write
from comity.cli.phrases import listed, says, short, what, when
from comity.cli.who import actor_key
from comity.documents import DocumentError, Problem, printable, safe_file_name
from comity.knowledge import KnowledgeError, cameo, plover
from comity.ledger import Ledger, LedgerError, Query, Row
from comity.model import Document, Event, EventCode, Figure, Quote, Statement, Status, Tie, TieType, Topic, statement_to_dict
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
    Path | None, typer.Option("--ledger", help="The ledger's file; else $COMITY_LEDGER, else ./comity.db.", show_default=False)
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

EXIT_SOME_INPUT_FAILED = 3
_LINE_EVERY = 200  # documents between two lines of progress where there is no terminal for a bar


def _ledger(path: Path | None, *, create: bool = False) -> Ledger:
    target = path or Path(os.environ.get("COMITY_LEDGER") or "comity.db")
    return Ledger(target, create=create)


def _day(text: str | None) -> str | None:
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


def _report(problem: Problem) -> None:
    style = "yellow" if problem.kind == "skipped" else "red"
    complaints.print(
        Text(f"{'skipped' if problem.kind == 'skipped' else 'error'}: {printable(str(problem))}", style=style), soft_wrap=True
    )


@app.command()
def read(
    files: Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", help="A folder; each document's statements go to ID.jsonl there.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="table or jsonl.")] = Format.TABLE,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Outranks what the files say.")] = None,
    date: Annotated[str | None, typer.Option("--date", help="Day of publication, YYYY-MM-DD; outranks the files.")] = None,
) -> None:
    """Print the statements of documents; no ledger is touched.

    Example: `comity read article.txt --date 2021-12-15`
    """
    from comity import api
    from comity.documents import read_documents

    day = _day(date)
    failed = False
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    coder = api.reader()
    for item in read_documents(files, publisher=publisher, date=dt.date.fromisoformat(day) if day else None):
        if isinstance(item, Problem):
            _report(item)
            failed = failed or item.kind == "error"
            continue
        reading = coder.read(item)
        records = [statement_to_dict(s) for s in reading.statements]
        if out is not None:
            target = out / f"{safe_file_name(item.id)}.jsonl"
            part = target.with_suffix(".part")
            part.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
            part.replace(target)
        elif form is Format.TABLE:
            _statements_table(item, reading.statements)
        elif form in (Format.JSONL, Format.JSON):
            write([{"document": item.id, **r} for r in records], Format.JSONL, None)
        else:
            raise typer.BadParameter("`read` writes table or jsonl; add the documents to a ledger for csv and parquet")
    if failed:
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
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Read documents into a ledger. Run it again after an interruption: what is done is not done twice.

    Example: `comity add articles/ feed.rss kremlin.jsonl.zst --ledger russia.db`
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from comity import api

    day = _day(date)
    with _ledger(ledger, create=True) as book:
        columns = [
            TextColumn("{task.completed} documents"),
            BarColumn(pulse_style="cyan"),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
        ]
        with Progress(*columns, console=complaints, transient=True, disable=quiet or not complaints.is_terminal) as progress:
            task = progress.add_task("", total=None)
            seen = 0

            def told(item: Document | Problem) -> None:
                nonlocal seen
                if isinstance(item, Problem):
                    _report(item)
                    return
                seen += 1
                progress.update(task, advance=1, description=printable(item.title or item.id)[:60])
                if not quiet and not complaints.is_terminal and seen % _LINE_EVERY == 0:
                    complaints.print(f"{seen} documents read")

            done = api.add(book, paths, publisher=publisher, date=dt.date.fromisoformat(day) if day else None, on_item=told)
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


@app.command()
def dossier(
    actor: Annotated[str, typer.Argument(help="Code, name, demonym or person.")],
    with_actor: Annotated[str, typer.Argument(metavar="WITH", help="The other side.")],
    ledger: LedgerPath = None,
    first: FromOption = None,
    last: ToOption = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Print what stands between two actors, newest first: events, promises, quotes, figures, ties, and who says so.

    Example: `comity dossier Russia China --from 2021-12-01`
    """
    from comity.relations import dossier as make

    left, right = actor_key(actor), actor_key(with_actor)
    assert left is not None and right is not None
    with _ledger(ledger) as book:
        found = make(book, left, right, first_day=_day(first), last_day=_day(last))
    if form is Format.TABLE:
        dossier_view.show(found)
        return
    records = []
    for group in ("events", "promises", "quotes", "figures", "ties"):
        for row in getattr(found, group):
            records.append({"group": group, "reports": len(row.reports), **flat(row.row)})
    write(records, form, output)


def _listing(
    ledger: Path | None, query: Query, form: Format, output: Path | None, title: str, columns: list[str], wide: tuple[str, ...]
) -> None:
    with _ledger(ledger) as book:
        rows = book.statements(query)
        total = book.count(query) if form is Format.TABLE else 0
    if form is not Format.TABLE:
        write([flat(row) for row in rows], form, output)
        return
    if not rows:
        console.print(f"no {title} match")
        return
    shown = f"{len(rows)} of {total} {title}" if total > len(rows) else f"{total} {title}"
    table(shown, columns, [_line(row) for row in rows], wide=wide)


def _line(row: Row) -> list[object]:
    statement = row.statement
    said = says(statement, [row.publisher])
    match statement:
        case Event():
            status = "" if statement.status is Status.HAPPENED else str(statement.status)
            code = f"{statement.code}" + (f" › {', '.join(statement.object)}" if statement.object else "")
            to = listed(statement.recipients) if statement.recipients else "(together)"
            return [when(row), listed(statement.actors), code, status, to, said, row.id]
        case Quote():
            to = short(statement.addressee) if statement.addressee else ""
            return [when(row), short(statement.speaker) if statement.speaker else "", to, statement.words, said, row.id]
        case Figure() | Tie():
            return [when(row), what(statement), said, row.id]


@app.command()
def events(
    ledger: LedgerPath = None,
    actor: ActorOption = None,
    with_actor: WithOption = None,
    code: Annotated[list[EventCode] | None, typer.Option("--code", help="PLOVER type; may be repeated.")] = None,
    status: Annotated[Status | None, typer.Option("--status", help="Whether it took place.")] = None,
    who: SaysOption = None,
    topic: TopicOption = None,
    first: FromOption = None,
    last: ToOption = None,
    search: SearchOption = None,
    limit: LimitOption = 50,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List events: who did what to whom.

    Example: `comity events --actor Russia --code THREATEN --status happened --format csv`
    """
    query = _query(("event",), actor, with_actor, tuple(map(str, code or ())), status, who, topic, first, last, search, limit)
    _listing(
        ledger,
        query,
        form,
        output,
        "events",
        ["date", "who", "act", "status", "to whom", "says", "id"],
        ("who", "to whom", "says"),
    )


@app.command()
def quotes(
    ledger: LedgerPath = None,
    actor: ActorOption = None,
    with_actor: WithOption = None,
    who: SaysOption = None,
    first: FromOption = None,
    last: ToOption = None,
    search: SearchOption = None,
    limit: LimitOption = 50,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List quotes: who said which words to whom.

    Example: `comity quotes --actor "Xi Jinping" --search alliance`
    """
    query = _query(("quote",), actor, with_actor, (), None, who, None, first, last, search, limit)
    _listing(ledger, query, form, output, "quotes", ["date", "speaker", "to", "words", "says", "id"], ("words", "says"))


@app.command()
def figures(
    ledger: LedgerPath = None,
    actor: ActorOption = None,
    with_actor: WithOption = None,
    who: SaysOption = None,
    first: FromOption = None,
    last: ToOption = None,
    search: SearchOption = None,
    limit: LimitOption = 50,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List figures: numbers about actors and their relation.

    Example: `comity figures --actor China --search trade`
    """
    query = _query(("figure",), actor, with_actor, (), None, who, None, first, last, search, limit)
    _listing(ledger, query, form, output, "figures", ["period", "figure", "says", "id"], ("figure", "says"))


@app.command()
def ties(
    ledger: LedgerPath = None,
    actor: ActorOption = None,
    with_actor: WithOption = None,
    code: Annotated[list[TieType] | None, typer.Option("--code", help="Type of tie; may be repeated.")] = None,
    who: SaysOption = None,
    topic: TopicOption = None,
    first: FromOption = None,
    last: ToOption = None,
    search: SearchOption = None,
    limit: LimitOption = 50,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List ties: standing relations that hold, do not hold, or held once.

    Example: `comity ties --actor China --with Russia`
    """
    query = _query(("tie",), actor, with_actor, tuple(map(str, code or ())), None, who, topic, first, last, search, limit)
    _listing(ledger, query, form, output, "ties", ["as of", "tie", "says", "id"], ("tie", "says"))


def _query(
    kinds: tuple[str, ...],
    actor: str | None,
    with_actor: str | None,
    codes: tuple[str, ...],
    status: Status | None,
    who: str | None,
    topic: str | None,
    first: str | None,
    last: str | None,
    search: str | None,
    limit: int,
) -> Query:
    if topic is not None and topic not in {str(t) for t in Topic}:
        raise typer.BadParameter(f"{topic!r} is no topic; there are: {', '.join(Topic)}")
    return Query(
        kinds=kinds,
        actor=actor_key(actor),
        with_actor=actor_key(with_actor),
        codes=codes,
        status=str(status) if status else None,
        says=actor_key(who),
        topic=topic,
        first_day=_day(first),
        last_day=_day(last),
        search=search,
        limit=limit,
    )


@app.command()
def show(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="A statement's id, or its beginning.")],
    ledger: LedgerPath = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Print one statement: every field in words, the sentence it rests on in its paragraph, and why it was made.

    Example: `comity show 7k2m`
    """
    with _ledger(ledger) as book:
        row = book.get(identifier)
        document = book.document(row.document_id)
        sources = book.sources(row.document_id)
    if form is Format.TABLE:
        show_view.show(row, document, sources)
    else:
        write([flat(row)], form, None)


@app.command()
def documents(
    ledger: LedgerPath = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Only this publisher's.")] = None,
    search: Annotated[str | None, typer.Option("--search", help="Words of title or text.")] = None,
    limit: LimitOption = 50,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List the ledger's documents.

    Example: `comity documents --search "joint exercises"`
    """
    with _ledger(ledger) as book:
        rows = book.documents(publisher=publisher, search=search, limit=limit)
    if form is Format.TABLE:
        lines = [
            (r.date, r.publisher, r.title or r.given_id, r.statements, r.sources, r.near_duplicates, r.id[:12]) for r in rows
        ]
        columns = ["date", "publisher", "title", "statements", "sources", "alike", "id"]
        table(f"{len(rows)} documents", columns, lines, wide=("publisher", "title"))
        return
    fields = ("id", "given_id", "title", "date", "publisher", "url", "coder", "statements", "sources", "near_duplicates")
    write([{name: getattr(row, name) for name in fields} for row in rows], form, output)


@app.command()
def info(ledger: LedgerPath = None, form: FormatOption = Format.TABLE) -> None:
    """Print the ledger in numbers: documents, publishers, dates, statements by kind, coders.

    Example: `comity info --ledger russia.db`
    """
    with _ledger(ledger) as book:
        numbers = book.info()
    record: dict[str, Any] = {
        "ledger": numbers.location,
        "schema": numbers.schema,
        "documents": numbers.documents,
        "sources": numbers.sources,
        "near duplicates": numbers.near_duplicates,
        "from": numbers.first_date,
        "to": numbers.last_date,
        "statements": sum(numbers.statements.values()),
        **{f"{kind}s": count for kind, count in numbers.statements.items()},
        "publishers": "; ".join(f"{name or 'unknown'} {count}" for name, count in list(numbers.publishers.items())[:12]),
        "coders": "; ".join(f"{name} {count}" for name, count in numbers.coders.items()),
    }
    if form is Format.TABLE:
        table("ledger", ["", " "], list(record.items()), wide=(" ",))
    else:
        write([record], form, None)


@app.command()
def codebook(
    code: Annotated[str | None, typer.Argument(help="A PLOVER type or a CAMEO code.", show_default=False)] = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Print the code book: PLOVER's sixteen types, or one type or CAMEO code in full.

    Example: `comity codebook THREATEN`, `comity codebook 138`
    """
    types, codes = plover(), cameo()
    if code is None:
        records: list[dict[str, Any]] = [
            {
                "type": str(t.code),
                "quad class": t.quad,
                "intensity": t.intensity,
                "CAMEO": ", ".join(t.cameo),
                "meaning": t.meaning,
            }
            for t in types.values()
        ]
    elif code.upper() in EventCode.__members__:
        kind = types[EventCode(code.upper())]
        under = [c for c in codes.values() if c.plover == kind.code]
        records = [
            {
                "code": c.code,
                "name": c.name,
                "Goldstein (ICEWS)": c.goldstein_icews,
                "Goldstein (GDELT)": c.goldstein_gdelt,
                "mode": c.mode,
            }
            for c in under
        ]
        if form is Format.TABLE:
            modes = ", ".join(f"{mode} ({value:+})" for mode, value in kind.modes)
            console.print(
                f"[bold]{kind.code}[/bold]  {kind.meaning}\n{kind.quad}; intensity {kind.intensity:+}"
                + (f"; modes: {modes}" if modes else "")
            )
    elif code in codes:
        c = codes[code]
        records = [
            {
                "code": c.code,
                "name": c.name,
                "Goldstein (ICEWS)": c.goldstein_icews,
                "Goldstein (GDELT)": c.goldstein_gdelt,
                "PLOVER": str(c.plover or "—"),
                "mode": c.mode,
            }
        ]
    else:
        raise typer.BadParameter(f"{code!r} is no PLOVER type ({', '.join(EventCode)}) and no CAMEO code (such as 042)")
    if form is Format.TABLE:
        names = list(records[0]) if records else []
        table("code book", names, [tuple(r.values()) for r in records], wide=("meaning", "name"))
    else:
        write(records, form, None)


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
