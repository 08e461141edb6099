"""Every command that the docs and the README show runs, and every Python example too."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md"])
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def commands() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
            found += [(page.name, line[2:].strip()) for line in block.splitlines() if line.startswith("$ comity ")]
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "examples", folder / "examples")
    run(folder, "comity add examples --quiet")
    return folder


def run(folder: Path, line: str) -> str:
    words = [sys.executable, "-m", *shlex.split(line)]
    environment = {**os.environ, "COLUMNS": "140"}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{line}: {done.stdout}{done.stderr}"
    return done.stdout


@pytest.mark.parametrize(("page", "line"), commands(), ids=[line for _, line in commands()])
def test_commands_in_the_docs_run(home: Path, page: str, line: str) -> None:
    out = run(home, line)
    assert out or "--out" in line


def test_there_are_commands_to_run() -> None:
    assert len(commands()) > 12


def test_python_in_the_docs_runs(home: Path) -> None:
    for page in PAGES:
        if page.name == "actors.md":  # its examples are checked, with their answers, by tests/knowledge/test_docs.py
            continue
        for block in PYTHON.findall(page.read_text(encoding="utf-8")):
            subprocess.run([sys.executable, "-c", block], cwd=home, check=True, capture_output=True)
