"""The revisions of a ledger's schema."""

HEAD = "0005"
"""The one that this version writes."""

OLDER: tuple[str, ...] = ("0001", "0002", "0003", "0004")
"""Those that it can upgrade from."""
