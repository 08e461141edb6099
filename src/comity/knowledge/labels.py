"""Keys in words, from the table of states alone: a listing must not wait for all persons of the world to be loaded."""

from __future__ import annotations

from functools import lru_cache

from comity.knowledge.tables import load_table, load_yaml

STATE_COLUMNS = ("code", "alpha2", "name", "names", "nouns", "adjectives", "capital", "cow", "gw")


@lru_cache(maxsize=1)
def state_names() -> dict[str, str]:
    """Codes of states and territories → the name that people use."""
    hand = load_yaml("states.yml")
    return {row[0]: hand.get(row[0], {}).get("label", row[2]) for row in load_table("states.tsv", STATE_COLUMNS)}


def label(key: str) -> str:
    """A key in words: `RUS` → Russia, `RUS:Vladimir Putin` → Vladimir Putin (Russia)."""
    code, _, name = key.partition(":")
    home = state_names().get(code, code)
    if not name:
        return home
    return name if code == "-" else f"{name} ({home})"
