"""The reader against the gold: reads every gold document, scores the statements, prints JSON.

    python benchmarks/gold.py [--split dev|train] [--every N] [--by-doc] [--errors N] [--only event]

The figures are those of the scorer beside the gold (`eval/score.py`): F1 of dyads, dyads with code, full events, quotes,
figures and ties; accuracy of status, source, date and object among matched events.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from comity.model import Document, Event, statement_to_dict
from comity.reading import find_reader

SHARED = Path(os.environ.get("COMITY_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def gold_documents(folder: Path, every: int = 1) -> list[Document]:
    """The gold documents of a split, each `every`-th."""
    found = []
    for file in sorted(folder.glob("*.jsonl"))[::every]:
        data = json.loads((folder / "docs" / f"{file.stem}.json").read_text(encoding="utf-8"))
        date = dt.date.fromisoformat(data["date"]) if data.get("date") else None
        found.append(
            Document(
                text=data["text"],
                id=data["id"],
                title=data.get("title") or "",
                date=date,
                publisher=data.get("publisher") or "",
                url=data.get("url") or "",
            )
        )
    return found


def scorer() -> Any:
    """The module beside the gold that matches statements."""
    sys.path.insert(0, str(SHARED / "eval"))
    import score  # type: ignore[import-not-found]

    return score


def events_beside_gold(split: str, every: int) -> Iterator[tuple[str, list[dict[str, Any]], list[dict[str, Any]]]]:
    """(document, gold events, the reader's events) of a split, each event with its sentences as the scorer counts them."""
    score, folder = scorer(), SHARED / "gold" / split
    for reading in find_reader("default").read_many(gold_documents(folder, every)):
        name, text = reading.document.id, reading.document.text
        system = [statement_to_dict(s) for s in reading.statements if isinstance(s, Event)]
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        gold = [row for row in map(json.loads, lines) if row["kind"] == "event"]
        starts = score.sentences(text)
        for row in gold + system:
            row["_s"] = score.sentence_ids(starts, score.spans(row, text))
        yield name, gold, system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("dev", "train"), default="dev")
    parser.add_argument("--every", type=int, default=1, help="only every N-th document")
    parser.add_argument("--reader", default="default")
    parser.add_argument("--by-doc", action="store_true")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--text", action="store_true", help="the scorer's table instead of JSON")
    a = parser.parse_args()
    folder = SHARED / "gold" / a.split
    documents = gold_documents(folder, a.every)
    with tempfile.TemporaryDirectory() as scratch:
        system, gold = Path(scratch, "system"), Path(scratch, "gold")
        system.mkdir()
        (gold / "docs").mkdir(parents=True)
        for reading in find_reader(a.reader).read_many(documents):
            name = reading.document.id
            shutil.copy(folder / f"{name}.jsonl", gold)
            shutil.copy(folder / "docs" / f"{name}.json", gold / "docs")
            lines = [json.dumps(statement_to_dict(s), ensure_ascii=False) for s in reading.statements]
            (system / f"{name}.jsonl").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        command = [sys.executable, str(SHARED / "eval/score.py"), str(gold), str(system)]
        command += [] if a.text or a.by_doc or a.errors else ["--json"]
        command += (["--by-doc"] if a.by_doc else []) + (["--errors", str(a.errors)] if a.errors else [])
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    if command[-1] == "--json":
        scores = json.loads(done.stdout)
        flat = {name: round(row["f1"], 3) for name, row in scores["f1"].items()}
        flat |= {name: round(row["acc"], 3) for name, row in scores["accuracy"].items()}
        print(json.dumps({"documents": len(documents), **flat}, indent=1))
    else:
        print(done.stdout, end="")


if __name__ == "__main__":
    main()
