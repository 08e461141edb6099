"""Marked mentions against their actor keys: `python benchmarks/actors.py GOLD_DIR --json` → code_accuracy, name_accuracy.

GOLD_DIR is a gold folder whose statements have `anchors`: the words that name each actor, recipient and source, beside its
key. A marked mention is right where the reader's mention over most of its words has the key's code (and, for `name_accuracy`,
where the key names somebody, shares a word of the name); one that the reader leaves out is wrong. `pronoun`, `name` and
`nominal` part the mentions by their looks. `--half first|second` takes every other document, to tune on one and report on
the other.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from comity.model import Actor, Document
from comity.reading import ChainReader, default_reader
from comity.reading.draft import Mention
from common import show
from gold import gold_documents

_PRONOUN = re.compile(r"(?:he|him|his|she|her|it|its|they|them|their|we|us|our|i|my|me|both|who|which|that)", re.IGNORECASE)
_NOISE = re.compile(r"\W+")


def marked(path: Path, words: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, key) of each marked mention in a file of statements about a text, each once.

    Marks that begin or end within a word are left out: of some mentions, the gold marks the first place where the letters
    stand, "[he]re" for "he".
    """
    seen: set[tuple[int, int]] = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        statement = json.loads(line)
        if statement["kind"] != "event":
            continue
        for anchor in statement.get("anchors") or []:
            for role, keys in (("actors", "actors"), ("recipients", "recipients"), ("sources", "according_to")):
                for span, key in zip(anchor.get(role) or [], statement.get(keys) or [], strict=False):
                    if span and tuple(span) not in seen and key != "-:unnamed" and whole(words, *span):
                        seen.add((span[0], span[1]))
                        yield span[0], span[1], key


def whole(text: str, start: int, end: int) -> bool:
    """Whether a stretch of text cuts no word at either end."""
    return not any(0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum() for at in (start, end))


def looks(words: str) -> str:
    """Whether words are a pronoun, hold a name, or name by a noun alone."""
    if _PRONOUN.fullmatch(words):
        return "pronoun"
    return "name" if re.search(r"[A-Z]", re.sub(r"^(?:The|A|An)\b", "", words)) else "nominal"


def over(mentions: list[Mention], start: int, end: int) -> Mention | None:
    """The mention that shares most with [start, end)."""
    best = max(mentions, key=lambda m: (min(m.end, end) - max(m.start, start), m.start - m.end), default=None)
    return best if best is not None and min(best.end, end) > max(best.start, start) else None


def same_code(key: Actor, found: tuple[Actor, ...]) -> bool:
    """Whether one of the found actors has the key's code, or (without a code) a word of its name."""
    if key.code != "-":
        return any(a.code == key.code for a in found)
    return any(a.code == "-" and same_name(key, (a,)) for a in found)


def same_name(key: Actor, found: tuple[Actor, ...]) -> bool:
    """Whether one of the found actors shares a word of the key's name."""
    words = set(_NOISE.sub(" ", key.name.lower()).split())
    return any(words & set(_NOISE.sub(" ", a.name.lower()).split()) for a in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON (the only form)")
    parser.add_argument("--every", type=int, default=1, help="only every N-th document")
    parser.add_argument("--half", choices=("first", "second"), help="every other document")
    parser.add_argument("--errors", type=int, default=0, help="print that many wrong mentions first")
    a = parser.parse_args()
    reader = default_reader()
    if not isinstance(reader, ChainReader):
        raise SystemExit("only a chain of stages has mentions to look at")
    documents: list[Document] = gold_documents(a.folder, a.every)
    if a.half:
        documents = documents[a.half == "second" :: 2]
    right: Counter[str] = Counter()
    of: Counter[str] = Counter()
    left = a.errors
    for document in documents:
        draft = reader.draft(document)
        for start, end, text in marked(a.folder / f"{document.id}.jsonl", document.text):
            key, kind = Actor.parse(text), looks(document.text[start:end])
            mention = over([m for m in draft.mentions if m.actors], start, end)
            found = mention.actors if mention else ()
            good = same_code(key, found)
            named = good and (not key.name or not key.name[:1].isupper() or same_name(key, found))
            for name in ("all", kind):
                of[name] += 1
                right[name] += good
                right[f"{name} named"] += named
            of["missing"] += 1
            right["missing"] += mention is None
            if not good and left:
                left -= 1
                got = f"{', '.join(x.key for x in found)} ({mention.kind}: {mention.reason})" if mention else "nothing"
                around = document.text[max(0, start - 70) : start], document.text[start:end], document.text[end : end + 40]
                print(f"{kind:8} {text:28} got {got}\n    {document.id}: {'…{}[{}]{}…'.format(*around)!r}")
    figures: dict[str, object] = {"mentions": of["all"], "missing": right["missing"] / max(1, of["missing"])}
    figures |= {"code_accuracy": right["all"] / max(1, of["all"]), "name_accuracy": right["all named"] / max(1, of["all"])}
    for kind in ("name", "nominal", "pronoun"):
        figures[f"{kind}_code_accuracy"] = right[kind] / max(1, of[kind])
    show(figures)


if __name__ == "__main__":
    main()
