"""Files, folders and standard input to documents; what cannot be read comes as a `Problem` in their midst."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from comity.documents import plain, tabular, web
from comity.documents.dates import parse_date
from comity.documents.mending import repair
from comity.documents.problems import DocumentError, Problem
from comity.documents.remote import RemoteFile, is_remote, remote_files
from comity.documents.streams import open_bytes
from comity.model import Document

Found = Iterator[tuple[int, dict[str, Any] | DocumentError]]
Format = Callable[[BinaryIO, str], Found]

FORMATS: dict[str, Format] = {
    ".txt": plain.records,
    ".md": plain.records,
    ".html": web.html_records,
    ".htm": web.html_records,
    ".json": tabular.json_records,
    ".jsonl": tabular.jsonl_records,
    ".ndjson": tabular.jsonl_records,
    ".csv": tabular.csv_records,
    ".tsv": tabular.csv_records,
    ".parquet": tabular.parquet_records,
    ".rss": web.feed_records,
    ".atom": web.feed_records,
    ".xml": web.feed_records,
    ".warc": web.warc_records,
}
_PACKED = frozenset({".gz", ".zst"})
_KNOWN = ("id", "url", "publisher", "date", "title", "text", "html")
# "pcm" (Nigerian Pidgin) is what py3langid says of English texts full of names: of all 15 that it refused among 7,986
# English translations on kremlin.ru.
_TAKEN_FOR_ENGLISH = frozenset({"en", "pcm"})
_SHORTEST_TO_GUESS = 120  # characters; the language of less cannot be told


def _format_of(path: PurePath) -> tuple[Format | None, str]:
    """A file's format by its name, and its name without endings."""
    suffixes = [s.lower() for s in path.suffixes]
    while suffixes and suffixes[-1] in _PACKED:
        suffixes.pop()
    suffix = suffixes[-1] if suffixes else ""
    stem = path.name
    for _ in path.suffixes:
        if Path(stem).suffix.lower() in _PACKED | set(FORMATS):
            stem = stem[: -len(Path(stem).suffix)]
    return FORMATS.get(suffix), stem


def _sniff(head: bytes) -> Format:
    """The format of bytes without a name."""
    start = head.lstrip()[:600].lower()
    if start.startswith(b"warc/"):
        return web.warc_records
    if start.startswith((b"<!doctype html", b"<html")):
        return web.html_records
    if start.startswith(b"<?xml") or b"<rss" in start or b"<feed" in start:
        return web.feed_records
    if start.startswith(b"["):
        return tabular.json_records
    if start.startswith(b"{"):
        return tabular.jsonl_records if b"}\n{" in head or b'"}\n' in head else tabular.json_records
    return plain.records


def english(text: str) -> bool:
    """Whether a text is English, as far as its letters tell; short ones get the benefit of the doubt."""
    if len(text) < _SHORTEST_TO_GUESS:
        return True
    import py3langid

    return py3langid.classify(text[:4000])[0] in _TAKEN_FOR_ENGLISH


def _field(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return repair(str(value)).strip()
    raise DocumentError(f"expected text in the field {name!r}, found {type(value).__name__}")


def _document(record: dict[str, Any], origin: str, publisher: str | None, date: dt.date | None) -> Document:
    text = record.get("text")
    if text is None:
        raise DocumentError("has no field 'text'; rename the field that holds the article")
    if not isinstance(text, str):
        raise DocumentError(f"expected text in the field 'text', found {type(text).__name__}")
    text = repair(web.strip_tags(text) if record.get("html") else text)
    if not text.strip():
        raise DocumentError("is empty: there is no text to read")
    return Document(
        text=text,
        id=_field(record, "id"),
        title=_field(record, "title"),
        date=date or parse_date(record.get("date")),
        publisher=publisher or _field(record, "publisher"),
        url=_field(record, "url"),
        origin=origin,
        extra={k: v for k, v in record.items() if k not in _KNOWN},
    )


def parse_text(
    text: str, *, title: str = "", date: dt.date | str | None = None, publisher: str = "", id: str = "", url: str = ""
) -> Document:
    """A document from a string, repaired as files are. Raises `DocumentError` for an empty text or a date that is none."""
    fields = {"text": text, "id": id, "title": title, "date": date, "publisher": publisher, "url": url}
    return _document(fields, "", None, None)


def _files(path: Path, seen: set[Path], inside: bool = False) -> Iterator[Path | Problem]:
    """The files of a folder in order, each once; links that lead in circles are followed once."""
    try:
        real = path.resolve()
        children = sorted(path.iterdir()) if path.is_dir() else []
        if inside and not (path.is_dir() or path.is_file()):
            yield Problem(str(path), "is no file or folder, but a pipe, a device or a broken link; give a regular file")
            return
    except (OSError, RuntimeError) as problem:  # no permission; RuntimeError: a link to itself
        yield Problem(str(path), f"cannot be read ({getattr(problem, 'strerror', None) or problem}); check its permissions")
        return
    if real in seen:
        return
    seen.add(real)
    if not path.is_dir():
        yield path
        return
    for child in children:
        if child.name.startswith("."):
            continue
        if child.is_dir():
            yield from _files(child, seen, True)
        elif _format_of(child)[0] is None:
            yield Problem(str(child), f"is of no format that comity reads ({', '.join(FORMATS)})", "skipped")
        else:
            yield from _files(child, seen, True)


def read_documents(
    paths: Iterable[Path | str],
    *,
    publisher: str | None = None,
    date: dt.date | None = None,
    any_language: bool = False,
) -> Iterator[Document | Problem]:
    """The documents of files, folders, addresses that fsspec opens, and `-` (standard input), one after another.

    `publisher` and `date` outrank what the files say. A file or record that gives no document comes as a `Problem` that
    names the file, the record and what was expected; the rest goes on. Texts that are not English are skipped so, unless
    `any_language`.
    """
    seen: set[Path] = set()
    for given in paths:
        if is_remote(given):
            for found in remote_files(str(given)):
                yield from [found] if isinstance(found, Problem) else _from_file(found, publisher, date, any_language)
            continue
        path = None if str(given) == "-" else Path(given)
        try:
            exists = path is None or path.exists()
        except (OSError, ValueError) as problem:  # a name too long, or a folder that may not be entered
            yield Problem(str(path), f"cannot be read ({getattr(problem, 'strerror', None) or problem}); check the path")
            continue
        if path is not None and not exists:
            yield Problem(str(path), "does not exist; check the path")
            continue
        for file in [None] if path is None else _files(path, seen):
            if isinstance(file, Problem):
                yield file
            else:
                yield from _from_file(file, publisher, date, any_language)


def _from_file(
    path: Path | RemoteFile | None, publisher: str | None, date: dt.date | None, any_language: bool
) -> Iterator[Document | Problem]:
    name = str(path) if path else "standard input"
    try:
        known, stem = (None, "stdin") if path is None else _format_of(path.path if isinstance(path, RemoteFile) else path)
        with open_bytes(path, unpack=known is not web.warc_records) as stream:  # archives are unpacked record by record
            head = stream.peek(65536) if hasattr(stream, "peek") else b""
            if not head:
                yield Problem(name, "is empty: there is no text to read")
                return
            several = False
            for number, record in (known or _sniff(head))(stream, stem):
                several = several or number > 1
                origin = f"{name}, record {number}" if several or (known is not plain.records and number > 1) else name
                if isinstance(record, DocumentError):
                    yield Problem(f"{name}, record {number}", str(record))
                    continue
                try:
                    document = _document(record, origin, publisher, date)
                except DocumentError as problem:
                    yield Problem(origin if number == 1 and not several else f"{name}, record {number}", str(problem))
                    continue
                if any_language or english(document.text):
                    yield document
                else:
                    yield Problem(origin, "is not in English, which is what comity reads", "skipped")
    except DocumentError as problem:
        yield Problem(name, str(problem))
    except OSError as problem:
        yield Problem(name, f"cannot be read ({problem.strerror or problem})")
