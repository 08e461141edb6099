"""A dyad, an actor, the blocs."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import JSONResponse, Response

from comity import phrases
from comity.exchange.relation_records import bloc_records
from comity.exchange.tabular import Record, statement_record
from comity.knowledge import Knowledge
from comity.ledger.pairs import partners_of
from comity.model import Event
from comity.relations import DossierRow, dossier, meetings, standing
from comity.relations.series import STEPS, change_points, series
from comity.relations.signed_blocs import blocs
from comity.web import charts
from comity.web.asked import Filters, actor_of, filters, pair_of
from comity.web.rendering import Page, ledger_of, page

router = APIRouter()
_ROWS = 60  # of a dyad's timeline on one page; the twins have all
Step = Annotated[str, Query(pattern=f"^({'|'.join(STEPS)})$", description="Length of a period.")]


@page(router, "/dyads/{pair}")
def dyad(request: Request, pair: str, asked: Annotated[Filters, Depends(filters)], by: Step = "month") -> Page:
    """Two actors: where they stand and why, through time, timeline, promises, meetings, ties and quotes."""
    left, right = pair_of(pair)
    ledger = ledger_of(request)
    found = dossier(ledger, left, right, first_day=asked.first, last_day=asked.last)
    where = standing(ledger, found)
    met = meetings(ledger, left, right, first_day=asked.first, last_day=asked.last)
    events = [row for row in (*found.events, *found.promises) if _wanted(row, asked)]
    events.sort(key=lambda row: (phrases.when(row.row).strip("()"), row.row.id), reverse=True)
    names = tuple(phrases.short_key(key) for key in (left, right))
    values: dict[str, Any] = {
        "asked": asked,
        "left": left,
        "right": right,
        "names": names,
        "where": where,
        "found": found,
        "events": events[:_ROWS],
        "total": len(events),
        "facets": _facets(events),
        "met": met,
        "by": by,
        "points": series(ledger, left, right, step=by, first_day=asked.first, last_day=asked.last).points[-24:],
    }

    def records() -> list[Record]:
        return [{"reports": len(row.reports), **statement_record(row.row)} for row in events]

    facts = {
        "state": [{"about": f.about, "count": f.count, "note": f.note, "rows": [r.id for r in f.rows]} for f in where.facts],
        "meetings": len(met.happened),
        "documents": found.documents,
        "publishers": list(found.publishers),
    }
    return Page(f"{names[0]} and {names[1]}", "dyad.html", values, records if events else (), facts)


def _wanted(row: DossierRow, asked: Filters) -> bool:
    event = row.row.statement
    assert isinstance(event, Event)
    text = " ".join(span.text for span in event.evidence).lower()
    return (
        (not asked.code or event.code == asked.code)
        and (not asked.status or event.status == asked.status)
        and (not asked.topic or asked.topic in event.topics)
        and (not asked.says or any(a.is_of(asked.says) for a in event.according_to))
        and (not asked.publisher or asked.publisher in row.publishers)
        and all(word in text for word in asked.words.lower().split())
        and (not event.made_by or event.made_by.score >= asked.least)
    )


def _facets(rows: list[DossierRow]) -> dict[str, dict[str, int]]:
    """How a dyad's events divide, counted as events."""
    events = [row.row.statement for row in rows if isinstance(row.row.statement, Event)]
    counts = {
        "code": Counter(str(e.code) for e in events),
        "status": Counter(str(e.status) for e in events),
        "topic": Counter(str(topic) for e in events for topic in e.topics),
        "publisher": Counter(publisher for row in rows for publisher in row.publishers if publisher),
    }
    return {name: dict(counted.most_common()) for name, counted in counts.items()}


@router.get("/dyads/{pair}/chart.svg", include_in_schema=False)
def dyad_chart(request: Request, pair: str, asked: Annotated[Filters, Depends(filters)], by: Step = "month") -> Response:
    """Cooperation and friction through time as a picture."""
    return Response(charts.drawn(_chart(request, pair, asked, by)), media_type="image/svg+xml")


@router.get("/dyads/{pair}/chart.json", include_in_schema=False)
def dyad_specification(
    request: Request, pair: str, asked: Annotated[Filters, Depends(filters)], by: Step = "month"
) -> JSONResponse:
    """The same chart in the language of Vega-Lite, to hover and zoom."""
    return JSONResponse(_chart(request, pair, asked, by, moving=True))


def _chart(request: Request, pair: str, asked: Filters, by: str, *, moving: bool = False) -> charts.Specification:
    left, right = pair_of(pair)
    found = series(ledger_of(request), left, right, step=by, first_day=asked.first, last_day=asked.last, zeros=True)
    points = found.points[-240:]
    try:
        changed = change_points(points)
    except ImportError:  # change points are an extra
        changed = ()
    return charts.relation(points, changed, moving=moving)


@router.get("/charts.js", include_in_schema=False)
def chart_library() -> Response:
    """What draws charts in a browser with JavaScript."""
    return Response(charts.library(), media_type="text/javascript", headers={"Cache-Control": "max-age=86400"})


@page(router, "/actors/{key}")
def actor(request: Request, key: str, asked: Annotated[Filters, Depends(filters)]) -> Page:
    """One actor: who it is, its offices through time, its partners, what is new."""
    known = actor_of(key)
    ledger = ledger_of(request)
    entry = Knowledge.load().by_key.get(known)
    partners = partners_of(ledger, known, first_day=asked.first, last_day=asked.last)
    rows = ledger.statements(asked.query(actor=known, limit=30))
    if entry is None and not rows:
        raise HTTPException(404, f"the ledger holds nothing about {known}, and neither does the list of actors")
    records = [{"partner": code, "cooperation": c, "friction": f, "share": round(c / (c + f), 3)} for code, c, f in partners]
    values = {"key": known, "entry": entry, "partners": partners[:30], "rows": rows, "asked": asked, "terms": _terms(known)}
    return Page(phrases.short_key(known), "actor.html", values, records, {"key": known})


def _terms(key: str) -> list[tuple[str, str, str]]:
    """(office, from, to) of a person, or the holders of a state's offices, newest first."""
    knowledge = Knowledge.load()
    code, _, name = key.partition(":")
    persons = {id(p): p for (home, _), held in knowledge.holders.items() if home == code for p in held}.values()
    chosen = [p for p in persons if p.key == key] if name else persons
    terms = [
        (t.office if name else f"{t.office}: {p.name}", str(t.first or ""), str(t.last or ""))
        for p in chosen
        for t in p.terms
        if t.office not in ("elite", "official", "government")
    ]
    return sorted(terms, key=lambda t: t[1], reverse=True)[:40]


@page(router, "/blocs")
def bloc_page(
    request: Request, asked: Annotated[Filters, Depends(filters)], events: Annotated[int, Query(ge=1, le=10_000)] = 5
) -> Page:
    """Who stands with whom, and the lines behind it."""
    found = blocs(ledger_of(request), first_day=asked.first, last_day=asked.last, least=events)
    values = {"found": found, "asked": asked, "events": events}
    facts = {"blocs": [list(b) for b in found.blocs], "frustration": found.frustration}
    return Page("Blocs", "blocs.html", values, lambda: bloc_records(found), facts)


@router.get("/blocs/network.svg", include_in_schema=False)
def bloc_network(
    request: Request, asked: Annotated[Filters, Depends(filters)], events: Annotated[int, Query(ge=1, le=10_000)] = 5
) -> Response:
    """The network as a picture."""
    found = blocs(ledger_of(request), first_day=asked.first, last_day=asked.last, least=events)
    return Response(charts.network(found), media_type="image/svg+xml")
