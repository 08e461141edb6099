"""The command that shows a relation through time: series."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from comity.cli.base import FormatOption, FromOption, LedgerPath, OutputOption, ToOption, app, day, open_ledger
from comity.cli.output import Format, clean, console, table, write
from comity.cli.progress import busy
from comity.cli.who import needed
from comity.exchange.relation_records import point_record

if TYPE_CHECKING:
    from comity.relations.series import Ratio


class Step(StrEnum):
    """The length of a period."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def _ratio(found: Ratio) -> str:
    if found.value is None:
        return "—"
    return f"{found.value:.1f}× [{found.low:.1f}–{found.high:.1f}]"


@app.command()
def series(
    actor: Annotated[str, typer.Argument(help="Code, name, demonym or person.")],
    with_actor: Annotated[str, typer.Argument(metavar="WITH", help="The other side.")],
    ledger: LedgerPath = None,
    step: Annotated[Step, typer.Option("--by", help="The length of a period.")] = Step.MONTH,
    first: FromOption = None,
    last: ToOption = None,
    zeros: Annotated[bool, typer.Option("--zeros", help="Also periods without events.")] = False,
    directed: Annotated[bool, typer.Option("--directed", help="Each direction apart.")] = False,
    changes: Annotated[bool, typer.Option("--change-points", help="Mark when it changed (needs comity[series]).")] = False,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Show a relation through time: events and reports, cooperation and friction beside what chance would give.

    Example: `comity series Russia Ukraine --by year --format csv`
    """
    from comity.relations.series import change_points
    from comity.relations.series import series as count

    left, right = needed(actor), needed(with_actor)
    with open_ledger(ledger) as book, busy("counting events"):
        found = count(
            book,
            left,
            right,
            step=step.value,
            first_day=day(first),
            last_day=day(last),
            zeros=zeros or changes,
            directed=directed,
        )
    try:
        marked = change_points(found.points) if changes else ()
    except ImportError as missing:
        raise typer.BadParameter(str(missing)) from None
    if form is not Format.TABLE:
        write(
            [point_record(point) | ({"change": point.period in marked} if changes else {}) for point in found.points],
            form,
            output,
        )
        return
    rows = [
        (
            ("▸ " if p.period in marked else "") + p.period,
            p.direction,
            p.events,
            p.reports,
            _ratio(p.cooperation),
            _ratio(p.friction),
            ", ".join(f"{code} {count}" for code, count in p.types.items()),
        )
        for p in found.points
    ]
    columns = ["period", "direction", "events", "reports", "cooperation", "friction", "types"]
    shown = [c for c in columns if c != "direction" or directed]
    table(
        f"{left} and {right} by {found.step}",
        shown,
        [row if directed else (row[0], *row[2:]) for row in rows],
        wide=("types",),
    )
    if found.vague:
        console.print(clean(f"{found.vague} events are dated more vaguely than a {found.step} and stand in no period."))
    console.print(
        "Scores are events seen to events expected of two so active, with 95 % intervals; read docs/validity.md before use.",
        style="dim",
    )
