"""The examples of docs/actors.md give what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from comity.knowledge import Knowledge

PAGE = Path(__file__).resolve().parents[2] / "docs" / "actors.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_python_examples() -> None:
    scope: dict[str, object] = {}
    told = 0
    for line in "\n".join(blocks("python")).splitlines():
        code, _, comment = line.partition("  # ")
        if re.match(r"(import|from|\w+ = )", code):
            exec(code, scope)
            continue
        if not code.strip():
            continue
        value = repr(eval(code, scope))
        if comment.strip()[:1] in "'({[":
            told += 1
            assert comment.strip().startswith(value), f"{code.strip()} gives {value}"
    assert told >= 8


def test_the_example_of_own_actors(tmp_path: Path) -> None:
    example = next(block for block in blocks("yaml") if "Northern Shipping" in block)
    file = tmp_path / "actors.yml"
    file.write_text(example, encoding="utf-8")
    knowledge = Knowledge(file)
    for key in yaml.safe_load(example):
        assert knowledge.find(key)[0].entry.source.startswith(str(file))


def test_the_example_of_holders_is_of_the_shape_that_the_file_has() -> None:
    example = next(block for block in blocks("yaml") if "foreign minister" in block)
    assert yaml.safe_load(example)["USA"]["foreign minister"].endswith("Marco Rubio 2025-01-21")


@pytest.mark.parametrize("file", re.findall(r"`([\w_]+\.(?:tsv|yml))`", PAGE.read_text(encoding="utf-8")))
def test_files_named_on_the_page_exist(file: str) -> None:
    assert (PAGE.parents[1] / "src/comity/knowledge/data" / file).is_file() or file == "actors.yml"
