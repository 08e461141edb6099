"""What is fuzzed: each target takes bytes, as hostile as they come, and may only answer or complain in the agreed way.

`benchmarks/fuzz.py` drives the targets by coverage (atheris); `tests/fuzz/test_corpus.py` runs the inputs that once broke one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from comity.documents import Problem, read_documents
from comity.exchange.coded_events import read_coded_events
from comity.exchange.statement_files import read_statement_files
from comity.knowledge import KnowledgeError, codebook
from comity.knowledge.assembly import Tables, add_user_actors
from comity.model import Document
from comity.reading import number_grammar, time_grammar
from comity.reading.quotation_marks import marked_pieces

_DAY = dt.date(2021, 12, 15)


@dataclass(frozen=True, slots=True)
class Target:
    """What is called, a few whole inputs to begin from, and pieces that inputs of this kind are made of."""

    call: Callable[[bytes], None]
    seeds: tuple[bytes, ...]
    pieces: str = ""


@lru_cache(maxsize=1)
def _folder() -> Path:
    """A scratch folder of this process, in memory where the machine has room for that."""
    memory = Path("/dev/shm")
    folder = Path(tempfile.mkdtemp(prefix="comity-fuzz-", dir=memory if os.access(memory, os.W_OK) else None))
    (folder / "docs").mkdir()
    return folder


def _document_file(suffix: str) -> Callable[[bytes], None]:
    def call(data: bytes) -> None:
        path = _folder() / f"input{suffix}"
        path.write_bytes(data)
        for item in read_documents([path], any_language=True):
            if isinstance(item, Problem):
                assert item.reason, "a problem must say what is wrong"
            else:
                assert isinstance(item, Document) and item.text.strip()
                item.text.encode("utf-8")  # no half characters

    return call


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _quotes(data: bytes) -> None:
    text = _text(data)
    last = 0
    for piece in marked_pieces(text, 0, len(text)):
        assert last <= piece.outer[0] <= piece.inner[0] <= piece.inner[1] <= piece.outer[1] <= len(text)
        last = piece.outer[0]


def _dates(data: bytes) -> None:
    text = _text(data)
    for anchor in (_DAY, None):
        last = 0
        for found in time_grammar.find(text, anchor):
            assert last <= found.start < found.end <= len(text)
            assert found.when is None or found.when.first <= found.when.last
            last = found.start


def _figures(data: bytes) -> None:
    text = _text(data)
    for quantity in number_grammar.find(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert abs(quantity.value) < float("inf")


def _codes(data: bytes) -> None:
    with contextlib.suppress(KeyError):
        codebook(_text(data))


def _actors(data: bytes) -> None:
    path = _folder() / "actors.yml"
    path.write_bytes(data)
    with contextlib.suppress(KnowledgeError):
        add_user_actors(Tables(), path)


def _read_through(found: Iterator[object]) -> None:
    for item in found:
        assert not isinstance(item, Problem) or item.reason


def _coded(data: bytes) -> None:
    path = _folder() / "events.csv"
    path.write_bytes(data)
    _read_through(read_coded_events(path))


def _statements(data: bytes) -> None:
    """A statement file; what stands before the first empty line is the document, the rest are its statements."""
    document, _, statements = data.partition(b"\n\n")
    (_folder() / "docs" / "input.json").write_bytes(document)
    path = _folder() / "input.jsonl"
    path.write_bytes(statements)
    _read_through(read_statement_files([path], coder="fuzz-1"))


_PAGE = (
    b"<!doctype html><html><head><meta charset='utf-8'><title>A meeting</title></head><body><nav>Menu</nav><article><h1>A "
    b"meeting</h1><p>The two ministers met in Vienna on Tuesday and agreed to meet again in March, their offices said.</p>"
    b"<p>Neither side would say whether the border had been spoken of, and no paper was signed.</p></article></body></html>"
)
_FEED = (
    b"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title><item><title>A</title><link>http://a.example/1</link>"
    b"<pubDate>Wed, 15 Dec 2021 10:00:00 GMT</pubDate><description>&lt;p&gt;They met.&lt;/p&gt;</description></item></channel></rss>"
)
_WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/1\r\nWARC-Date: 2021-12-15T10:00:00Z\r\n"
    b"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\nContent-Type: application/http; msgtype=response\r\n"
    b"Content-Length: %d\r\n\r\n%s\r\n\r\n"
)
_HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + _PAGE
_PROSE = b'On 15 December 2021 "two sides" met; the 37th since 2013, \xe2\x80\x9cgood,\xe2\x80\x9d he said, for $2.5 billion.'

_MARKS = "“ ” \" '' `` « » „ \\n\\n ,” said"
_TIME = "last next week month year Monday January 2021 29 of since the first quarter 1990s ago from to between early 31.12. -"
_NUMBER = "dozens two-thirds 4,27,000 1,5 percent million billion $ € between and up to half a 37th 1/0 9e999 ½ hundreds -"
_YAML = "kind: person names: terms: [ ] { } - & * !!python/object ? | > --- ... << null ~ !!int RUS:x 2001-01-01 .inf"
_JSON = '{ } [ ] "text" "items" "date" "html" null true 1e999 \\\\u d800 "id" : , "2021-12-15"'
_STATEMENT = (
    '"kind" "event" "quote" "figure" "tie" "value" "holds" "object" "sent" "evidence" "made_by" "marks" null [] {} -1 1e400'
)
_HTML = "<p> </p> <div> <script> <article> <!-- <![CDATA[ &amp; &#0; &#xd800; <meta charset=utf-16> <br> <table> <svg>"

TARGETS: dict[str, Target] = {
    "plain": Target(_document_file(".txt"), (b"title: A\ndate: 2021-12-15\n\nThey met.", _PROSE, b"\xff\xfeT\x00h\x00")),
    "html": Target(_document_file(".html"), (_PAGE,), _HTML),
    "json": Target(_document_file(".json"), (b'{"text": "They met.", "date": "2021-12-15"}', b'{"items": [{"content_text": "a"}]}'), _JSON),
    "jsonl": Target(_document_file(".jsonl"), (b'{"text": "They met."}\n{"text": 5}\n{"id": 1, "text": "a", "html": true}\n',), _JSON),
    "csv": Target(_document_file(".csv"), (b'text,date,id\n"They, met",2021-12-15,1\n', b"id;text\n1;a\n", b"\xff\xfet\x00")),
    "feed": Target(_document_file(".rss"), (_FEED,), _HTML),
    "warc": Target(_document_file(".warc"), (_WARC % (len(_HTTP), _HTTP),)),
    "parquet": Target(_document_file(".parquet"), (b"PAR1\x15\x04\x15PAR1",)),
    "packed": Target(_document_file(".jsonl.gz"), (b"\x1f\x8b\x08\x00", b"\x28\xb5\x2f\xfd\x04\x00")),
    "quotes": Target(_quotes, (_PROSE, b'"The "United States" holds nobody." ``So\'\' he said', "„Ja“ «non» “a".encode()), _MARKS),
    "dates": Target(_dates, (_PROSE, b"since the second quarter of 1999, two weeks ago, early next May, 29 February 2023, the 1990s"), _TIME),
    "figures": Target(_figures, (_PROSE, b"dozens, two-thirds of 4,27,000 people, between 3 and 5 per cent, half a million"), _NUMBER),
    "codes": Target(_codes, (b"042", b"PLEDGE", b"coerce")),
    "actors": Target(_actors, (b"RUS:Gazprom: [Gazprom, OAO Gazprom]\nUSA:A B: {kind: person, terms: [[leader, 2001, 2002]]}\n",), _YAML),
    "coded": Target(
        _coded,
        (
            b"20211215\tRUSGOV\tCHNGOV\t036\n20211215\tUSA\tRUS\t173\n",
            b"Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t"
            b"Target Sectors\tTarget Country\n1\t2021-12-15\tRussia\t\tRussia\tMeet\t036\t1.0\tChina\t\tChina\n",
        ),
    ),
    "statements": Target(
        _statements,
        (
            b'{"id": "1", "text": "France condemned Russia."}\n\n{"kind": "event", "actors": ["FRA"], "recipients": ["RUS"], '
            b'"code": "ACCUSE", "sent": ["France condemned Russia."]}\n',
        ), _STATEMENT),
}  # fmt: skip
