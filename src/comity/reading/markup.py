"""Markdown and HTML that a converter left in a text: marks of emphasis, tags, comments, the addresses of links."""

from __future__ import annotations

import re

_MARKUP = re.compile(
    r"<!--.*?-->"
    r"|</?(?:a|b|i|u|p|q|br|hr|em|li|ol|ul|dd|dl|dt|td|th|tr|del|div|ins|sub|sup|cite|code|font|mark|span|small|strong|table|tbody"
    r"|thead|center|section|blockquote|h[1-6])\b[^<>]{0,300}>"
    r"|(?<=\])\((?:https?:|mailto:|/|#)[^()\s]{0,500}\)"  # a link's address, behind its words
    r"|\\(?=[\\`*_{}\[\]()#+.!~|-])",
    re.IGNORECASE | re.DOTALL,
)
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{2,3})(?=[^\s*_])([^*\n]{1,600}?)(?<=[^\s*_])\1(?!\w)")
_LINKED = re.compile(r"\[([^\[\]\n]{1,400})\](?= {6,})")  # only where an address stood


def unmarked(text: str) -> str:
    """The text with spaces for its markup, so that each character keeps its place.

    Stars that part paragraphs or begin items are left, and so is a `<` that begins no tag.
    """
    plain = _MARKUP.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    plain = _EMPHASIS.sub(lambda found: f"{' ' * len(found[1])}{found[2]}{' ' * len(found[1])}", plain)
    return _LINKED.sub(r" \1 ", plain)
