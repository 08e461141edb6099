"""A ledger under any order of adding, reading again, judging and undoing, on both stores, held against a plain model of it."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from comity.knowledge.codebooks import is_friction
from comity.ledger import Ledger, LedgerError, Query
from comity.ledger.query import NOT_REJECTED
from comity.model import statement_id
from comity.reading import Reading
from comity.relations import judging, match_waiting
from tests.ledger.conftest import reading

NUMBERS = st.integers(0, 6)
CODERS = st.sampled_from(["hand-1", "hand-2"])
ANALYST = "ann"


class LedgerMachine(RuleBasedStateMachine):
    """The model: which statements each text has, which are rejected, and which judgements may still be undone."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "a.db")
        self.ledger = Ledger(self.path)
        self.coder: dict[str, str] = {}
        self.found: dict[str, set[str]] = {}
        self.kept: set[str] = set()  # accepted: they outlive another coder that does not find them
        self.rejected: dict[str, int] = {}

    def teardown(self) -> None:
        if hasattr(self, "ledger"):
            self.ledger.close()
            self.folder.cleanup()

    def _reading(self, number: int, coder: str) -> Reading:
        whole = reading(number, coder)
        fewer = whole.statements[: 4 if coder == "hand-1" else 2]  # the second coder finds less
        return Reading(whole.document, fewer, coder)

    def _expect(self, one: Reading) -> None:
        text = one.document.fingerprint
        if self.coder.get(text) == one.coder:
            return
        new = {statement_id(s, text) for s in one.statements}
        self.found[text] = new | (self.found.get(text, set()) & self.kept)
        self.coder[text] = one.coder

    @rule(number=NUMBERS, coder=CODERS)
    def add(self, number: int, coder: str) -> None:
        one = self._reading(number, coder)
        self.ledger.add(one)
        self._expect(one)

    @rule(numbers=st.lists(NUMBERS, min_size=1, max_size=5), coder=CODERS)
    def add_many(self, numbers: list[int], coder: str) -> None:
        many = [self._reading(number, coder) for number in numbers]
        outcomes = self.ledger.add_many(many)
        assert len(outcomes) == len(many)
        for one in many:
            self._expect(one)

    @rule(number=NUMBERS)
    def add_source(self, number: int) -> None:
        one = self._reading(number, "hand-1").document
        if one.fingerprint in self.coder:
            self.ledger.add_source(one)

    @rule()
    def reopen(self) -> None:
        self.ledger.close()
        self.ledger = Ledger(self.path)

    @rule()
    def match(self) -> None:
        match_waiting(self.ledger)

    def _all(self) -> set[str]:
        return set().union(*self.found.values()) if self.found else set()

    @precondition(lambda self: self._all() - self.rejected.keys())
    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(sorted(self._all() - self.rejected.keys())))
        judging.accept(self.ledger, one, analyst=ANALYST)
        self.kept.add(one)

    @precondition(lambda self: self._all() - self.rejected.keys() - self.kept)
    @rule(data=st.data())
    def reject(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(sorted(self._all() - self.rejected.keys() - self.kept)))
        self.rejected[one] = judging.reject(self.ledger, one, analyst=ANALYST)

    @precondition(lambda self: self.rejected)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(sorted(self.rejected)))
        judging.undo(self.ledger, self.rejected.pop(one))

    @rule(identifier=st.sampled_from(["nothing", "", "0000000000zz"]))
    def judge_what_is_not_there(self, identifier: str) -> None:
        with pytest.raises(LedgerError):
            judging.reject(self.ledger, identifier, analyst=ANALYST)

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        if not hasattr(self, "ledger"):
            return
        assert self.ledger.check() == []
        assert self.ledger.info().documents == len(self.coder)
        shown = {row.id for row in self.ledger.statements()}
        assert shown == self._all() - self.rejected.keys()
        assert self.ledger.count(Query(rejected=True)) == len(self._all())
        events = self.ledger.count(Query(kinds=("event",), rejected=True))
        assert self.ledger.ask("SELECT COUNT(DISTINCT statement_id) FROM dealings") == [(events,)]
        homeless = (
            "SELECT d.statement_id FROM dealings d LEFT JOIN occurrence_members m ON m.statement_id = d.statement_id "
            "WHERE d.occurrence_id <> COALESCE(m.occurrence_id, d.statement_id)"
        )
        assert self.ledger.ask(homeless) == []
        self._counts_are_right()

    def _counts_are_right(self) -> None:
        """What is kept counted is what can be counted."""
        events = "(SELECT DISTINCT {} FROM dealings d WHERE d.status = 'happened' AND " + NOT_REJECTED + ") AS found"
        counted: Counter[tuple[str, str, bool]] = Counter()
        for one, other, code, _ in self.ledger.ask(f"SELECT * FROM {events.format('one, other, code, occurrence_id')}"):
            counted[one, other, is_friction(code)] += bool(other)
        kept = "SELECT one, other, cooperation, friction FROM pair_counts"
        for one, other, cooperation, friction in self.ledger.ask(kept):
            assert (counted.pop((one, other, False), 0), counted.pop((one, other, True), 0)) == (cooperation, friction)
        assert not any(counted.values())
        of_actors = " UNION ".join(
            f"SELECT {actor} AS actor, d.first_day, d.last_day, d.code, d.occurrence_id FROM dealings d "
            f"WHERE d.status = 'happened' AND d.first_day IS NOT NULL AND {NOT_REJECTED}"
            for actor in ("''", "d.one", "d.other")
        )  # where there is no other it is empty, as for all: the same events once more
        by_day = self.ledger.ask(
            f"SELECT actor, first_day, last_day, code, COUNT(*) FROM ({of_actors}) AS found "
            "GROUP BY actor, first_day, last_day, code"
        )
        kept = "SELECT actor, first_day, last_day, code, events FROM day_counts WHERE events <> 0"
        assert sorted(self.ledger.ask(kept)) == sorted(by_day)


def test_any_order_of_doing_keeps_the_ledger_whole(both_stores: str) -> None:
    slow = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    examples = 25 if both_stores == "sqlite" else 8
    rules = settings(max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=slow)
    run_state_machine_as_test(LedgerMachine, settings=rules)  # type: ignore[no-untyped-call]
