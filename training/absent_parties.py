"""Trains the ranking of absent parties on the gold's training documents: `python -m training.absent_parties [--folds]`.

Reads every document with the shipped model (half a minute), takes the acts that lack a side, and learns by stochastic gradient
the likelihood of those whom the gold gives that side (or of "nobody", where it tells of no such act), with weights averaged
over the last half of the passes. `--folds` prints instead how often the likeliest is right in documents that were left out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from comity.model import MUTUAL, Actor, Document, Event
from comity.reading.absent_parties import features, nobody
from comity.reading.acts import Act
from comity.reading.draft import Draft
from comity.reading.events import Events
from comity.reading.linear import shared_out
from comity.reading.reader import ChainReader, find_reader
from comity.reading.situations import Side, situation
from training.data import SHARED

OUT = Path(__file__).resolve().parents[1] / "src/comity/reading/weights/absent_parties.json"
GOLD = SHARED / "gold/train"
SEEN, PASSES, RATE, DECAY = 8, 12, 0.15, 1e-3
LIKELY_ACT = 0.5


@dataclass(frozen=True, slots=True)
class Decision:
    """An act that lacks a side: the features of each candidate and of nobody, and which candidates the gold has."""

    options: tuple[tuple[str, ...], ...]
    right: tuple[int, ...]


def decisions(folder: Path = GOLD) -> Iterator[tuple[str, list[Decision]]]:
    """(document, its decisions) of a folder of gold documents."""
    sys.path.insert(0, str(SHARED / "eval"))
    import score

    reader = find_reader("default")
    assert isinstance(reader, ChainReader)
    for file in sorted(folder.glob("*.jsonl")):
        data = json.loads((folder / "docs" / f"{file.stem}.json").read_text(encoding="utf-8"))
        gold = [row for row in map(json.loads, file.read_text(encoding="utf-8").splitlines()) if row["kind"] == "event"]
        starts = score.sentences(data["text"])
        for row in gold:
            row["_s"] = score.sentence_ids(starts, score.spans(row, data["text"]))
        watch = Watch(score, gold, starts)
        for stage in reader.stages:
            if isinstance(stage, Events):
                stage.on_absent = watch
        date = dt.date.fromisoformat(data["date"]) if data.get("date") else None
        fields = {name: data.get(name) or "" for name in ("title", "publisher", "url")}
        reader.draft(Document(text=data["text"], id=data["id"], date=date, **fields))
        yield file.stem, watch.made


class Watch:
    """Takes down each act that lacks a side while a document is read, with what the gold says of it."""

    def __init__(self, score: Any, gold: list[dict[str, Any]], starts: list[int]) -> None:
        self.score, self.gold, self.starts = score, gold, starts
        self.made: list[Decision] = []

    def __call__(self, draft: Draft, act: Act, actors: list[Actor], recipients: list[Actor], before: list[Event]) -> None:
        """Makes a decision of an act that is likelier one than not."""
        if act.score < LIKELY_ACT:
            return
        sentence = draft.sentences[act.sentence]
        here = self.score.sentence_ids(self.starts, [(sentence.start, sentence.end)])
        near = [row for row in self.gold if row["_s"] & here and row["code"] == str(act.code)]
        side: Side = "recipient" if actors else "actor"
        known = actors or recipients
        at = situation(draft, act, side, known, before)
        wanted = [key for row in near for key in _missing(self.score, row, side, known)]
        names = [one.name for one in at.candidates]
        right = tuple(i for i, name in enumerate(names) if any(self.score.same_actor(name, key) for key in wanted))
        options = (*(tuple(features(at, one)) for one in at.candidates), tuple(nobody(at)))
        self.made.append(Decision(options, right or (len(at.candidates),)))


def _missing(score: Any, row: dict[str, Any], side: Side, known: Sequence[Actor]) -> list[str]:
    """The keys that the gold gives the missing side of an event, if its other side is the known one."""

    def is_known(key: str) -> bool:
        return any(score.same_actor(key, actor.key) for actor in known)

    if row["code"] in {str(code) for code in MUTUAL} or not row["recipients"]:
        everybody = [*row["actors"], *row["recipients"]]
        if not known:
            return everybody
        return [key for key in everybody if not is_known(key)] if any(map(is_known, everybody)) else []
    mine, others = ("recipients", "actors") if side == "recipient" else ("actors", "recipients")
    return list(row[mine]) if not known or any(map(is_known, row[others])) else []


def train(data: list[Decision]) -> dict[str, float]:
    """Weights that make the right candidates the likeliest."""
    seen = Counter(name for decision in data for option in decision.options for name in option)
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1e-6)
    total: dict[str, float] = defaultdict(float)
    rng = random.Random(1)
    order = list(data)
    for turn in range(PASSES):
        rng.shuffle(order)
        for decision in order:
            options = [[name for name in option if seen[name] >= SEEN] for option in decision.options]
            chances = shared_out([sum(weights[name] for name in option) for option in options])
            whole = sum(chances[i] for i in decision.right)
            gradient: dict[str, float] = defaultdict(float)
            for i, option in enumerate(options):
                push = (chances[i] / whole if i in decision.right else 0.0) - chances[i]
                if abs(push) > 1e-3:
                    for name in option:
                        gradient[name] += push
            for name, slope in gradient.items():
                slope -= DECAY * weights[name]
                squares[name] += slope * slope
                weights[name] += RATE * slope / math.sqrt(squares[name])
        if turn >= PASSES // 2:
            for name, weight in weights.items():
                total[name] += weight / (PASSES - PASSES // 2)
    return {name: round(weight, 3) for name, weight in sorted(total.items()) if abs(weight) >= 0.02}


def left_out(data: list[tuple[str, list[Decision]]], folds: int = 5) -> dict[str, object]:
    """How often the likeliest candidate is right in documents that were not trained on, by the least chance that is asked."""
    found: list[tuple[float, bool]] = []
    for fold in range(folds):
        rest = [one for i, (_, made) in enumerate(data) if i % folds != fold for one in made]
        weights = train(rest)
        for _, made in data[fold::folds]:
            for decision in made:
                chances = shared_out([sum(weights.get(name, 0.0) for name in option) for option in decision.options])[:-1]
                if chances:
                    best = max(range(len(chances)), key=chances.__getitem__)
                    found.append((chances[best], best in decision.right))
    reachable = sum(decision.right[0] < len(decision.options) - 1 for _, made in data for decision in made)
    told: dict[str, object] = {"decisions": sum(len(made) for _, made in data), "with_a_right_candidate": reachable}
    for least in (0.2, 0.35, 0.5, 0.65):
        taken = [right for chance, right in found if chance >= least]
        told[f"taken_from_{least}"] = len(taken)
        told[f"right_from_{least}"] = round(sum(taken) / max(1, len(taken)), 3)
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--folds", action="store_true")
    a = parser.parse_args()
    data = list(decisions())
    if a.folds:
        print(json.dumps(left_out(data)))
        return
    weights = train([one for _, made in data for one in made])
    a.out.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps({"decisions": sum(len(made) for _, made in data), "weights": len(weights)}))


if __name__ == "__main__":
    main()
