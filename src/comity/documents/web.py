"""Web pages, feeds and web archives: the article's own text without menus and advertisements."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from comity.documents.mending import CONTROLS
from comity.documents.problems import DocumentError
from comity.documents.streams import LARGEST_TEXT, decode, read_whole

_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_SHORTEST_ARTICLE = 80  # characters; less is a menu or an error page
Found = Iterator[tuple[int, dict[str, Any] | DocumentError]]


def article(html: str, url: str | None = None) -> dict[str, Any]:
    """Text, title, date and publisher of a page's main article, by trafilatura. Raises `DocumentError` where there is none."""
    import trafilatura

    try:
        found: Any = trafilatura.bare_extraction(
            html, url=url, with_metadata=True, include_comments=False, include_tables=False
        )
    except Exception as problem:  # a page can break the parser in many ways, and must not end the batch
        raise DocumentError(f"the page cannot be parsed ({type(problem).__name__})") from None
    fields: dict[str, Any] = found.as_dict() if found is not None else {}
    text = fields.get("text") or ""
    if len(text) < _SHORTEST_ARTICLE:
        raise DocumentError("has no main text: a menu, a form or an error page")
    names = {"title": "title", "date": "date", "sitename": "publisher", "url": "url"}
    return {"text": text, **{ours: fields[theirs] for theirs, ours in names.items() if fields.get(theirs)}}


def html_records(stream: BinaryIO, stem: str) -> Found:
    """The article of an HTML file."""
    data = read_whole(stream)
    declared = _CHARSET.search(data[:4096])
    yield 1, {"id": stem, **article(decode(data, declared[1].decode("ascii") if declared else None))}


def feed_records(stream: BinaryIO, stem: str) -> Found:
    """The entries of an RSS or Atom feed, with their full content where the feed has it, else their summary."""
    import feedparser

    # A stream, never the bytes themselves: feedparser would first try to open them as the name of a file.
    data = read_whole(stream)
    try:
        feed = feedparser.parse(io.BytesIO(data))
    except Exception as problem:  # such as a reference to half a character, which no text can hold
        raise DocumentError(f"the feed cannot be parsed ({type(problem).__name__}); expected RSS or Atom") from None
    if not feed.entries:
        raise DocumentError("is no feed with entries; expected RSS or Atom")
    publisher = feed.feed.get("title", "")
    for number, entry in enumerate(feed.entries, 1):
        content = entry.get("content") or [{"value": entry.get("summary", "")}]
        yield (
            number,
            {
                "id": entry.get("id") or entry.get("link") or f"{stem}-{number}",
                "url": entry.get("link", ""),
                "title": entry.get("title", ""),
                "date": entry.get("published") or entry.get("updated") or "",
                "publisher": publisher,
                "text": strip_tags(content[0].get("value") or ""),
            },
        )


def strip_tags(html: str) -> str:
    """The text of a fragment of HTML, a line a block."""
    html = CONTROLS.sub("", html)  # lxml takes no text with them
    if "<" not in html:
        return html
    from lxml import etree
    from lxml import html as parser

    try:
        tree = parser.fromstring(f"<div>{html}</div>")
    except (etree.ParserError, ValueError):
        return ""
    for block in tree.iter("p", "br", "div", "li", "h1", "h2", "h3"):
        block.tail = "\n" + (block.tail or "")
    return re.sub(r"\n{2,}", "\n\n", str(tree.text_content())).strip()


def warc_records(stream: BinaryIO, stem: str) -> Found:
    """The articles of a web archive's HTML responses (needs the extra `comity[warc]`)."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise DocumentError("is a web archive; install the extra for it: pip install 'comity[warc]'") from None
    number = 0
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            number += 1
            if "html" not in (record.http_content_type or ""):
                continue
            url = record.headers.get("WARC-Target-URI", "")
            data = record.reader.read(LARGEST_TEXT)
            try:
                page = article(decode(data, record.http_charset), url)
            except DocumentError as problem:
                yield number, problem
            else:
                page.setdefault("date", (record.headers.get("WARC-Date") or "")[:10])
                yield number, {"id": url or f"{stem}-{number}", "url": url, **page}
    except GeneratorExit:
        raise
    except BaseException as problem:  # fastwarc raises plain exceptions for broken archives, or panics
        if isinstance(problem, (KeyboardInterrupt, SystemExit)):
            raise
        yield number + 1, DocumentError(f"the archive is broken from here on ({problem})")
