"""The reading model at work: what it sees in a sentence, from one pass of the shipped ONNX file.

One sentence goes through at a time, on one thread: scales of the int8 arithmetic then depend on that sentence alone, and
the same sentence gets the same scores whatever is read beside it. See docs/model.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comity.reading.labels import NAME_TAGS, RELATIONS, TAGS
from comity.reading.name_edges import mended
from comity.reading.pieces import MAX_PIECES, Pieceworker
from comity.reading.trees import best_heads, best_tags

_FOLLOWS_ANYTHING = [not tag.startswith("I-") for tag in NAME_TAGS]
_ALLOWED = np.array(
    [[free or before[2:] == tag[2:] for tag, free in zip(NAME_TAGS, _FOLLOWS_ANYTHING, strict=True)] for before in NAME_TAGS]
)
_GOVERNS_NOTHING = frozenset({"ADV", "PART", "ADP", "DET", "CCONJ", "SCONJ", "INTJ", "PUNCT", "SYM", "X"})
_DIGITS = 3  # scores are rounded, so that the last bits of float arithmetic cannot matter

Scores = NDArray[np.float32]


def softmax(scores: Scores) -> Scores:
    """Probabilities along the last axis, rounded to three digits."""
    shifted = np.exp(scores - scores.max(axis=-1, keepdims=True))
    probabilities: Scores = np.round(shifted / shifted.sum(axis=-1, keepdims=True), _DIGITS)
    return probabilities


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the model sees it: words [first, last) and their type (PER, ORG, LOC, NAT, TIM)."""

    first: int
    last: int
    kind: str
    score: float


class SentenceReading:
    """What the model sees in a sentence of n words. Each property is computed when it is first asked for.

    Word indices count from 0; `heads[i]` is the index of word i's head, -1 for the root.
    """

    def __init__(self, words: Sequence[str], raw: dict[str, Scores]) -> None:
        self.words = tuple(words)
        self._raw = raw

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Universal parts of speech. A rare word that the tree gives a subject or an object is a verb, whatever it looks like."""
        best = [TAGS[i] for i in self._raw["tag"].argmax(-1)]
        for i, tag in enumerate(best):
            below = {self.relations[child] for child in self.children[i]} if tag not in ("VERB", "AUX") else set()
            if "cop" not in below and ("obj" in below or (tag in _GOVERNS_NOTHING and below & {"nsubj", "aux"})):
                best[i] = "VERB"
        return tuple(best)

    @cached_property
    def heads(self) -> tuple[int, ...]:
        """The dependency tree."""
        return tuple(head - 1 for head in best_heads(np.round(self._raw["arc"], _DIGITS)))

    @cached_property
    def relations(self) -> tuple[str, ...]:
        """Each word's relation to its head."""
        table = self._raw["relation"]
        found = []
        for i, head in enumerate(self.heads):
            scores = table[i, head + 1].copy()
            scores[0] = np.inf if head < 0 else -np.inf  # root, and nothing else, hangs on the root
            found.append(RELATIONS[int(scores.argmax())])
        return tuple(found)

    @cached_property
    def children(self) -> tuple[tuple[int, ...], ...]:
        """The words that hang on each word, in order."""
        below: list[list[int]] = [[] for _ in self.words]
        for i, head in enumerate(self.heads):
            if head >= 0:
                below[head].append(i)
        return tuple(tuple(row) for row in below)

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Names, from the best sequence of tags in which a name begins with B and goes on with I of its own type."""
        probabilities = softmax(self._raw["name"])
        best = best_tags(np.log(np.maximum(probabilities, 10.0**-_DIGITS)), _ALLOWED)
        found: list[Name] = []
        first, kind = -1, ""
        for i in range(len(self.words) + 1):
            prefix, _, here = NAME_TAGS[best[i]].partition("-") if i < len(self.words) else ("O", "", "")
            if first >= 0 and prefix != "I":
                score = float(
                    probabilities[first:i, [NAME_TAGS.index(f"B-{kind}"), NAME_TAGS.index(f"I-{kind}")]].sum(-1).mean()
                )
                found.append(Name(first, i, kind, round(score, _DIGITS)))
                first = -1
            if prefix != "O" and first < 0:
                first, kind = i, here
        return mended(self.words, found)

    @cached_property
    def codes(self) -> Scores:
        """For each word, how likely it expresses no act or one of the sixteen (n × 17, `labels.CODES`)."""
        return softmax(self._raw["code"])

    @cached_property
    def statuses(self) -> Scores:
        """For each word, the status of its act (n × 4, `labels.STATUSES`)."""
        return softmax(self._raw["status"])

    @cached_property
    def objects(self) -> Scores:
        """For each word, which acts its act is about (n × 16, independent)."""
        return np.round(1.0 / (1.0 + np.exp(-self._raw["object"])), _DIGITS)

    @cached_property
    def roles(self) -> Scores:
        """For an act's word and another word: nothing, actor, recipient or source (n × n × 4, `labels.ROLES`)."""
        return softmax(self._raw["role"])

    @cached_property
    def cues(self) -> Scores:
        """For each word, how likely it reports what somebody says."""
        return softmax(self._raw["cue"])[:, 1]

    @cached_property
    def attribution(self) -> Scores:
        """For a cue and another word: nothing, part of the source, part of the content (n × n × 3)."""
        return softmax(self._raw["attribution"])

    @cached_property
    def arguments(self) -> Scores:
        """For a predicate and another word: PropBank arguments, coarsely (n × n × 9, `labels.ARGUMENTS`)."""
        return softmax(self._raw["argument"])

    def relation_at(self, source_mark: int, target_mark: int) -> Scores:
        """Of a sentence with two marked parties (`marks.marked`), how likely each of the sixteen acts joins them."""
        return softmax(self._raw["pair"][source_mark] + self._raw["pair"][target_mark])

    def subtree(self, word: int) -> list[int]:
        """The word and all that hangs on it, in order."""
        found, stack = [], [word]
        while stack:
            node = stack.pop()
            found.append(node)
            stack.extend(self.children[node])
        return sorted(found)


class Encoder:
    """The shipped model, ready to read sentences."""

    def __init__(self, folder: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.enable_cpu_mem_arena = False  # sentences differ in length; an arena would grow with every new one
        self.manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._outputs: list[str] = [output.name for output in self._session.get_outputs()]
        self._pieces = Pieceworker(folder / "vocab.txt")

    @classmethod
    def load(cls, folder: Path | None = None) -> Encoder:
        """The model of the package, or of another folder; the same object for the same folder."""
        return _load(folder)

    @property
    def version(self) -> str:
        """The model's version, as its manifest has it."""
        return str(self.manifest["version"])

    def read(self, words: Sequence[str]) -> SentenceReading:
        """What the model sees in one sentence; words beyond 254 pieces are not seen and get no arcs, names or acts."""
        kept = list(words)
        while kept and self._pieces.count(kept) > MAX_PIECES - 2:
            kept = kept[: len(kept) - max(1, len(kept) // 16)]
        pieces = self._pieces(kept)
        feed = {"ids": pieces.ids, "firsts": pieces.firsts, "features": pieces.features}
        raw = dict(zip(self._outputs, self._session.run(self._outputs, feed), strict=True))
        return SentenceReading(kept, raw)


@lru_cache(maxsize=2)
def _load(folder: Path | None) -> Encoder:
    if folder is not None:
        return Encoder(folder)
    with as_file(files("comity.reading") / "weights") as shipped:
        return Encoder(shipped)
