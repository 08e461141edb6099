"""The application asked from inside, without a network: by the static site, and to have pages ready before they are wished."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.concurrency import run_in_threadpool

from comity.ledger import LedgerError
from comity.web.asked import pair_path
from comity.web.pages.home import active_pairs

_REST = 5.0  # seconds between two looks at the ledger's mark


async def get(app: Any, address: str, host: str = "127.0.0.1") -> tuple[int, str, bytes]:
    """Status, media type and body of an address, as a browser at `host` would get them."""
    parts = urlsplit(address)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(parts.path),
        "raw_path": parts.path.encode(),
        "query_string": parts.query.encode(),
        "headers": [(b"host", host.encode())],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 80),
    }
    status, kind, body = 500, "", []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status, kind
        if message["type"] == "http.response.start":
            status = message["status"]
            kind = dict(message["headers"]).get(b"content-type", b"").decode().partition(";")[0]
        else:
            body.append(message.get("body", b""))

    await app(scope, receive, send)
    return status, kind, b"".join(body)


async def make_ready(app: Any, host: str, most: int) -> None:
    """Makes the pages of the most active dyads, and those over the whole ledger, so that they open at once.

    They are made anew when the ledger has changed, with a rest of three times as long as that took.
    """
    known = ""
    while True:
        began = time.monotonic()
        try:
            mark = await run_in_threadpool(app.state.ledger.mark)
            if mark != known:
                await _make(app, host, most)
                known = mark
        except LedgerError:
            pass  # whoever asks will be told
        await asyncio.sleep(max(_REST, 3 * (time.monotonic() - began)))


async def _make(app: Any, host: str, most: int) -> None:
    dyads = [pair_path(one, other) for one, other, _ in (await run_in_threadpool(active_pairs, app.state.ledger))[:most]]
    pages = ["/", "/coverage.svg", "/events", "/map", "/map.svg", "/blocs", "/blocs/network.svg", "/documents"]
    for address in [*pages, *(page for dyad in dyads for page in (dyad, f"{dyad}/chart.svg?by=month"))]:
        await get(app, address, host)
