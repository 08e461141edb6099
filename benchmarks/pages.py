"""How long pages take and how much they weigh: `python benchmarks/pages.py LEDGER [--pair RUS CHN]`.

Asks the application itself, without a network between: each page fresh (the first time that it is asked for in a state of the
ledger) and again (from memory), in seconds, and its size in kilobytes.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from fastapi.testclient import TestClient

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
    with TestClient(make_app(a.ledger)) as client:
        loaded_once = ("/about", "/ties", "/dyads/FRA-DEU", "/dyads/FRA-DEU/chart.svg", "/blocs/network.svg")
        for at in loaded_once:
            client.get(at)
        for name, at in pages.items():
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
