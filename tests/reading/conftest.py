"""The shipped reader, loaded once."""

from __future__ import annotations

import pytest

from comity.reading import ChainReader, default_reader


@pytest.fixture(scope="session")
def reader() -> ChainReader:
    return default_reader()
