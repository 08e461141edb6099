"""One round of a watch after another: new files, changed feeds, into the ledger."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from comity.api import Added, add
from comity.documents import Problem, read_documents
from comity.ledger import Ledger
from comity.model import Document
from comity.watch.fetching import Fetched, Fetcher, FetchError
from comity.watch.memory import WatchMemory

_STEM = "fetched"  # the name of the file that fetched bytes are read from; no document's id
_SETTLED = 2.0  # seconds since a file was last written to; younger ones may still be growing


@dataclass(slots=True)
class Round:
    """What one round has found."""

    files: int = 0
    addresses: int = 0
    added: list[Added] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """How many documents it has brought."""
        return sum(count for done in self.added for count in done.outcomes.values())


class Watcher:
    """Follows folders and addresses into a ledger. `feeds` and `pages` are asked over the network, and nothing else is.

    With `whole`, the page that each new entry of a feed points to is fetched and read in place of its summary.
    """

    def __init__(
        self,
        ledger: Ledger,
        memory: WatchMemory,
        *,
        folders: Sequence[Path] = (),
        feeds: Sequence[str] = (),
        pages: Sequence[str] = (),
        whole: bool = False,
        fetcher: Fetcher | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._ledger, self._memory, self._clock = ledger, memory, clock
        self._folders, self._feeds, self._pages, self._whole = folders, feeds, pages, whole
        self._fetcher = fetcher or (Fetcher(memory) if feeds or pages else None)

    def round(self) -> Round:
        """Looks everywhere once. What was read is noted only when it is in the ledger."""
        told = Round()
        for path, stamp in self._new_files():
            told.files += 1
            told.added.append(self._take(told, path))
            self._memory.has_read(path, stamp)
        for url, suffix in [*((f, ".rss") for f in self._feeds), *((p, ".html") for p in self._pages)]:
            if (found := self._fetched(told, url)) is not None:
                told.addresses += 1
                self._take_fetched(told, found, suffix)
        return told

    def _new_files(self) -> Iterator[tuple[Path, str]]:
        for folder in self._folders:
            for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
                try:
                    if path.name.startswith(".") or not path.is_file():
                        continue
                    stat = path.stat()
                except OSError:
                    continue  # gone, or not ours to see; the next round may see it
                stamp = f"{stat.st_size} {stat.st_mtime_ns}"
                if abs(self._clock() - stat.st_mtime) >= _SETTLED and not self._memory.knows(path.absolute(), stamp):
                    yield path.absolute(), stamp

    def _take(self, told: Round, path: Path) -> Added:
        done = add(self._ledger, [path])
        told.problems += done.problems
        return done

    def _fetched(self, told: Round, url: str, found_on: str = "") -> Fetched | None:
        assert self._fetcher is not None
        try:
            return self._fetcher.fetch(url, found_on=found_on)
        except FetchError as problem:
            told.problems.append(Problem(url, str(problem)))
            return None

    def _take_fetched(self, told: Round, found: Fetched, suffix: str) -> None:
        """Documents of a feed or a page into the ledger, under the address that they came from; then it is noted as read."""
        documents: list[Document] = []
        read = [found]
        for item in _documents(found, suffix):
            if isinstance(item, Problem):
                told.problems.append(item)
                continue
            own = item.url or found.url
            named = replace(item, origin=found.url, url=own, id=own if item.id == _STEM else item.id)
            if not (self._whole and suffix == ".rss" and item.url):
                documents.append(named)
                continue
            failed = len(told.problems)
            page = self._fetched(told, item.url, found.url)
            if page is not None:
                read.append(page)
                documents.append(_whole(named, page))
            elif len(told.problems) > failed:  # the page cannot be had; where it has not changed, it is in the ledger
                documents.append(named)
        if documents:
            told.added.append(add(self._ledger, documents))
            told.problems += told.added[-1].problems
        for one in read:
            self._memory.note(one.url, one.address)


def _documents(found: Fetched, suffix: str) -> list[Document | Problem]:
    """What was fetched, read as a file of that kind is; problems are told of the address."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"{_STEM}{suffix}")
        file.write_bytes(found.data)
        items = list(read_documents([file]))
    return [replace(i, origin=i.origin.replace(str(file), found.url)) if isinstance(i, Problem) else i for i in items]


def _whole(entry: Document, page: Fetched) -> Document:
    """A feed's entry with the text of its page, where the page has more of it."""
    found = next(iter(_documents(page, ".html")), None)
    if not isinstance(found, Document) or len(found.text) < len(entry.text):
        return entry
    return replace(entry, text=found.text)
