"""SQL over a release, by DuckDB: every table of the release is a view, and nothing else can be reached or written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from comity.exchange.releases import TABLES, ReleaseError, check_release


def query_release(folder: Path, sql: str) -> list[dict[str, Any]]:
    """The rows of a question in DuckDB's SQL over the tables of a release (`events`, `quotes`, `dyad_month`, …).

    Needs the package duckdb (pip install "comity[sql]"). The connection reads the release's folder alone: no other file, no
    network, no extension. Raises `ReleaseError` where the folder is no whole release, or the question cannot be answered.
    """
    try:
        import duckdb
    except ImportError as missing:
        raise ImportError('SQL over releases needs the package duckdb: pip install "comity[sql]"') from missing
    if wrong := check_release(folder):
        raise ReleaseError(f"{folder} is no whole release: {'; '.join(wrong)}")
    home = folder.resolve()
    with duckdb.connect(":memory:") as connection:
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET autoload_known_extensions = false")
        connection.execute("SET allowed_directories = [?]", [str(home)])
        connection.execute("SET enable_external_access = false")
        for name in TABLES:
            path = str(home / f"{name}.parquet").replace("'", "''")
            connection.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
        connection.execute("SET lock_configuration = true")
        try:
            answer = connection.execute(sql)
            names = [column[0] for column in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        except duckdb.Error as problem:
            raise ReleaseError(f"the question cannot be answered: {problem}") from None
