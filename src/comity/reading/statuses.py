"""Whether an act happened: what the model says, corrected where the words around it are plain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.model import EventCode, Status
from comity.reading.acts import Act
from comity.reading.encoder import SentenceReading
from comity.reading.grammar import ASKED_FOR, clause

_NOT = frozenset({"not", "n't", "n’t", "never"})
_IF = frozenset({"if", "unless", "whether"})
_UNREAL = frozenset("possible potential hypothetical prospective would-be".split())
_WOULD = frozenset({"would", "could", "might"})
_UTMOST = re.compile(r"every|all|any|best|worst|most|\w{3,}est", re.IGNORECASE)


def status_of(reading: SentenceReading, act: Act) -> Status:
    """The model's status, but of a happened act: a plain "not" on its verb denies it, an "if" makes it possible."""
    if act.status is not Status.HAPPENED:
        return act.status
    if act.code is not EventCode.REJECT and any(
        reading.words[c].lower() in _NOT for i in act.words for c in reading.children[i]
    ):
        return Status.DENIED
    return Status.POSSIBLE if _unreal(reading, act.words) else act.status


def _unreal(reading: SentenceReading, words: Sequence[int]) -> bool:
    """Whether what words tell of stands under an "if", or is called possible: "if it chose to attack", "a possible summit".

    A noun stands there only as what the clause does: "whether they held talks", but not "whether the attack broke the law". So
    does what would be done if something else were, and what is proposed: "would help if asked", "a proposal that they cooperate".
    """
    for i in words:
        before = [reading.words[c].lower() for c in reading.children[i] if c < i]
        if _UNREAL.intersection(before) and not any(map(_UTMOST.fullmatch, before)):
            return True
    head = words[0]
    if reading.tags[head] not in ("VERB", "AUX") and reading.relations[head] not in ("obj", "xcomp"):
        return False
    node = clause(reading, head)
    if reading.relations[node] == "acl" and reading.words[reading.heads[node]].lower() in ASKED_FOR:
        return any(reading.words[c].lower() == "that" for c in reading.children[node] if reading.relations[c] == "mark")
    would = any(reading.words[c].lower() in _WOULD for c in reading.children[node] if reading.relations[c] == "aux")
    clauses = [c for c in reading.children[node] if reading.relations[c] == "advcl"]
    if would and any(reading.words[c].lower() in _IF for one in clauses for c in reading.children[one]):
        return True
    while node >= 0:
        if any(reading.words[c].lower() in _IF for c in reading.children[node] if reading.relations[c] == "mark"):
            return True
        if reading.relations[node] not in ("xcomp", "conj"):
            return False
        node = reading.heads[node]
    return False
