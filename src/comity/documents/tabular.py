"""Records: JSON (one object or a list), JSON Lines, CSV, TSV and Parquet, with fields `id url publisher date title text`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from comity.documents.problems import DocumentError
from comity.documents.streams import LARGEST_TEXT, decode, lines, read_whole

Found = Iterator[tuple[int, dict[str, Any] | DocumentError]]
_ROWS = 256  # of a Parquet file in memory at a time


def _object(value: object) -> dict[str, Any] | DocumentError:
    if isinstance(value, dict):
        return {str(k): v for k, v in value.items()}
    return DocumentError(f"expected an object with the field 'text', found {type(value).__name__}")


def json_records(stream: BinaryIO, stem: str) -> Found:
    """The objects of a JSON file: one, a list of them, a list under `items`, `articles` or `documents`, or a JSON feed's."""
    data = read_whole(stream)
    try:
        value = msgspec.json.decode(decode(data))
    except RecursionError:
        raise DocumentError("is nested too deeply; expected an object with the field 'text'") from None
    except msgspec.DecodeError as problem:
        raise DocumentError(f"is not valid JSON ({problem}); JSON Lines files end in .jsonl") from None
    if isinstance(value, dict) and "text" not in value:
        for key in ("items", "articles", "documents"):
            if isinstance(value.get(key), list):
                value = [_feed_item(item) for item in value[key]] if key == "items" else value[key]
                break
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield number, _object(item)
    else:
        found = _object(value)
        yield 1, {"id": stem, **found} if isinstance(found, dict) else found


def _feed_item(item: object) -> object:
    if isinstance(item, dict) and ("content_text" in item or "content_html" in item):
        html = item.get("content_html")
        text = item.get("content_text") or html or ""
        return {
            **item,
            "text": text,
            "date": item.get("date_published"),
            "html": bool(html and not item.get("content_text")),
        }
    return item


def jsonl_records(stream: BinaryIO, stem: str) -> Found:
    """An object a line; a broken line is reported with its number and the rest goes on."""
    for number, line in lines(stream):
        if line is None:
            yield number, DocumentError(f"the line is longer than {LARGEST_TEXT:,} bytes; split it into articles")
        elif line.strip():
            try:
                yield number, _object(msgspec.json.decode(decode(line)))
            except RecursionError:
                yield number, DocumentError("the line is nested too deeply; expected an object with the field 'text'")
            except msgspec.DecodeError as problem:
                yield number, DocumentError(f"the line is not valid JSON ({problem})")
            except DocumentError as problem:
                yield number, problem


def csv_records(stream: BinaryIO, stem: str) -> Found:
    """A row a document; the header names the columns, of which `text` is needed."""

    def checked() -> Iterator[str]:
        for number, line in lines(stream):
            if line is None:
                raise DocumentError(f"line {number} is longer than {LARGEST_TEXT:,} bytes; split it into articles")
            yield decode(line).replace("\0", "")

    source = checked()
    try:
        header = next(source)
    except StopIteration:
        raise DocumentError("is empty; expected a header with the column 'text'") from None
    delimiter = "\t" if header.count("\t") > header.count(",") else ";" if header.count(";") > header.count(",") else ","
    try:
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])]
    except csv.Error as problem:
        raise DocumentError(f"the header is not valid CSV ({problem})") from None
    if "text" not in names:
        raise DocumentError(f"expected a header with the column 'text', found {', '.join(names[:8]) or 'nothing'}")
    csv.field_size_limit(LARGEST_TEXT)
    reader = csv.reader(source, delimiter=delimiter)
    try:
        for row in reader:
            if not any(row):
                continue
            if len(row) != len(names):
                yield reader.line_num + 1, DocumentError(f"expected {len(names)} cells, found {len(row)}")
            else:
                yield reader.line_num + 1, dict(zip(names, row, strict=True))
    except csv.Error as problem:
        raise DocumentError(f"line {reader.line_num + 1} is not valid CSV ({problem})") from None


def parquet_records(stream: BinaryIO, stem: str) -> Found:
    """A row a document; the columns are named as the fields are, and `text` is needed. Rows are read group by group."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    number = 0
    try:
        file = pq.ParquetFile(pa.PythonFile(stream, mode="r"))
        names = {name: name.strip().lower() for name in file.schema_arrow.names}
        if "text" not in names.values():
            raise DocumentError(f"expected a column 'text', found {', '.join(list(names)[:8]) or 'nothing'}")
        for batch in file.iter_batches(batch_size=_ROWS):
            for row in batch.to_pylist():
                number += 1
                yield number, {names[name]: value for name, value in row.items()}
    except (pa.ArrowException, OSError, UnicodeDecodeError) as problem:
        told = " ".join(str(problem).split())[:200]
        raise DocumentError(f"is broken as Parquet after row {number} ({told}); write or fetch it again") from None
