"""Readers: from a document to its statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Protocol, runtime_checkable

from comity.documents.problems import Problem
from comity.model import Document, Statement
from comity.reading.draft import Draft
from comity.reading.stage import Stage, check_chain


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the statements that a coder found in it."""

    document: Document
    statements: tuple[Statement, ...]
    coder: str


@runtime_checkable
class Reader(Protocol):
    """Anything that reads documents: the shipped chain of stages, or another coder found by entry point.

    `coder` is its name with version, such as `comity-0.1.0`; it stands in each statement and decides in the ledger
    whether a document has to be read again.
    """

    coder: str

    def read(self, document: Document) -> Reading:
        """All statements of one document."""
        ...

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """The readings of many documents, in their order; the same as `read` on each."""
        ...


class ChainReader:
    """A reader made of stages that write on one draft, one after another."""

    def __init__(self, coder: str, stages: Sequence[Stage]) -> None:
        check_chain(stages)
        self.coder = coder
        self.stages = tuple(stages)

    def draft(self, document: Document) -> Draft:
        """The full sheet of one document, with every stage's layers."""
        draft = Draft(document)
        for stage in self.stages:
            stage(draft)
        return draft

    def read(self, document: Document) -> Reading:
        """All statements of one document."""
        return Reading(document, self.draft(document).statements(), self.coder)

    def read_many(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """The readings of many documents, one after another."""
        for document in documents:
            yield self.read(document)


class ReaderError(Exception):
    """A reader cannot be used; the message says why and what to do."""


class UnreadableError(ReaderError):
    """A reader gives up one document; others it may read."""


def read_safely(reader: Reader, document: Document) -> Reading | Problem:
    """A document's reading; a problem that names the document where the reader fails on it, so that others can go on."""
    try:
        return reader.read(document)
    except UnreadableError as fault:
        return Problem(document.origin or document.id, str(fault))
    except ReaderError:
        raise  # the reader cannot be used at all: no other document would fare better
    except Exception as fault:
        told = f"{type(fault).__name__}: {' '.join(str(fault).split())[:200]}"
        return Problem(document.origin or document.id, f"could not be read by {reader.coder} ({told}); please report this text")


class UnknownReaderError(ReaderError):
    """No installed package offers a reader by that name."""


def find_reader(name: str = "default") -> Reader:
    """The reader that an installed package registers under `name` in the entry-point group `comity.readers`."""
    found = {point.name: point for point in entry_points(group="comity.readers")}
    if name not in found:
        raise UnknownReaderError(f"no reader is called {name!r}; installed: {', '.join(sorted(found)) or 'none'}")
    reader = found[name].load()()
    if not isinstance(reader, Reader):
        raise UnknownReaderError(f"{found[name].value} gives a {type(reader).__name__}, which is no reader")
    return reader
