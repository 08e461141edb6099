"""The accuracy figures that ship with this version, as `benchmarks/accuracy.py --write` left them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("accuracy.json")


@lru_cache(maxsize=1)
def figures() -> list[dict[str, Any]]:
    """Sections with `title`, `command` and `figures`; empty where the file is missing."""
    if not _FILE.exists():
        return []
    found: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return found
