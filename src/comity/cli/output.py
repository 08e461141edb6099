"""Listings in the formats that people and programs want: table, json, jsonl, csv, parquet."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from comity.documents import printable
from comity.exchange.tabular import Record, to_csv, to_json, to_jsonl, to_parquet


class Format(StrEnum):
    """How a listing is written."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


_NARROW = 100  # characters of a terminal; in less, every column may wrap
_LEAST = 14  # characters of a column of sentences
console = Console(highlight=False)
complaints = Console(stderr=True, highlight=False)


def clean(value: object) -> Text:
    """A cell for the terminal: never markup, never an escape sequence of a document's."""
    return Text(printable("" if value is None else str(value)))


def write(records: Sequence[Record], form: Format, output: Path | None) -> None:
    """Writes records for programs; to a file where one is given, else to standard output."""
    if form is Format.PARQUET:
        if output is not None:
            output.write_bytes(to_parquet(records))
        elif sys.stdout.isatty():
            complaints.print("parquet is no text: name a file with --output, or pipe it into one", style="red")
            raise SystemExit(2)
        else:
            sys.stdout.buffer.write(to_parquet(records))
        return
    text = {Format.JSON: to_json, Format.JSONL: to_jsonl, Format.CSV: to_csv}[form](records)
    if output is None:
        sys.stdout.write(text)
    else:
        output.write_text(text, encoding="utf-8")


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, wide: Sequence[str] = ()) -> None:
    """Prints a table; `wide` columns take the room that is left, the others are never cut where there is room for all."""
    narrow = console.width < _NARROW
    grid = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
    order = sorted(range(len(columns)), key=lambda i: columns[i] != "id") if narrow else range(len(columns))
    for i in order:  # where room is scarce the id comes first: it opens the row to its words, and must not be cut
        name = columns[i]
        if name in wide:
            grid.add_column(name, ratio=1, min_width=_LEAST, overflow="fold")
        else:
            grid.add_column(name, no_wrap=not narrow or name == "id", overflow="fold")
    for row in rows:
        cells = [cell if isinstance(cell, Text) else clean(cell) for cell in row]
        grid.add_row(*[cells[i] for i in order])
    console.print(grid)
