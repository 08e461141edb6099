"""Who says "I" and "we": the speaker of a quotation or a turn, whoever a speech as a whole is by, or a state's own publisher.

"You" is whom a quotation or a turn is spoken to, where that is plain.
"""

from __future__ import annotations

import re
from functools import lru_cache

from comity.knowledge import Knowledge, Resolver
from comity.model import Actor, Document
from comity.reading.draft import Draft, Mention
from comity.reading.parties import addressee

_I = frozenset({"i", "me", "my", "mine", "myself"})
_WE = frozenset({"we", "us", "our", "ours", "ourselves"})
_YOU = frozenset({"you", "your", "yours", "yourself"})
_BY = re.compile(
    r"(?:^|.*\s[-–—:] )(?P<joint>Joint )?(?:\w+ ){0,2}?"
    r"(?:Remarks|Statements?|Speech|Address|Message|Letter|Declaration)\b(?P<rest>.*)",
    re.IGNORECASE,
)
_WHOM = re.compile(r"\b(?:by|from)\s+(?P<who>.+)", re.IGNORECASE)
_NAME_ENDS = re.compile(
    r"\s*(?:,|;|:|–|—|\(|\bat\b|\bon\b|\bin\b|\bto\b|\bduring\b|\bbefore\b|\bafter\b|\bfor\b|\bmarking\b|\bof the Republic\b|$)",
    re.I,
)
_NAME = re.compile(r"(?!(?:Dr|Mr|Mrs|Ms|Prof|Sir|Gen|Amb|Rev)\b)\b(?:[A-Z][\w’'-]+\.? ){1,2}[A-Z][\w’'-]+$")
_AND = re.compile(r"\s+and\s+(?:the\s+)?", re.IGNORECASE)


@lru_cache(maxsize=1)
def _resolver() -> Resolver:
    return Resolver(Knowledge.load())


def speakers_of(document: Document, home: str | None = None) -> tuple[Actor, ...]:
    """Who speaks a whole document, by its title: "Remarks by President Biden at …", "Joint Statement by A and B".

    Somebody whom no table knows is of the state whose publisher it is (`home`).
    """
    heading = _BY.match(document.title)
    whom = _WHOM.search(heading["rest"]) if heading else None
    if whom is None:
        return ()
    found = []
    for part in _AND.split(whom["who"]):
        ends = _NAME_ENDS.search(part)
        who = part[: ends.start() if ends else None].strip()
        meant = _resolver().resolve(who, document.date)
        if meant.key:
            found.append(Actor.parse(meant.key))
        elif home and (name := _NAME.search(who)):
            found.append(Actor(home, name[0]))
        else:
            break
    return tuple(found)


class FirstPersons:
    """Adds mentions for the first person, in what somebody is known to say."""

    name = "first person"
    requires = frozenset({"document", "sentences", "mentions", "publisher_state", "quotations"})
    assigns = frozenset({"mentions"})

    def __call__(self, draft: Draft) -> None:
        """Adds to `mentions`."""
        turns = any(quotation.transcript_turn for quotation in draft.quotations)
        whole = () if turns else speakers_of(draft.document, draft.publisher_state)
        quoted = [(a, b, q.speaker) for q in draft.quotations for a, b in q.pieces]
        taken = {m.start for m in draft.mentions}
        publisher = (Actor(draft.publisher_state),) if draft.publisher_state else ()
        found = []
        for index, sentence in enumerate(draft.sentences):
            for word in sentence.words:
                lower = word.text.lower()
                if lower in _YOU and word.start not in taken:
                    quotation = next((q for q in draft.quotations if any(a <= word.start < b for a, b in q.pieces)), None)
                    if quotation is not None and (other := addressee(draft, quotation)) is not None:
                        reason = f"“{word.text}” of the one spoken to"
                        found.append(Mention(word.start, word.end, index, "pronoun", (other,), 0.7, reason))
                    continue
                if lower not in _I | _WE or word.start in taken or word.text == "US":
                    continue
                around = [speaker for a, b, speaker in quoted if a <= word.start < b]
                speaker = next(filter(None, around), None)
                who = (speaker,) if speaker else whole or (publisher if lower in _WE and not around else ())
                if not who or (lower in _I and len(who) > 1):
                    continue
                if lower in _WE:
                    who = tuple(Actor(a.code) if a.code != "-" else a for a in who)
                reason = f"“{word.text}” of the one who speaks"
                found.append(Mention(word.start, word.end, index, "pronoun", who, 0.8, reason))
        draft.mentions = sorted([*draft.mentions, *found], key=lambda m: (m.start, m.end))
