"""The dossier as a page of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from comity.cli.output import clean, console, table
from comity.cli.phrases import named, says, what, when
from comity.documents import printable
from comity.model import Actor, Quote, Role

if TYPE_CHECKING:
    from comity.relations import Dossier, DossierRow

_COLUMNS = ("date", "what", "who says so", "id")
_LONGEST = 150  # characters of evidence beside a row; `comity show` has all of it


def _words(row: DossierRow) -> Text:
    """The evidence with its trigger marked, cut around it."""
    statement = row.row.statement
    span = statement.evidence[0]
    trigger = next((m.span for m in statement.marks if m.role in (Role.TRIGGER, Role.VALUE)), None)
    begin, end = 0, len(span.text)
    if end > _LONGEST:
        middle = (trigger.start - span.start) if trigger and span.start <= trigger.start < span.end else 0
        begin = max(0, min(middle - _LONGEST // 2, end - _LONGEST))
        end = begin + _LONGEST
    shown = printable(span.text[begin:end].replace("\n", " "))
    text = Text(("…" if begin else "") + shown + ("…" if end < len(span.text) else ""), style="dim")
    if trigger:
        text.highlight_words([printable(trigger.text)], style="bold not dim")
    return text


def _line(row: DossierRow) -> tuple[object, ...]:
    statement = row.row.statement
    line = clean(what(statement))
    if not isinstance(statement, Quote):
        line.append("\n")
        line.append_text(_words(row))
    said = says(statement, row.publishers)
    if row.documents > 1:
        said += f" ({row.documents} reports)"
    return when(row.row), line, said, row.row.id


def show(found: Dossier, most: int) -> None:
    """Prints a dossier, section by section, at most so many rows of each."""
    left, right = (named(Actor.parse(key)) for key in (found.actor, found.with_actor))
    console.print(Text(printable(f"{left} – {right}"), style="bold underline"))
    groups = {
        "Events": found.events,
        "Promises and plans": found.promises,
        "Quotes": found.quotes,
        "Figures": found.figures,
        "Ties": found.ties,
    }
    if not any(groups.values()):
        console.print("The ledger holds nothing about the two.")
        return
    span = found.first_date if found.first_date == found.last_date else f"{found.first_date} to {found.last_date}"
    names = ", ".join(found.publishers[:6])
    console.print(clean(f"from {found.documents} documents of {len(found.publishers)} publishers ({names}), {span}"))
    for title, rows in groups.items():
        if rows:
            console.print()
            table(
                f"{title} ({len(rows)})" if len(rows) <= most else f"{title} ({most} newest of {len(rows)})",
                ["date", "what", "who says so", "id"],
                [_line(r) for r in rows[:most]],
                wide=("what", "who says so"),
            )
    console.print()
    more = " `--limit` shows more rows." if any(len(rows) > most for rows in groups.values()) else ""
    console.print(f"Dates in parentheses are the document's. `comity show ID` opens a row to its words.{more}", style="dim")
