"""Readouts: two or more sides' accounts of one meeting, side by side, with what each leaves out.

Rows are other actors (Ukraine, NATO), topics, and acts (what was promised, demanded, blamed); columns are the accounts.
A cell holds the words, or says "not mentioned", and that only where the account has nothing on it: no name or demonym of
the actor, no word of the topic, no statement that matches the act and no sentence that shares its words. Where there is
something near, the cell is "unclear" and gives that sentence. Precision before recall: better unclear than wrong.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from comity.knowledge import Gazetteer, plover
from comity.knowledge.labels import label
from comity.ledger import Ledger, Query, Row
from comity.model import Event, EventCode, Topic
from comity.reading.sentences import split
from comity.reading.topics import topics_of
from comity.relations.clustering import average_linkage
from comity.relations.matching import Told, compare
from comity.relations.occurrences import occurrences_of


class Standing(StrEnum):
    """What an account has on a row."""

    MENTIONED = "mentioned"
    UNCLEAR = "unclear"
    NOT_MENTIONED = "not mentioned"


@dataclass(frozen=True, slots=True)
class Account:
    """One side's account: its publisher, its text, and the statements read from it."""

    publisher: str
    title: str
    date: str | None
    text: str
    rows: tuple[Row, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences, the headline first."""
        return (*([self.title] if self.title else []), *(self.text[a:b] for a, b, _ in split(self.text)))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one account has on a row: its words, the statements behind them, and the nearest sentence where it has none."""

    standing: Standing
    words: tuple[str, ...] = ()
    statements: tuple[Row, ...] = ()
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class ReadoutRow:
    """One actor, topic or act, with a cell for each account and what differs between them."""

    kind: str
    subject: str
    cells: tuple[Cell, ...]
    differences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Readouts:
    """Accounts of one meeting with their rows; what only one side tells comes first in each kind."""

    accounts: tuple[Account, ...]
    rows: tuple[ReadoutRow, ...]


_UNCLEAR_FROM, _SAME_ACT = 0.34, 0.5
_LEAST = 2  # words of a topic that an account must have before the topic makes a row
_SHOWN = 2  # sentences in a cell
_ACTS = frozenset(EventCode) - {EventCode.CONSULT}  # that they met is what the accounts share


def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:6] for word in re.findall(r"[^\W\d_]{4,}|\d+", text.lower())) - _PLAIN


_PLAIN = frozenset(
    word[:6]
    for word in "that this with from have been were will would they their said says also which about after before other more "
    "than into over between both side sides president minister leaders countries country discussed issues noted stressed "
    "emphasised emphasized importance relations meeting talks conversation call bilateral international including".split()
)


def _nearest(words: str, sentences: Sequence[str]) -> tuple[float, str]:
    """The sentence that shares most of some words, and the share of the words that it has."""
    wanted = _stems(words)
    if not wanted:
        return 0.0, ""
    scored = [(len(wanted & _stems(sentence)) / len(wanted), sentence) for sentence in sentences]
    return max(scored, key=lambda pair: pair[0], default=(0.0, ""))


def compare_readouts(accounts: Sequence[Account]) -> Readouts:
    """Compares accounts of one meeting. Raises `ValueError` for fewer than two."""
    if len(accounts) < 2:
        raise ValueError("a comparison of readouts needs at least two accounts")
    rows = [*_actor_rows(accounts), *_topic_rows(accounts), *_act_rows(accounts)]
    order = {kind: i for i, kind in enumerate(("actor", "topic", "act"))}

    def rank(row: ReadoutRow) -> tuple[int, int, str]:
        missing = sum(cell.standing is Standing.NOT_MENTIONED for cell in row.cells)
        return order[row.kind], -missing, row.subject

    return Readouts(tuple(accounts), tuple(sorted(rows, key=rank)))


def readouts_of(ledger: Ledger, identifiers: Sequence[str]) -> Readouts:
    """Compares the accounts that documents of a ledger give.

    With one identifier, of a statement or occurrence, all documents that tell of that event; with more, these documents.
    Raises `UnknownStatementError` where there is none such, `ValueError` where only one document tells of it.
    """
    if len(identifiers) == 1:
        (occurrence,) = occurrences_of(ledger, [ledger.get(identifiers[0])])
        documents = list(dict.fromkeys(row.document_id for row in occurrence.rows))
        if len(documents) < 2:
            raise ValueError(f"only one document tells of {identifiers[0]}; name two documents to compare them")
    else:
        documents = [ledger.document(identifier).id for identifier in identifiers]
    return compare_readouts([_account(ledger, document) for document in documents])


def _account(ledger: Ledger, identifier: str) -> Account:
    document = ledger.document(identifier)
    rows = ledger.statements(Query(document=document.id))
    return Account(document.publisher, document.title, document.date, document.text, tuple(rows))


def _own_codes(accounts: Sequence[Account]) -> frozenset[str]:
    """The two sides themselves: parties of the acts that every account tells, who need no row."""
    sides = [
        {a.code for row in account.rows if isinstance(row.statement, Event) and row.statement.code is EventCode.CONSULT
         for a in (*row.statement.actors, *row.statement.recipients)}
        for account in accounts
    ]  # fmt: skip
    return frozenset(set.intersection(*sides)) if sides else frozenset()


def _actor_rows(accounts: Sequence[Account]) -> Iterator[ReadoutRow]:
    gazetteer, own = Gazetteer.load(), _own_codes(accounts)
    mentions: dict[str, list[list[str]]] = {}
    for i, account in enumerate(accounts):
        day = dt.date.fromisoformat(account.date) if account.date else None
        for sentence in account.sentences:
            codes = {m.entries[0].code for m in gazetteer.matches(sentence, day) if m.kind != "medium"}
            for code in codes - own - {"-"}:
                cells = mentions.setdefault(code, [[] for _ in accounts])
                cells[i].append(sentence)
    for code, found in mentions.items():
        yield _row("actor", label(code), [_mentioned(sentences) for sentences in found], accounts)


def _mentioned(sentences: Sequence[str]) -> Cell:
    if not sentences:
        return Cell(Standing.NOT_MENTIONED)
    return Cell(Standing.MENTIONED, tuple(sentences[:_SHOWN]))


def _topic_rows(accounts: Sequence[Account]) -> Iterator[ReadoutRow]:
    found: dict[Topic, list[list[str]]] = {}
    for i, account in enumerate(accounts):
        for sentence in account.sentences:
            for topic in topics_of(sentence):
                found.setdefault(topic, [[] for _ in accounts])[i].append(sentence)
    for topic, by_account in found.items():
        if max(len(sentences) for sentences in by_account) >= _LEAST:
            yield _row("topic", str(topic), [_mentioned(sentences) for sentences in by_account], accounts)


def _act_rows(accounts: Sequence[Account]) -> Iterator[ReadoutRow]:
    """Acts of each account, those that match across accounts in one row."""
    home = {row.id: i for i, account in enumerate(accounts) for row in account.rows}
    told = {row.id: Told(row) for account in accounts for row in account.rows if _is_act(row)}
    scores = {}
    listed = sorted(told)
    for n, one in enumerate(listed):
        for other in listed[n + 1 :]:
            if home[one] != home[other] and (match := compare(told[one], _dated_alike(told[one], told[other]))):
                scores[frozenset((one, other))] = match.score
    apart = frozenset(frozenset((a, b)) for a in listed for b in listed if a < b and home[a] == home[b])
    for group in average_linkage(listed, scores, apart=apart, threshold=_SAME_ACT):
        rows = [told[i].row for i in group]
        words = " ".join(span.text for row in rows for span in row.statement.evidence)
        cells = [_act_cell([r for r in rows if home[r.id] == i], account, words) for i, account in enumerate(accounts)]
        yield _row("act", _act_subject(rows[0]), cells, accounts)


def _is_act(row: Row) -> bool:
    return isinstance(row.statement, Event) and row.statement.code in _ACTS


def _dated_alike(one: Told, other: Told) -> Told:
    """Both tell of one meeting: an act without a date of its own took place there, whenever the account came out."""
    if other.event.date is None or one.event.date is None:
        return Told(replace(other.row, document_date=one.row.document_date))
    return other


def _act_subject(row: Row) -> str:
    event = row.statement
    assert isinstance(event, Event)
    about = f" › {', '.join(event.object)}" if event.object else ""
    does = ", ".join(label(a.code) if not a.name else a.name for a in event.actors)
    takes = ", ".join(label(a.code) if not a.name else a.name for a in event.recipients)
    return f"{does}: {event.code}{about}" + (f" → {takes}" if takes else "")


def _act_cell(rows: Sequence[Row], account: Account, words: str) -> Cell:
    if rows:
        said = tuple(span.text for row in rows for span in row.statement.evidence[:1])
        return Cell(Standing.MENTIONED, said[:_SHOWN], tuple(rows))
    share, sentence = _nearest(words, account.sentences)
    return Cell(Standing.UNCLEAR if share >= _UNCLEAR_FROM else Standing.NOT_MENTIONED, nearest=sentence)


def _row(kind: str, subject: str, cells: Sequence[Cell], accounts: Sequence[Account]) -> ReadoutRow:
    return ReadoutRow(kind, subject, tuple(cells), tuple(_differences(cells, accounts)))


def _differences(cells: Sequence[Cell], accounts: Sequence[Account]) -> Iterator[str]:
    having = [i for i, cell in enumerate(cells) if cell.standing is Standing.MENTIONED]
    lacking = [i for i, cell in enumerate(cells) if cell.standing is Standing.NOT_MENTIONED]
    if having and lacking:
        yield f"only {' and '.join(accounts[i].publisher or accounts[i].title for i in having)}"
    events = [(i, row.statement) for i in having for row in cells[i].statements[:1] if isinstance(row.statement, Event)]
    if len(events) < 2:
        return
    types = plover()
    by_force = sorted(events, key=lambda pair: types[pair[1].code].intensity)
    (weak, one), (strong, other) = by_force[0], by_force[-1]
    if one.code is not other.code:
        yield f"{other.code} for {accounts[strong].publisher}, {one.code} for {accounts[weak].publisher}"
    yield from _values("status", ((accounts[i].publisher, str(e.status)) for i, e in events))
    yield from _values("date", ((accounts[i].publisher, e.date.iso) for i, e in events if e.date))
    said = ((accounts[i].publisher, ", ".join(a.key for a in e.according_to) or "its own voice") for i, e in events)
    yield from _values("source", said)
    numbers = [(i, set(re.findall(r"\b\d[\d,.]*\b", " ".join(cells[i].words)))) for i in having]
    if numbers[0][1] and numbers[1][1] and not numbers[0][1] & numbers[1][1]:
        yield from _values("numbers", ((accounts[i].publisher, ", ".join(sorted(found))) for i, found in numbers))


def _values(name: str, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    listed = list(pairs)
    if len({value for _, value in listed}) > 1:
        yield f"{name}: " + "; ".join(f"{value} ({who})" for who, value in listed)
