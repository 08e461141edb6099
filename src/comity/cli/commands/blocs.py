"""The command that shows who stands with whom: blocs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.base import FormatOption, FromOption, LedgerPath, OutputOption, ToOption, app, day, open_ledger
from comity.cli.commands.series import Step
from comity.cli.output import Format, clean, console, table, write
from comity.cli.progress import busy
from comity.exchange.relation_records import bloc_records

if TYPE_CHECKING:
    from comity.relations.signed_blocs import Blocs


@app.command()
def blocs(
    ledger: LedgerPath = None,
    first: FromOption = None,
    last: ToOption = None,
    least: Annotated[int, typer.Option("--least", min=1, help="Only actors with at least so many events.")] = 5,
    everyone: Annotated[bool, typer.Option("--everyone", help="Organisations and groups too, not states alone.")] = False,
    graph: Annotated[Path | None, typer.Option("--graph", help="Write the network to FILE.graphml or FILE.gexf.")] = None,
    step: Annotated[Step | None, typer.Option("--by", help="Who stands with whom in each period.")] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Lines in the table.")] = 20,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """Show who stands with whom: blocs by least frustration, and the lines of friendship and enmity behind them.

    Example: `comity blocs --from 2021-01-01 --graph world.gexf`
    """
    from comity.relations.signed_blocs import blocs as find
    from comity.relations.signed_blocs import blocs_through_time, write_graph

    if step:
        with open_ledger(ledger) as book, busy("finding blocs"):
            through = blocs_through_time(
                book, step.value, first_day=day(first), last_day=day(last), least=least, states_only=not everyone
            )
        _through_time(through, form, output)
        return
    with open_ledger(ledger) as book, busy("finding blocs"):
        found = find(book, first_day=day(first), last_day=day(last), least=least, states_only=not everyone)
    if graph:
        try:
            write_graph(found, graph)
        except (ValueError, ImportError) as problem:
            raise typer.BadParameter(str(problem)) from None
    if form is not Format.TABLE:
        write(bloc_records(found), form, output)
        return
    if not found.blocs:
        console.print(f"No two actors with {least} events or more have anything between them.")
        return
    table("Blocs", ["", "members"], [(i + 1, ", ".join(bloc)) for i, bloc in enumerate(found.blocs)], wide=("members",))
    console.print()
    rows = [
        (f"{x.one} – {x.other}", f"{x.weight:+.1f}", x.cooperation, x.friction, ", ".join(x.ties), f"{x.likeness:+.2f}")
        for x in found.lines[:limit]
    ]
    table("Heaviest lines", ["pair", "weight", "cooperation", "friction", "ties", "likeness"], rows, wide=("ties",))
    console.print(
        clean(f"{found.frustration:.0%} of all weight is left unexplained by the blocs. `--format csv` has every line."),
        style="dim",
    )


def _through_time(found: Sequence[tuple[str, Blocs]], form: Format, output: Path | None) -> None:
    """A row for each actor, with whom it stood in each period: the member at the core of its bloc."""
    codes = sorted({code for _, period in found for bloc in period.blocs for code in bloc})
    cores = {label: [period.core(i) for i in range(len(period.blocs))] for label, period in found}
    records: list[dict[str, Any]] = []
    for code in codes:
        homes = {label: period.of(code) for label, period in found}
        records.append({"actor": code} | {label: None if n is None else cores[label][n] for label, n in homes.items()})
    if form is not Format.TABLE:
        write(records, form, output)
        return
    labels = [label for label, _ in found]
    table("Whose bloc each stood in", ["actor", *labels], [[r["actor"], *(r[x] or "·" for x in labels)] for r in records])
