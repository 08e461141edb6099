"""The revisions of a ledger's schema."""

HEAD = "0002"
"""The one that this version writes."""

OLDER: tuple[str, ...] = ("0001",)
"""Those that it can upgrade from."""
