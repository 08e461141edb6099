"""Commands that put the ledger on a page: serve, site."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from comity.cli.base import LedgerPath, app, located, open_ledger
from comity.cli.output import clean, complaints, console
from comity.cli.progress import steps

_PATIENCE = 10.0  # seconds that a page may be behind a ledger that is being written


@app.command()
def serve(
    ledger: LedgerPath = None,
    host: Annotated[str, typer.Option("--host", help="Where to listen; 0.0.0.0 for the whole network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8321,
    token: Annotated[
        str, typer.Option("--token", envvar="COMITY_TOKEN", help="Whoever knows it may judge; without one, nothing is written.")
    ] = "",
    ready: Annotated[
        int,
        typer.Option("--ready", min=0, help="Have the pages of so many active dyads made before they are asked."),
    ] = 20,
) -> None:
    """Serve the ledger as pages and as an API (needs comity[web]).

    Example: `comity serve --ledger russia.db`, then open http://127.0.0.1:8321
    """
    try:
        import uvicorn

        from comity.web import make_app
    except ImportError as missing:
        raise typer.BadParameter(f'{missing}; install the pages with: pip install "comity[web]"') from None
    open_ledger(ledger).close()  # one of an older schema is brought up to date
    application = make_app(located(ledger), token=token, patience=_PATIENCE)
    complaints.print(f"comity serves {application.state.ledger.location} at http://{host}:{port} (Ctrl-C ends it)")
    application.state.ready = (f"{host}:{port}", ready)
    uvicorn.run(application, host=host, port=port, log_level="warning", server_header=False)


@app.command()
def site(
    folder: Annotated[Path, typer.Argument(help="A new folder.")],
    ledger: LedgerPath = None,
    most: Annotated[
        int, typer.Option("--most", min=20, help="At most so many addresses, those nearest to home first.")
    ] = 20_000,
) -> None:
    """Write the pages as static files, to be published anywhere (needs comity[web]).

    Example: `comity site public --ledger russia.db`, then open public/index.html
    """
    try:
        from comity.web.site import SiteError, write_site
    except ImportError as missing:
        raise typer.BadParameter(f'{missing}; install the pages with: pip install "comity[web]"') from None
    open_ledger(ledger).close()
    try:
        with steps() as told:
            done = write_site(
                located(ledger), folder, most=most, on_page=lambda address: told.item(address, "addresses written")
            )
    except SiteError as refused:
        raise typer.BadParameter(str(refused), param_hint="folder") from None
    left = f"; {done.left_out} links lead beyond the {most} addresses that were wished" if done.left_out else ""
    console.print(clean(f"{done.pages} pages and {done.files} other files in {done.folder}{left}"))
    for problem in done.broken:
        complaints.print(clean(f"not written: {problem}"), style="yellow")
