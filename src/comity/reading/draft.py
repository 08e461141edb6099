"""The sheet that a document's stages write on while it is read.

A draft lives for the reading of one document. Each layer is assigned by one stage and read by later ones; offsets count
in the document's text throughout.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.model import Actor, Document, Event, EventCode, Figure, Quote, Span, Statement, Tie, When
from comity.reading.line_breaks import flowing
from comity.reading.markup import unmarked

if TYPE_CHECKING:
    from comity.reading.encoder import SentenceReading  # brings numpy, which a listing of the ledger does not need


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a punctuation mark."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its words; `paragraph` counts blocks of text from 0."""

    start: int
    end: int
    paragraph: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name political actors: usually one, several for "the two leaders", none where they stay open.

    `kind` says how they name them: `name`, `demonym`, `office`, `group`, `nominal`, `pronoun`, `medium` …
    """

    start: int
    end: int
    sentence: int
    kind: str
    actors: tuple[Actor, ...]
    score: float = 1.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time, and the interval they mean at the document's date (None where that cannot be known)."""

    start: int
    end: int
    sentence: int
    when: When | None
    kind: str = "date"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks, or a turn in a transcript: `pieces` are the spans of the words themselves."""

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    speaker: Actor | None = None
    speaker_span: tuple[int, int] | None = None
    addressee: Actor | None = None
    via: tuple[Actor, ...] = ()
    transcript_turn: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Text that is told on the word of others; `sources` nearest last, `cue` the words that say so.

    `pieces` are the spans of what is told, several where the words that tell who speaks stand between them. What somebody
    only wants, thinks or asks (`told` is false) is theirs too, but no statement stands under their name for it.
    """

    pieces: tuple[tuple[int, int], ...]
    sources: tuple[Actor, ...]
    source_spans: tuple[tuple[int, int], ...] = ()
    cue: tuple[int, int] | None = None
    reason: str = ""
    told: bool = True

    @property
    def start(self) -> int:
        """Where the first piece begins."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where the last piece ends."""
        return self.pieces[-1][1]

    @property
    def size(self) -> int:
        """Characters in all pieces."""
        return sum(b - a for a, b in self.pieces)

    def covers(self, start: int, end: int) -> bool:
        """Whether a stretch of text lies within one of the pieces."""
        return any(a <= start and end <= b for a, b in self.pieces)


@dataclass(frozen=True, slots=True)
class Fallen:
    """An act that did not become an event: the words that express it, its likeliest type, and why it fell."""

    start: int
    end: int
    sentence: int
    code: EventCode
    score: float
    reason: str


@dataclass(slots=True)
class Draft:
    """A document and all that its stages have found in it so far."""

    document: Document
    sentences: list[Sentence] = field(default_factory=list)
    readings: list[SentenceReading] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    publisher_state: str | None = None  # the state that an official publisher speaks for
    times: list[TimeExpression] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    fallen: list[Fallen] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    text: str = field(init=False)
    """The document's text with spaces for its markup and the line breaks inside its sentences; places are those of the stored."""

    def __post_init__(self) -> None:
        self.text = flowing(unmarked(self.document.text))

    def span(self, start: int, end: int) -> Span:
        """A stretch of the document, word for word as it is stored."""
        return Span.of(self.document.text, start, end)

    def sentence_at(self, offset: int) -> int:
        """The index of the sentence that holds `offset`, or of the nearest one before it."""
        return max(0, bisect.bisect_right(self.sentences, offset, key=lambda s: s.start) - 1)

    def statements(self) -> tuple[Statement, ...]:
        """All statements, in the order of the text."""
        found: list[Statement] = [*self.events, *self.quotes, *self.figures, *self.ties]
        return tuple(sorted(found, key=lambda s: (s.evidence[0].start, s.kind, s.evidence[0].end)))
