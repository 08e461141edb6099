"""An office and the name of its holder that stand together are one person: "head of the Office of the President Andriy Yermak"."""

from __future__ import annotations

import re
from dataclasses import replace

from comity.knowledge import agent_nouns
from comity.reading.draft import Draft, Mention

_LEAD = 40  # characters
_MOST = 8  # words between an office and its holder's name
_ONE_PERSON = re.compile(
    r"(?:.*\b)?(?:\w+(?:man|woman|person)|head|chief|leader|judge|justice|senator|congressman|commissioner|envoy|ambassador|advis[eo]r|"
    r"director|commander|general|colonel|admiral|captain|secretary|representative|premier|minister|president|chancellor|governor|"
    r"mayor|speaker|king|queen|prince|princess|emir|pope|lawyer|analyst|professor|activist|candidate|deputy|official|aide|whip|"
    r"prosecutor|lawmaker|negotiator|economist|founder|coach|journalist|correspondent|reporter|author|writer|priest|bishop|imam|sheikh)$",
    re.IGNORECASE,
)
_APPOSITION_ENDS = re.compile(r"\s*(?:,|said\b|says\b|told\b)")
_LEAST_WITH_TITLE = 3  # "of the Office of the", not "of the" alone, which would make the president his own head
_JOINS = frozenset({"of", "to", "for", "in", "at", "with", "from"})
_STOPS = re.compile(r"[,;:()“”\"–—]|['’]s\b")


def name_holders(draft: Draft, index: int) -> None:
    """Gives each office of a sentence that stands right before its holder's name the holder's key.

    Between the two there is nothing, or the phrase that belongs to the office ("of the Office of the President"). A phrase
    that ends in a title of the name's own ("spokesman for Foreign Minister Lavrov") does not join them.
    """
    here = [i for i, m in enumerate(draft.mentions) if m.sentence == index and m.actors]
    names = [i for i in here if _is_person(draft.mentions[i])]
    for i in here:
        office = draft.mentions[i]
        if not _ONE_PERSON.fullmatch(draft.text[office.start : office.end]):
            continue
        looks_like_name = office.kind == "name" and office.reason.startswith("not in the tables")  # "Senate Minority Leader"
        if not looks_like_name and (office.kind not in ("nominal", "group", "office") or office.actors[0].name[:1].isupper()):
            continue
        holder = next((draft.mentions[n] for n in names if draft.mentions[n].start >= office.end), None)
        if holder is not None and _joined(draft, office, holder):
            reason = f"{office.reason}; the name stands beside it"
            draft.mentions[i] = replace(office, kind="name", actors=holder.actors, score=holder.score, reason=reason)


def titles_before(draft: Draft, mention: Mention) -> list[str]:
    """The nouns of office in and right before a person's mention: "trade commissioner Albert Muchanga" → commissioner."""
    if not _is_person(mention):
        return []
    lead = draft.text[max(0, mention.start - _LEAD) : mention.start].split()[-2:]
    words = [word.lower() for word in (*lead, *draft.text[mention.start : mention.end].split()[:-1])]
    # "the president" is not the last one named, but the one of the state that the text is about: see `Mentions`.
    return [word for word in words if _ONE_PERSON.fullmatch(word) and not agent_nouns().get(word, ("", ""))[1]]


def _is_person(mention: Mention) -> bool:
    return mention.kind == "name" and len(mention.actors) == 1 and mention.actors[0].name[:1].isupper()


def _joined(draft: Draft, office: Mention, holder: Mention) -> bool:
    between = draft.text[office.end : holder.start]
    words = between.split()
    if not words:
        return True
    if between.strip() == ",":  # "the Minority Leader, Chuck Schumer, said"
        return bool(_APPOSITION_ENDS.match(draft.text, holder.end))
    if len(words) > _MOST or _STOPS.search(between) or words[0].lower() not in _JOINS or len(words) < 2:
        return False
    last = words[-1].lower()
    if last in _JOINS or last in ("a", "an", "and"):
        return False
    if last == "the":  # "of the President Andriy Yermak", where the mention of the name begins with a title
        return draft.text[holder.start : holder.end].split()[0].lower() in agent_nouns() and len(words) > _LEAST_WITH_TITLE
    if last in agent_nouns() and (len(words) < 2 or words[-2].lower() != "the"):  # the title of the name itself
        return False
    reading = draft.readings[office.sentence]
    inside = [
        reading.tags[i]
        for i, w in enumerate(draft.sentences[office.sentence].words[: len(reading.words)])
        if office.end <= w.start < holder.start
    ]
    return not set(inside) & {"VERB", "AUX", "PRON", "SCONJ"}
