"""Statements, occurrences, documents, pledges, readouts: what the ledger holds, opened to its words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response

from comity import phrases
from comity.exchange.relation_records import pledge_record, readout_records
from comity.exchange.tabular import statement_record
from comity.ledger import Query as LedgerQuery
from comity.model.codes import PledgeStatus
from comity.relations import judging, occurrences_of, readouts_of
from comity.relations import pledges as gather
from comity.web.asked import PER_PAGE, Filters, actor_of, cursor, filters
from comity.web.marked import paragraphs
from comity.web.rendering import ENVIRONMENT, Page, ledger_of, page

router = APIRouter()
_KINDS = {"events": "event", "quotes": "quote", "figures": "figure", "ties": "tie"}


@page(router, "/statements/{identifier}")
def statement(request: Request, identifier: str) -> Page:
    """One statement: every field, the paragraph with its words marked, who made it and why."""
    ledger = ledger_of(request)
    row = ledger.get(identifier)
    document = ledger.document(row.document_id)
    home = ledger.occurrence_ids([row.id]).get(row.id) if row.statement.kind == "event" else None
    values = {
        "row": row,
        "fields": phrases.fields(row.statement),
        "paragraphs": paragraphs(document.text, [row], only=True),
        "document": document,
        "sources": ledger.sources(row.document_id),
        "occurrence": home,
        "amendable": judging.written_fields(row.statement) if request.state.analyst else {},
    }
    return Page(phrases.what(row.statement)[:120], "statement.html", values, [statement_record(row)])


@page(router, "/occurrences/{identifier}")
def occurrence(request: Request, identifier: str) -> Page:
    """One event with all who tell of it, and what they contest."""
    ledger = ledger_of(request)
    row = ledger.get(identifier)
    if row.statement.kind != "event":
        raise HTTPException(404, f"{row.id} is a {row.statement.kind}, not an event")
    (found,) = occurrences_of(ledger, [row])
    documents = {r.document_id: ledger.document(r.document_id) for r in found.rows}
    told = [(r, paragraphs(documents[r.document_id].text, [r], only=True)) for r in found.rows]
    values = {"found": found, "told": told, "leading": found.leading}
    facts = {"reports": found.reports, "sources": found.sources, "contested": found.contested}
    return Page(
        phrases.what(found.leading.statement), "occurrence.html", values, [statement_record(r) for r in found.rows], facts
    )


@page(router, "/documents/{identifier}")
def document(request: Request, identifier: str) -> Page:
    """A text with every statement marked in it."""
    ledger = ledger_of(request)
    found = ledger.document(identifier)
    rows = sorted(ledger.statements(LedgerQuery(document=found.id)), key=lambda row: (row.statement.evidence[0].start, row.id))
    values = {
        "document": found,
        "rows": rows,
        "paragraphs": paragraphs(found.text, rows),
        "sources": ledger.sources(found.id),
        "near": [(a if b == found.id else b, likeness) for a, b, likeness in ledger.near_duplicates([found.id])],
        "first": {row.id: number for number, row in enumerate(rows, 1)},
    }
    facts = {"document": found.id, "publisher": found.publisher, "date": found.date}
    return Page(found.title or found.given_id or found.id, "document.html", values, [statement_record(r) for r in rows], facts)


@page(router, "/documents")
def documents(request: Request, asked: Annotated[Filters, Depends(filters)]) -> Page:
    """All documents, newest first."""
    rows = ledger_of(request).documents(
        publisher=asked.publisher or None, search=asked.words or None, limit=asked.offset + PER_PAGE + 1
    )[asked.offset :]
    following = cursor(asked.offset + PER_PAGE) if len(rows) > PER_PAGE else ""
    names = ("id", "given_id", "title", "date", "publisher", "url", "statements", "sources")
    records = [{name: getattr(row, name) for name in names} for row in rows[:PER_PAGE]]
    values = {"rows": rows[:PER_PAGE], "following": following, "asked": asked}
    return Page("Documents", "documents.html", values, records, {"next": following or None})


def _listing(path: str, kind: str) -> None:
    @page(router, path)
    def listing(
        request: Request,
        asked: Annotated[Filters, Depends(filters)],
        actor: Annotated[str, Query(max_length=120, description="Takes part.")] = "",
    ) -> Page:
        """Statements of one kind, newest first."""
        ledger = ledger_of(request)
        key = actor_of(actor) if actor else None
        rows = ledger.statements(asked.query(kinds=(kind,), actor=key))
        following = cursor(asked.offset + PER_PAGE) if len(rows) > PER_PAGE else ""
        rows = rows[:PER_PAGE]
        facets = ledger.facets(asked.query(kinds=(kind,), actor=key))
        total = sum(facets.get("kind", {}).values())
        values = {"rows": rows, "following": following, "asked": asked, "kind": kind, "actor": key or "", "total": total}
        values["facets"] = facets
        title = path.strip("/").capitalize()
        return Page(title, "listing.html", values, [statement_record(r) for r in rows], {"next": following or None})


for _name, _kind in _KINDS.items():
    _listing(f"/{_name}", _kind)


@router.get("/events.atom", include_in_schema=False)
def feed(request: Request, asked: Annotated[Filters, Depends(filters)], actor: str = "") -> Response:
    """The newest events of any question as an Atom feed: subscribe to it, and be told when there is another."""
    rows = ledger_of(request).statements(asked.query(kinds=("event",), actor=actor_of(actor) if actor else None, limit=50))
    newest = max((row.first_seen for row in rows), default="1970-01-01T00:00:00Z")
    values = {"rows": rows, "newest": newest, "home": str(request.base_url), "address": str(request.url)}
    text = ENVIRONMENT.get_template("feed.xml").render(values)
    return Response(text, media_type="application/atom+xml; charset=utf-8")


@page(router, "/pledges")
def pledges(
    request: Request,
    asked: Annotated[Filters, Depends(filters)],
    actor: Annotated[str, Query(max_length=120, description="Who promised, planned or threatened.")] = "",
    to: Annotated[str, Query(alias="to_actor", max_length=120, description="To whom.")] = "",
    became: Annotated[str, Query(max_length=20, description="What became of it.")] = "",
) -> Page:
    """What was promised, planned and threatened, by what became of it."""
    if became and became not in {str(s) for s in PledgeStatus}:
        raise HTTPException(422, f"became is one of {', '.join(PledgeStatus)}; not “{became}”")
    who, whom = actor_of(actor) if actor else None, actor_of(to) if to else None
    found = []
    if who or whom or asked.first:
        found = gather(
            ledger_of(request),
            actor=who,
            to=whom,
            status=PledgeStatus(became) if became else None,
            first_day=asked.first,
            last_day=asked.last,
        )
    board = {str(s): [p for p in found if p.status is s] for s in PledgeStatus}
    records = [pledge_record(p) for p in found]
    values = {"board": board, "found": found, "who": who or "", "whom": whom or "", "became": became, "asked": asked}
    values |= {"outcomes": [str(s) for s in PledgeStatus]}
    return Page("Pledges", "pledges.html", values, records)


@page(router, "/readouts/{identifier}")
def readouts(request: Request, identifier: str) -> Page:
    """The sides' accounts of one meeting, side by side, with what the other leaves out."""
    try:
        found = readouts_of(ledger_of(request), [identifier])
    except ValueError as problem:
        raise HTTPException(404, str(problem)) from None
    return Page("Readouts side by side", "readouts.html", {"found": found}, readout_records(found))
