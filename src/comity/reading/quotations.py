"""Quotations: whose words stand between quotation marks or in a transcript's turns, to whom, and through whom.

Marks may be typographic or straight, doubled, unclosed or mangled. Pieces that one speaker's cue interrupts are one
quotation; a quotation that goes on in the next paragraph is one too. Words in marks that nobody is found to have said
(scare quotes, titles) are none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from comity.model import Made, Mark, Quote, Role
from comity.reading.draft import Draft, Quotation
from comity.reading.quotation_marks import Piece, marked_pieces
from comity.reading.speakers import PERSONAL, SHORT, SpeakerFinder
from comity.reading.speech import SAYS
from comity.reading.transcripts import turns

_LINE = re.compile(r"[^\n]+")
_AND = re.compile(r"[\s,]*(?:and|or|but|yet)?\s*(?:also\s+)?")  # between “…” and “…” of one speaker
_MAX_GAP_WORDS = 24
_MAX_GAP = 160  # characters between two pieces of an interrupted quotation


class Quotations:
    """Finds quotations with their speakers, and transcripts' turns."""

    name = "quotations"
    requires = frozenset({"sentences", "readings", "mentions"})
    assigns = frozenset({"quotations"})

    def __init__(self) -> None:
        self.speakers = SpeakerFinder()

    def __call__(self, draft: Draft) -> None:
        """Writes `quotations`."""
        paragraphs = [m.span() for m in _LINE.finditer(draft.text) if m[0].strip()]
        spoken = turns(draft, paragraphs)
        draft.quotations = spoken
        covered = [(q.start, q.end) for q in spoken]
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

    def _paragraph(
        self, draft: Draft, start: int, end: int, pieces: list[Piece], previous: Quotation | None
    ) -> list[Quotation]:
        found: list[Quotation] = []
        mentions = [m for m in draft.mentions if m.start >= start and m.end <= end and m.kind in PERSONAL]
        outside = [m for m in mentions if not any(p.outer[0] <= m.start < p.outer[1] for p in pieces)]
        for n, piece in enumerate(pieces):
            left = pieces[n - 1].outer[1] if n else start
            right = pieces[n + 1].outer[0] if n + 1 < len(pieces) else end
            speaker, addressee, cue = self.speakers.find(draft, outside, piece, left, right, start)
            if speaker is None and n == 0 and piece.outer[0] <= start + 1:
                speaker, cue = self.speakers.announced(draft, start), "announced before"
            size = len(draft.text[slice(*piece.inner)].split())
            gap = draft.text[left : piece.outer[0]]
            last = found[-1] if found else None
            if (
                last is not None
                and last.speaker
                and not last.reason.endswith("before the words")  # "X said “…” and “…”" are two
                and self._interrupts(draft, gap, last, piece)
                and (speaker is None or speaker.actors[0] == last.speaker)
            ):
                found[-1] = replace(last, end=piece.outer[1], pieces=(*last.pieces, piece.inner))
                continue
            if speaker is None:
                inherited = None
                if last is not None and (size > SHORT or _AND.fullmatch(gap)):
                    inherited = last
                elif last is None and n == 0 and piece.outer[0] <= start + 1 and size > SHORT:
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
            via = self.speakers.via(draft, outside, piece, left, right, actor)
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
    def _interrupts(draft: Draft, gap: str, last: Quotation, piece: Piece) -> bool:
        """Whether the words between two pieces only say who speaks."""
        if len(gap) > _MAX_GAP or len(gap.split()) > _MAX_GAP_WORDS or not SAYS.search(gap):
            return False
        sentence_ends = len(re.findall(r"[.!?](?:\s|$)", gap.strip()))
        return sentence_ends <= 1 and gap.rstrip().endswith((",", ":", ".", ";"))


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
            spans = tuple(draft.span(a, b) for a, b in quotation.pieces)
            words = ("\n" if quotation.transcript_turn else " ").join(draft.text[a:b] for a, b in quotation.pieces)
            marks: tuple[Mark, ...] = ()
            if quotation.speaker_span:
                marks = (Mark(Role.SPEAKER, draft.span(*quotation.speaker_span), quotation.speaker.key),)
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
