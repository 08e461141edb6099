"""What breaks beneath a ledger while it is written: the network, the server's disk, the clock. Nothing is lost or doubled."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from comity.ledger import Ledger, LedgerError, LedgerFullError, Outcome, judgements, writing
from comity.relations import judging, match_waiting
from tests.ledger.conftest import reading
from tests.postgres import Server

MANY = [reading(number) for number in range(400)]


class Wire:
    """A line to the server's socket that goes dead when a client has sent so many bytes over it."""

    def __init__(self, server: Path, folder: Path) -> None:
        self.folder, self.left = folder, 0
        self._server = server
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(folder / ".s.PGSQL.5432"))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self._server / ".s.PGSQL.5432"))
            threading.Thread(target=self._carry, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(server, client, False), daemon=True).start()

    def _carry(self, here: socket.socket, there: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while data := here.recv(4096):
                if counted:
                    self.left -= len(data)
                    if self.left < 0:
                        break
                there.sendall(data)
        for end in (here, there):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def wire(postgres_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Wire]:
    made = Wire(postgres_server.folder, tmp_path_factory.mktemp("w"))
    yield made
    made.close()


@pytest.mark.parametrize("survives", [60_000, 200_000, 400_000, 700_000])
def test_a_network_that_goes_in_the_middle_of_a_copy(
    wire: Wire, postgres_server: Server, tmp_path: Path, survives: int
) -> None:
    direct = postgres_server.database_of(tmp_path / "ledger")
    over = direct.replace(str(postgres_server.folder), str(wire.folder))
    with Ledger(direct) as ledger:
        ledger.add(MANY[0])
    wire.left = survives
    with pytest.raises(LedgerError, match=r"connection to .* was lost"), Ledger(over) as ledger:
        for begin in range(0, 400, 100):
            ledger.add_many(MANY[begin : begin + 100])
    with Ledger(direct) as ledger:
        held = ledger.info().documents
        assert held in (1, 100, 200, 300) and ledger.count() == 4 * held and ledger.check() == []
    wire.left = 1 << 40
    with Ledger(over) as ledger:  # the line is back, and the same command goes on where it was
        for begin in range(0, 400, 100):
            ledger.add_many(MANY[begin : begin + 100])
        match_waiting(ledger)
        assert ledger.info().documents == 400 == ledger.info().sources
        assert ledger.count() == 1600 and ledger.check() == []


@contextmanager
def small_disk(folder: Path, megabytes: int, owner: str) -> Iterator[Path]:
    """A file system of its own with so much room; skips the test where none may be mounted."""
    folder.mkdir()
    options = f"size={megabytes}m,mode=0700,uid={owner}"
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk needs the rights of root")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"no small disk may be mounted here ({done.stderr.decode().strip()})")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_of_the_server_keeps_what_was_written(
    postgres_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    import psycopg

    account = postgres_server.folder.stat()
    with small_disk(postgres_server.folder / "small", 24, str(account.st_uid)) as folder:
        with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{folder}'")
            connection.execute("CREATE DATABASE crowded TEMPLATE template0 TABLESPACE small")
        address, written = postgres_server.url("crowded"), 0
        try:
            with Ledger(address) as ledger:
                assert ledger.count() == 0  # on a connection that stays: with its disk full, the server may open no other
                with pytest.raises(LedgerFullError, match="no space is left"):
                    for number in range(1000):
                        ledger.add_many([reading(1000 * number + k) for k in range(50)])
                        written += 1
                assert written and ledger.info().documents == 50 * written
                assert ledger.count() == 200 * written and ledger.check() == []
        finally:
            with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as connection:
                connection.execute("DROP DATABASE crowded WITH (FORCE)")
                connection.execute("DROP TABLESPACE small")


@pytest.mark.usefixtures("both_stores")
def test_a_clock_that_jumps_changes_the_stamps_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stamps = iter(["2026-03-01", "1970-01-01", "2038-01-20", "2001-09-09"] * 50)
    for module in (judgements, writing):
        monkeypatch.setattr(module, "now", lambda: f"{next(stamps)}T00:00:00Z")
    with Ledger(tmp_path / "a.db") as ledger, Ledger(tmp_path / "a.db", read_only=True) as other:
        marks = [other.mark()]
        for number in range(4):
            run = ledger.begin_run("hand-1")
            assert ledger.add(reading(number)) is Outcome.ADDED
            ledger.end_run(run, documents=1, statements=4)
            marks.append(other.mark())
        assert len(set(marks)) == 5
        assert [run.id for run in ledger.runs()] == sorted((run.id for run in ledger.runs()), reverse=True)
        found = ledger.statements()[0]
        judging.reject(ledger, found.id, analyst="ada")
        judging.accept(ledger, found.id, analyst="ada")  # the later word holds, whatever the clock says
        assert found.id in {row.id for row in ledger.statements()}
        assert ledger.add(reading(0)) is Outcome.UNCHANGED and ledger.add(reading(0, "hand-2")) is Outcome.REREAD
        assert match_waiting(ledger) and ledger.check() == []
