"""The pages as static files, for publishing anywhere: what a visitor reaches by links, without the forms that need a server.

Pages are asked of the application itself, as a browser would, from home on outwards; links become relative ones to files. What
lies beyond the wished number of pages is not written, and its links lead to a page that says so. The folder appears only when
all of it is written.
"""

from __future__ import annotations

import asyncio
import html
import re
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from comity.documents import safe_file_name
from comity.web.app import make_app
from comity.web.inside import get

_NEEDS_SERVER = re.compile(r'<form\b.*?</form>|<aside class="facets".*?</aside>|<a href="/(?:read|judge)">.*?</a>', re.DOTALL)
_LINK = re.compile(r'(?P<name>\b(?:href|src))="(?P<to>/[^"]*)"')
_FOLLOWED = frozenset({"page", "by"})
"""Parts of an address that are kept; a link with another filter leads to the page without any."""
_LEFT_OUT = ("/find", "/read", "/judge", "/openapi.json", "/api", "/search")
_ROOTS = (
    "/",
    "/events",
    "/quotes",
    "/figures",
    "/ties",
    "/documents",
    "/pledges",
    "/blocs",
    "/map",
    "/codebook",
    "/accuracy",
    "/about",
)
_NOT_HERE = "not-here.html"
_GUARD = "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; base-uri 'none'; form-action 'none'"


class SiteError(Exception):
    """The site cannot be written where it is wished."""


@dataclass(slots=True)
class Site:
    """What was written: pages, other files, and how many addresses were left out because there were too many."""

    folder: Path
    pages: int = 0
    files: int = 0
    left_out: int = 0
    broken: list[str] = field(default_factory=list)


def _kept(address: str) -> str | None:
    """An address as the site has it, without filters; None where a site cannot have it."""
    parts = urlsplit(address)
    if any(parts.path == root or parts.path.startswith(f"{root}/") for root in _LEFT_OUT):
        return None
    query = "&".join(f"{name}={value}" for name, value in parse_qsl(parts.query) if name in _FOLLOWED)
    return f"{parts.path}?{query}" if query else parts.path


def file_of(address: str, kind: str) -> PurePosixPath:
    """The file that an address becomes: `/dyads/RUS-CHN` → dyads/RUS-CHN/index.html, `/x.csv` → x.csv."""
    parts = urlsplit(address)
    names = [safe_file_name(unquote(part)) for part in parts.path.strip("/").split("/") if part]
    wanted = "-".join(value for pair in parse_qsl(parts.query) for value in pair)
    if kind == "text/html":
        return PurePosixPath(*names, f"{safe_file_name(wanted)}.html" if wanted else "index.html")
    last = PurePosixPath(names[-1])
    return PurePosixPath(*names[:-1], f"{last.stem}-{safe_file_name(wanted)}{last.suffix}" if wanted else last.name)


def write_site(ledger: str | Path, folder: Path, *, most: int = 20_000, on_page: Callable[[str], None] | None = None) -> Site:
    """Writes the pages of a ledger into a new folder, at most so many addresses, those nearest to home first.

    `on_page` is told each address, for progress. Raises `SiteError` where the folder is not empty, `LedgerError` where there is
    no ledger.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SiteError(f"{folder} is not an empty folder; name a new one, so that nothing of yours is overwritten")
    app = make_app(ledger)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".comity-site-") as scratch:
        made = Path(scratch, "site")
        site = asyncio.run(_crawl(app, made, most, on_page))
        shutil.copytree(Path(__file__).parent / "static", made / "static")
        site.files += sum(1 for _ in (made / "static").iterdir())
        if folder.exists():
            folder.rmdir()
        made.replace(folder)
    site.folder = folder
    return site


async def _crawl(app: Any, folder: Path, most: int, on_page: Callable[[str], None] | None) -> Site:
    site = Site(folder)
    queue = deque(_ROOTS)
    files: dict[str, PurePosixPath | None] = dict.fromkeys(_ROOTS)
    texts: dict[PurePosixPath, str] = {}
    while queue:
        address = queue.popleft()
        if on_page:
            on_page(address)
        status, kind, body = await get(app, address)
        if status != 200:
            site.broken.append(f"{address}: {status}")
            files.pop(address)
            continue
        path = files[address] = file_of(address, kind)
        if kind != "text/html":
            _write(folder / path, body)
            site.files += 1
            continue
        site.pages += 1
        text = texts[path] = _NEEDS_SERVER.sub("", body.decode("utf-8"))
        for found in _links(text):
            if found not in files:
                if len(files) < most:
                    files[found] = None
                    queue.append(found)
                else:
                    site.left_out += 1
    for path, text in texts.items():
        _write(folder / path, _relinked(text, path, files).encode("utf-8"))
    _write(folder / _NOT_HERE, _NOTE.encode("utf-8"))
    return site


def _links(text: str) -> Iterator[str]:
    for match in _LINK.finditer(text):
        to = html.unescape(match["to"]).partition("#")[0]
        if not to.startswith("/static/") and (kept := _kept(to)) is not None:
            yield kept


def _relinked(text: str, here: PurePosixPath, files: dict[str, PurePosixPath | None]) -> str:
    """A page whose links lead to files beside it."""
    up = "../" * (len(here.parts) - 1)

    def relative(match: re.Match[str]) -> str:
        to, hash_, anchor = html.unescape(match["to"]).partition("#")
        if to.startswith("/static/"):
            target = to.lstrip("/")
        else:
            kept = _kept(to)
            path = files.get(kept) if kept is not None else None
            target = str(path) if path is not None else _NOT_HERE
        return f'{match["name"]}="{html.escape(up + target + hash_ + anchor)}"'

    guard = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_GUARD)}">\n<meta name="viewport"'
    return _LINK.sub(relative, text).replace('<meta name="viewport"', guard, 1)


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


_NOTE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not in this copy · comity</title>
<link rel="stylesheet" href="static/style.css"></head>
<body><main id="main"><h1>Not in this copy</h1>
<p>This is a copy of a ledger's pages as files. It holds the pages nearest to its first one; searching, filtering and the page
that you asked for need the ledger itself (<code>comity serve</code>).</p>
<p><a href="index.html">Home</a></p></main></body>
</html>
"""
