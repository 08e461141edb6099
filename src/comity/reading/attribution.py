"""On whose word a stretch of text is told: "X said that …", "…, according to Y", "reportedly", and words in quotation marks.

Each attribution covers the content and names its source. They nest: an inner one is said by its source, as an outer one has
it. What no attribution covers is told by the document itself.
"""

from __future__ import annotations

from comity.model import NOBODY_NAMED, Actor
from comity.reading.draft import Attribution, Draft, Mention, Sentence
from comity.reading.encoder import SentenceReading
from comity.reading.grammar import mentions_at, subject
from comity.reading.labels import ATTRIBUTION
from comity.reading.speech import ACCORDING, HIDDEN, REPORTS

_CONTENT = frozenset({"ccomp", "xcomp", "parataxis"})
_FACELESS = frozenset(
    {"reports", "report", "sources", "source", "officials", "witnesses", "observers", "some", "many", "analysts", "experts"}
)
_SURE_CUE = 0.4
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
                for start, end in quotation.pieces:
                    draft.attributions.append(Attribution(start, end, sources, spans, None, "quotation"))
        for index in range(len(draft.sentences)):
            self._reported(draft, index, cache)
            self._according(draft, index, cache)
        draft.attributions = _without_repeats(draft.attributions)
        draft.attributions.sort(key=lambda a: (a.start, -a.end))

    def _reported(self, draft: Draft, index: int, cache: dict[int, list[Mention]]) -> None:
        sentence, reading = draft.sentences[index], draft.readings[index]
        words = sentence.words[: len(reading.words)]
        for i, word in enumerate(words):
            verb = reading.tags[i] in ("VERB", "AUX")
            if not (verb and REPORTS.fullmatch(word.text)) and reading.cues[i] < _SURE_CUE:
                continue
            where = self._content(draft, index, i)
            if where is None:
                continue
            holder = self._holder(reading, i, len(words))
            if holder is None or _first_person(reading, i):  # "my friend, I hope": the one who speaks is known already
                continue
            mention = mentions_at(draft, index, holder, cache)
            sources: tuple[Actor, ...] = ()
            if mention is not None and mention.actors:
                sources, span = mention.actors[:1], (mention.start, mention.end)
            else:
                covered = [k for k in reading.subtree(holder) if k < len(words)]
                span = (words[covered[0]].start, words[covered[-1]].end)
                if words[holder].text.lower() in _FACELESS:
                    sources = (NOBODY_NAMED,)
            draft.attributions.append(
                Attribution(*where, sources, (span,), (word.start, word.end), f"subject of “{word.text}”")
            )

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
    def _content(draft: Draft, index: int, cue: int) -> tuple[int, int] | None:
        """What is said: the cue's clause, the sentence around "…, he said", or the stretch that the model marks."""
        sentence, reading = draft.sentences[index], draft.readings[index]
        words = sentence.words[: len(reading.words)]
        clauses = [c for c in reading.children[cue] if reading.relations[c] in _CONTENT and reading.tags[c] != "PUNCT"]
        clauses = [c for c in clauses if c > cue or reading.relations[c] != "parataxis"]
        if clauses:
            covered = [k for k in reading.subtree(clauses[0]) if k < len(words)]
            return words[covered[0]].start, words[covered[-1]].end
        if reading.relations[cue] == "parataxis":
            return _around(sentence, [k for k in reading.subtree(cue) if k < len(words)])
        marked = [int(k) for k in (reading.attribution[cue, :, _SAID] >= _SURE_CUE).nonzero()[0] if k < len(words)]
        if len(marked) < 3:
            return None
        return words[marked[0]].start, words[marked[-1]].end

    def _according(self, draft: Draft, index: int, cache: dict[int, list[Mention]]) -> None:
        sentence = draft.sentences[index]
        here = cache.setdefault(index, [m for m in draft.mentions if m.sentence == index])
        for match in ACCORDING.finditer(draft.text, sentence.start, sentence.end):
            later = [m for m in here if match.end() <= m.start <= match.end() + 60]
            named = next((m for m in later if m.actors and m.kind != "place"), None)
            sources = named.actors[:1] if named else (NOBODY_NAMED,)
            spans = ((named.start, named.end),) if named else ()
            start = sentence.start
            draft.attributions.append(Attribution(start, sentence.end, sources, spans, match.span(), "according to"))
        for match in HIDDEN.finditer(draft.text, sentence.start, sentence.end):
            draft.attributions.append(
                Attribution(match.start(), sentence.end, (NOBODY_NAMED,), (), match.span(), f"“{match[0].lower()}”")
            )


def _around(sentence: Sentence, inside: list[int]) -> tuple[int, int]:
    """The sentence without the words at its end or beginning that only say who speaks."""
    words = sentence.words
    last = len(words) - 1
    while last > inside[-1] and not any(c.isalnum() for c in words[last].text):
        last -= 1
    if inside[-1] >= last and inside[0] > 0:
        return sentence.start, words[inside[0] - 1].end
    if inside[0] == 0 and inside[-1] < len(words) - 1:
        return words[inside[-1] + 1].start, sentence.end
    return sentence.start, sentence.end


def _without_repeats(attributions: list[Attribution]) -> list[Attribution]:
    """Without quotations that lie inside what the same source is reported to say anyway."""

    def repeated(a: Attribution) -> bool:
        return a.cue is None and any(
            b.cue is not None and b.start <= a.start + 2 and a.end <= b.end + 3 and b.sources[:1] == a.sources[:1]
            for b in attributions
        )

    return [a for a in attributions if len(a.sources) > 1 or not repeated(a)]


def sources_at(draft: Draft, start: int, end: int) -> tuple[tuple[Actor, ...], tuple[tuple[int, int], ...]]:
    """Who says what stands at [start, end), innermost source first, and where they are named.

    A cue does not report itself, and a source named twice in a row counts once.
    """
    covering = [a for a in draft.attributions if a.start <= start and end <= a.end and not _overlaps(a.cue, start, end)]
    sources: list[Actor] = []
    spans: list[tuple[int, int]] = []
    for attribution in sorted(covering, key=lambda a: (a.end - a.start, a.start)):
        for source in attribution.sources:
            if not any(source.code == known.code and (source.name == known.name or not source.name) for known in sources):
                sources.append(source)
        spans += attribution.source_spans
    if len(sources) > 1:
        sources = [s for s in sources if s != NOBODY_NAMED] or sources[:1]
    return tuple(sources), tuple(dict.fromkeys(spans))


def _overlaps(span: tuple[int, int] | None, start: int, end: int) -> bool:
    return span is not None and span[0] < end and start < span[1]
