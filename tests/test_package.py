"""What is handed out: a wheel that is the same each time, works in an empty environment, and brings no GPL with it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(*command: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload, no-any-return]


def _wheel(folder: Path) -> Path:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1577836800"}
    done = run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", "--wheel-dir", folder, ROOT, env=environment)
    if done.returncode and ("No matching distribution" in done.stderr or "ConnectionError" in done.stderr):
        pytest.skip("needs a package index, to build a wheel")
    assert done.returncode == 0, done.stderr[-2000:]
    return next(folder.glob("comity-*.whl"))


def test_the_wheel_is_reproducible_and_runs_the_main_example_in_an_empty_environment(tmp_path: Path) -> None:
    first, second = _wheel(tmp_path / "one"), _wheel(tmp_path / "two")
    assert hashlib.sha256(first.read_bytes()).digest() == hashlib.sha256(second.read_bytes()).digest()
    names = zipfile.ZipFile(first).namelist()
    assert not [n for n in names if n.startswith(("tests/", "training/", "benchmarks/"))]
    assert sum(i.file_size for i in zipfile.ZipFile(first).infolist() if "/weights/" in i.filename) < 30_000_000
    home = tmp_path / "home"
    assert run(sys.executable, "-m", "venv", home).returncode == 0
    installed = run(home / "bin" / "pip", "install", "--quiet", first)
    assert installed.returncode == 0, installed.stderr[-2000:]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "COLUMNS": "140"}
    comity, ledger = home / "bin" / "comity", tmp_path / "a.db"
    added = run(comity, "add", ROOT / "examples", "--ledger", ledger, "--quiet", env=environment, cwd=tmp_path)
    assert added.returncode == 0, added.stderr
    told = run(comity, "dossier", "RUS", "CHN", "--ledger", ledger, env=environment, cwd=tmp_path)
    assert told.returncode == 0 and "37" in told.stdout, told.stderr
    assert run(comity, "--help", env=environment).returncode == 0  # every command loads without the extras


def test_nothing_that_comes_along_is_under_the_gpl() -> None:
    done = run(sys.executable, ROOT / "tools" / "licences.py", "--check")
    assert done.returncode == 0, done.stderr
    assert "onnxruntime" in done.stdout and "fastapi" in done.stdout


def test_the_model_is_the_one_that_its_manifest_names() -> None:
    weights = ROOT / "src/comity/reading/weights"
    manifest = json.loads((weights / "manifest.json").read_text(encoding="utf-8"))
    assert hashlib.sha256((weights / "model.onnx").read_bytes()).hexdigest() == manifest["sha256"]
