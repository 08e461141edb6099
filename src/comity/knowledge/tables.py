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
        if line and line[0] not in " #-\t":
            if match := re.match(r'(?:"([^"]*)"|(.+?)):(?:\s|$)', line):
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


def load_user_actors(path: Path) -> Mapping[str, tuple[dict[str, Any], int]]:
    """A user's actors: key → (fields, line). Fields: `names` (list), and for persons `terms` ([office, from, until])."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise KnowledgeError(f"{path}: cannot be read ({problem}); expected a YAML file of actors") from None
    try:
        tree = yaml.compose(text, _LOADER)
    except yaml.YAMLError as problem:
        raise KnowledgeError(f"{path}: not valid YAML: {problem}") from None
    if not isinstance(tree, yaml.MappingNode):
        raise KnowledgeError(
            f"{path}, line 1: expected actor keys with their names, such as 'RUS:Gazprom: {{names: [Gazprom]}}'"
        )
    found = {}
    for key_node, value_node in tree.value:
        line = key_node.start_mark.line + 1
        value = yaml.load(yaml.serialize(value_node), _LOADER)
        if isinstance(value, list):
            value = {"names": value}
        key = str(key_node.value)
        if not isinstance(value, dict) or not all(isinstance(n, str) for n in value.get("names", [])):
            raise KnowledgeError(f"{path}, line {line}: expected a list of names for {key!r}")
        for term in value.get("terms", []):
            if not (isinstance(term, list) and len(term) == 3):
                raise KnowledgeError(f"{path}, line {line}: expected terms of {key!r} as [office, from, until], not {term!r}")
        found[key] = (value, line)
    return found
