"""Ties: standing relations between states and organisations, holding, not holding, or holding once.

By patterns of words around two parties in one sentence. An act of joining or recognising is an event, not a tie.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from comity.model import Actor, Holds, Made, Mark, Role, Tie, TieType
from comity.reading.attribution import sources_at
from comity.reading.draft import Draft, Mention
from comity.reading.topics import topics_of


@dataclass(frozen=True, slots=True)
class _Pattern:
    type: TieType
    words: re.Pattern[str]
    directed: bool = False


def _p(kind: TieType, words: str, directed: bool = False) -> _Pattern:
    return _Pattern(kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE), directed)


_PATTERNS = (
    _p(TieType.ALLIANCE, r"formal alliance|treaty alliance|military alliance|mutual defen[cs]e (?:treaty|pact)|treaty all(?:y|ies)"),
    _p(TieType.RECOGNITION, r"(?:never |not |n['’]t )?(?:recogni[sz]es?|recogni[sz]ed)(?= (?:the annexation|[A-Z]\w+['’]s? annexation|the independence|its independence|Kosovo|Taiwan|Israel|Abkhazia|Palestin|Crimea|as an? independent))", True),
    _p(TieType.BORDER, r"shares? (?:a|its|their) (?:[\w-]+ ){0,2}border|land border|border (?:separating|between)|border with|common border|bordering (?=[A-Z])"),
    _p(TieType.MEMBERSHIP, r"(?:is|are|was) (?:not )?(?:a |an )?(?:full |founding |permanent )?members? of|member states? of", True),
    _p(TieType.DISPUTE, r"disputed? (?:territory|region|islands?|border|over|with|between)|(?:friction|rift|feud|differences|disagreements?) (?:between|with)|territorial dispute|border dispute|long-running dispute|dispute between|claims? sovereignty over"),
    _p(TieType.RIVALRY, r"(?:arch-?)?(?:rivals?|enem(?:y|ies)|foes?|adversar(?:y|ies))|rivalry|tensions? between|strained relations|tense relations|confrontations? (?:with|between)|hostile to"),
    _p(TieType.DEPENDENCE, r"depend(?:s|ent|ence)? (?:heavily )?on|relian(?:t|ce) on|relies (?:heavily )?on", True),
    _p(TieType.ALIGNMENT, r"(?:close(?:st)?|key|strategic|main|longtime|staunch|major|important) (?:[\w-]+ )?(?:all(?:y|ies)|partners?)|are partners|(?:partnership|friendship|bond|alliance|brotherhood) between|(?:ally|allies|partner) of|strategic partner(?:ship)?s?|(?:is|are|as) (?:an |a )?(?:[\w-]+ )?all(?:y|ies) of|['’]s (?:[\w-]+ )?all(?:y|ies)\b|(?:allied|aligned|associated|linked) with|loyal to|comprehensive (?:strategic )?partnership|close (?:ties|relations|cooperation)|friendly (?:ties|relations)|united front|side with|sides with|[A-Z]\w+-(?:backed|allied)"),
)  # fmt: skip
_NOT = re.compile(
    r"\b(?:not|never|no|neither|n['’]t|without|stop(?:s|ped)? (?:just )?(?:short of|before)|do not have|does not have)\b",
    re.IGNORECASE,
)
# Past these a "not" does not reach: "they have no alliance, though they share a border".
_CLAUSE_ENDS = re.compile(r"[;:]|,? \b(?:though|although|but|while|whereas)\b", re.IGNORECASE)
_ONCE = re.compile(r"\b(?:once|former|formerly|used to be|were (?:close )?allies during|until)\b", re.IGNORECASE)
_LIST = re.compile(
    r"\b(?:(?:informal |regional |loose )?(?:group|bloc|club|alliance|union) of (?:\w+ )?(?:countries|nations|states|members)"
    r"|comprises|consists of|is made up of|groups together|whose members are|members are)\b",
    re.IGNORECASE,
)
# Whose claim it is where a text speaks of recognising an annexation and names the territory alone.
_ANNEXERS = {"Crimea": "RUS", "Golan Heights": "ISR", "Golan": "ISR", "Western Sahara": "MAR", "East Jerusalem": "ISR"}
_STATELIKE = frozenset({"name", "demonym", "locative", "pronoun", "group", "office", "place"})
_REACH = 90  # characters between a party and the words of the tie


class Ties:
    """Writes ties down."""

    name = "ties"
    requires = frozenset({"sentences", "readings", "mentions", "attributions"})
    assigns = frozenset({"ties"})

    def __init__(self, coder: str) -> None:
        self.coder = coder

    def __call__(self, draft: Draft) -> None:
        """Writes `ties`."""
        seen: dict[tuple[object, ...], int] = {}
        for index, sentence in enumerate(draft.sentences):
            mentions = [m for m in draft.mentions if m.sentence == index and m.actors and m.kind in _STATELIKE]
            draft.ties += self._listed(draft, index, mentions)
            for pattern in _PATTERNS:
                for match in pattern.words.finditer(draft.text, sentence.start, sentence.end):
                    tie = self._tie(draft, index, pattern, match.span(), mentions)
                    if tie is None:
                        continue
                    key = (tie.type, frozenset(m.code for m in tie.members), tie.holds, tie.according_to)
                    if key not in seen:
                        seen[key] = len(draft.ties)
                        draft.ties.append(tie)

    def _tie(self, draft: Draft, index: int, pattern: _Pattern, where: tuple[int, int], mentions: list[Mention]) -> Tie | None:
        start, end = where
        sentence = draft.sentences[index]
        members = self._members(draft.text, mentions, start, end, pattern.directed)
        if members is None:
            return None
        holds: Holds = True
        clause = draft.text[max(sentence.start, start - 50) : end]
        if _NOT.search(_CLAUSE_ENDS.split(clause)[-1]):
            holds = False
        elif pattern.type is not TieType.BORDER and _ONCE.search(draft.text, max(sentence.start, start - 20), end + 14):
            holds = "formerly"
        if pattern.type is TieType.RECOGNITION:
            members = members[0], self._claimant(draft, end, sentence.end) or members[1]
        sources, spans = sources_at(draft, start, end)
        marks = [Mark(Role.TRIGGER, draft.span(start, end))]
        marks += [Mark(Role.SOURCE, draft.span(*span)) for span in spans]
        return Tie(
            type=pattern.type,
            members=members,
            holds=holds,
            topics=topics_of(draft.text[sentence.start : sentence.end])[:2],
            according_to=sources,
            evidence=(draft.span(sentence.start, sentence.end),),
            marks=tuple(marks),
            made_by=Made(coder=self.coder, stage=self.name, reason=f"words “{draft.text[start:end]}”", score=0.6),
        )

    @staticmethod
    def _claimant(draft: Draft, start: int, end: int) -> Actor | None:
        """Who claims what is recognised: the annexer of a territory."""
        rest = draft.text[start:end]
        if "annexation" in rest[:40]:
            for name, code in _ANNEXERS.items():
                if name in rest[:80]:
                    return Actor(code)
        return None

    def _listed(self, draft: Draft, index: int, mentions: list[Mention]) -> list[Tie]:
        """Members that a sentence lists after an organisation's name: "the G7, a group of seven countries, Canada, …"."""
        sentence = draft.sentences[index]
        found = []
        for match in _LIST.finditer(draft.text, sentence.start, sentence.end):
            before = [m for m in mentions if m.end <= match.start() and not m.actors[0].name and m.kind == "name"]
            after = [_home(m) for m in mentions if m.start >= match.end() and m.kind in ("name", "locative")]
            members = [a for a in dict.fromkeys(after) if a.code != "-"]
            if before and len(members) >= 3:
                body = before[-1].actors[0]
                span = draft.span(sentence.start, sentence.end)
                made = Made(coder=self.coder, stage=self.name, reason=f"list after “{match[0]}”", score=0.7)
                mark = Mark(Role.TRIGGER, draft.span(*match.span()))
                found += [
                    Tie(type=TieType.MEMBERSHIP, members=(member, body), evidence=(span,), marks=(mark,), made_by=made)
                    for member in members
                    if member != body
                ]
        return found

    @staticmethod
    def _members(text: str, mentions: list[Mention], start: int, end: int, directed: bool) -> tuple[Actor, ...] | None:
        """The two parties nearest to the words; in a directed tie the holder stands before them."""
        if text[start:end].lower().endswith(("between", "separating")):
            behind = [_home(m) for m in mentions if m.start >= end and m.start - end <= _REACH]
            distinct = list(dict.fromkeys(behind))
            return (distinct[0], distinct[1]) if len(distinct) >= 2 else None
        both = [m for m in mentions if len(m.actors) == 2 and abs(m.start - start) <= _REACH]
        if both and not directed:
            return tuple(Actor(a.code) if a.code != "-" else a for a in both[0].actors)
        before = [m for m in mentions if m.end <= end and start - m.end <= _REACH]
        after = [m for m in mentions if m.start >= start and m.start - end <= _REACH]
        left = [_home(m) for m in reversed(before)]
        right = [_home(m) for m in after]
        if not left and not right:
            return None
        if left and (others := [actor for actor in right if actor.code != left[0].code or actor.code == "-"]):
            return left[0], others[0]
        if not directed and not right and len(others := list(dict.fromkeys(left))) >= 2:
            return others[1], others[0]
        return None


def _home(mention: Mention) -> Actor:
    actor = mention.actors[0]
    return Actor(actor.code) if actor.code != "-" else actor
