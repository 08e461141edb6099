"""The ledger as users break it: killed writers, full disks, locked and foreign files, readers beside a writer."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from comity.documents import signature
from comity.ledger import (
    Ledger,
    LedgerBusyError,
    LedgerError,
    LedgerFromFutureError,
    LedgerFullError,
    LedgerReadOnlyError,
    NotALedgerError,
    Query,
    revisions,
    sqlite,
    store,
)
from comity.model import Figure
from comity.reading import Reading
from tests.ledger.conftest import reading

FORK = multiprocessing.get_context("fork")
DOCUMENTS = 120


def _write_all(path: Path) -> None:
    with Ledger(path) as ledger:
        for number in range(DOCUMENTS):
            ledger.add(reading(number))


def test_a_writer_killed_a_hundred_times_loses_and_doubles_nothing(tmp_path: Path) -> None:
    seed = int(os.environ.get("COMITY_TEST_SEED", random.randrange(10**6)))
    print(f"seed {seed}")
    rng = random.Random(seed)
    path = tmp_path / "a.db"
    killed = 0
    seen = 0
    for _ in range(100):
        writer = FORK.Process(target=_write_all, args=(path,))
        writer.start()
        time.sleep(rng.uniform(0.005, 0.12))
        if writer.is_alive() and writer.pid:
            os.kill(writer.pid, signal.SIGKILL)
            killed += 1
        writer.join()
        if path.exists() and path.stat().st_size:
            try:
                with Ledger(path) as ledger:
                    assert ledger.check() == []
                    documents = ledger.info().documents
                    assert documents >= seen  # what was written stays
                    seen = documents
                    assert ledger.count() == 4 * documents  # no document without all its statements
            except NotALedgerError:
                pytest.fail("a kill left half a schema behind")
        if seen == DOCUMENTS:
            for stale in tmp_path.glob("a.db*"):
                stale.unlink()
            seen = 0
    assert killed > 20
    _write_all(path)
    _write_all(tmp_path / "clean.db")
    with Ledger(path) as ledger, Ledger(tmp_path / "clean.db") as clean:
        assert ledger.check() == []
        ids = [{row.id for row in book.statements()} for book in (ledger, clean)]
        assert ids[0] == ids[1] and len(ids[0]) == 4 * DOCUMENTS


def _read_until(path: Path, stop: Path, failures: object) -> None:
    while not stop.exists():
        try:
            with Ledger(path, read_only=True) as ledger:
                documents = ledger.info().documents
                statements = ledger.count()
                if statements < 4 * documents:
                    failures.put(f"{statements} statements of {documents} documents")  # type: ignore[attr-defined]
                ledger.statements(Query(actor="NOR", with_actor="CHL", limit=20))
        except LedgerError as problem:
            failures.put(repr(problem))  # type: ignore[attr-defined]


def test_many_readers_beside_a_writer(tmp_path: Path) -> None:
    path, stop = tmp_path / "a.db", tmp_path / "stop"
    with Ledger(path) as ledger:
        ledger.add(reading(0))
    failures = FORK.Queue()
    readers = [FORK.Process(target=_read_until, args=(path, stop, failures)) for _ in range(6)]
    for process in readers:
        process.start()
    _write_all(path)
    stop.touch()
    for process in readers:
        process.join(30)
    assert failures.empty(), failures.get()


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    writers = [FORK.Process(target=_write_all, args=(path,)) for _ in range(2)]
    for process in writers:
        process.start()
    for process in writers:
        process.join(120)
    assert [process.exitcode for process in writers] == [0, 0]
    with Ledger(path) as ledger:
        assert ledger.info().documents == DOCUMENTS and ledger.count() == 4 * DOCUMENTS


def test_another_file_is_no_ledger(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("These are notes, not a database. " * 40)
    with pytest.raises(NotALedgerError, match="is not a ledger of comity"):
        Ledger(text)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE cats (name TEXT)")
    with pytest.raises(NotALedgerError, match="database of something else"):
        Ledger(other)
    with pytest.raises(NotALedgerError, match="is a folder"):
        Ledger(tmp_path)


def test_a_missing_ledger_or_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger at"):
        Ledger(tmp_path / "a.db", create=False)
    with pytest.raises(LedgerError, match="does not exist; make it first"):
        Ledger(tmp_path / "nowhere" / "a.db")


def test_a_ledger_from_the_future(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Ledger(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LedgerFromFutureError, match="install a newer comity"):
        Ledger(path)


def test_a_read_only_ledger(tmp_path: Path, read_by_hand: Callable[..., Reading]) -> None:
    path = tmp_path / "a.db"
    with Ledger(path) as ledger:
        ledger.add(read_by_hand(1))
    with Ledger(path, read_only=True) as ledger:
        assert ledger.count() == 4
        with pytest.raises(LedgerReadOnlyError, match="cannot be written"):
            ledger.add(read_by_hand(2))


def test_a_locked_ledger(tmp_path: Path, read_by_hand: Callable[..., Reading], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_WAIT", 0.1)
    path = tmp_path / "a.db"
    Ledger(path).close()
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with Ledger(path) as ledger, pytest.raises(LedgerBusyError, match="written by another process"):
        ledger.add(read_by_hand(1))
    blocker.close()


def test_a_full_disk_keeps_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Ledger(path) as ledger:
        ledger.add(reading(0))
        with ledger._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 3}")
        with pytest.raises(LedgerFullError, match="no space is left"):
            for number in range(1, 200):
                ledger.add(reading(number))
    with Ledger(path) as ledger:
        assert ledger.check() == []
        documents = ledger.info().documents
        assert documents >= 1 and ledger.count() == 4 * documents
        ledger.add(reading(150))


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    _write_all(path)
    shutil.copy(path, tmp_path / "b.db")
    with (tmp_path / "b.db").open("r+b") as stream:
        stream.truncate(9000)
    with pytest.raises(LedgerError, match=r"b\.db"), Ledger(tmp_path / "b.db") as ledger:
        ledger.statements()


STORY = " ".join(f"Sentence {i} tells of boat {i * 7} and of harbour {i * 3}." for i in range(90))


def told_alike(number: int) -> Reading:
    """A reading of a document that shares most of its text with the others made here."""
    made = reading(number)
    return replace(made, document=replace(made.document, text=f"{made.document.text} {STORY}"))


def test_every_known_revision_upgrades_to_the_current_one(tmp_path: Path) -> None:
    for revision in (*revisions.OLDER, revisions.HEAD):
        path = tmp_path / f"{revision}.db"
        engine = store.sqlite_engine(path, read_only=False)
        store.upgrade(engine, revision)
        older, signed = told_alike(9).document, signature(told_alike(9).document.text)
        with engine.begin() as connection:  # as that version wrote it
            connection.exec_driver_sql(
                "INSERT INTO documents (id, text, title, publisher, url, language, added, signature) "
                "VALUES (?, ?, '', '', '', 'en', '2026-01-01T00:00:00Z', ?)",
                (older.fingerprint, older.text, signed),
            )
        engine.dispose()
        with Ledger(path) as ledger:
            ledger.add(told_alike(1))
            assert ledger.info().schema == revisions.HEAD and ledger.count() == 4
            wanted = 1 if revision < "0003" else 0  # from there on, versions note their bands as they write
            assert ledger.info().near_duplicates == wanted


def test_the_migrations_make_the_tables_of_the_schema(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from comity.ledger.schema import metadata

    path = tmp_path / "a.db"
    Ledger(path).close()
    engine = store.sqlite_engine(path, read_only=True)
    with engine.connect().execution_options(reads=True) as connection:

        def ours(name: str | None, kind: str, parents: object) -> bool:
            return not (kind == "table" and name is not None and ("_search" in name or name == "alembic_version"))

        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_ledger_goes_on_after_a_document_that_was_rolled_back(tmp_path: Path) -> None:
    """What failed late leaves no trace among the near duplicates, to which later documents are linked."""
    first, second = told_alike(1), told_alike(2)
    figure = next(s for s in first.statements if isinstance(s, Figure))
    heavy = replace(first, statements=tuple(replace(figure, value=float(i)) for i in range(3000)))
    with Ledger(tmp_path / "a.db") as ledger:
        with ledger._engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 40}")  # room for the document, not for its rows
        with pytest.raises(LedgerFullError):
            ledger.add(heavy)
        with ledger._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 100000")
        ledger.add(second)
        ledger.add(first)
        assert ledger.info().documents == 2 and ledger.info().near_duplicates == 1 and ledger.check() == []
