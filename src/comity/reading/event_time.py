"""When an act took place: the time expression that belongs to it, else what its tense says."""

from __future__ import annotations

from comity.model import Status, When
from comity.reading.draft import Draft, TimeExpression
from comity.reading.encoder import SentenceReading
from comity.reading.grammar import above, clause
from comity.reading.labels import ARGUMENTS

_WHEN = ARGUMENTS.index("TMP")
_BELONGS = 0.3  # the model's score from which a time is the act's own
_RELATED = 0.4  # what is left of it where the time stands in a relative clause: "the 37th time they have met since 2013"
_NEAR = 14  # words within which an unclaimed time is taken


def act_time(
    draft: Draft, index: int, trigger: tuple[int, ...], status: Status
) -> tuple[When | None, TimeExpression | None, str]:
    """The act's time, the expression it rests on (None where tense decided), and why."""
    reading, sentence = draft.readings[index], draft.sentences[index]
    words = sentence.words[: len(reading.words)]
    day = draft.document.date
    told = status is Status.HAPPENED and _plain_past(draft, index, trigger)
    best: tuple[float, TimeExpression] | None = None
    for time in draft.times:
        if time.sentence != index or time.when is None:
            continue
        past = day is not None and time.when.first <= day
        if told and day is not None and not past:
            continue  # "…, who was envoy until December, criticized the decision": what was done has no coming time
        covered = [i for i, w in enumerate(words) if w.start < time.end and w.end > time.start]
        if not covered:
            continue
        score = float(reading.arguments[list(trigger)][:, covered, _WHEN].max())
        distance = min(abs(i - t) for i in covered for t in trigger)
        head = next((i for i in covered if reading.heads[i] not in covered), covered[0])
        where = _where(reading, head, trigger[0], past)
        if where == "below" or _of_occasion(reading, covered[0], trigger):
            continue
        if score < _BELONGS:
            own = reading.heads[head] == clause(reading, trigger[0])  # "On Friday, thousands of protesters in black … gathered"
            score = 0.25 if (distance <= _NEAR or own) and where != "aside" and not _of_another(reading, head, trigger) else 0.0
        if where == "related":
            score *= _RELATED
        score -= distance / 1000
        if score > 0 and (best is None or score > best[0]):
            best = (score, time)
    if best is not None:
        return best[1].when, best[1], "time expression beside it"
    if day is not None and told and not _background(reading, clause(reading, trigger[0])):
        return When(day.isoformat()), None, "plain past tense: the document's day"
    return None, None, "no time given"


def _where(reading: SentenceReading, time: int, act: int, past: bool) -> str:
    """Where a time's clause stands to an act's: `below` in an adverbial one ("…, starting next week"), `related` in a relative
    one ("…, which both signed in May"), `aside`, else `with` it.

    A past time in a clause of purpose tells when all of it was done: "flew to Oslo to meet the minister on Monday".
    """
    told, done = clause(reading, time), clause(reading, act)
    over, under = above(reading, told), above(reading, done)
    if done in over:
        between = over[: over.index(done)]
        adverbial = [one for one in between if reading.relations[one] == "advcl"]
        if adverbial and not (past and all(_of_purpose(reading, one) for one in adverbial)):
            return "below"
        return "related" if told != done and reading.relations[told] == "acl" else "with"
    return "with" if told in under else "aside"


def _of_another(reading: SentenceReading, time: int, trigger: tuple[int, ...]) -> bool:
    """Whether a time belongs to another noun than the act's: "shared concerns about last July's election"."""
    holder = reading.heads[time]
    return holder >= 0 and holder not in trigger and reading.tags[holder] in _NOUNS and reading.relations[time] in _OF_NOUNS


def _of_occasion(reading: SentenceReading, time: int, trigger: tuple[int, ...]) -> bool:
    """Whether a time stands right after an occasion that an act's noun is about: "a boycott of the Games this winter"."""
    before, noun = time - 1, trigger[-1]
    if before <= noun or reading.tags[noun] not in _NOUNS or reading.words[before].lower() not in _OCCASIONS:
        return False
    return noun in above(reading, before)[1:] and reading.tags[time] != "ADP"


def _background(reading: SentenceReading, verb: int) -> bool:
    """Whether a clause tells what is known, not what is new: "the accord that both signed", "after he took office".

    What a comma parts off may be news ("the premier, who asked them to leave"), and so may a participle ("a note blaming him").
    """
    children, relation = reading.children[verb], reading.relations[verb]
    if relation in _ADDED and any(reading.words[c].lower() in _EARLIER for c in children if reading.relations[c] in _LINKS):
        return True
    parted = any(reading.words[c] == "," for c in children if c < verb)
    relative = any(reading.words[c].lower() in _RELATIVE for c in reading.subtree(verb) if c < verb)
    return relation == "acl" and relative and not parted and _is_past(reading, verb)


def _of_purpose(reading: SentenceReading, verb: int) -> bool:
    marks = [c for c in reading.children[verb] if reading.relations[c] == "mark"]
    return any(reading.words[c].lower() == "to" for c in marks)


def _plain_past(draft: Draft, index: int, trigger: tuple[int, ...]) -> bool:
    """Whether the act is told in plain past tense, by its own verb or by the one that carries it: "held talks", "…, blaming"."""
    reading = draft.readings[index]
    for i in trigger:
        if reading.tags[i] == "VERB" and _is_past(reading, i):
            return True
    node, steps = trigger[0], 0
    if reading.tags[node] == "VERB" and not reading.words[node].lower().endswith("ing"):
        return reading.relations[node] == "xcomp" and reading.heads[node] >= 0 and _is_past(reading, reading.heads[node])
    while reading.relations[node] in _CARRIED and reading.heads[node] >= 0 and steps < _CLIMB:
        node, steps = reading.heads[node], steps + 1
        if reading.tags[node] in ("VERB", "AUX"):
            return _is_past(reading, node)
    return False


def _is_past(reading: SentenceReading, verb: int) -> bool:
    word = reading.words[verb].lower()
    auxiliaries = {reading.words[c].lower() for c in reading.children[verb] if reading.relations[c] == "aux"}
    return (word in _IRREGULAR or word.endswith("ed")) and not auxiliaries & _NOT_PLAIN


_EARLIER = frozenset("after since when as before until once".split())
_RELATIVE = frozenset("who whom whose which that where".split())
_ADDED = frozenset({"advcl", "acl"})
_LINKS = frozenset({"mark", "advmod"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_OCCASIONS = frozenset("games olympics cup championship championships summit conference election elections referendum".split())
_OF_NOUNS = frozenset({"nmod", "compound"})
_CARRIED = frozenset({"obj", "obl", "xcomp", "advcl", "acl", "conj", "nsubj", "nmod", "compound", "amod"})
_CLIMB = 3  # from "sanctions" in "outlined the set of sanctions" to its verb
_NOT_PLAIN = frozenset(
    "has have had will would may might could can should must ’ve 've ’ll 'll to is are am be being ’re 're ’s 's".split()
)
_IRREGULAR = frozenset(
    (
        "had met told spoke said held shot fought gave sent took struck hit broke withdrew sought drew swore led left made "
        "found put paid won lost began threw cut set shut beat bought sold wrote called blew overthrew forbade laid came "
        "went brought hosted offered fled thanked saw kept got let drove rose seized"
    ).split()
)
