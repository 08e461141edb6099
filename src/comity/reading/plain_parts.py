"""Parts in an act that the order of words makes plain, whatever the model's scores: who faces it, who is asked, who is answered.

"Peru faces a boycott from Chile"; "demands by Iran for the West to pay"; "Togo accepted Benin's offer".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from comity.reading.encoder import SentenceReading
from comity.reading.grammar import ASKED_FOR, SUBJECTS, above, conjuncts, subject


@dataclass(frozen=True, slots=True)
class PlainParts:
    """Words for those who act and for those on whom they act; empty where the order of words says nothing."""

    actors: set[int] = field(default_factory=set)
    recipients: set[int] = field(default_factory=set)


def plain_parts(reading: SentenceReading, trigger: Sequence[int]) -> PlainParts:
    """The plain parts in an act that the words of `trigger` tell."""
    found = (rule(reading, trigger) for rule in (_handed_over, _asked, _answered))
    return next((parts for parts in found if parts.actors or parts.recipients), PlainParts())


_TAKES = re.compile(
    r"(?:fac|receiv|suffer|attract|earn|encounter|endur|obtain)(?:e|es|ed|s|ing)?"
    r"|draw(?:s|n|ing)?|drew|w[io]n(?:s|ning)?|gets?|got|getting|undergo\w*|underwent"
)
_TAKES_BY = {
    "under": re.compile(r"com(?:es?|ing)|came|is|are|was|were|be|been|remain(?:s|ed)?"),
    "with": re.compile(r"meets?|met|meeting"),
}
_SUFFERS = re.compile(r"(?:fac|suffer|attract|encounter|endur)\w*|draw\w*|drew|undergo\w*|underwent|targets?|victims?")
"""Verbs and nouns that leave no doubt who takes it, though nobody is named from whom."""
_BOTH_WAYS = frozenset("war battle fight fighting clash clashes talks negotiations agreement deal accord vote election".split())
_TARGETS = frozenset({"target", "targets", "victim", "victims", "recipient"})  # "was the target of an attack"
_RELATIVE = frozenset({"who", "which", "that"})
_DESCRIBES = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "ADV", "PART"})
_MOST_DESCRIBED = 6  # words between the verb and the noun


def _handed_over(reading: SentenceReading, trigger: Sequence[int]) -> PlainParts:
    """Words for whoever takes an act told by a noun, and for whoever gives it: "Peru faces a boycott from Chile".

    The giver is named with "from" or "by", stands before what is threatened ("threats of Western sanctions"), or nowhere. Both
    are empty unless somebody takes it.
    """
    noun = trigger[-1]
    verb = _taking(reading, noun)
    holder = _holder(reading, verb, noun) if verb is not None else None
    if verb is None or holder is None or reading.words[noun].lower() in _BOTH_WAYS:
        return PlainParts()
    taker = {word for one in conjuncts(reading, holder) for word in _core(reading, one)}
    for case in range(noun + 1, len(reading.words)):
        preposition, given = reading.words[case].lower(), reading.heads[case]
        if reading.relations[case] != "case" or given < case or preposition not in ("from", "by"):
            continue
        if (
            case == noun + 1
            or reading.heads[given] in (noun, verb)
            or (preposition == "from" and noun in above(reading, given))
        ):
            giver = {word for one in conjuncts(reading, given) for word in reading.subtree(one)}
            return PlainParts(giver, taker - giver)
    giver = _threatened_by(reading, noun)
    plain = giver or _SUFFERS.fullmatch(reading.words[verb].lower()) or reading.words[verb + 1].lower() == "under"
    return PlainParts(giver, taker) if plain else PlainParts()


def _taking(reading: SentenceReading, noun: int) -> int | None:
    """The verb by which somebody takes an act that a noun tells: "faced sanctions", "came under fire"; by the order of words."""
    if reading.tags[noun] != "NOUN":
        return None
    for at in range(noun - 1, max(-1, noun - 1 - _MOST_DESCRIBED), -1):
        word = reading.words[at].lower()
        if _TAKES.fullmatch(word):
            return at
        if word in _TAKES_BY and at:
            return at - 1 if _TAKES_BY[word].fullmatch(reading.words[at - 1].lower()) else None
        if word == "of" and at and reading.words[at - 1].lower() in _TARGETS:
            return at - 1
        if reading.tags[at] not in _DESCRIBES and word != "-":
            return None
    return None


def _holder(reading: SentenceReading, verb: int, noun: int) -> int | None:
    """Who "faces" something: the subject, or the noun before a participle, however the tree has it."""
    over = (*reading.children[verb], *(reading.children[noun] if reading.relations[verb] == "cop" else ()))
    own = [c for c in over if c < verb and reading.relations[c] in SUBJECTS]
    holder = own[0] if own else subject(reading, verb)
    if holder is not None and reading.words[holder].lower() in _RELATIVE and reading.relations[verb] == "acl":
        holder = reading.heads[verb]
    if holder is None and reading.words[verb].lower().endswith("ing") and verb > 1 and reading.words[verb - 1] == ",":
        holder = verb - 2  # "Peru, facing a boycott", whatever the tree makes of it
        while reading.relations[holder] in ("flat", "compound") and 0 <= reading.heads[holder] < verb:
            holder = reading.heads[holder]
    return holder


def _core(reading: SentenceReading, noun: int) -> list[int]:
    """A noun with the words before it and the parts of a name behind it: of "Iran's attack on Israel", "Iran's attack"."""
    found = [noun]
    for child in reading.children[noun]:
        if child < noun and reading.relations[child] in ("nmod", "compound", "amod", "flat", "appos"):
            found += reading.subtree(child)
        elif reading.relations[child] in ("flat", "compound") or (reading.relations[child] == "appos" and child == noun + 1):
            found += [at for at in reading.subtree(child) if reading.words[at] != ","]
    return found


def _threatened_by(reading: SentenceReading, noun: int) -> set[int]:
    """Whose act is threatened: "Western" in "threats of crushing Western sanctions"."""
    if reading.words[noun].lower() not in ("threat", "threats") or reading.words[noun + 1 : noun + 2] != ("of",):
        return set()
    inner = next((i for i in range(noun + 2, len(reading.words)) if reading.tags[i] == "NOUN"), None)
    return set(range(noun + 2, inner)) if inner is not None and inner - noun <= _MOST_DESCRIBED else set()


_ASKS = frozenset("demand demands call calls request requests appeal appeals plea pleas pressure insistence ultimatum".split())
_FAR = 10  # words from such a noun to whom it is made of


def _asked(reading: SentenceReading, trigger: Sequence[int]) -> PlainParts:
    """ "Demands by Iran for the West to pay", "calls on Niger to free him": who is asked stands before the "to"."""
    words, noun = [word.lower() for word in reading.words], trigger[-1]
    if words[noun] not in _ASKS:
        return PlainParts()
    end = next((i for i in range(noun + 1, len(words)) if reading.tags[i] in ("PUNCT", "VERB")), len(words))
    made_of = next((i for i in range(noun + 1, min(end, noun + 1 + _FAR)) if words[i] in ("for", "on")), None)
    if made_of is None or end >= len(words) or words[end - 1] != "to" or reading.tags[end] != "VERB" or end - 1 <= made_of + 1:
        return PlainParts()
    made_by = next((i for i in range(noun + 1, made_of) if words[i] in ("by", "from")), made_of)
    return PlainParts(set(range(made_by + 1, made_of)), set(range(made_of + 1, end - 1)))


_ANSWERS = re.compile(r"(?:accept|reject|refus|declin|dismiss|spurn|rebuff|heed|ignor|embrac|resist)\w*", re.IGNORECASE)
_OWNER = 6  # words at most between the verb and what it answers


def _answered(reading: SentenceReading, trigger: Sequence[int]) -> PlainParts:
    """ "Togo accepted Benin's offer": Benin is answered, and has offered it to Togo."""
    words = [word.lower() for word in reading.words]
    for verb in range(max(0, trigger[0] - _OWNER), trigger[0] + 1):
        if reading.tags[verb] != "VERB" or not _ANSWERS.fullmatch(words[verb]):
            continue
        for own in range(verb + 2, min(verb + _OWNER, len(words) - 1)):
            noun = next((i for i in range(own + 1, min(own + 4, len(words))) if words[i] in ASKED_FOR), None)
            if words[own] not in ("’s", "'s", "’", "'") or noun is None:
                continue
            owner = set(range(verb + 1, own))
            if trigger[0] == verb:
                return PlainParts(set(), owner)
            holder = _holder(reading, verb, noun)
            if trigger[-1] == noun and holder is not None:
                return PlainParts(owner, {word for one in conjuncts(reading, holder) for word in _core(reading, one)})
    return PlainParts()
