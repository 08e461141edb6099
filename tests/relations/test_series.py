from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from comity.cli.app import register
from comity.cli.base import app
from comity.ledger import Ledger
from comity.model import EventCode, Status
from comity.relations import match_waiting
from comity.relations.series import STEPS, change_points, period_of, ratio, series
from tests.relations.hand import document, told

pytestmark = pytest.mark.usefixtures("both_stores")

TALK = told("Norway and Peru talked.", EventCode.CONSULT, ["NOR", "PER"], date="2021-01-31")
AGAIN = told("Norwegian and Peruvian ministers talked on Sunday.", EventCode.CONSULT, ["NOR", "PER"], date="2021-01-31")
BLAME = told("Peru blamed Norway for the nets.", EventCode.ACCUSE, ["PER"], ["NOR"], date="2021-03-01")
PLAN = told("Norway will aid Peru.", EventCode.AID, ["NOR"], ["PER"], date="2021-03-05", status=Status.PLANNED)
VAGUE = told("Norway aided Peru in 2021.", EventCode.AID, ["NOR"], ["PER"], date="2021")
OTHERS = told("Chile and Kenya traded.", EventCode.COOPERATE, ["CHL", "KEN"], date="2021-03-02")
BESIDE = told("Norway and Peru condemned Chile.", EventCode.ACCUSE, ["NOR", "PER"], ["CHL"], date="2021-03-02")


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    book = Ledger(tmp_path / "a.db")
    book.add(document("A", "2021-01-31", TALK))
    book.add(document("B", "2021-02-01", AGAIN))
    book.add(document("C", "2021-03-06", BLAME, PLAN, VAGUE, OTHERS, BESIDE))
    match_waiting(book)
    return book


def test_events_and_reports_by_month(ledger: Ledger) -> None:
    found = series(ledger, "NOR", "PER")
    assert [(p.period, p.events, p.reports) for p in found.points] == [("2021-01", 1, 2), ("2021-03", 1, 1)]
    assert found.points[1].types == {"ACCUSE": 1} and found.points[1].quads == {"verbal conflict": 1}
    assert found.vague == 1
    assert (found.points[0].codes["cow_a"], found.points[0].codes["gw_b"]) == (385, 135)


def test_zeros_are_explicit_only_on_request(ledger: Ledger) -> None:
    months = [(p.period, p.events) for p in series(ledger, "NOR", "PER", zeros=True, first_day="2020-12-01").points]
    assert months == [("2020-12", 0), ("2021-01", 1), ("2021-02", 0), ("2021-03", 1)]


def test_plans_count_where_they_are_asked_for(ledger: Ledger) -> None:
    both = series(ledger, "NOR", "PER", statuses=(Status.HAPPENED, Status.PLANNED))
    assert both.points[-1].types == {"ACCUSE": 1, "AID": 1}


def test_each_direction_apart(ledger: Ledger) -> None:
    found = series(ledger, "NOR", "PER", directed=True)
    assert [(p.period, p.direction) for p in found.points] == [("2021-01", "NOR = PER"), ("2021-03", "PER > NOR")]


@pytest.mark.parametrize("step", STEPS)
def test_the_parts_make_the_whole(ledger: Ledger, step: str) -> None:
    found = series(ledger, "NOR", "PER", step=step)
    assert sum(p.events for p in found.points) + found.vague == 3
    assert all(sum(p.quads.values()) == sum(p.types.values()) == p.events for p in found.points)


def test_scores_set_events_against_what_two_so_active_would_share(ledger: Ledger) -> None:
    march = series(ledger, "NOR", "PER").points[-1]
    # of March's three events Norway and Peru take part in two each; two of the three are conflict
    assert march.friction.expected == pytest.approx(2 * 2 / (2 * 3) * 2 / 3)
    assert march.cooperation.seen == 0 and march.friction.seen == 1
    assert march.friction.value is not None and march.friction.value > 1
    assert march.friction.low is not None and march.friction.high is not None
    assert march.friction.low < march.friction.value < march.friction.high


def test_a_state_has_no_years_before_it_was_one(tmp_path: Path) -> None:
    book = Ledger(tmp_path / "a.db")
    old = told("South Sudanese and Kenyan elders met in 2005.", EventCode.CONSULT, ["SSD", "KEN"], date="2005")
    new = told("South Sudan and Kenya met in 2015.", EventCode.CONSULT, ["SSD", "KEN"], date="2015")
    book.add(document("A", "2016-01-01", old, new))
    match_waiting(book)
    assert [p.period for p in series(book, "SSD", "KEN", step="year", zeros=True).points] == [str(y) for y in range(2011, 2016)]


@given(st.dates(dt.date(1946, 1, 1), dt.date(2050, 12, 31)), st.sampled_from(STEPS))
def test_a_day_lies_in_its_period_and_the_next_one_begins_after_it(day: dt.date, step: str) -> None:
    label, first, last = period_of(day, step)
    assert first <= day <= last
    assert period_of(first, step)[0] == period_of(last, step)[0] == label
    assert period_of(last + dt.timedelta(days=1), step)[1] == last + dt.timedelta(days=1)


@given(st.integers(0, 400), st.floats(0.05, 300))
def test_intervals_hold_their_value(seen: int, expected: float) -> None:
    found = ratio(seen, expected)
    assert found.value is not None and found.low is not None and found.high is not None
    assert 0 <= found.low <= found.value <= found.high
    assert ratio(seen + 1, expected).value > found.value  # type: ignore[operator]


def test_intervals_are_those_of_the_gamma_distribution() -> None:
    found = ratio(10, 9.5)  # Gamma(10.5, rate 10): 2.5 % and 97.5 % quantiles 0.514 and 1.774
    assert found.low == pytest.approx(0.514, abs=0.01) and found.high == pytest.approx(1.774, abs=0.01)
    assert ratio(3, 0.0).value is None


def test_a_rupture_is_found_and_calm_has_none(ledger: Ledger, tmp_path: Path) -> None:
    book = Ledger(tmp_path / "b.db")
    for month in range(1, 13):
        day = f"2020-{month:02d}-10"
        quarrel = told(f"Peru bombed Norway in month {month}.", EventCode.ASSAULT, ["PER"], ["NOR"], date=day)
        calm = told(f"Peru aided Norway in month {month}.", EventCode.AID, ["PER"], ["NOR"], date=day)
        rest = told(f"Kenya aided Chile in month {month}.", EventCode.AID, ["KEN"], ["CHL"], date=day)
        harm = told(f"Kenya bombed Chile in month {month}.", EventCode.ASSAULT, ["KEN"], ["CHL"], date=day)
        book.add(document("A", day, calm if month < 7 else quarrel, rest, harm))
    match_waiting(book)
    points = series(book, "PER", "NOR", zeros=True).points
    assert change_points(points) == ("2020-07",)
    assert change_points(points[:6]) == ()
    assert change_points(series(ledger, "NOR", "PER", zeros=True).points) == ()


def test_the_command_prints_a_table_and_records(ledger: Ledger, tmp_path: Path) -> None:
    register()
    words = ["series", "NOR", "PER", "--ledger", ledger.location]
    shown = CliRunner().invoke(app, words, env={"COLUMNS": "160"})
    assert shown.exit_code == 0 and "2021-03" in shown.stdout and "validity" in shown.stdout
    file = tmp_path / "out.csv"
    assert CliRunner().invoke(app, [*words, "--format", "csv", "--output", str(file)]).exit_code == 0
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    assert head.startswith("period,first_day,last_day,iso_a,cow_a,gw_a") and len(lines) == 2


def test_another_step_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="fortnight"):
        series(ledger, "NOR", "PER", step="fortnight")
