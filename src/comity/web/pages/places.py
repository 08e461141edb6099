"""The map: where events took place."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from comity.knowledge.codebooks import is_friction
from comity.ledger.places import PlaceCount, events_by_place
from comity.web import maps
from comity.web.asked import Filters, actor_of, filters
from comity.web.rendering import Page, ledger_of, page

router = APIRouter()
_ROWS = 60  # places on the page; the twins have all
Actor = Annotated[str, Query(max_length=120, description="Takes part.")]


def _counts(request: Request, asked: Filters, actor: str) -> list[PlaceCount]:
    key = actor_of(actor) if actor else None
    return list(events_by_place(ledger_of(request), asked.query(kinds=("event",), actor=key, limit=None)))


@page(router, "/map")
def map_page(request: Request, asked: Annotated[Filters, Depends(filters)], actor: Actor = "") -> Page:
    """Where events took place, by state and by place."""
    counts = _counts(request, asked, actor)
    places: dict[str, Counter[str]] = {}
    for count in counts:
        kind = "friction" if is_friction(count.code) else "cooperation"
        places.setdefault(str(count.place), Counter())[kind] += count.events
    records = [
        {"place": place, "events": c.total(), "cooperation": c["cooperation"], "friction": c["friction"]}
        for place, c in sorted(places.items(), key=lambda pair: (-pair[1].total(), pair[0]))
    ]
    states = maps.by_state(counts)
    values = {
        "asked": asked,
        "actor": actor,
        "places": records[:_ROWS],
        "unlisted": max(0, len(records) - _ROWS),
        "states": states,
    }
    values |= {"disputed": list(maps.DISPUTED), "unplaced": [code for code in states if maps.located(code) is None]}
    return Page("Where it took place", "map.html", values, records)


@router.get("/map.svg", include_in_schema=False)
def map_picture(request: Request, asked: Annotated[Filters, Depends(filters)], actor: Actor = "") -> Response:
    """The map as a picture."""
    return Response(maps.world(maps.by_state(_counts(request, asked, actor))), media_type="image/svg+xml")
