"""Statements as plain dictionaries, the shape of the JSON Lines files and of the scorer, and their stable ids."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from comity.model.actor import Actor
from comity.model.codes import EventCode, Qualifier, Status, TieType, Topic
from comity.model.span import Mark, Role, Span
from comity.model.statement import Event, Figure, Made, Place, Quote, Statement, Tie
from comity.model.when import When

_ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to misread
_ID_LENGTH = 12  # 60 bits: at ten million statements, a clash has odds of about 1 in 23,000


def _keys(actors: Iterable[Actor]) -> list[str]:
    return [actor.key for actor in actors]


def _number(value: float | None) -> int | float | None:
    return int(value) if value is not None and value == int(value) and abs(value) < 1e15 else value


def _own_fields(statement: Statement) -> dict[str, Any]:
    """The fields that say what is stated, without the evidence and without how it was found."""
    match statement:
        case Event():
            objects = [str(code) for code in statement.object]
            return {
                "actors": _keys(statement.actors),
                "recipients": _keys(statement.recipients),
                "code": str(statement.code),
                "object": objects[0] if len(objects) == 1 else objects or None,
                "status": str(statement.status),
                "date": statement.date.iso if statement.date else None,
                "place": str(statement.place) if statement.place else None,
                "topics": [str(topic) for topic in statement.topics],
            }
        case Quote():
            return {
                "words": statement.words,
                "speaker": statement.speaker.key if statement.speaker else None,
                "addressee": statement.addressee.key if statement.addressee else None,
                "via": _keys(statement.via),
            }
        case Figure():
            return {
                "value": _number(statement.value),
                "value_to": _number(statement.value_to),
                "unit": statement.unit,
                "what": statement.what,
                "about": _keys(statement.about),
                "period": statement.period.iso if statement.period else None,
                "qualifier": str(statement.qualifier) if statement.qualifier else None,
            }
        case Tie():
            return {
                "type": str(statement.type),
                "members": _keys(statement.members),
                "holds": statement.holds,
                "topics": [str(topic) for topic in statement.topics],
            }


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def statement_to_dict(statement: Statement) -> dict[str, Any]:
    """A statement as a JSON-ready dictionary with the contract's field names, in a fixed order."""
    out: dict[str, Any] = {"kind": statement.kind, **_own_fields(statement)}
    out["according_to"] = _keys(statement.according_to)
    out["evidence"] = [_span(span) for span in statement.evidence]
    out["marks"] = [
        {"role": str(mark.role), **_span(mark.span), **({"key": mark.key} if mark.key else {})} for mark in statement.marks
    ]
    if statement.made_by:
        out["made_by"] = asdict(statement.made_by) | {"score": round(statement.made_by.score, 4)}
    return out


def _tuple(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _actors(value: Any) -> tuple[Actor, ...]:
    return tuple(Actor.parse(key) for key in _tuple(value))


def _optional_actor(value: Any) -> Actor | None:
    return Actor.parse(value) if value else None


def _evidence(data: Mapping[str, Any], text: str | None) -> tuple[Span, ...]:
    if "evidence" in data:
        return tuple(Span(e["start"], e["end"], e["text"]) for e in data["evidence"])
    if text is None:
        raise ValueError("a statement with snippets instead of offsets needs its document's text")
    spans = []
    for snippet in data.get("sent") or ():
        start = text.find(snippet)
        if start < 0:
            raise ValueError(f"the evidence {snippet[:60]!r} does not stand in the document's text")
        spans.append(Span(start, start + len(snippet), snippet))
    if not spans and data.get("words"):
        return _pieces(str(data["words"]), text)
    return tuple(spans)


def _pieces(words: str, text: str) -> tuple[Span, ...]:
    """Where a quote's words stand in a text: in one piece, or in several where narration comes between."""
    tokens, spans, first, after = words.split(), list[Span](), 0, 0
    while first < len(tokens):
        low, high = first, len(tokens)  # the longest run that stands in the text: whatever holds it holds its beginnings
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if text.find(" ".join(tokens[first:middle]), after) >= 0 else (low, middle - 1)
        if low == first:
            raise ValueError(f"the quote's words from {' '.join(tokens[first : first + 8])!r} on do not stand in the text")
        piece = " ".join(tokens[first:low])
        start = text.find(piece, after)
        spans.append(Span(start, start + len(piece), piece))
        first, after = low, start + len(piece)
    return tuple(spans)


def statement_from_dict(data: Mapping[str, Any], text: str | None = None) -> Statement:
    """The statement that a dictionary describes; `text` is needed where evidence is given as snippets (`sent`).

    Raises `ValueError` with the field and what was expected of it.
    """
    try:
        made = data.get("made_by")
        shared: dict[str, Any] = {
            "evidence": _evidence(data, text),
            "according_to": _actors(data.get("according_to")),
            "marks": tuple(
                Mark(Role(m["role"]), Span(m["start"], m["end"], m["text"]), m.get("key", "")) for m in data.get("marks") or ()
            ),
            "made_by": Made(**made) if made else None,
        }
        when = When(data["date"]) if data.get("date") else None
        topics = tuple(Topic(topic) for topic in data.get("topics") or ())
        match data.get("kind"):
            case "event":
                return Event(
                    actors=_actors(data["actors"]),
                    recipients=_actors(data.get("recipients")),
                    code=EventCode(data["code"]),
                    object=tuple(EventCode(code) for code in _tuple(data.get("object"))),
                    status=Status(data.get("status") or Status.HAPPENED),
                    date=when,
                    place=Place.parse(data["place"]) if data.get("place") else None,
                    topics=topics,
                    **shared,
                )
            case "quote":
                return Quote(
                    words=data["words"],
                    speaker=_optional_actor(data.get("speaker")),
                    addressee=_optional_actor(data.get("addressee")),
                    via=_actors(data.get("via")),
                    **shared,
                )
            case "figure":
                return Figure(
                    value=float(data["value"]),
                    value_to=None if data.get("value_to") is None else float(data["value_to"]),
                    unit=data.get("unit") or "",
                    what=data.get("what") or "",
                    about=_actors(data.get("about")),
                    period=When(data["period"]) if data.get("period") else None,
                    qualifier=Qualifier(data["qualifier"]) if data.get("qualifier") else None,
                    **shared,
                )
            case "tie":
                return Tie(
                    type=TieType(data["type"]),
                    members=_actors(data["members"]),
                    holds=data.get("holds", True),
                    topics=topics,
                    **shared,
                )
    except KeyError as missing:
        raise ValueError(f"a statement of kind {data.get('kind')!r} needs the field {missing}") from None
    raise ValueError(f"a statement's kind is event, quote, figure or tie, not {data.get('kind')!r}")


def statement_id(statement: Statement, fingerprint: str) -> str:
    """A stable id of twelve characters from what is stated, by whom, and where in which text (`Document.fingerprint`).

    How the statement was found does not enter it, so that a newer coder that finds the same keeps the same id.
    """
    content = [
        fingerprint,
        statement.kind,
        _own_fields(statement),
        _keys(statement.according_to),
        [[span.start, span.end] for span in statement.evidence],
    ]
    canonical = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.blake2b(canonical.encode(), digest_size=8).digest(), "big")
    return "".join(_ID_ALPHABET[(number >> (5 * i)) & 31] for i in range(_ID_LENGTH))
