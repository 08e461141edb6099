from __future__ import annotations

import random

from comity.documents import SAME_STORY, bands, signature, similarity

WORDS = (
    "minister talks border fish treaty visit north harbour envoy trade court army press quota island vote reply winter".split()
)


def story(seed: int, sentences: int = 30) -> list[str]:
    rng = random.Random(seed)
    return [" ".join(rng.choices(WORDS, k=12)) + "." for _ in range(sentences)]


def test_a_cut_wire_story_shares_a_band_and_another_does_not() -> None:
    original, other = story(1), story(2)
    cut = ["EXAMPLE CITY (Wire) —", *original[:24]]
    signed = {name: signature(" ".join(text)) for name, text in (("original", original), ("other", other), ("cut", cut))}
    assert set(bands(signed["original"])) & set(bands(signed["cut"]))
    assert similarity(signed["original"], signed["cut"]) >= SAME_STORY
    assert not set(bands(signed["original"])) & set(bands(signed["other"]))


def test_signatures_are_the_same_on_every_machine() -> None:
    signed = signature("The envoy left the harbour before the vote and came back after it.")
    assert len(signed) == 512
    assert signed[:8].hex() == "4d8a3acda83202c8"


def test_similarity_follows_the_share_of_common_text() -> None:
    whole, half = story(3, 40), story(3, 40)[:20]
    unlike = similarity(signature(" ".join(whole)), signature(" ".join(story(4, 40))))
    alike = similarity(signature(" ".join(whole)), signature(" ".join(half)))
    assert unlike < 0.1 < 0.35 < alike < 0.65
    assert similarity(signature(" ".join(whole)), signature(" ".join(whole))) == 1.0
