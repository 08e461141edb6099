"""comity in Python: read texts, keep a ledger, ask it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from comity.documents import DocumentError, Problem, parse_text, read_documents
from comity.documents.remote import is_remote
from comity.exchange.coded_events import read_coded_events
from comity.exchange.statement_files import read_statement_files
from comity.ledger import Ledger, Outcome
from comity.model import Document
from comity.reading import ChainReader, Reader, Reading, find_reader, read_safely
from comity.relations import match_waiting

if TYPE_CHECKING:
    from comity.exchange.agreement import Agreement
    from comity.reading.explaining import Explained


@lru_cache(maxsize=4)
def reader(name: str = "default") -> Reader:
    """The reader registered under a name; the same object each time, since loading its model takes a moment."""
    return find_reader(name)


def cached_reader(given: str | Reader = "default", cache: Path | None = None) -> Reader:
    """A reader, or the one of a name, which keeps what it reads in a file where one is given."""
    coder = reader(given) if isinstance(given, str) else given
    if cache is None:
        return coder
    from comity.batch.cache import CachedReader

    return CachedReader(coder, cache)


def read(
    source: str | Path, *, title: str = "", date: dt.date | str | None = None, publisher: str = "", reader_name: str = "default"
) -> list[Reading]:
    """The statements of a text, or of the documents in a file or folder.

    A `Path` is a file or folder; a `str` is the text itself. `date` (a day, or ISO text) is the day of publication, which
    relative times such as "last week" need. Raises `DocumentError` where nothing can be read; of a folder's documents, the
    broken ones are left out (use `comity.documents.read_documents` to see why).
    """
    if isinstance(source, str):
        document = parse_text(source, title=title, date=date, publisher=publisher)
        return [reader(reader_name).read(document)]
    day = dt.date.fromisoformat(date) if isinstance(date, str) else date
    found = list(read_documents([source], publisher=publisher or None, date=day))
    documents = [item for item in found if isinstance(item, Document)]
    if not documents:
        raise DocumentError(str(found[0]) if found else f"{source}: holds no document")
    return list(reader(reader_name).read_many(documents))


@dataclass(slots=True)
class Added:
    """What adding did: documents by outcome, statements written, and what could not be read."""

    outcomes: dict[Outcome, int] = field(default_factory=dict)
    statements: int = 0
    problems: list[Problem] = field(default_factory=list)

    def count(self, outcome: Outcome, statements: int = 0) -> None:
        """One document more, with so many statements written."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
        self.statements += statements

    @property
    def failed(self) -> bool:
        """Whether any input was broken (skipped ones, such as texts in French, do not count)."""
        return any(problem.kind == "error" for problem in self.problems)


def explain(text: str | Document, *, date: dt.date | str | None = None, publisher: str = "") -> list[Explained]:
    """Sentence by sentence, the statements of a text with the reasons for each, and the acts that fell, with theirs.

    The shipped reader explains itself; other readers cannot be asked. `date` is the day of publication.
    """
    from comity.reading import explaining

    document = parse_text(text, date=date, publisher=publisher) if isinstance(text, str) else text
    shipped = reader()
    assert isinstance(shipped, ChainReader)
    return explaining.explain(shipped, document)


def add(
    ledger: Ledger,
    paths: Iterable[Path | str | Document],
    *,
    publisher: str | None = None,
    date: dt.date | None = None,
    reader_name: str | Reader = "default",
    cache: Path | None = None,
    on_item: Callable[[Document | Problem], None] | None = None,
    on_match: Callable[[int, int], None] | None = None,
) -> Added:
    """Reads documents into a ledger, one transaction each, and goes on past broken ones.

    A path may be a document at hand, or a dataset of `read_dataset`, whose statements are taken as they stand, a transaction a
    part. Texts that this coder has read before are not read again, so an interrupted call can simply be repeated. `cache` is a
    file that keeps readings beyond this ledger. `on_item` is told of each document or problem, for progress; then `on_match` of
    (documents done, of how many) while their events are matched with those of other documents.
    """
    done = Added()
    texts: list[Path | str] = []
    given: list[Document] = []
    for path in paths:
        if isinstance(path, Document):
            given.append(path)
        elif _is_dataset(path):
            _add_dataset(ledger, path, done, on_item)
        else:
            texts.append(path)
    run: int | None = None
    coder = cached_reader(reader_name, cache) if texts or given else None
    for item in chain(given, read_documents(texts, publisher=publisher, date=date)):
        assert coder is not None
        found: Reading | Problem | None = None
        if isinstance(item, Document) and ledger.read_by(item) != coder.coder:
            found = read_safely(coder, item)
        problem = item if isinstance(item, Problem) else found if isinstance(found, Problem) else None
        if on_item:
            on_item(problem or item)
        if problem is not None:
            done.problems.append(problem)
        elif isinstance(found, Reading):
            run = run or ledger.begin_run(coder.coder)
            done.count(ledger.add(found), len(found.statements))
        elif isinstance(item, Document):
            done.count(ledger.add_source(item))
    match_waiting(ledger, on_match)
    if run is not None:
        ledger.end_run(run, done.outcomes.get(Outcome.ADDED, 0) + done.outcomes.get(Outcome.REREAD, 0), done.statements)
    return done


def _is_dataset(path: Path | str) -> bool:
    if not is_remote(path) and not Path(path, "manifest.json").is_file():
        return False
    from comity.batch.datasets import is_dataset  # brings Arrow, which other paths do not need

    return is_dataset(path)


def _add_dataset(ledger: Ledger, path: Path | str, done: Added, on_item: Callable[[Document | Problem], None] | None) -> None:
    """Takes what was read into a dataset into a ledger, a part a transaction; parts that are in it already change nothing."""
    from comity.batch.datasets import dataset_readings

    for part in dataset_readings(path):
        for reading, outcome in zip(part, ledger.add_many(part), strict=True):
            if on_item:
                on_item(reading.document)
            done.count(outcome, len(reading.statements) if outcome in (Outcome.ADDED, Outcome.REREAD) else 0)


def compare(one: Path | str, other: Path | str) -> Agreement:
    """How far two coders agree about the documents that both have read.

    Each path is a ledger's file, a dataset of `read_dataset`, or a folder of statement files (such as a gold standard).
    Raises `DocumentError` or `LedgerError` where it is none.
    """
    from comity.exchange import agreement

    def coded(path: Path | str) -> agreement.Documents:
        if not _is_dataset(path):
            return agreement.coded(Path(path))
        from comity.batch.datasets import dataset_readings

        return {r.document.fingerprint: r.statements for part in dataset_readings(path) for r in part}

    return agreement.compare(coded(one), coded(other))


def readings(paths: Iterable[Path | str], *, reader_name: str = "default") -> Iterator[Reading | Problem]:
    """The readings of files and folders, one after another, with problems in their midst."""
    coder = reader(reader_name)
    for item in read_documents(paths):
        yield item if isinstance(item, Problem) else read_safely(coder, item)


def import_statements(
    ledger: Ledger,
    paths: Iterable[Path | str],
    *,
    coder: str | None = None,
    on_problem: Callable[[Problem], None] | None = None,
    on_reading: Callable[[Reading], None] | None = None,
    on_match: Callable[[int, int], None] | None = None,
) -> Added:
    """Takes statements that others have coded into a ledger, under the name of their coder; what is broken is left out.

    Paths are statement files (`ID.jsonl`, with the document in `docs/ID.json`) or folders of them, for which `coder` must be
    named (else `ValueError`); or event files of GDELT, ICEWS, POLECAT and PETRARCH, which are known by their columns.
    """
    done = Added()
    for path in map(Path, paths):
        if path.is_dir() or path.suffix == ".jsonl":
            if not coder:
                raise ValueError(f"{path}: say who coded these statements, with a version (coder)")
            items: Iterator[Reading | Problem] = read_statement_files([path], coder=coder)
        else:
            items = read_coded_events(path)
        for item in items:
            if isinstance(item, Problem):
                done.problems.append(item)
                if on_problem:
                    on_problem(item)
                continue
            if on_reading:
                on_reading(item)
            done.count(ledger.add(item), len(item.statements))
    match_waiting(ledger, on_match)
    return done
