"""Following folders, and where told to feeds and pages, into a ledger: what is new is read, what is read is remembered."""

from comity.watch.fetching import Fetched, Fetcher, FetchError
from comity.watch.memory import WatchMemory
from comity.watch.watcher import Round, Watcher

__all__ = ["FetchError", "Fetched", "Fetcher", "Round", "WatchMemory", "Watcher"]
