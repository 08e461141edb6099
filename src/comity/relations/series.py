"""The relation of two actors through time: events and reports by day, week, month or year, and two scores.

**Cooperation** and **friction** are kept apart: on a year of ICEWS their sum, mean Goldstein, ranks allies below chance,
because those who talk most quarrel most (docs/validity.md). Each is the ratio of the events that were seen to those that
two actors so active would share by chance, given everybody's activity in the same period (the null model of Newman & Girvan
2004, "Finding and evaluating community structure in networks", eq. 5): above 1, more than chance. Its interval holds 95 % of
a Gamma posterior with Jeffreys' prior; quantiles after Wilson & Hilferty (1931), "The distribution of chi-square".
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from comity.knowledge import Knowledge, plover
from comity.knowledge.codebooks import is_friction
from comity.ledger import Ledger, Query, Row
from comity.ledger.tallies import DayCounts, events_by_day
from comity.model import Event, EventCode, Status
from comity.relations.directions import Direction, direction
from comity.relations.occurrences import Occurrence, occurrences_of

STEPS = ("day", "week", "month", "year")
Activity = dict[str, tuple[int, int]]
"""Period → (cooperative events, events of friction)."""
_LONGEST = {"day": 1, "week": 7, "month": 31, "year": 366}
_LISTS_END = 2016  # the last year of the COW list; Gleditsch and Ward's ends a year later
_Z = 1.959964  # 95 % of a normal distribution
_PRIOR = 0.5  # Jeffreys' prior of a Poisson rate


@dataclass(frozen=True, slots=True)
class Ratio:
    """Events seen to events expected by chance, with a 95 % interval; `value` is None where nothing was to be expected."""

    seen: int
    expected: float
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a dyad: distinct events, the documents that report them, counts by type and class, and the two scores."""

    period: str
    first_day: str
    last_day: str
    direction: str
    events: int
    reports: int
    quads: dict[str, int]
    types: dict[str, int]
    cooperation: Ratio
    friction: Ratio
    codes: dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Series:
    """A dyad through time. `vague` counts events whose date is coarser than the step, which stand in no period."""

    actor: str
    with_actor: str
    step: str
    points: tuple[Point, ...]
    vague: int


@lru_cache(maxsize=100_000)
def period_of(day: dt.date, step: str) -> tuple[str, dt.date, dt.date]:
    """The period that a day lies in: its label (2021-12-15, 2021-W50, 2021-12, 2021), first and last day."""
    if step == "day":
        return day.isoformat(), day, day
    if step == "week":
        year, week, weekday = day.isocalendar()
        monday = day - dt.timedelta(days=weekday - 1)
        return f"{year}-W{week:02d}", monday, monday + dt.timedelta(days=6)
    if step == "month":
        following = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        return day.isoformat()[:7], day.replace(day=1), following - dt.timedelta(days=1)
    if step == "year":
        return str(day.year), dt.date(day.year, 1, 1), dt.date(day.year, 12, 31)
    raise ValueError(f"a series goes by {', '.join(STEPS)}, not by {step!r}")


@lru_cache(maxsize=100_000)
def _fitting(first: str, last: str, step: str) -> str | None:
    """The period of an event dated from `first` to `last`; None where its date is coarser than the step."""
    begin, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    if (end - begin).days >= _LONGEST[step]:
        return None
    label = period_of(begin, step)[0]
    return label if label == period_of(end, step)[0] else None


def ratio(seen: int, expected: float) -> Ratio:
    """Seen to expected, both smoothed by Jeffreys' prior, with its interval."""
    if expected <= 0:
        return Ratio(seen, 0.0, None, None, None)
    scale = expected + _PRIOR
    return Ratio(seen, expected, (seen + _PRIOR) / scale, _gamma(seen + _PRIOR, -_Z) / scale, _gamma(seen + _PRIOR, _Z) / scale)


def _gamma(shape: float, z: float) -> float:
    """A quantile of Gamma(shape, 1), at `z` standard normal deviations: half of that of chi-square with 2·shape degrees."""
    part = 2.0 / (9.0 * 2.0 * shape)
    return float(max(0.0, shape * (1.0 - part + z * math.sqrt(part)) ** 3))


def _by_period(counts: DayCounts, step: str) -> Activity:
    """Period → (cooperative, conflictual) events."""
    found: dict[str, list[int]] = {}
    for (first, last, code), count in counts.items():
        if (label := _fitting(first, last, step)) is not None:
            found.setdefault(label, [0, 0])[is_friction(code)] += count
    return {label: (a, b) for label, (a, b) in found.items()}


def periods(first: dt.date, last: dt.date, step: str) -> Iterator[tuple[str, dt.date, dt.date]]:
    """The periods from the one that holds the first day to the one that holds the last: label, first and last day."""
    day = first
    while day <= last:
        label, begin, end = period_of(day, step)
        yield label, begin, end
        day = end + dt.timedelta(days=1)


def _codes(left: str, right: str, year: int) -> dict[str, str | int | None] | None:
    """ISO, COW and Gleditsch–Ward codes of both in a year; None where one of them is a state that did not exist then."""
    knowledge = Knowledge.load()
    found: dict[str, str | int | None] = {}
    for side, key in (("a", left), ("b", right)):
        code = key.partition(":")[0]
        state = knowledge.states.get(code)
        numbers = state.numbers_in(year) if state else (None, None)
        if state and (state.cow or state.gw) and not _existed((*state.cow, *state.gw), year):
            return None
        found |= {f"iso_{side}": code, f"cow_{side}": numbers[0], f"gw_{side}": numbers[1]}
    return found


def _existed(spells: Iterable[tuple[int, int, int | None]], year: int) -> bool:
    """Whether a state was one in a year; a spell that runs to the end of the lists of states is taken to go on."""
    return any(first <= year and (last is None or year <= last or last >= _LISTS_END) for _, first, last in spells)


def series(
    ledger: Ledger,
    actor: str,
    with_actor: str,
    *,
    step: str = "month",
    first_day: str | None = None,
    last_day: str | None = None,
    statuses: tuple[Status, ...] = (Status.HAPPENED,),
    zeros: bool = False,
    directed: bool = False,
) -> Series:
    """Two actors (keys) by `step` (day, week, month, year).

    Periods without events stand in it only with `zeros`. With `directed`, each period has a row for each direction and one
    for what they did together; the expected events are then shared out evenly. Raises `ValueError` for another step.
    """
    period_of(dt.date(2000, 1, 1), step)
    query = Query(kinds=("event",), actor=actor, with_actor=with_actor, first_day=first_day, last_day=last_day)
    rows = [row for row in ledger.statements(query) if isinstance(row.statement, Event) and row.statement.status in statuses]
    ways: dict[tuple[str, str], list[Occurrence]] = {}
    vague = 0
    for occurrence in occurrences_of(ledger, rows, whole=False):
        event = occurrence.leading.statement
        assert isinstance(event, Event)
        way = direction(event, actor, with_actor)
        days = _days(occurrence.leading)
        if way is None or days is None:
            continue
        label = _fitting(*days, step)
        if label is None:
            vague += 1
        else:
            ways.setdefault((label, way.between(actor, with_actor) if directed else ""), []).append(occurrence)
    span = _span(ways, first_day, last_day, step)
    named = tuple(str(status) for status in statuses)
    # As far as the asked days reach, in whole periods: what lies beyond them bears on none of the points.
    reach = (
        span[0][1].isoformat() if span and first_day else None,
        span[-1][2].isoformat() if span and last_day else None,
    )
    everybody, left, right = (_activity(ledger, who, named, step, reach) for who in (None, actor, with_actor))
    directions = [way.between(actor, with_actor) for way in Direction] if directed else [""]
    points = []
    for label, begin, end in span:
        codes = _codes(actor, with_actor, begin.year)
        if codes is None:
            continue
        for asked in directions:
            found = ways.get((label, asked), [])
            if found or zeros:
                expected = _expected(label, everybody, left, right, len(directions))
                points.append(_point(label, begin, end, asked, found, expected, codes))
    return Series(actor, with_actor, step, tuple(points), vague)


def _activity(
    ledger: Ledger, actor: str | None, statuses: tuple[str, ...], step: str, reach: tuple[str | None, str | None]
) -> Activity:
    """Everybody's events by period, or those of one actor; of all days counted once for all pairs, until the ledger changes."""

    def count() -> Activity:
        first, last = reach
        counted = events_by_day(ledger, actor=actor, statuses=statuses, first_day=first, last_day=last)
        return _by_period(counted, step)

    if reach != (None, None):  # anybody may ask for any days: what is counted for some is not kept for all
        return count()
    return ledger.remembered(("activity", actor, statuses, step), count)


def _days(row: Row) -> tuple[str, str] | None:
    event = row.statement
    if isinstance(event, Event) and event.date:
        return event.date.first.isoformat(), event.date.last.isoformat()
    return (row.document_date, row.document_date) if row.document_date else None


def _span(
    ways: dict[tuple[str, str], list[Occurrence]], first_day: str | None, last_day: str | None, step: str
) -> list[tuple[str, dt.date, dt.date]]:
    """All periods from the first asked or seen to the last."""
    days = [d for found in ways.values() for o in found if (both := _days(o.leading)) for d in both]
    first, last = first_day or min(days, default=None), last_day or max(days, default=None)
    if first is None or last is None:
        return []
    return list(periods(dt.date.fromisoformat(first), dt.date.fromisoformat(last), step))


def _expected(
    label: str,
    everybody: dict[str, tuple[int, int]],
    left: dict[str, tuple[int, int]],
    right: dict[str, tuple[int, int]],
    shares: int,
) -> tuple[float, float]:
    """Cooperative and conflictual events that two so active would share by chance in a period."""
    all_, a, b = (sum(side.get(label, (0, 0))) for side in (everybody, left, right))
    if not all_:
        return 0.0, 0.0
    pairs = a * b / (2.0 * all_) / shares
    cooperative, conflictual = everybody[label]
    return pairs * cooperative / all_, pairs * conflictual / all_


def _point(
    label: str,
    begin: dt.date,
    end: dt.date,
    way: str,
    found: list[Occurrence],
    expected: tuple[float, float],
    codes: dict[str, str | int | None],
) -> Point:
    types = Counter(str(o.leading.statement.code) for o in found if isinstance(o.leading.statement, Event))
    quads = Counter(plover()[EventCode(code)].quad for code in types.elements())
    friction = sum(count for code, count in types.items() if is_friction(code))
    return Point(
        period=label,
        first_day=begin.isoformat(),
        last_day=end.isoformat(),
        direction=way,
        events=len(found),
        reports=sum(o.reports for o in found),
        quads=dict(sorted(quads.items())),
        types=dict(sorted(types.items())),
        cooperation=ratio(len(found) - friction, expected[0]),
        friction=ratio(friction, expected[1]),
        codes=codes,
    )


def change_points(points: Iterable[Point], *, most: int = 5) -> tuple[str, ...]:
    """Periods in which the relation changed: PELT (Killick et al. 2012) over the logarithms of both scores.

    Needs the package `ruptures` (pip install "comity[series]"). At least six periods with both scores are needed, which
    should be given without gaps (`zeros=True`).
    """
    try:
        import numpy as np
        import ruptures
    except ImportError as missing:
        raise ImportError('change points need the package ruptures: pip install "comity[series]"') from missing
    scored = [p for p in points if p.cooperation.value is not None and p.friction.value is not None]
    if len(scored) < 6:
        return ()
    signal = np.array([[math.log(p.cooperation.value or 1.0), math.log(p.friction.value or 1.0)] for p in scored])
    penalty = 2.0 * math.log(len(scored)) * signal.shape[1] * max(float(signal.var()), 1e-9)
    ends = ruptures.Pelt(model="l2", min_size=3, jump=1).fit(signal).predict(pen=penalty)[:-1]
    return tuple(scored[end].period for end in ends[:most])
