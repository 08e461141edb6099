"""Commands that list and show what the ledger holds: events, quotes, figures, ties, show, documents, info."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from comity.cli import show_view
from comity.cli.base import (
    ActorOption,
    FormatOption,
    FromOption,
    LedgerPath,
    LimitOption,
    OutputOption,
    SaysOption,
    SearchOption,
    ToOption,
    TopicOption,
    WithOption,
    app,
    day,
    open_ledger,
)
from comity.cli.output import Format, console, table, write
from comity.cli.who import actor_key
from comity.exchange.tabular import statement_record
from comity.ledger import Query, Row
from comity.model import Event, EventCode, Figure, Quote, Status, Tie, TieType, Topic
from comity.phrases import listed, says, short, what, when


def _listing(
    ledger: str | None, query: Query, form: Format, output: Path | None, title: str, columns: list[str], wide: tuple[str, ...]
) -> None:
    with open_ledger(ledger) as book:
        rows = book.statements(query)
        total = book.count(query) if form is Format.TABLE else 0
    if form is not Format.TABLE:
        write([statement_record(row) for row in rows], form, output)
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
    min_confidence: Annotated[float, typer.Option("--min-confidence", min=0, max=1, help="Least chance of being right.")] = 0.0,
    limit: LimitOption = 50,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List events: who did what to whom.

    Example: `comity events --actor Russia --code THREATEN --status happened --format csv`
    """
    query = _query(("event",), actor, with_actor, tuple(map(str, code or ())), status, who, topic, first, last, search, limit)
    query = replace(query, min_score=min_confidence)
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
        first_day=day(first),
        last_day=day(last),
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
    with open_ledger(ledger) as book:
        row = book.get(identifier)
        document = book.document(row.document_id)
        sources = book.sources(row.document_id)
    if form is Format.TABLE:
        show_view.show(row, document, sources)
    else:
        write([statement_record(row)], form, None)


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
    with open_ledger(ledger) as book:
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
    with open_ledger(ledger) as book:
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
