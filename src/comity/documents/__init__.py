"""From bytes to documents: one file a format, text repaired once, duplicates found."""

from comity.documents.duplicates import NearDuplicates, signature, similarity
from comity.documents.printable import printable, safe_file_name
from comity.documents.problems import DocumentError, Problem
from comity.documents.reading import parse_text, read_documents
from comity.documents.repair import repair

__all__ = [
    "DocumentError",
    "NearDuplicates",
    "Problem",
    "parse_text",
    "printable",
    "read_documents",
    "repair",
    "safe_file_name",
    "signature",
    "similarity",
]
