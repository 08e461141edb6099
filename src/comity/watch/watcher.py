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
from comity.watch.fetching import Fetcher, FetchError
from comity.watch.memory import WatchMemory

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
            known = self._memory.address(url)
            data = self._fetched(told, url)
            if data is None:
                continue
            told.addresses += 1
            try:
                with tempfile.TemporaryDirectory() as folder:
                    file = Path(folder, f"fetched{suffix}")
                    file.write_bytes(data)
                    self._take_fetched(told, url, file, suffix == ".rss" and self._whole)
            except BaseException:
                self._memory.note(url, known)  # not in the ledger: to be fetched again
                raise
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

    def _fetched(self, told: Round, url: str) -> bytes | None:
        assert self._fetcher is not None
        try:
            return self._fetcher.fetch(url)
        except FetchError as problem:
            told.problems.append(Problem(url, str(problem)))
            return None

    def _take_fetched(self, told: Round, url: str, file: Path, whole: bool) -> None:
        """Documents of a feed or a page, under the address that they came from."""
        documents: list[Document] = []
        for item in read_documents([file]):
            if isinstance(item, Problem):
                told.problems.append(replace(item, origin=item.origin.replace(str(file), url)))
                continue
            named = replace(item, origin=url, url=item.url or url, id=item.url or url if item.id == "fetched" else item.id)
            documents += [self._page(told, named)] if whole and item.url else [named]
        if documents:
            told.added.append(add(self._ledger, documents))
            told.problems += told.added[-1].problems

    def _page(self, told: Round, entry: Document) -> Document:
        """The page of a feed's entry with its title and date; the entry itself where the page cannot be had."""
        data = self._fetched(told, entry.url)
        if data is None:
            return entry
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "page.html")
            file.write_bytes(data)
            page = next(iter(read_documents([file])), None)
        if not isinstance(page, Document) or len(page.text) < len(entry.text):
            return entry
        return replace(entry, text=page.text)
