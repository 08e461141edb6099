"""Folders of statement files: `ID.jsonl` with a document's statements, and the document itself in `docs/ID.json`.

This is the shape of gold standards, and of what `comity read --out` writes when the documents are laid beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from comity.documents import Problem, read_documents
from comity.model import Document, Made, Statement, statement_from_dict
from comity.reading import Reading


def read_statement_files(paths: Iterable[Path | str], *, coder: str) -> Iterator[Reading | Problem]:
    """The readings of statement files and of folders of them, by the coder named (a person, a team, another system).

    A file that cannot be read is a `Problem` with its place and what was expected; the others go on.
    """
    for path in map(Path, paths):
        files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
        if not files:
            yield Problem(str(path), "holds no statement file (ID.jsonl, with its document in docs/ID.json)", "error")
        for file in files:
            yield _read(file, coder)


def _read(file: Path, coder: str) -> Reading | Problem:
    home = file.parent / "docs" / f"{file.stem}.json"
    if not file.exists() or not home.exists():
        missing = file if not file.exists() else home
        return Problem(str(file), f"{missing} does not exist; statements need the document that they stand in", "error")
    document = next(iter(read_documents([home])), None)
    if not isinstance(document, Document):
        return document or Problem(str(home), "holds no document", "error")
    statements = []
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        return Problem(str(file), f"cannot be read ({problem}); statement files are JSON Lines in UTF-8", "error")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            statements.append(_as_coded(statement_from_dict(json.loads(line), document.text), coder))
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as problem:
            return Problem(f"{file}, line {number}", f"is no statement: {problem}", "error")
    return Reading(document, tuple(statements), coder)


def _as_coded(statement: Statement, coder: str) -> Statement:
    made = statement.made_by
    return replace(statement, made_by=Made(coder=coder, stage="import", reason=made.reason if made else "", score=1.0))
