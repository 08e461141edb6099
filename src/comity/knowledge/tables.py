"""Reads the data files of this folder and a user's own; an error names the file, the line and what was expected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class KnowledgeError(Exception):
    """A table of knowledge that cannot be read: the message names the file, the place and what was expected."""


def data_file(name: str) -> Traversable:
    """A data file of the package."""
    return files("comity.knowledge") / "data" / name


@cache
def load_yaml(name: str) -> Any:
    """The content of one of the package's YAML files."""
    return yaml.load(data_file(name).read_text(encoding="utf-8"), _LOADER)


@cache
def load_yaml_lines(name: str) -> dict[str, tuple[Any, int]]:
    """The top-level entries of one of the package's YAML files, each with the line that it begins in."""
    text = data_file(name).read_text(encoding="utf-8")
    content = yaml.load(text, _LOADER)
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line[:1] not in ("", " ", "#", "-", "\t") and (match := re.match(r'(?:"([^"]*)"|(.+?)):(?:\s|$)', line)):
            key = match[1] or match[2]
            if key in lines:
                raise KnowledgeError(f"{name}, line {number}: {key!r} stands there twice (first in line {lines[key]})")
            lines[key] = number
    return {str(key): (value, lines.get(str(key), 0)) for key, value in content.items()}


def load_table(name: str, columns: tuple[str, ...]) -> Iterator[list[str]]:
    """The rows of a tab-separated table whose header must name `columns`."""
    lines = data_file(name).read_text(encoding="utf-8").splitlines()
    if tuple(lines[0].split("\t")) != columns:
        raise KnowledgeError(f"{name}, line 1: expected the columns {', '.join(columns)}; found {lines[0]!r}")
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise KnowledgeError(f"{name}, line {number}: expected {len(columns)} cells, found {len(cells)}")
        yield cells


_FIELDS = {"names", "terms", "kind"}
_KINDS = {"state", "people", "seat", "organisation", "institution", "company", "medium", "group", "person", "place"}
_KEY = re.compile(r"(?:[A-Z0-9][A-Z0-9+ ]*|-)(?::[^:]+)?")


def load_user_actors(path: Path) -> Mapping[str, tuple[dict[str, Any], int]]:
    """A user's actors: key → (fields, line).

    Fields: `names` (list of texts), `terms` (of persons: [office, from, until]), `kind` (what it is; guessed where left out).
    Raises `KnowledgeError` with file and line where something else stands there.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise KnowledgeError(f"{path}: cannot be read ({problem}); expected a YAML file of actors") from None
    try:
        tree = yaml.compose(text, _LOADER)
    except (yaml.YAMLError, ValueError, OverflowError) as problem:
        raise KnowledgeError(f"{path}: not valid YAML: {problem}") from None
    except RecursionError:
        raise KnowledgeError(f"{path}: is nested too deeply; expected actor keys with their names") from None
    if not isinstance(tree, yaml.MappingNode):
        raise KnowledgeError(
            f"{path}, line 1: expected actor keys with their names, such as 'RUS:Gazprom: {{names: [Gazprom]}}'"
        )
    found: dict[str, tuple[dict[str, Any], int]] = {}
    for key_node, value_node in tree.value:
        line, key = key_node.start_mark.line + 1, str(key_node.value)
        try:
            value = yaml.load(yaml.serialize(value_node), _LOADER)
        except (yaml.YAMLError, ValueError, TypeError, LookupError, OverflowError, RecursionError) as problem:
            raise KnowledgeError(f"{path}, line {line}: cannot be understood ({problem}); expected a list of names") from None
        problem_told = _problem(key, {"names": value} if isinstance(value, list) else value)
        if problem_told:
            raise KnowledgeError(f"{path}, line {line}: {problem_told}")
        if key in found:
            raise KnowledgeError(f"{path}, line {line}: {key!r} stands there twice (first in line {found[key][1]})")
        found[key] = ({"names": value} if isinstance(value, list) else value, line)
    return found


def _problem(key: str, fields: Any) -> str:
    """What is wrong with an actor of a user's file; empty where nothing is."""
    if not _KEY.fullmatch(key):
        return f"expected a key such as 'RUS:Gazprom', 'NATO' or '-:Airbus', found {key!r}"
    if not isinstance(fields, dict):
        return f"expected a list of names for {key!r}, or names, terms and kind; found {fields!r}"
    if strange := sorted(set(map(str, fields)) - _FIELDS):
        return f"expected names, terms and kind for {key!r}, found {', '.join(strange)}"
    names = fields.get("names", [])
    if not isinstance(names, list) or not all(isinstance(n, str) and n.strip() for n in names):
        return f"expected a list of names for {key!r}, found {names!r}"
    if str(fields.get("kind", "group")) not in _KINDS:
        return f"expected one of {', '.join(sorted(_KINDS))} as the kind of {key!r}, found {fields['kind']!r}"
    if not isinstance(fields.get("terms", []), list):
        return f"expected terms of {key!r} as a list of [office, from, until], found {fields['terms']!r}"
    for term in fields.get("terms", []):
        if not (isinstance(term, list) and len(term) == 3):
            return f"expected terms of {key!r} as [office, from, until], not {term!r}"
    return ""
