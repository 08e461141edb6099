"""How well scores of a dyad tell allies, disputants, rivals and like voters: `python benchmarks/validity.py --json`.

ICEWS events of 2014 between states (`events/icews14-nec`) are scored as `comity.relations.series` scores a period, and the
scores of all pairs with at least three events are set against lists of others: defence pacts in force (ATOP 5, 2014),
militarised disputes 2010-2014 (GML-MID 2), strategic rivalries at least to 2010 (Thompson & Dreyer), each as the area under
the ROC curve (0.5 is chance), and nearness of ideal points in the UN General Assembly (Bailey, Strezhnev & Voeten) as
Spearman's rank correlation. Beside them stand volume alone and mean Goldstein, which one column of a table often is.
"""

from __future__ import annotations

import argparse
import bisect
import csv
import gzip
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from comity.knowledge import Knowledge
from comity.relations.series import ratio
from common import SHARED, show

YEAR, LEAST = 2014, 3
Dyad = frozenset[str]


@lru_cache(maxsize=10_000)
def state(name: str) -> str | None:
    """The state behind an ICEWS actor: `Citizen_(Nigeria)` → NGA."""
    found = re.search(r"\(([^)]*)\)$", name)
    wanted = (found[1] if found else name).replace("_", " ")
    candidates = [c for c in Knowledge.load().find(wanted) if c.entry.kind == "state"]
    return candidates[0].key if candidates and candidates[0].score > 0.95 else None


def events(folder: Path) -> Iterator[tuple[str, str, str, float]]:
    """(source, target, CAMEO code, Goldstein) of all events between two states."""
    names = dict(line.split("\t")[:2][::-1] for line in (folder / "entity2id.txt").read_text(encoding="utf-8").splitlines())
    with (folder / "relation_cameo_goldstein.csv").open(encoding="utf-8", newline="") as stream:
        kinds = {row["id"]: (row["code"], float(row["g"])) for row in csv.DictReader(stream)}
    for file in ("train.txt", "valid.txt"):
        for line in (folder / file).read_text(encoding="utf-8").splitlines():
            source, relation, target = line.split("\t")[:3]
            a, b = state(names[source]), state(names[target])
            if a and b and a != b:
                yield (a, b, *kinds[relation])


def listed(file: str, chosen: Callable[[dict[str, str]], bool]) -> set[Dyad]:
    """Dyads of a panel's rows that are chosen."""
    knowledge = Knowledge.load()
    found = set()
    with gzip.open(SHARED / "data/panels" / file, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if chosen(row):
                pair = [knowledge.state_of("cow", int(float(row[c])), YEAR) for c in ("ccode1", "ccode2")]
                if pair[0] and pair[1]:
                    found.add(frozenset(code for code in pair if code))
    return found


def votes() -> dict[str, float]:
    with gzip.open(SHARED / "data/panels/unga_idealpoints_jul2025.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["year"].startswith(str(YEAR)) and row["idealpointfp"]]
    return {row["iso3c"]: float(row["idealpointfp"]) for row in rows}


def area(scores: dict[Dyad, float], positives: set[Dyad]) -> float:
    """The chance that a positive is scored above a negative (Mann & Whitney)."""
    below = sorted(score for dyad, score in scores.items() if dyad not in positives)
    wins = [
        (bisect.bisect_left(below, score) + bisect.bisect_right(below, score)) / 2
        for dyad, score in scores.items()
        if dyad in positives
    ]
    return sum(wins) / (len(wins) * len(below))


def ranks(values: Iterable[float]) -> list[float]:
    listed_ = list(values)
    order = sorted(listed_)
    return [(bisect.bisect_left(order, v) + bisect.bisect_right(order, v) - 1) / 2 for v in listed_]


def spearman(a: list[float], b: list[float]) -> float:
    x, y = ranks(a), ranks(b)
    mean = (len(x) - 1) / 2
    over = sum((i - mean) * (j - mean) for i, j in zip(x, y, strict=True))
    return over / math.sqrt(sum((i - mean) ** 2 for i in x) * sum((j - mean) ** 2 for j in y))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.parse_args()
    counts: dict[Dyad, Counter[str]] = defaultdict(Counter)
    goldstein: dict[Dyad, list[float]] = defaultdict(list)
    activity: Counter[str] = Counter()
    for a, b, code, value in events(SHARED / "data/events/icews14-nec"):
        root = int(code[:2])
        kind = "statement" if root == 1 else "cooperation" if root <= 8 else "friction"
        counts[frozenset((a, b))][kind] += 1
        goldstein[frozenset((a, b))].append(value)
        activity.update((a, b))
    total = sum(activity.values()) / 2
    of_kind = sum((counter for counter in counts.values()), Counter())
    dyads = [dyad for dyad, counter in counts.items() if counter.total() >= LEAST]

    def scored(kind: str) -> dict[Dyad, float]:
        found = {}
        for dyad in dyads:
            a, b = sorted(dyad)
            expected = activity[a] * activity[b] / (2 * total) * of_kind[kind] / total
            found[dyad] = ratio(counts[dyad][kind], expected).value or 0.0
        return found

    scores = {
        "cooperation": scored("cooperation"),
        "friction": scored("friction"),
        "volume": {dyad: float(counts[dyad].total()) for dyad in dyads},
        "mean_goldstein": {dyad: sum(goldstein[dyad]) / len(goldstein[dyad]) for dyad in dyads},
    }
    panels = {
        "allies": listed("atop_alliance.csv.gz", lambda r: float(r["year"]) == YEAR and float(r["atop_defense"] or 0) > 0),
        "disputes": listed("gml_mid_ddydisps.csv.gz", lambda r: 2010 <= float(r["year"]) <= YEAR),
        "rivals": listed("tss_rivalries.csv.gz", lambda r: float(r["end"] or 0) >= 2010),
    }
    ideal = votes()
    voting = [dyad for dyad in dyads if all(code in ideal for code in dyad)]
    nearness = [-abs(ideal[min(dyad)] - ideal[max(dyad)]) for dyad in voting]
    figures: dict[str, object] = {"dyads": len(dyads)}
    figures |= {f"n_{name}": sum(dyad in panel for dyad in dyads) for name, panel in panels.items()}
    for name, by_dyad in scores.items():
        figures |= {f"{name}_{panel}": area(by_dyad, members) for panel, members in panels.items()}
        figures[f"{name}_votes"] = spearman([by_dyad[dyad] for dyad in voting], nearness)
    show(figures)


if __name__ == "__main__":
    main()
