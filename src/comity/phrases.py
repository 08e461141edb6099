"""Statements in words, for people: the same in the terminal and on the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from comity.knowledge.cameo_coding import coding_of
from comity.knowledge.codebooks import plover
from comity.knowledge.labels import label, state_names
from comity.ledger import Row
from comity.model import NOBODY_NAMED, Actor, Event, EventCode, Figure, Quote, Statement, Status, Tie

_VERBS = {
    EventCode.AGREE: "promises",
    EventCode.CONSULT: "meets",
    EventCode.SUPPORT: "supports",
    EventCode.CONCEDE: "concedes to",
    EventCode.COOPERATE: "cooperates with",
    EventCode.AID: "aids",
    EventCode.RETREAT: "retreats before",
    EventCode.REQUEST: "asks of",
    EventCode.ACCUSE: "accuses",
    EventCode.REJECT: "rejects",
    EventCode.THREATEN: "threatens",
    EventCode.PROTEST: "protests against",
    EventCode.SANCTION: "sanctions",
    EventCode.MOBILIZE: "mobilizes against",
    EventCode.COERCE: "coerces",
    EventCode.ASSAULT: "attacks",
}
_TOGETHER = {
    EventCode.AGREE: "agree",
    EventCode.CONSULT: "meet",
    EventCode.COOPERATE: "cooperate",
    EventCode.SUPPORT: "support each other",
}
_TOGETHER |= {EventCode.ASSAULT: "fight"}
_STATUS = {
    Status.HAPPENED: "",
    Status.PLANNED: "planned: ",
    Status.POSSIBLE: "possible: ",
    Status.DENIED: "denied: ",
}
_TIES = {
    "ALLIANCE": ("are allies", "are no allies"),
    "ALIGNMENT": ("stand together", "do not stand together"),
    "RIVALRY": ("are rivals", "are no rivals"),
    "DISPUTE": ("are in dispute", "are not in dispute"),
    "RECOGNITION": ("recognises the claim of", "does not recognise the claim of"),
    "DEPENDENCE": ("depends on", "does not depend on"),
    "MEMBERSHIP": ("is a member of", "is no member of"),
    "BORDER": ("share a border", "share no border"),
}


def named(actor: Actor) -> str:
    """An actor in words: Xi Jinping (China)."""
    if actor == NOBODY_NAMED:
        return "an unnamed source"
    return label(actor.key)


def short(actor: Actor) -> str:
    """An actor in few words: the name of the person, group or state alone."""
    if actor == NOBODY_NAMED:
        return "unnamed"
    if not actor.name:
        return named(actor)
    if actor.name[0].islower():
        return f"{actor.name} ({state_names().get(actor.code, actor.code)})" if actor.code != "-" else actor.name
    return actor.name


def short_key(key: str) -> str:
    """A key in few words: `CHN` → China, `CHN:Xi Jinping` → Xi Jinping."""
    return short(Actor.parse(key))


def listed(actors: Iterable[Actor]) -> str:
    """Actors as a list in words."""
    names = [short(actor) for actor in actors]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def about(event: Event) -> str:
    """The act that an event is about: ` (SANCTION)`."""
    return f" [about {', '.join(event.object)}]" if event.object else ""


def what(statement: Statement) -> str:
    """A statement in one line."""
    match statement:
        case Event():
            status = _STATUS[statement.status]
            if not statement.recipients:
                verb = _TOGETHER.get(statement.code, str(statement.code).lower() + " together")
                return f"{status}{listed(statement.actors)} {verb}{about(statement)}"
            verb = _VERBS[statement.code]
            if len(statement.actors) > 1:
                verb = plural(verb)
            return f"{status}{listed(statement.actors)} {verb} {listed(statement.recipients)}{about(statement)}"
        case Quote():
            to = f" to {short(statement.addressee)}" if statement.addressee else ""
            speaker = short(statement.speaker) if statement.speaker else "?"
            return f"{speaker}{to}: “{statement.words}”"
        case Figure():
            return measure(statement)
        case Tie():
            holds, does_not = _TIES[statement.type]
            phrase = holds if statement.holds is True else does_not if statement.holds is False else _past(holds)
            if phrase.split()[0].removesuffix("s") in ("recognise", "depend", "i", "doe") or " of" in phrase or " on" in phrase:
                return f"{short(statement.members[0])} {phrase} {listed(statement.members[1:])}"
            return f"{listed(statement.members)} {phrase}"


def _past(phrase: str) -> str:
    """`are rivals` → were rivals, for ties that held once."""
    first, space, rest = phrase.partition(" ")
    return (
        {"are": "were", "is": "was", "stand": "stood", "share": "shared", "depends": "depended"}.get(first, f"once {first}")
        + space
        + rest
    )


def measure(figure: Figure) -> str:
    """A figure with what it counts: over 2,600 miles of border; 31 percent."""
    value, counted = figure_value(figure), figure.what.split()
    if figure.unit == "percent":
        value, counted = f"{value} percent", [w for w in counted if w.lower() not in ("percent", "%")]
    elif not counted or counted[0].lower()[:4] != figure.unit.lower()[:4]:
        value = f"{value} {figure.unit}" + (":" if counted else "")
    return " ".join([value, *counted])


def plural(verb: str) -> str:
    """`asks of` → ask of, `accuses` → accuse."""
    first, space, rest = verb.partition(" ")
    return (first[:-1] if first.endswith("s") else first) + space + rest


def figure_value(figure: Figure) -> str:
    """The number as a person writes it: 2,600; 10–15; over 100."""

    def number(value: float) -> str:
        return f"{value:,.0f}" if value == int(value) else f"{value:,}"

    text = number(figure.value)
    if figure.value_to is not None:
        text += f"–{number(figure.value_to)}"
    return f"{figure.qualifier} {text}" if figure.qualifier and figure.qualifier != "first" else text


def says(statement: Statement, publishers: Iterable[str]) -> str:
    """Who says so: sources from the nearest to the words outwards, then who published it."""
    published = ", ".join(p for p in publishers if p) or "the document"
    chain = [short(actor) for actor in statement.according_to]
    if isinstance(statement, Quote) and statement.via:
        chain += [short(actor) for actor in statement.via if short(actor) not in chain]
    return f"{', '.join(chain)}, in {published}" if chain else published


def when(row: Row) -> str:
    """A statement's date; in parentheses the document's, where it has none of its own."""
    statement = row.statement
    own = statement.date if isinstance(statement, Event) else statement.period if isinstance(statement, Figure) else None
    if own is not None:
        return own.iso.replace("/", " – ")
    return f"({row.document_date})" if row.document_date else ""


def people(actors: Sequence[Actor]) -> str:
    """Actors in words with their keys."""
    return "; ".join(f"{named(a)} [{a.key}]" for a in actors) or "—"


def fields(statement: Statement) -> list[tuple[str, str]]:
    """Every field of a statement in words."""
    match statement:
        case Event():
            kind, coding = plover()[statement.code], coding_of(statement)
            mode = f", mode {coding.mode}" if coding.mode else ""
            own = [
                ("act", f"{statement.code}: {kind.meaning} ({coding.quad}{mode}, intensity {coding.intensity:+})"),
                ("in CAMEO", f"{coding.code} {coding.name} (Goldstein {coding.goldstein:+})"),
                ("about the act", ", ".join(statement.object) or "—"),
                ("who", people(statement.actors)),
                ("to whom", people(statement.recipients) if statement.recipients else "— (mutual)"),
                ("status", str(statement.status)),
                ("date", statement.date.iso if statement.date else "— (the text gives none)"),
                ("place", str(statement.place) if statement.place else "—"),
                ("topics", ", ".join(statement.topics) or "—"),
            ]
        case Quote():
            own = [
                ("words", f"“{statement.words}”"),
                ("speaker", people([statement.speaker] if statement.speaker else [])),
                ("addressee", people([statement.addressee] if statement.addressee else [])),
                ("passed on by", people(statement.via)),
            ]
        case Figure():
            own = [
                ("value", f"{figure_value(statement)} {statement.unit}"),
                ("of what", statement.what or "—"),
                ("about", people(statement.about)),
                ("period", statement.period.iso if statement.period else "—"),
            ]
        case Tie():
            own = [
                ("tie", str(statement.type)),
                ("members", people(statement.members)),
                ("holds", "formerly" if statement.holds == "formerly" else "yes" if statement.holds else "no"),
                ("topics", ", ".join(statement.topics) or "—"),
            ]
    return [*own, ("according to", people(statement.according_to) if statement.according_to else "the document itself")]
