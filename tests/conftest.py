"""What tests share: where the public corpora and gold documents are, and the repository's own examples."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of public data beside the repository; a test that needs it is skipped where it is absent."""
    folder = Path(os.environ.get("COMITY_SHARED", ROOT.parent / "shared"))
    if not (folder / "gold" / "dev").is_dir():
        pytest.skip(f"needs the public data folder, not found at {folder} (set COMITY_SHARED)")
    return folder


@pytest.fixture(scope="session")
def examples() -> Path:
    """The bundled example texts."""
    return ROOT / "examples"
