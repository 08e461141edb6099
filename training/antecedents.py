"""Trains the ranking of antecedents on GUM's open genres: `python -m training.antecedents [--out FILE]` (a few minutes).

Reads each document with the shipped model, takes GUM's mentions and their clusters, and learns by stochastic gradient the
log-likelihood of the right cluster (or of "none") against the others, with weights averaged over the last half of the steps.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from comity.reading.antecedents import PERSONAL, Cluster, Phrase, candidates, described, features
from comity.reading.encoder import Encoder, SentenceReading
from training.data import SHARED, _blocks

OUT = Path(__file__).resolve().parents[1] / "src/comity/reading/weights/antecedents.json"
_PIECE = re.compile(r"\((\d+)-([a-z]+)([^()]*)|(\d+)\)|\)")
KINDS = {"person": "person", "organization": "organisation", "place": "place"}
EVERY_KIND = frozenset({*KINDS, "abstract", "event", "time", "object", "substance", "animal", "plant"})


@dataclass
class Annotated:
    """A document: its sentences' words, its phrases in order, and the cluster of each."""

    name: str
    words: list[list[str]]
    phrases: list[Phrase]
    groups: list[int]
    readings: list[SentenceReading]


def documents(path: Path, encoder: Encoder, only: frozenset[str] = frozenset(KINDS)) -> Iterator[Annotated]:
    """The documents of a GUM file with their mentions of persons, organisations and places."""
    current: Annotated | None = None
    for comments, rows in _blocks(path):
        if "newdoc id" in comments:
            if current is not None:
                yield current
            current = Annotated(comments["newdoc id"], [], [], [], [])
        assert current is not None
        rows = [row for row in rows if row[0].isdigit()]
        index = len(current.words)
        current.words.append([row[1] for row in rows])
        open_ones: list[tuple[int, str, int]] = []
        found: list[tuple[Phrase, int]] = []
        for position, row in enumerate(rows):
            cell = next((part[7:] for part in row[9].split("|") if part.startswith("Entity=")), "")
            for piece in _PIECE.finditer(cell):
                if piece[1]:
                    open_ones.append((int(piece[1]), piece[2], position))
                    continue
                at = len(open_ones) - 1
                if piece[4]:
                    at = next((i for i in range(len(open_ones) - 1, -1, -1) if open_ones[i][0] == int(piece[4])), -1)
                if at >= 0:
                    group, kind, first = open_ones.pop(at)
                    if kind in only:
                        speaker = comments.get("speaker", "")
                        found.append((Phrase(index, first, position + 1, KINDS.get(kind, "thing"), speaker), group))
        reading = encoder.read(current.words[-1])
        current.readings.append(reading)
        for phrase, group in found:
            if phrase.first < len(reading.words):
                current.phrases.append(phrase)
                current.groups.append(group)
    if current is not None:
        yield current


def ready(document: Annotated) -> Annotated:
    """The document with its phrases described and in order."""
    order = sorted(range(len(document.phrases)), key=lambda i: document.phrases[i].place)
    document.phrases = [described(document.phrases[i], document.readings[document.phrases[i].sentence]) for i in order]
    document.groups = [document.groups[i] for i in order]
    return document


def decisions(document: Annotated) -> Iterator[tuple[str, list[list[str]], int]]:
    """For each phrase its form, the features of each candidate, and which is right (-1: none)."""
    clusters: dict[int, Cluster] = {}
    for phrase, group in zip(document.phrases, document.groups, strict=True):
        listed = candidates(phrase, list(clusters.values()))
        right = next((i for i, (c, _, _) in enumerate(listed) if c is clusters.get(group)), -1)
        if listed:
            yield phrase.form, [list(features(phrase, *one)) for one in listed], right
        clusters.setdefault(group, Cluster()).add(phrase)


def train(
    data: list[tuple[str, list[list[str]], int]], passes: int = 8, rate: float = 0.15, decay: float = 2e-5
) -> dict[str, float]:
    """Weights that make the right candidate the likeliest."""
    seen: dict[str, int] = defaultdict(int)
    for form, options, _ in data:
        for option in options:
            for name in option:
                seen[f"{form}|{name}"] += 1
                seen[f"|{name}"] += 1
    weights: dict[str, float] = defaultdict(float)
    squares: dict[str, float] = defaultdict(lambda: 1e-6)
    total: dict[str, float] = defaultdict(float)
    summed = 0
    rng = random.Random(1)
    for turn in range(passes):
        rng.shuffle(data)
        for form, options, right in data:
            names = [[n for name in option for n in (f"{form}|{name}", f"|{name}") if seen[n] >= 8] for option in options]
            scores = [sum(weights[n] for n in option) for option in names] + [0.0]
            most = max(scores)
            chances = [math.exp(s - most) for s in scores]
            whole = sum(chances)
            gradient: dict[str, float] = defaultdict(float)
            for i, option in enumerate(names):
                push = (1.0 if i == right else 0.0) - chances[i] / whole
                if abs(push) > 1e-3:
                    for n in option:
                        gradient[n] += push
            for n, g in gradient.items():
                g -= decay * weights[n] * len(data) / 100
                squares[n] += g * g
                weights[n] += rate * g / math.sqrt(squares[n])
        if turn >= passes // 2:
            summed += 1
            for n, w in weights.items():
                total[n] += w
    return {n: round(w / summed, 3) for n, w in sorted(total.items()) if abs(w / summed) >= 0.02}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=OUT)
    a = parser.parse_args()
    path, encoder = SHARED / "data/treebanks/gum-train.conllu", Encoder.load()
    given, met = [], []
    for document in map(ready, documents(path, encoder, EVERY_KIND)):
        known = [i for i, phrase in enumerate(document.phrases) if phrase.kind != "thing"]
        phrases, groups = [document.phrases[i] for i in known], [document.groups[i] for i in known]
        given += list(decisions(replace(document, phrases=phrases, groups=groups)))
        # And as the reader meets them: among things of every kind, with nothing known of what a pronoun stands for.
        for phrase in document.phrases:
            if phrase.form in PERSONAL:
                phrase.kind = ""
        met += [d for d in decisions(document) if d[0] in PERSONAL]
    data = given + met
    weights = train(data)
    a.out.write_text(json.dumps(weights, indent=0) + "\n", encoding="utf-8")
    print(json.dumps({"decisions": len(data), "weights": len(weights)}))


if __name__ == "__main__":
    main()
