"""Runs every accuracy benchmark and writes docs/accuracy.md: `python benchmarks/accuracy.py [--write]`.

Needs the public data folder beside the repository. Without `--write` the page is printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys

from common import ROOT, SHARED

DATA = SHARED / "data"
PAGE = ROOT / "docs" / "accuracy.md"
FIGURES = ROOT / "src" / "comity" / "exchange" / "accuracy.json"  # for releases, and the page of the same name

HEAD = """# Accuracy

Figures of this version on data that its model has not learned from, each with the command that prints it. The page is written
by `python benchmarks/accuracy.py --write`; the pinned floors in `benchmarks/floors.json` are checked by the tests.

The gold is thirteen documents (a summit article, Kremlin and White House records, Wikinews), coded by one careful coder by
[the contract](statements.md). On texts coded twice, two such coders agree with F1 0.92 on dyads, 0.88 on dyad and code, and
0.82 on whole events.
"""

TAIL = """
## What the figures mean

- **dyad**: an event between the same two actors in the same sentence, whatever its type. **dyad + code**: with the right PLOVER
  type. **full**: with the right status and source too. Credit is shared out where an event has several parties.
- **Published figures beside these**: UniversalPETRARCH, the best open coder, reaches 0.139 (dyad) and 0.047 (dyad + code) on
  the same thirteen documents, and codes an event in 36 to 68 % of sentences that have none. On marked pairs, GPT-4 is
  reported at 0.615 macro F1 over PLOVER types and the best zero-shot method (ZSP) at 0.824, on the other half of the collection
  that `pairs.py` is run on; UniversalPETRARCH at 0.488.

## Where it errs

- **Recipients by context**: whom a demand in a speech is made of, when the sentence does not name them.
- **Groups without a state** ("protesters", "officials") in a text about several states get the state that the text is most
  about at that place.
- **Thin types**: CONCEDE, MOBILIZE and THREATEN have few examples to learn from.
- **Sources over several sentences**: free reported speech after "He said" is taken for the document's own voice.
"""


def run(script: str, *arguments: object) -> dict[str, object]:
    command = [sys.executable, str(ROOT / "benchmarks" / script), *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    return dict(json.loads(done.stdout))


def table(title: str, command: str, figures: dict[str, object]) -> str:
    rows = "".join(f"| {name.replace('_', ' ')} | {value} |\n" for name, value in figures.items())
    return f"\n## {title}\n\n`{command}`\n\n| figure | value |\n|---|---|\n{rows}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.md")
    a = parser.parse_args()
    sections = [
        ("Statements on the development gold", "gold.py", ()),
        ("Sentences without an event that get one (our own)", "negatives.py", ("benchmarks/negatives.txt",)),
        ("The relation of a marked pair", "pairs.py", (DATA / "events/plv-dev.tsv",)),
        ("The same, end to end", "pairs.py", ("--end-to-end", DATA / "events/plv-dev.tsv")),
        ("Attribution (PolNeAR, development half)", "attribution.py", (DATA / "attribution/polnear-dev",)),
        ("Time expressions (AQUAINT)", "timex.py", (DATA / "time/aquaint",)),
        ("Syntax: English Web Treebank, test", "syntax.py", (DATA / "treebanks/ewt-test.conllu",)),
        ("Syntax: GUM, test", "syntax.py", (DATA / "treebanks/gum-test.conllu",)),
        ("Names: Universal NER, EWT test", "names.py", (DATA / "ner/uner-ewt-test.iob2",)),
        ("Events told by several documents (gold statements)", "occurrences.py", ()),
    ]
    page, kept = HEAD, []
    for title, script, arguments in sections:
        shown = " ".join(str(x).replace(str(SHARED), "../shared") for x in arguments)
        command, figures = f"python benchmarks/{script} {shown}".strip(), run(script, *arguments)
        page += table(title, command, figures)
        kept.append({"title": title, "command": command, "figures": figures})
    page += TAIL
    if a.write:
        PAGE.write_text(page, encoding="utf-8")
        FIGURES.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    else:
        print(page, end="")


if __name__ == "__main__":
    main()
