"""Judging from the page: every verb of `comity judge`, and the queue of what most needs a look. Only with the token."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from comity.model.codes import PledgeStatus
from comity.relations import judging
from comity.web.guarding import COOKIE, allowed, signature
from comity.web.rendering import Page, html, ledger_of

router = APIRouter(include_in_schema=False)
Word = Annotated[str, Form(max_length=400)]
_LONGEST = 4_000  # characters of one field of a statement


def _needs_token(request: Request) -> None:
    if not request.app.state.token:
        raise HTTPException(403, "Judging is off; start the server with: comity serve --token WORD")


def _needs_analyst(request: Request) -> str:
    _needs_token(request)
    if not request.state.analyst:
        raise HTTPException(403, "Say who you are first: /judge")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.url.netloc:
        raise HTTPException(403, "This form was sent from another site.")
    return str(request.state.analyst)


@router.get("/judge")
def queue(request: Request) -> Response:
    """Who judges, and what most needs a look."""
    _needs_token(request)
    ledger = ledger_of(request)
    waiting = judging.queue(ledger, 15) if request.state.analyst else []
    done = list(reversed(judging.judgements(ledger)))[:20] if request.state.analyst else []
    return html(request, Page("Judging", "judge.html", {"waiting": waiting, "done": done}))


@router.post("/judge/enter")
def enter(request: Request, name: Word = "", token: Word = "") -> Response:
    """Names the analyst, for whoever knows the token."""
    plain = " ".join(name.replace("|", " ").split())
    if not plain or not plain.isprintable() or not plain.isascii() or not allowed(request.app.state.token, token):
        raise HTTPException(403, "That is not the token, or the name is none in plain letters.")
    response = RedirectResponse("/judge", 303)
    worth = f"{plain}|{signature(request.app.state.token, plain)}"
    response.set_cookie(COOKIE, worth, httponly=True, samesite="strict", secure=request.url.scheme == "https", max_age=43200)
    return response


@router.post("/judge/amend")
async def amend(request: Request) -> Response:
    """Puts a better version in a statement's place: the fields of the form that differ from it."""
    analyst = _needs_analyst(request)
    async with request.form(max_fields=40) as form:
        given = {name: value for name, value in form.items() if isinstance(value, str) and len(value) <= _LONGEST}
    return await run_in_threadpool(_amend, request, analyst, given)


def _amend(request: Request, analyst: str, given: dict[str, str]) -> Response:
    ledger = ledger_of(request)
    row = ledger.get(given.get("identifier", ""))
    now = judging.written_fields(row.statement)
    changes = {
        name: given[f"field-{name}"].strip() for name in now if given.get(f"field-{name}", now[name]).strip() != now[name]
    }
    try:
        _, better = judging.amend(ledger, row.id, changes, analyst=analyst, note=given.get("note", ""))
    except ValueError as problem:
        raise HTTPException(422, str(problem)) from None
    return RedirectResponse(f"/statements/{better}", 303)


@router.post("/judge/{verb}")
def judge(request: Request, verb: str, identifier: Word = "", other: Word = "", note: Word = "", became: Word = "") -> Response:
    """Writes a judgement down, or takes one back."""
    analyst = _needs_analyst(request)
    ledger = ledger_of(request)
    try:
        match verb:
            case "accept":
                judging.accept(ledger, identifier, analyst=analyst, note=note)
            case "reject":
                judging.reject(ledger, identifier, analyst=analyst, note=note)
            case "merge":
                judging.merge(ledger, identifier, other, analyst=analyst, note=note)
            case "split":
                judging.split(ledger, identifier, other, analyst=analyst, note=note)
            case "close":
                judging.close(ledger, identifier, PledgeStatus(became), analyst=analyst, note=note)
            case "undo" if identifier.isdigit() and len(identifier) < 12:
                judging.undo(ledger, int(identifier))
            case _:
                raise HTTPException(404, "a judgement is accept, reject, amend, merge, split, close or undo")
    except (judging.UnknownJudgementError, ValueError) as problem:
        raise HTTPException(422, str(problem)) from None
    return RedirectResponse("/judge", 303)
