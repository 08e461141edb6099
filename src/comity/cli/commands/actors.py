"""Commands that ask who is who: actors search, show, explain."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from comity.cli.base import FormatOption, LimitOption, app, day
from comity.cli.output import Format, clean, console, table, write

if TYPE_CHECKING:
    from comity.knowledge import Candidate, Entry, Knowledge

actors = typer.Typer(
    name="actors",
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Ask who is who, and who was who when.\n\nExample: `comity actors explain 'the Russian president' --date 2009-05-01`",
)
app.add_typer(actors)

DateOption = Annotated[str | None, typer.Option("--date", metavar="DATE", help="As of this day, YYYY-MM-DD.")]
ActorsOption = Annotated[
    Path | None,
    typer.Option("--actors", exists=True, dir_okay=False, help="Your own actors (YAML), which go before the shipped ones."),
]


def _knowledge(extra: Path | None) -> Knowledge:
    from comity.knowledge import Knowledge

    return Knowledge.load(extra)


def _date(typed: str | None) -> dt.date | None:
    found = day(typed)
    return dt.date.fromisoformat(found) if found else None


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "key": candidate.key,
        "name": candidate.entry.name,
        "kind": candidate.kind,
        "score": round(candidate.score, 2),
        "reasons": list(candidate.reasons),
    }


@actors.command()
def search(
    text: Annotated[str, typer.Argument(help="A name, code, demonym or part of a name.")],
    date: DateOption = None,
    extra: ActorsOption = None,
    limit: LimitOption = 15,
    form: FormatOption = Format.TABLE,
) -> None:
    """List who may bear a name, likeliest first.

    Example: `comity actors search Bush --date 1991-01-17`
    """
    knowledge = _knowledge(extra)
    found = knowledge.find(text, _date(date))[:limit]
    records = [_candidate(candidate) for candidate in found]
    if form is not Format.TABLE:
        write(records, form, None)
        return
    if not found:
        near = knowledge.nearest(text)
        console.print(clean(f"nobody is known as {text!r}" + (f"; near it: {'; '.join(near)}" if near else "")))
        return
    rows = [(r["key"], r["name"], r["kind"], r["score"], "; ".join(r["reasons"])) for r in records]
    table(f"“{text}”" + (f" on {date}" if date else ""), ["key", "name", "kind", "score", "why"], rows, wide=("why",))


@actors.command()
def show(
    text: Annotated[str, typer.Argument(metavar="ACTOR", help="A key, code, name or person.")],
    date: DateOption = None,
    extra: ActorsOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show one actor: its names, its codes, its terms of office with their sources; of a state, who led it.

    Example: `comity actors show "Angela Merkel"`, `comity actors show Mali --date 2013-02-01`
    """
    knowledge, when = _knowledge(extra), _date(date)
    found = knowledge.find(text, when)
    if not found:
        near = knowledge.nearest(text)
        raise typer.BadParameter(f"nobody is known as {text!r}" + (f"; near it: {'; '.join(near)}" if near else ""))
    entry = found[0].entry
    terms = _terms(knowledge, entry)
    if form is not Format.TABLE:
        write(terms or [_candidate(found[0])], form, None)
        return
    console.print(clean(f"{entry.name}  [{entry.key}]  {entry.kind}"), style="bold")
    names = sorted({name for name, bearers in knowledge.names.items() if any(b.key == entry.key for b in bearers)})
    console.print(clean(f"names: {', '.join(names[:20])}" + (f" and {len(names) - 20} more" if len(names) > 20 else "")))
    if entry.key in knowledge.states:
        codes = knowledge.codes_at(entry.key, (when or dt.date.today()).year if when else 2016)
        console.print(clean(", ".join(f"{scheme} {value}" for scheme, value in codes.items() if value is not None)))
        if when and (leader := knowledge.office_holder(entry.key, "leader", when)):
            console.print(clean(f"led on {when} by {leader.name} [{leader.key}]"))
    if terms:
        rows = [tuple(term.values()) for term in terms]
        table("Terms", ["office", "from", "to", "holder", "source"], rows, wide=("holder",))


def _terms(knowledge: Knowledge, entry: Entry) -> list[dict[str, Any]]:
    """An actor's own terms; of a state or organisation, those of its offices' holders, newest first."""
    if entry.kind == "person" or entry.key not in knowledge.states:
        holders = [(term, entry) for term in entry.terms]
    else:
        people = {id(person): person for (code, _), held in knowledge.holders.items() if code == entry.key for person in held}
        holders = [(t, p) for p in people.values() for t in p.terms if t.office not in ("elite", "official", "government")]
    rows = [
        {"office": t.office, "from": t.first, "to": t.last or "", "holder": f"{p.name} [{p.key}]", "source": t.source}
        for t, p in holders
    ]
    unique = list({tuple(row.values()): row for row in rows}.values())
    return sorted(unique, key=lambda row: (row["from"], row["office"]), reverse=True)


@actors.command()
def explain(
    mention: Annotated[str, typer.Argument(help="Words as a text has them, such as 'the Russian president'.")],
    date: DateOption = None,
    sentence: Annotated[str, typer.Option("--sentence", help="The sentence that they stand in.")] = "",
    extra: ActorsOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Say whom words mean on a day, and why; or why that stays open.

    Example: `comity actors explain "the Russian president" --date 2009-05-01`
    """
    from comity.knowledge import Resolver

    found = Resolver(_knowledge(extra)).resolve(mention, _date(date), sentence=sentence)
    if form is not Format.TABLE:
        record = {
            "mention": mention,
            "keys": list(found.keys),
            "kind": found.kind,
            "score": round(found.score, 2),
            "reasons": list(found.reasons),
            "candidates": [candidate.key for candidate in found.candidates],
        }
        write([record], form, None)
        return
    meant = ", ".join(found.keys) or {"nobody": "no actor", "place": "a place, not an actor"}.get(found.kind, "open")
    console.print(clean(f"“{mention}”" + (f" on {date}" if date else "") + f": {meant}"), style="bold")
    for reason in found.reasons:
        console.print(clean(f"because {reason}"))
    if found.candidates:
        rows = [(c.key, c.kind, f"{c.score:.2f}", "; ".join(c.reasons)) for c in found.candidates[:8]]
        table("Candidates", ["key", "kind", "score", "why"], rows, wide=("why",))
