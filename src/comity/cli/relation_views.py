"""Occurrences, meetings, pledges and readouts as tables of the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from comity.cli.output import clean, console, table
from comity.exchange.relation_records import event_of, witnesses
from comity.model import Actor, Status
from comity.phrases import listed, measure, named, says, what

if TYPE_CHECKING:
    from comity.relations import Claim, Meetings, Occurrence, Pledge, Readouts

_STYLES = {
    "kept": "green",
    "partly kept": "yellow",
    "carried out": "red",
    "broken": "red",
    "withdrawn": "red",
    "overdue": "bold red",
    "not mentioned": "dim",
    "unclear": "yellow",
}
_CELL = 160  # characters of an account in one cell; the record forms have all


def _counts(occurrence: Occurrence) -> str:
    return f"1 · {occurrence.reports} · {occurrence.sources}"


def occurrences(found: Sequence[Occurrence], total: int) -> None:
    """Prints occurrences with their witnesses."""
    if not found:
        console.print("no occurrence matches")
        return
    rows = []
    for occurrence in found:
        line = clean(what(event_of(occurrence)))
        for name, values in occurrence.contested.items():
            told = "; ".join(f"{value} ({len(ids)})" for value, ids in values.items())
            line.append(f"\n{name} contested: {told}", style="yellow")
        event = event_of(occurrence)
        date = event.date.iso if event.date else f"({occurrence.leading.document_date or ''})"
        rows.append((date, line, "\n".join(witnesses(occurrence)), _counts(occurrence), occurrence.id))
    heading = f"{len(found)} of {total} events" if total > len(found) else f"{total} events"
    table(heading, ["date", "what", "who says so", "events · reports · sources", "id"], rows, wide=("what", "who says so"))


def meetings(found: Meetings) -> None:
    """Prints the meetings of two sides, and the counts that they give themselves."""
    left, right = (named(Actor.parse(key)) for key in (found.actor, found.with_actor))
    console.print(clean(f"{left} – {right}: {len(found.happened)} meetings in the ledger"), style="bold")
    if not found.meetings and not found.claims:
        console.print("The ledger tells of none.")
        return
    forms = ", ".join(f"{count} {form}" for form, count in found.forms.items())
    names = f"{len(found.publishers)} publishers ({', '.join(found.publishers[:5])})"
    console.print(clean(f"{forms or 'none counted'}; from {names}, {found.first_date} to {found.last_date}"))
    rows = [
        (
            m.date or "",
            m.form,
            m.place,
            listed(event_of(m.occurrence).actors + event_of(m.occurrence).recipients),
            "" if m.status is Status.HAPPENED else str(m.status),
            _counts(m.occurrence),
            m.occurrence.leading.id,
        )
        for m in found.meetings
    ]
    columns = ["date", "form", "place", "who", "status", "events · reports · sources", "id"]
    table("Meetings", columns, rows, wide=("who", "place"))
    if found.claims:
        console.print()
        claims = [
            (c.row.document_date or "", measure(c.figure), says(c.figure, [c.row.publisher]), _verdict(c), c.row.id)
            for c in found.claims
        ]
        table("Their own count", ["said on", "count", "who says so", "beside it", "id"], claims, wide=("count", "beside it"))
    console.print(
        "Vague dates (more than a month) are listed, not counted. A ledger holds what its documents tell.", style="dim"
    )


def _verdict(claim: Claim) -> str:
    since = f" from {claim.since}" if claim.since else ""
    return f"{claim.verdict}{since} to {claim.until or 'today'}"


def pledges(found: Sequence[Pledge], total: int) -> None:
    """Prints pledges with what became of them."""
    if not found:
        console.print("no pledge matches")
        return
    rows = []
    for pledge in found:
        line = clean(what(pledge.row.statement))
        line.append(f"\n“{clean(pledge.words.replace(chr(10), ' '))}”", style="dim")
        if pledge.condition:
            line.append(f"\non condition: {clean(pledge.condition)}", style="yellow")
        became = Text(str(pledge.status), style=_STYLES.get(str(pledge.status), ""))
        became.append(f"\n{pledge.because}", style="dim")
        due = pledge.due.iso.replace("/", " – ") if pledge.due else ""
        rows.append((pledge.made or "", str(pledge.kind), line, due, became, pledge.id))
    heading = f"{len(found)} of {total} pledges" if total > len(found) else f"{total} pledges"
    table(heading, ["made", "kind", "what", "due", "what became of it", "id"], rows, wide=("what", "what became of it"))


def readouts(found: Readouts) -> None:
    """Prints accounts side by side."""
    names = [f"{a.publisher or a.title} {a.date or ''}".strip() for a in found.accounts]
    columns = [f"{i + 1} {name}" for i, name in enumerate(names)]
    for kind, heading in (("actor", "Who else is named"), ("topic", "Topics"), ("act", "Acts")):
        rows = []
        for row in (r for r in found.rows if r.kind == kind):
            cells = []
            for cell in row.cells:
                if cell.words:
                    cells.append(clean("\n".join(_cut(words) for words in cell.words[:1])))
                else:
                    text = Text(str(cell.standing), style=_STYLES[str(cell.standing)])
                    if cell.standing == "unclear":
                        text.append(f": {_cut(cell.nearest)}", style="dim")
                    cells.append(text)
            rows.append((row.subject, *cells, "; ".join(row.differences)))
        if rows:
            table(f"{heading} ({len(rows)})", ["", *columns, "differs"], rows, wide=("", *columns, "differs"))
            console.print()
    console.print("“Not mentioned” is said only where a text has no name, word or sentence on it.", style="dim")


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _CELL else line[: _CELL - 1] + "…"
