"""Whose wish, plan, judgement, knowledge or question a stretch of text is: "Oslo wants …", "she doubts …", "is worried about …".

Nobody says such a thing, so no statement stands under the holder's name for it; but the words are held by somebody, and a
reader should see by whom. Pareti (2016, "PARC 3.0", LREC, section 2) calls both attribution: assertions, beliefs, facts and
eventualities. The verbs and adjectives below are ours, grouped by what is held.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from comity.reading.encoder import SentenceReading
from comity.reading.grammar import subject
from comity.reading.labels import ARGUMENTS

_VERBS = frozenset(
    # wishes, plans, efforts
    "want wish hope desire crave prefer plan intend aim mean seek strive aspire decide resolve pursue "
    # demands, permissions, proposals
    "demand request ask urge call implore beg lobby insist mandate "
    "encourage advise recommend counsel exhort forbid ban prohibit approve rule "
    "propose suggest offer float pitch advocate promote champion vote petition "
    # promises, threats, refusals, agreements
    "promise vow pledge swear guarantee threaten warn refuse decline reject rebuff oppose resist agree consent "
    "concede undertake volunteer vie "
    # judgements of others
    "accuse blame criticize criticise condemn denounce decry deplore slam blast attack assail rip bash mock ridicule deride "
    "insult disparage belittle dismiss question doubt challenge dispute rebuke chide fault scold berate vilify lambast lambaste "
    "praise laud hail commend applaud admire extol tout credit thank congratulate honor honour celebrate cheer defend "
    "support back endorse favor favour embrace welcome appreciate like love hate dislike despise fear dread resent regret mourn "
    "describe portray paint depict characterize characterise label brand dub frame view regard see consider deem liken "
    "compare rate rank recognize recognise perceive interpret judge assess evaluate overrule uphold convict find "
    # beliefs, knowledge, discoveries
    "believe think suppose assume presume imagine guess reckon suspect expect anticipate foresee predict forecast project "
    "know understand realize realise learn discover determine conclude notice remember recall forget comprehend grasp "
    "show reveal indicate document calculate estimate identify detect confirm "
    # telling, without a clause
    "add note cite mention quote address discuss debate explain detail outline lay report announce "
    "publish write read recite invoke echo repeat reiterate stress emphasize emphasise highlight underline underscore point "
    "acknowledge admit deny claim allege assert argue contend maintain declare proclaim state testify complain lament "
    "express voice convey signal joke boast brag admonish caution remind assure inform reply respond retort counter "
    "speculate wonder ponder weigh mull contemplate "
    # seeming, to somebody
    "convince persuade satisfy".split()
)
_ADJECTIVES = frozenset(
    "afraid angry anxious ashamed aware certain committed concerned confident convinced critical curious determined disappointed "
    "eager excited fearful frustrated furious glad happy hopeful hopeless keen mindful optimistic outraged pessimistic pleased "
    "proud ready reluctant sad satisfied skeptical sceptical sorry supportive sure surprised suspicious thankful uncertain "
    "unaware uncomfortable unconvinced unhappy unsure unwilling upset wary willing worried".split()
)
_IRREGULAR = {
    "thought": "think", "knew": "know", "known": "know", "understood": "understand",
    "found": "find", "saw": "see", "seen": "see", "shown": "show", "wrote": "write", "written": "write", "meant": "mean",
    "sought": "seek", "swore": "swear", "sworn": "swear", "forgot": "forget",
    "forgotten": "forget", "foresaw": "foresee", "foreseen": "foresee", "forbade": "forbid", "forbidden": "forbid",
    "strove": "strive", "begged": "beg", "laid": "lay", "denied": "deny", "vying": "vie",
}  # fmt: skip
_CONTENT = frozenset({"obj", "iobj", "obl", "xcomp", "ccomp", "advcl", "acl", "nmod"})
_CLAUSE = frozenset({"ccomp", "xcomp"})
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "'s", "’s", "'re", "’re"})
_NO_HOLDER = frozenset({"i", "we", "you", "it", "that", "this", "what", "one", "there"})
_A0, _A1, _A2 = (ARGUMENTS.index(name) for name in ("A0", "A1", "A2"))


@dataclass(frozen=True, slots=True)
class Stance:
    """What somebody holds, as word indices: the cue, the head of who holds it, and the words held from first to last."""

    cue: int
    holder: int
    held: tuple[int, ...]


@lru_cache(maxsize=20_000)
def lemma(form: str, known: frozenset[str] = _VERBS) -> str | None:
    """The word of a list that a form belongs to, by English endings; None where it belongs to none."""
    form = form.lower()
    if form in known:
        return form
    if (base := _IRREGULAR.get(form)) in known:
        return base
    for ending in ("ing", "ed", "es", "s", "d"):
        if form.endswith(ending):
            stem = form[: -len(ending)]
            doubled = stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else stem
            for candidate in (stem, stem + "e", doubled, stem[:-1] + "y" if stem.endswith("i") else stem):
                if candidate in known:
                    return candidate
    return None


def stances(reading: SentenceReading) -> Iterator[Stance]:
    """The stances of a sentence, in order of their cues."""
    for cue, tag in enumerate(reading.tags):
        below = reading.children[cue]
        after = [c for c in below if c > cue and reading.relations[c] in _CONTENT]
        if tag == "VERB":
            found = _of_verb(reading, cue, after)
        elif tag == "ADJ" and lemma(reading.words[cue], _ADJECTIVES):
            found = next((c for c in below if reading.relations[c] == "nsubj"), None), after
        else:
            continue
        holder, heads = found
        if holder is not None and reading.words[holder].lower() not in _NO_HOLDER:
            held = _held(reading, cue, holder, heads)
            if held:
                yield Stance(cue, holder, held)


def _of_verb(reading: SentenceReading, verb: int, after: list[int]) -> tuple[int | None, list[int]]:
    """Who holds what by a verb: its agent, and its objects and clauses, told from times and places by their arguments."""
    below = reading.children[verb]
    says_that = any(reading.relations[c] == "ccomp" for c in after)
    if not lemma(reading.words[verb]) and not says_that:
        return None, []
    if any(reading.relations[c] == "aux" and reading.words[c].lower() in _BE for c in below) and reading.words[verb].endswith(
        ("ed", "en", "t", "d")
    ):
        return _by(reading, verb), [c for c in below if reading.relations[c] in ("nsubj", "csubj", *_CLAUSE)]
    holder = subject(reading, verb)
    if holder is None:
        return None, []
    roles = reading.arguments[verb].argmax(-1)
    if roles[holder] != _A0:
        return None, []
    return holder, [c for c in after if reading.relations[c] in _CLAUSE or roles[c] in (_A1, _A2)]


def _by(reading: SentenceReading, word: int) -> int | None:
    """Who does what a passive verb tells: "was questioned by the senators"."""
    agents = (c for c in reading.children[word] if c > word and reading.relations[c] in ("obl", "nmod"))
    return next((c for c in agents if any(reading.words[k].lower() == "by" for k in reading.children[c])), None)


def _held(reading: SentenceReading, cue: int, holder: int, heads: list[int]) -> tuple[int, ...]:
    """The words under some heads, without the preposition that leads in and the points that lead out."""
    covered = sorted({k for head in heads if head != holder for k in reading.subtree(head)} - {cue})
    while len(covered) > 1 and reading.tags[covered[0]] in ("PUNCT", "ADP") and covered[0] not in heads:
        covered = covered[1:]
    while covered and reading.tags[covered[-1]] == "PUNCT":
        covered = covered[:-1]
    return tuple(covered) if covered and holder not in covered else ()
