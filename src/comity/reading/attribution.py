"""On whose word a stretch of text is told: "X said that …", "…, according to Y", "reportedly", and words in quotation marks.

Each attribution covers the content and names its source. They nest: an inner one is said by its source, as an outer one has
it. What no attribution covers is told by the document itself.
"""

from __future__ import annotations

from dataclasses import replace

from comity.model import NOBODY_NAMED, Actor
from comity.reading.draft import Attribution, Draft, Mention, Sentence
from comity.reading.encoder import SentenceReading
from comity.reading.grammar import mentions_at, subject
from comity.reading.labels import ATTRIBUTION
from comity.reading.speech import ACCORDING, HIDDEN, REPORTS
from comity.reading.stances import stances

_CONTENT = frozenset({"ccomp", "xcomp", "parataxis"})
_FACELESS = frozenset(
    {"reports", "report", "sources", "source", "officials", "witnesses", "observers", "some", "many", "analysts", "experts"}
)
_SURE_CUE = 0.4
_MOSTLY = 0.7  # of what is reported, so much in quotation marks makes it the quotation itself
_FEWEST = 2  # words that make a content
_SOURCE, _SAID = ATTRIBUTION.index("source"), ATTRIBUTION.index("content")


def _first_person(reading: SentenceReading, verb: int) -> bool:
    """Whether "I" or "we" stands right before a verb, with an auxiliary at most between, whatever the tree makes of it."""
    before = [word.lower() for word in reading.words[max(0, verb - 2) : verb]]
    return bool(before) and (
        before[-1] in ("i", "we") or (before[0] in ("i", "we") and reading.tags[verb - 1] in ("AUX", "ADV"))
    )


class Attributions:
    """Finds who says what, sentence by sentence, by syntax and by the model's cue head."""

    name = "attribution"
    requires = frozenset({"sentences", "readings", "mentions", "quotations"})
    assigns = frozenset({"attributions"})

    def __call__(self, draft: Draft) -> None:
        """Writes `attributions`."""
        cache: dict[int, list[Mention]] = {}
        for quotation in draft.quotations:
            if quotation.speaker is not None and not quotation.transcript_turn:
                sources = (quotation.speaker, *quotation.via)
                spans = (quotation.speaker_span,) if quotation.speaker_span else ()
                draft.attributions.append(Attribution(quotation.pieces, sources, spans, None, "quotation"))
        draft.attributions = _joined(draft.text, draft.attributions)
        for index in range(len(draft.sentences)):
            self._reported(draft, index, cache)
            self._according(draft, index, cache)
        draft.attributions = _without_repeats(draft.attributions)
        draft.attributions += [held for index in range(len(draft.sentences)) for held in self._held(draft, index, cache)]
        draft.attributions.sort(key=lambda a: (a.start, -a.end))

    def _reported(self, draft: Draft, index: int, cache: dict[int, list[Mention]]) -> None:
        sentence, reading = draft.sentences[index], draft.readings[index]
        words = sentence.words[: len(reading.words)]
        for i, word in enumerate(words):
            verb = reading.tags[i] in ("VERB", "AUX")
            if not (verb and REPORTS.fullmatch(word.text)) and reading.cues[i] < _SURE_CUE:
                continue
            pieces = self._content(draft, index, i)
            if not pieces or sum(len(draft.text[a:b].split()) for a, b in pieces) < _FEWEST:
                continue
            holder = self._holder(reading, i, len(words))
            if holder is None or _first_person(reading, i):  # "my friend, I hope": the one who speaks is known already
                continue
            sources, span = _named(draft, index, holder, cache)
            draft.attributions.append(
                Attribution(pieces, sources, (span,), (word.start, word.end), f"subject of “{word.text}”")
            )

    @staticmethod
    def _held(draft: Draft, index: int, cache: dict[int, list[Mention]]) -> list[Attribution]:
        """What somebody in the sentence wants, thinks or asks, unless it stands in others' words already."""
        sentence, reading = draft.sentences[index], draft.readings[index]
        words = sentence.words[: len(reading.words)]
        found: list[Attribution] = []
        if not (here := list(stances(reading))):
            return found
        told = [span for a in draft.attributions for span in a.pieces if _overlaps(span, sentence.start, sentence.end)]
        quoted = [span for q in draft.quotations for span in q.pieces if _overlaps(span, sentence.start, sentence.end)]
        cues = {a.cue for a in draft.attributions}
        for stance in here:
            cue = words[stance.cue]
            if (cue.start, cue.end) in cues or any(a <= cue.start < b for a, b in (*told, *quoted)):
                continue
            held = (words[stance.held[0]].start, words[stance.held[-1]].end)
            if any(2 * (min(held[1], b) - max(held[0], a)) >= held[1] - held[0] for a, b in told):
                continue
            sources, span = _named(draft, index, stance.holder, cache)
            found.append(Attribution((held,), sources, (span,), (cue.start, cue.end), f"held: “{cue.text}”", told=False))
        return found

    @staticmethod
    def _holder(reading: SentenceReading, cue: int, size: int) -> int | None:
        """Who speaks: the cue's subject or possessor, else the word that the model takes for its source."""
        holder = subject(reading, cue)
        if holder is None:
            holder = next((c for c in reading.children[cue] if reading.relations[c] == "nmod" and c < cue), None)
        if holder is None:
            scores = reading.attribution[cue, :, _SOURCE]
            best = int(scores.argmax())
            holder = best if scores[best] >= _SURE_CUE else None
        return holder if holder is not None and holder < size else None

    @staticmethod
    def _content(draft: Draft, index: int, cue: int) -> tuple[tuple[int, int], ...]:
        """What is said: the cue's clause, the sentence around "…, he said", or the stretch that the model marks."""
        sentence, reading = draft.sentences[index], draft.readings[index]
        words = sentence.words[: len(reading.words)]
        clauses = [c for c in reading.children[cue] if reading.relations[c] in _CONTENT and reading.tags[c] != "PUNCT"]
        clauses = [c for c in clauses if c > cue or reading.relations[c] != "parataxis"]
        if clauses:
            covered = _one_side(reading, [k for k in reading.subtree(clauses[0]) if k < len(words)], clauses[0], cue)
            return ((words[covered[0]].start, words[covered[-1]].end),)
        if reading.relations[cue] == "parataxis":
            return _around(draft, sentence, [k for k in reading.subtree(cue) if k < len(words)])
        marked = [int(k) for k in (reading.attribution[cue, :, _SAID] >= _SURE_CUE).nonzero()[0] if k < len(words)]
        if len(marked) < 3:
            return ()
        return ((words[marked[0]].start, words[marked[-1]].end),)

    def _according(self, draft: Draft, index: int, cache: dict[int, list[Mention]]) -> None:
        sentence, reading = draft.sentences[index], draft.readings[index]
        words = sentence.words[: len(reading.words)]
        for match in ACCORDING.finditer(draft.text, sentence.start, sentence.end):
            cue = next((i for i, w in enumerate(words) if w.start == match.start()), None)
            if cue is None:
                continue
            holder = reading.heads[cue] if reading.heads[cue] > cue else min(cue + 2, len(words) - 1)
            mention = mentions_at(draft, index, holder, cache)
            inside = [k for k in reading.subtree(holder) if cue <= k < len(words)]
            phrase = list(range(cue, (inside[-1] if inside else holder) + 1))
            if mention is not None and mention.actors and mention.kind != "place":
                sources, span = mention.actors[:1], (mention.start, mention.end)
            else:
                sources, span = (NOBODY_NAMED,), (words[min(cue + 2, phrase[-1])].start, words[phrase[-1]].end)
            pieces = _around(draft, sentence, phrase)
            if pieces:
                draft.attributions.append(Attribution(pieces, sources, (span,), match.span(), "according to"))
        for match in HIDDEN.finditer(draft.text, sentence.start, sentence.end):
            draft.attributions.append(
                Attribution(((match.start(), sentence.end),), (NOBODY_NAMED,), (), match.span(), f"“{match[0].lower()}”")
            )


def _named(draft: Draft, index: int, holder: int, cache: dict[int, list[Mention]]) -> tuple[tuple[Actor, ...], tuple[int, int]]:
    """Who is named by a word of a sentence, and where: a known actor, somebody without a name, or a phrase that names nobody."""
    words, reading = draft.sentences[index].words, draft.readings[index]
    mention = mentions_at(draft, index, holder, cache)
    if mention is not None and mention.actors:
        return mention.actors[:1], (mention.start, mention.end)
    covered = [k for k in reading.subtree(holder) if k < len(reading.words)]
    if len(covered) > 1 and reading.tags[covered[0]] == "ADP":  # "by the senators"
        covered = covered[1:]
    faceless = words[holder].text.lower() in _FACELESS
    return (NOBODY_NAMED,) if faceless else (), (words[covered[0]].start, words[covered[-1]].end)


def _one_side(reading: SentenceReading, covered: list[int], head: int, cue: int) -> list[int]:
    """Of a clause that the parser lets run over its own cue, the side that its head stands on, without who speaks.

    `“He loves us,” she said, and soon he was waving`: what was said ends before "she".
    """
    if covered[0] > cue or covered[-1] < cue:
        return covered
    if head > cue:
        return [k for k in covered if k > cue]
    speaker = subject(reading, cue)
    limit = min(cue, *(reading.subtree(speaker)[:1] if speaker is not None and speaker > head else [cue]))
    return [k for k in covered if k < limit] or covered


def _around(draft: Draft, sentence: Sentence, inside: list[int]) -> tuple[tuple[int, int], ...]:
    """The sentence without the words that only say who speaks: what stands before them, after them, or both.

    Of a sentence with quoted words, only sides that hold some are told by the speaker; the rest says who it is.
    """
    words = sentence.words
    sides = []
    if inside[0] > 0:
        sides.append((sentence.start, words[inside[0] - 1].end))
    after = [w for w in words[inside[-1] + 1 :] if any(c.isalnum() for c in w.text)]
    if after:
        sides.append((after[0].start, sentence.end))
    quoted = [s for s in sides if any(a < s[1] and s[0] < b for q in draft.quotations for a, b in q.pieces)]
    return tuple(quoted or sides)


def _joined(text: str, found: list[Attribution]) -> list[Attribution]:
    """Quoted pieces of one speaker that follow one another in a paragraph, as one."""
    joined: list[Attribution] = []
    for attribution in sorted(found, key=lambda a: a.start):
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.sources == attribution.sources
            and last.source_spans == attribution.source_spans
            and "\n" not in text[last.end : attribution.start]
        ):
            joined[-1] = replace(last, pieces=(*last.pieces, *attribution.pieces))
        else:
            joined.append(attribution)
    return joined


def _without_repeats(attributions: list[Attribution]) -> list[Attribution]:
    """Without those told twice: what is all but quoted words stays as their quotation, other quotations inside go."""
    quoted = [a for a in attributions if a.cue is None]
    reported = [a for a in attributions if a.cue is not None]
    reported = [a for a in reported if not any(_shared(a, q) >= _MOSTLY * a.size for q in quoted)]

    def repeated(a: Attribution) -> bool:
        return any(b.start <= a.start + 2 and a.end <= b.end + 3 and b.sources[:1] == a.sources[:1] for b in reported)

    return [*(a for a in quoted if len(a.sources) > 1 or not repeated(a)), *reported]


def _shared(one: Attribution, other: Attribution) -> int:
    """Characters that stand in both."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one.pieces for c, d in other.pieces)


def sources_at(draft: Draft, start: int, end: int) -> tuple[tuple[Actor, ...], tuple[tuple[int, int], ...]]:
    """Who says what stands at [start, end), innermost source first, and where they are named.

    A cue does not report itself, and a source named twice in a row counts once.
    """
    covering = [a for a in draft.attributions if a.told and a.covers(start, end) and not _overlaps(a.cue, start, end)]
    sources: list[Actor] = []
    spans: list[tuple[int, int]] = []
    for attribution in sorted(covering, key=lambda a: (a.size, a.start)):
        for source in attribution.sources:
            if not any(source.code == known.code and (source.name == known.name or not source.name) for known in sources):
                sources.append(source)
        spans += attribution.source_spans
    if len(sources) > 1:
        sources = [s for s in sources if s != NOBODY_NAMED] or sources[:1]
    return tuple(sources), tuple(dict.fromkeys(spans))


def _overlaps(span: tuple[int, int] | None, start: int, end: int) -> bool:
    return span is not None and span[0] < end and start < span[1]
