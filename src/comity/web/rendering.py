"""A page and its twins: HTML for people, and the same rows as JSON, CSV and Parquet; how to cite it as BibTeX."""

from __future__ import annotations

import datetime as dt
import functools
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from comity import phrases
from comity.exchange.tabular import Record, to_csv, to_parquet
from comity.knowledge import plover
from comity.knowledge.labels import label
from comity.ledger import Ledger
from comity.model import EventCode, Status, Topic
from comity.version import __version__
from comity.web.asked import pair_path
from comity.web.marked import visible

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows: its title, template and values; `records` are the rows of its twins, `facts` what else JSON has.

    Rows that take long to make are given as a function, which only the twins call.
    """

    title: str
    template: str
    values: Mapping[str, Any]
    records: Sequence[Record] | Callable[[], Sequence[Record]] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200

    def rows(self) -> Sequence[Record]:
        """The rows of its twins."""
        return self.records() if callable(self.records) else self.records


def _harmless(value: object) -> object:
    """Whatever a template prints, without marks that would turn or hide the words around it."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"what": phrases.what, "when": phrases.when, "named": phrases.named, "label": label, "path": quote}
    made.globals |= {
        "says": phrases.says,
        "measure": phrases.measure,
        "pair_path": pair_path,
        "codes": [str(code) for code in EventCode],
        "statuses": [str(status) for status in Status],
        "topics": [str(topic) for topic in Topic],
        "quad": {str(code): kind.quad for code, kind in plover().items()},
        "version": __version__,
    }
    return made


ENVIRONMENT = _environment()


def ledger_of(request: Request) -> Ledger:
    """The ledger that the pages show."""
    book: Ledger = request.app.state.ledger
    return book


def html(request: Request, page: Page) -> HTMLResponse:
    """A page for people."""
    query = f"?{request.url.query}" if request.url.query else ""
    values = {
        "title": page.title,
        "here": request.url.path,
        "query": query,
        "twins": bool(page.records or page.facts),
        "table": bool(page.records),
        "judging": bool(request.app.state.token),
        "analyst": getattr(request.state, "analyst", ""),
        "base": str(request.base_url).rstrip("/"),
        **page.values,
    }
    return HTMLResponse(ENVIRONMENT.get_template(page.template).render(values), page.status)


def as_json(request: Request, page: Page) -> JSONResponse:
    """The rows and facts of a page, with where they are from."""
    source = {"title": page.title, "address": _address(request), "comity": __version__}
    return JSONResponse({**source, **page.facts, "rows": list(page.rows())}, page.status)


def as_csv(request: Request, page: Page) -> Response:
    """The rows as CSV."""
    return Response(to_csv(page.rows()), page.status, media_type="text/csv; charset=utf-8")


def as_parquet(request: Request, page: Page) -> Response:
    """The rows as Parquet."""
    return Response(to_parquet(page.rows()), page.status, media_type="application/vnd.apache.parquet")


def as_bibtex(request: Request, page: Page) -> Response:
    """How to cite what the page shows today, with its filters."""
    today = dt.datetime.now(dt.UTC).date().isoformat()
    plain = page.title.translate({ord(c): None for c in "{}\\"})
    lines = [
        "@misc{comity-view,",
        f"  title = {{{plain}}},",
        f"  howpublished = {{{_address(request).translate({ord(c): None for c in '{}'})}}},",
        f"  note = {{Event ledger, coded with comity {__version__}; seen on {today}}},",
        f"  year = {{{today[:4]}}},",
        "}",
    ]
    return Response("\n".join(lines) + "\n", page.status, media_type="application/x-bibtex; charset=utf-8")


def _address(request: Request) -> str:
    path = request.url.path.rpartition(".")[0] if "." in request.url.path.rpartition("/")[2] else request.url.path
    return str(request.url.replace(path=path))


TWINS: dict[str, Callable[[Request, Page], Response]] = {
    "json": as_json,
    "csv": as_csv,
    "parquet": as_parquet,
    "bib": as_bibtex,
}


def page(router: APIRouter, path: str, *, rows: bool = True) -> Callable[[Callable[..., Page]], Callable[..., Page]]:
    """Registers a function that makes a page, and its twins: `path.json` and `path.bib`, with `rows` also CSV and Parquet.

    The function takes `request` first, and what FastAPI may inject.
    """

    def register(make: Callable[..., Page]) -> Callable[..., Page]:
        def served(write: Callable[[Request, Page], Response]) -> Callable[..., Response]:
            @functools.wraps(make)
            def endpoint(request: Request, **given: Any) -> Response:
                return write(request, make(request=request, **given))

            signature = inspect.signature(make)
            endpoint.__signature__ = signature.replace(return_annotation=Response)  # type: ignore[attr-defined]
            return endpoint

        twins = TWINS if rows else {"json": as_json}
        for suffix, write in twins.items():  # before the page itself, whose last part would swallow the suffix
            at = "/index" if path == "/" else path
            router.add_api_route(f"{at}.{suffix}", served(write), response_model=None, include_in_schema=suffix == "json")
        router.add_api_route(path, served(html), response_model=None, include_in_schema=False)
        return make

    return register
