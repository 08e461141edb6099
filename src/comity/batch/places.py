"""Where a dataset lies: a folder of this machine, or any address that fsspec opens (`s3://…`, with `comity[remote]`)."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Protocol

from comity.documents.remote import file_system, is_remote


class Place(Protocol):
    """A folder of files, each written whole or not at all."""

    def read(self, name: str) -> bytes:
        """A file's bytes. Raises `FileNotFoundError`."""
        ...

    def write(self, name: str, data: bytes) -> None:
        """Writes a file whole, in place of one that was there."""
        ...

    def names(self, folder: str) -> list[str]:
        """The names of the files in a subfolder, in order; none where there is no such folder."""
        ...


class _Folder:
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __str__(self) -> str:
        return str(self._path)

    def read(self, name: str) -> bytes:
        return (self._path / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        target = self._path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".part-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(part).replace(target)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise

    def names(self, folder: str) -> list[str]:
        home = self._path / folder
        return sorted(f.name for f in home.iterdir() if not f.name.startswith(".")) if home.is_dir() else []


class _Remote:
    """A folder of a file system that fsspec knows; a single object is written whole there."""

    def __init__(self, address: str) -> None:
        self._files, self._root = file_system(address)
        self._address = address

    def __str__(self) -> str:
        return self._address

    def read(self, name: str) -> bytes:
        return bytes(self._files.cat_file(f"{self._root}/{name}"))

    def write(self, name: str, data: bytes) -> None:
        self._files.makedirs(str(Path(f"{self._root}/{name}").parent), exist_ok=True)
        self._files.pipe_file(f"{self._root}/{name}", data)

    def names(self, folder: str) -> list[str]:
        home = f"{self._root}/{folder}".rstrip("/")
        if not self._files.isdir(home):
            return []
        self._files.invalidate_cache(home)
        return sorted(str(name).rpartition("/")[2] for name in self._files.ls(home, detail=False))


def place(target: str | Path) -> Place:
    """The folder at a path, or at an address with `://` in it."""
    return _Remote(str(target)) if is_remote(target) else _Folder(Path(target))
