"""Political acts as the model sees them: the words that express one, its type, status, object, and who takes which part.

This is the proposing half of event coding; `comity.reading.events` settles parties, dates and sources and writes events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from comity.knowledge import trigger_words
from comity.model import ABOUT_ANOTHER_ACT, EventCode, Status
from comity.reading.draft import Draft, Mention
from comity.reading.encoder import Scores, SentenceReading
from comity.reading.grammar import conjuncts, subject
from comity.reading.labels import CODES, ROLES, STATUSES
from comity.reading.plain_parts import plain_parts

ACT = 0.4  # how sure the model must be that a word expresses an act; set on the development gold
PARTY = 0.6  # and that a mention takes part in it
OBJECT = 0.25  # and that the act is about another one; two at most
OBJECT_ALONE = 0.1  # the likeliest object, where none reaches that
OBJECT_DUE = 0.02  # the same, of acts that the gold's training documents mostly give one
LEXICON = 0.7  # what the tables' word weighs beside the model's probabilities
_PLAIN = 0.62  # whose part is plain by syntax takes it, with little confidence
_PLACE = 0.72  # what names a place is a party only where the model is surer
_ACTOR, _RECIPIENT = ROLES.index("actor"), ROLES.index("recipient")
_MOSTLY_ABOUT = frozenset({EventCode.AGREE, EventCode.REQUEST, EventCode.REJECT, EventCode.THREATEN, EventCode.ACCUSE})


@dataclass(frozen=True, slots=True)
class Party:
    """A mention with the part that it takes in an act."""

    mention: Mention
    score: float


@dataclass(frozen=True, slots=True)
class Act:
    """A proposed act: word indices of its trigger in a sentence, scores, and the mentions that take part."""

    sentence: int
    words: tuple[int, ...]
    code: EventCode
    score: float
    runner_up: tuple[str, float]
    status: Status
    objects: tuple[EventCode, ...]
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    guess: EventCode | None = None  # the likeliest object of an act that must have one, where none is likely


@lru_cache(maxsize=20_000)
def lexical_code(word: str) -> EventCode | None:
    """The type of act that a word nearly always expresses, by the tables; None for most words."""
    whole, stems = trigger_words()
    if word in whole:
        return whole[word]
    return next((stems[word[:size]] for size in range(len(word), 2, -1) if word[:size] in stems), None)


_STANDS = re.compile(
    r"(?:back|support|endors|welcom|prais|applaud|criticis|criticiz|oppos|condemn|echo|shar|uphold|upheld|reject|dismiss)\w*"
)


def weighed(reading: SentenceReading, trigger: list[int]) -> Scores:
    """The types' scores of a trigger: the model's, and what the tables know of its words and of the phrase."""
    codes: Scores = reading.codes[trigger].mean(0)
    words = [reading.words[i].lower() for i in trigger]
    after = reading.words[trigger[-1] + 1 : trigger[-1] + 2]
    phrases = [" ".join(words), f"{words[-1]} {after[0].lower()}" if after else ""]
    known = [code for text in (*phrases, *words) if (code := lexical_code(text)) is not None]
    if known:
        codes = codes.copy()
        codes[CODES.index(known[0])] += LEXICON * (1.0 - codes[0])
    return codes


def _groups(reading: SentenceReading, threshold: float) -> list[list[int]]:
    """Runs of words that express one act: neighbours, or parted by one function word, with the same best code."""
    certain = 1.0 - reading.codes[:, 0]
    best = reading.codes[:, 1:].argmax(-1)
    found: list[list[int]] = []
    for i in np.flatnonzero(certain >= threshold):
        last = found[-1][-1] if found else -9
        near = i - last == 1 or (i - last == 2 and reading.tags[i - 1] in ("DET", "ADP", "PART", "ADJ", "PRON"))
        if near and best[i] == best[last]:
            found[-1].append(int(i))
        else:
            found.append([int(i)])
    return found


def _parties(
    reading: SentenceReading, trigger: list[int], code: EventCode, mentions: list[tuple[Mention, list[int]]]
) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """The mentions that act and those that are acted upon; whom the model takes for a source is neither."""
    roles = _part_scores(reading, trigger)
    onlookers = bystanders(reading, trigger)
    themes = talked_about(reading, code)
    sides: dict[int, list[Party]] = {role: [] for role in range(1, len(ROLES))}
    for mention, words in mentions:
        if not mention.actors or not words or set(words) & set(trigger) or themes.issuperset(words):
            continue
        scores = roles[words].max(0)
        role = int(scores[1:].argmax()) + 1
        if role == _RECIPIENT and onlookers & set(words):
            continue
        if scores[role] >= (_PLACE if mention.kind == "place" else PARTY):
            sides[role].append(Party(mention, float(scores[role])))
    actors, recipients = (tuple(sorted(sides[role], key=lambda p: p.mention.start)) for role in (_ACTOR, _RECIPIENT))
    return actors, recipients


def _part_scores(reading: SentenceReading, trigger: list[int]) -> Scores:
    """How likely each word takes each of `ROLES` in an act: the model's scores, or the order of words where that is plain."""
    roles: Scores = reading.roles[trigger].mean(0)
    plain = plain_parts(reading, trigger)
    for words, role, other in ((plain.recipients, _RECIPIENT, _ACTOR), (plain.actors, _ACTOR, _RECIPIENT)):
        if words:
            roles, at = roles.copy(), sorted(words)
            roles[at, role] = np.maximum(roles[at][:, [_ACTOR, _RECIPIENT]].sum(1), _PLAIN)
            roles[at, other] = 0.0
    if plain.recipients and not plain.actors:  # it is plain who faces it: no other word may
        roles[[i for i in range(len(roles)) if i not in plain.recipients], _RECIPIENT] = 0.0
    return roles


def bystanders(reading: SentenceReading, trigger: list[int]) -> set[int]:
    """Words for whoever takes a stand on another's act: "China backed Russia's demand" is no demand on China."""
    noun = trigger[-1]
    if reading.tags[noun] != "NOUN" or reading.relations[noun] != "obj":
        return set()
    owned = any(
        reading.relations[c] == "nmod" and any(reading.relations[g] == "case" for g in reading.children[c]) and c < noun
        for c in reading.children[noun]
    )
    verb = reading.heads[noun]
    if not owned or _STANDS.fullmatch(reading.words[verb].lower()) is None:
        return set()
    holder = subject(reading, verb)
    return set() if holder is None else {word for one in conjuncts(reading, holder) for word in reading.subtree(one)}


_ABOUT = frozenset({"on", "about", "over", "regarding", "concerning", "towards"})
_STANCES = frozenset("position positions stance policy policies view views approach opinion opinions stand line".split())


def talked_about(reading: SentenceReading, code: EventCode) -> set[int]:
    """Words for what is talked about or thought of: who is named in "talks on Ukraine", "a stance on Taiwan", takes no part."""
    found: set[int] = set()
    for case, relation in enumerate(reading.relations):
        theme = reading.heads[case]
        if relation != "case" or theme < 0 or reading.words[case].lower() not in _ABOUT:
            continue
        over = reading.heads[theme]
        if code is EventCode.CONSULT or (over >= 0 and reading.words[over].lower() in _STANCES):
            found |= {word for one in conjuncts(reading, theme) for word in reading.subtree(one)}
    return found


def propose(draft: Draft, index: int, threshold: float = ACT) -> list[Act]:
    """The acts of one sentence, in order."""
    reading = draft.readings[index]
    groups = _groups(reading, threshold)
    if not groups:
        return []
    mentions = _placed(draft, index)
    found = []
    for trigger in groups:
        codes = weighed(reading, trigger)
        order = np.argsort(-codes[1:]) + 1
        code = EventCode(CODES[order[0]])
        statuses = reading.statuses[trigger].mean(0)
        status = Status(STATUSES[int(statuses.argmax())])
        objects: tuple[EventCode, ...] = ()
        guess = None
        if code in ABOUT_ANOTHER_ACT:
            scores = reading.objects[trigger].mean(0)
            likely = [int(i) for i in np.argsort(-scores, kind="stable")[:2] if scores[i] >= OBJECT]
            if not likely and scores.max() >= OBJECT_ALONE:
                likely = [int(scores.argmax())]
            objects = tuple(EventCode(CODES[i + 1]) for i in sorted(likely))
            if not objects and code in _MOSTLY_ABOUT and scores.max() >= OBJECT_DUE:
                guess = EventCode(CODES[int(scores.argmax()) + 1])
        actors, recipients = _parties(reading, trigger, code, mentions)
        found.append(
            Act(
                index,
                tuple(trigger),
                code,
                float(1.0 - reading.codes[trigger, 0].mean()),
                (CODES[order[1]], min(1.0, float(codes[order[1]]))),
                status,
                objects,
                actors,
                recipients,
                guess,
            )
        )
    return found


def _placed(draft: Draft, index: int) -> list[tuple[Mention, list[int]]]:
    """The mentions of a sentence with the indices of their words; of nested ones the outermost."""
    words = draft.sentences[index].words[: len(draft.readings[index].words)]
    return _outermost(
        [
            (m, [i for i, w in enumerate(words) if w.start < m.end and w.end > m.start])
            for m in draft.mentions
            if m.sentence == index
        ]
    )


def role_scores(draft: Draft, act: Act) -> list[tuple[Mention, list[int], Scores]]:
    """The mentions of an act's sentence outside of its trigger, with their words and the score of each of `ROLES`."""
    roles = _part_scores(draft.readings[act.sentence], list(act.words))
    return [
        (mention, words, roles[words].max(0))
        for mention, words in _placed(draft, act.sentence)
        if mention.actors and words and not set(words) & set(act.words)
    ]


def parts(draft: Draft, act: Act) -> list[tuple[Mention, str, float]]:
    """The part that each mention of the sentence most likely takes in an act (see `ROLES`), and how likely, in their order.

    Those below `PARTY` take none in the event that is written.
    """
    found = []
    for mention, _, scores in role_scores(draft, act):
        role = int(scores[1:].argmax()) + 1
        found.append((mention, ROLES[role], round(float(scores[role]), 2)))
    return found


def _outermost(mentions: list[tuple[Mention, list[int]]]) -> list[tuple[Mention, list[int]]]:
    """Without mentions that lie inside another one: "Russian" in "Russian troops"."""
    return [
        (m, words)
        for m, words in mentions
        if not any(
            o is not m and o.start <= m.start and m.end <= o.end and (o.end - o.start) > (m.end - m.start) for o, _ in mentions
        )
    ]
