"""PostgreSQL as a shared store: many at once, no lost update, and errors in words."""

from __future__ import annotations

import multiprocessing
import time
from pathlib import Path

import pytest

from comity.ledger import Ledger, LedgerBusyError, LedgerError, LedgerReadOnlyError, NotALedgerError, Query, postgres
from comity.relations import dossier, match_waiting
from tests.ledger.conftest import reading
from tests.postgres import Server

SPAWN = multiprocessing.get_context("spawn")  # libpq's connections do not survive a fork
DOCUMENTS = 60


@pytest.fixture
def url(postgres_server: Server, tmp_path: Path) -> str:
    return postgres_server.database_of(tmp_path / "ledger")


def write(url: str, first: int) -> None:
    """Adds every document, each writer in another order, and matches what waits."""
    with Ledger(url) as ledger:
        for number in range(DOCUMENTS):
            ledger.add(reading((number + first) % DOCUMENTS))
        match_waiting(ledger)


def read_until(url: str, stop: str, failures: object) -> None:
    """Asks again and again; statements never lack a part, whatever is being written."""
    try:
        with Ledger(url, read_only=True) as ledger:
            while not Path(stop).exists():
                documents = ledger.info().documents
                if ledger.count() < 4 * documents:
                    failures.put("a document without all its statements")  # type: ignore[attr-defined]
                dossier(ledger, "NOR", "CHL")
                time.sleep(0.05)
    except LedgerError as problem:
        failures.put(repr(problem))  # type: ignore[attr-defined]


def test_two_writers_and_twenty_readers(url: str, tmp_path: Path) -> None:
    stop = tmp_path / "stop"
    with Ledger(url) as ledger:
        ledger.add(reading(0))
    failures = SPAWN.Queue()
    readers = [SPAWN.Process(target=read_until, args=(url, str(stop), failures)) for _ in range(20)]
    writers = [SPAWN.Process(target=write, args=(url, first)) for first in (0, DOCUMENTS // 2)]
    for process in (*readers, *writers):
        process.start()
    for process in writers:
        process.join(240)
    stop.touch()
    for process in readers:
        process.join(60)
    assert [process.exitcode for process in (*writers, *readers)] == [0] * 22
    assert failures.empty(), failures.get()
    with Ledger(url) as ledger:
        assert ledger.info().documents == DOCUMENTS and ledger.count() == 4 * DOCUMENTS
        assert ledger.info().sources == DOCUMENTS and ledger.check() == []
        events = ledger.statements(Query(kinds=("event",)))
        assert len(ledger.occurrence_ids(row.id for row in events)) == len(events)  # none was left unmatched


def test_two_that_make_the_tables_at_once(url: str) -> None:
    makers = [SPAWN.Process(target=write, args=(url, 0)) for _ in range(2)]
    for process in makers:
        process.start()
    for process in makers:
        process.join(120)
    assert [process.exitcode for process in makers] == [0, 0]


def test_a_ledger_must_be_there_and_be_one(url: str, postgres_server: Server, tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no ledger at"):
        Ledger(url, create=False)
    with pytest.raises(LedgerError, match="there is no ledger at"):
        Ledger(url, read_only=True)
    import psycopg

    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE cats (name TEXT)")
    with pytest.raises(NotALedgerError, match="database of something else"):
        Ledger(url)
    with pytest.raises(LedgerError, match="cannot be reached"):
        Ledger(f"postgresql://nobody@/none?host={tmp_path}")


def test_read_only(url: str) -> None:
    Ledger(url).close()
    with Ledger(url, read_only=True) as ledger, pytest.raises(LedgerReadOnlyError):
        ledger.add(reading(1))


def test_questions_cannot_write(url: str) -> None:
    with Ledger(url) as ledger:
        ledger.add(reading(1))
        with pytest.raises(LedgerReadOnlyError):
            ledger.ask("DELETE FROM documents RETURNING id")
        assert ledger.info().documents == 1


def test_a_writer_waits_and_says_so(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import psycopg

    monkeypatch.setattr(postgres, "WAIT", 1)
    with Ledger(url) as ledger, psycopg.connect(url) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({postgres.WRITERS})")
        with pytest.raises(LedgerBusyError, match="written by another process"):
            ledger.add(reading(1))
        other.rollback()
        ledger.add(reading(1))


def test_a_connection_that_the_server_closed_is_opened_again(url: str) -> None:
    import psycopg

    with Ledger(url) as ledger:
        ledger.add(reading(1))
        assert ledger.count() == 4
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        time.sleep(0.2)
        assert ledger.count() == 4


def test_addresses_and_passwords() -> None:
    assert postgres.address("comity.db") is None and postgres.address(Path("/a/b.db")) is None
    assert postgres.address("postgresql+psycopg://ada:secret@host/db") == "postgresql://ada:secret@host/db"
    assert postgres.shown("postgresql://ada:secret@host/db") == "postgresql://ada@host/db"
    assert postgres.shown("postgresql://ada@host/db") == "postgresql://ada@host/db"
