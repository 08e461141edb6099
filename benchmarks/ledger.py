"""How fast a ledger answers: `python benchmarks/ledger.py [LEDGER] [--statements N]`.

Times the Python calls behind `dossier`, `meetings`, `pledges`, `series` and `occurrences` (the best of three, in seconds) on a
ledger of yours, or on one that is generated: N statements of invented events among thirty states over ten years, eight to a
document, added and matched as real ones are; the rates of adding and matching are printed too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from comity.ledger import Ledger, Query
from comity.model import Actor, Document, Event, EventCode, Made, Span, Status, When
from comity.reading import Reading
from comity.relations import dossier, match_waiting, meetings, occurrences_of, pledges
from comity.relations.series import series
from common import show

STATES = (
    "USA CHN RUS GBR FRA DEU JPN IND BRA ZAF TUR IRN ISR SAU EGY NGA KEN ETH UKR POL ITA ESP MEX CAN AUS KOR PRK PAK VNM IDN"
).split()
PER_DOCUMENT = 8


def invented(number: int, rng: random.Random) -> Reading:
    """A document of eight invented events on a day within ten years; a third of them between the three busiest states."""
    day = dt.date(2010, 1, 1) + dt.timedelta(days=rng.randrange(3650))
    text, events = "", []
    made = Made(coder="invented-1", stage="benchmark", score=0.7)
    for k in range(PER_DOCUMENT):
        a, b = rng.sample(STATES[:3] if rng.random() < 0.3 else STATES, 2)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path, nargs="?", help="a ledger; a generated one where left out")
    parser.add_argument("--statements", type=int, default=20_000, help="how many to generate")
    parser.add_argument("--pair", nargs=2, default=["RUS", "CHN"])
    a = parser.parse_args()
    if a.ledger:
        with Ledger(a.ledger, create=False) as ledger:
            show(answers(ledger, *a.pair))
        return
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder, "invented.db")) as ledger:
        began = time.perf_counter()
        for number in range(a.statements // PER_DOCUMENT):
            ledger.add(invented(number, rng))
        added = time.perf_counter()
        match_waiting(ledger)
        matched = time.perf_counter()
        rates = {
            "added_per_second": a.statements / (added - began),
            "matched_per_second": a.statements / (matched - added),
        }
        show(answers(ledger, *a.pair) | rates)


if __name__ == "__main__":
    main()
