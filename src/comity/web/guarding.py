"""What stands before every page: headers, limits of size, who may judge, and answers that are known already.

Texts are hostile: whatever a document holds is escaped, no script runs that is not ours, nothing is loaded from elsewhere,
and the server itself fetches nothing.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.types import Message, Receive, Scope, Send

from comity.version import __version__

MOST_BYTES = 1_000_000
"""A posted body may be so long; a longer one is refused with 413."""
COOKIE = "comity_analyst"
_KEPT = 256  # answers in memory
_LONGEST_KEPT = 500_000  # bytes; a table of a whole ledger is made anew each time
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class LimitedBody:
    """Refuses bodies over `MOST_BYTES`, whether they say their length or not."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on with its whole body, or refuses it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = dict(scope["headers"]).get(b"content-length", b"0")
        if not said.isdigit() or int(said) > MOST_BYTES:
            await _too_long(send)
            return
        if scope["method"] in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        body, more = b"", True
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > MOST_BYTES:
                await _too_long(send)
                return
        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def given() -> Message:
            return waiting.pop() if waiting else await receive()

        await self.app(scope, given, send)


async def _too_long(send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": f"a text may have {MOST_BYTES:,} bytes\n".encode()})


Answer = tuple[bytes, str, int]
"""Body, media type and status."""


class Answers:
    """Answers in memory, by what was asked and the state of the ledger; the oldest fall out.

    Whoever asks for what is being made already waits for it: a page is made once, however many want it.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Answer] = OrderedDict()
        self._latest: OrderedDict[str, tuple[float, str]] = OrderedDict()  # what was asked → when it was made, its key
        self._making: dict[str, asyncio.Future[None]] = {}

    def get(self, key: str) -> Answer | None:
        """A known answer."""
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
        return found

    def recent(self, asked: str, patience: float) -> str | None:
        """The key of the latest answer to what is asked, if it was made within so many seconds."""
        made, key = self._latest.get(asked, (0.0, ""))
        return key if time.monotonic() - made < patience and key in self._kept else None

    def put(self, asked: str, key: str, answer: Answer) -> None:
        """Keeps an answer."""
        self._kept[key] = answer
        self._latest[asked] = (time.monotonic(), key)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        while len(self._latest) > _KEPT:
            self._latest.popitem(last=False)

    @asynccontextmanager
    async def turn(self, key: str) -> AsyncIterator[None]:
        """Waits until nobody makes this answer, and makes others wait in turn."""
        while (going_on := self._making.get(key)) is not None:
            await asyncio.shield(going_on)
        mine = self._making[key] = asyncio.get_running_loop().create_future()
        try:
            yield
        finally:
            del self._making[key]
            mine.set_result(None)


def is_analyst(request: Request) -> str:
    """The analyst whom a request's cookie names, if its token is the server's; else nothing."""
    token: str = request.app.state.token
    name, _, signed = request.cookies.get(COOKIE, "").partition("|")
    return name if token and name and hmac.compare_digest(signed, signature(token, name)) else ""


def signature(token: str, name: str) -> str:
    """What a cookie bears in place of the token itself."""
    return hmac.new(token.encode(), name.encode(), hashlib.sha256).hexdigest()


def allowed(token: str, given: str) -> bool:
    """Whether a token is the server's, compared in constant time."""
    return bool(token) and hmac.compare_digest(token.encode(), given.encode())


def guard(app: FastAPI, patience: float = 0.0) -> None:
    """Puts all of it before an application.

    While the ledger changes, an answer made within `patience` seconds is given again, except to whoever judges.
    """
    answers = Answers()

    @app.middleware("http")
    async def _guarded(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        analyst = request.state.analyst = is_analyst(request)
        if request.method not in ("GET", "HEAD") or request.url.path.startswith("/static/"):
            return _finished(await go_on(request), "")
        today = dt.datetime.now(dt.UTC).date()  # stands in what is cited
        asked = f"{__version__} {today} {request.url} {analyst}"
        key = None if analyst else answers.recent(asked, patience)
        if key is None:
            key = f"{await run_in_threadpool(request.app.state.ledger.mark)} {asked}"
        tag = f'W/"{hashlib.blake2b(key.encode(), digest_size=12).hexdigest()}"'
        if tag in request.headers.get("if-none-match", ""):
            return _finished(Response(status_code=304), tag)
        async with answers.turn(key):
            known = answers.get(key)
            if known is None:
                response = await go_on(request)
                if response.status_code != 200 or not hasattr(response, "body_iterator"):
                    return _finished(response, "")
                body = b"".join([chunk async for chunk in response.body_iterator])
                known = (body, response.headers.get("content-type", "text/html; charset=utf-8"), 200)
                if len(body) <= _LONGEST_KEPT:
                    answers.put(asked, key, known)
        body, kind, status = known
        return _finished(Response(body, status, media_type=kind), tag)

    app.add_middleware(LimitedBody)


def _finished(response: Response, tag: str) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if tag:
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "private, no-cache"
    return response
