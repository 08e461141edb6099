"""The Arrow tables that batches are made of, and the batch function itself.

A row of `DOCUMENTS` is a document, or a place that gave none (`problem` says why). `READINGS` has a row for each of those with
what the coder found, whole; `STATEMENTS` a row for each statement, with the columns of every other listing of comity.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from comity.documents import Problem
from comity.exchange.tabular import flat_cell, statement_record
from comity.ledger import Row
from comity.model import Document, statement_from_dict, statement_id, statement_to_dict
from comity.reading import Reader, Reading, read_safely

DOCUMENTS = pa.schema(
    [
        *[(name, pa.string()) for name in ("id", "title")],
        ("date", pa.date32()),
        *[
            (name, pa.string())
            for name in ("publisher", "url", "language", "origin", "text", "extra", "problem", "problem_kind")
        ],
    ]
)
READINGS = pa.schema([*DOCUMENTS, ("fingerprint", pa.string()), ("coder", pa.string()), ("statements", pa.list_(pa.string()))])
_NUMBERS = {"value", "value_to", "intensity", "goldstein", "score"}
_COLUMNS = (
    *("id", "document", "document_date", "publisher", "title", "url", "kind", "date", "code", "status", "object", "actors"),
    *(
        "recipients",
        "according_to",
        "place",
        "topics",
        "quad",
        "mode",
        "intensity",
        "cameo_root",
        "cameo",
        "goldstein",
        "words",
    ),
    *("speaker", "addressee", "via", "value", "value_to", "unit", "what", "about", "period", "qualifier", "type", "members"),
    *("holds", "evidence", "coder", "stage", "reason", "score", "statement"),
)
STATEMENTS = pa.schema([(name, pa.float64() if name in _NUMBERS else pa.string()) for name in _COLUMNS])
"""`document` is the text's fingerprint; `statement` the whole statement as JSON, with marks and offsets."""


def documents_table(items: Iterable[Document | Problem]) -> pa.Table:
    """Documents and problems as a table of the schema `DOCUMENTS`."""
    rows = [_row(item) for item in items]
    return pa.table({name: [row.get(name) for row in rows] for name in DOCUMENTS.names}, schema=DOCUMENTS)


def _row(item: Document | Problem) -> dict[str, Any]:
    if isinstance(item, Problem):
        return {"origin": item.origin, "problem": item.reason, "problem_kind": item.kind}
    names = ("id", "title", "date", "publisher", "url", "language", "origin", "text")
    extra = json.dumps(dict(item.extra), ensure_ascii=False, default=str) if item.extra else None
    return {**{name: getattr(item, name) for name in names}, "extra": extra}


def item_of(row: dict[str, Any]) -> Document | Problem:
    """The document or problem of a table's row."""
    if row["problem"] is not None:
        return Problem(row["origin"] or "", row["problem"], row["problem_kind"])
    names = ("text", "id", "title", "date", "publisher", "url", "language", "origin")
    given = {name: row[name] for name in names if row[name] is not None}
    return Document(**given, extra=json.loads(row["extra"]) if row["extra"] else {})


def read_batch(documents: pa.Table, reader: Reader) -> pa.Table:
    """The batch function: documents (`DOCUMENTS`) to readings (`READINGS`), row by row in the same order.

    A document on which the reader fails becomes a row with a problem; the others go on.
    """
    rows = []
    for row in documents.to_pylist():
        item = item_of(row)
        found = read_safely(reader, item) if isinstance(item, Document) else item
        if isinstance(found, Problem):
            rows.append({**row, "problem": found.reason, "problem_kind": found.kind})
            continue
        written = [json.dumps(statement_to_dict(s), ensure_ascii=False) for s in found.statements]
        rows.append({**row, "fingerprint": found.document.fingerprint, "coder": found.coder, "statements": written})
    return pa.table({name: [row.get(name) for row in rows] for name in READINGS.names}, schema=READINGS)


def readings_of(table: pa.Table) -> Iterator[Reading | Problem]:
    """The readings of a table of the schema `READINGS`."""
    for row in table.to_pylist():
        item = item_of(row)
        if isinstance(item, Problem):
            yield item
        else:
            statements = tuple(statement_from_dict(json.loads(s)) for s in row["statements"] or ())
            yield Reading(item, statements, row["coder"])


def statements_table(readings: pa.Table) -> pa.Table:
    """The statements of a table of readings, a row each, by the schema `STATEMENTS`."""
    rows = []
    for row in readings.to_pylist():
        for written in row["statements"] or ():
            statement = statement_from_dict(json.loads(written))
            day = row["date"].isoformat() if isinstance(row["date"], dt.date) else None
            ledger_row = Row(
                statement_id(statement, row["fingerprint"]),
                statement,
                row["fingerprint"],
                row["title"] or "",
                row["publisher"] or "",
                day,
                row["url"] or "",
                "",
            )
            rows.append({**statement_record(ledger_row), "statement": written})
    return pa.table({name: [_cell(name, row.get(name)) for row in rows] for name in _COLUMNS}, schema=STATEMENTS)


def _cell(name: str, value: object) -> object:
    flat = flat_cell(value)
    if flat is None or name in _NUMBERS:
        return flat
    return str(flat).lower() if isinstance(flat, bool) else str(flat)
