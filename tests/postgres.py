"""A real PostgreSQL server for the tests: started once, on a socket of its own, and thrown away afterwards."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

PROGRAMS = ("initdb", "pg_ctl")


def programs() -> Path | None:
    """Where PostgreSQL's server programs are; None where it is not installed."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else []
    folders += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if all((folder / name).exists() for name in PROGRAMS)), None)


@dataclass
class Server:
    """A running server; each path of a test stands for a database of its own."""

    folder: Path
    user: str
    databases: dict[str, str] = field(default_factory=dict)

    def url(self, database: str) -> str:
        return f"postgresql://{self.user}@/{database}?host={self.folder}"

    def database_of(self, path: Path) -> str:
        """The address of the database that stands for a path, made when it is asked for first."""
        import psycopg

        known = str(path.absolute())
        if known not in self.databases:
            name = f"test_{len(self.databases)}"
            with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
            self.databases[known] = name
        return self.url(self.databases[known])


@contextmanager
def running(binaries: Path) -> Iterator[Server]:
    """A server in a new folder; as the user `postgres` where the tests run as root, which the server refuses."""
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    folder = Path(tempfile.mkdtemp(prefix="comity-pg-"))
    account = pwd.getpwnam(user)
    os.chown(folder, account.pw_uid, account.pw_gid)
    as_user = {"user": user, "group": account.pw_gid, "extra_groups": ()} if os.geteuid() == 0 else {}

    def run(*command: str) -> None:
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, **as_user)  # type: ignore[call-overload]

    data = folder / "data"
    run(str(binaries / "initdb"), "-D", str(data), "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c max_connections=120"
    run(str(binaries / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield Server(folder, user)
    finally:
        run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
