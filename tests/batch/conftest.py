"""A small corpus of our own writing, and a reader that dies over some texts."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

_STATES = ("France", "Poland", "Japan", "Kenya", "Brazil", "Turkey", "India", "Egypt", "Norway", "Chile")
_ACTS = ("condemned", "thanked", "invited", "warned")

_DEADLY = """
import os, signal
from comity.reading import Reading

class Deadly:
    coder = "deadly-1"

    def read(self, document):
        if "lethal" in document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "fault" in document.text:
            raise ValueError("a fault of the reader")
        return Reading(document, (), self.coder)

    def read_many(self, documents):
        return map(self.read, documents)
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Forty documents in two files, and three places that give none."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    for part in range(2):
        with (folder / f"{part}.jsonl").open("w", encoding="utf-8") as stream:
            for number in range(20):
                one, other = _STATES[(number + part) % 10], _STATES[(3 * number + part + 1) % 10]
                text = f"{one} {_ACTS[number % 4]} {other} on Monday. The two sides will meet again in {1 + number % 9} weeks."
                record = {
                    "id": f"{part}-{number}",
                    "text": text,
                    "date": f"2021-12-{number + 1:02}",
                    "publisher": "Example Wire",
                }
                stream.write(json.dumps(record) + "\n")
            stream.write('{"text": 5}\n' if part else '{"text": ""}\n{"text": "They met."\n')
    return folder


@pytest.fixture
def deadly_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an installed reader that kills its process over a text with the word "lethal"."""
    home = tmp_path / "site"
    info = home / "deadly-1.0.dist-info"
    info.mkdir(parents=True)
    (home / "deadly.py").write_text(_DEADLY, encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: deadly\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[comity.readers]\ndeadly = deadly:Deadly\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(home))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(home), *sys.path]))
    return "deadly"
