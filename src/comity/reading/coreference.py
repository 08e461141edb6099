"""Whom pronouns and phrases such as "the two leaders" mean: precise rather than greedy, plainly open where two would do."""

from __future__ import annotations

from dataclasses import replace

from comity.model import Actor
from comity.reading.draft import Draft, Mention

_HE = frozenset({"he", "him", "his", "she", "her", "himself", "herself"})
_WE = frozenset({"we", "us", "our", "ours"})
_IT = frozenset({"it", "its"})
_THEY = frozenset({"they", "them", "their", "themselves"})
_PAIR = {
    "leaders",
    "countries",
    "sides",
    "presidents",
    "nations",
    "states",
    "parties",
    "governments",
    "ministers",
    "men",
    "heads",
}
_REACH = 3  # sentences back in which a person stays in mind


class Coreference:
    """Adds mentions for pronouns, "the two sides" and "both" where one reading stands out."""

    name = "coreference"
    requires = frozenset({"sentences", "mentions"})
    assigns = frozenset({"mentions"})

    def __call__(self, draft: Draft) -> None:
        """Adds to `mentions`."""
        by_sentence: dict[int, list[Mention]] = {}
        for mention in draft.mentions:
            by_sentence.setdefault(mention.sentence, []).append(mention)
        added: list[Mention] = []
        found: Mention | None
        for index, sentence in enumerate(draft.sentences):
            here = by_sentence.setdefault(index, [])
            for position, word in enumerate(sentence.words):
                lower = word.text.lower()
                found = None
                if lower in _HE:
                    found = self._person(by_sentence, index, word.start, word.end)
                elif lower in _IT:
                    found = self._state(by_sentence, index, word.start, word.end)
                elif lower in _THEY:
                    found = self._several(by_sentence, index, word.start, word.end)
                elif lower in ("two", "both") and position + 1 < len(sentence.words):
                    noun = sentence.words[position + 1]
                    if noun.text.lower() in _PAIR:
                        whole = word.start
                        if position and sentence.words[position - 1].text.lower() == "the":
                            whole = sentence.words[position - 1].start
                        found = self._pair(by_sentence, index, whole, noun.end, noun.text.lower())
                elif lower == "both" or (lower == "pair" and position):
                    found = self._pair(by_sentence, index, word.start, word.end, "both")
                elif lower == "counterpart" or lower == "counterparts":
                    continue
                if found and not any(m.start < found.end and m.end > found.start for m in here):
                    here.append(found)
                    added.append(found)
            here.sort(key=lambda m: m.start)
        draft.mentions = sorted([*draft.mentions, *added], key=lambda m: (m.start, m.end))

    @staticmethod
    def _before(by_sentence: dict[int, list[Mention]], index: int, start: int) -> list[list[Mention]]:
        """Mentions before `start`, sentence by sentence, nearest sentence first."""
        rows = [[m for m in by_sentence.get(index, []) if m.end <= start]]
        return rows + [by_sentence.get(i, []) for i in range(index - 1, max(-1, index - 1 - _REACH), -1)]

    def _person(self, by_sentence: dict[int, list[Mention]], index: int, start: int, end: int) -> Mention | None:
        for distance, row in enumerate(self._before(by_sentence, index, start)):
            persons = [m for m in row if len(m.actors) == 1 and m.actors[0].name and m.kind in ("name", "office", "pronoun")]
            persons = [m for m in persons if m.actors[0].name[:1].isupper()]
            if persons:
                first = persons[0]  # the subject of its sentence, as a rule
                score = 0.8 - 0.1 * distance - (0.15 if len({m.actors for m in persons}) > 1 else 0.0)
                return Mention(start, end, index, "pronoun", first.actors, score, "the person named first before it")
        return None

    def _several(self, by_sentence: dict[int, list[Mention]], index: int, start: int, end: int) -> Mention | None:
        for distance, row in enumerate(self._before(by_sentence, index, start)[:2]):
            groups = [m for m in row if m.kind in ("group", "nominal", "demonym") or len(m.actors) > 1]
            groups = [m for m in groups if len(m.actors) > 1 or m.actors[0].name[-1:] == "s" or not m.actors[0].name]
            if groups:
                score = 0.6 - 0.1 * distance
                return Mention(start, end, index, "pronoun", groups[0].actors, score, "the group named first before it")
        return None

    def _state(self, by_sentence: dict[int, list[Mention]], index: int, start: int, end: int) -> Mention | None:
        for row in self._before(by_sentence, index, start)[:2]:
            states = [
                m for m in row if len(m.actors) == 1 and (not m.actors[0].name or m.kind == "group") and m.kind != "place"
            ]
            if states and len({m.actors for m in states}) == 1:
                return Mention(start, end, index, "pronoun", states[-1].actors, 0.6, "the one state named before it")
        return None

    def _pair(self, by_sentence: dict[int, list[Mention]], index: int, start: int, end: int, noun: str) -> Mention | None:
        want_persons = noun in ("leaders", "presidents", "ministers", "men", "heads")
        seen: list[Actor] = []
        for row in self._before(by_sentence, index, start):
            for mention in row:
                for actor in mention.actors:
                    key = actor if want_persons else Actor(actor.code) if actor.code != "-" else actor
                    if want_persons and not (actor.name and actor.name[0].isupper()):
                        continue
                    if key not in seen and all(key.code != other.code for other in seen):
                        seen.append(key)
            if len(seen) == 2:
                return Mention(start, end, index, "pronoun", tuple(seen), 0.7, "the two named before")
            if len(seen) > 2:
                break
        return self._document_pair(by_sentence, index, start, end)

    @staticmethod
    def _document_pair(by_sentence: dict[int, list[Mention]], index: int, start: int, end: int) -> Mention | None:
        """The two that the text up to here names most, where they stand out."""
        counts: dict[str, int] = {}
        for i in range(index + 1):
            for mention in by_sentence.get(i, []):
                for actor in mention.actors:
                    if actor.code != "-" and mention.end <= start:
                        counts[actor.code] = counts.get(actor.code, 0) + 1
        top = sorted(counts.items(), key=lambda pair: -pair[1])
        if len(top) < 2 or (len(top) > 2 and top[2][1] > 0.6 * top[1][1]):
            return None
        pair = tuple(Actor(code) for code, _ in top[:2])
        return Mention(start, end, index, "pronoun", pair, 0.55, "the two that the text names most")


def speaker_pronouns(draft: Draft) -> None:
    """Gives "we" and "our" inside quotations the state of their speaker, and "I" the speaker; needs quotations."""
    have = {(m.start, m.end) for m in draft.mentions}
    added = []
    for quotation in draft.quotations:
        if quotation.speaker is None:
            continue
        for start, end in quotation.pieces:
            for index in range(draft.sentence_at(start), draft.sentence_at(max(start, end - 1)) + 1):
                for word in draft.sentences[index].words:
                    lower = word.text.lower()
                    if start <= word.start and word.end <= end and (word.start, word.end) not in have:
                        if lower in _WE and quotation.speaker.code != "-":
                            actor = Actor(quotation.speaker.code)
                            added.append(Mention(word.start, word.end, index, "pronoun", (actor,), 0.6, "the speaker's side"))
                        elif lower in ("i", "me", "my", "myself"):
                            added.append(
                                Mention(word.start, word.end, index, "pronoun", (quotation.speaker,), 0.85, "the speaker")
                            )
                            have.add((word.start, word.end))
    draft.mentions = sorted([*draft.mentions, *(replace(m) for m in added)], key=lambda m: (m.start, m.end))
