"""Who takes part in an act beyond the mentions beside it: speakers and those they speak to, crowds and their government.

The model gives the parties that a sentence names. These rules supply those that the situation makes plain: "we" in a speech,
the other side of a conversation, the government that a protest is against.
"""

from __future__ import annotations

from collections.abc import Iterator

from comity.model import MUTUAL, Actor, Event, EventCode, Status
from comity.reading.acts import Act, bystanders, role_scores
from comity.reading.draft import Draft, Quotation
from comity.reading.encoder import SentenceReading
from comity.reading.grammar import clause, subject
from comity.reading.labels import ROLES
from comity.reading.plain_parts import plain_parts

_SPOKEN_TO = frozenset(
    {
        EventCode.REQUEST,
        EventCode.THREATEN,
        EventCode.AGREE,
        EventCode.ACCUSE,
        EventCode.SUPPORT,
        EventCode.REJECT,
        EventCode.CONSULT,
        EventCode.CONCEDE,
    }
)
_BETWEEN = frozenset({EventCode.COOPERATE, EventCode.CONSULT, EventCode.ASSAULT})
_JUDGES = frozenset({EventCode.ACCUSE, EventCode.REJECT})
_DEEDS = frozenset(
    "decision decisions move moves attack attacks killing killings action actions announcement statement statements remarks "
    "comments plan plans ban strike strikes measure measures step steps verdict ruling withdrawal invasion operation raid "
    "conclusions bombing shelling deal agreement accord sanctions tariffs vote resolution".split()
)
_I = frozenset({"i", "my", "me"})
_WE = frozenset({"we", "our", "us", "ours"})
_PARAGRAPHS = 1  # and how many paragraphs
_HINT = 0.2  # the model's score of a part that is too faint to be taken and too strong to be passed over
_LAST_EVENTS = 12  # how far back a meeting may be that an act belongs to


def complete(
    draft: Draft, act: Act, actors: list[Actor], recipients: list[Actor], before: list[Event]
) -> tuple[list[Actor], list[Actor], str]:
    """The parties with those that the situation supplies, and the reason in words (empty where nothing was added)."""
    if act.code is EventCode.PROTEST:
        return _crowd(actors, recipients)
    quotation = _quotation(draft, act)
    if quotation is not None and quotation.speaker is not None and (not actors or not recipients):
        spoken = _speaker(draft, act, quotation, actors, recipients)
        if spoken is not None:
            return spoken
    if not actors and not recipients and act.code in _BETWEEN and (pair := _pair_as_subject(draft, act)):
        return pair, [], "done by the several who are its subject"
    if (
        actors
        and not recipients
        and not (len(actors) > 1 and act.code in MUTUAL)
        and act.code in _SPOKEN_TO - {EventCode.REJECT}
        and not bystanders(draft.readings[act.sentence], list(act.words))
        and not _hinted(draft, act, actors)
    ):
        other = _other_side(draft, act, actors, before)
        if other:
            return actors, other, "the other side of the meeting told before"
    if (
        actors
        and not recipients
        and act.code in _JUDGES
        and _judges_a_deed(draft, act)
        and (doers := _doers(draft, act, actors, before))
    ):
        return actors, doers, "whoever did what was told before"
    if act.code is EventCode.SANCTION and recipients and not actors and _faced(draft, act):
        doers = _did_it_before(act, recipients, before)
        return doers, recipients, "whoever did the same to them before, or threatened it" if doers else ""
    return actors, recipients, ""


def _faced(draft: Draft, act: Act) -> bool:
    """Whether an act is told by those who took it, and nobody is named from whom: "when Peru faced sanctions"."""
    plain = plain_parts(draft.readings[act.sentence], act.words)
    return bool(plain.recipients) and not plain.actors


def _did_it_before(act: Act, recipients: list[Actor], before: list[Event]) -> list[Actor]:
    """Who the text has told to do an act of this type to the same ones, or to threaten it, where that is one side alone."""
    codes = {actor.code for actor in recipients}
    doers: dict[frozenset[str], list[Actor]] = {}
    for event in before:
        same = act.code in event.object if event.code is EventCode.THREATEN else event.code is act.code
        if same and event.status is not Status.DENIED and codes == {actor.code for actor in event.recipients}:
            doers.setdefault(frozenset(actor.code for actor in event.actors), list(event.actors))
    (found,) = doers.values() if len(doers) == 1 else ([],)
    return found


def _pair_as_subject(draft: Draft, act: Act) -> list[Actor]:
    """Those of several states who together are an act's subject: "the soldiers of the two countries held joint exercises"."""
    reading, words = draft.readings[act.sentence], draft.sentences[act.sentence].words
    holder = subject(reading, clause(reading, act.words[0]))
    if holder is None or holder in act.words:
        return []
    inside = [words[i] for i in reading.subtree(holder) if i < len(words)]
    several = [m for m in draft.mentions if m.sentence == act.sentence and len({actor.code for actor in m.actors}) > 1]
    named = [m for m in several if any(w.start >= m.start and w.end <= m.end for w in inside)]
    return list(named[0].actors) if named else []


def _hinted(draft: Draft, act: Act, actors: list[Actor]) -> bool:
    """Whether the sentence seems to name somebody else to whom it is done: "told Xi that Moscow had asked Washington"."""
    codes, recipient = {actor.code for actor in actors}, ROLES.index("recipient")
    return any(
        scores[recipient] >= _HINT and all(actor.code not in codes for actor in mention.actors)
        for mention, _, scores in role_scores(draft, act)
    )


def _crowd(actors: list[Actor], recipients: list[Actor]) -> tuple[list[Actor], list[Actor], str]:
    """A protest has its protesters, and is against its own government where nobody else is named."""
    if not actors and recipients and recipients[0].code != "-":
        return [Actor(recipients[0].code, "protesters")], recipients, "protesters of the state protested against"
    if actors and not recipients and actors[0].code != "-":
        if actors[0].name.lower() in ("government", "") and len(actors) == 1:
            return [Actor(actors[0].code, "protesters")], actors, "protesters of the state protested against"
        return actors, [Actor(actors[0].code, "government")], "the government of the protesters"
    return actors, recipients, ""


def _quotation(draft: Draft, act: Act) -> Quotation | None:
    start = draft.sentences[act.sentence].words[act.words[0]].start
    for quotation in draft.quotations:
        if any(a <= start < b for a, b in quotation.pieces):
            return quotation
    return None


def speaking_turn(draft: Draft, act: Act) -> Quotation | None:
    """The transcript's turn that the act is told in."""
    quotation = _quotation(draft, act)
    return quotation if quotation is not None and quotation.transcript_turn else None


def said_by_speaker(draft: Draft, act: Act) -> bool:
    """Whether a quoted "I" or "we" does the act by the very words, in the present: "we warn the Saudis"."""
    reading, verb = draft.readings[act.sentence], act.words[0]
    if _quotation(draft, act) is None or reading.tags[verb] != "VERB" or reading.words[verb].lower().endswith(("ed", "ing")):
        return False
    auxiliaries = {reading.words[c].lower() for c in reading.children[verb] if reading.relations[c] == "aux"}
    return not auxiliaries - {"do", "must"} and _subject_word(reading, act) in _I | _WE


def addressee(draft: Draft, quotation: Quotation) -> Actor | None:
    """Whom a quotation speaks to: its addressee, or the other one of a transcript's two speakers."""
    if quotation.addressee is not None:
        return quotation.addressee
    if quotation.transcript_turn:
        speakers = dict.fromkeys(q.speaker for q in draft.quotations if q.transcript_turn and q.speaker)
        others = [s for s in speakers if quotation.speaker is not None and s.code != quotation.speaker.code]
        if len(others) == 1 and len(speakers) <= 3:
            return others[0]
    return None


def _speaker(
    draft: Draft, act: Act, quotation: Quotation, actors: list[Actor], recipients: list[Actor]
) -> tuple[list[Actor], list[Actor], str] | None:
    """Acts of "I" and "we" are the speaker's; what "we" do together is done with the one spoken to."""
    speaker, other = quotation.speaker, addressee(draft, quotation)
    assert speaker is not None
    reading = draft.readings[act.sentence]
    word = _subject_word(reading, act)
    if word in _WE and not recipients and act.code in (*MUTUAL, EventCode.SUPPORT) and other is not None and len(actors) < 2:
        pair = [speaker, other] if act.code is EventCode.CONSULT else [_state(speaker), _state(other)]
        return ([a for a in pair if a.code != "-"] or pair), [], "“we” of the speaker and the one spoken to"
    if not actors and word in _I | _WE:
        actors = [speaker] if word in _I else [_state(speaker)]
    addressed = other is not None and all(a.code != other.code for a in actors)
    if actors and not recipients and addressed and other is not None and act.code in _SPOKEN_TO:
        return actors, [other], "said to the one spoken to"
    if actors and recipients:
        return actors, recipients, "the speaker"
    return None


def _state(actor: Actor) -> Actor:
    """The state that somebody speaks for; of those who belong to none, themselves."""
    return actor if actor.code == "-" else Actor(actor.code)


def _subject_word(reading: SentenceReading, act: Act) -> str:
    """The word that is the act's subject or possessor, in lower case; empty where there is none."""
    for i in act.words:
        node = subject(reading, i)
        if node is None and reading.relations[i] in ("obj", "obl", "nmod", "xcomp") and reading.heads[i] >= 0:
            node = subject(reading, reading.heads[i])
        if node is not None:
            return reading.words[node].lower()
        for child in reading.children[i]:
            if reading.words[child].lower() in _WE | _I:
                return reading.words[child].lower()
    return ""


def _told_before(draft: Draft, act: Act, before: list[Event]) -> Iterator[Event]:
    """The events told shortly before an act, the latest first."""
    here = draft.sentences[act.sentence].paragraph
    for event in reversed(before[-_LAST_EVENTS:]):
        told = draft.sentences[draft.sentence_at(event.evidence[0].start)].paragraph
        if here - told > _PARAGRAPHS:
            return
        yield event


def _judges_a_deed(draft: Draft, act: Act) -> bool:
    """Whether the act's object is a deed told before: "criticised the decision"."""
    reading = draft.readings[act.sentence]
    for i in act.words:
        for child in reading.children[i]:
            if reading.relations[child] in ("obj", "obl") and reading.words[child].lower() in _DEEDS:
                return any(reading.words[c].lower() in ("the", "this", "these", "that") for c in reading.children[child])
    return False


def _doers(draft: Draft, act: Act, actors: list[Actor], before: list[Event]) -> list[Actor]:
    """Who is judged with "the decision" or "the attack": whoever acted in what was told last, if that was not oneself."""
    codes = {actor.code for actor in actors}
    for event in _told_before(draft, act, before):
        if event.status is not Status.DENIED and not codes & {a.code for a in event.actors}:
            return list(event.actors)[:3]
    return []


def _other_side(draft: Draft, act: Act, actors: list[Actor], before: list[Event]) -> list[Actor]:
    """The other party of a meeting or call told just before: a demand made in it is made of them."""
    codes = {actor.code for actor in actors}
    for event in _told_before(draft, act, before):
        if event.code is EventCode.CONSULT and event.status is Status.HAPPENED:
            parties = [*event.actors, *event.recipients]
            if codes & {p.code for p in parties}:
                return [p for p in parties if p.code not in codes][:2]
    return []
