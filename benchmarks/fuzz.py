"""Tries to break every reader of files and every grammar: `python benchmarks/fuzz.py [TARGET …] [--runs 100000] [--json]`.

Inputs of at most 10 kB are made by coverage (atheris, libFuzzer) from the seeds of `tests/fuzz/targets.py`, each target in a
process of its own. Prints per target the inputs tried, those that crashed, hung (over a second, checked again without
instrumentation) or took too much memory (over 2 GB), and keeps them in `build/fuzz/TARGET`.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import time

from common import ROOT, show

LARGEST, SLOWEST, MEMORY = 10_000, 1.0, 2048


def child(name: str, arguments: list[str]) -> None:
    """One target under the fuzzer; ends when its runs are done, or at the first input that breaks it."""
    import atheris

    sys.path.insert(0, str(ROOT))
    with atheris.instrument_imports(include=["comity"]):
        from tests.fuzz.targets import TARGETS
    atheris.Setup([sys.argv[0], *arguments], TARGETS[name].call)
    atheris.Fuzz()


def slow(name: str, data: bytes) -> float:
    """Seconds that one input takes without instrumentation."""
    script = (
        "import sys,time;from tests.fuzz.targets import TARGETS as T;c=T[sys.argv[1]].call;d=sys.stdin.buffer.read();c(b'a');"
    )
    script += "t=time.perf_counter();c(d);print(time.perf_counter()-t)"
    done = subprocess.run([sys.executable, "-c", script, name], input=data, capture_output=True, cwd=ROOT, check=False)
    return float(done.stdout) if done.returncode == 0 else float("inf")


def campaign(name: str, runs: int, seed: int) -> dict[str, object]:
    """Runs one target until so many inputs are tried, going on past what breaks it."""
    sys.path.insert(0, str(ROOT))
    from tests.fuzz.targets import TARGETS

    home = ROOT / "build" / "fuzz" / name
    corpus, broken = home / "corpus", home / "broken"
    for folder in (corpus, broken):
        folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(TARGETS[name].seeds):
        (corpus / f"seed-{number}").write_bytes(data)
    pieces = home / "pieces.txt"
    quoted = ["".join(f"\\x{byte:02x}" for byte in piece.encode()) for piece in TARGETS[name].pieces.split(" ") if piece]
    pieces.write_text("".join(f'"{piece}"\n' for piece in quoted), encoding="ascii")
    words = [f"-dict={pieces}"] if quoted else []
    tried, began, rounds = 0, time.perf_counter(), 0
    while tried < runs and rounds < 20:
        rounds += 1
        flags = [
            f"-runs={runs - tried}",
            f"-max_len={LARGEST}",
            "-timeout=5",
            f"-rss_limit_mb={MEMORY}",
            f"-seed={seed + rounds}",
        ]
        flags += [f"-artifact_prefix={broken}/", *words, "-verbosity=1", "-print_final_stats=1", str(corpus)]
        command = [sys.executable, __file__, "--child", name, *flags]
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", cwd=ROOT, check=False)
        counts = re.findall(r"stat::number_of_executed_units:\s*(\d+)", done.stderr) or re.findall(
            r"^#(\d+)\s", done.stderr, re.M
        )
        tried += int(counts[-1]) if counts else 0
        if done.returncode == 0:
            break
        (home / f"round-{rounds}.log").write_text(done.stderr[-20_000:], encoding="utf-8")
    if not tried:
        raise SystemExit(f"the fuzzer did not start on {name}: {done.stderr[-2000:]}")
    hung = [f for f in broken.glob("timeout-*") if slow(name, f.read_bytes()) > SLOWEST]
    return {
        "inputs": tried,
        "crashes": len(list(broken.glob("crash-*"))),
        "hangs": len(hung),
        "out_of_memory": len(list(broken.glob("oom-*"))),
        "corpus": len(list(corpus.iterdir())),
        "minutes": round((time.perf_counter() - began) / 60, 1),
    }


def main() -> None:
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2], sys.argv[3:])
        return
    sys.path.insert(0, str(ROOT))
    from tests.fuzz.targets import TARGETS

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", choices=[[], *TARGETS], default=[])
    parser.add_argument("--runs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    a = parser.parse_args()
    found = {}
    for name in a.targets or TARGETS:
        found[name] = campaign(name, a.runs, a.seed)
        print(json.dumps({name: found[name]}), file=sys.stderr, flush=True)
    show(found)


if __name__ == "__main__":
    main()
