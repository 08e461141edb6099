"""Two coders over the same documents: what counts as the same, and what is told of where they part."""

from __future__ import annotations

from pathlib import Path

import pytest

import comity
from comity.documents import DocumentError
from comity.exchange.agreement import compare
from comity.ledger import Ledger
from comity.model import Actor, Event, EventCode, Quote, Span, Status, When

TEXT = "France condemned Russia on Monday. Poland thanked Japan. “We wait,” said Kenya."


def event(actor: str, recipient: str, code: str, start: int, end: int, **more: object) -> Event:
    fields: dict[str, object] = {"status": Status.HAPPENED, "date": When("2022-02-28"), **more}
    return Event(
        actors=(Actor.parse(actor),),
        recipients=(Actor.parse(recipient),),
        code=EventCode(code),
        evidence=(Span.of(TEXT, start, end),),
        **fields,  # type: ignore[arg-type]
    )


def test_agreement_counts_parties_codes_and_what_hangs_on_them() -> None:
    quote = Quote(words="We wait,", speaker=Actor("KEN"), evidence=(Span.of(TEXT, 58, 66),))
    one = (event("FRA", "RUS", "ACCUSE", 0, 34), event("POL", "JPN", "SUPPORT", 35, 56), quote)
    other = (
        event("FRA:Emmanuel Macron", "RUS", "ACCUSE", 0, 34, status=Status.DENIED),
        event("POL", "JPN", "CONSULT", 35, 56, date=When("2022-02")),
        event("KEN", "JPN", "ACCUSE", 57, 79),
    )
    found = compare({"a": one, "only one": ()}, {"a": other, "b": (), "c": ()})
    assert (found.documents, found.only_one, found.only_other) == (1, 1, 2)
    assert found.counts["events"] == (2, 3, 1) and found.counts["quotes"] == (1, 0, 0)
    assert found.shares["dyad"] == pytest.approx(2 * 2 / 5) and found.shares["dyad and code"] == pytest.approx(2 / 5)
    assert found.shares["status"] == 0.5 and found.shares["date"] == 1.0 and found.shares["ties"] is None
    assert found.by_code["ACCUSE"] == (1, 2, 1)
    assert sorted(p.over for p in found.parted) == ["code", "one coder alone"]


def test_a_coder_agrees_with_itself_wherever_its_statements_lie(examples: Path, tmp_path: Path) -> None:
    comity.read_dataset([examples], tmp_path / "coded")
    with Ledger(tmp_path / "a.db") as ledger:
        comity.add(ledger, [examples])
    found = comity.compare(tmp_path / "coded", tmp_path / "a.db")
    assert found.documents == len(list(examples.iterdir())) and not found.parted
    assert all(share in (None, 1.0) for share in found.shares.values())
    with pytest.raises(DocumentError):
        comity.compare(tmp_path / "a.db", tmp_path)
