"""A model's answer held against the text: what does not stand there word for word is dropped, and counted by reason."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comity.knowledge import Knowledge
from comity.model import Mark, Role, Span, Statement, statement_from_dict
from comity.reading.number_grammar import find as find_numbers

_ROLES = {
    "actors": Role.ACTOR,
    "recipients": Role.RECIPIENT,
    "according_to": Role.SOURCE,
    "about": Role.ACTOR,
    "members": Role.ACTOR,
    "speaker": Role.SPEAKER,
}


class _DroppedError(Exception):
    """Why a statement of an answer is not kept."""


@dataclass(slots=True)
class Grounded:
    """What is kept of an answer, and why the rest is not."""

    statements: list[Statement] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


def ground(answer: str, text: str, start: int, end: int, *, coder: str, knowledge: Knowledge) -> Grounded:
    """The statements of an answer about `text[start:end]` whose evidence, quotes, actors and numbers stand there.

    Raises `ValueError` where the answer is no JSON of the schema's shape at all.
    """
    found = Grounded()
    data = json.loads(answer)
    listed = data.get("statements") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        raise ValueError("the answer has no list of statements")
    for one in listed:
        try:
            statement = _statement(one, text, start, end, coder, knowledge)
        except _DroppedError as why:
            found.dropped[str(why)] += 1
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
            found.dropped["is not of the form that was asked for"] += 1
        else:
            if statement in found.statements:
                found.dropped["stands there twice"] += 1
            else:
                found.statements.append(statement)
    return found


def _located(words: object, text: str, start: int, end: int, what: str) -> Span:
    """Where words stand, whatever the white space between them."""
    tokens = words.split() if isinstance(words, str) else []
    match = re.compile(r"\s+".join(map(re.escape, tokens))).search(text, start, end) if tokens else None
    if match is None:
        raise _DroppedError(f"{what} does not stand in the text")
    return Span(match.start(), match.end(), match.group())


def _statement(one: Mapping[str, Any], text: str, start: int, end: int, coder: str, knowledge: Knowledge) -> Statement:
    evidence = _located(one["evidence"], text, start, end, "its evidence")
    marks: list[Mark] = []

    def key(actor: Mapping[str, str], role: Role) -> str:
        named = actor["key"].strip()
        code = named.partition(":")[0].strip()
        if code != "-" and not knowledge.knows(code):
            raise _DroppedError("an actor's code is no state's or organisation's")
        try:
            span = _located(actor["words"], text, evidence.start, evidence.end, "")
        except _DroppedError:  # "the two sides" of a sentence may be named before it
            span = _located(actor["words"], text, start, end, "an actor")
        marks.append(Mark(role, span, named))
        return named

    data: dict[str, Any] = {name: value for name, value in one.items() if name != "evidence"}
    for name, role in _ROLES.items():
        value = one.get(name)
        if isinstance(value, list):
            data[name] = list(dict.fromkeys(key(actor, role) for actor in value))
        elif isinstance(value, dict):
            data[name] = key(value, role)
    pieces = [evidence]
    if one["kind"] == "quote":
        words = _located(one["words"], text, start, end, "a quote")
        data["words"], pieces = words.text, [words]
    if one["kind"] == "figure" and not _holds_number(evidence.text, float(one["value"])):
        raise _DroppedError("its number does not stand in its evidence")
    data["evidence"] = [{"start": p.start, "end": p.end, "text": p.text} for p in pieces]
    data["marks"] = [
        {"role": str(m.role), "start": m.span.start, "end": m.span.end, "text": m.span.text, "key": m.key} for m in marks
    ]
    data["made_by"] = {"coder": coder, "stage": "language model", "reason": "the model's answer; words found in the text"}
    return statement_from_dict(data)


def _holds_number(evidence: str, value: float) -> bool:
    near = max(1e-6, abs(value) * 1e-6)
    return any(abs(q.value - value) <= near for q in find_numbers(evidence))
