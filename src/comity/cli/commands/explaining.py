"""The command that says why a text gives what it gives: explain."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.padding import Padding
from rich.text import Text

from comity.cli.base import FormatOption, app, day
from comity.cli.output import Format, clean, console, write
from comity.documents import DocumentError, printable
from comity.model import Mark, Role, Statement, statement_to_dict
from comity.phrases import says, what

if TYPE_CHECKING:
    from comity.reading.explaining import Candidate, Explained

_LIKELY = 0.1  # parts that the model thinks less of are not shown


@app.command()
def explain(
    text: Annotated[str, typer.Argument(help="The text itself, or - for standard input.", show_default=False)],
    date: Annotated[str | None, typer.Option("--date", help="Day of publication, YYYY-MM-DD.")] = None,
    publisher: Annotated[str, typer.Option("--publisher", help="Who published it.")] = "",
    form: FormatOption = Format.TABLE,
) -> None:
    """Say sentence by sentence which statements a text gives and why, and of the others what came nearest and why it fell.

    Example: `comity explain "Oslo warned Minsk of sanctions. The harbour is deep." --date 2021-06-01`
    """
    from comity import api

    words = sys.stdin.read() if text == "-" else text
    try:
        found = api.explain(words, date=day(date), publisher=publisher)
    except DocumentError as problem:
        raise typer.BadParameter(str(problem), param_hint="text") from None
    if form is not Format.TABLE:
        write([_record(sentence) for sentence in found], form, None)
        return
    for number, sentence in enumerate(found):
        if number:
            console.print()
        console.print(Text(printable(sentence.text), style="bold"))
        for statement in sentence.statements:
            _statement(statement, sentence)
        for candidate in sentence.candidates:
            _candidate(candidate)
        if not sentence.statements and not sentence.candidates:
            console.print("  nothing in it looks like a political act", style="dim")


def _statement(statement: Statement, sentence: Explained) -> None:
    made = statement.made_by
    kind = str(getattr(statement, "code", statement.kind))
    _line("✓", "green", kind, f"{what(statement)} — says {says(statement, [])}")
    marks = [m for m in statement.marks if sentence.start <= m.span.start < sentence.end]
    if marks:
        _detail(f"words: {'; '.join(map(_mark, marks))}")
    if made:
        _detail(f"why: {made.stage}: {made.reason}; confidence {made.score:.2f}")


def _line(sign: str, colour: str, kind: str, told: str) -> None:
    line = Text(f"{sign} ", style=colour)
    line.append(f"{kind}: ", style="bold default").append(clean(told).plain, style="default")
    console.print(Padding(line, (0, 0, 0, 2)))


def _detail(told: str) -> None:
    console.print(Padding(clean(told), (0, 0, 0, 6)), style="dim")


def _mark(mark: Mark) -> str:
    to = f" [{mark.key}]" if mark.key and mark.role is not Role.TRIGGER else ""
    return f"{mark.role} “{mark.span.text}”{to}"


def _candidate(candidate: Candidate) -> None:
    from comity.reading.explaining import part_in_words

    act = candidate.act
    _line("✗", "red", str(act.code), f"“{candidate.words}” gave no event: {act.reason}")
    if parts := [part for part in candidate.parts if part.score >= _LIKELY]:
        _detail(f"parts: {'; '.join(map(part_in_words, parts))}")


def _record(sentence: Explained) -> dict[str, Any]:
    return {
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "statements": [statement_to_dict(s) for s in sentence.statements],
        "fallen": [
            {
                "words": c.words,
                "code": str(c.act.code),
                "score": c.act.score,
                "reason": c.act.reason,
                "parts": [{"words": p.words, "keys": list(p.keys), "role": p.role, "score": p.score} for p in c.parts],
            }
            for c in sentence.candidates
        ],
    }
