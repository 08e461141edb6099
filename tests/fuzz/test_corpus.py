"""Inputs that once broke a reader of files or a grammar, and a short round of new ones (long ones: `benchmarks/fuzz.py`)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parents[2]
BROKE = sorted((Path(__file__).parent / "broke").glob("*/*"))


@pytest.mark.parametrize("path", BROKE, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_broke_it_is_borne(path: Path) -> None:
    TARGETS[path.parent.name].call(path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_borne(name: str) -> None:
    for data in TARGETS[name].seeds:
        TARGETS[name].call(data)


def test_a_short_round_of_new_inputs_breaks_nothing() -> None:
    pytest.importorskip("atheris", reason="needs atheris, which has no wheel for this Python")
    command = [sys.executable, str(ROOT / "benchmarks" / "fuzz.py"), "--runs", "500"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert set(found) == set(TARGETS)
    assert all(row["inputs"] >= 500 for row in found.values()), found
    assert not any(row["crashes"] + row["hangs"] + row["out_of_memory"] for row in found.values()), found
