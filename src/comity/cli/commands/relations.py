"""Commands that answer what stands between actors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli import dossier_view, relation_views
from comity.cli.base import (
    ActorOption,
    FormatOption,
    FromOption,
    LedgerPath,
    LimitOption,
    OutputOption,
    SearchOption,
    ToOption,
    WithOption,
    app,
    day,
    open_ledger,
)
from comity.cli.output import Format, write
from comity.cli.progress import busy, steps
from comity.cli.who import actor_key, needed
from comity.exchange.relation_records import meeting_record, occurrence_record, pledge_record, readout_records
from comity.exchange.tabular import statement_record
from comity.ledger import Query
from comity.model import EventCode, statement_id
from comity.model.codes import PledgeStatus

if TYPE_CHECKING:
    from comity.relations import Account


@app.command()
def dossier(
    actor: Annotated[str, typer.Argument(help="Code, name, demonym or person.")],
    with_actor: Annotated[str, typer.Argument(metavar="WITH", help="The other side.")],
    ledger: LedgerPath = None,
    first: FromOption = None,
    last: ToOption = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Rows of each section in the table.")] = 15,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Print what stands between two actors, newest first: events, promises, quotes, figures, ties, and who says so.

    Example: `comity dossier Russia China --from 2021-12-01`
    """
    from comity.relations import dossier as make
    from comity.relations import standing

    left, right = needed(actor), needed(with_actor)
    with open_ledger(ledger) as book, busy("opening the dossier"):
        found = make(book, left, right, first_day=day(first), last_day=day(last))
        where = standing(book, found) if form is Format.TABLE else None
    if where:
        dossier_view.show(found, where, limit)
        return
    records = []
    for group in ("events", "promises", "quotes", "figures", "ties"):
        for row in getattr(found, group):
            records.append({"group": group, "reports": len(row.reports), **statement_record(row.row)})
    write(records, form, output)


@app.command()
def state(
    actor: Annotated[str, typer.Argument(help="Code, name, demonym or person.")],
    with_actor: Annotated[str, typer.Argument(metavar="WITH", help="The other side.")],
    ledger: LedgerPath = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help="Also what changed since this day.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Rows of each section in the table.")] = 15,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Say in ten lines where two actors stand, and what changed since a day.

    Example: `comity state Russia China --since 2022-01-01`
    """
    from comity.relations import changes, standing
    from comity.relations import dossier as make

    left, right, begin = needed(actor), needed(with_actor), day(since)
    with open_ledger(ledger) as book, busy("weighing events and promises"):
        found = make(book, left, right)
        where = standing(book, found)
        news = changes(found, where, begin) if begin else None
    if form is Format.TABLE:
        dossier_view.state(where)
        if news:
            dossier_view.changes(news, limit)
        return
    records: list[dict[str, Any]] = [
        {"group": "state", "about": f.about, "count": f.count, "note": f.note, "rows": [r.id for r in f.rows]}
        for f in where.facts
    ]
    if news:
        records += [{"group": "new events", **statement_record(row.row)} for row in news.events]
        records += [{"group": "new promises", **pledge_record(p)} for p in news.promised]
        records += [{"group": "answered promises", **pledge_record(p)} for p in news.answered]
        records += [{"group": "new ties", **statement_record(row.row)} for row in news.ties]
    write(records, form, output)


@app.command()
def occurrences(
    ledger: LedgerPath = None,
    actor: ActorOption = None,
    with_actor: WithOption = None,
    code: Annotated[list[EventCode] | None, typer.Option("--code", help="PLOVER type; may be repeated.")] = None,
    first: FromOption = None,
    last: ToOption = None,
    search: SearchOption = None,
    witnesses: Annotated[int, typer.Option("--witnesses", min=1, help="Told by at least so many sources.")] = 1,
    limit: LimitOption = 50,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List events as they occurred, each once, with its reports, its witnesses and what they contest.

    Example: `comity occurrences --actor Russia --with USA --witnesses 2`
    """
    from comity.relations import occurrences_of

    query = Query(
        kinds=("event",),
        actor=actor_key(actor),
        with_actor=actor_key(with_actor),
        codes=tuple(map(str, code or ())),
        first_day=day(first),
        last_day=day(last),
        search=search,
    )
    with open_ledger(ledger) as book, busy("grouping events"):
        found = [o for o in occurrences_of(book, book.statements(query)) if o.sources >= witnesses]
    if form is Format.TABLE:
        relation_views.occurrences(found[:limit], len(found))
    else:
        write([occurrence_record(o) for o in found[:limit]], form, output)


@app.command()
def meetings(
    actor: Annotated[str, typer.Argument(help="Code, name, demonym or person.")],
    with_actor: Annotated[str, typer.Argument(metavar="WITH", help="The other side.")],
    ledger: LedgerPath = None,
    between: Annotated[
        tuple[str, str] | None, typer.Option("--between", help="Only meetings of these two persons.", metavar="ONE OTHER")
    ] = None,
    first: FromOption = None,
    last: ToOption = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Count the meetings of two sides, and set the count beside the one that they give themselves.

    Example: `comity meetings Russia China --between Putin "Xi Jinping"`
    """
    from comity.relations import meetings as count

    left, right = needed(actor), needed(with_actor)
    persons = (needed(between[0]), needed(between[1])) if between else None
    with open_ledger(ledger) as book, busy("counting meetings"):
        found = count(book, left, right, between=persons, first_day=day(first), last_day=day(last))
    if form is Format.TABLE:
        relation_views.meetings(found)
    else:
        write([meeting_record(m) for m in found.meetings], form, output)


@app.command()
def pledges(
    ledger: LedgerPath = None,
    actor: Annotated[str | None, typer.Option("--actor", help="Who promised, planned or threatened.")] = None,
    to: Annotated[str | None, typer.Option("--to-actor", help="To whom.")] = None,
    status: Annotated[PledgeStatus | None, typer.Option("--status", help="What became of it.")] = None,
    due_before: Annotated[str | None, typer.Option("--due-before", metavar="DATE", help="Due before this day.")] = None,
    first: FromOption = None,
    last: ToOption = None,
    limit: LimitOption = 50,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """List what was promised, agreed, planned and threatened, and what later events made of it.

    `--to` takes a day, as everywhere, or the addressee: `--to China` is `--to-actor China`.

    Example: `comity pledges --actor Russia --to China --status kept`
    """
    from comity.relations import pledges as gather

    if last and not last[:1].isdigit():  # no day begins with a letter
        to, last = to or last, None
    with open_ledger(ledger) as book, steps() as told:
        found = gather(
            book,
            actor=actor_key(actor),
            to=actor_key(to),
            status=status,
            due_before=day(due_before),
            first_day=day(first),
            last_day=day(last),
            on_pledge=told.weighed,
        )
    if form is Format.TABLE:
        relation_views.pledges(found[:limit], len(found))
    else:
        write([pledge_record(p) for p in found[:limit]], form, output)


@app.command()
def readouts(
    accounts: Annotated[
        list[str],
        typer.Argument(help="An event's id; or documents of the ledger, or files, two or more.", show_default=False),
    ],
    ledger: LedgerPath = None,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Lay two or more sides' accounts of one meeting side by side: what one tells and the other leaves out.

    Example: `comity readouts kremlin.txt whitehouse.txt`
    """
    from comity.relations import compare_readouts, readouts_of

    try:
        if all(Path(name).is_file() for name in accounts):
            found = compare_readouts(_accounts_in_files(accounts))
        else:
            with open_ledger(ledger) as book:
                found = readouts_of(book, accounts)
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from None
    if form is Format.TABLE:
        relation_views.readouts(found)
    else:
        write(readout_records(found), form, output)


def _accounts_in_files(names: list[str]) -> list[Account]:
    from comity import api
    from comity.ledger.rows import Row
    from comity.relations import Account

    found = []
    for name in names:
        for reading in api.read(Path(name)):
            document, dated = reading.document, str(reading.document.date) if reading.document.date else None
            rows = tuple(
                Row(i, s, document.fingerprint, document.title, document.publisher, dated, document.url, "")
                for s in reading.statements
                for i in [statement_id(s, document.fingerprint)]
            )
            found.append(Account(document.publisher or Path(name).stem, document.title, dated, document.text, rows))
    return found
