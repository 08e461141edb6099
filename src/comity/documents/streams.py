"""Opens files, plain or compressed, within limits, and decodes their bytes."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import zstandard

from comity.documents.problems import DocumentError
from comity.documents.remote import RemoteFile

LARGEST_TEXT = 20_000_000
"""Bytes of one document, or of one line of records; about 3 million words, more than any article or transcript."""
LARGEST_UNPACKED = 20_000_000_000
"""Bytes that one compressed file may unpack to: against decompression bombs, above a day of the world's news."""
_CHUNK = 1 << 20
_PACKED_CHUNK = 1 << 16


class _Bounded(io.RawIOBase):
    """A readable stream that stops a decompression bomb."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._read = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._read += len(data)
        if self._read > LARGEST_UNPACKED:
            raise DocumentError(f"unpacks to more than {LARGEST_UNPACKED:,} bytes; split the file")
        buffer[: len(data)] = data
        return len(data)


class _Zstandard:
    """Unpacks Zstandard frame after frame, and says so where the last one is cut off (the library's reader does not)."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._ready = stream, b""
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._inside = False

    def read(self, size: int) -> bytes:
        while not self._ready:
            packed = self._frame.unused_data if self._frame.eof else b""
            if self._frame.eof:
                self._frame, self._inside = zstandard.ZstdDecompressor().decompressobj(), False
            packed = packed or self._stream.read(_PACKED_CHUNK)
            if not packed:
                if self._inside:
                    raise DocumentError("the compressed file is cut off; fetch it again")
                return b""
            self._inside = True
            self._ready = self._frame.decompress(packed)
        data, self._ready = self._ready[:size], self._ready[size:]
        return data


def _buffered(stream: Any) -> BinaryIO:
    bounded: Any = _Bounded(stream)
    return io.BufferedReader(bounded, _CHUNK)


@contextmanager
def open_bytes(path: Path | RemoteFile | None, unpack: bool = True) -> Iterator[BinaryIO]:
    """The bytes of a file (None: standard input), unpacked where its first bytes say gzip or Zstandard."""
    raw: Any = sys.stdin.buffer if path is None else path.open() if isinstance(path, RemoteFile) else path.open("rb")
    try:
        head = raw.peek(4)[:4] if unpack and hasattr(raw, "peek") else b""
        if head[:2] == b"\x1f\x8b":
            yield _buffered(gzip.GzipFile(fileobj=raw))
        elif head == b"\x28\xb5\x2f\xfd":
            yield _buffered(_Zstandard(raw))
        else:
            yield raw
    except (gzip.BadGzipFile, EOFError, zlib.error, zstandard.ZstdError) as problem:
        raise DocumentError(f"the compressed file is broken or cut off ({problem}); fetch it again") from None
    finally:
        if path is not None:
            raw.close()


def read_whole(stream: BinaryIO) -> bytes:
    """All bytes of one document; raises `DocumentError` above the limit."""
    data = stream.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise DocumentError(f"is larger than {LARGEST_TEXT:,} bytes, too much for one document; split it into articles")
    return data


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines; None in place of one that is longer than a document may be."""
    number = 0
    while line := stream.readline(LARGEST_TEXT + 1):
        number += 1
        if len(line) > LARGEST_TEXT and not line.endswith(b"\n"):
            while (rest := stream.readline(_CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def decode(data: bytes, declared: str | None = None) -> str:
    """Bytes to text: a byte order mark, UTF-8, the declared encoding, else the likeliest one. Raises `DocumentError`."""
    if data[:4] == b"%PDF" or data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise DocumentError("is a PDF, archive or office file, not text; convert it to text or HTML first")
    if data[:1024].count(0) > len(data[:1024]) // 10 and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        raise DocumentError("holds binary data, not text")
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    for likely in ("utf-8", declared):
        if likely:
            try:
                return data.decode(likely)
            except (UnicodeDecodeError, LookupError):
                continue
    from charset_normalizer import from_bytes  # rarely needed, and slow to load

    best = from_bytes(data[:200_000]).best()
    return data.decode(best.encoding if best else "cp1252", "replace")
