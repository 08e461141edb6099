"""Listings in the formats that people and programs want: table, json, jsonl, csv, parquet."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from comity.documents import printable
from comity.ledger import Row
from comity.model import statement_to_dict


class Format(StrEnum):
    """How a listing is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


console = Console(highlight=False)
complaints = Console(stderr=True, highlight=False)


def clean(value: object) -> Text:
    """A cell for the terminal: never markup, never an escape sequence of a document's."""
    return Text(printable("" if value is None else str(value)))


def flat(row: Row) -> dict[str, Any]:
    """A ledger row as a flat record: the statement's fields, its id, its document and the first piece of evidence."""
    data = statement_to_dict(row.statement)
    made = data.pop("made_by", None) or {}
    data.pop("marks", None)
    return {
        "id": row.id,
        **data,
        "document": row.document_id,
        "publisher": row.publisher,
        "document_date": row.document_date,
        "title": row.title,
        "url": row.url,
        "coder": made.get("coder"),
        "stage": made.get("stage"),
        "reason": made.get("reason"),
        "score": made.get("score"),
        "first_seen": row.first_seen,
    }


def _cell(value: object) -> object:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return " … ".join(str(piece["text"]) for piece in value)
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return value


def write(records: Sequence[Mapping[str, Any]], form: Format, output: Path | None) -> None:
    """Writes records for programs; to a file where one is given, else to standard output."""
    if form is Format.PARQUET:
        _write_parquet(records, output)
        return
    if form is Format.JSON:
        text = json.dumps(list(records), ensure_ascii=False, indent=1) + "\n"
    elif form is Format.JSONL:
        text = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    else:
        stream = io.StringIO()
        names = list(dict.fromkeys(name for record in records for name in record))
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows([{name: _cell(value) for name, value in record.items()} for record in records])
        text = stream.getvalue()
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")


def _write_parquet(records: Sequence[Mapping[str, Any]], output: Path | None) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = list(dict.fromkeys(name for record in records for name in record))
    columns = {}
    for name in names:
        values = [_cell(record.get(name)) for record in records]
        kinds = {type(value) for value in values if value is not None}
        if kinds <= {int, float} and kinds and bool not in kinds:
            columns[name] = pa.array([None if v is None else float(str(v)) for v in values], pa.float64())
        else:
            columns[name] = pa.array([None if v is None else str(v) for v in values], pa.string())
    table = pa.table(columns)
    if output is not None:
        pq.write_table(table, output)
        return
    if sys.stdout.isatty():
        complaints.print("parquet is no text: name a file with --output, or pipe it into one", style="red")
        raise SystemExit(2)
    sink = io.BytesIO()
    pq.write_table(table, sink)
    sys.stdout.buffer.write(sink.getvalue())


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, wide: Sequence[str] = ()) -> None:
    """Prints a table; `wide` columns take the room that is left, the others are never cut."""
    grid = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
    for name in columns:
        grid.add_column(name, ratio=1 if name in wide else None, no_wrap=name not in wide, overflow="fold")
    for row in rows:
        grid.add_row(*[cell if isinstance(cell, Text) else clean(cell) for cell in row])
    console.print(grid)
