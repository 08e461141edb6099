"""From a document to its statements: one file a stage, each saying what it requires and what it adds."""

from comity.reading.draft import Attribution, Draft, Mention, Quotation, Sentence, TimeExpression, Word
from comity.reading.reader import (
    ChainReader,
    Reader,
    ReaderError,
    Reading,
    UnknownReaderError,
    UnreadableError,
    find_reader,
    read_safely,
)
from comity.reading.stage import ChainError, Stage, check_chain


def default_reader() -> ChainReader:
    """The reader that comity ships; see `comity.reading.chain`, which is loaded only here, with its tables and its model."""
    from comity.reading import chain

    return chain.default_reader()


__all__ = [
    "Attribution",
    "ChainError",
    "ChainReader",
    "Draft",
    "Mention",
    "Quotation",
    "Reader",
    "ReaderError",
    "Reading",
    "Sentence",
    "Stage",
    "TimeExpression",
    "UnknownReaderError",
    "UnreadableError",
    "Word",
    "check_chain",
    "default_reader",
    "find_reader",
    "read_safely",
]
