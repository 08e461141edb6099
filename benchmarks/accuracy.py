"""Runs every accuracy benchmark and writes docs/accuracy.md: `python benchmarks/accuracy.py [--write]`.

Needs the public data folder beside the repository. Without `--write` the page is printed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from typing import Any

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
- **Attribution**: PolNeAR marks no attribution inside another's content, so that those found inside one count neither way;
  the last figure counts them as wrong.
- **Published figures beside these**: UniversalPETRARCH, the best open coder, reaches 0.139 (dyad) and 0.047 (dyad + code) on
  the same thirteen documents, and codes an event in 36 to 68 % of sentences that have none. On marked pairs, GPT-4 is
  reported at 0.615 macro F1 over PLOVER types and the best zero-shot method (ZSP) at 0.824, on the other half of the collection
  that `pairs.py` is run on; UniversalPETRARCH at 0.488.

## Where it errs

Twenty errors as they typically come, in sentences of our own:

| in a sentence such as | the reader | because |
|---|---|---|
| The minister criticised the decision. | finds nobody who is criticised | who decided stands two paragraphs before |
| The delegations denounced the accord of Riga and Oslo. | lets Riga and Oslo denounce it | its subject is long |
| Two shells hit the consulate. | gives no attacker | the text names one only later, as a claim |
| The general said his men held the bridge. | gives an attack or nothing | holding is no act, taking was |
| The premier attacked the press. | codes an assault | a metaphor that the model has seen too rarely |
| Kenya and Mali meet in Saturday's final. | codes a meeting | sport |
| Officials said that protesters had been hurt. | gives the officials' state to the protesters | the text is about two states |
| The president, he said, would answer. | leaves out the threat | "answer" threatens only in this context |
| They asked the council to lift the ban. | gives a request without an object | the object stands in a clause |
| The bank froze its loans to the republic. | takes the lender for a state's company | an unknown name gets the nearest state |
| Lima summoned the envoy to protest. | codes a protest | one act told by two words |
| The parliament did not ratify the treaty. | codes a denied support as happened, rarely | negation over a long distance |
| The two have met thirty times since 2010. | dates a meeting by the article's day | the span of years belongs to a count |
| Troops left the valley after the talks. | names no recipient | from whom they withdrew is not said |
| He thanked her for the invitation. | misses the invitation | an act inside the reason for another |
| The embargo would hurt farmers. | codes an embargo as possible, without actors | nobody imposes it in the sentence |
| The union's 27 leaders agreed on a cap. | gives the union as one party | members are not unfolded |
| A readout said both sides had been frank. | takes the readout for a source of a meeting | a quality of talks is no act |
| "We will never accept this," she said of the plan. | refuses towards nobody | whose plan it is stands before |
| The cabinet fell over the pipeline. | codes a retreat | domestic, and no one's act |

By kind:

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


def by_type(figures: dict[str, Any]) -> str:
    """A table of the types with their precision, recall and what they are taken for."""
    rows = ""
    for code, row in figures.items():
        taken = ", ".join(f"{other} {count}" for other, count in row["taken_for"].items())
        precision, recall = ("—" if row[name] is None else row[name] for name in ("precision", "recall"))
        rows += f"| {code} | {row['gold']} | {row['found']} | {precision} | {recall} | {taken} |\n"
    head = "| type | in the gold | found | precision | recall | right dyad, but taken for |\n|---|---|---|---|---|---|\n"
    return f"\n## Type by type, on the development gold\n\n`python benchmarks/codes.py`\n\n{head}{rows}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write docs/accuracy.md")
    a = parser.parse_args()
    sections = [
        ("Statements on the development gold", "gold.py", ()),
        ("How often events of a confidence are right", "calibration.py", ()),
        ("Sentences without an event that get one (our own)", "negatives.py", ("benchmarks/negatives.txt",)),
        ("The relation of a marked pair", "pairs.py", (DATA / "events/plv-dev.tsv",)),
        ("The same, end to end", "pairs.py", ("--end-to-end", DATA / "events/plv-dev.tsv")),
        ("Attribution (PolNeAR, development half)", "attribution.py", (DATA / "attribution/polnear-dev",)),
        ("Time expressions (AQUAINT)", "timex.py", (DATA / "time/aquaint",)),
        ("Syntax: English Web Treebank, test", "syntax.py", (DATA / "treebanks/ewt-test.conllu",)),
        ("Syntax: GUM, test", "syntax.py", (DATA / "treebanks/gum-test.conllu",)),
        ("Names: Universal NER, EWT test", "names.py", (DATA / "ner/uner-ewt-test.iob2",)),
        (
            "Who is meant: marked mentions of the half of gold train that no rule was fitted on",
            "actors.py",
            (SHARED / "gold/train", "--half", "second"),
        ),
        ("Coreference (GUM development)", "coref.py", (DATA / "treebanks/gum-dev.conllu",)),
        ("Events told by several documents (gold statements)", "occurrences.py", ()),
    ]
    page, kept = HEAD, []
    for title, script, arguments in sections:
        shown = " ".join(str(x).replace(str(SHARED), "../shared") for x in arguments)
        command, figures = f"python benchmarks/{script} {shown}".strip(), run(script, *arguments)
        page += table(title, command, figures)
        kept.append({"title": title, "command": command, "figures": figures})
    page += by_type(run("codes.py")) + TAIL
    if a.write:
        PAGE.write_text(page, encoding="utf-8")
        FIGURES.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    else:
        print(page, end="")


if __name__ == "__main__":
    main()
