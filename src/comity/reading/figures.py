"""Figures: numbers about political actors or their relation, with what they count and who gives them."""

from __future__ import annotations

import re

from comity.knowledge import agent_nouns
from comity.model import Actor, Figure, Made, Mark, Qualifier, Role
from comity.reading import number_grammar
from comity.reading.attribution import sources_at
from comity.reading.draft import Draft, Mention
from comity.reading.number_grammar import Quantity

_SOLDIERS = frozenset("soldiers soldier troops troop servicemen serviceman servicewomen marines paratroopers".split())
_MULTIPLES = frozenset("hundred hundreds thousand thousands million millions dozen dozens score scores".split())
_PERSONS = frozenset(
    (
        "people persons civilians civilian others men women children man woman child protesters protester demonstrators "
        "demonstrator workers worker students student migrants migrant refugees refugee residents citizens citizen "
        "nationals prisoners prisoner palestinians israelis iraqis afghans americans russians ukrainians syrians "
        "officials official leaders leader police journalists journalist officers officer victims victim passengers "
        "suspects suspect villagers employees deaths dead injured wounded candidates candidate lawmakers "
        "lawmaker senators hostages hostage pilgrims tourists foreigners dissidents activists activist muslims christians "
        "boys girls students teachers doctors lawyers ministers minister militants militant rebels rebel insurgents insurgent "
        "gunmen gunman policemen policeman terrorists terrorist bombers bomber guards guard drivers driver contractors fighters "
        "immigrants pirates personnel engineers crew crewmen patients attackers attacker extremists separatists guerrillas "
        "peacekeepers sailors fishermen miners farmers nurses aid-workers staff customers visitors athletes worshippers "
        "mourners inmates detainees relatives settlers intruders smugglers kidnappers aides envoys delegates"
    ).split()
)
_IRREGULAR = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "countries": "country",
    "parties": "party",
}
_IRREGULAR |= {
    "feet": "foot",
    "metres": "meter",
    "kilometres": "kilometer",
    "km": "kilometer",
    "votes": "vote",
    "series": "series",
}
_HARMED = re.compile(
    r"\b(?:killed|wounded|injured|dead|died|arrested|detained|missing|captured|kidnapped|executed|displaced)\b", re.I
)
_OCCASIONS = frozenset(
    "time times meeting meetings visit visits summit summits trip round anniversary session conference call".split()
)
_MET = re.compile(r"\b(?:met|meet|meeting|meetings|talks|conference|summit|spoken|spoke)\b", re.I)
_NOT_COUNTED = frozenset(
    "leaders sides countries presidents nations parties men women of years-old neighbours neighbors allies".split()
)
_PAIR = re.compile(r"\bbetween\s+(?:the\s+)?$", re.I)  # "between two old rivals" names both and counts nobody
_AGE = re.compile(r"^[\s-]*(?:-?year-?olds?\b|years?[\s-]old\b)|^\s*,", re.I)
_CLOCK = re.compile(r"^\s*(?::\d|a\.?m\b|p\.?m\b|o['’]clock|GMT|UTC|hours (?:GMT|local))", re.I)
_SCORE = re.compile(r"^\s*[-–]\s*(?:\d|way\b|party\b|time\b|tier\b|step\b)|^\s*(?:sets?|goals?|seed)\b")
_MONTH = re.compile(r"^[-\s](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b")
_DIMENSIONS = frozenset({"cubic", "square"})
_LOOSE = frozenset({"PUNCT", "CCONJ", "ADP", "DET"})  # a description does not end in one of these
_NEAR = 80  # characters within which a time is the number's
_WIDEST = 8  # words of "what" beside the noun


def singular(noun: str) -> str:
    """`meetings` → meeting, `countries` → country; words that only look plural stay."""
    lower = noun.lower()
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    if lower.endswith("men"):
        return lower[:-2] + "an"
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith(("sses", "shes", "ches", "xes")):
        return lower[:-2]
    return lower[:-1] if lower.endswith("s") and not lower.endswith(("ss", "us", "is")) else lower


class Figures:
    """Writes figures down."""

    name = "figures"
    requires = frozenset({"sentences", "readings", "times", "mentions", "attributions"})
    assigns = frozenset({"figures"})

    def __init__(self, coder: str) -> None:
        self.coder = coder

    def __call__(self, draft: Draft) -> None:
        """Writes `figures`."""
        for index, sentence in enumerate(draft.sentences):
            mentions = [m for m in draft.mentions if m.sentence == index and m.actors]
            alone = not mentions and not _HARMED.search(draft.text, sentence.start, sentence.end)
            for quantity in number_grammar.find(draft.text, sentence.start, sentence.end):
                if alone and not quantity.unit:  # shares and sums of money stand for themselves
                    continue
                figure = self._figure(draft, index, quantity, mentions)
                if figure is not None:
                    draft.figures.append(figure)

    def _figure(self, draft: Draft, index: int, quantity: Quantity, mentions: list[Mention]) -> Figure | None:
        text, sentence, reading = draft.text, draft.sentences[index], draft.readings[index]
        after = text[quantity.end : sentence.end]
        if any(t.start < quantity.end and t.end > quantity.start for t in draft.times if t.sentence == index):
            return None
        if (_AGE.match(after) and not quantity.unit) or _CLOCK.match(after) or _MONTH.match(after) or _SCORE.match(after):
            return None
        if any(m.start < quantity.start and m.end > quantity.end and m.kind == "name" for m in mentions):
            return None
        words = sentence.words[: len(reading.words)]
        at = next((i for i, w in enumerate(words) if w.start <= quantity.start < w.end or w.start >= quantity.start), None)
        if at is None:
            return None
        noun = self._counted(draft, index, quantity, at)
        unit = quantity.unit
        if quantity.ordinal:
            unit = self._occasion(text[sentence.start : sentence.end], words[noun].text if noun is not None else "")
            if not unit:
                return None
        elif not unit:
            if noun is None:
                if not _HARMED.search(after[:40]) and not _HARMED.search(text[max(0, quantity.start - 30) : quantity.start]):
                    return None
                unit = "person"
            else:
                unit = self._unit(words[noun].text, bool(_HARMED.search(text, sentence.start, sentence.end)))
                if noun and words[noun - 1].text.lower() in _DIMENSIONS:
                    unit = f"{words[noun - 1].text.lower()} {unit}"
                if quantity.value <= 2 and quantity.worded and words[noun].text.lower().rstrip("'’") in _NOT_COUNTED:
                    return None
                if (
                    quantity.value == 2
                    and quantity.value_to is None
                    and quantity.worded
                    and _PAIR.search(text, sentence.start, quantity.start)
                ):
                    return None
                if unit == "time" and _MET.search(text, sentence.start, sentence.end):  # "has met Putin 37 times"
                    unit = "meeting"
        if quantity.value == 1 and quantity.worded and unit not in ("person", "soldier", "percent"):
            return None
        end = words[noun].end if noun is not None and words[noun].end > quantity.end else quantity.end
        sources, _ = sources_at(draft, quantity.start, quantity.end)
        told = {words[i].start for i in reading.subtree(noun)} if noun is not None else set()
        time = min(  # "the 37th time they have met since 2013": what hangs on the noun, then what stands nearest
            (t for t in draft.times if t.sentence == index and t.when and abs(t.start - quantity.start) < _NEAR),
            key=lambda t: (not any(t.start <= start < t.end for start in told), abs(t.start - quantity.start)),
            default=None,
        )
        return Figure(
            value=quantity.value,
            value_to=quantity.value_to,
            unit=unit,
            what=self._what(draft, index, noun, end),
            about=self._about(mentions, quantity),
            period=time.when if time else None,
            qualifier=Qualifier(quantity.qualifier) if quantity.qualifier else None,
            according_to=sources,
            evidence=(draft.span(sentence.start, sentence.end),),
            marks=(Mark(Role.VALUE, draft.span(quantity.start, max(end, quantity.end))),),
            made_by=Made(coder=self.coder, stage=self.name, reason=f"number beside “{unit}”", score=0.7),
        )

    @staticmethod
    def _counted(draft: Draft, index: int, quantity: Quantity, at: int) -> int | None:
        """The noun that the number counts: its head in the tree, or the next noun."""
        reading = draft.readings[index]
        words = draft.sentences[index].words[: len(reading.words)]
        covered = [i for i, w in enumerate(words) if quantity.start <= w.start < quantity.end]
        for i in reversed(covered or [at]):
            head = reading.heads[i]
            if reading.relations[i] in ("nummod", "amod") and head > i and reading.tags[head] in ("NOUN", "PROPN"):
                return head
            for child in reading.children[i]:  # "dozens of people"
                if reading.relations[child] == "nmod" and child > i and reading.words[child].lower() not in _MULTIPLES:
                    return child
        last = (covered or [at])[-1]
        for i in range(last + 1, min(last + 4, len(words))):
            if reading.tags[i] == "NOUN":
                return i
            if reading.tags[i] not in ("ADJ", "PROPN", "ADP", "DET", "NUM"):
                return None
        return None

    @staticmethod
    def _unit(noun: str, harmed: bool) -> str:
        lower = noun.lower()
        if currency := number_grammar.money(lower):
            return currency
        if lower in _SOLDIERS:
            return "soldier"
        people = noun[:1].isupper() and lower.endswith(("ans", "ians", "is", "ese", "inos"))  # Koreans, Iraqis, Filipinos
        if lower in _PERSONS or people or (harmed and (lower in agent_nouns() or noun[:1].isupper())):
            return "person"
        return singular(noun)

    @staticmethod
    def _occasion(sentence: str, noun: str) -> str:
        """What an ordinal counts: "the 37th time the two have met" counts meetings."""
        lower = noun.lower()
        if lower in ("time", "times"):
            return "meeting" if _MET.search(sentence) else ""
        return singular(noun) if lower in _OCCASIONS else ""

    @staticmethod
    def _what(draft: Draft, index: int, noun: int | None, end: int) -> str:
        if noun is None:
            return ""
        reading = draft.readings[index]
        words = draft.sentences[index].words[: len(reading.words)]
        covered = [i for i in reading.subtree(noun) if i >= noun]
        cut = noun + _WIDEST + 1
        for i in [i for i in covered if i >= cut]:  # what does not fit is left out whole: no "… from the Russian Far"
            while reading.heads[i] >= cut:
                i = reading.heads[i]
            cut = min([cut, *(j for j in reading.subtree(i) if j > noun)])
        covered = [i for i in covered if i < cut and (reading.tags[i] not in _LOOSE or i == noun)] or [noun]
        first = noun - 1 if noun and words[noun - 1].text.lower() in _DIMENSIONS else noun
        return draft.text[words[first].start : words[covered[-1]].end]

    @staticmethod
    def _about(mentions: list[Mention], quantity: Quantity) -> tuple[Actor, ...]:
        near = sorted((m for m in mentions if m.kind != "pronoun"), key=lambda m: abs(m.start - quantity.start))
        return tuple(dict.fromkeys(m.actors[0] for m in near))[:2]
