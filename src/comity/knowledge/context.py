"""What the words beside a name tell of its meaning: Georgia in the American South, Jordan the person, the Vienna talks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from comity.knowledge.entries import Entry
from comity.knowledge.tables import KnowledgeError, load_yaml

_REACH = 90
"""Characters before and after a name that a rule may look at."""
_CITY_KINDS = frozenset({"capital", "seat", "place"})
_CITIES_ONLY = frozenset({"Kremlin", "Downing Street", "Whitehall", "Westminster", "Blue House", "Zhongnanhai", "Bankova"})


@dataclass(frozen=True, slots=True)
class Rule:
    """Words before and after a name, and what it then means: a key, "nobody", or the same actor as a mere place."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    means: str
    kind: str

    def fits(self, before: str, after: str) -> bool:
        """Whether the words beside the name are those of the rule."""
        if self.before and not self.before.search(before):
            return False
        return not (self.after and not self.after.search(after))


@lru_cache(maxsize=1)
def rules() -> dict[str, tuple[Rule, ...]]:
    """The rules of ambiguous.yml by name; under `<city>` those for every capital and seat."""
    found = {}
    for name, listed in load_yaml("ambiguous.yml").items():
        made = []
        for row in listed:
            if not row.keys() <= {"before", "after", "means", "kind"} or not row.keys() & {"before", "after"}:
                raise KnowledgeError(f"ambiguous.yml, {name}: expected before, after, means and kind, found {row}")
            patterns = [re.compile(row[side]) if side in row else None for side in ("before", "after")]
            made.append(Rule(patterns[0], patterns[1], row.get("means", ""), row.get("kind", "")))
        found[str(name)] = tuple(made)
    return found


@lru_cache(maxsize=1)
def not_actors() -> frozenset[str]:
    """Names that contain a state's or a city's name and mean no actor."""
    return frozenset(name for names in load_yaml("not_actors.yml").values() for name in names)


def in_context(name: str, bearers: tuple[Entry, ...], text: str, start: int, end: int) -> tuple[Entry, ...]:
    """Those who bear a name, less whom the words beside it rule out: empty where no actor is meant."""
    listed = rules().get(name, ())
    city = bearers and bearers[0].kind in _CITY_KINDS and name not in _CITIES_ONLY
    if not listed and not city:
        return bearers
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    for rule in listed:
        if rule.fits(before, after):
            return () if rule.means == "nobody" else (Entry(rule.means, rule.kind or "place", name),)
    if city:
        for rule in rules()["<city>"]:
            if rule.fits(before, after):
                return (Entry(bearers[0].code, rule.kind, name),)
    return bearers
