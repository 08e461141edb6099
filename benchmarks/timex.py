"""Time expressions in the manner of TempEval-3: `python benchmarks/timex.py DIR --json`.

DIR holds TimeML files (`.tml`). `span_relaxed_f1` counts an expression where any of its words is found, `span_strict_f1` where
its exact words are; `value_f1` counts relaxed matches with the gold's normalised value. Gold of type DATE and TIME counts; of
TIME the day is compared. Durations and sets are left out on both sides.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
from pathlib import Path

from lxml import etree

from comity.model import When
from comity.reading.sentences import split
from comity.reading.time_grammar import find
from common import f1, show


def value_to_when(value: str) -> When | None:
    """A TIMEX3 value as an interval: days, months, years, decades, weeks, quarters, halves, seasons; None for others.

    What the gold leaves open at the end is left out: 1998-XX is the year, 196X the decade.
    """
    value = re.sub(r"(?:-XX)+$", "", value.partition("T")[0])
    try:
        if match := re.fullmatch(r"(\d{4})-W(\d\d?)(-WE)?", value):
            monday = dt.date.fromisocalendar(int(match[1]), int(match[2]), 1)
            return When.between(monday + dt.timedelta(days=5 if match[3] else 0), monday + dt.timedelta(days=6))
        if match := re.fullmatch(r"(\d{4})-Q(\d)", value):
            first = 3 * int(match[2]) - 2
            return When(f"{match[1]}-{first:02d}/{match[1]}-{first + 2:02d}")
        if match := re.fullmatch(r"(\d{4})-H([12])", value):
            return When(f"{match[1]}-{6 * int(match[2]) - 5:02d}/{match[1]}-{6 * int(match[2]):02d}")
        if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
            year, first = int(match[1]), {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[match[2]]
            return When(f"{year}-{first:02d}/{year + first // 12}-{(first + 1) % 12 + 1:02d}")
        if match := re.fullmatch(r"(\d{3})X?", value):
            return When(f"{match[1]}0/{match[1]}9")
        return When(value)
    except ValueError:
        return None


def document(path: Path) -> tuple[str, dt.date | None, list[tuple[int, int, str]]]:
    """Text, publication day, and (start, end, value) of the dates in a TimeML file."""
    tree = etree.parse(str(path)).getroot()
    created = None
    for timex in tree.iter("TIMEX3"):
        if timex.get("functionInDocument") in ("CREATION_TIME", "PUBLICATION_TIME"):
            try:
                created = dt.date.fromisoformat((timex.get("value") or "")[:10])
            except ValueError:
                created = None
            break
    body = tree.find(".//TEXT")
    root = body if body is not None else tree
    text, gold = "", []

    def walk(node: etree._Element) -> None:
        nonlocal text
        begin = len(text)
        text += node.text or ""
        for child in node:
            walk(child)
            text += child.tail or ""
        if node.tag == "TIMEX3" and node.get("type") in ("DATE", "TIME"):
            gold.append((begin, len(text), node.get("value") or ""))

    walk(root)
    return text, created, gold


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.add_argument("--errors", type=int, default=0)
    a = parser.parse_args()
    relaxed = strict = valued = found_count = gold_count = 0
    for file in sorted(a.folder.glob("*.tml")):
        text, day, gold = document(file)
        found = [x for s, e, _ in split(text) for x in find(text, day, s, e, open_ended=False)]
        found_count, gold_count = found_count + len(found), gold_count + len(gold)
        for start, end, value in gold:
            hit = next((x for x in found if x.start < end and x.end > start), None)
            if hit is None:
                if a.errors:
                    print("missed", repr(text[start:end]), value)
                continue
            relaxed += 1
            strict += text[hit.start : hit.end].removeprefix("the ").strip() == text[start:end].removeprefix("the ").strip()
            want = value_to_when(value)
            same = want is not None and hit.when is not None and (want.first, want.last) == (hit.when.first, hit.when.last)
            valued += same
            if a.errors and not same:
                print("value", repr(text[start:end]), value, hit.when, day)
    show(
        {
            "span_relaxed_f1": f1(relaxed, found_count, gold_count),
            "span_strict_f1": f1(strict, found_count, gold_count),
            "value_f1": f1(valued, found_count, gold_count),
        }
    )


if __name__ == "__main__":
    main()
