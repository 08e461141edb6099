"""Whether two statements tell of one event: a score from a few named features, each with its weight on show.

Record linkage in the manner of Fellegi & Sunter (1969), "A Theory for Record Linkage": evidence for and against is added
up as log-odds. The weights were set on pairs of gold statements (`benchmarks/occurrences.py` measures them).
"""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from itertools import combinations

from comity.ledger import Row
from comity.model import MUTUAL, Actor, Event, EventCode, Status, When

_FAMILIES = {
    "talk": (EventCode.CONSULT,),
    "accord": (EventCode.AGREE, EventCode.SUPPORT, EventCode.COOPERATE),
    "giving": (EventCode.AID, EventCode.CONCEDE, EventCode.RETREAT),
    "asking": (EventCode.REQUEST,),
    "blame": (EventCode.ACCUSE, EventCode.REJECT),
    "threat": (EventCode.THREATEN,),
    "street": (EventCode.PROTEST,),
    "sanction": (EventCode.SANCTION,),
    "force": (EventCode.MOBILIZE, EventCode.COERCE, EventCode.ASSAULT),
}
FAMILY = {code: family for family, codes in _FAMILIES.items() for code in codes}
"""Types that careful readers may take for one another; only events of one family are compared."""

_MOST_PAIRS = 12  # a summit of thirty has 435 pairs of states; the first few find its other reports
_PRIOR = -2.2  # log-odds of two candidates of one family, pair and time being one event, before features
_SAME_DAY, _DAY_APART = 1.6, 0.4
_BY_DOCUMENT = 0.3  # the same day, but only because both documents appeared on it
_STATUS_APART = {
    frozenset((Status.HAPPENED, Status.DENIED)): -0.6,
    frozenset((Status.HAPPENED, Status.POSSIBLE)): -0.7,
    frozenset((Status.HAPPENED, Status.PLANNED)): -0.2,
    frozenset((Status.PLANNED, Status.POSSIBLE)): -0.2,
    frozenset((Status.PLANNED, Status.DENIED)): -0.4,
    frozenset((Status.POSSIBLE, Status.DENIED)): -0.9,
}
WIDEST = dt.timedelta(days=3)
"""How far apart two dates of one event may lie: papers of the next days, and time zones."""


def when_of(row: Row) -> When | None:
    """An event's own date, else its document's day."""
    own = row.statement.date if isinstance(row.statement, Event) else None
    return own or (When(row.document_date) if row.document_date else None)


class Told:
    """An event as one document tells it, with what its matching needs.

    `when` is its time and `days` the first and last day of that; `codes` are those of all parties, `persons` the keys of those
    with names; `sides` are the codes of those who act and of those acted on, which are the same where all act together.
    """

    __slots__ = ("_words", "codes", "days", "event", "persons", "row", "sides", "when")

    def __init__(self, row: Row) -> None:
        event = row.statement
        assert isinstance(event, Event)
        self.row, self.event, self.when = row, event, when_of(row)
        self.days = (self.when.first, self.when.last) if self.when else None
        parties = (*event.actors, *event.recipients)
        self.persons = frozenset(actor.key for actor in parties if actor.name)
        does = frozenset(actor.code for actor in event.actors)
        takes = frozenset(actor.code for actor in event.recipients)
        self.sides, self.codes = (does, takes or does), does | takes
        self._words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        """Stems of the words that its evidence uses."""
        if self._words is None:  # few are asked for theirs, and of those most more than once
            text = " ".join(span.text for span in self.event.evidence).lower()
            self._words = frozenset(word[:6] for word in _WORD.findall(text)) - _COMMON
        return self._words

    @property
    def blocks(self) -> tuple[str, ...]:
        """Pairs of codes under which its other tellings are looked for: those across sides, else those of all parties."""
        does, takes = self.sides
        if self.event.recipients:
            found = {" ".join(sorted((a, b))) for a in does for b in takes}
        else:
            found = {" ".join(pair) for pair in combinations(sorted(does), 2)} or {f"{code} {code}" for code in does}
        return tuple(sorted(found)[:_MOST_PAIRS])


_WORD = re.compile(r"[^\W\d_]{4,}|\d+")
_COMMON = frozenset(
    word[:6]
    for word in "that this with from have been were will would they their said says also which about after before other more "
    "than into over between during president minister foreign".split()
)


@dataclass(frozen=True, slots=True)
class Match:
    """How likely two statements tell of one event (0 to 1), and what spoke for and against it, in log-odds."""

    score: float
    reasons: tuple[tuple[str, float], ...]


def _dates(a: When, b: When, dated: bool) -> tuple[str, float]:
    if max(a.first, b.first) <= min(a.last, b.last):  # they overlap
        shorter, longer = sorted(((a.last - a.first).days + 1, (b.last - b.first).days + 1))
        if longer == 1:
            return ("same day", _SAME_DAY) if dated else ("documents of one day", _BY_DOCUMENT)
        if shorter == longer:
            return "same period", 0.9 if longer <= 40 else 0.2
        return "one date within the other", 0.6 if longer <= 7 else 0.0 if longer <= 31 else -0.8
    apart = (max(a.first, b.first) - min(a.last, b.last)).days
    if apart == 1:
        return "a day apart", _DAY_APART
    return f"{apart} days apart", -1.2


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _persons(a: tuple[Actor, ...], b: tuple[Actor, ...]) -> tuple[int, int]:
    """(persons or bodies named in both, codes under which the two name different ones)."""
    same = len({x.key for x in a if x.name} & {x.key for x in b if x.name})
    other = 0
    for code in {x.code for x in a} & {x.code for x in b}:
        left, right = ({x.name for x in side if x.code == code} for side in (a, b))
        if "" not in left | right and not left & right:
            other += 1
    return same, other


def _parties(a: Event, b: Event) -> list[tuple[str, float]]:
    found = []
    left, right = (frozenset(x.code for x in (*e.actors, *e.recipients)) for e in (a, b))
    shared = _overlap(left, right)
    found.append(("same parties", 1.2) if shared == 1.0 else ("some parties differ", 1.2 * shared - 0.9))
    same, other = _persons((*a.actors, *a.recipients), (*b.actors, *b.recipients))
    if same:
        found.append(("same persons", min(same, 2) * 0.35))
    if other:
        found.append(("other persons", -1.3 * other))
    does, done = ({x.code for x in e.actors} for e in (a, b))
    takes, taken = ({x.code for x in e.recipients} for e in (b, a))
    together = a.code in MUTUAL and b.code in MUTUAL
    if takes and taken and not together and not does & done and (does & takes or done & taken):
        found.append(("the other way round", -3.0))
    return found


def _content(a: Event, b: Event) -> list[tuple[str, float]]:
    found = [("same type", 0.6) if a.code is b.code else ("other type", -1.0)]
    if a.object and b.object:
        found.append(("same object", 0.7) if set(a.object) & set(b.object) else ("other object", -1.6))
    elif a.object or b.object:
        found.append(("one names no object", -0.3))
    if a.topics and b.topics and not set(a.topics) & set(b.topics):
        found.append(("other topics", -0.5))
    if a.place and b.place:
        here = a.place.name == b.place.name
        found.append(("same place", 0.7) if here else ("other place", -0.9 if a.place.code == b.place.code else -1.6))
    return found


def compare(a: Told, b: Told, *, reprints: bool = False) -> Match | None:
    """How two tellings of the same family match; None where they cannot be one event.

    Two statements of one document by one source are two events already (or one, and then one statement); without a date
    there is nothing to compare. `reprints` says that the documents are near duplicates of one another.
    """
    if FAMILY[a.event.code] != FAMILY[b.event.code] or not a.when or not b.when:
        return None
    if max(a.when.first, b.when.first) - min(a.when.last, b.when.last) > WIDEST:
        return None
    same_document = a.row.document_id == b.row.document_id
    if same_document and a.event.according_to == b.event.according_to:
        return None
    dated = bool(a.event.date or b.event.date)
    reasons = [("prior", _PRIOR), _dates(a.when, b.when, dated), *_parties(a.event, b.event), *_content(a.event, b.event)]
    if a.event.status is not b.event.status:
        reasons.append((f"{a.event.status} and {b.event.status}", _STATUS_APART[frozenset((a.event.status, b.event.status))]))
    if dated and a.event.code is EventCode.CONSULT and b.event.code is EventCode.CONSULT:
        reasons.append(("a meeting", 0.8))  # two meetings of one pair on one day are rare, two accusations are not
    likeness = _overlap(a.words, b.words)
    reasons.append(("words", round(3.0 * likeness - 0.3, 2)))
    if reprints:
        reasons.append(("reprint", 1.5))
    if same_document:
        reasons.append(("same document", 0.5))
    odds = sum(weight for _, weight in reasons)
    return Match(round(1.0 / (1.0 + math.exp(-odds)), 4), tuple(reasons))
