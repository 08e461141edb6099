"""Repairs a text once, on its way in. What comes out is what is stored and what all offsets count in."""

from __future__ import annotations

import re

import ftfy

# Only what is broken: mojibake, odd line ends, control characters. Quotation marks, ligatures and the width of characters
# stay as the publisher set them, since quotations are found by their marks.
_CONFIG = ftfy.TextFixerConfig(
    unescape_html=False,
    uncurl_quotes=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    normalization=None,
    explain=False,
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe\uffff]|[\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029|\x85")


def repair(text: str) -> str:
    """The text without mojibake, control characters and foreign line ends; repairing it again changes nothing."""
    for _ in range(4):  # text broken twice needs two rounds
        fixed = _CONTROLS.sub("", _LINE_ENDS.sub("\n", ftfy.fix_text(_CONTROLS.sub("", text), _CONFIG)))
        if fixed == text:
            break
        text = fixed
    return text
