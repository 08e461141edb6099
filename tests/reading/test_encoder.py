from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import as_file, files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.reading import labels
from comity.reading.encoder import Encoder, SentenceReading
from comity.reading.tokens import words

SENTENCES = [
    "The Chilean foreign minister accused Peru of violating the border treaty.",
    "“We shall return,” said Ana Torres, the governor of Arica.",
    "In March, Kenya and Japan signed an agreement on fisheries in Nairobi.",
    "Nobody came.",
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder.load()


def fingerprint(reading: SentenceReading) -> str:
    parts = (reading.heads, reading.relations, reading.tags, reading.names)
    arrays = (reading.codes, reading.roles, reading.statuses, reading.cues)
    return hashlib.sha256(repr(parts).encode() + b"".join(a.tobytes() for a in arrays)).hexdigest()


def read(encoder: Encoder, text: str) -> SentenceReading:
    return encoder.read([w.text for w in words(text)])


def test_the_same_sentence_reads_the_same_whatever_is_read_beside_it(encoder: Encoder) -> None:
    alone = [fingerprint(read(encoder, s)) for s in SENTENCES]
    assert [fingerprint(read(encoder, s)) for s in reversed(SENTENCES)] == alone[::-1]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda s: fingerprint(read(encoder, s)), SENTENCES * 5)) == alone * 5


def test_what_it_sees_in_a_plain_sentence(encoder: Encoder) -> None:
    reading = read(encoder, SENTENCES[0])
    root = reading.heads.index(-1)
    assert reading.words[root] == "accused" and reading.tags[root] == "VERB"
    subject = [w for i, w in enumerate(reading.words) if reading.heads[i] == root and reading.relations[i] == "nsubj"]
    assert subject == ["minister"]


def test_names(encoder: Encoder) -> None:
    reading = read(encoder, SENTENCES[1])
    assert ("Ana Torres", "PER") in {(" ".join(reading.words[n.first : n.last]), n.kind) for n in reading.names}


def test_scores_are_probabilities(encoder: Encoder) -> None:
    reading = read(encoder, SENTENCES[2])
    size = len(reading.words)
    assert reading.codes.shape == (size, len(labels.CODES)) and reading.roles.shape == (size, size, len(labels.ROLES))
    for scores in (reading.codes, reading.roles, reading.statuses):
        assert np.allclose(scores.sum(-1), 1.0, atol=0.02) and scores.min() >= 0


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=150).filter(lambda t: t.strip()))
def test_any_text_gives_a_tree(text: str) -> None:
    forms = [w.text for w in words(text)]
    reading = Encoder.load().read(forms)
    assert len(reading.heads) == len(reading.words) == len(forms)
    assert reading.heads.count(-1) == 1


def test_a_sentence_beyond_the_limit_is_cut_and_told_so_by_its_length(encoder: Encoder) -> None:
    reading = encoder.read(["word"] * 600)
    assert 200 < len(reading.words) < 256


def test_the_manifest_fits_the_model_and_the_labels() -> None:
    with as_file(files("comity.reading") / "weights") as folder:
        manifest = json.loads((folder / "manifest.json").read_text())
        assert hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest() == manifest["sha256"]
        assert sum(f.stat().st_size for f in folder.iterdir()) < 30_000_000
    for name, values in manifest["labels"].items():
        assert list(getattr(labels, name)) == values
