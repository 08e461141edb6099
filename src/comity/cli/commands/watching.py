"""The command that goes on: watch."""

from __future__ import annotations

import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

from comity.cli.base import LedgerPath, app, open_ledger
from comity.cli.commands.intake import EXIT_SOME_INPUT_FAILED, report
from comity.cli.output import clean, console


@app.command()
def watch(
    folders: Annotated[
        list[Path] | None, typer.Argument(help="Folders to follow, with all below them.", show_default=False)
    ] = None,
    ledger: LedgerPath = None,
    feed: Annotated[
        list[str] | None, typer.Option("--feed", help="The address of an RSS or Atom feed; may be repeated.")
    ] = None,
    page: Annotated[list[str] | None, typer.Option("--page", help="The address of a page; may be repeated.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Fetch the pages that a feed's entries point to.")] = False,
    every: Annotated[float, typer.Option("--every", min=1, metavar="SECONDS", help="Seconds between two rounds.")] = 300,
    once: Annotated[bool, typer.Option("--once", help="One round, then stop: for cron and systemd timers.")] = False,
    state: Annotated[
        Path | None, typer.Option("--state", help="What it has seen; else beside the ledger.", show_default=False)
    ] = None,
) -> None:
    """Follow folders into a ledger, and feeds and pages where you name them; nothing else is asked over the network.

    Stop it at any moment, also by force: the next start goes on where it was. Hosts' robots.txt are kept.

    Example: `comity watch inbox/ --feed https://example.org/rss --every 600 --ledger news.db`
    """
    from comity.watch import Watcher, WatchMemory

    if not (folders or feed or page):
        raise typer.BadParameter("name a folder, or an address with --feed or --page")
    for folder in folders or ():
        if not folder.exists():
            raise typer.BadParameter(f"{folder} does not exist; make it first")
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    failed = False
    with open_ledger(ledger, create=True) as book:
        beside = Path("comity.watch") if "://" in book.location else Path(f"{book.location}.watch")
        memory = WatchMemory(state or beside)
        watcher = Watcher(book, memory, folders=folders or (), feeds=feed or (), pages=page or (), whole=whole)
        while not stop.is_set():
            told = watcher.round()
            for problem in told.problems:
                report(problem)
            failed = failed or any(p.kind == "error" for p in told.problems)
            if told.documents or once:
                statements = sum(done.statements for done in told.added)
                console.print(clean(f"{told.documents} documents with {statements} statements taken into {book.location}"))
            if once:
                break
            stop.wait(every)
        memory.close()
    if once and failed:
        raise typer.Exit(EXIT_SOME_INPUT_FAILED)
