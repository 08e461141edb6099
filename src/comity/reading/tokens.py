"""Words and punctuation with exact offsets, cut as the English Web Treebank cuts them.

Contractions and possessives are words of their own (`do n't`, `Xi 's`), hyphenated compounds are split (`three - way`),
abbreviations keep their points (`U.S.`, `Gen.`), numbers keep their separators (`2,600`, `4,27,000`, `15:30`).
"""

from __future__ import annotations

import re

from comity.reading.draft import Word

_TITLES = (
    "Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Sgt|Capt|Cmdr|Adm|Sen|Rep|Gov|Amb|Hon|Rev|St|Jr|Sr|Inc|Ltd|Co|Corp|vs|etc|No"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
)
_LETTER = r"[^\W\d_]"
_TOKEN = re.compile(
    rf"""
      https?://[^\s<>"”’)\]]+ | www\.[^\s<>"”’)\]]+            # addresses
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | (?:{_LETTER}\.){{2,}}                                     # U.S., a.m.
    | (?:{_TITLES})\.(?=\s)                                     # Gen. Mattis
    | \b[A-Z]\.(?=\s+[A-Z])                                     # the initial in George W. Bush
    | \d+(?:st|nd|rd|th)\b
    | \d+(?:[.,:/]\d+)*
    | {_LETTER}+(?=n['’]t\b) | n['’]t\b                         # do n't
    | ['’](?:s|re|ve|ll|d|m|S|RE|VE|LL|D|M)\b                   # Xi 's, they 're
    | {_LETTER}[^\W_]*
    | \.{{2,}} | …  | -{{2,}} | –+ | —+
    | \S
    """,
    re.VERBOSE,
)
_CANNOT = re.compile(r"cannot", re.IGNORECASE)


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]`, with offsets into `text`."""
    end = len(text) if end is None else end
    found = []
    for match in _TOKEN.finditer(text, start, end):
        token, a, b = match[0], match.start(), match.end()
        if _CANNOT.fullmatch(token):
            found += [Word(text[a : a + 3], a, a + 3), Word(text[a + 3 : b], a + 3, b)]
        else:
            found.append(Word(token, a, b))
    return found
