"""What stands before every page: headers, limits of size, who may judge, and answers that are known already.

Texts are hostile: whatever a document holds is escaped, no script runs that is not ours, nothing is loaded from elsewhere,
and the server itself fetches nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from threading import Lock

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


class Answers:
    """Answers in memory, by what was asked and the state of the ledger; the oldest fall out."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[bytes, str, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> tuple[bytes, str, int] | None:
        """Body, media type and status of a known answer."""
        with self._lock:
            found = self._kept.get(key)
            if found:
                self._kept.move_to_end(key)
            return found

    def put(self, key: str, answer: tuple[bytes, str, int]) -> None:
        """Keeps an answer."""
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


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


def guard(app: FastAPI) -> None:
    """Puts all of it before an application."""
    answers = Answers()

    @app.middleware("http")
    async def _guarded(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        request.state.analyst = is_analyst(request)
        key = tag = ""
        if request.method in ("GET", "HEAD") and not request.url.path.startswith("/static/"):
            state = await run_in_threadpool(request.app.state.ledger.mark)
            today = dt.datetime.now(dt.UTC).date()  # stands in what is cited
            key = f"{__version__} {today} {state} {request.url} {request.state.analyst}"
            tag = f'W/"{hashlib.blake2b(key.encode(), digest_size=12).hexdigest()}"'
            if tag in request.headers.get("if-none-match", ""):
                return _finished(Response(status_code=304), tag)
            if known := answers.get(key):
                body, kind, status = known
                return _finished(Response(body, status, media_type=kind), tag)
        response = await go_on(request)
        if key and response.status_code == 200 and hasattr(response, "body_iterator"):
            body = b"".join([chunk async for chunk in response.body_iterator])
            kind = response.headers.get("content-type", "text/html; charset=utf-8")
            if len(body) <= _LONGEST_KEPT:
                answers.put(key, (body, kind, 200))
            response = Response(body, 200, media_type=kind)
        return _finished(response, tag if response.status_code == 200 else "")

    app.add_middleware(LimitedBody)


def _finished(response: Response, tag: str) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if tag:
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = "private, no-cache"
    return response
