"""The checked training sentences beside the gold: `python benchmarks/checked.py` → agreement of two readers, as JSON.

Some sentences of `training/checked` also stand in the gold's training documents, which another reader marked without seeing
these marks. An act of one counts as found by the other where their triggers share a word; acts that the gold leaves to taste
count neither way. Printed are the sentences compared, F1 of triggers and of triggers with their type, and how often the status
of shared acts is the same.
"""

from __future__ import annotations

import argparse
import re

from common import SHARED, f1, show
from training.data import Act, Example, checked_sentences, gold


def _squashed(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _words(example: Example, indices: list[int]) -> set[str]:
    return {re.sub(r"\W", "", example.words[i].lower()) for i in indices}


def paired(ours: Example, theirs: Example) -> tuple[list[tuple[Act, Act]], int, int]:
    """(shared acts, how many acts one reader has, how many the other) of a sentence that both have read."""
    left, shared = list(ours.acts or ()), []
    for act in theirs.acts or ():
        found = next((own for own in left if _words(ours, own.trigger) & _words(theirs, act.trigger)), None)
        if found is not None:
            left.remove(found)
            shared.append((found, act))
    to_taste = _words(theirs, theirs.blocked)
    counted = [act for act in left if not _words(ours, act.trigger) & to_taste]
    return shared, len(shared) + len(counted), len(theirs.acts or ())


def main() -> None:
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    marked: dict[str, Example] = {}
    for example in gold(SHARED / "gold/train"):
        marked.setdefault(_squashed(" ".join(example.words)), example)
    both = [
        (example, marked[text])
        for example in checked_sentences(SHARED / "data")
        if (text := _squashed(" ".join(example.words))) in marked
    ]
    pairs, ours, theirs = [], 0, 0
    for example, other in both:
        shared, one, another = paired(example, other)
        pairs += shared
        ours, theirs = ours + one, theirs + another
    show(
        {
            "sentences": len(both),
            "trigger_f1": f1(len(pairs), ours, theirs),
            "trigger_code_f1": f1(sum(a.code == b.code for a, b in pairs), ours, theirs),
            "status": sum(a.status == b.status for a, b in pairs) / len(pairs),
        }
    )


if __name__ == "__main__":
    main()
