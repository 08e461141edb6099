"""Markdown and HTML that a converter left in a text: marks of emphasis, tags, comments, the addresses of links."""

from __future__ import annotations

import re

_MARKUP = re.compile(
    r"<!--(?:(?!<!--).)*?-->"
    r"|</?(?:a|b|i|u|p|q|br|hr|em|li|ol|ul|dd|dl|dt|td|th|tr|del|div|ins|sub|sup|cite|code|font|mark|span|small|strong|table|tbody"
    r"|thead|center|section|blockquote|h[1-6])(?:\s+[\w:-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'|[^\s<>\"']+))*\s*/?>"
    r"|\\(?=[\\`*_{}\[\]()#+.!~|-])",
    re.IGNORECASE | re.DOTALL,
)
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{2,3})(?=[^\s*_])([^*\n]{1,600}?)(?<=[^\s*_])\1(?!\w)")
_LINK = re.compile(r"\[([^\[\]\n]{1,400})\](\((?:https?:|mailto:|/|#)[^()\s]{0,500}\))")


def unmarked(text: str) -> str:
    """The text with spaces for its markup, so that each character keeps its place.

    Stars that part paragraphs or begin items are left, and so is a `<` that begins no tag.
    """
    plain = _LINK.sub(lambda found: f" {found[1]} {' ' * len(found[2])}", text)
    plain = _MARKUP.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), plain)
    return _EMPHASIS.sub(lambda found: f"{' ' * len(found[1])}{found[2]}{' ' * len(found[1])}", plain)
