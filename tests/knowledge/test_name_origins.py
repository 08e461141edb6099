"""Which state a person's name sounds like."""

from __future__ import annotations

import random

from comity.knowledge import Knowledge, fold
from comity.knowledge.name_origins import NameOrigins


def test_the_states_of_names_it_has_not_seen_are_told_apart() -> None:
    knowledge = Knowledge.load()
    persons = [(fold(e.name), e.code) for e in knowledge.persons.values() if e.code in knowledge.states]
    rng = random.Random(5)
    rng.shuffle(persons)
    unseen, known = persons[:600], persons[600:]
    origins, codes = NameOrigins(known), sorted({code for _, code in known})
    pairs = [(name, code, rng.choice(codes)) for name, code in unseen]
    pairs = [(name, code, other) for name, code, other in pairs if other != code]
    right = sum(origins.likeness(name, code) > origins.likeness(name, other) for name, code, other in pairs)
    assert right / len(pairs) > 0.87


def test_nothing_is_said_of_names_without_letters_and_of_unknown_states() -> None:
    origins = NameOrigins([("kenichi watanabe", "JPN"), ("alejandro quispe", "PER")])
    assert origins.likeness("王毅", "JPN") == 0.0
    assert origins.likeness("kenichi", "XXX") == 0.0
    assert origins.likeness("kenichi", "JPN") > 0 > origins.likeness("kenichi", "PER")
