"""Every benchmark has a floor that it must not fall through (`benchmarks/floors.json`), on data that the model has not seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BENCHMARKS = json.loads((ROOT / "benchmarks" / "floors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("script", sorted(BENCHMARKS))
def test_floors(shared: Path, script: str) -> None:
    row = BENCHMARKS[script]
    arguments = [argument.replace("{data}", str(shared / "data")) for argument in row["arguments"]]
    command = [sys.executable, str(ROOT / "benchmarks" / script), *arguments]
    environment = {**os.environ, "COMITY_SHARED": str(shared)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    figures = json.loads(done.stdout)
    fallen = {name: figures[name] for name, floor in row.get("floors", {}).items() if figures[name] < floor}
    risen = {name: figures[name] for name, ceiling in row.get("ceilings", {}).items() if figures[name] > ceiling}
    assert not fallen and not risen, figures
