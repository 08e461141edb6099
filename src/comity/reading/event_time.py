"""When an act took place: the time expression that belongs to it, else what its tense says."""

from __future__ import annotations

from comity.model import Status, When
from comity.reading.draft import Draft, TimeExpression
from comity.reading.labels import ARGUMENTS

_WHEN = ARGUMENTS.index("TMP")
_BELONGS = 0.3  # the model's score from which a time is the act's own
_NEAR = 14  # words within which an unclaimed time is taken


def act_time(
    draft: Draft, index: int, trigger: tuple[int, ...], status: Status
) -> tuple[When | None, TimeExpression | None, str]:
    """The act's time, the expression it rests on (None where tense decided), and why."""
    reading, sentence = draft.readings[index], draft.sentences[index]
    words = sentence.words[: len(reading.words)]
    best: tuple[float, TimeExpression] | None = None
    for time in draft.times:
        if time.sentence != index or time.when is None:
            continue
        covered = [i for i, w in enumerate(words) if w.start < time.end and w.end > time.start]
        if not covered:
            continue
        score = float(reading.arguments[list(trigger)][:, covered, _WHEN].max())
        distance = min(abs(i - t) for i in covered for t in trigger)
        if score < _BELONGS:
            score = 0.25 if distance <= _NEAR else 0.0
        score -= distance / 1000
        if score > 0 and (best is None or score > best[0]):
            best = (score, time)
    if best is not None:
        return best[1].when, best[1], "time expression beside it"
    day = draft.document.date
    if day is not None and status is Status.HAPPENED and _plain_past(draft, index, trigger):
        return When(day.isoformat()), None, "plain past tense: the document's day"
    return None, None, "no time given"


def _plain_past(draft: Draft, index: int, trigger: tuple[int, ...]) -> bool:
    reading = draft.readings[index]
    for i in trigger:
        word = reading.words[i].lower()
        if reading.tags[i] == "VERB" and (word in _IRREGULAR or word.endswith(("ed", "t", "w", "ld"))):
            auxiliaries = {reading.words[c].lower() for c in reading.children[i] if reading.relations[c] == "aux"}
            return not auxiliaries & {"has", "have", "had", "will", "would", "may", "might", "could", "can", "’ve", "'ve"}
    head = reading.heads[trigger[0]] if trigger else -1  # "held talks", "issued a warning"
    if head >= 0 and reading.tags[head] == "VERB" and reading.relations[trigger[0]] == "obj":
        verb = reading.words[head].lower()
        auxiliaries = {reading.words[c].lower() for c in reading.children[head] if reading.relations[c] == "aux"}
        return (verb.endswith("ed") or verb in _IRREGULAR) and not auxiliaries
    return False


_IRREGULAR = frozenset(
    (
        "met told spoke said held shot fought gave sent took struck hit broke withdrew sought drew swore led left made "
        "found put paid won lost began threw cut set shut beat bought sold wrote called blew overthrew forbade laid came "
        "went brought hosted offered fled thanked saw kept got let drove rose seized"
    ).split()
)
