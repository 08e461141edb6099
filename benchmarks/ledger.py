"""How fast a ledger answers: `python benchmarks/ledger.py [LEDGER] [--statements N]`.

Times the Python calls behind `dossier`, `meetings`, `pledges`, `series` and `occurrences` (the best of three, in seconds) on a
ledger of yours, or on one that is generated: N statements of invented events over ten years, eight to a document, added and
matched as real ones are; the rates of adding and matching are printed too. All states of 2012 take part, each as often as
its rank allows (Zipf), so that the busiest pair holds a few per cent of all events, as in the news.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tempfile
import time
from collections.abc import Callable
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


def states() -> tuple[list[str], list[float]]:
    """All states of that year, the busiest first, and how much each is in the news."""
    rest = sorted({code for code, state in Knowledge.load().states.items() if state.numbers_in(YEAR)[0]} - set(BUSIEST))
    found = [*BUSIEST, *rest]
    return found, [1 / rank for rank in range(1, len(found) + 1)]


def invented(number: int, rng: random.Random, names: list[str], weights: list[float]) -> Reading:
    """A document of eight invented events on a day within ten years."""
    day = dt.date(2010, 1, 1) + dt.timedelta(days=rng.randrange(3650))
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


def told(what: str, done: int, since: float) -> None:
    """A line on standard error now and then."""
    if done % 10_000 == 0:
        print(f"{done} {what}, {done / (time.perf_counter() - since):.0f} a second", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path, nargs="?", help="a ledger; a generated one where left out")
    parser.add_argument("--statements", type=int, default=20_000, help="how many to generate")
    parser.add_argument("--keep", type=Path, help="a new file for the generated ledger, which is thrown away else")
    parser.add_argument("--pair", nargs=2, default=["RUS", "CHN"])
    a = parser.parse_args()
    if a.ledger:
        with Ledger(a.ledger, create=False) as ledger:
            show(answers(ledger, *a.pair))
        return
    rng = random.Random(7)
    names, weights = states()
    with tempfile.TemporaryDirectory() as folder, Ledger(a.keep or Path(folder, "invented.db")) as ledger:
        began = time.perf_counter()
        for number in range(a.statements // PER_DOCUMENT):
            ledger.add(invented(number, rng, names, weights))
            told("documents added", number + 1, began)
        added = time.perf_counter()
        match_waiting(ledger, lambda done, _: told("documents matched", done, added))
        matched = time.perf_counter()
        rates = {
            "added_per_second": a.statements / (added - began),
            "matched_per_second": a.statements / (matched - added),
        }
        show(answers(ledger, *a.pair) | rates)


if __name__ == "__main__":
    main()
