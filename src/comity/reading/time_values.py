"""What time expressions mean at a day: an interval with its granularity, and the rule in words.

Each function takes the match of a pattern of `time_grammar`, the anchor day (None where the document has no date), and whether the
words before it look ahead. Weeks run from Monday to Sunday.
"""

from __future__ import annotations

import datetime as dt
import re

from comity.model import When

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_NUMBERS = {w: i for i, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_NUMBERS |= {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "several": 4, "a few": 3, "few": 3, "fifteen": 15}
_NUMBERS |= {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}

Finding = tuple[When | None, str]


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


# -- what the matches mean, at an anchor day (None where the document has no date) -----------------------------------


def full_date(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“15 December 2021”."""
    return _day(int(m["year"]), _month(m["month"]), int(m["day"])), "date"


def day_range(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“3–5 May”, “May 3 to 5, 2019”."""
    month, year = _month(m["month"]), m["year"]
    if not year and anchor is None:
        return None, "range of days without a year in a document without a date"
    y = int(year) if year else nearest_year(month, anchor or dt.date.today(), ahead)
    first, last = _day(y, month, int(m["day"])), _day(y, month, int(m["day2"]))
    return (_span(first.first, last.last) if first and last and first.first <= last.first else None), "range of days"


def day_and_month(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“15 December”, of the nearest year."""
    if anchor is None:
        return None, "day without a year in a document without a date"
    month = _month(m["month"])
    return _day(nearest_year(month, anchor, ahead), month, int(m["day"])), "day and month, nearest year"


def month_of_year(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“December 2021”."""
    return When(f"{m['year']}-{_month(m['month']):02d}"), "month of a year"


def month_relative(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“December”, “next March”."""
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


def month_of_relative_year(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“March last year”."""
    if anchor is None:
        return None, "relative year in a document without a date"
    offset = {"next": 1, "last": -1, "this": 0}[m["which"].lower()]
    return When(f"{anchor.year + offset:04d}-{_month(m['month']):02d}"), "month of a relative year"


def month_range(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“January to March”."""
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


def weekday(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“Wednesday”, “next Friday”."""
    if anchor is None:
        return None, "weekday in a document without a date"
    wanted, word = WEEKDAYS.index(m["weekday"]), (m["which"] or "").lower()
    back = (anchor.weekday() - wanted) % 7
    if word in ("next", "coming", "this coming") or (ahead and word != "last" and back):
        return When((anchor + dt.timedelta(days=7 - back)).isoformat()), "weekday to come"
    if word == "last" and back == 0:
        back = 7
    return When((anchor - dt.timedelta(days=back)).isoformat()), "weekday, the last one"


def near_day(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“yesterday”, “the day before yesterday”, “tonight”."""
    if anchor is None:
        return None, "relative day in a document without a date"
    word = m[0].lower()
    offset = -1 if "yesterday" in word or "last night" in word else 1 if "tomorrow" in word else 0
    if word.startswith("the day before"):
        offset = -2
    return When((anchor + dt.timedelta(days=offset)).isoformat()), "day near the document's"


def near_period(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“last week”, “this year”, “earlier this month”."""
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


def ago(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“two weeks ago”."""
    if anchor is None:
        return None, "relative time in a document without a date"
    count, unit = _number(m["count"]), m["unit"].lower()
    unit = "century" if unit.startswith("centur") else unit
    return _back(anchor, -count, unit), "so long ago"


def in_so_long(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“within ten days”."""
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


def past_stretch(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“the past three years”."""
    if anchor is None:
        return None, "relative time in a document without a date"
    count, unit = _number(m["count"]), m["unit"].lower()
    days = {"day": 1, "week": 7, "month": 30.44, "year": 365.25, "decade": 3652.5}.get(unit, 36525.0) * count
    if anchor.toordinal() <= days + 1:
        return None, "before all calendars"
    other = anchor + dt.timedelta(days=(1 if m["way"].lower() in ("next", "coming") else -1) * round(days))
    return _span(min(anchor, other), max(anchor, other)), "stretch that ends or begins at the document's day"


def decade(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“the 1990s”."""
    text = m["decade"]
    begin = int(text) if len(text) == 4 else 1900 + int(text)
    return When(f"{begin:04d}/{begin + 9:04d}"), "decade"


def year_range(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“2013–2021”."""
    first, last = int(m["year"]), int(m["year2"])
    return (When(f"{first}/{last}") if first < last else None), "range of years"


def year(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“in 2014”."""
    return When(m["year"]), "year"


def quarter(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“the first quarter of 2020”, “the second half of the year”."""
    if not m["year"] and anchor is None:
        return None, "quarter without a year in a document without a date"
    year = int(m["year"]) if m["year"] else (anchor or dt.date.today()).year
    first = {"first": 1, "second": 4, "third": 7, "fourth": 10}[m["quarter"].lower()]
    if m["half"].lower() == "half":
        first = {"first": 1, "second": 7}.get(m["quarter"].lower(), 1)
        return When(f"{year}-{first:02d}/{year}-{first + 5:02d}"), "half of a year"
    return When(f"{year}-{first:02d}/{year}-{first + 2:02d}"), "quarter"


def season_of_year(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“the spring of 2012”."""
    return _season(m["season"], int(m["year"])), "season of a year"


def iso(m: re.Match[str], anchor: dt.date | None, ahead: bool) -> Finding:
    """“2021-12-15”."""
    return _day(int(m[1]), int(m[2]), int(m[3])), "ISO date"
