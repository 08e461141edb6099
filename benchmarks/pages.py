"""How long pages take and how much they weigh: `python benchmarks/pages.py LEDGER [--pair RUS CHN]`.

Asks the application itself, without a network between: each page fresh (the first question of all in a state of the ledger, for
which the mark of a copy of it is renewed before each page) and again (from memory), in seconds, and its size in kilobytes.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from fastapi.testclient import TestClient

from comity.ledger import Ledger
from comity.web import make_app
from common import show


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--pair", nargs=2, default=["RUS", "CHN"])
    a = parser.parse_args()
    left, right = a.pair
    pages = {
        "home": "/",
        "dyad": f"/dyads/{left}-{right}",
        "chart": f"/dyads/{left}-{right}/chart.svg",
        "events": "/events",
        "actor": f"/actors/{left}",
        "pledges": f"/pledges?actor={left}&to_actor={right}",
        "blocs": "/blocs",
        "search": "/search?q=gas",
        "documents": "/documents",
    }
    found: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(a.ledger, Path(folder, "copy.db")))
        with Ledger(copy) as writer, TestClient(make_app(copy)) as client:
            loaded_once = ("/about", "/ties", "/dyads/FRA-DEU", "/dyads/FRA-DEU/chart.svg", "/blocs/network.svg")
            for at in loaded_once:
                client.get(at)
            for name, at in pages.items():
                with writer.transaction():
                    pass  # renews the mark: nothing is known of the ledger any more
                times = []
                for _ in range(2):
                    began = time.perf_counter()
                    answer = client.get(at)
                    times.append(time.perf_counter() - began)
                    assert answer.status_code == 200, (at, answer.status_code)
                found |= {f"{name}_fresh_s": times[0], f"{name}_again_s": times[1], f"{name}_kb": len(answer.content) / 1000}
    show(found)


if __name__ == "__main__":
    main()
