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

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_NUMBERS |= {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "several": 4, "a few": 3, "few": 3, "fifteen": 15}
_NUMBERS |= {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}

_MONTH = r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_COUNT = r"(?P<count>\d{1,3}|a couple of|couple of|a few|few|several|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty)"
_UNIT = r"(?P<unit>day|week|month|year|decade|centur(?:y|ie))s?"
_PART = r"(?:(?P<part>(?i:early|late|mid|the beginning of|the end of|the start of))[\s-]+(?:in\s+)?)?"

Finding = tuple[When | None, str]


@dataclass(frozen=True, slots=True)
class Found:
    """An expression at [start, end) of the text, its interval (None where it stays open) and the rule that read it."""

    start: int
    end: int
    when: When | None
    rule: str


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS.get(text.lower(), 1)


def _month(text: str) -> int:
    return next(i for i, name in enumerate(MONTHS, 1) if name.lower().startswith(text.lower().rstrip(".")[:3]))


def _day(year: int, month: int, day: int) -> When | None:
    try:
        return When(dt.date(year, month, day).isoformat())
    except ValueError:
        return None


def _span(first: dt.date, last: dt.date) -> When:
    return When.between(first, last)


def _shift(anchor: dt.date, months: int) -> tuple[int, int]:
    total = anchor.year * 12 + anchor.month - 1 + months
    return total // 12, total % 12 + 1


def nearest_year(month: int, anchor: dt.date, ahead: bool) -> int:
    """The year of a month named without one: the last such month, or the next where the text looks ahead or it is near."""
    past = (anchor.month - month) % 12
    if ahead and past:
        return anchor.year + (1 if month < anchor.month else 0)
    if past > 9:
        return anchor.year + (1 if month < anchor.month else 0)
    return anchor.year - (1 if month > anchor.month else 0)


def _week(anchor: dt.date, offset: int) -> When:
    monday = anchor - dt.timedelta(days=anchor.weekday()) + dt.timedelta(weeks=offset)
    return _span(monday, monday + dt.timedelta(days=6))


def _period(unit: str, offset: int, anchor: dt.date) -> When | None:
    """The unit's whole period that lies `offset` periods from the one that holds the anchor."""
    if unit == "day":
        return When((anchor + dt.timedelta(days=offset)).isoformat())
    if unit == "week":
        return _week(anchor, offset)
    if unit == "weekend":
        saturday = _week(anchor, offset).first + dt.timedelta(days=5)
        return _span(saturday, saturday + dt.timedelta(days=1))
    if unit == "month":
        year, month = _shift(anchor, offset)
        return When(f"{year:04d}-{month:02d}")
    if unit == "year":
        return When(f"{anchor.year + offset:04d}")
    if unit == "decade":
        begin = (anchor.year // 10 + offset) * 10
        return When(f"{begin:04d}/{begin + 9:04d}")
    if unit == "century":
        begin = (anchor.year // 100 + offset) * 100
        return When(f"{begin:04d}/{begin + 99:04d}")
    return None


_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}


def _season(name: str, year: int) -> When:
    first, last = _SEASONS[name.lower()]
    end = dt.date(year + (last < first), last, 28)
    while (end + dt.timedelta(days=1)).month == last:
        end += dt.timedelta(days=1)
    return _span(dt.date(year, first, 1), end)


# -- the rules: a pattern, and what its match means at an anchor day (None where the document has no date) ------------


def _full_date(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    return _day(int(m["year"]), _month(m["month"]), int(m["day"])), "date"


def _day_range(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    month, year = _month(m["month"]), m["year"]
    if not year and anchor is None:
        return None, "range of days without a year in a document without a date"
    y = int(year) if year else nearest_year(month, anchor or dt.date.today(), ahead)
    first, last = _day(y, month, int(m["day"])), _day(y, month, int(m["day2"]))
    return (_span(first.first, last.last) if first and last and first.first <= last.first else None), "range of days"


def _day_and_month(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    if anchor is None:
        return None, "day without a year in a document without a date"
    month = _month(m["month"])
    return _day(nearest_year(month, anchor, ahead), month, int(m["day"])), "day and month, nearest year"


def _month_of_year(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    return When(f"{m['year']}-{_month(m['month']):02d}"), "month of a year"


def _month_relative(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    if anchor is None:
        return None, "month without a year in a document without a date"
    month, word = _month(m["month"]), (m["which"] or "").lower()
    if word in ("next", "coming", "the following"):
        year = anchor.year + (month <= anchor.month)
    elif word in ("last", "this past", "past"):
        year = anchor.year - (month >= anchor.month)
    elif word == "this":
        year = anchor.year
    else:
        year = nearest_year(month, anchor, ahead)
    return When(f"{year:04d}-{month:02d}"), "month, nearest year"


def _month_of_relative_year(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    if anchor is None:
        return None, "relative year in a document without a date"
    offset = {"next": 1, "last": -1, "this": 0}[m["which"].lower()]
    return When(f"{anchor.year + offset:04d}-{_month(m['month']):02d}"), "month of a relative year"


def _month_range(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    first, last = _month(m["month"]), _month(m["month2"])
    if m["year"]:
        year = int(m["year"])
    elif anchor is None:
        return None, "range of months without a year in a document without a date"
    elif m["which"]:
        year = anchor.year + {"next": 1, "last": -1, "this": 0}[m["which"].lower()]
    else:
        year = nearest_year(last, anchor, ahead)
    return When(f"{year - (first > last):04d}-{first:02d}/{year:04d}-{last:02d}"), "range of months"


def _weekday(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    if anchor is None:
        return None, "weekday in a document without a date"
    wanted, word = WEEKDAYS.index(m["weekday"]), (m["which"] or "").lower()
    back = (anchor.weekday() - wanted) % 7
    if word in ("next", "coming", "this coming") or (ahead and word != "last" and back):
        return When((anchor + dt.timedelta(days=7 - back)).isoformat()), "weekday to come"
    if word == "last" and back == 0:
        back = 7
    return When((anchor - dt.timedelta(days=back)).isoformat()), "weekday, the last one"


def _near_day(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    if anchor is None:
        return None, "relative day in a document without a date"
    word = m[0].lower()
    offset = -1 if "yesterday" in word or "last night" in word else 1 if "tomorrow" in word else 0
    if word.startswith("the day before"):
        offset = -2
    return When((anchor + dt.timedelta(days=offset)).isoformat()), "day near the document's"


def _near_period(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    if anchor is None:
        return None, "relative period in a document without a date"
    word, unit = m["which"].lower(), m["unit2"].lower()
    offset = {"this": 0, "current": 0, "the current": 0, "last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1}.get(
        word, 0
    )
    if unit in _SEASONS:
        season = _season(unit, anchor.year)
        if word == "last" and season.first >= anchor:
            season = _season(unit, anchor.year - 1)
        if word == "next" and season.last <= anchor:
            season = _season(unit, anchor.year + 1)
        return season, "season"
    when = _period(unit, offset, anchor)
    if when and (m["earlier"] or "").lower() in ("earlier", "early") and offset == 0:
        when = _span(when.first, max(when.first, anchor))
    if when and (m["earlier"] or "").lower() in ("later", "late") and offset == 0:
        when = _span(min(anchor, when.last), when.last)
    return when, "period near the document's"


def _ago(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    if anchor is None:
        return None, "relative time in a document without a date"
    count, unit = _number(m["count"]), m["unit"].lower()
    unit = "century" if unit.startswith("centur") else unit
    return _back(anchor, -count, unit), "so long ago"


def _ahead(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    if anchor is None:
        return None, "relative time in a document without a date"
    unit = m["unit"].lower()
    return _back(anchor, _number(m["count"]), "century" if unit.startswith("centur") else unit), "so long from now"


def _back(anchor: dt.date, offset: int, unit: str) -> When | None:
    if unit == "day":
        return When((anchor + dt.timedelta(days=offset)).isoformat())
    if unit == "week":
        return _week(anchor, offset)
    years = {"decade": 10, "century": 100}.get(unit)
    if years:
        return When(f"{anchor.year + offset * years:04d}") if 0 < anchor.year + offset * years < 9999 else None
    return _period(unit, offset, anchor)


def _past_stretch(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    if anchor is None:
        return None, "relative time in a document without a date"
    count, unit = _number(m["count"]), m["unit"].lower()
    days = {"day": 1, "week": 7, "month": 30.44, "year": 365.25, "decade": 3652.5}.get(unit, 36525.0) * count
    if anchor.toordinal() <= days + 1:
        return None, "before all calendars"
    other = anchor + dt.timedelta(days=(1 if m["way"].lower() in ("next", "coming") else -1) * round(days))
    return _span(min(anchor, other), max(anchor, other)), "stretch that ends or begins at the document's day"


def _decade(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    text = m["decade"]
    begin = int(text) if len(text) == 4 else 1900 + int(text)
    return When(f"{begin:04d}/{begin + 9:04d}"), "decade"


def _year_range(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    first, last = int(m["year"]), int(m["year2"])
    return (When(f"{first}/{last}") if first < last else None), "range of years"


def _year(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    return When(m["year"]), "year"


def _quarter(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    if not m["year"] and anchor is None:
        return None, "quarter without a year in a document without a date"
    year = int(m["year"]) if m["year"] else (anchor or dt.date.today()).year
    first = {"first": 1, "second": 4, "third": 7, "fourth": 10}[m["quarter"].lower()]
    if m["half"].lower() == "half":
        first = {"first": 1, "second": 7}.get(m["quarter"].lower(), 1)
        return When(f"{year}-{first:02d}/{year}-{first + 5:02d}"), "half of a year"
    return When(f"{year}-{first:02d}/{year}-{first + 2:02d}"), "quarter"


def _season_of_year(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    return _season(m["season"], int(m["year"])), "season of a year"


def _iso(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    return _day(int(m[1]), int(m[2]), int(m[3])), "ISO date"


Rule = Callable[[re.Match[str], dt.date | None, bool], Finding]
_WHICH = r"(?:(?P<which>last|next|this past|this coming|coming|this|the following|past)\s+)?"
_NAMED = {_MONTH: re.compile(rf"\b{_MONTH}", re.I), _UNIT: re.compile(rf"\b{_UNIT}", re.I), _YEAR: re.compile(_YEAR)}


def _needs(pattern: str, rule: Rule) -> str:
    """What a text must name somewhere for a rule to find anything in it; empty where that is not one thing."""
    needed = next((part for part in _NAMED if part in pattern), "")
    return "" if rule is _quarter else needed


_RULES: list[tuple[str, re.Pattern[str], Rule]] = [
    (_needs(pattern, rule), re.compile(pattern, flags), rule)
    for pattern, flags, rule in (
        (r"\b(\d{4})-(\d{2})-(\d{2})\b", 0, _iso),
        (rf"\b{_MONTH}\s+{_DAY}\s*(?:-|–|—|to|through)\s*(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,?\s+{_YEAR})?", 0, _day_range),
        (rf"\b{_DAY}\s*(?:-|–|—|to)\s*(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}\b(?:,?\s+{_YEAR})?", 0, _day_range),
        (rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", 0, _full_date),
        (rf"\b(?:{_WEEKDAY},?\s+)?{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", 0, _full_date),
        (rf"\b(?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}\b(?!\s*(?:percent|per cent|%|,\d|million|billion))", 0, _day_and_month),
        (rf"\b(?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}\b", 0, _day_and_month),
        (
            rf"\b{_MONTH}\s*(?:-|–|—|to|through)\s*{_MONTH.replace('month', 'month2')}\b(?:,?\s+(?:of\s+)?(?:{_YEAR}|(?P<which>(?i:next|last|this))\s+year\b))?",
            0,
            _month_range,
        ),
        (rf"\b{_MONTH}\s+(?:of\s+)?(?P<which>next|last|this)\s+year\b", re.I, _month_of_relative_year),
        (rf"\b{_PART}{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", 0, _month_of_year),
        (rf"\b{_PART}{_WHICH}(?<![.?!]\s){_MONTH}(?![\w’']|\s+(?:be|have|not|also|well|I|we|he|she|they|it|[A-Z]))", 0, _month_relative),
        (rf"\b{_WHICH}{_WEEKDAY}(?:\s+(?:morning|afternoon|evening|night))?\b", 0, _weekday),
        (r"\b(?:the day before yesterday|yesterday|today|tomorrow|tonight|last night|this (?:morning|afternoon|evening))\b", re.I, _near_day),
        (r"\b(?:(?P<earlier>earlier|early|later|late)\s+)?(?P<which>this|last|next|the current|current|coming|previous)\s+(?P<unit2>week|weekend|month|year|decade|century|spring|summer|autumn|fall|winter)\b", re.I, _near_period),
        (r"\b(?P<earlier>earlier|later) in (?P<which>the) (?P<unit2>week|month|year)\b", re.I, _near_period),
        (rf"\b(?:(?:about|some|more than|almost|nearly|over|just)\s+)?{_COUNT}\s+{_UNIT}\s+(?:ago|earlier|before now)\b", re.I, _ago),
        (rf"\b(?:in|within)\s+(?:the\s+)?(?:next\s+)?{_COUNT}\s+{_UNIT}(?:['’]\s+time)?\b(?!\s+(?:of|in|as|he|she|they|since|before|after))", re.I, _ahead),
        (rf"\b(?:the\s+)?(?P<way>past|last|next|coming|previous)\s+{_COUNT}\s+{_UNIT}\b", re.I, _past_stretch),
        (rf"\b(?:the\s+)?(?P<quarter>first|second|third|fourth)\s+(?P<half>quarter|half)(?:\s+of\s+(?:the year\s+)?(?:{_YEAR})?)?", re.I, _quarter),
        (rf"\b(?:the\s+)?(?P<season>spring|summer|autumn|fall|winter)\s+(?:of\s+)?{_YEAR}\b", re.I, _season_of_year),
        (rf"\b{_PART}(?:the\s+)?(?:['’](?=\d\d))?(?P<decade>(?:1[5-9]|20)\d0|[2-9]0)['’]?s\b", re.I, _decade),
        (rf"(?<![\d$€£,.]){_YEAR}\s*(?:-|–|—|to|and|until)\s*(?P<year2>1[5-9]\d\d|20\d\d)\b(?![%,]\d)", 0, _year_range),
        (
            rf"\b{_PART}(?:(?<=\bin )|(?<=\bsince )|(?<=\bof )|(?<=\bby )|(?<=\bfrom )|(?<=\buntil )|(?<=\bbefore )|(?<=\bafter )|(?<=\bin the year )|(?<=\bduring )|(?<=\btill )|(?<=\bend-)|(?<=\bmid-)|(?<=\bearly )|(?<=\blate )|(?<=\bthe ))"
            rf"{_YEAR}\b(?!\s*(?:percent|per cent|%|people|soldiers|troops|miles|km|kilomet|[a-z]+s\b(?<!s\b)))(?![,.]\d)",
            re.I,
            _year,
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
