"""Quotations: whose words stand between quotation marks or in a transcript's turns, to whom, and through whom.

Marks may be typographic or straight, doubled, unclosed or mangled. Pieces that one speaker's cue interrupts are one
quotation; a quotation that goes on in the next paragraph is one too. Words in marks that nobody is found to have said
(scare quotes, titles) are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from comity.model import Actor, Made, Mark, Quote, Role, Span
from comity.reading.draft import Draft, Mention, Quotation
from comity.reading.grammar import mentions_at, oblique, subject
from comity.reading.speech import ACCORDING, SAYS, SPEECH_NOUN

_LINE = re.compile(r"[^\n]+")
_OPENING, _CLOSING = "“«„", "”»"
_TURN = re.compile(r"(?P<name>Q(?=[\s:])|(?:[A-ZÀ-Þ][A-ZÀ-Þ’'-]+\.? ?){1,6})(?: \([^)\n]{1,60}\))?(?:\s*:|(?<=Q))\s*(?=[^\s:])")
_AFTER_NAME = re.compile(r"\s*(?:\([^)\n]{1,60}\))?\s*:\s+(?=[^\s“\"«:])")
_ONLY_TITLES = re.compile(r"(?:(?:[A-ZÀ-Þ][\w’'.,-]*|of|the|and|for|in|to|[a-z]+-[a-z]+|’s|'s|talks)\s+)*")
_ADDRESSING = frozenset(
    {"told", "tells", "tell", "asked", "assured", "informed", "warned", "urged", "addressed", "thanked", "called"}
)
_TO = re.compile(r"\b(?:told|to|asked|assured|informed|warned|urged|addressed|called|thanked)\s*$", re.IGNORECASE)
_SENSE_ENDS = re.compile(
    r",\s+(?:according to\b|(?:he|she|they|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?) (?:said|says|told|added|wrote)\b)|\s(?:said|told)\s+[A-Z]"
)
_HANGS = re.compile(
    r"\b(?:for|of|with|to|about|on|in|at|by|from|against|after|over|into|near|between|than|as|under|whose)\s+"
    r"(?:(?:the|a|an|his|her|its|their|US|former)\s+)?(?:[a-z]+\s+)?$"
)
_PERSONAL = frozenset({"name", "office", "pronoun", "group", "nominal", "demonym", "locative"})
_SHORT = 3  # words; shorter fragments need their speaker and verb in the same sentence
_MAX_GAP_WORDS = 24
_MAX_GAP = 160  # characters between two pieces of an interrupted quotation


@dataclass(frozen=True, slots=True)
class _Piece:
    """The words between a pair of marks: `outer` holds the marks, `inner` the words; `closed` whether the text closes them."""

    outer: tuple[int, int]
    inner: tuple[int, int]
    closed: bool


def marked_pieces(text: str, start: int, end: int) -> list[_Piece]:
    """The stretches between quotation marks in one paragraph; an unclosed one ends with the paragraph."""
    found: list[_Piece] = []
    opened = -1
    for i in range(start, end):
        c = text[i]
        straight = c == '"' or text[i : i + 2] == "''"
        before, after = text[i - 1 : i] if i > start else " ", text[i + 1 : i + 2] if i + 1 < end else " "
        if straight and before.isdigit() and not after.isalpha() and opened < 0:
            continue  # inches, or minutes of an arc
        opens = c in _OPENING or (straight and opened < 0)
        closes = c in _CLOSING or (straight and opened >= 0)
        if opens and opened >= 0 and c in _OPENING and (before.isspace() and (after.isspace() or after in ".,")):
            opens, closes = False, True  # a closing mark set the wrong way round
        if opens:
            if opened >= 0:
                _close(found, text, opened, i, i, closed=False)
            opened = i
        elif closes and opened >= 0:
            _close(found, text, opened, i, i + 1, closed=True)
            opened = -1
    if opened >= 0:
        _close(found, text, opened, end, end, closed=False)
    return found


def _close(found: list[_Piece], text: str, opened: int, inner_end: int, outer_end: int, closed: bool) -> None:
    a, b = opened + 1, inner_end
    if not closed and (stop := _SENSE_ENDS.search(text, a, b)):  # never closed: the words end where others go on
        b = outer_end = stop.start()
    while a < b and (text[a].isspace() or text[a] in "\"'“”"):
        a += 1
    while b > a and (text[b - 1].isspace() or text[b - 1] in ",\"'“”"):
        b -= 1
    if b > a and re.search(r"\w", text[a:b]):
        found.append(_Piece((opened, outer_end), (a, b), closed))


def _skip(text: str, at: int) -> int:
    """Past white space, commas and stray marks."""
    while at < len(text) and (text[at].isspace() or text[at] in ",”\"'"):
        at += 1
    return at


class Quotations:
    """Finds quotations with their speakers, and transcripts' turns."""

    name = "quotations"
    requires = frozenset({"sentences", "readings", "mentions"})
    assigns = frozenset({"quotations"})

    def __call__(self, draft: Draft) -> None:
        """Writes `quotations`."""
        paragraphs = [m.span() for m in _LINE.finditer(draft.text) if m[0].strip()]
        turns = self._turns(draft, paragraphs)
        draft.quotations = turns
        covered = [(q.start, q.end) for q in turns]
        previous: Quotation | None = None
        open_before = False
        for start, end in paragraphs:
            if any(a <= start < b for a, b in covered):
                previous, open_before = None, False
                continue
            pieces = marked_pieces(draft.text, start, end)
            found = self._paragraph(draft, start, end, pieces, previous)
            if found and open_before and previous and pieces[0].outer[0] <= start + 1 and found[0].reason == "inherited":
                draft.quotations[-1] = replace(previous, end=found[0].end, pieces=previous.pieces + found[0].pieces)
                found = found[1:]
            draft.quotations += [q for q in found if q.speaker is not None]
            if pieces:
                previous = draft.quotations[-1] if draft.quotations and found else previous
                open_before = not pieces[-1].closed
            elif end - start > 0:
                open_before = False
        draft.quotations.sort(key=lambda q: q.start)

    # -- transcripts --------------------------------------------------------------------------------------------------

    def _turns(self, draft: Draft, paragraphs: list[tuple[int, int]]) -> list[Quotation]:
        """`Name: words` at the beginning of paragraphs, where at least two turns make it a transcript or one is an office's."""
        heads: list[tuple[int, int, Mention | None, str]] = []
        taken: set[int] = set()
        for mention in draft.mentions:
            tail = _AFTER_NAME.match(draft.text, mention.end)
            if not tail or mention.kind != "name" or not mention.actors[0].name:
                continue
            start = max(draft.sentences[mention.sentence].start, draft.text.rfind("\n", 0, mention.start) + 1)
            if _ONLY_TITLES.fullmatch(draft.text[start : mention.start]):
                heads.append((mention.start if mention.start - start > 60 else start, tail.end(), mention, "name"))
                taken.add(start)
        for start, end in paragraphs:
            match = _TURN.match(draft.text, start, end)
            if match and start not in taken and (match["name"] == "Q" or match["name"].isupper()):
                heads.append((start, match.end(), self._named(draft, start, match.end("name")), match["name"]))
        heads.sort(key=lambda head: head[0])
        if len(heads) < 2 and not (heads and draft.text[: heads[0][0]].endswith(("\n", ""))):
            return []
        found = []
        for i, (start, begin, named, name) in enumerate(heads):
            stop = heads[i + 1][0] if i + 1 < len(heads) else len(draft.text)
            pieces = [(max(a, begin), b) for a, b in paragraphs if b > begin and a < stop]
            pieces = [(a, b) for a, b in pieces if not draft.text[a:b].startswith(("***", "(", "[", "<…>"))]
            if not pieces or name == "Q":
                continue
            speaker = named.actors[0] if named else self._turn_name(draft, name)
            if speaker is None:
                continue
            span = (named.start, named.end) if named else (start, start + len(name))
            found.append(
                Quotation(
                    start, pieces[-1][1], tuple(pieces), speaker, span, transcript_turn=True, reason="turn of a transcript"
                )
            )
        return found

    @staticmethod
    def _named(draft: Draft, start: int, end: int) -> Mention | None:
        inside = [m for m in draft.mentions if m.start >= start and m.end <= end + 1 and len(m.actors) == 1]
        persons = [m for m in inside if m.actors[0].name]
        return persons[-1] if persons else None

    @staticmethod
    def _turn_name(draft: Draft, name: str) -> Actor | None:
        """`MR. PRICE` after Ned Price was named: by the surname, whatever its case."""
        last = name.split()[-1].strip(".").lower()
        for mention in draft.mentions:
            actor = mention.actors[0]
            if actor.name and actor.name.split()[-1].lower() == last:
                return actor
        return None

    # -- quotation marks ------------------------------------------------------------------------------------------------

    def _paragraph(
        self, draft: Draft, start: int, end: int, pieces: list[_Piece], previous: Quotation | None
    ) -> list[Quotation]:
        found: list[Quotation] = []
        mentions = [m for m in draft.mentions if m.start >= start and m.end <= end and m.kind in _PERSONAL]
        outside = [m for m in mentions if not any(p.outer[0] <= m.start < p.outer[1] for p in pieces)]
        for n, piece in enumerate(pieces):
            left = pieces[n - 1].outer[1] if n else start
            right = pieces[n + 1].outer[0] if n + 1 < len(pieces) else end
            speaker, addressee, cue = self._speaker(draft, outside, piece, left, right, start)
            size = len(draft.text[slice(*piece.inner)].split())
            gap = draft.text[left : piece.outer[0]]
            last = found[-1] if found else None
            if (
                last is not None
                and last.speaker
                and self._interrupts(draft, gap, last, piece)
                and (speaker is None or speaker.actors[0] == last.speaker)
            ):
                found[-1] = replace(last, end=piece.outer[1], pieces=(*last.pieces, piece.inner))
                continue
            if speaker is None:
                inherited = None
                if last is not None and size > _SHORT:
                    inherited = last
                elif last is None and n == 0 and piece.outer[0] <= start + 1 and size > _SHORT:
                    inherited = previous
                if inherited is None or inherited.speaker is None:
                    continue
                found.append(
                    Quotation(
                        *piece.outer,
                        (piece.inner,),
                        inherited.speaker,
                        inherited.speaker_span,
                        inherited.addressee,
                        inherited.via,
                        reason="inherited",
                    )
                )
                continue
            actor = speaker.actors[0]
            via = self._via(draft, outside, piece, left, right, actor)
            found.append(
                Quotation(
                    *piece.outer,
                    (piece.inner,),
                    actor,
                    (speaker.start, speaker.end),
                    addressee.actors[0] if addressee else None,
                    via,
                    reason=f"speaker {cue} the words",
                )
            )
        return found

    @staticmethod
    def _interrupts(draft: Draft, gap: str, last: Quotation, piece: _Piece) -> bool:
        """Whether the words between two pieces only say who speaks."""
        if len(gap) > _MAX_GAP or len(gap.split()) > _MAX_GAP_WORDS or not SAYS.search(gap):
            return False
        sentence_ends = len(re.findall(r"[.!?](?:\s|$)", gap.strip()))
        return sentence_ends <= 1 and gap.rstrip().endswith((",", ":", "."))

    def _speaker(
        self, draft: Draft, outside: list[Mention], piece: _Piece, left: int, right: int, start: int
    ) -> tuple[Mention | None, Mention | None, str]:
        """The mention that speaks the piece, whom it addresses, and where the cue stands."""
        if found := self._by_syntax(draft, piece, left, right):
            return found
        text = draft.text
        sentence_end = self._sentence_end(text, piece.outer[1], right)
        after = text[piece.outer[1] : sentence_end]
        if text[piece.inner[0] : piece.inner[1]][-1:] in ".!?" and after[:1].isspace() and after.lstrip()[:1].isupper():
            near = re.match(r"\s*(?:[\w’'.-]+\s+){0,6}?", after)  # a new sentence: only a bare "X said." counts
            after = (
                after
                if near and SAYS.search(after[:70]) and not piece.closed
                else after[: 70 if SAYS.search(after[:70]) else 0]
            )
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
            if match := ACCORDING.search(before):
                later = [m for m in named if m.start >= sentence_start + match.end()]
                if later:
                    return later[0], None, "before"
        return None, None, ""

    def _by_syntax(
        self, draft: Draft, piece: _Piece, left: int, right: int
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
        told = [c for c in reading.children[verb] if reading.relations[c] in ("obj", "iobj")]
        told = [c for c in told if reading.words[verb].lower() in _ADDRESSING]
        addressee = next((m for c in told if (m := mentions_at(draft, index, c, cache))), None)
        if addressee is None and (to := oblique(reading, verb, frozenset({"to"}))) is not None:
            addressee = mentions_at(draft, index, to, cache)
        return speaker, addressee, "after" if words[verb].start >= piece.outer[1] else "before"

    @staticmethod
    def _named_after(draft: Draft, piece: _Piece, right: int) -> Mention | None:
        """`“…,” according to a tweet by Pompeo`, where nobody else says the words: the first person named after it."""
        opening = ACCORDING.match(draft.text, _skip(draft.text, piece.outer[1]), right)
        if opening is None:
            return None
        stop = re.compile(r"[.!?](?:\s|$)").search(draft.text, opening.end(), right)
        end = stop.start() if stop else right
        here = [m for m in draft.mentions if opening.end() <= m.start < end and m.kind in _PERSONAL and m.actors]
        persons = [m for m in here if m.actors[0].name[:1].isupper()]
        return next(iter(persons or here), None)

    @staticmethod
    def _without_verb(draft: Draft, piece: _Piece, left: int) -> tuple[Mention | None, Mention | None, str] | None:
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
        if before[-1:] not in (",", ":", ".") or len(draft.text[slice(*piece.inner)].split()) <= _SHORT:
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
    def _via(draft: Draft, outside: list[Mention], piece: _Piece, left: int, right: int, speaker: Actor) -> tuple[Actor, ...]:
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


class Quotes:
    """Writes the quotations down as statements."""

    name = "quotes"
    requires = frozenset({"quotations", "mentions"})
    assigns = frozenset({"quotes"})

    def __init__(self, coder: str) -> None:
        self.coder = coder

    def __call__(self, draft: Draft) -> None:
        """Writes `quotes`."""
        for quotation in draft.quotations:
            if quotation.speaker is None:
                continue
            spans = tuple(Span.of(draft.text, a, b) for a, b in quotation.pieces)
            words = "\n".join(s.text for s in spans) if quotation.transcript_turn else " ".join(s.text for s in spans)
            marks: tuple[Mark, ...] = ()
            if quotation.speaker_span:
                marks = (Mark(Role.SPEAKER, Span.of(draft.text, *quotation.speaker_span), quotation.speaker.key),)
            draft.quotes.append(
                Quote(
                    words=words,
                    speaker=quotation.speaker,
                    addressee=quotation.addressee if quotation.addressee != quotation.speaker else None,
                    via=quotation.via,
                    evidence=spans,
                    marks=marks,
                    made_by=Made(coder=self.coder, stage=self.name, reason=quotation.reason, score=0.9),
                )
            )
