"""Sentences that were read a moment ago: a wire story in twenty papers goes through the model once.

The model takes one sentence at a time, so that the same words get the same scores in any text: what is recalled is what would
have been computed, number for number. Near duplicates, standing paragraphs and disclaimers are read by it once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from threading import Lock

import numpy as np
import zstandard

from comity.reading.encoder import Encoder, Name, Scores, SentenceReading

_BYTES = 24_000_000  # of packed scores, some 8,000 sentences
_SEEN = 100_000  # sentences whose like is noticed
_WORTH_IT, _PACE = 0.03, 0.01  # packing costs a fortieth of a reading: it begins where so many sentences come again
_SCORES = ("codes", "statuses", "objects", "cues", "roles", "attribution", "arguments")


@dataclass(frozen=True, slots=True)
class _Packed:
    words: tuple[str, ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    names: tuple[Name, ...]
    shapes: tuple[tuple[int, ...], ...]
    scores: bytes  # thousandths, as the encoder rounds them


def _packed(reading: SentenceReading) -> _Packed:
    tables: list[Scores] = [getattr(reading, name) for name in _SCORES]
    thousandths = np.concatenate([np.rint(table * 1000).astype("<u2").ravel() for table in tables])
    return _Packed(
        reading.words,
        reading.tags,
        reading.heads,
        reading.relations,
        reading.names,
        tuple(table.shape for table in tables),
        zstandard.ZstdCompressor(level=1).compress(thousandths.tobytes()),
    )


def _unpacked(packed: _Packed) -> SentenceReading:
    reading = SentenceReading(packed.words, {})
    known: dict[str, object] = {name: getattr(packed, name) for name in ("tags", "heads", "relations", "names")}
    thousandths = np.frombuffer(zstandard.ZstdDecompressor().decompress(packed.scores), "<u2")
    at = 0
    for name, shape in zip(_SCORES, packed.shapes, strict=True):
        size = int(np.prod(shape))
        known[name] = thousandths[at : at + size].reshape(shape).astype(np.float32) / np.float32(1000)
        at += size
    reading.__dict__.update(known)  # where its cached properties look first
    return reading


class Recall:
    """An encoder that recalls; it begins to keep readings when sentences are seen to come again. Threads may share it."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._seen: OrderedDict[bytes, None] = OrderedDict()
        self._kept: OrderedDict[bytes, _Packed] = OrderedDict()
        self._bytes, self._again = 0, 0.0
        self._lock = Lock()
        self.recalled = 0

    def read(self, words: Sequence[str]) -> SentenceReading:
        """What the model sees in a sentence, computed or recalled."""
        key = blake2b("\0".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()
        with self._lock:
            packed = self._noticed(key)
            worth_it = self._again > _WORTH_IT
        if packed is not None:
            return _unpacked(packed)
        reading = self._encoder.read(words)
        if worth_it:
            made = _packed(reading)
            with self._lock:
                self._keep(key, made)
        return reading

    def _noticed(self, key: bytes) -> _Packed | None:
        self._again += _PACE * ((key in self._seen) - self._again)
        self._seen[key] = None
        if len(self._seen) > _SEEN:
            self._seen.popitem(last=False)
        packed = self._kept.get(key)
        if packed is not None:
            self._kept.move_to_end(key)
            self.recalled += 1
        return packed

    def _keep(self, key: bytes, packed: _Packed) -> None:
        if key in self._kept:  # another thread read the same sentence meanwhile
            return
        self._kept[key] = packed
        self._bytes += len(packed.scores)
        while self._bytes > _BYTES:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= len(oldest.scores)
