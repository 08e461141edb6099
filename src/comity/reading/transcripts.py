"""Transcripts: turns that begin with a name and a colon, each the words of that name until the next one speaks."""

from __future__ import annotations

import re

from comity.model import Actor
from comity.reading.draft import Draft, Mention, Quotation
from comity.reading.first_person import speakers_of

_TURN = re.compile(r"(?P<name>Q(?=[\s:])|(?:[A-ZÀ-Þ][A-ZÀ-Þ’'-]+\.? ?){1,6})(?: \([^)\n]{1,60}\))?(?:\s*:|(?<=Q))\s*(?=[^\s:])")
_CLOCK = re.compile(r"\s*(?:\d{1,2}:\d\d [AP]\.M\. [A-Z]{2,4}\s+)?")  # before the first turn of official transcripts
_STARS = re.compile(r"\s*(?:\*\s*){2,}")  # parts a report from the words spoken
_AFTER_NAME = re.compile(r"\s*(?:\([^)\n]{1,60}\))?\s*:\s+(?=[^\s“\"«:])")
_ONLY_TITLES = re.compile(r"(?:(?:[A-ZÀ-Þ][\w’'.,-]*|of|the|and|for|in|to|[a-z]+-[a-z]+|’s|'s|talks)\s+)*")


def turns(draft: Draft, paragraphs: list[tuple[int, int]]) -> list[Quotation]:
    """`Name: words`: two such heads make a transcript wherever they stand, a single one only at the beginning of a line."""
    heads: list[tuple[int, int, Mention | None, str]] = []
    taken: set[int] = set()
    for mention in draft.mentions:
        tail = _AFTER_NAME.match(draft.text, mention.end)
        if not tail or mention.kind != "name" or not mention.actors[0].name:
            continue
        start = max(draft.sentences[mention.sentence].start, draft.text.rfind("\n", 0, mention.start) + 1)
        if (stars := _STARS.match(draft.text, start)) is not None:
            start = stars.end()
        if _ONLY_TITLES.fullmatch(draft.text[start : mention.start]):
            heads.append((mention.start if mention.start - start > 60 else start, tail.end(), mention, "name"))
            taken.add(start)
    for line, end in paragraphs:
        start = _CLOCK.match(draft.text, line, end).end()  # type: ignore[union-attr]  # it may match nothing
        match = _TURN.match(draft.text, start, end)
        if match and start not in taken and (match["name"] == "Q" or match["name"].isupper()):
            heads.append((start, match.end(), _named(draft, start, match.end("name")), match["name"]))
    heads.sort(key=lambda head: head[0])
    before = _CLOCK.sub("", draft.text[: heads[0][0]].rpartition("\n")[2], count=1) if heads else ""
    before = _STARS.split(before)[-1]
    if not heads or (len(heads) == 1 and before.strip()):
        return []
    found = []
    for i, (start, begin, named, name) in enumerate(heads):
        stop = heads[i + 1][0] if i + 1 < len(heads) else len(draft.text)
        pieces = [(max(a, begin), min(b, stop)) for a, b in paragraphs if b > begin and a < stop]
        pieces = [(a, b) for a, b in pieces if not draft.text[a:b].startswith(("***", "(", "[", "<…>"))]
        if not pieces or name == "Q":
            continue
        speaker = named.actors[0] if named else _turn_name(draft, name) or _titled(draft, name)
        if speaker is None:
            continue
        span = (named.start, named.end) if named else (start, start + len(name))
        found.append(
            Quotation(start, pieces[-1][1], tuple(pieces), speaker, span, transcript_turn=True, reason="turn of a transcript")
        )
    return found


def _named(draft: Draft, start: int, end: int) -> Mention | None:
    inside = [m for m in draft.mentions if m.start >= start and m.end <= end + 1 and len(m.actors) == 1]
    persons = [m for m in inside if m.actors[0].name]
    return persons[-1] if persons else None


def _titled(draft: Draft, name: str) -> Actor | None:
    """`THE PRESIDENT` in "Remarks by President Biden at …": the one whom the title names as speaking."""
    speakers = speakers_of(draft.document) if name.startswith("THE ") else ()
    return speakers[0] if len(speakers) == 1 else None


def _turn_name(draft: Draft, name: str) -> Actor | None:
    """`MR. PRICE` after Ned Price was named: by the surname, whatever its case."""
    last = name.split()[-1].strip(".").lower()
    for mention in draft.mentions:
        actor = mention.actors[0]
        if actor.name and actor.name.split()[-1].lower() == last:
            return actor
    return None
