"""Whom a mention means at a date: names, offices, possessives, compounds, nouns with a home; with candidates and reasons.

    >>> Resolver(Knowledge.load()).resolve("the Russian president", dt.date(2009, 5, 1)).key
    'RUS:Dmitry Medvedev'

The steps are tried from the most to the least exact; the first that knows an answer gives it. What could be two actors stays
open (no key, all candidates) rather than wrong.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from comity.knowledge import phrase as parts
from comity.knowledge.context import in_context, not_actors
from comity.knowledge.entries import Entry
from comity.knowledge.knowledge import Candidate, Knowledge
from comity.knowledge.offices import OfficeFinder
from comity.knowledge.people import PersonFinder
from comity.knowledge.resolution import Resolution, left_open

_HOMES = frozenset({"state", "people", "seat", "capital", "organisation", "institution", "group", "place"})
_SPEAKERS = frozenset({"spokesman", "spokeswoman", "spokesperson", "press secretary"})
_OF_ONE = {"pope": "VAT", "commission president": "EU", "council president": "EU"}
"""Offices of one state or organisation only, so that the words need not name it."""
_LONGEST_HOME = 6
_MAX_MODIFIERS = 3


@dataclass(frozen=True, slots=True)
class _Ask:
    """A mention with all that is known about where it stands."""

    text: str
    when: str
    day: dt.date | None
    sentence: str
    seen: tuple[str, ...]
    whole: str

    def about(self, text: str) -> _Ask:
        return replace(self, text=text)


class Resolver:
    """Resolves mentions against a `Knowledge`."""

    def __init__(self, knowledge: Knowledge | None = None) -> None:
        self.knowledge = knowledge or Knowledge.load()
        self.people = PersonFinder(self.knowledge)
        self.offices = OfficeFinder(self.knowledge)
        self._steps: tuple[Callable[[_Ask], Resolution | None], ...] = (
            self._nobody, self._of_one, self._named, self._pair, self._leaning, self._backed, self._possessive, self._office_of,
            self._home_first, self._titled, self._placed, self._bare_noun, self._modified, self._surname,
        )  # fmt: skip

    def resolve(self, mention: str, day: dt.date | None = None, *, sentence: str = "", seen: Sequence[str] = ()) -> Resolution:
        """Whom `mention` means on `day`, in its `sentence`, after the actors `seen` (keys, nearest last) in the document."""
        phrase = parts.phrase(mention)
        if not phrase.text:
            return left_open("no words")
        ask = _Ask(phrase.text, phrase.when, day, sentence, tuple(seen), phrase.bare)
        if phrase.bare != phrase.text and (whole := self._named(ask.about(phrase.bare))):
            return whole
        for step in self._steps:
            if (found := step(ask)) is not None:
                return found
        return left_open(f"nothing known bears the name “{phrase.text}”")

    # -- names ------------------------------------------------------------------------------------------------------

    def _nobody(self, ask: _Ask) -> Resolution | None:
        for name in (ask.text, ask.whole):
            if name in not_actors():
                return Resolution((), "nobody", 0.95, (f"“{name}” names no actor",))
        return None

    def _bearers(self, name: str) -> tuple[Entry, ...]:
        names = self.knowledge.names
        return tuple(names.get(name) or names.get(f"the {name}") or names.get(name.replace("’", "'")) or ())

    def _named(self, ask: _Ask) -> Resolution | None:
        bearers = self._bearers(ask.text)
        if not bearers:
            return None
        at = ask.sentence.find(ask.text)
        if at >= 0:
            meant = in_context(ask.text, bearers, ask.sentence, at, at + len(ask.text))
            if not meant:
                return Resolution((), "nobody", 0.8, (f"“{ask.text}” names no actor beside these words",))
            bearers = meant
        candidates = sorted((self._judge(entry, ask) for entry in bearers), key=lambda c: (-c.score, c.key))
        best = candidates[0]
        if best.kind == "place":
            return Resolution((), "place", 0.7, (f"a place in {best.entry.code}, not acting",), tuple(candidates))
        rivals = [c for c in candidates[1:] if c.key != best.key and best.score - c.score < 0.06]
        if rivals and best.kind == "person":
            return left_open(f"“{ask.text}” may be {', '.join(c.key for c in [best, *rivals])}", candidates=candidates)
        key = best.key
        if best.kind in ("state", "people", "seat", "capital"):
            key = self._then(best.entry.code, ask.day)
        return Resolution((key,), best.kind, best.score, best.reasons, tuple(candidates))

    def _judge(self, entry: Entry, ask: _Ask) -> Candidate:
        found = self.knowledge.judge(entry, ask.text, ask.day)
        if entry.key in ask.seen:
            return Candidate(entry, min(1.0, found.score + 0.2), (*found.reasons, "named before in the document"))
        if entry.kind == "person" and ask.day and any(t.first[:4] > str(ask.day.year + 3) for t in entry.terms[:1]):
            return Candidate(entry, max(0.05, found.score - 0.2), (*found.reasons, "came to office only later"))
        return found

    def _then(self, code: str, day: dt.date | None) -> str:
        """The code of a state at a day: a former state's successor where it acts after the change."""
        state = self.knowledge.states.get(code)
        if state and state.successor and day:
            years = self.knowledge.by_key[code].terms
            if years and all(term.last and term.last < str(day.year) for term in years):
                return state.successor
        return code

    # -- compounds ----------------------------------------------------------------------------------------------------

    def _home(self, text: str, ask: _Ask) -> tuple[str, str] | None:
        """The state or organisation that a name, demonym or person's name belongs to: (code, what it was)."""
        plain = parts.phrase(text).text
        found = self._named(replace(ask.about(plain), sentence=""))
        if found and found.kind == "place" and found.candidates:
            return found.candidates[0].entry.code, "place"
        if found and found.key:
            return found.key.partition(":")[0], found.kind
        return None

    def _pair(self, ask: _Ask) -> Resolution | None:
        match = parts.JOINED.match(ask.text)
        if match is None:
            return None
        rest = (match["rest"] or "").lower()
        if rest and rest.split()[-1] not in parts.SHARED and rest.split()[0] not in parts.SHARED:
            return None
        keys = []
        for half in (match["one"], match["two"]):
            if code := parts.PREFIXES.get(half.lower()):
                keys.append(code)
            elif (found := self._named(replace(ask.about(parts.phrase(half).text), sentence=""))) and found.key:
                keys.append(found.key)
            else:
                return None
        return Resolution(tuple(keys), "pair", 0.9, (f"{match['one']} and {match['two']} together",))

    def _leaning(self, ask: _Ask) -> Resolution | None:
        match = parts.LEANING.match(ask.text)
        if match is None:
            return None
        placed = self._placed(ask.about(match["rest"]))
        noun = self.offices.agent(match["rest"].split(), 0)
        if placed and placed.keys:
            return replace(placed, reasons=(*placed.reasons, f"{match['side']}-{match['home']} is a leaning, not a home"))
        if noun and match["home"].lower() in ("kremlin", "government", "regime") and (home := self._home(match["home"], ask)):
            return Resolution((f"{home[0]}:{noun[1]}",), "noun", 0.6, (f"{noun[1]} against a government are of its state",))
        return left_open(f"{match['side']}-{match['home']} tells a leaning, not a home")

    def _backed(self, ask: _Ask) -> Resolution | None:
        match = parts.BACKED.match(ask.text)
        home = match and self._home(match["home"], ask)
        if match is None or home is None:
            return None
        if match["how"] in parts.AT_HOME:
            return self._at_home(home[0], match["rest"], ask, f"{match['home']}-{match['how']}")
        placed = self._placed(ask.about(match["rest"]))
        if placed and placed.keys:
            return placed
        return Resolution(
            (f"-:{ask.text}",), "noun", 0.5, (f"{match['home']} stands behind them; their own state is not told",)
        )

    def _possessive(self, ask: _Ask) -> Resolution | None:
        match = parts.POSSESSIVE.match(ask.text)
        if match is None:
            return None
        owner = self.resolve(match["owner"], ask.day, seen=ask.seen)
        if not owner.key:
            return None
        code, _, name = owner.key.partition(":")
        rest = match["rest"]
        if owner.kind in ("person", "office") or (name and owner.kind not in _HOMES):
            if rest in _SPEAKERS and (held := self.knowledge.office_holder(code, "press secretary", ask.day)):
                return Resolution((held.key,), "office", 0.8, (f"spoke for {name} at that time",))
            if self.offices.agent(rest.split(), 0) or rest in (
                "office",
                "team",
                "camp",
                "campaign",
                "lawyers",
                "family",
                "allies",
            ):
                return Resolution((f"{code}:{rest} of {name}",), "noun", 0.7, (f"{rest} of {name}, {owner.reasons[0]}",))
            return None
        return self._at_home(code, rest, ask, match["owner"], group=name)

    def _home_first(self, ask: _Ask) -> Resolution | None:
        words = ask.text.split()
        for size in range(min(_LONGEST_HOME, len(words) - 1), 0, -1):
            name = " ".join(words[:size])
            found = self._bearers(name) or (self._bearers(name.partition("-")[0]) if "-" in name and size == 1 else ())
            if found and found[0].kind in _HOMES:
                entry = found[0]
                result = self._at_home(entry.code, " ".join(words[size:]), ask, name, group=entry.key.partition(":")[2])
                if result:
                    return result
                if entry.kind in ("people", "state") and size < len(words) and all(w.islower() for w in words[size:]):
                    return Resolution((entry.code,), "people", 0.35, (f"something of “{name}”; no noun that names an actor",))
        return None

    def _modified(self, ask: _Ask) -> Resolution | None:
        """`southern Israel`, `vulnerable Afghans`: a name after words in small letters."""
        words = ask.text.split()
        first = next((i for i, word in enumerate(words) if not word.islower()), 0)
        return self._named(ask.about(" ".join(words[first:]))) if 0 < first <= _MAX_MODIFIERS else None

    def _at_home(self, code: str, rest: str, ask: _Ask, home: str, group: str = "") -> Resolution | None:
        """What stands after a state's, a people's or an organisation's name: an office, a name, a body, a noun."""
        words = rest.split()
        for entry in self._bearers(rest):
            if entry.kind == "place":
                return Resolution((), "place", 0.7, (f"a place in {entry.code}",), (Candidate(entry, 0.7, ()),))
            own = entry.code in (code, "-") or entry.kind in ("company", "medium")
            if entry.kind == "institution" and not own:  # the Namibian Security Council is not that of the UN
                return Resolution((f"{code}:{rest}",), "institution", 0.7, (f"{rest} of “{home}”",))
            if own and entry.kind != "people":
                return Resolution((entry.key,), entry.kind, 0.95, (f"{entry.kind} named after “{home}”",))
        for skipped in range(min(_MAX_MODIFIERS + 1, len(words))):
            agent = self.offices.agent(words, skipped, heads=code not in self.knowledge.states or bool(group))
            if agent is None:
                continue
            end, noun, office = agent
            name = _name_at(words, end)
            if name:
                return self.people.titled(name, code, office, ask.when, ask.day, ask.seen)
            if office:
                return self.offices.holder(
                    f"{code}:{group}" if group and office in ("leader", "head") else code, office, noun, ask.when, ask.day
                )
            if (following := self.offices.agent(words, end)) and following[0] == len(words):
                noun = f"{noun} {following[1]}"
            if group:
                noun = f"{group} {noun}"
            return Resolution((f"{code}:{noun}",), "noun", 0.85, (f"{noun} of “{home}”",))
        if words and all(w[:1].isupper() or w.lower() in ("al", "bin", "de", "von", "van") for w in words):
            return self.people.titled(rest, code, "", ask.when, ask.day, ask.seen)
        return None

    def _of_one(self, ask: _Ask) -> Resolution | None:
        plain = ask.text.lower()
        office = self.offices.nouns.get(plain, self.offices.nouns.get(plain.replace(" the ", " "), ("", "")))[1]
        return self.offices.holder(_OF_ONE[office], office, ask.text, ask.when, ask.day) if office in _OF_ONE else None

    # -- offices and nouns ------------------------------------------------------------------------------------------

    def _office_of(self, ask: _Ask) -> Resolution | None:
        match = parts.OF.match(ask.text)
        words = match["noun"].split() if match else []
        agent = self.offices.agent(words, 0, heads=True)
        if match is None or agent is None or agent[0] != len(words) or not agent[2]:
            return None
        name, home_text = "", match["home"]
        if "," in home_text:
            home_text, _, name = home_text.partition(",")
        bearers = self._bearers(parts.phrase(home_text).text)
        home = next((e for e in bearers if e.kind in _HOMES), None)
        if home is None:
            return None
        if name.strip()[:1].isupper():
            return self.people.titled(name.strip(), home.code, agent[2], ask.when, ask.day, ask.seen)
        group = home.key.partition(":")[2] if home.kind != "organisation" else ""
        return self.offices.holder(f"{home.code}:{group}" if group else home.code, agent[2], agent[1], ask.when, ask.day)

    def _titled(self, ask: _Ask) -> Resolution | None:
        words = ask.text.split()
        agent = self.offices.agent(words, 0)
        if agent and words[0][:1].isupper() and (name := _name_at(words, agent[0])):
            return self.people.titled(name, "", agent[2], ask.when, ask.day, ask.seen)
        if title := parts.TITLE.match(ask.text):
            rest = ask.text[title.end() :]
            if (exact := self._named(ask.about(rest))) and exact.kind == "person":
                return exact
            return self.people.titled(rest, "", "", ask.when, ask.day, ask.seen)
        return None

    def _placed(self, ask: _Ask) -> Resolution | None:
        match = parts.PLACED.match(ask.text)
        if match is None:
            return None
        words = match["noun"].split()
        agents = [self.offices.agent(words, i) for i in range(len(words))]
        agent = next((a for a in agents if a and a[0] == len(words)), None)
        place = parts.phrase(match["place"]).text
        for direction in ("", "eastern ", "western ", "northern ", "southern ", "central "):
            home = self._home(place.removeprefix(direction), ask) if agent and place.lower().startswith(direction) else None
            if agent and home:
                return Resolution((f"{home[0]}:{agent[1]}",), "noun", 0.75, (f"{agent[1]} in {place} ({home[0]})",))
        return None

    def _bare_noun(self, ask: _Ask) -> Resolution | None:
        words = ask.text.split()
        agent = next((a for i in range(len(words)) if (a := self.offices.agent(words, i)) and a[0] == len(words)), None)
        if agent is None or (words[0][:1].isupper() and self.offices.agent(words, 0) != agent):
            return None
        _, noun, office = agent
        homes = [code for code in (key.partition(":")[0] for key in ask.seen) if code in self.knowledge.states]
        if not homes:
            return left_open(f"{noun} of a state that the words do not tell")
        if office:
            found = self.offices.holder(homes[-1], office, noun, ask.when, ask.day)
            return replace(found, score=min(found.score, 0.5), reasons=(*found.reasons, "of the state named last"))
        return Resolution((f"{homes[-1]}:{noun}",), "noun", 0.45, (f"{noun} of the state named last",))

    def _surname(self, ask: _Ask) -> Resolution | None:
        return self.people.named(ask.text, ask.day, ask.seen) if ask.text[:1].isupper() else None


def _name_at(words: Sequence[str], at: int) -> str:
    """The person's name that begins at a word and reaches to the end; empty where there is none."""
    name = words[at:]
    if not name or not _name_word(name[0]) or not _name_word(name[-1]) or name[-1].lower() in parts.PARTICLES:
        return ""
    return " ".join(name).strip(",")


def _name_word(word: str) -> bool:
    """Whether a word may stand in a name: capital, a particle, or one with a small article before a hyphen (el-Sisi)."""
    return word[:1].isupper() or word.lower() in parts.PARTICLES or word.partition("-")[2][:1].isupper()
