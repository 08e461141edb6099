"""Repairs a text once, on its way in. What comes out is what is stored and what all offsets count in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]|[\ud800-\udfff]")
"""Characters that stand in no text: controls, marks of byte order, halves of characters."""
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")


@lru_cache(maxsize=1)
def _fixer() -> tuple[Any, Any]:
    """ftfy, loaded when the first text comes, set to mend only what is broken: mojibake and control characters.

    Quotation marks, ligatures and the width of characters stay as the publisher set them: quotes are found by their marks.
    """
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        uncurl_quotes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        normalization=None,
        explain=False,
    )
    return ftfy.fix_text, config


def repair(text: str) -> str:
    """The text without mojibake, control characters and foreign line ends; repairing it again changes nothing."""
    fix, config = _fixer()
    for _ in range(4):  # text broken twice needs two rounds
        fixed = CONTROLS.sub("", _LINE_ENDS.sub("\n", fix(CONTROLS.sub("", text), config)))
        if fixed == text:
            break
        text = fixed
    return text
