"""Lists what comity installs with it, and under which licences: `python tools/licences.py [--check]`.

Goes through the requirements of the installed package and of its extras, and theirs in turn. With `--check` it fails where one
is under the GPL or AGPL, or says nothing of its licence (LGPL libraries, which programs may use as they are, pass).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

_COPYLEFT = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )General Public License(?! \(LGPL)", re.IGNORECASE)
_LESSER = re.compile(r"LGPL|Lesser", re.IGNORECASE)


def closure(name: str, extras: frozenset[str]) -> Iterator[Distribution]:
    """The installed distributions that a distribution with these extras needs, each once, itself left out."""
    waiting, seen = [(name, extras)], set[str]()
    while waiting:
        current, wanted = waiting.pop()
        try:
            found = distribution(current)
        except PackageNotFoundError:
            continue  # an extra's requirement for another system, or one that is not installed
        key = re.sub(r"[-_.]+", "-", current).lower()
        if key not in seen and seen:
            yield found
        first = key not in seen
        seen.add(key)
        for text in found.requires or () if first else ():
            need = Requirement(text)
            environments = [{"extra": extra} for extra in wanted] or [{"extra": ""}]
            if need.marker is None or any(need.marker.evaluate(e) for e in environments):
                waiting.append((need.name, frozenset(need.extras)))


def licence(found: Distribution) -> str:
    """What a distribution says of its licence: its SPDX expression, its classifiers, or its field, in that order."""
    stated = found.metadata.get("License-Expression")
    if stated:
        return stated
    classifiers = found.metadata.get_all("Classifier") or []
    said = [c.rpartition(" :: ")[2] for c in classifiers if c.startswith("License ::") and not c.endswith("OSI Approved")]
    first = (found.metadata.get("License") or "").strip().splitlines()
    return "; ".join(said) or (first[0][:60] if first else "")


def copyleft(stated: str) -> bool:
    """Whether a licence asks of programs that use the library to be under it too."""
    return (
        any(_COPYLEFT.search(part) and not _LESSER.search(part) for part in re.split(r";| OR ", stated))
        and " OR " not in stated
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    a = parser.parse_args()
    extras = frozenset(distribution("comity").metadata.get_all("Provides-Extra") or ())
    rows = sorted({(d.metadata["Name"].lower(), d.version, licence(d)) for d in closure("comity", extras)})
    width = max(len(name) for name, _, _ in rows)
    for name, version, stated in rows:
        print(f"{name:{width}}  {version:14}  {stated or 'says nothing'}")
    wrong = [name for name, _, stated in rows if not stated or copyleft(stated)]
    if a.check and wrong:
        sys.exit(f"look at the licences of {', '.join(wrong)}")


if __name__ == "__main__":
    main()
