"""Commands that put the ledger on a page: serve."""

from __future__ import annotations

from typing import Annotated

import typer

from comity.cli.base import LedgerPath, app, located
from comity.cli.output import complaints


@app.command()
def serve(
    ledger: LedgerPath = None,
    host: Annotated[str, typer.Option("--host", help="Where to listen; 0.0.0.0 for the whole network.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8321,
    token: Annotated[
        str, typer.Option("--token", envvar="COMITY_TOKEN", help="Whoever knows it may judge; without one, nothing is written.")
    ] = "",
) -> None:
    """Serve the ledger as pages and as an API (needs comity[web]).

    Example: `comity serve --ledger russia.db`, then open http://127.0.0.1:8321
    """
    try:
        import uvicorn

        from comity.web import make_app
    except ImportError as missing:
        raise typer.BadParameter(f'{missing}; install the pages with: pip install "comity[web]"') from None
    application = make_app(located(ledger), token=token)
    complaints.print(f"comity serves {application.state.ledger.location} at http://{host}:{port} (Ctrl-C ends it)")
    uvicorn.run(application, host=host, port=port, log_level="warning", server_header=False)
