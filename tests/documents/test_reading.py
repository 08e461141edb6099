"""Formats, repair, and what happens to bad input: each row of the table is something users have."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.documents import Problem, parse_text, printable, read_documents, repair, safe_file_name, streams
from comity.documents.dates import parse_date
from comity.model import Document

STORY = (
    "The foreign ministers of Norway and Chile met in Oslo on Tuesday. They agreed to open a joint office for fisheries, "
    "and asked Peru to join them before the end of the year. “We have waited long enough,” said the Norwegian minister."
)


def one(path: Path, **options: object) -> Document:
    found = list(read_documents([path], **options))  # type: ignore[arg-type]
    assert len(found) == 1 and isinstance(found[0], Document), found
    return found[0]


def test_text_with_a_head(tmp_path: Path) -> None:
    file = tmp_path / "oslo.md"
    file.write_text(f"---\ntitle: Talks in Oslo\ndate: 2020-03-03\npublisher: Example Wire\n---\n{STORY}\n", encoding="utf-8")
    document = one(file)
    assert (document.id, document.title, document.date) == ("oslo", "Talks in Oslo", dt.date(2020, 3, 3))
    assert document.publisher == "Example Wire" and document.text == STORY


def test_markdown_heading_is_the_title(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"# Talks in Oslo\n\n{STORY}", encoding="utf-8")
    assert one(file).title == "Talks in Oslo"


def test_json_keeps_what_it_does_not_know(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"id": "x1", "text": STORY, "date": "2020-03-03T10:00:00Z", "section": "world"}))
    document = one(file)
    assert document.extra == {"section": "world"} and document.date == dt.date(2020, 3, 3) and document.id == "x1"


@pytest.mark.parametrize("packer", ["plain", "gz", "zst"])
def test_json_lines_plain_and_packed(tmp_path: Path, packer: str) -> None:
    lines = "".join(json.dumps({"id": str(i), "text": f"{STORY} Item {i}."}) + "\n" for i in range(3)).encode()
    packed = {"plain": lines, "gz": gzip.compress(lines), "zst": zstandard.ZstdCompressor().compress(lines)}[packer]
    file = tmp_path / ("a.jsonl" + ("" if packer == "plain" else f".{packer}"))
    file.write_bytes(packed)
    assert [d.id for d in read_documents([file]) if isinstance(d, Document)] == ["0", "1", "2"]


def test_csv_with_semicolons_and_line_breaks(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f'id;date;text\n7;2020-03-03;"{STORY}\nMore."\n', encoding="utf-8")
    document = one(file)
    assert document.id == "7" and document.text.endswith("\nMore.")


def test_html_gives_the_article_without_its_menu(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    menu = "".join(f"<li><a href='/{i}'>Section {i}</a></li>" for i in range(20))
    body = "".join(f"<p>{STORY} Paragraph {i} of the story.</p>" for i in range(4))
    file.write_text(
        f"<html><head><title>Talks in Oslo</title><meta property='article:published_time' content='2020-03-03'></head>"
        f"<body><nav><ul>{menu}</ul></nav><article><h1>Talks in Oslo</h1>{body}</article></body></html>",
        encoding="utf-8",
    )
    document = one(file)
    assert "joint office for fisheries" in document.text and "Section 7" not in document.text
    assert document.title == "Talks in Oslo" and document.date == dt.date(2020, 3, 3)


def test_feed_entries_are_documents(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    item = (
        "<item><title>Talks</title><link>http://a.example/1</link><pubDate>Tue, 03 Mar 2020 10:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{STORY}&lt;/p&gt;</description></item>"
    )
    file.write_text(f"<?xml version='1.0'?><rss version='2.0'><channel><title>Example Wire</title>{item}</channel></rss>")
    document = one(file)
    assert (
        document.publisher == "Example Wire"
        and document.date == dt.date(2020, 3, 3)
        and document.text.startswith("The foreign")
    )


def test_json_feed(tmp_path: Path) -> None:
    file = tmp_path / "feed.json"
    item = {"id": "1", "content_html": f"<p>{STORY}</p>", "date_published": "2020-03-03T10:00:00Z"}
    file.write_text(json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": [item]}))
    assert one(file).text == STORY


def test_web_archive(tmp_path: Path) -> None:
    pytest.importorskip("fastwarc")
    body = "".join(f"<p>{STORY} Paragraph {i}.</p>" for i in range(4))
    page = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<html><body><article>{body}</article></body></html>"
    )
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "WARC-Target-URI: http://a.example/1\r\nWARC-Date: 2020-03-03T10:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(page.encode())}\r\n\r\n"
    )
    file = tmp_path / "a.warc.gz"
    file.write_bytes(gzip.compress((head + page + "\r\n\r\n").encode()))
    assert one(file).date == dt.date(2020, 3, 3)
    assert one(file).url == "http://a.example/1"


def test_folders_are_read_in_order_and_links_in_circles_once(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.txt").write_text(STORY + " Two.")
    (tmp_path / "1.txt").write_text(STORY + " One.")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    assert [d.id for d in read_documents([tmp_path]) if isinstance(d, Document)] == ["1", "2"]


BAD = [
    ("empty.txt", b"", "is empty"),
    ("blank.txt", b" \n \n", "is empty"),
    ("nul.txt", b"\0" * 400, "binary data"),
    ("paper.txt", b"%PDF-1.7 \x93\x8c\x8b\x9e", "is a PDF"),
    ("archive.txt", b"PK\x03\x04rest", "is a PDF, archive"),
    ("broken.json", b'{"text": ', "is not valid JSON"),
    ("list.json", b"[1, 2]", "expected an object"),
    ("no-text.json", b'{"id": "7", "body": "x"}', "has no field 'text'"),
    ("number.json", b'{"text": 12}', "expected text in the field 'text'"),
    ("wrong-id.json", json.dumps({"text": STORY, "id": ["a"]}).encode(), "expected text in the field 'id'"),
    ("date.json", json.dumps({"text": STORY, "date": "the ides of March"}).encode(), "write it as YYYY-MM-DD"),
    ("header.csv", b"a,b\n1,2\n", "expected a header with the column 'text'"),
    ("cells.csv", b"id,text\n1\n", "expected 2 cells, found 1"),
    ("cut.json.gz", gzip.compress(b'{"text": "' + os.urandom(2000).hex().encode() + b'"}')[:700], "broken or cut off"),
    ("cut.jsonl.zst", zstandard.ZstdCompressor().compress(os.urandom(3000).hex().encode())[:900], "cut off"),
    ("menu.html", b"<html><body><ul><li>Home</li></ul></body></html>", "no main text"),
    ("feed.rss", b"<rss version='2.0'><channel><title>x</title></channel></rss>", "no feed with entries"),
]


@pytest.mark.parametrize(("name", "content", "complaint"), BAD, ids=[row[0] for row in BAD])
def test_bad_input_is_named_and_the_rest_goes_on(tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz-good.txt").write_text(STORY)
    found = list(read_documents([tmp_path]))
    problems = [item for item in found if isinstance(item, Problem)]
    assert [item.id for item in found if isinstance(item, Document)] == ["zz-good"]
    assert problems and all(p.kind == "error" and name in p.origin for p in problems)
    assert any(complaint in p.reason for p in problems), problems


def test_a_broken_line_is_named_by_number_and_the_others_are_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(json.dumps({"id": "1", "text": STORY}) + "\n{oops\n" + json.dumps({"id": "3", "text": STORY + "!"}) + "\n")
    found = list(read_documents([file]))
    assert [d.id for d in found if isinstance(d, Document)] == ["1", "3"]
    (problem,) = [p for p in found if isinstance(p, Problem)]
    assert problem.origin.endswith("a.jsonl, record 2")


def test_a_line_beyond_the_limit_is_refused_without_being_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LARGEST_TEXT", 10_000)
    file = tmp_path / "a.jsonl"
    with file.open("w") as stream:
        stream.write('{"text": "' + "x" * 50_000 + '"}\n')
        stream.write(json.dumps({"id": "good", "text": STORY}) + "\n")
    found = list(read_documents([file]))
    assert [d.id for d in found if isinstance(d, Document)] == ["good"]
    assert "longer than" in next(p.reason for p in found if isinstance(p, Problem))


def test_a_200_megabyte_line_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "huge.jsonl"
    with file.open("wb") as stream:
        for _ in range(200):
            stream.write(b"x" * 1_000_000)
    (problem,) = list(read_documents([file]))
    assert isinstance(problem, Problem) and "longer than" in problem.reason


def test_a_decompression_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LARGEST_UNPACKED", 1_000_000)
    file = tmp_path / "bomb.txt.gz"
    file.write_bytes(gzip.compress(b"x" * 30_000_000))
    (problem,) = list(read_documents([file]))
    assert isinstance(problem, Problem) and "unpacks to more than" in problem.reason


def test_other_languages_are_skipped_and_missing_files_named(tmp_path: Path) -> None:
    file = tmp_path / "fr.txt"
    file.write_text(
        "Le ministre des affaires étrangères a rencontré son homologue à Lyon mardi, et ils ont parlé de la pêche. " * 3
    )
    skipped, missing = list(read_documents([file, tmp_path / "nowhere.txt"]))
    assert isinstance(skipped, Problem) and skipped.kind == "skipped" and "not in English" in skipped.reason
    assert isinstance(missing, Problem) and missing.kind == "error" and "does not exist" in missing.reason


def test_options_outrank_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"text": STORY, "publisher": "A", "date": "2001-01-01"}))
    document = one(file, publisher="B", date=dt.date(2002, 2, 2))
    assert (document.publisher, document.date) == ("B", dt.date(2002, 2, 2))


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("The ministerâ€™s words", "The minister’s words"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\ufeffStart\x00 and \x1b[31mred", "Start and [31mred"),
        ("“Stay,” she said — ‘now’.", "“Stay,” she said — ‘now’."),
        ("ﬁnance and Ｗ", "ﬁnance and Ｗ"),
    ],
)
def test_repair(broken: str, whole: str) -> None:
    assert repair(broken) == whole


@given(st.text(max_size=400))
def test_repairing_twice_changes_nothing(text: str) -> None:
    once = repair(text)
    assert repair(once) == once


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600), st.sampled_from([".txt", ".json", ".jsonl", ".csv", ".html", ".rss", ".md.gz", ".jsonl.zst"]))
def test_no_bytes_break_the_readers(tmp_path_factory: pytest.TempPathFactory, content: bytes, suffix: str) -> None:
    file = tmp_path_factory.mktemp("bytes") / f"a{suffix}"
    file.write_bytes(content)
    for item in read_documents([file]):
        assert isinstance(item, Problem) or item.text.strip()


def test_dates_are_not_guessed() -> None:
    assert (
        parse_date("15 December 2021") == parse_date("December 15, 2021") == parse_date("2021-12-15") == dt.date(2021, 12, 15)
    )
    assert parse_date("") is None
    with pytest.raises(Exception, match="YYYY-MM-DD"):
        parse_date("12/15/21")


def test_parse_text() -> None:
    assert parse_text(STORY, date="2020-03-03").date == dt.date(2020, 3, 3)
    with pytest.raises(Exception, match="is empty"):
        parse_text("  ")


def test_what_a_terminal_would_obey_is_not_printed() -> None:
    assert printable("a\x1b[2Jb\x1b]0;title\x07c\u202ed\x07e") == "abcde"


@pytest.mark.parametrize("identifier", ["../../etc/passwd", "a/b", "", ".", "x" * 300, "ä ö", "con:1"])
def test_ids_make_harmless_file_names(identifier: str) -> None:
    name = safe_file_name(identifier)
    assert name and "/" not in name and not name.startswith(".") and len(name) < 100
    assert safe_file_name("plain-id_1") == "plain-id_1"
    assert safe_file_name("a/b") != safe_file_name("a:b")


def test_gold_texts_come_through_unchanged_in_length(shared: Path) -> None:
    files = sorted((shared / "gold").glob("*/docs/*.json"))
    for file in files:
        original = json.loads(file.read_text(encoding="utf-8"))["text"]
        assert len(repair(original)) == len(original), file.name
    assert len(files) > 200


def test_a_feed_that_is_only_a_path_opens_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(
        "<rss version='2.0'><channel><item><title>x</title><description>secret words</description></item></channel></rss>"
    )
    (tmp_path / "feeds").mkdir()
    file = tmp_path / "feeds" / "a.rss"
    file.write_text(str(secret))
    (problem,) = list(read_documents([file]))
    assert isinstance(problem, Problem) and "secret words" not in problem.reason


def test_deeply_nested_json_is_a_problem_and_the_next_line_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text("[" * 200_000 + "\n" + json.dumps({"id": "good", "text": STORY}) + "\n")
    found = list(read_documents([file]))
    assert [d.id for d in found if isinstance(d, Document)] == ["good"] and isinstance(found[0], Problem)


def test_a_link_to_itself_ends_nothing(tmp_path: Path) -> None:
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "zz-good.txt").write_text(STORY)
    found = list(read_documents([tmp_path]))
    assert [d.id for d in found if isinstance(d, Document)] == ["zz-good"]


def test_a_date_with_rubbish_behind_it_is_refused() -> None:
    with pytest.raises(Exception, match="YYYY-MM-DD"):
        parse_date("2021-12-15 or so")
