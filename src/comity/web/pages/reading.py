"""Read a text: paste or upload one, see its statements marked at once. Nothing is stored."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from comity import api
from comity.documents import DocumentError, parse_text
from comity.ledger import Row
from comity.model import statement_id, statement_to_dict
from comity.reading import Reading
from comity.web.asked import _day
from comity.web.marked import paragraphs
from comity.web.rendering import Page, html

router = APIRouter()
LONGEST = 200_000
"""Characters that a posted text may have: a transcript of three hours."""


class Text(BaseModel):
    """A text to read."""

    text: str = Field(min_length=1, max_length=LONGEST, description="Plain text in English.")
    title: str = Field("", max_length=500)
    date: str = Field("", max_length=10, description="Day of publication, 2021-12-15, for words such as last week.")
    publisher: str = Field("", max_length=200, description="Who published it.")


_EMPTY = {"text": "", "title": "", "date": "", "publisher": ""}


def _read(given: Text) -> Reading:
    try:
        document = parse_text(given.text, title=given.title, date=_day(given.date, "date"), publisher=given.publisher)
    except DocumentError as problem:
        raise HTTPException(422, str(problem)) from None
    return api.reader().read(document)


@router.get("/read", include_in_schema=False)
def form(request: Request) -> Response:
    """The form."""
    return html(request, Page("Read a text", "read.html", {"given": _EMPTY, "rows": None, "paragraphs": []}))


@router.post("/read", include_in_schema=False)
def read(
    request: Request,
    text: Annotated[str, Form(max_length=LONGEST)] = "",
    title: Annotated[str, Form(max_length=500)] = "",
    date: Annotated[str, Form(max_length=10)] = "",
    publisher: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """The text with its statements marked."""
    if not text.strip():
        raise HTTPException(422, "There is no text to read: paste one into the form.")
    given = Text(text=text, title=title, date=date, publisher=publisher)
    found = _read(given)
    rows = [_row(found, i) for i in range(len(found.statements))]
    rows.sort(key=lambda row: (row.statement.evidence[0].start, row.id))
    values = {"given": given, "rows": rows, "paragraphs": paragraphs(found.document.text, rows)}
    return html(request, Page("Read a text", "read.html", values))


def _row(found: Reading, number: int) -> Row:
    document, statement = found.document, found.statements[number]
    day = document.date.isoformat() if document.date else None
    identifier = statement_id(statement, document.fingerprint)
    return Row(identifier, statement, document.fingerprint, document.title, document.publisher, day, document.url, "")


@router.post("/read.json")
def read_json(given: Text) -> JSONResponse:
    """The statements of a text, as the contract writes them. Nothing is stored."""
    found = _read(given)
    return JSONResponse({"coder": found.coder, "statements": [statement_to_dict(s) for s in found.statements]})
