"""Which person a name means: by full name, by surname, with a title, in a state, at a date, after those named before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from comity.knowledge.entries import Entry
from comity.knowledge.knowledge import LEADING, RULING, Candidate, Knowledge, fold
from comity.knowledge.resolution import Resolution

_CLEAR = 0.08
"""How much better the best of several persons must fit for the others to be out of the question."""


class PersonFinder:
    """Finds persons in a `Knowledge` by what texts call them."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def bearers(self, name: str) -> list[Entry]:
        """Persons by full name or surname, whatever its accents; with a first name only those whom it fits."""
        whole = [e for e in self.knowledge.folded(name) if e.kind == "person"]
        words = name.split()
        if whole or len(words) == 1:
            return list(dict.fromkeys(whole))
        by_surname = [e for part in (words[-1], " ".join(words[-2:]), words[0]) for e in self.knowledge.surnames.get(part, ())]
        return [e for e in dict.fromkeys(by_surname) if fits(name, e.name)]

    def titled(self, name: str, code: str, office: str, when: str, day: dt.date | None, seen: Sequence[str]) -> Resolution:
        """`Foreign Minister Lavrov`, `Iran's Zarif`: a person of a state who held an office (of any, any, where empty)."""
        first, of, realm = name.partition(" of ")
        if of and (home := next((e for e in self.knowledge.names.get(realm, ()) if e.kind == "state"), None)):
            name, code = first, home.code  # King Abdullah of Jordan
        pool = [e for e in self.bearers(name) if not code or e.code == code]
        candidates = self._rank(pool, office, when, day, seen)
        if candidates and (len(candidates) == 1 or candidates[0].score - candidates[1].score >= _CLEAR):
            best = candidates[0]
            if best.score >= 0.3 or code or " " in name:
                return Resolution((best.key,), "person", best.score, best.reasons, tuple(candidates))
        if candidates:
            who = ", ".join(c.key for c in candidates[:4])
            return Resolution((), "open", 0.0, (f"“{name}” may be {who}",), tuple(candidates))
        if code:
            return Resolution((f"{code}:{name}",), "person", 0.6, (f"not in the tables; of {code} by the words before",))
        return Resolution((), "open", 0.0, (f"“{name}” is not in the tables, and no state is told",))

    def named(self, name: str, day: dt.date | None, seen: Sequence[str]) -> Resolution | None:
        """A bare surname: someone named before, else one who leads a state or an organisation at that time."""
        pool = self.bearers(name)
        before = [e for e in pool if e.key in seen]
        if len(before) == 1:
            return Resolution((before[0].key,), "person", 0.95, ("named before in the document",))
        heard = [key for key in reversed(seen) if name in key.partition(":")[2].split()]
        if heard and not before:
            return Resolution((heard[0],), "person", 0.85, ("a name given in full before in the document",))
        leading = [e for e in before or pool if any(t.office in LEADING or e.source == "comity" for t in e.terms)]
        candidates = self._rank(leading, "", "", day, seen)
        near = [c for c in candidates if c.score >= 0.5]
        if not near:
            return None
        if len(near) == 1 or near[0].score - near[1].score >= _CLEAR:
            return Resolution((near[0].key,), "person", near[0].score, near[0].reasons, tuple(candidates))
        who = ", ".join(c.key for c in near[:4])
        return Resolution((), "open", 0.0, (f"“{name}” may be {who}",), tuple(candidates))

    def _rank(self, pool: Iterable[Entry], office: str, when: str, day: dt.date | None, seen: Sequence[str]) -> list[Candidate]:
        return sorted((self._judge(e, office, when, day, seen) for e in pool), key=lambda c: (-c.score, c.key))

    def _judge(self, entry: Entry, office: str, when: str, day: dt.date | None, seen: Sequence[str]) -> Candidate:
        """How well a person fits an office and a day; "past" asks for one who has left it, "next" for one who has not begun."""
        score, reasons = 0.5, [f"name of {entry.name}"]
        kin = {office, "leader", "president"} if office == "president" else {office}
        terms = [t for t in entry.terms if not office or t.office in kin]
        iso = day.isoformat() if day else ""
        if not terms:
            score -= 0.15
            reasons.append(f"not known as {office}" if office else "no office known")
        elif when == "past" and day:
            ended = [t for t in terms if t.last and t.last[:10] <= iso]
            score += 0.3 if ended and not any(t.covers(day) for t in terms) else -0.2
            reasons.append("had left office by then" if ended else "had not left office by then")
        elif when == "next" and day:
            coming = [t for t in terms if iso < t.first <= f"{day.year + 1}{iso[4:]}"]
            score += 0.4 if coming else -0.2
            reasons.append("was to take office" if coming else "was not about to take office")
        elif any(t.covers(day) for t in terms):
            term = next(t for t in terms if t.covers(day))
            score += 0.4
            reasons.append(f"{term.office} {term.first}–{term.last or 'today'}")
        elif day is None:
            told = any(t.office in LEADING and (t.last or "9999") >= "1985" for t in terms)
            score += 0.1 if told else -0.1
            reasons.append("no date is known")
        else:
            away = min(t.distance(day) for t in terms)
            score -= min(0.35, 0.04 * away)
            reasons.append(f"{away} years from the nearest term")
        if entry.code in self.knowledge.states and any(t.office in RULING and t.covers(day) for t in terms):
            score += 0.1
        if not office and entry.terms and all(t.office == "government" for t in entry.terms):
            score -= 0.25
        if entry.key in seen:
            score += 0.3
            reasons.append("named before in the document")
        elif any(key.partition(":")[0] == entry.code for key in seen):
            score += 0.1
            reasons.append("the state is named before")
        return Candidate(entry, max(0.05, min(1.0, score)), tuple(reasons))


def fits(name: str, known: str) -> bool:
    """Whether a name with a first name or initials can be another form of a known one."""
    ours, theirs = fold(name).replace("-", " ").split(), fold(known).replace("-", " ").split()
    if set(ours) <= set(theirs) or (len(theirs) > 1 and set(theirs) <= set(ours)):
        return True
    return ours[-1] == theirs[-1] and (ours[0][:3] == theirs[0][:3] or (len(ours[0]) == 1 and theirs[0][0] == ours[0]))
