"""Events told by several documents: `python benchmarks/occurrences.py --json` → B-cubed precision, recall and F1.

The gold statements of `../shared/gold` (dev and train) are imported and matched. `occurrences.json` names, by id, those that
one might take for one event (candidates under a loose threshold, looked at one by one) and which of them are. B-cubed
(Bagga & Baldwin 1998) is taken over these alone, so that thousands of events with no rival do not flatter it. Beside it
stand two baselines: every statement an event, and one event for each pair, type and day.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

from comity.documents import Problem
from comity.exchange.statement_files import read_statement_files
from comity.ledger import Ledger, Query, Row
from comity.relations import match_waiting, occurrences_of
from comity.relations.matching import Told
from common import SHARED, show

LABELS = Path(__file__).with_suffix(".json")


def b_cubed(gold: dict[str, int], found: dict[str, str]) -> dict[str, float]:
    """Mean over items of the share of its cluster that is right, and of its gold cluster that was found."""

    def members(labels: dict[str, int] | dict[str, str]) -> dict[object, set[str]]:
        groups: dict[object, set[str]] = {}
        for item, label in labels.items():
            groups.setdefault(label, set()).add(item)
        return groups

    by_gold, by_found = members(gold), members(found)
    precision = recall = 0.0
    for item in gold:
        own, right = by_found[found[item]], by_gold[gold[item]]
        precision += len(own & right) / len(own)
        recall += len(own & right) / len(right)
    precision, recall = precision / len(gold), recall / len(gold)
    return {"precision": precision, "recall": recall, "f1": 2 * precision * recall / (precision + recall)}


def labels() -> dict[str, int]:
    data = json.loads(LABELS.read_text(encoding="utf-8"))
    groups = [*data["same"], *([item] for item in data["alone"])]
    return {item: number for number, group in enumerate(groups) for item in group}


def by_day(rows: Iterable[Row]) -> dict[str, str]:
    return {r.id: f"{Told(r).blocks} {Told(r).event.code} {Told(r).when}" for r in rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.parse_args()
    gold = labels()
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder, "gold.db")) as ledger:
        for item in read_statement_files([SHARED / "gold/dev", SHARED / "gold/train"], coder="gold"):
            if not isinstance(item, Problem):
                ledger.add(item)
        match_waiting(ledger)
        rows = [row for row in ledger.statements(Query(kinds=("event",))) if row.id in gold]
        found = {row.id: o.id for o in occurrences_of(ledger, rows, whole=False) for row in o.rows}
        missing = sorted(set(gold) - set(found))
        if missing:
            raise SystemExit(f"{len(missing)} labelled statements are not in the gold files: {', '.join(missing[:5])}")
        alone, day = ({i: i for i in gold}, by_day(rows))
        show(
            {
                "statements": len(gold),
                "events": len(set(gold.values())),
                **b_cubed(gold, found),
                "each_alone_f1": b_cubed(gold, alone)["f1"],
                "pair_type_day_f1": b_cubed(gold, day)["f1"],
            }
        )


if __name__ == "__main__":
    main()
