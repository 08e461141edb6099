"""Watching: folders, feeds over a real socket, politeness, and a kill in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from comity.ledger import Ledger
from comity.watch import Fetcher, FetchError, Watcher, WatchMemory

FEED = """<?xml version='1.0'?><rss version='2.0'><channel><title>Example Wire</title>
<item><title>Paris</title><link>{base}/a</link><pubDate>Wed, 15 Dec 2021 10:00:00 GMT</pubDate>
<description>France condemned Russia on Tuesday.</description></item></channel></rss>"""
ARTICLE = """<html><head><title>Paris</title></head><body><article><p>France condemned Russia on Tuesday for the attack on a
convoy near the border. Poland thanked France for its words and asked for a meeting of the alliance this week.</p><p>Russia
rejected the charge. Its ambassador said that the convoy had never been near the border.</p></article></body></html>"""
Reply = tuple[int, dict[str, str], str]


class Site:
    """A web site of this machine: what it answers, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.pages: dict[str, Callable[[dict[str, str]], Reply]] = {}
        self.url = ""

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            site.asked.append((self.path, headers))
            status, sent, body = site.pages.get(self.path, lambda _: (404, {}, ""))(headers)
            self.send_response(status)
            data = body.encode()
            for name, value in {"Content-Type": "text/html", "Content-Length": str(len(data)), **sent}.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                self.wfile.write(data)
            except OSError:
                return

        def log_message(self, format: str, *args: object) -> None:
            return

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.url = f"http://127.0.0.1:{http.server_address[1]}"
    threading.Thread(target=http.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        http.shutdown()
        http.server_close()


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 1e9, [0.0]

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def feed_of(site: Site) -> Callable[[dict[str, str]], Reply]:
    def answer(headers: dict[str, str]) -> Reply:
        if headers.get("if-none-match") == '"1"':
            return 304, {}, ""
        return 200, {"Content-Type": "application/rss+xml", "ETag": '"1"'}, FEED.format(base=site.url)

    return answer


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[WatchMemory]:
    held = WatchMemory(tmp_path / "state")
    yield held
    held.close()


def test_a_folder_is_read_once_and_a_changed_file_again(memory: WatchMemory, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "deep").mkdir(parents=True)
    (inbox / "deep" / "a.txt").write_text("France condemned Russia.", encoding="utf-8")
    (inbox / "b.jsonl").write_text('{"text": 5}\n', encoding="utf-8")
    later = time.time() + 60
    with Ledger(tmp_path / "a.db") as ledger:
        young = Watcher(ledger, memory, folders=[inbox])
        assert young.round().files == 0  # still warm: somebody may be writing to them
        watcher = Watcher(ledger, memory, folders=[inbox], clock=lambda: later)
        first = watcher.round()
        assert (first.files, first.documents, len(first.problems)) == (2, 1, 1)
        assert watcher.round().files == 0
        (inbox / "deep" / "a.txt").write_text("Poland thanked Japan for its help.", encoding="utf-8")
        assert watcher.round().documents == 1
        assert ledger.info().documents == 2


def test_a_feed_is_asked_again_only_for_what_is_new(memory: WatchMemory, tmp_path: Path) -> None:
    clock = Clock()
    with serving() as site, Ledger(tmp_path / "a.db") as ledger:
        site.pages = {"/rss": feed_of(site), "/a": lambda _: (200, {}, ARTICLE)}
        fetcher = Fetcher(memory, clock=clock, sleep=clock.sleep)
        watcher = Watcher(ledger, memory, feeds=[f"{site.url}/rss"], whole=True, fetcher=fetcher)
        told = watcher.round()
        assert not told.problems and told.documents == 1
        assert site.paths() == ["/robots.txt", "/rss", "/a"] and min(clock.slept[1:]) >= 0.9  # one question a second
        document = ledger.documents()[0]
        assert document.url == f"{site.url}/a" and document.date == "2021-12-15"
        whole = ledger.document(document.id)
        assert whole is not None and "rejected the charge" in whole.text  # the page, not the feed's summary
        assert watcher.round().documents == 0  # not changed, says the server
        assert site.asked[-1][1]["if-none-match"] == '"1"' and "comity/" in site.asked[-1][1]["user-agent"]


def test_a_feed_is_noted_as_read_when_it_is_in_the_ledger_and_no_earlier(memory: WatchMemory, tmp_path: Path) -> None:
    clock = Clock()
    with serving() as site, Ledger(tmp_path / "a.db") as ledger:
        site.pages = {"/rss": feed_of(site)}
        fetcher = Fetcher(memory, clock=clock, sleep=clock.sleep)
        fetched = fetcher.fetch(f"{site.url}/rss")
        assert fetched is not None and memory.address(f"{site.url}/rss").etag == ""  # a kill here loses nothing
        watcher = Watcher(ledger, memory, feeds=[f"{site.url}/rss"], fetcher=fetcher)
        assert watcher.round().documents == 1 and memory.address(f"{site.url}/rss").etag == '"1"'


def test_a_page_that_has_not_changed_is_not_replaced_by_its_summary(memory: WatchMemory, tmp_path: Path) -> None:
    clock = Clock()
    with serving() as site, Ledger(tmp_path / "a.db") as ledger:
        feed = FEED.format(base=site.url)
        site.pages = {
            "/rss": lambda _: (200, {"Content-Type": "application/rss+xml"}, feed),
            "/a": lambda headers: (304, {}, "") if "if-none-match" in headers else (200, {"ETag": '"p"'}, ARTICLE),
        }
        fetcher = Fetcher(memory, clock=clock, sleep=clock.sleep)
        watcher = Watcher(ledger, memory, feeds=[f"{site.url}/rss"], whole=True, fetcher=fetcher)
        assert watcher.round().documents == 1
        assert watcher.round().documents == 0 and site.paths().count("/a") == 2
        assert [row.text for row in [ledger.document(d.id) for d in ledger.documents()] if "rejected" in row.text]
        assert ledger.info().documents == 1


def test_robots_limits_and_failures(memory: WatchMemory) -> None:
    clock = Clock()
    with serving() as site:
        site.pages = {
            "/robots.txt": lambda _: (200, {}, "User-agent: *\nDisallow: /private\nCrawl-delay: 7\n"),
            "/private/a": lambda _: (200, {}, ARTICLE),
            "/movie": lambda _: (200, {"Content-Type": "video/mp4"}, "x"),
            "/circle": lambda _: (302, {"Location": "/circle"}, ""),
            "/away": lambda _: (302, {"Location": "/private/a"}, ""),
            "/file": lambda _: (302, {"Location": "file:///etc/passwd"}, ""),
            "/down": lambda _: (503, {}, ""),
            "/ok": lambda _: (200, {}, ARTICLE),
        }
        fetcher = Fetcher(memory, clock=clock, sleep=clock.sleep)
        wrong = {
            "/private/a": "robots.txt",
            "/movie": "neither a feed nor a page",
            "/circle": "more than 5 times",
            "/away": "robots.txt",
            "/file": "no address of the web",
            "/down": "HTTP 503",
        }
        for path, told in wrong.items():
            with pytest.raises(FetchError, match=told):
                fetcher.fetch(site.url + path)
        assert "/private/a" not in site.paths() and max(clock.slept) == pytest.approx(7, abs=0.5)
        count = len(site.asked)
        assert fetcher.fetch(f"{site.url}/down") is None and len(site.asked) == count  # left alone for a minute
        clock.now += 61
        with pytest.raises(FetchError):
            fetcher.fetch(f"{site.url}/down")
        assert memory.address(f"{site.url}/down").not_before - clock.now == pytest.approx(120, abs=1)  # and then for two
        assert fetcher.fetch(f"{site.url}/ok") is not None
        fetcher.close()
    with pytest.raises(FetchError, match="cannot be fetched"):
        Fetcher(memory, clock=clock, sleep=clock.sleep).fetch(f"{site.url}/gone")


def test_a_clock_put_back_or_forward_neither_silences_an_address_nor_stops_the_watch(memory: WatchMemory) -> None:
    clock = Clock()
    with serving() as site:
        site.pages = {"/down": lambda _: (503, {}, "")}
        fetcher = Fetcher(memory, clock=clock, sleep=clock.sleep)
        with pytest.raises(FetchError):
            fetcher.fetch(f"{site.url}/down")
        clock.now -= 365 * 86_400
        clock.slept.clear()
        with pytest.raises(FetchError):
            fetcher.fetch(f"{site.url}/down")  # asked again, after no more than a host's usual pause
        assert max(clock.slept) <= 10
        clock.now += 10 * 365 * 86_400
        with pytest.raises(FetchError):
            fetcher.fetch(f"{site.url}/down")


@pytest.mark.parametrize(
    "private",
    ["http://127.0.0.1:9/a", "http://10.0.0.7/a", "http://169.254.169.254/latest", "http://[::1]/a", "http://localhost/a"],
)
def test_a_feed_of_the_open_net_does_not_lead_into_a_private_one(memory: WatchMemory, private: str) -> None:
    clock = Clock()
    fetcher = Fetcher(memory, clock=clock, sleep=clock.sleep)
    with pytest.raises(FetchError, match="private network"):
        fetcher.fetch(private, found_on="http://93.184.215.14/rss")
    fetcher.close()


def test_an_answer_without_end_is_cut(memory: WatchMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comity.watch.fetching.LARGEST", 1000)
    clock = Clock()
    with serving() as site:
        site.pages = {"/big": lambda _: (200, {}, "x" * 5000)}
        with pytest.raises(FetchError, match="larger than 1,000 bytes"):
            Fetcher(memory, clock=clock, sleep=clock.sleep).fetch(f"{site.url}/big")


def test_a_killed_watch_goes_on_where_it_was(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    old = time.time() - 60
    for number in range(12):
        file = inbox / f"{number:02}.txt"
        file.write_text(f"France condemned Russia on day {number}. Poland thanked Japan.", encoding="utf-8")
        os.utime(file, (old, old))
    ledger = tmp_path / "a.db"
    command = [sys.executable, "-m", "comity", "watch", str(inbox), "--ledger", str(ledger), "--every", "1"]
    seen = 0
    for _ in range(3):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(400):
            time.sleep(0.05)
            if ledger.exists() and ledger.stat().st_size and _documents(ledger) > seen:
                break
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert _documents(ledger) >= seen
        seen = _documents(ledger)
    done = subprocess.run([*command, "--once"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with Ledger(ledger) as book:
        assert book.info().documents == 12 and book.check() == []
    again = subprocess.run([*command, "--once"], capture_output=True, text=True, check=True)
    assert "0 documents" in again.stdout


def _documents(path: Path) -> int:
    try:
        with Ledger(path, create=False, read_only=True) as book:
            return book.info().documents
    except Exception:
        return 0
