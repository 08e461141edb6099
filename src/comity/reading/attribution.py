"""On whose word a stretch of text is told: "X said that …", "…, according to Y", "reportedly", and words in quotation marks.

Each attribution covers the content and names its source. They nest: an inner one is said by its source, as an outer one has
it. What no attribution covers is told by the document itself.
"""

from __future__ import annotations

from comity.model import NOBODY_NAMED, Actor
from comity.reading.draft import Attribution, Draft, Mention
from comity.reading.grammar import mentions_at, subject
from comity.reading.speech import ACCORDING, HIDDEN, REPORTS

_CONTENT = frozenset({"ccomp", "xcomp", "parataxis"})
_FACELESS = frozenset(
    {"reports", "report", "sources", "source", "officials", "witnesses", "observers", "some", "many", "analysts", "experts"}
)
_SURE_CUE = 0.5


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
        draft.attributions.sort(key=lambda a: (a.start, -a.end))

    def _reported(self, draft: Draft, index: int, cache: dict[int, list[Mention]]) -> None:
        sentence, reading = draft.sentences[index], draft.readings[index]
        words = sentence.words[: len(reading.words)]
        for i, word in enumerate(words):
            if not REPORTS.fullmatch(word.text) or reading.tags[i] not in ("VERB", "AUX"):
                continue
            holder = subject(reading, i)
            content = [c for c in reading.children[i] if reading.relations[c] in _CONTENT and reading.tags[c] != "PUNCT"]
            content = [c for c in content if c > i or reading.relations[c] != "parataxis"]
            if content:
                covered = reading.subtree(content[0])
                start, end = words[covered[0]].start, words[min(covered[-1], len(words) - 1)].end
            elif reading.relations[i] == "parataxis":  # "…, he said"
                start, end = sentence.start, sentence.end
            else:
                continue
            if holder is None or holder >= len(words):
                continue
            mention = mentions_at(draft, index, holder, cache)
            if mention is not None and mention.actors:
                sources: tuple[Actor, ...] = mention.actors[:1]
                spans: tuple[tuple[int, int], ...] = ((mention.start, mention.end),)
            elif words[holder].text.lower() in _FACELESS:
                sources, spans = (NOBODY_NAMED,), ((words[holder].start, words[holder].end),)
            else:
                continue
            draft.attributions.append(
                Attribution(start, end, sources, spans, (word.start, word.end), f"subject of “{word.text}”")
            )

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
