"""How far a long command has come: a bar for a terminal, a line now and then for a log."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from comity.cli.output import complaints
from comity.documents import printable

_PATIENCE = 1.0  # seconds before a wait is worth a word
_LINE_EVERY = 100  # items between two lines of a log


class Steps:
    """Tells of items done; made by `steps`."""

    def __init__(self, quiet: bool) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._logs = not quiet and not complaints.is_terminal
        self._bar = Progress(
            TextColumn("{task.completed}"),
            BarColumn(pulse_style="cyan"),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=complaints,
            transient=True,
            disable=quiet or not complaints.is_terminal,
        )
        self._task = self._bar.add_task("", total=None)
        self._seen = 0

    def item(self, name: str, noun: str = "documents read") -> None:
        """One more of an unknown number."""
        self._seen += 1
        self._bar.update(self._task, advance=1, description=printable(name)[:60])
        if self._logs and self._seen % _LINE_EVERY == 0:
            complaints.print(f"{self._seen} {noun}")

    def reached(self, done: int, doing: str) -> None:
        """So many of an unknown number."""
        self._bar.update(self._task, completed=done, description=doing)
        if self._logs and done // _LINE_EVERY > self._seen // _LINE_EVERY:
            complaints.print(f"{done} documents read, {doing}")
        self._seen = done

    def matched(self, done: int, total: int) -> None:
        """So many documents' events are matched, of how many."""
        self._bar.update(self._task, completed=done, total=total, description="matching events")
        if self._logs and done % (5 * _LINE_EVERY) == 0:
            complaints.print(f"events of {done} of {total} documents matched")

    def weighed(self, done: int, total: int) -> None:
        """So many pledges are held against later events, of how many."""
        self._bar.update(self._task, completed=done, total=total, description="weighing pledges")


@contextmanager
def steps(*, quiet: bool = False) -> Iterator[Steps]:
    """A bar on standard error while something goes on; nothing where it is quiet."""
    told = Steps(quiet)
    with told._bar:
        yield told


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """A spinner on a terminal's standard error while a question is answered, should that take longer than a second."""
    if not complaints.is_terminal:
        yield
        return
    status = complaints.status(doing)
    timer = threading.Timer(_PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
