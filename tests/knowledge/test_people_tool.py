"""How the sources of leaders are put together: same person or not, what is left beside hand-written rows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))

people = pytest.importorskip("people")


@pytest.mark.parametrize(
    ("code", "known", "told"),
    [
        ("RUS", "Sergei Lavrov", "Sergey Lavrov"),
        ("LBY", "Muammar Gaddafi", "Muammar Qadhafi"),
        ("KOR", "Park Geun-hye", "Park Geun Hye"),
        ("JPN", "Yukio Hatoyama", "Hatoyama Yukio"),
        ("VEN", "Nicolás Maduro", "Nicolas Maduro Moros"),
        ("AUT", "Sebastian Kurz", "Kurz"),
        ("POL", "Lech Wałęsa", "Lech Walesa"),
    ],
)
def test_the_same_person(code: str, known: str, told: str) -> None:
    found = people.People()
    first = found.add(code, known, "president", "2000-01-01", "2004-01-01", "archigos")
    assert found.add(code, told, "president", "2000-01-01", "2004-01-01", "reign") is first


@pytest.mark.parametrize(
    ("code", "known", "told"),
    [
        ("USA", "Bill Clinton", "Hillary Clinton"),
        ("KOR", "Kim Dae-jung", "Kim Ha-joong"),
        ("PRK", "Kim Jong-il", "Kim Jong-un"),
        ("ITA", "Enrico Letta", "Gianni Letta"),
        ("IRN", "Mohammad Reza Pahlavi", "Mohammad Reza Rahimi"),
        ("POL", "Lech Kaczyński", "Jarosław Kaczyński"),
    ],
)
def test_two_persons(code: str, known: str, told: str) -> None:
    found = people.People()
    first = found.add(code, known, "president", "2000-01-01", "2004-01-01", "archigos")
    assert found.add(code, told, "minister", "2000-01-01", "2004-01-01", "phoenix") is not first


def test_a_bare_surname_means_who_was_in_office_then() -> None:
    found = people.People()
    father = found.add("SYR", "Hafez al-Assad", "president", "1971-02-22", "2000-06-10", "archigos")
    son = found.add("SYR", "Bashar al-Assad", "president", "2000-07-17", "", "archigos")
    assert found.find("SYR", "Assad", "1985-01-01", "1986-01-01") is father
    assert found.find("SYR", "Assad", "2010-01-01", "2011-01-01") is son


def test_terms_are_cut_where_hand_written_rows_begin() -> None:
    rows = [("1990-01-01", "1995-01-01"), ("2000-01-01", "")]
    assert people.between("1980-01-01", "1992-01-01", rows) == ("1980-01-01", "1990-01-01")
    assert people.between("1994-01-01", "1998-01-01", rows) == ("1995-01-01", "1998-01-01")
    assert people.between("1991-01-01", "1994-01-01", rows) is None
    assert people.between("2001-01-01", "", rows) is None
    assert people.between("1999-12-15", "2003-01-01", rows) is None


def test_sources_that_tell_one_term_make_one_and_their_quarrel_is_listed() -> None:
    person = people.Person("XKX", "Ann Lee")
    person.claims = [
        ("president", "2001-03-01", "2005-03-01", "archigos"),
        ("president", "2001-09-01", "2005-03", "reign"),
        ("president", "2011-01-01", "", "factbook 2026"),
    ]
    quarrels: list[list[str]] = []
    assert people.merged(person, quarrels) == [
        ("president", "2001-03-01", "2005-03-01", "archigos"),
        ("president", "2011-01-01", "", "factbook 2026"),
    ]
    assert quarrels == [["XKX", "Ann Lee", "president", "first", "2001-03-01", "archigos", "2001-09-01", "reign"]]


def test_whose_the_power_is_decides_the_office() -> None:
    assert people.leaders_office("DEU", "2005-11-22") == "prime minister"
    assert people.leaders_office("TUR", "1999-01-11") == "prime minister"
    assert people.leaders_office("TUR", "2014-08-28") == "president"
    assert people.leaders_office("SAU", "2005-08-01") == "monarch"
    assert people.leaders_office("USA", "2001-01-20") == "president"
