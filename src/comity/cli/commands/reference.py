"""Commands that open the reference books: codebook."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from comity.cli.base import FormatOption, app
from comity.cli.output import Format, console, table, write
from comity.knowledge import cameo, plover
from comity.model import EventCode


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
