from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.model import Document
from comity.reading.draft import Draft
from comity.reading.sentences import Sentences
from comity.reading.tokens import words
from comity.reading.trees import best_heads


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He didn't go.", "He did n't go ."),
        ("Xi’s 37th visit", "Xi ’s 37th visit"),
        ("a U.S.-backed force", "a U.S. - backed force"),
        ("It cost $2,600 (70%).", "It cost $ 2,600 ( 70 % ) ."),
        ("Gen. Smith and George W. Bush", "Gen. Smith and George W. Bush"),
        ("They cannot stay", "They can not stay"),
        ("“We will,” she said…", "“ We will , ” she said …"),
        ("at 15:30 on 4/5", "at 15:30 on 4/5"),
        ("see https://a.example/x?y=1 now", "see https://a.example/x?y=1 now"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert " ".join(w.text for w in words(text)) == expected


@given(st.text(max_size=200))
def test_words_are_slices_in_order_and_leave_out_only_space(text: str) -> None:
    found = words(text)
    assert all(text[w.start : w.end] == w.text for w in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert "".join(w.text for w in found) == "".join(text.split())


def sentences(text: str) -> list[str]:
    draft = Draft(Document(text=text))
    Sentences()(draft)
    return [text[s.start : s.end] for s in draft.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Hale left. He was tired.", ["Mr. Hale left.", "He was tired."]),
        ("The U.S. Senate met. It voted.", ["The U.S. Senate met.", "It voted."]),
        ("They flew to the U.S. The envoy stayed.", ["They flew to the U.S.", "The envoy stayed."]),
        ("Gen. A. Okoro spoke.\n\nThen rain fell.", ["Gen. A. Okoro spoke.", "Then rain fell."]),
        ("Talks failed\nThe two sides left.", ["Talks failed", "The two sides left."]),
        ("It left in May. Chad stayed.", ["It left in May.", "Chad stayed."]),
        ("It may. May I? They may.", ["It may.", "May I?", "They may."]),
        ("The U.S. Senate and Sputnik V. Both.", ["The U.S. Senate and Sputnik V. Both."]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@settings(deadline=None)
@given(st.text(max_size=300))
def test_sentences_lose_no_word(text: str) -> None:
    assert "".join("".join(s.split()) for s in sentences(text)) == "".join(text.split())


def brute_force(scores: np.ndarray) -> float:
    """The total of the best tree with one root, by trying all."""
    n = scores.shape[0]
    best = -np.inf
    for heads in itertools.product(range(n + 1), repeat=n):
        if sum(h == 0 for h in heads) != 1 or any(h == i + 1 for i, h in enumerate(heads)):
            continue
        if all(reaches_root(heads, i) for i in range(n)):
            best = max(best, float(sum(scores[i, h] for i, h in enumerate(heads))))
    return best


def reaches_root(heads: tuple[int, ...], i: int) -> bool:
    seen = set()
    while heads[i] != 0:
        if i in seen:
            return False
        seen.add(i)
        i = heads[i] - 1
    return True


@settings(max_examples=120, deadline=None)
@given(st.integers(1, 4), st.integers(0, 10**6))
def test_trees_are_the_best_ones(n: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, n + 1)).astype(np.float32)
    heads = tuple(h for h in best_heads(scores))
    assert sum(h == 0 for h in heads) == 1 and all(reaches_root(heads, i) for i in range(n))
    assert sum(scores[i, h] for i, h in enumerate(heads)) == pytest.approx(brute_force(scores), abs=1e-4)
