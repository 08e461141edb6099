"""Commands that answer what stands between actors."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli import dossier_view
from comity.cli.base import FormatOption, FromOption, LedgerPath, OutputOption, ToOption, app, day, open_ledger
from comity.cli.output import Format, flat, write
from comity.cli.who import actor_key


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
    with open_ledger(ledger) as book:
        found = make(book, left, right, first_day=day(first), last_day=day(last))
    if form is Format.TABLE:
        dossier_view.show(found)
        return
    records = []
    for group in ("events", "promises", "quotes", "figures", "ties"):
        for row in getattr(found, group):
            records.append({"group": group, "reports": len(row.reports), **flat(row.row)})
    write(records, form, output)
