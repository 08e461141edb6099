"""The tables themselves: complete, consistent, each error in them named with its place."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
from collections import defaultdict
from importlib.resources import files

import pytest

from comity.knowledge import Knowledge, KnowledgeError, Term
from comity.knowledge.persons import by_hand, chain
from comity.knowledge.tables import load_yaml

DATA = files("comity.knowledge") / "data"
ONE_AT_A_TIME = {
    "president",
    "prime minister",
    "monarch",
    "supreme leader",
    "foreign minister",
    "defence minister",
    "secretary-general",
}
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")
# Two at once by the constitution or in a civil war.
BOTH_AT_ONCE = {("RUS", "president"), ("SYR", "president"), ("AFG", "president"), ("AND", "monarch"), ("SMR", "president")}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.load()


def test_every_state_has_codes_a_name_and_a_demonym(knowledge: Knowledge) -> None:
    for code, state in knowledge.states.items():
        assert re.fullmatch(r"[A-Z]{3}", code)
        assert state.name and state.name in knowledge.names, code
        if state.cow and code not in ("YMD", "NRU", "KNA"):
            assert state.people, f"{code} has no demonym"
        assert state.alpha2 or code == "RVN", code


def test_states_of_the_united_nations_are_all_there(knowledge: Knowledge) -> None:
    independent = {code for code, state in knowledge.states.items() if state.cow and not state.successor}
    assert len(independent) >= 193


def test_numbers_lead_back_to_the_state(knowledge: Knowledge) -> None:
    for code, state in knowledge.states.items():
        for scheme, spells in (("cow", state.cow), ("gw", state.gw)):
            for number, first, last in spells:
                for year in {first, last or 2026}:
                    found = knowledge.state_of(scheme, number, year)
                    assert found is not None
                    if year >= 1946:
                        assert found == code, (scheme, number, year, found, code)
                    assert knowledge.codes_at(code, year)[scheme] is not None


def test_germany_and_vietnam_change_their_numbers(knowledge: Knowledge) -> None:
    assert knowledge.codes_at("DEU", 1985)["cow"] == 260
    assert knowledge.codes_at("DEU", 2000)["cow"] == 255
    assert knowledge.codes_at("DDR", 1985)["cow"] == 265
    assert knowledge.codes_at("DDR", 2000)["cow"] is None
    assert knowledge.state_of("gw", 817, 1970) == "RVN"


def test_dissolved_states_have_a_successor_that_exists(knowledge: Knowledge) -> None:
    former = [state for state in knowledge.states.values() if state.successor]
    assert {state.code for state in former} == {"CSK", "DDR", "RVN", "YMD"}
    for state in former:
        assert state.successor in knowledge.states
        assert knowledge.by_key[state.code].terms[0].last


def test_no_office_is_held_by_two_at_once(knowledge: Knowledge) -> None:
    """Of hand-written rows: a longer overlap than a month is an error; sources known to the month or year are not judged."""
    overlaps = []
    terms: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for (code, office), holders in knowledge.holders.items():
        for entry in holders:
            terms[code, office] += [
                (t.first, t.last, entry.name) for t in entry.terms if t.office == office and t.source == "comity"
            ]
    for (code, office), rows in terms.items():
        rows.sort()
        if office not in ONE_AT_A_TIME or (code, office) in BOTH_AT_ONCE:
            continue
        for (first, last, name), (following, _, other) in itertools.pairwise(rows):
            if name != other and len(following) == 10 and last > following and len(last) == 10:
                overlaps.append((code, office, name, first, last, other, following))
    assert overlaps == []


def test_nearly_every_state_has_a_leader_in_every_year(knowledge: Knowledge) -> None:
    """Gaps are told, not hidden: Archigos leaves out the smallest states, and some years of civil war have no leader."""
    asked = missing = 0
    for code, state in knowledge.states.items():
        for year in range(1946, 2027):
            if any(first <= year and (last is None or year <= last) for _, first, last in state.cow):
                asked += 1
                missing += knowledge.office_holder(code, "leader", dt.date(year, 7, 1)) is None
    assert asked > 12_000
    assert missing / asked < 0.06, f"{missing} of {asked} state-years without a leader"


def test_the_great_powers_have_no_gap(knowledge: Knowledge) -> None:
    for code in ("USA", "RUS", "CHN", "GBR", "FRA", "DEU", "ISR", "IND", "JPN", "PRK", "CAN", "AUS"):
        for year in range(1950, 2027):
            assert knowledge.office_holder(code, "leader", dt.date(year, 7, 1)), (code, year)


def test_dates_are_dates_and_in_order(knowledge: Knowledge) -> None:
    for entry in knowledge.entries:
        for term in entry.terms:
            assert not term.first or DATE.match(term.first), (entry.key, term)
            assert not term.last or DATE.match(term.last), (entry.key, term)
            if term.first and term.last:
                short = min(len(term.first), len(term.last))
                assert term.first[:short] <= term.last[:short], (entry.key, term)


def test_every_term_names_a_source_of_the_list(knowledge: Knowledge) -> None:
    listed = (DATA / "SOURCES.md").read_text(encoding="utf-8")
    for source in {term.source for entry in knowledge.entries for term in entry.terms}:
        assert source in listed, source


def test_codes_of_keys_are_states_organisations_or_none(knowledge: Knowledge) -> None:
    known = set(knowledge.states) | set(knowledge.organisations) | {"-"}
    assert {entry.code for entry in knowledge.entries} <= known


def test_members_are_actors_of_the_tables(knowledge: Knowledge) -> None:
    known = set(knowledge.states) | set(knowledge.organisations)
    for code, members in knowledge.members.items():
        assert code in knowledge.organisations, code
        assert {member for member, _, _ in members} <= known, code


@pytest.mark.parametrize(
    ("code", "year", "count"),
    [("NATO", 1949, 12), ("NATO", 2004, 26), ("NATO", 2024, 32), ("EU", 1958, 6), ("EU", 2013, 28), ("EU", 2021, 27),
     ("BRICS", 2010, 5),
     ("ASEAN", 1999, 10), ("WARSAW PACT", 1956, 8), ("WARSAW PACT", 1995, 0), ("G7", 1980, 7), ("GCC", 1990, 6)],
)  # fmt: skip
def test_membership_over_time(knowledge: Knowledge, code: str, year: int, count: int) -> None:
    assert len(knowledge.members_at(code, year)) == count


def test_sizes(knowledge: Knowledge) -> None:
    assert len(knowledge.organisations) >= 100
    assert len(knowledge.groups) >= 400
    assert len(knowledge.institutions) >= 400
    assert len(knowledge.persons) >= 10_000
    total = sum(len(path.read_bytes()) for path in DATA.iterdir() if path.is_file())
    assert total < 2_000_000


def test_contradictions_between_sources_are_listed() -> None:
    rows = list(csv.DictReader((DATA / "contradictions.tsv").read_text(encoding="utf-8").splitlines(), delimiter="\t"))
    assert rows
    for row in rows:
        assert row["date"] != row["other date"]
        assert row["what"] in ("first", "last")


def test_hand_written_names_hold_no_name_twice_for_two_kinds_of_firm() -> None:
    owners: dict[str, list[str]] = defaultdict(list)
    for file in ("institutions.yml", "companies.yml", "media.yml", "groups.yml", "organisations.yml"):
        for key, names in load_yaml(file).items():
            for name in names:
                owners[name].append(key)
    doubled = {name: keys for name, keys in owners.items() if len(set(keys)) > 1 and not re.match(r"\d{4}-", name)}
    assert doubled == {}


def test_a_row_of_holders_ends_where_the_next_begins() -> None:
    row = "Ann Lee 1990-01-02, Bo Ek 1994-05, Ann Lee 1996..1997, nobody 1999-01-01"
    assert list(chain(row, "here")) == [
        ("Ann Lee", "1990-01-02", "1994-05"),
        ("Bo Ek", "1994-05", "1996"),
        ("Ann Lee", "1996", "1997"),
    ]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Ann Lee", "expected `Name 1989-01-25`"),
        ("Ann Lee 1990, Bo Ek 1980", "expected the order of time"),
        ("Ann Lee 1990..1980", "before entering it"),
    ],
)
def test_a_broken_row_of_holders_is_told(row: str, told: str) -> None:
    with pytest.raises(KnowledgeError, match=re.escape(told)) as error:
        list(chain(row, "holders.yml, USA (line 4), president"))
    assert "line 4" in str(error.value)


def test_persons_by_hand_are_of_known_states(knowledge: Knowledge) -> None:
    known = set(knowledge.states) | set(knowledge.organisations) | {"-"}
    assert {key.partition(":")[0] for key in by_hand()} <= known


def test_a_term_covers_its_last_day_month_or_year() -> None:
    term = Term("president", "2001-01-20", "2009-01", "comity")
    assert term.covers(dt.date(2009, 1, 31))
    assert not term.covers(dt.date(2009, 2, 1))
    assert not term.covers(None)
    assert Term("president", "2001", "", "comity").covers(None)
