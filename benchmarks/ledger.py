"""How fast a ledger answers: `python benchmarks/ledger.py [LEDGER] [--statements N]`.

Times the Python calls behind `dossier`, `meetings`, `pledges`, `series` and `occurrences` (the best of three, in seconds) on a
ledger of yours. Without one, it grows a ledger of N statements of invented events, eight to a document and `--a-day` documents
a day, each day added and matched before the next, and prints a line of JSON at 10,000, 30,000, 100,000 … statements: the rates
of adding and matching since the last line, and how long an analyst's questions take (the first time, in seconds). All states of
2012 take part, each as often as its rank allows (Zipf), so that the busiest pair holds a few per cent of all events, as in the
news.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from comity.knowledge import Knowledge
from comity.ledger import Ledger, Query
from comity.model import Actor, Document, Event, EventCode, Made, Span, Status, When
from comity.reading import Reading
from comity.relations import dossier, match_waiting, meetings, occurrences_of, pledges
from comity.relations.series import series
from common import show

BUSIEST = "USA RUS CHN GBR FRA UKR ISR IRN DEU JPN IND TUR SYR PRK KOR SAU IRQ PAK EGY POL".split()
YEAR = 2012
PER_DOCUMENT = 8
FIRST_DAY = dt.date(1985, 1, 1)


def states() -> tuple[list[str], list[float]]:
    """All states of that year, the busiest first, and how much each is in the news."""
    rest = sorted({code for code, state in Knowledge.load().states.items() if state.numbers_in(YEAR)[0]} - set(BUSIEST))
    found = [*BUSIEST, *rest]
    return found, [1 / rank for rank in range(1, len(found) + 1)]


def invented(number: int, rng: random.Random, names: list[str], weights: list[float], day: dt.date | None = None) -> Reading:
    """A document of eight invented events, on a day within ten years where none is given."""
    day = day or FIRST_DAY + dt.timedelta(days=rng.randrange(3650))
    text, events = "", []
    made = Made(coder="invented-1", stage="benchmark", score=0.7)
    for k in range(PER_DOCUMENT):
        a = b = rng.choices(names, weights)[0]
        while a == b:
            b = rng.choices(names, weights)[0]
        code = rng.choice(list(EventCode))
        sentence = f"In matter {number}-{k} {a} did {code.lower()} {b} for the {rng.randrange(40)}th time. "
        span = Span(len(text), len(text) + len(sentence) - 1, sentence[:-1])
        status = rng.choice([Status.HAPPENED] * 8 + [Status.PLANNED, Status.DENIED])
        when = When((day + dt.timedelta(days=rng.randrange(3))).isoformat())
        parties = {"actors": (Actor(a),), "recipients": (Actor(b),)}
        events.append(Event(code=code, status=status, date=when, evidence=(span,), made_by=made, **parties))
        text += sentence
    return Reading(Document(text=text, date=day, publisher=f"Paper {number % 50}"), tuple(events), "invented-1")


def best(call: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return min(times)


def answers(ledger: Ledger, left: str, right: str) -> dict[str, object]:
    return {
        "statements": ledger.count(),
        "dossier_s": best(lambda: dossier(ledger, left, right)),
        "meetings_s": best(lambda: meetings(ledger, left, right)),
        "pledges_s": best(lambda: pledges(ledger, actor=left, to=right)),
        "series_s": best(lambda: series(ledger, left, right)),
        "occurrences_s": best(
            lambda: occurrences_of(ledger, ledger.statements(Query(kinds=("event",), actor=left, with_actor=right)))
        ),
    }


def moments(ledger: Ledger, left: str, right: str, last: dt.date, number: int) -> dict[str, object]:
    """What an analyst asks of a ledger that has just grown, each asked for the first time since."""
    year = (last - dt.timedelta(days=365)).isoformat()
    month = (last - dt.timedelta(days=30)).isoformat()
    asked: dict[str, Callable[[], object]] = {
        "dossier_of_a_month_s": lambda: dossier(ledger, left, right, first_day=month),
        "series_of_a_year_s": lambda: series(ledger, left, right, first_day=year, last_day=last.isoformat()),
        "search_s": lambda: ledger.statements(Query(search=f"matter {number - 3}", limit=50)),
        "newest_s": lambda: ledger.statements(Query(kinds=("event",), limit=50)),
        "whole_pair_s": lambda: ledger.statements(Query(kinds=("event",), actor=left, with_actor=right)),
    }
    found: dict[str, object] = {}
    for name, call in asked.items():
        began = time.perf_counter()
        call()
        found[name] = time.perf_counter() - began
    found["pair_statements"] = ledger.count(Query(kinds=("event",), actor=left, with_actor=right))
    return found


def grow(ledger: Ledger, statements: int, left: str, right: str, a_day: int) -> Iterator[dict[str, object]]:
    """Adds day after day, as a newsroom's archive comes, and matches each day; a row of numbers at 10,000, 30,000, 100,000 …"""
    rng = random.Random(7)
    names, weights = states()
    marks = sorted({min(n * 10**power, statements) for power in range(4, 9) for n in (1, 3)} | {statements})
    day, documents, adding, matching, since = FIRST_DAY, 0, 0.0, 0.0, 0
    for mark in marks:
        while documents * PER_DOCUMENT < mark:
            today = min(a_day, mark // PER_DOCUMENT - documents)
            readings = [invented(documents + n, rng, names, weights, day) for n in range(today)]
            began = time.perf_counter()
            ledger.add_many(readings)
            added = time.perf_counter()
            match_waiting(ledger)
            adding, matching = adding + added - began, matching + time.perf_counter() - added
            documents, day = documents + today, day + dt.timedelta(days=1)
        new, since = documents * PER_DOCUMENT - since, documents * PER_DOCUMENT
        rates = {"statements": since, "added_per_second": new / adding, "matched_per_second": new / matching}
        adding = matching = 0.0
        yield rates | moments(ledger, left, right, day, documents)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", nargs="?", help="a ledger (a file, or PostgreSQL's address); a generated one where left out")
    parser.add_argument("--statements", type=int, default=20_000, help="how many to generate")
    parser.add_argument("--a-day", type=int, default=100, help="documents of each day, eight statements to each")
    parser.add_argument("--keep", help="a new file, or an empty database's address, for the generated ledger, thrown away else")
    parser.add_argument("--pair", nargs=2, default=["RUS", "CHN"])
    a = parser.parse_args()
    if a.ledger:
        with Ledger(a.ledger, create=False) as ledger:
            show(answers(ledger, *a.pair))
        return
    with tempfile.TemporaryDirectory() as folder, Ledger(a.keep or Path(folder, "invented.db")) as ledger:
        for row in grow(ledger, a.statements, *a.pair, a.a_day):
            print(
                json.dumps({name: value if isinstance(value, int) else round(value, 4) for name, value in row.items()}),
                flush=True,
            )


if __name__ == "__main__":
    main()
