"""The dossier, the state of a relation and its changes as pages of the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from comity.cli.output import clean, console, table
from comity.documents import printable
from comity.model import Actor, Quote, Role
from comity.phrases import named, says, what, when

if TYPE_CHECKING:
    from comity.relations import Changes, Dossier, DossierRow, Fact, Pledge, Standing

_COLUMNS = ("date", "what", "who says so", "id")
_LATEST = 2  # rows beside a fact
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


def _heading(actor: str, with_actor: str) -> None:
    left, right = (named(Actor.parse(key)) for key in (actor, with_actor))
    console.print(Text(printable(f"{left} – {right}"), style="bold underline"))


def _latest(fact: Fact) -> Text:
    text = Text()
    for number, row in enumerate(fact.rows[:_LATEST]):
        text.append("\n" if number else "")
        text.append_text(clean(f"{when(row)} {what(row.statement)}"))
        text.append(f"  {row.id}", style="dim")
    return text


def _headed(fact: Fact) -> Text:
    text = clean(f"{fact.count} {fact.about}")
    for part in fact.note.split("; ") if fact.note else ():
        text.append(f"\n{part}", style="dim")
    return text


def state(found: Standing) -> None:
    """Prints the state of a relation, a line a fact; those that the ledger has nothing on are named together."""
    silent = [fact.about for fact in found.facts if not fact.count]
    rows = [(_headed(fact), _latest(fact)) for fact in found.facts if fact.count]
    if not rows:
        console.print("The ledger holds nothing about the two.")
        return
    table(f"Where they stand on {found.on}", ["", "latest"], rows, wide=("latest",))
    if silent:
        console.print(f"Nothing on: {', '.join(silent)}.", style="dim")


def changes(found: Changes, most: int) -> None:
    """Prints what is new between two actors since a day."""
    sections = [
        (f"Events since {found.since}", [_line(row) for row in found.events]),
        ("Promised, planned and threatened since", [_pledge(pledge) for pledge in found.promised]),
        ("Answered since", [_pledge(pledge) for pledge in found.answered]),
        ("Ties told for the first time", [_line(row) for row in found.ties]),
    ]
    if not any(rows for _, rows in sections):
        console.print(f"Nothing new since {found.since}.")
    for title, rows in sections:
        if rows:
            console.print()
            heading = f"{title} ({len(rows)})" if len(rows) <= most else f"{title} ({most} newest of {len(rows)})"
            table(heading, list(_COLUMNS), rows[:most], wide=("what", "who says so"))


def _pledge(pledge: Pledge) -> tuple[object, ...]:
    line = clean(what(pledge.row.statement))
    line.append(f"\n{pledge.status}: {pledge.because}", style="dim")
    return pledge.made or "", line, says(pledge.row.statement, [pledge.row.publisher]), pledge.id


def show(found: Dossier, where: Standing, most: int) -> None:
    """Prints a dossier: the state of the relation, then section by section, at most so many rows of each."""
    _heading(found.actor, found.with_actor)
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
    console.print()
    state(where)
    for title, rows in groups.items():
        if rows:
            console.print()
            table(
                f"{title} ({len(rows)})" if len(rows) <= most else f"{title} ({most} newest of {len(rows)})",
                list(_COLUMNS),
                [_line(r) for r in rows[:most]],
                wide=("what", "who says so"),
            )
    console.print()
    more = " `--limit` shows more rows." if any(len(rows) > most for rows in groups.values()) else ""
    console.print(f"Dates in parentheses are the document's. `comity show ID` opens a row to its words.{more}", style="dim")
