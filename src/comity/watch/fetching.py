"""Fetches feeds and pages politely: robots.txt kept, few at a time, only what has changed, within limits of time and size."""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from comity.documents import DocumentError
from comity.version import __version__
from comity.watch.memory import Address, WatchMemory

if TYPE_CHECKING:
    import httpx

AGENT = f"comity/{__version__} (event data; reads feeds that its user names)"
LARGEST = 20_000_000
"""Bytes of one answer."""
_TIMEOUT = 30.0  # seconds for one answer
_BETWEEN = 1.0  # seconds between two questions to one host, unless its robots.txt asks for more
_FIRST_WAIT, _LONGEST_WAIT = 60.0, 86_400.0  # seconds after a failure; doubled with each one in a row
_REDIRECTS = 5
_KINDS = ("html", "xml", "json", "text/plain", "rss", "atom")


class FetchError(DocumentError):
    """An address that gave nothing to read; the message says why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What stood at an address, and what is to be remembered of it once it is in the ledger."""

    url: str
    data: bytes
    address: Address


class Fetcher:
    """Asks addresses, and remembers in a `WatchMemory` what they said. `clock` and `sleep` are how it counts time."""

    def __init__(
        self, memory: WatchMemory, *, clock: Callable[[], float] = time.time, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        try:
            import httpx
        except ImportError as missing:
            raise DocumentError('following addresses needs the package httpx: pip install "comity[watch]"') from missing
        self._memory, self._clock, self._sleep = memory, clock, sleep
        self._client = httpx.Client(timeout=_TIMEOUT, headers={"User-Agent": AGENT}, follow_redirects=False)
        self._robots: dict[str, RobotFileParser] = {}
        self._asked: dict[str, float] = {}

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def fetch(self, url: str, *, found_on: str = "") -> Fetched | None:
        """What stands at an address; None where it has not changed, or is not to be asked yet after a failure.

        An address that was `found_on` another, or that one leads on to, must not point into a private network, unless that
        other stands there itself: a hostile feed could else have this machine's own services asked. That it was read is for
        the caller to note (`WatchMemory.note`), when it is in the ledger and no earlier.

        Raises `FetchError` where it cannot or must not be had; how long it is then left alone doubles with each failure.
        """
        known = self._memory.address(url)
        # A wait longer than any that is set comes of a clock that was put back; the address is asked then.
        if 0 < known.not_before - self._clock() <= _LONGEST_WAIT:
            return None
        try:
            return self._fetch(url, known, found_on or url)
        except FetchError:
            wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2**known.failures)
            later = Address(known.etag, known.modified, known.failures + 1, self._clock() + wait)
            self._memory.note(url, later)
            raise

    def _fetch(self, url: str, known: Address, named: str) -> Fetched | None:
        asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
        here = url
        for _ in range(_REDIRECTS + 1):
            if here != named and not _is_public(here) and _is_public(named):
                raise FetchError(f"{here} points into a private network, to which {named} must not lead")
            self._allowed(here)
            status, headers, data = self._get(here, {name: value for name, value in asked.items() if value})
            if status in (301, 302, 303, 307, 308) and headers.get("location"):
                here = str(self._joined(here, headers["location"]))
                continue
            if status == 304:
                self._memory.note(url, Address(known.etag, known.modified))
                return None
            if status != 200:
                raise FetchError(f"{url} answers with HTTP {status}")
            kind = headers.get("content-type", "text/html")
            if not any(part in kind for part in _KINDS):
                raise FetchError(f"{url} is {kind}, neither a feed nor a page")
            return Fetched(url, data, Address(headers.get("etag", ""), headers.get("last-modified", "")))
        raise FetchError(f"{url} leads on more than {_REDIRECTS} times")

    def _joined(self, here: str, there: str) -> httpx.URL:
        import httpx

        return httpx.URL(here).join(there)

    def _get(self, url: str, headers: dict[str, str]) -> tuple[int, httpx.Headers, bytes]:
        import httpx

        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise FetchError(f"{url} is no address of the web")
        self._wait_for(parts.netloc)
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                pieces, size = [], 0
                for piece in response.iter_bytes():
                    size += len(piece)
                    if size > LARGEST:
                        raise FetchError(f"{url} is larger than {LARGEST:,} bytes")
                    pieces.append(piece)
                return response.status_code, response.headers, b"".join(pieces)
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise FetchError(f"{url} cannot be fetched ({problem or type(problem).__name__})") from None

    def _wait_for(self, host: str) -> None:
        robots = self._robots.get(host)
        pause = float((robots.crawl_delay(AGENT) if robots else None) or _BETWEEN)
        since = self._clock() - self._asked.get(host, float("-inf"))
        if since < pause:
            self._sleep(min(pause, pause - since))  # no longer than that, though the clock was put back meanwhile
        self._asked[host] = self._clock()

    def _allowed(self, url: str) -> None:
        """Raises `FetchError` where the host's robots.txt does not want the address read."""
        parts = urlsplit(url)
        if parts.netloc not in self._robots:
            rules = RobotFileParser()
            status, _, data = self._get(f"{parts.scheme}://{parts.netloc}/robots.txt", {})
            if status in (401, 403):
                rules.parse(
                    ["User-agent: *", "Disallow: /"]
                )  # RFC 9309 would allow it; a host that forbids its rules is left alone
            elif status >= 500:
                raise FetchError(f"{parts.netloc} answers its robots.txt with HTTP {status}; it is left alone for now")
            else:
                rules.parse(data.decode("utf-8", "replace").splitlines() if status == 200 else [])
            self._robots[parts.netloc] = rules
        if not self._robots[parts.netloc].can_fetch(AGENT, url):
            raise FetchError(f"{url} is not to be read by programs, says its host's robots.txt")


def _is_public(url: str) -> bool:
    """Whether an address is one of the open internet; a host that has no address is for the question itself to fail on."""
    host = urlsplit(url).hostname or ""
    try:
        known = {entry[4][0] for entry in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):
        return True
    return all(ipaddress.ip_address(str(address).partition("%")[0]).is_global for address in known)
