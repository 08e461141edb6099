"""The cases that comity exists for, on documents by others; they are skipped where these are absent."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
import zstandard

from comity.exchange.statement_files import read_statement_files
from comity.ledger import Ledger
from comity.model import Document
from comity.model.codes import PledgeStatus
from comity.reading import Reading, default_reader
from comity.relations import match_waiting, meetings, occurrences_of, pledges, readouts_of
from comity.relations.readouts import Standing

DAYS = ("2021-12-13", "2021-12-15", "2022-02-02", "2022-02-04")


@pytest.fixture(scope="module")
def kremlin(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """The Kremlin's items on China around the pledge of December 2021 and the visit of February 2022, read by our reader."""
    reader, ledger = default_reader(), Ledger(tmp_path_factory.mktemp("kremlin") / "a.db")
    corpus = shared / "data/corpora/kremlin-2021-2022.jsonl.zst"
    with corpus.open("rb") as raw, zstandard.ZstdDecompressor().stream_reader(raw) as stream:
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            item = json.loads(line)
            if item["date"] in DAYS and "China" in item["text"]:
                day = dt.date.fromisoformat(item["date"])
                document = Document(text=item["text"], title=item["title"], date=day, publisher=item["publisher"])
                ledger.add(reader.read(document))
    match_waiting(ledger)
    return ledger


@pytest.fixture(scope="module")
def gold(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    ledger = Ledger(tmp_path_factory.mktemp("gold") / "a.db")
    for item in read_statement_files([shared / "gold/dev"], coder="gold"):
        assert isinstance(item, Reading), item
        ledger.add(item)
    match_waiting(ledger)
    return ledger


def test_the_pledge_to_come_to_beijing_was_kept(kremlin: Ledger) -> None:
    found = [p for p in pledges(kremlin, actor="RUS", to="CHN") if p.made == "2021-12-15" and p.due and p.due.iso == "2022-02"]
    assert found and all(p.status is PledgeStatus.KEPT for p in found)
    assert {p.answers[0].date for p in found} == {"2022-02-04"}


def test_xis_own_count_stands_beside_the_ledgers(gold: Ledger) -> None:
    claims = meetings(gold, "RUS", "CHN").claims
    assert [(c.claimed, c.since) for c in claims] == [(37, "2013-01-01")] * 2
    assert all(0 < c.held < 37 and "fewer" in c.verdict for c in claims)


@pytest.mark.parametrize(
    ("pair", "day", "publishers"),
    [(("RUS", "USA"), "2021-12-07", {"White House", "Kremlin"}), (("RUS", "CHN"), "2021-12-15", {"(news article)", "Kremlin"})],
)
def test_one_meeting_told_by_several_is_one(gold: Ledger, pair: tuple[str, str], day: str, publishers: set[str]) -> None:
    (meeting,) = (m for m in meetings(gold, *pair).happened if m.date == day and m.form == "video")
    assert publishers <= {witness.publisher for witness in meeting.occurrence.witnesses}
    assert meeting.occurrence.reports >= 2


def test_what_the_kremlin_leaves_out_of_december_15(gold: Ledger) -> None:
    found = readouts_of(gold, ["dev-summit", "dev-ru-xi"])
    rows = {row.subject: row.cells for row in found.rows if row.kind == "actor"}
    for subject in ("Ukraine", "NATO"):
        article, kremlin = rows[subject]
        assert article.standing is Standing.MENTIONED and kremlin.standing is Standing.NOT_MENTIONED
        assert subject not in found.accounts[1].text


def test_not_mentioned_is_never_said_of_what_a_text_names(gold: Ledger) -> None:
    for pair in (["dev-summit", "dev-ru-xi"], ["dev-us-putin", "dev-ru-biden"]):
        found = readouts_of(gold, pair)
        for row in found.rows:
            if row.kind == "actor":
                for account, cell in zip(found.accounts, row.cells, strict=True):
                    if cell.standing is Standing.NOT_MENTIONED:
                        assert not re.search(rf"\b{re.escape(row.subject)}\b", account.text)


def test_every_event_has_one_occurrence(gold: Ledger) -> None:
    rows = [row for row in gold.statements() if row.statement.kind == "event"]
    members = [row.id for o in occurrences_of(gold, rows) for row in o.rows]
    assert sorted(members) == sorted(row.id for row in rows)
