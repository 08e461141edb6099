"""What tests share: where the public corpora and gold documents are, and the repository's own examples."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.ledger import postgres
from tests.postgres import Server, programs, running

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data beside the repository; a test that needs it is skipped where it is absent."""
    folder = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared"))
    if not (folder / "gold" / "dev").is_dir():
        pytest.skip(f"needs the public data folder, not found at {folder} (set COMITY_SHARED)")
    return folder


@pytest.fixture(scope="session")
def examples() -> Path:
    """The bundled example texts."""
    return ROOT / "examples"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A real PostgreSQL server; a test that needs it is skipped where PostgreSQL is not installed (CI installs it)."""
    binaries = programs()
    if binaries is None:
        pytest.skip("needs PostgreSQL's server programs (Debian: apt-get install postgresql)")
    with running(binaries) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def both_stores(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Runs a test on both stores: with PostgreSQL, every path of a ledger stands for a database of the test server."""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        own = postgres.address
        monkeypatch.setattr(postgres, "address", lambda target: own(target) or server.database_of(Path(target)))
    return str(request.param)
