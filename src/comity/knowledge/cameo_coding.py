"""Events in CAMEO's finer codes: what the words of an act add to its PLOVER type.

A rule of `cameo_words.yml` looks at the words of the trigger, at those close to it and at the act's object; the first that
holds gives the most specific code that the words support (CAMEO manual 1.1b3). Goldstein values are those of the table that
GDELT uses, intensities and modes those of PLOVER's scores of 2021.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from comity.knowledge.codebooks import cameo, plover
from comity.knowledge.tables import load_yaml
from comity.model import Event, EventCode, Role

CODE_TABLES = "CAMEO 1.1b3, Goldstein as in GDELT, PLOVER scores 2021"
"""The versions of the tables behind every `Coding`."""
_IMPORTED = re.compile(r"\bCAMEO (\d{2,4})\b")
_REACH = 60  # characters on either side of the trigger that count as near


@dataclass(frozen=True, slots=True)
class Coding:
    """What the code books say of one event: CAMEO code, root and name, Goldstein value, PLOVER mode, intensity, quad class."""

    code: str
    name: str
    goldstein: float
    mode: str
    intensity: float
    quad: str

    @property
    def root(self) -> str:
        """The first two digits."""
        return self.code[:2]


@dataclass(frozen=True, slots=True)
class _Rule:
    code: str
    words: re.Pattern[str] | None
    near: re.Pattern[str] | None
    objects: frozenset[str]
    every: bool

    def holds(self, trigger: str, around: str, objects: frozenset[str]) -> bool:
        given = [
            *([bool(self.words.search(trigger))] if self.words else []),
            *([bool(self.near.search(around))] if self.near else []),
            *([bool(self.objects & objects)] if self.objects else []),
        ]
        return all(given) if self.every else any(given) or not given


def _pattern(words: list[str] | None) -> re.Pattern[str] | None:
    if not words:
        return None
    alternatives = "|".join(re.escape(w.removesuffix("-")) + (r"\w*" if w.endswith("-") else "") for w in words)
    return re.compile(rf"\b(?:{alternatives})\b")


@lru_cache(maxsize=1)
def rules() -> dict[EventCode, tuple[_Rule, ...]]:
    """The rules of each PLOVER type, in order; the last holds always."""
    return {
        EventCode(code): tuple(
            _Rule(
                row["code"],
                _pattern(row.get("words")),
                _pattern(row.get("near")),
                frozenset(row.get("objects", ())),
                bool(row.get("all")),
            )
            for row in listed
        )
        for code, listed in load_yaml("cameo_words.yml").items()
    }


def _words(event: Event) -> tuple[str, str]:
    """The words of the triggers, and those with what stands around them, in lower case."""
    triggers = [mark.span for mark in event.marks if mark.role is Role.TRIGGER]
    around = []
    for trigger in triggers:
        home = next((s for s in event.evidence if s.start <= trigger.start and trigger.end <= s.end), None)
        if home:
            first, last = trigger.start - home.start - _REACH, trigger.end - home.start + _REACH
            around.append(home.text[max(0, first) : last])
    return " ; ".join(t.text for t in triggers).lower(), " ; ".join(around).lower()


def _given(event: Event) -> str | None:
    """The code that another coder gave, where the event was imported with one."""
    made = event.made_by
    found = _IMPORTED.search(made.reason) if made and made.stage == "import" else None
    return found[1] if found and found[1] in cameo() else None


def coding_of(event: Event) -> Coding:
    """The event in CAMEO and PLOVER, as fine as its words allow; without a marked trigger, as fine as its object allows.

    An event imported with a CAMEO code keeps that code.
    """
    code = _given(event)
    if code is None:
        trigger, around = _words(event)
        objects = frozenset(map(str, event.object))
        code = next(rule.code for rule in rules()[event.code] if rule.holds(trigger, around, objects))
    entry, kind = cameo()[code], plover()[event.code]
    modes = dict(kind.modes)
    mode = entry.mode if entry.mode in modes else ""
    value = entry.goldstein_icews if entry.goldstein_gdelt is None else entry.goldstein_gdelt
    return Coding(code, entry.name, value or 0.0, mode, modes.get(mode, kind.intensity), kind.quad)
