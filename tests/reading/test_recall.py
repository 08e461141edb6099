from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from comity.model import Document
from comity.reading import default_reader, recall
from comity.reading.encoder import Encoder
from comity.reading.recall import Recall

SENTENCES = [
    "The foreign minister of Norway told Peru 's envoy on Monday that sanctions would follow .",
    "Peru denied it .",
    "Chile and Ghana , whose presidents met twice , agreed to open embassies by March 2022 .",
]
ALL = (
    "tags",
    "heads",
    "relations",
    "children",
    "names",
    "codes",
    "statuses",
    "objects",
    "roles",
    "cues",
    "attribution",
    "arguments",
)


def test_what_is_recalled_is_what_would_be_computed() -> None:
    encoder = Encoder.load()
    remembering = Recall(encoder)
    for _ in range(30):  # they come again and again, so that keeping them is worth it
        for sentence in SENTENCES:
            remembering.read(sentence.split())
    assert remembering.recalled > 40
    for sentence in SENTENCES:
        here, there = encoder.read(sentence.split()), remembering.read(sentence.split())
        for name in ALL:
            one, other = getattr(here, name), getattr(there, name)
            if isinstance(one, np.ndarray):
                assert one.dtype == other.dtype and np.array_equal(one, other), name
            else:
                assert one == other, name


def test_texts_without_repetition_are_not_kept_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Encoder.load()
    remembering = Recall(encoder)
    for number in range(60):
        remembering.read(f"Norway sent Peru {number} ships .".split())
    assert not remembering._kept
    monkeypatch.setattr(recall, "_WORTH_IT", -1.0)
    monkeypatch.setattr(recall, "_BYTES", 6_000)
    for number in range(60):
        remembering.read(f"Ghana sent Chile {number} ships .".split())
    assert 0 < remembering._bytes <= 6_000 and len(remembering._kept) < 60


def test_threads_that_share_it_get_what_they_would_get_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "_WORTH_IT", -1.0)
    monkeypatch.setattr(recall, "_BYTES", 3_000)  # so few that what one has found another throws out
    encoder = Encoder.load()
    shared = Recall(encoder)
    asked = [f"Norway sent Peru {number % 7} ships .".split() for number in range(400)]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda words: shared.read(words).roles.tobytes(), asked))
    alone = {words[3]: encoder.read(words).roles.tobytes() for words in asked[:7]}
    assert found == [alone[words[3]] for words in asked] and shared.recalled
    assert shared._bytes == sum(len(packed.scores) for packed in shared._kept.values()) <= 3_000


def test_near_duplicates_get_the_statements_that_they_would_get_alone() -> None:
    paragraphs = [
        "Norway accused Peru of piracy on 3 March 2021.",
        "Peru's foreign ministry said that Chile had threatened Norway with sanctions.",
        "“We will not stand by,” the ministry said.",
        "Ghana promised to send 40 ships to Peru by May 2022.",
    ]
    rng = random.Random(3)
    texts = ["\n\n".join(rng.sample(paragraphs, rng.randrange(2, 5))) for _ in range(40)]
    reader, alone = default_reader(), default_reader()
    stage = next(stage for stage in alone.stages if stage.name == "understanding")
    encoder = Encoder.load()
    for text in texts:
        stage.recall = Recall(encoder)  # type: ignore[attr-defined]  # one that knows nothing
        document = Document(text=text, publisher="Wire")
        assert reader.read(document).statements == alone.read(document).statements
    kept = next(stage for stage in reader.stages if stage.name == "understanding")
    assert kept.recall.recalled > 20  # type: ignore[attr-defined]
