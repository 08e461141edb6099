"""Records as JSON, JSON Lines, CSV and Parquet, the same wherever comity writes them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from comity.knowledge.cameo_coding import coding_of
from comity.ledger import Row
from comity.model import Event, statement_to_dict

Record = Mapping[str, Any]


def statement_record(row: Row) -> dict[str, Any]:
    """A ledger row as a flat record: the statement's fields, its id, its document and its evidence."""
    data = statement_to_dict(row.statement)
    made = data.pop("made_by", None) or {}
    data.pop("marks", None)
    if isinstance(row.statement, Event):
        data |= _coding(row.statement)
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


def _coding(event: Event) -> dict[str, Any]:
    coding = coding_of(event)
    return {
        "quad": coding.quad,
        "mode": coding.mode or None,
        "intensity": coding.intensity,
        "cameo_root": coding.root,
        "cameo": coding.code,
        "goldstein": coding.goldstein,
    }


def flat_cell(value: object) -> object:
    """A value as a table's cell has it: lists joined by semicolons, pieces of evidence by dots."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return " … ".join(str(piece["text"]) for piece in value)
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return value


def columns_of(records: Sequence[Record]) -> list[str]:
    """All names of fields, in the order in which they come."""
    return list(dict.fromkeys(name for record in records for name in record))


def to_json(records: Sequence[Record]) -> str:
    """A JSON array, a record an element."""
    return json.dumps(list(records), ensure_ascii=False, indent=1) + "\n"


def to_jsonl(records: Sequence[Record]) -> str:
    """A JSON object a line."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def to_csv(records: Sequence[Record], *, delimiter: str = ",", columns: Sequence[str] | None = None) -> str:
    """CSV with a header; lists are joined by semicolons."""
    stream = io.StringIO()
    writer = csv.DictWriter(
        stream, list(columns or columns_of(records)), delimiter=delimiter, lineterminator="\n", extrasaction="ignore"
    )
    writer.writeheader()
    writer.writerows([{name: flat_cell(value) for name, value in record.items()} for record in records])
    return stream.getvalue()


def to_parquet(records: Sequence[Record], columns: Sequence[str] | None = None) -> bytes:
    """Parquet: whole numbers as int64, other numbers as float64, the rest as text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    arrays = {}
    for name in columns or columns_of(records):
        values = [flat_cell(record.get(name)) for record in records]
        kinds = {type(value) for value in values if value is not None}
        if kinds == {bool}:
            arrays[name] = pa.array(values, pa.bool_())
        elif kinds == {int}:
            arrays[name] = pa.array(values, pa.int64())
        elif kinds and kinds <= {int, float}:
            arrays[name] = pa.array([None if v is None else float(str(v)) for v in values], pa.float64())
        else:
            arrays[name] = pa.array([None if v is None else str(v) for v in values], pa.string())
    sink = io.BytesIO()
    pq.write_table(pa.table(arrays), sink)
    return sink.getvalue()
