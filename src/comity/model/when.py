"""When: a day, a month, a year, or an interval between two of them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

_POINT = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@lru_cache(maxsize=100_000)
def _bounds(point: str) -> tuple[dt.date, dt.date]:
    match = _POINT.fullmatch(point)
    if not match:
        raise ValueError(f"expected YYYY, YYYY-MM or YYYY-MM-DD, not {point!r}")
    year, month, day = int(match[1]), match[2], match[3]
    if day:
        exact = dt.date(year, int(month), int(day))
        return exact, exact
    if month:
        return dt.date(year, int(month), 1), dt.date(year, int(month), calendar.monthrange(year, int(month))[1])
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


@dataclass(frozen=True, slots=True, order=True)
class When:
    """A time as ISO 8601 text: `2021-12-15`, `2021-10`, `2014`, or an interval `2021-12-06/2021-12-10`."""

    iso: str

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"an interval must not end before it begins: {self.iso!r}")

    @classmethod
    def between(cls, first: dt.date, last: dt.date) -> When:
        """The shortest way to write the days from `first` to `last`: a day, whole months or years, or an interval."""
        if first == last:
            return cls(first.isoformat())
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            years = f"{first.year:04d}", f"{last.year:04d}"
            return cls(years[0] if years[0] == years[1] else "/".join(years))
        if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
            months = f"{first:%Y-%m}", f"{last:%Y-%m}"
            return cls(months[0] if months[0] == months[1] else "/".join(months))
        return cls(f"{first.isoformat()}/{last.isoformat()}")

    @property
    def first(self) -> dt.date:
        """The first day it covers."""
        return _bounds(self.iso.partition("/")[0])[0]

    @property
    def last(self) -> dt.date:
        """The last day it covers."""
        begin, _, end = self.iso.partition("/")
        return _bounds(end or begin)[1]

    @property
    def granularity(self) -> str:
        """`day`, `month`, `year` or `interval`."""
        if "/" in self.iso:
            return "interval"
        return {4: "year", 7: "month"}.get(len(self.iso), "day")

    def __str__(self) -> str:
        return self.iso
