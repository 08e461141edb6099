"""A grammar of English time expressions, anchored at a day: each becomes an interval with its granularity.

Only expressions whose form makes them times are read: a bare number is a year where a preposition or a month says so;
percentages, ordinals of occasions, votes and flight numbers are none. Weeks run from Monday to Sunday.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from comity.model import When
from comity.reading import time_values as means
from comity.reading.time_values import WEEKDAYS, Finding

_MONTH = r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_COUNT = r"(?P<count>\d{1,3}|a couple of|couple of|a few|few|several|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
_UNIT = r"(?P<unit>day|week|month|year|decade|centur(?:y|ie))s?"
_PART = r"(?:(?P<part>(?i:early|late|mid|the beginning of|the end of|the start of))[\s-]+(?:in\s+)?)?"


@dataclass(frozen=True, slots=True)
class Found:
    """An expression at [start, end) of the text, its interval (None where it stays open) and the rule that read it."""

    start: int
    end: int
    when: When | None
    rule: str


Rule = Callable[[re.Match[str], dt.date | None, bool], Finding]
_WHICH = r"(?:(?P<which>last|next|this past|this coming|coming|this|the following|past)\s+)?"
_NAMED = {_MONTH: re.compile(rf"\b{_MONTH}", re.I), _UNIT: re.compile(rf"\b{_UNIT}", re.I), _YEAR: re.compile(_YEAR)}


def _needs(pattern: str, rule: Rule) -> str:
    """What a text must name somewhere for a rule to find anything in it; empty where that is not one thing."""
    needed = next((part for part in _NAMED if part in pattern), "")
    return "" if rule is means.quarter else needed


_RULES: list[tuple[str, re.Pattern[str], Rule]] = [
    (_needs(pattern, rule), re.compile(pattern, flags), rule)
    for pattern, flags, rule in (
        (r"\b(\d{4})-(\d{2})-(\d{2})\b", 0, means.iso),
        (rf"\b{_MONTH}\s+{_DAY}\s*(?:-|–|—|to|through)\s*(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR})?", 0, means.day_range),
        (rf"\b{_DAY}\s*(?:-|–|—|to)\s*(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b(?:,?\s+{_YEAR})?", 0, means.day_range),
        (rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", 0, means.full_date),
        (rf"\b(?:{_WEEKDAY},?\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", 0, means.full_date),
        (rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}\b(?!\s*(?:percent|per cent|%|,\d|million|billion))", 0, means.day_and_month),
        (rf"\b(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}\b", 0, means.day_and_month),
        (
            rf"\b{_MONTH}\s*(?:-|–|—|to|through)\s*{_MONTH.replace('month', 'month2')}\b(?:,?\s+(?:of\s+)?(?:{_YEAR}|(?P<which>(?i:next|last|this))\s+year\b))?",
            0,
            means.month_range,
        ),
        (rf"\b{_MONTH}\s+(?:of\s+)?(?P<which>next|last|this)\s+year\b", re.I, means.month_of_relative_year),
        (rf"\b{_PART}{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", 0, means.month_of_year),
        (rf"\b{_PART}{_WHICH}(?<![.?!]\s){_MONTH}(?![\w’']|\s+(?:be|have|not|also|well|I|we|he|she|they|it|[A-Z]))", 0, means.month_relative),
        (rf"\b{_WHICH}{_WEEKDAY}(?:\s+(?:morning|afternoon|evening|night))?\b", 0, means.weekday),
        (r"\b(?:the day before yesterday|yesterday|today|tomorrow|tonight|last night|this (?:morning|afternoon|evening))\b", re.I, means.near_day),
        (r"\b(?:(?P<earlier>earlier|early|later|late)\s+)?(?P<which>this|last|next|the current|current|coming|previous)\s+(?P<unit2>week|weekend|month|year|decade|century|spring|summer|autumn|fall|winter)\b", re.I, means.near_period),
        (r"\b(?P<earlier>earlier|later) in (?P<which>the) (?P<unit2>week|month|year)\b", re.I, means.near_period),
        (rf"\b(?:(?:about|some|more than|almost|nearly|over|just)\s+)?{_COUNT}\s+{_UNIT}\s+(?:ago|earlier|before now)\b", re.I, means.ago),
        (rf"\b(?:in|within)\s+(?:the\s+)?(?:next\s+)?{_COUNT}\s+{_UNIT}(?:['’]\s+time)?\b(?!\s+(?:of|in|as|he|she|they|since|before|after))", re.I, means.in_so_long),
        (rf"\b(?:the\s+)?(?P<way>past|last|next|coming|previous)\s+{_COUNT}\s+{_UNIT}\b", re.I, means.past_stretch),
        (rf"\b(?:the\s+)?(?P<quarter>first|second|third|fourth)\s+(?P<half>quarter|half)(?:\s+of\s+(?:the year\s+)?(?:{_YEAR})?)?", re.I, means.quarter),
        (rf"\b(?:the\s+)?(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?{_YEAR}\b", re.I, means.season_of_year),
        (rf"\b{_PART}(?:the\s+)?(?:['’](?=\d\d))?(?P<decade>(?:1[5-9]|20)\d0|[2-9]0)['’]?s\b", re.I, means.decade),
        (rf"(?<![\d$€£,.]){_YEAR}\s*(?:-|–|—|to|and|until)\s*(?P<year2>1[5-9]\d\d|20\d\d)\b(?![%,]\d)", 0, means.year_range),
        (
            rf"\b{_PART}(?:(?<=\bin )|(?<=\bsince )|(?<=\bof )|(?<=\bby )|(?<=\bfrom )|(?<=\buntil )|(?<=\bbefore )|(?<=\bafter )|(?<=\bin the year )|(?<=\bduring )|(?<=\btill )|(?<=\bend-)|(?<=\bmid-)|(?<=\bearly )|(?<=\blate )|(?<=\bthe ))"
            rf"{_YEAR}\b(?!\s*(?:percent|per cent|%|people|soldiers|troops|miles|km|kilomet|[a-z]+s\b(?<!s\b)))(?![,.]\d)",
            re.I,
            means.year,
        ),
        (rf"(?<=[(,]\s){_YEAR}(?=[),])|(?<=\(){_YEAR.replace('year', 'y')}(?=[),])", 0, lambda m, a, h: (When(m["year"] or m["y"]), "year")),
    )
]  # fmt: skip
_SINCE = re.compile(r"\b(?:since|ever since)\s+$", re.I)
_TOLD = re.compile(
    r"(?<!\bbe )(?<!\bto )(?<!will )\b(?:said|says|told \w+|ruled|\w{3,}ed|met|left|held|spoke|came|went|began|took|made|flew)(?:\s+on|\s+late|\s+early)?\s+$"
)
_TO_COME = re.compile(
    r"\b(?:as (?:soon|early|late) as|no later than|(?:postponed|put off|delayed|adjourned|given)\b[^.;]* until)\s+$", re.I
)
_AHEAD = re.compile(r"\b(?:will|would|shall|to be held|scheduled|plans?|planned|due|upcoming|going to|expected|set to)\b", re.I)


def _looks_ahead(before: str) -> bool:
    """Whether the words before an expression let it mean a time to come."""
    return bool(_TO_COME.search(before) or (_AHEAD.search(before) and not _TOLD.search(before[-30:])))


def find(
    text: str, anchor: dt.date | None, start: int = 0, end: int | None = None, *, open_ended: bool = True
) -> Iterator[Found]:
    """The time expressions of `text[start:end]` (a sentence, best), in order, read as of the day `anchor`.

    A relative expression has no interval where `anchor` is None. `since X` is read as from X to the anchor, unless
    `open_ended` is false: then it is X alone, as TIMEX3 has it. "Early" and "late" keep the whole month or year that they
    stand before, since they say nothing exact.
    """
    end = len(text) if end is None else end
    taken: list[tuple[int, int]] = []
    found: list[Found] = []
    missing = {part for part, named in _NAMED.items() if not named.search(text, start, end)}
    for needed, pattern, rule in _RULES:
        if needed in missing:  # most sentences name no month and no year: their rules need not be tried
            continue
        for match in pattern.finditer(text, start, end):
            a, b = match.span()
            if any(a < y and b > x for x, y in taken):
                continue
            ahead = _looks_ahead(text[max(start, a - 60) : a])
            when, name = rule(match, anchor, ahead)
            taken.append((a, b))
            if open_ended and when and anchor and (since := _SINCE.search(text, start, a)) and when.first <= anchor:
                when, name = When(f"{when.iso.partition('/')[0]}/{anchor.isoformat()}"), f"since {name}"
                a = since.start()
            found.append(Found(a, b, when, name))
    yield from sorted(found, key=lambda f: f.start)
