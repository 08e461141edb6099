"""Home, search, and the pages about the ledger and the code book."""

from __future__ import annotations

import re
from collections import Counter
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from comity.exchange.accuracy import figures
from comity.exchange.tabular import statement_record
from comity.knowledge import Knowledge, plover
from comity.ledger import Ledger
from comity.ledger.pairs import events_by_pair
from comity.model import TieType, Topic
from comity.web import charts
from comity.web.asked import PER_PAGE, Filters, cursor, filters, pair_path
from comity.web.rendering import Page, ledger_of, page

router = APIRouter()
_BETWEEN = re.compile(r"\s+(?:and|und|et|vs\.?|versus|with|to|–|-|/)\s+|\s*[,;–]\s*")


@page(router, "/")
def home(request: Request) -> Page:
    """The way in: search, what is new, coverage, the most active dyads."""
    ledger = ledger_of(request)
    active = [{"one": a, "other": b, "events": count} for a, b, count in active_pairs(ledger)[:12]]
    newest = ledger.statements(Filters().query(kinds=("event",), limit=12))
    values = {"info": ledger.info(), "active": active, "newest": newest, "months": _months(request)}
    return Page("What states do and say to each other", "home.html", values, active)


def active_pairs(ledger: Ledger) -> list[tuple[str, str, int]]:
    """Every two actors with the number of their events, the most active first."""

    def count() -> list[tuple[str, str, int]]:
        pairs: Counter[tuple[str, str]] = Counter()
        for (a, b), balance in events_by_pair(ledger).items():
            pairs[min(a, b), max(a, b)] += sum(balance)
        return [(a, b, events) for (a, b), events in sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))]

    return ledger.remembered("active pairs", count)


def _months(request: Request) -> list[tuple[str, int]]:
    sql = "SELECT substr(date, 1, 7) AS month, COUNT(*) FROM documents WHERE date IS NOT NULL GROUP BY month ORDER BY month"
    return [(month, int(count)) for month, count in ledger_of(request).ask(sql)]


@router.get("/coverage.svg", include_in_schema=False)
def coverage(request: Request) -> Response:
    """Documents by month as a chart."""
    return Response(charts.coverage(_months(request)), media_type="image/svg+xml")


@router.get("/find", include_in_schema=False)
def find(q: Annotated[str, Query(max_length=200)] = "") -> Response:
    """The search box: two actors open their dyad, one its profile, anything else is searched for in the texts."""
    typed = q.strip()
    parts = [part for part in _BETWEEN.split(typed) if part]
    keys = [_known(part) for part in parts]
    if len(keys) == 1 and not keys[0] and len(words := typed.split()) == 2:
        keys = [_known(word) for word in words]
    if len(keys) == 2 and keys[0] and keys[1]:
        return RedirectResponse(pair_path(keys[0], keys[1]), 303)
    if len(keys) == 1 and keys[0]:
        return RedirectResponse(f"/actors/{quote(keys[0])}", 303)
    return RedirectResponse(f"/search?q={quote(typed, safe='')}", 303)


def _known(text: str) -> str:
    knowledge = Knowledge.load()
    if text.upper() in knowledge.states and (text.isupper() or len(text) != 3):
        return text.upper()
    likely = knowledge.likely(text)
    return likely[0].key if len(likely) == 1 else ""


@page(router, "/search")
def search(request: Request, asked: Annotated[Filters, Depends(filters)]) -> Page:
    """Statements of every kind that match words and filters."""
    ledger = ledger_of(request)
    rows = ledger.statements(asked.query()) if asked.parameters() else []
    following = cursor(asked.offset + PER_PAGE) if len(rows) > PER_PAGE else ""
    rows = rows[:PER_PAGE]
    documents = ledger.documents(search=asked.words, limit=8) if asked.words else []
    facets = ledger.facets(asked.query()) if asked.parameters() else {}
    total = sum(facets.get("kind", {}).values())
    values = {
        "asked": asked,
        "rows": rows,
        "following": following,
        "documents": documents,
        "total": total,
        "facets": facets,
    }
    facts = {"next": following or None}
    return Page(f"Search: {asked.words or 'everything'}", "search.html", values, [statement_record(r) for r in rows], facts)


@page(router, "/codebook")
def codebook(request: Request) -> Page:
    """PLOVER's types, the kinds of ties and the topics."""
    types = [
        {
            "code": str(code),
            "meaning": kind.meaning,
            "quad": kind.quad,
            "cameo": ", ".join(kind.cameo),
            "intensity": kind.intensity,
        }
        for code, kind in plover().items()
    ]
    values = {"types": types, "ties": [str(t) for t in TieType], "contexts": [str(t) for t in Topic]}
    return Page("The code book", "codebook.html", values, types)


@page(router, "/accuracy")
def accuracy(request: Request) -> Page:
    """How right the reader is, by the benchmarks."""
    sections = figures()
    if not sections:
        raise HTTPException(404, "this copy of comity holds no accuracy figures")
    rows = [{"measure": s["title"], "figure": k, "value": v} for s in sections for k, v in s["figures"].items()]
    return Page("How right it is", "accuracy.html", {"sections": sections}, rows)


@page(router, "/about", rows=False)
def about(request: Request) -> Page:
    """What this is, and what it cannot do."""
    return Page("About", "about.html", {"info": ledger_of(request).info()}, facts={"about": "comity"})
