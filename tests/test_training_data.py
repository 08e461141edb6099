"""What the model learns from: sentences of our own, and the acts that a reader found in sentences of open corpora."""

from __future__ import annotations

import json
from pathlib import Path

from comity.reading.labels import CODES, ROLES, STATUSES
from training.data import CHECKED, Act, Example, checked_sentences, marked_pairs, own_sentences

_CORPORA = {"kremlin-1999-2020", "kremlin-2021-2022", "ukraine-2021-2022", "whitehouse-diplomacy-2021-2026"}


def _problems(act: Act, words: list[str]) -> list[str]:
    found = []
    if act.code not in CODES[1:]:
        found.append(f"no such act: {act.code}")
    if act.status not in STATUSES:
        found.append(f"no such status: {act.status}")
    if not set(act.objects or ()) <= set(CODES[1:]):
        found.append(f"no such object: {act.objects}")
    if not act.trigger or act.trigger != sorted(set(act.trigger)) or act.trigger[-1] >= len(words):
        found.append(f"trigger {act.trigger} of {len(words)} words")
    for first, past_last, role in act.parties:
        if role not in ROLES[1:] or not 0 <= first < past_last <= len(words):
            found.append(f"party {first}, {past_last}, {role} of {len(words)} words")
    return found


def _all_problems(examples: list[Example]) -> list[str]:
    return [f"{e.source}: {p}" for e in examples for act in e.acts or () for p in _problems(act, e.words)]


def test_our_own_sentences_are_each_there_once_and_say_what_they_claim() -> None:
    examples = list(own_sentences())  # raises where a party or trigger is not in its sentence
    assert len(examples) > 2000
    assert _all_problems(examples) == []
    texts = [" ".join(e.words) for e in examples]
    assert sorted({t for t in texts if texts.count(t) > 1}) == []


def test_marked_pairs_name_two_parties_and_one_act() -> None:
    pairs = marked_pairs([])
    assert len(pairs) > 300
    for example in pairs:
        assert example.pair is not None
        source, target, codes = example.pair
        assert source != target and max(source, target) < len(example.words)
        assert codes and set(codes) <= set(CODES[1:])


def test_checked_sentences_name_places_and_hold_no_word_of_others() -> None:
    lines = [line for file in sorted(CHECKED.glob("*.jsonl")) for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(lines) > 5000
    known = set(CODES) | set(STATUSES) | set(ROLES) | _CORPORA

    def strings(value: object) -> set[str]:
        if isinstance(value, dict):
            return set().union(*map(strings, value.values()))
        if isinstance(value, list):
            return set().union(*map(strings, value))
        return {value} if isinstance(value, str) else set()

    assert set().union(*(strings(json.loads(line)) for line in lines)) <= known


def test_checked_sentences_are_found_in_the_open_corpora(shared: Path) -> None:
    examples = list(checked_sentences(shared / "data"))
    assert len(examples) == sum(len(f.read_text(encoding="utf-8").splitlines()) for f in CHECKED.glob("*.jsonl"))
    assert _all_problems(examples) == []
    assert all(e.words[0][:1].isupper() or not e.words[0][:1].isalpha() for e in examples if not e.source.startswith("news"))
