"""The application: all pages over one ledger."""

from __future__ import annotations

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from comity.knowledge import Knowledge
from comity.knowledge.cameo_coding import rules
from comity.ledger import Ledger, LedgerBusyError, LedgerError, UnknownStatementError
from comity.version import __version__
from comity.web.guarding import guard
from comity.web.inside import make_ready
from comity.web.pages import actors, home, judging, places, reading, statements
from comity.web.rendering import HERE, Page, html

_AT_ONCE = max(4, 2 * (os.cpu_count() or 1))  # pages made at a time: more would only wait for one another
_RUBBISH = (50_000, 20, 50)  # objects before it is looked through: a page makes tens of thousands, and hardly any in circles


@asynccontextmanager
async def _bounded(app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = _AT_ONCE
    Knowledge.load()
    rules()
    gc.collect()
    gc.set_threshold(*_RUBBISH)
    gc.freeze()  # what is loaded once need not be looked through for rubbish again and again, a tenth of a second each time
    host, most = app.state.ready
    making = asyncio.create_task(make_ready(app, host, most)) if most else None
    yield
    if making is not None:
        making.cancel()


def make_app(target: str | Path, *, token: str = "", patience: float = 0.0) -> FastAPI:
    """The pages of the ledger at a path or address. With a token, whoever knows it may judge; else nothing can be written.

    With `patience`, a page may be so many seconds behind a ledger that is being written. Where `app.state.ready` holds a host
    and a number, the pages of so many active dyads are made at the start. Raises `LedgerError` where there is no ledger.
    """
    app = FastAPI(
        title="comity",
        version=__version__,
        summary="A ledger of how states and other political actors stand to each other, and who says so.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=_bounded,
    )
    app.state.ledger = Ledger(target, create=False, read_only=not token)
    app.state.token = token
    app.state.ready = ("", 0)
    guard(app, patience)
    app.mount("/static", StaticFiles(directory=HERE / "static"), "static")
    for module in (home, actors, statements, places, reading, judging):
        app.include_router(module.router)

    @app.get("/api", include_in_schema=False)
    def api_page(request: Request) -> Response:
        paths = [
            (verb.upper(), path, words.get("description") or words.get("summary", ""), words.get("parameters", []))
            for path, verbs in sorted(app.openapi()["paths"].items())
            for verb, words in verbs.items()
        ]
        return html(request, Page("For programs", "api.html", {"paths": paths}))

    def told(request: Request, status: int, words: str) -> Response:
        if request.url.path.endswith(".json"):
            return JSONResponse({"error": words}, status)
        return html(request, Page(_TITLES.get(status, "It did not work"), "error.html", {"words": words}, status=status))

    @app.exception_handler(HTTPException)
    def _wrong(request: Request, problem: HTTPException) -> Response:
        words = "There is no such page." if problem.detail == "Not Found" else str(problem.detail)
        return told(request, problem.status_code, words)

    @app.exception_handler(RequestValidationError)
    def _unreadable(request: Request, problem: RequestValidationError) -> Response:
        words = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in problem.errors())
        return told(request, 422, words)

    @app.exception_handler(LedgerError)
    def _ledger(request: Request, problem: LedgerError) -> Response:
        status = {UnknownStatementError: 404, LedgerBusyError: 503}.get(type(problem), 500)
        return told(request, status, str(problem))

    return app


_TITLES = {403: "Not allowed", 404: "Not here", 413: "Too long", 422: "That cannot be read", 503: "Busy"}
