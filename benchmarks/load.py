"""Many readers and a writer at once: `python benchmarks/load.py [LEDGER] [--readers 50] [--seconds 300]`.

Serves a copy of a ledger (a generated one where left out) with the real server, lets so many readers open pages without a pause
while a writer adds a document every second, and prints requests, errors, and the times that half and 95 of a hundred requests
took, by page. Readers take turns over home, listings, a dyad, an actor, a statement and a search.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from pathlib import Path

from comity.ledger import Ledger, LedgerError, Query
from comity.relations import match_waiting
from common import show
from ledger import invented, states

PORT = 8377
FAILED = 500


def paths(ledger: Path) -> list[str]:
    with Ledger(ledger, create=False, read_only=True) as book:
        ids = [row.id for row in book.statements(Query(kinds=("event",), limit=40))]
    found = [
        "/",
        "/events",
        "/events?code=CONSULT",
        "/dyads/RUS-USA",
        "/dyads/RUS-CHN?by=year",
        "/actors/RUS",
        "/search?q=matter",
    ]
    return found + [f"/statements/{i}" for i in ids]


def reader(wanted: list[str], until: float, seen: dict[str, list[float]], errors: list[str], seed: int) -> None:
    rng = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    while time.monotonic() < until:
        path = rng.choice(wanted[:7] if rng.random() < 0.7 else wanted)
        began = time.perf_counter()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as problem:
            errors.append(f"{path}: {problem!r}")
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
            continue
        if answer.status >= FAILED:
            told = " ".join(re.sub(r"<[^>]*>", " ", body.partition("<main")[2].partition("</main>")[0] or body).split())
            errors.append(f"{path}: {answer.status} {told[:300]}")
        seen["/statements" if path.startswith("/statements") else path].append(time.perf_counter() - began)


def writer(ledger: Path, until: float, written: list[int], errors: list[str]) -> None:
    rng, (names, weights) = random.Random(11), states()
    with Ledger(ledger) as book:
        while time.monotonic() < until:
            try:
                book.add(invented(10_000_000 + len(written), rng, names, weights))
                match_waiting(book)
                written.append(1)
            except LedgerError as problem:
                errors.append(f"writer: {problem}")
            time.sleep(1.0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path, nargs="?")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--statements", type=int, default=20_000, help="of a generated ledger")
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "load.db")
        if a.ledger:
            shutil.copy(a.ledger, path)
        else:
            rng, (names, weights) = random.Random(7), states()
            with Ledger(path) as book:
                for number in range(a.statements // 8):
                    book.add(invented(number, rng, names, weights))
                match_waiting(book)
        command = [sys.executable, "-m", "comity", "serve", "--ledger", str(path), "--port", str(PORT)]
        log = path.with_suffix(".log")
        with log.open("wb") as stream:
            server = subprocess.Popen(command, stderr=stream)
            try:
                run(path, a.readers, a.seconds)
            finally:
                server.terminate()
                server.wait()
        said = log.read_text(encoding="utf-8", errors="replace").splitlines()
        faults = [line for line in said if line[:1].isalpha() and "Error" in line.partition(":")[0]]
        print("\n".join(dict.fromkeys(faults)), file=sys.stderr)


def run(path: Path, readers: int, seconds: float) -> None:
    for _ in range(120):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
            connection.request("GET", "/about")
            connection.getresponse().read()
            break
        except OSError:
            time.sleep(0.5)
    wanted, until = paths(path), time.monotonic() + seconds
    seen: dict[str, list[float]] = defaultdict(list)
    errors: list[str] = []
    written: list[int] = []
    threads = [threading.Thread(target=reader, args=(wanted, until, seen, errors, n)) for n in range(readers)]
    threads.append(threading.Thread(target=writer, args=(path, until, written, errors)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = sorted(t for times in seen.values() for t in times)
    figures: dict[str, object] = {
        "readers": readers,
        "seconds": seconds,
        "requests": len(every),
        "documents_written": len(written),
        "errors": len(errors),
        "first_errors": errors[:3],
        "p50_s": statistics.median(every),
        "p95_s": every[int(0.95 * (len(every) - 1))],
    }
    for name, times in sorted(seen.items()):
        figures[f"p95_s {name}"] = sorted(times)[int(0.95 * (len(times) - 1))]
    show(figures)


if __name__ == "__main__":
    main()
