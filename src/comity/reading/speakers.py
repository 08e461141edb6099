"""Who says the words between quotation marks: by the speech verb nearest to them and its subject, else by what stands around."""

from __future__ import annotations

import re

from comity.model import Actor
from comity.reading.draft import Draft, Mention
from comity.reading.grammar import mentions_at, oblique, subject
from comity.reading.quotation_marks import Piece
from comity.reading.speech import ACCORDING, SAYS, SPEECH_NOUN

_ADDRESSING = frozenset(
    {"told", "tells", "tell", "asked", "assured", "informed", "warned", "urged", "addressed", "thanked", "called"}
)
_TO = re.compile(r"\b(?:told|to|asked|assured|informed|warned|urged|addressed|called|thanked)\s*$", re.IGNORECASE)
_HANGS = re.compile(
    r"\b(?:for|of|with|to|about|on|in|at|by|from|against|after|over|into|near|between|than|as|under|whose)\s+"
    r"(?:(?:the|a|an|his|her|its|their|US|former)\s+)?(?:[a-z]+\s+)?$"
)
_TITLE_BETWEEN = re.compile(r"\s+(?:[A-Z][\w-]*\s+){0,4}")  # "Director ", "Deputy Director General ", if the name has it not
_OWNED = re.compile(r"['’]s?\s+(?:[a-z]+\s+){0,2}(?=[a-z])")  # "'s ", "'s deputy "
_ONLY_SAYS = re.compile(r",?(?:\s+[^\s\"“]+){0,9}?\s*[.;!]")  # "X said." or "X said in a statement on Monday.", and no more
PERSONAL = frozenset({"name", "office", "pronoun", "group", "nominal", "demonym", "locative"})
SHORT = 3  # words; shorter fragments need their speaker and verb in the same sentence


def _skip(text: str, at: int) -> int:
    """Past white space, commas and stray marks."""
    while at < len(text) and (text[at].isspace() or text[at] in ",”\"'"):
        at += 1
    return at


class SpeakerFinder:
    """Finds the mention that speaks a piece, whom it addresses, and who passed the words on."""

    def find(
        self, draft: Draft, outside: list[Mention], piece: Piece, left: int, right: int, start: int
    ) -> tuple[Mention | None, Mention | None, str]:
        """The mention that speaks the piece, whom it addresses, and where the cue stands."""
        if found := self._by_syntax(draft, piece, left, right):
            return found
        text = draft.text
        sentence_end = self._sentence_end(text, piece.outer[1], right)
        after = text[piece.outer[1] : sentence_end]
        if text[piece.inner[0] : piece.inner[1]][-1:] in ".!?" and after[:1].isspace() and after.lstrip()[:1].isupper():
            said = SAYS.search(after[:70])  # a new sentence: only a bare "X said." counts
            bare = said is not None and _ONLY_SAYS.match(text, piece.outer[1] + said.end(), right)
            after = (after if not piece.closed else after[:70]) if bare else ""
        if verb := SAYS.search(after[:140]):
            position = piece.outer[1] + verb.start()
            named = [m for m in outside if piece.outer[1] <= m.start < sentence_end]
            subject = [m for m in named if m.end <= position and position - m.end < 60]
            later = [m for m in named if m.start >= piece.outer[1] + verb.end() and m.start - piece.outer[1] - verb.end() < 40]
            if subject:
                told = [m for m in later if _TO.search(text[max(0, m.start - 10) : m.start])]
                return self._subject(text, subject), told[0] if told else None, "after"
            if later and not text[piece.outer[1] + verb.end() : later[0].start].strip(" ,;the"):
                return later[0], None, "after"
        sentence_start = self._sentence_start(text, piece.outer[0], max(left, start))
        before = text[sentence_start : piece.outer[0]]
        verbs = list(SAYS.finditer(before))
        if verbs:
            verb = verbs[-1]
            position = sentence_start + verb.start()
            named = [m for m in outside if m.start >= sentence_start and m.end <= piece.outer[0]]
            subject = [m for m in named if m.end <= position]
            told = [
                m for m in named if m.start >= sentence_start + verb.end() and _TO.search(text[max(0, m.start - 10) : m.start])
            ]
            addressee = told[0] if told and told[0].actors else None
            if subject:
                return self._subject(text, subject), addressee, "before"
        if (match := ACCORDING.search(before)) and len(text[slice(*piece.inner)].split()) > SHORT:
            begin = sentence_start + match.end()
            later = [m for m in outside if m.start >= begin and m.end <= piece.outer[0] and m.actors]
            if later:
                return later[0], None, "before"
        return None, None, ""

    @staticmethod
    def announced(draft: Draft, end: int) -> Mention | None:
        """Who is said to speak by a paragraph that ends, before `end`, with a colon: "He said:" over a block of words."""
        if not draft.text[:end].rstrip().endswith(":"):
            return None
        index = draft.sentence_at(max(0, len(draft.text[:end].rstrip()) - 1))
        reading, words = draft.readings[index], draft.sentences[index].words
        verbs = [i for i, w in enumerate(words[: len(reading.words)]) if SAYS.fullmatch(w.text)]
        node = subject(reading, verbs[-1]) if verbs else None
        mention = mentions_at(draft, index, node, {}) if node is not None else None
        return mention if mention is not None and mention.actors else None

    def _by_syntax(
        self, draft: Draft, piece: Piece, left: int, right: int
    ) -> tuple[Mention | None, Mention | None, str] | None:
        """The subject of the speech verb nearest to the piece, in the sentences in which it begins and ends."""
        best: tuple[int, int, int] | None = None  # distance, sentence, verb
        closing = draft.sentence_at(max(piece.outer[1] - 1, piece.inner[0]))
        for index in {draft.sentence_at(piece.outer[0]), closing, min(closing + 1, len(draft.sentences) - 1)}:
            sentence, reading = draft.sentences[index], draft.readings[index]
            for i, word in enumerate(sentence.words[: len(reading.words)]):
                inside = piece.outer[0] <= word.start < piece.outer[1]
                if inside or word.start < left or word.end > right or not SAYS.fullmatch(word.text):
                    continue
                if reading.tags[i] not in ("VERB", "AUX") and reading.cues[i] < 0.5:
                    continue
                after = word.start >= piece.outer[1]
                distance = word.start - piece.outer[1] if after else piece.outer[0] - word.end
                between = draft.text[piece.outer[1] : word.start] if after else draft.text[word.end : piece.outer[0]]
                if re.search(r"[.!?]\s", between) and not (after and index == closing + 1 and distance < 60):
                    continue
                if after and index == closing + 1 and not _ONLY_SAYS.match(draft.text, word.end, right):
                    continue  # the sentence goes on: it tells something else, or opens the next words
                if best is None or distance < best[0]:
                    best = (distance, index, i)
        if best is None:
            by = self._named_after(draft, piece, right)
            return (by, None, "after") if by else self._without_verb(draft, piece, left)
        _, index, verb = best
        reading = draft.readings[index]
        cache: dict[int, list[Mention]] = {}
        speaker = None
        node = subject(reading, verb)
        words = draft.sentences[index].words
        if node is not None and not piece.outer[0] <= words[node].start < piece.outer[1]:
            speaker = mentions_at(draft, index, node, cache)
        if speaker is None or not speaker.actors:
            return None
        speaker = self._person_of(draft, speaker)
        told = [c for c in reading.children[verb] if reading.relations[c] in ("obj", "iobj")]
        told = [c for c in told if reading.words[verb].lower() in _ADDRESSING]
        addressee = next((m for c in told if (m := mentions_at(draft, index, c, cache))), None)
        if addressee is None and reading.words[verb].lower() in _ADDRESSING and verb + 1 < len(words):
            beside = mentions_at(draft, index, verb + 1, cache)  # "told Putin", whatever the tree makes of it
            addressee = beside if beside is not None and beside.start == words[verb + 1].start else None
        if addressee is None and (to := oblique(reading, verb, frozenset({"to"}))) is not None:
            addressee = mentions_at(draft, index, to, cache)
        return speaker, addressee, "after" if words[verb].start >= piece.outer[1] else "before"

    @staticmethod
    def _person_of(draft: Draft, speaker: Mention) -> Mention:
        """`Delta Institute Director Ana Ruiz said`: people speak, whatever word the tree takes for the head.

        Nor does the owner in "Ruiz's spokesman, Tom Berg, said".
        """
        owned = _OWNED.match(draft.text, speaker.end)
        if owned is not None:
            mine = (m for m in draft.mentions if m.sentence == speaker.sentence and speaker.end < m.start <= owned.end())
            return next((m for m in mine if m.actors), speaker)
        if speaker.kind != "organisation":
            return speaker
        behind = (m for m in draft.mentions if m.sentence == speaker.sentence and m.kind == "name" and m.start > speaker.end)
        person = next(behind, None)
        titled = person is not None and _TITLE_BETWEEN.fullmatch(draft.text, speaker.end, person.start)
        return person if person is not None and titled and person.actors else speaker

    @staticmethod
    def _named_after(draft: Draft, piece: Piece, right: int) -> Mention | None:
        """`“…,” according to a tweet by Pompeo`, where nobody else says the words: the first person named after it."""
        opening = ACCORDING.match(draft.text, _skip(draft.text, piece.outer[1]), right)
        if opening is None:
            return None
        stop = re.compile(r"[.!?](?:\s|$)").search(draft.text, opening.end(), right)
        end = stop.start() if stop else right
        here = [m for m in draft.mentions if opening.end() <= m.start < end and m.kind in PERSONAL and m.actors]
        persons = [m for m in here if m.actors[0].name[:1].isupper()]
        return next(iter(persons or here), None)

    @staticmethod
    def _without_verb(draft: Draft, piece: Piece, left: int) -> tuple[Mention | None, Mention | None, str] | None:
        """Words after a colon or comma, or as a sentence of their own after one about somebody: its subject speaks them."""
        start = piece.outer[0]
        before = draft.text[max(left, start - 3) : start].rstrip()
        index = draft.sentence_at(max(0, start - 2)) if before[-1:] in (".", "!", "?") else draft.sentence_at(start)
        sentence, reading = draft.sentences[index], draft.readings[index]
        lead = draft.text[max(sentence.start, left) : start]
        if (noun := SPEECH_NOUN.search(lead)) is not None:
            owner = [m for m in draft.mentions if m.sentence == index and m.end <= max(sentence.start, left) + noun.start()]
            if owner and re.match(
                r"(?:['’]s?)?\s+(?:\w+\s+)?$", draft.text[owner[-1].end : max(sentence.start, left) + noun.start()]
            ):
                return owner[-1], None, "before"
        if before[-1:] not in (",", ":", ".") or len(draft.text[slice(*piece.inner)].split()) <= SHORT:
            return None
        if left > sentence.start or draft.text[sentence.start : start].count("\n"):
            return None
        root = next((i for i, head in enumerate(reading.heads) if head < 0), None)
        node = subject(reading, root) if root is not None else None
        if node is None or sentence.words[node].start >= start:
            return None
        mention = mentions_at(draft, index, node, {})
        person = mention is not None and bool(mention.actors) and bool(mention.actors[0].name)
        return (mention, None, "before") if person else None

    @staticmethod
    def _subject(text: str, candidates: list[Mention]) -> Mention:
        """The subject of a speech verb: the person nearest before it who does not hang on a preposition ("for the Houthis")."""
        free = [m for m in candidates if not _HANGS.search(text[max(0, m.start - 24) : m.start])]
        persons = [m for m in free if m.actors[0].name and (m.actors[0].name[:1].isupper() or m.kind in ("group", "nominal"))]
        named = [m for m in persons if m.actors[0].name[:1].isupper()]
        return (named or persons or free or candidates[:1])[-1]

    @staticmethod
    def _sentence_end(text: str, start: int, limit: int) -> int:
        match = re.compile(r"[.!?](?=\s+[A-Z“\"]|\s*$)").search(text, start, limit)
        while match and re.search(
            r"\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|U\.S|U\.N|[A-Z])\.$", text[max(0, match.end() - 6) : match.end()]
        ):
            match = re.compile(r"[.!?](?=\s+[A-Z“\"]|\s*$)").search(text, match.end(), limit)
        return match.end() if match else limit

    @staticmethod
    def _sentence_start(text: str, end: int, limit: int) -> int:
        position = limit
        for match in re.finditer(r"[.!?][”\"]?\s+(?=[A-Z“\"])", text[limit:end]):
            if not re.search(r"\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|U\.S|U\.N|[A-Z])\.\s*$", text[limit : limit + match.end()]):
                position = limit + match.end()
        return position

    @staticmethod
    def via(draft: Draft, outside: list[Mention], piece: Piece, left: int, right: int, speaker: Actor) -> tuple[Actor, ...]:
        """Who passes the words on: `…, according to Ushakov` after a speaker of their own."""
        zone = draft.text[piece.outer[1] : min(right, piece.outer[1] + 160)]
        stop = re.search(r"[.!?](?=\s+[A-Z“\"])", zone)
        zone = zone[: stop.end()] if stop else zone
        if match := ACCORDING.search(zone):
            begin = piece.outer[1] + match.end()
            named = [m for m in outside if begin <= m.start <= piece.outer[1] + len(zone)]
            persons = [m for m in named if m.actors[0].name] or named
            if persons and persons[-1 if len(persons) == 1 else 0].actors[0] != speaker:
                chosen = next((m for m in persons if m.kind == "name" and m.actors[0].name[:1].isupper()), persons[0])
                return (chosen.actors[0],)
        return ()
