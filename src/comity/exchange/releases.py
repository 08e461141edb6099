"""Releases: a ledger as a folder that can be cited, with what changed since the last one.

A release holds Parquet tables, a codebook (`datapackage.json`, a Frictionless Data Package), a manifest with hashes, how to
cite it (`citation.bib`), how right this version is (`accuracy.json`), and the rows added, changed and withdrawn since a release
before. Texts of documents are not in it, only the words that statements rest on. The same ledger gives the same files, byte for
byte.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from comity.exchange.accuracy import figures
from comity.exchange.columns import COLUMNS
from comity.exchange.event_tables import Records, dyads
from comity.exchange.tabular import statement_record, to_csv, to_parquet
from comity.ledger import Ledger, LedgerError, Query
from comity.model import Status
from comity.version import __version__

FORMAT = 1
"""The version of a release's layout."""


class ReleaseError(LedgerError):
    """A release cannot be written or read; the message names the folder and says what to do."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Ids of statements added, changed and withdrawn since the release before."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    withdrawn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """A release that was written: where, its version, rows by table, and what changed (None for a first release)."""

    folder: Path
    version: str
    rows: dict[str, int]
    changes: Changed | None


def _statements(kind: str) -> Callable[[Ledger], Records]:
    def records(ledger: Ledger) -> Records:
        rows = sorted(ledger.statements(Query(kinds=(kind,))), key=lambda row: row.id)
        homes = ledger.occurrence_ids(row.id for row in rows) if kind == "event" else {}
        found = []
        for row in rows:
            record = statement_record(row)
            record["evidence"] = " … ".join(piece["text"] for piece in record["evidence"])
            if kind == "event":
                record["occurrence"] = homes.get(row.id, row.id)
            record.pop("kind")
            record.pop("first_seen")  # when this copy saw it, which another copy cannot reproduce
            found.append(record)
        return found

    return records


def _documents(ledger: Ledger) -> Records:
    rows = sorted(ledger.documents(), key=lambda row: row.id)
    names = ("id", "given_id", "title", "date", "publisher", "url", "coder", "statements", "sources", "near_duplicates")
    return [{name: getattr(row, name) for name in names} for row in rows]


def _actors(ledger: Ledger) -> Records:
    sql = "SELECT statement_id, role, position, key, code FROM statement_actors ORDER BY statement_id, role, position"
    standing = {row.id for row in ledger.statements()}
    names = ("statement", "role", "position", "key", "code")
    return [dict(zip(names, values, strict=True)) for values in ledger.ask(sql) if values[0] in standing]


TABLES: dict[str, Callable[[Ledger], Records]] = {
    "documents": _documents,
    "events": _statements("event"),
    "quotes": _statements("quote"),
    "figures": _statements("figure"),
    "ties": _statements("tie"),
    "actors": _actors,
    "dyad_month": lambda ledger: dyads(ledger, "month", (Status.HAPPENED,)),
    "dyad_year": lambda ledger: dyads(ledger, "year", (Status.HAPPENED,)),
}
"""A release's tables, by the name of their file."""

_STATEMENTS = ("events", "quotes", "figures", "ties")


def write_release(
    ledger: Ledger,
    folder: Path,
    *,
    version: str,
    title: str = "A ledger of comity",
    date: dt.date | None = None,
    previous: Path | None = None,
    on_table: Callable[[str], None] | None = None,
) -> Release:
    """Writes a release into a new folder, whole or not at all.

    `version` names it; `date` is its day (today where left out); `previous` is the folder of the release before. Raises
    `ReleaseError` where the folder exists or the release before cannot be read.
    """
    if folder.exists() and any(folder.iterdir()):
        raise ReleaseError(f"{folder} exists and is not empty; a release goes into a new folder")
    before = _fingerprints(previous) if previous else None
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    rows: dict[str, int] = {}
    now: dict[str, str] = {}
    for name, make in TABLES.items():
        if on_table:
            on_table(name)
        records = make(ledger)
        rows[name] = len(records)
        (part / f"{name}.parquet").write_bytes(to_parquet(records, list(COLUMNS[name])))
        if name in _STATEMENTS:
            now |= {record["id"]: _fingerprint(record) for record in records}
    changes = _compare(before, now) if before is not None else None
    if changes:
        listed = [{"id": i, "what": what} for what, ids in asdict(changes).items() for i in ids]
        (part / "changes.csv").write_text(to_csv(listed, columns=("id", "what")), encoding="utf-8")
    day = (date or dt.datetime.now(dt.UTC).date()).isoformat()
    (part / "datapackage.json").write_text(_package(title, version, day, rows), encoding="utf-8")
    (part / "accuracy.json").write_text(json.dumps(figures(), indent=1) + "\n", encoding="utf-8")
    (part / "citation.bib").write_text(_citation(title, version, day), encoding="utf-8")
    info = ledger.info()
    manifest = {
        "format": FORMAT,
        "title": title,
        "version": version,
        "date": day,
        "comity": __version__,
        "coders": info.coders,
        "publishers": info.publishers,
        "covers": [info.first_date, info.last_date],
        "rows": rows,
        "since": str(json.loads((previous / "manifest.json").read_text(encoding="utf-8"))["version"]) if previous else None,
        "sha256": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(part.iterdir())},
    }
    (part / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if folder.exists():
        folder.rmdir()
    part.replace(folder)
    return Release(folder, version, rows, changes)


def check_release(folder: Path) -> list[str]:
    """What is wrong with a release by its manifest: files that are missing, changed or not listed; empty where all is well."""
    listed = _manifest(folder)["sha256"]
    found = {file.name for file in folder.iterdir()} - {"manifest.json"}
    wrong = [f"{name} is missing" for name in sorted(set(listed) - found)]
    wrong += [f"{name} is not in the manifest" for name in sorted(found - set(listed))]
    for name in sorted(set(listed) & found):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != listed[name]:
            wrong.append(f"{name} has changed since the release was written")
    return wrong


def _manifest(folder: Path) -> dict[str, Any]:
    file = folder / "manifest.json"
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise ReleaseError(f"{folder} is no release of comity: {file} cannot be read ({problem})") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ReleaseError(f"{file} is not of format {FORMAT}, which this comity reads")
    return found


def _fingerprint(record: dict[str, Any]) -> str:
    """What a statement says, whoever coded it and with which score."""
    said = {k: v for k, v in record.items() if k not in ("coder", "stage", "reason", "score", "occurrence")}
    return json.dumps({name: _plain(value) for name, value in said.items()}, sort_keys=True)


def _plain(value: object) -> str:
    """A value as it reads in a table, whatever its type there: 6 and 6.0 are one, and so are nothing and an empty list."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return repr(float(value))
    return "" if value is None else str(value)


def _fingerprints(folder: Path) -> dict[str, str]:
    import pyarrow.parquet as pq

    _manifest(folder)
    found: dict[str, str] = {}
    for name in _STATEMENTS:
        try:
            rows = pq.read_table(folder / f"{name}.parquet").to_pylist()
        except (OSError, ValueError) as problem:
            raise ReleaseError(f"{folder / name}.parquet cannot be read: {problem}") from None
        found |= {row["id"]: _fingerprint(row) for row in rows}
    return found


def _compare(before: dict[str, str], now: dict[str, str]) -> Changed:
    added, withdrawn = sorted(now.keys() - before.keys()), sorted(before.keys() - now.keys())
    changed = sorted(i for i in now.keys() & before.keys() if now[i] != before[i])
    return Changed(tuple(added), tuple(changed), tuple(withdrawn))


def _package(title: str, version: str, day: str, rows: dict[str, int]) -> str:
    """The codebook: every column of every table with its type and meaning (specification: Data Package 1)."""
    resources = [
        {
            "name": name.replace("_", "-"),
            "path": f"{name}.parquet",
            "format": "parquet",
            "mediatype": "application/vnd.apache.parquet",
            "schema": {
                "fields": [{"name": c, "type": kind, "description": meaning} for c, (kind, meaning) in COLUMNS[name].items()],
                "primaryKey": next(iter(COLUMNS[name])) if "id" in COLUMNS[name] else [],
            },
            "rows": rows[name],
        }
        for name in TABLES
    ]
    package = {"profile": "data-package", "name": "comity-ledger", "title": title, "version": version, "created": day}
    return json.dumps({**package, "resources": resources}, ensure_ascii=False, indent=1) + "\n"


def _citation(title: str, version: str, day: str) -> str:
    fields: Sequence[tuple[str, str]] = (
        ("title", f"{title}, version {version}"),
        ("year", day[:4]),
        ("month", day[5:7]),
        ("note", f"Event ledger, coded with comity {__version__}"),
    )
    return "@misc{comity-ledger,\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in fields) + "}\n"
