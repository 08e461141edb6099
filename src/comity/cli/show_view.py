"""One statement in full, opened to the words it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from comity.cli.output import clean, console, table
from comity.documents import printable
from comity.ledger import DocumentRow, Row, Source
from comity.model import Role, Statement
from comity.phrases import fields, what

_STYLES = {
    Role.TRIGGER: "bold black on yellow",
    Role.VALUE: "bold black on yellow",
    Role.ACTOR: "bold cyan",
    Role.SPEAKER: "bold cyan",
    Role.RECIPIENT: "bold magenta",
    Role.SOURCE: "bold green",
    Role.TIME: "underline",
}


def in_paragraph(statement: Statement, text: str) -> Text:
    """The paragraphs of the evidence, with the evidence plain, the rest dim, and the words of single fields marked."""
    shown = Text()
    done: set[tuple[int, int]] = set()
    for span in statement.evidence:
        start = text.rfind("\n", 0, span.start) + 1
        end = text.find("\n", span.end)
        end = len(text) if end < 0 else end
        if (start, end) in done:
            continue
        done.add((start, end))
        if shown:
            shown.append("\n\n")
        base = len(shown)
        raw = text[start:end]
        # Offsets must survive cleaning, so every character that a terminal would obey is replaced by one that it shows.
        shown.append("".join(c if printable(c) else "·" for c in raw), style="dim")
        for piece in statement.evidence:
            if start <= piece.start and piece.end <= end:
                shown.stylize("not dim", base + piece.start - start, base + piece.end - start)
        for mark in statement.marks:
            if start <= mark.span.start and mark.span.end <= end and mark.role in _STYLES:
                shown.stylize(f"not dim {_STYLES[mark.role]}", base + mark.span.start - start, base + mark.span.end - start)
    return shown


def show(row: Row, document: DocumentRow, sources: Sequence[Source]) -> None:
    """Prints a statement with everything that is known of it."""
    console.print(Text(printable(what(row.statement)), style="bold"))
    table(f"{row.statement.kind} {row.id}", ["", " "], fields(row.statement), wide=(" ",))
    console.print()
    console.print(in_paragraph(row.statement, document.text))
    console.print()
    made = row.statement.made_by
    why = f"{made.stage}: {made.reason} (score {made.score:.2f}); coder {made.coder}" if made else "—"
    published = "; ".join(
        f"{s.publisher or 'unknown'}{', ' + s.date if s.date else ''}{' ' + s.url if s.url else ''}" for s in sources
    )
    rows = [
        ("document", document.title or document.given_id),
        ("published by", published),
        ("why", why),
        ("first seen", row.first_seen),
    ]
    table("", ["", " "], [(name, clean(value)) for name, value in rows], wide=(" ",))
