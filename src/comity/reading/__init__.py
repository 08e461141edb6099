"""From a document to its statements: one file a stage, each saying what it requires and what it adds."""

from comity.reading.draft import Attribution, Draft, Mention, Quotation, Sentence, TimeExpression, Word
from comity.reading.reader import ChainReader, Reader, Reading, UnknownReaderError, find_reader
from comity.reading.stage import ChainError, Stage, check_chain

__all__ = [
    "Attribution",
    "ChainError",
    "ChainReader",
    "Draft",
    "Mention",
    "Quotation",
    "Reader",
    "Reading",
    "Sentence",
    "Stage",
    "TimeExpression",
    "UnknownReaderError",
    "Word",
    "check_chain",
    "find_reader",
]
