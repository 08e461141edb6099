"""The command that holds two coders against each other: compare."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from comity.cli.base import FormatOption, OutputOption, app
from comity.cli.output import Format, console, table, write
from comity.model import Statement
from comity.phrases import what


@app.command()
def compare(
    one: Annotated[str, typer.Argument(help="A ledger, a dataset, or a folder of statement files.", show_default=False)],
    other: Annotated[str, typer.Argument(help="The same documents by another coder.", show_default=False)],
    show: Annotated[int, typer.Option("--show", min=0, help="So many statements on which they part.")] = 0,
    form: FormatOption = Format.TABLE,
    output: OutputOption = None,
) -> None:
    """How far two coders agree about the documents that both have read.

    Agreement is F1: 1 where each has what the other has. It does not say who is right, unless one of them is a gold standard.

    Example: `comity compare shipped.db model.db --show 10`
    """
    from comity import api

    found = api.compare(one, other)
    if form is not Format.TABLE:
        rows: list[dict[str, Any]] = [
            {"measure": name, "value": None if share is None else round(share, 4)} for name, share in found.shares.items()
        ]
        rows += [
            {
                "measure": f"code {code}",
                "value": round(2 * both / (a + b), 4) if a + b else None,
                "one": a,
                "other": b,
                "both": both,
            }
            for code, (a, b, both) in found.by_code.items()
        ]
        write(rows, form, output)
        return
    only = f"; only one has read {found.only_one + found.only_other} more" if found.only_one + found.only_other else ""
    console.print(f"{found.documents} documents read by both{only}\n")
    table("Statements", ["", "first", "second", "both"], [(kind, *numbers) for kind, numbers in found.counts.items()])
    console.print()
    shares = [(name, "–" if share is None else f"{share:.2f}") for name, share in found.shares.items()]
    table("Agreement", ["on", "share"], shares)
    if found.by_code:
        console.print()
        rows_of_codes = [(code, a, b, both, f"{2 * both / (a + b):.2f}") for code, (a, b, both) in found.by_code.items()]
        table("Types of event", ["code", "first", "second", "both", "F1"], rows_of_codes)
    if show:
        console.print()
        table(
            "Where they part",
            ["over", "first", "second"],
            [(p.over, _said(p.one), _said(p.other)) for p in found.parted[:show]],
            wide=("first", "second"),
        )


def _said(statement: Statement | None) -> str:
    return "–" if statement is None else f"{what(statement)} “{' '.join(statement.evidence[0].text.split())[:120]}”"
