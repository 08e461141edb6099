"""Files at addresses that fsspec opens (`s3://bucket/news/*.parquet`), asked only where somebody names one."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from comity.documents.problems import DocumentError, Problem


def is_remote(target: Path | str) -> bool:
    """Whether a target is an address, and no path of this machine."""
    return "://" in str(target)


def file_system(address: str) -> tuple[Any, str]:
    """The file system of an address, and the path within it. Raises `DocumentError` where nothing here can open it."""
    try:
        import fsspec
    except ImportError as missing:
        raise DocumentError(f'{address} needs the package fsspec: pip install "comity[remote]"') from missing
    try:
        files, root = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as problem:
        raise DocumentError(f"{address} cannot be opened: {problem}") from None
    return files, str(root).rstrip("/")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One file of a file system elsewhere; `path` is its name there, by which its format is known."""

    files: Any
    path: PurePosixPath

    def __str__(self) -> str:
        return str(self.files.unstrip_protocol(str(self.path)))

    def open(self) -> BinaryIO:
        """Its bytes."""
        return io.BufferedReader(self.files.open(str(self.path), "rb"))


def remote_files(address: str) -> Iterator[RemoteFile | Problem]:
    """The files at an address in order: one, those that a pattern with `*` fits, or all in a folder and below it."""
    try:
        files, root = file_system(address)
        found = files.glob(root) if "*" in root else files.find(root)
    except DocumentError as problem:
        yield Problem(address, str(problem))
        return
    except Exception as problem:  # each kind of store fails in its own ways: no key, no bucket, no network
        yield Problem(address, f"cannot be listed ({type(problem).__name__}: {problem})")
        return
    if not found:
        yield Problem(address, "does not exist, or holds nothing; check the address")
    for path in sorted(map(str, found)):
        if not PurePosixPath(path).name.startswith("."):
            yield RemoteFile(files, PurePosixPath(path))
