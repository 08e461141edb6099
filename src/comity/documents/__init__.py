"""From bytes to documents: one file a format, text repaired once, duplicates found."""

from typing import TYPE_CHECKING

from comity.lazily import lazily

if TYPE_CHECKING:
    from comity.documents.duplicates import SAME_STORY, bands, signature, similarity
    from comity.documents.mending import repair
    from comity.documents.problems import DocumentError, Problem
    from comity.documents.reading import parse_text, read_documents
    from comity.documents.terminal import printable, safe_file_name

__getattr__ = lazily(
    __name__,
    {
        "comity.documents.duplicates": (
            "SAME_STORY",
            "bands",
            "signature",
            "similarity",
        ),
        "comity.documents.mending": ("repair",),
        "comity.documents.problems": (
            "DocumentError",
            "Problem",
        ),
        "comity.documents.reading": (
            "parse_text",
            "read_documents",
        ),
        "comity.documents.terminal": (
            "printable",
            "safe_file_name",
        ),
    },
)

__all__ = [
    "SAME_STORY",
    "DocumentError",
    "Problem",
    "bands",
    "parse_text",
    "printable",
    "read_documents",
    "repair",
    "safe_file_name",
    "signature",
    "similarity",
]
