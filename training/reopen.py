"""Takes the shipped model apart again: `model.onnx` to a checkpoint that training and export go on from.

    python -m training.reopen [--model DIR] --out CHECKPOINT

Weights lie there as integers with a scale for each column: their products are the checkpoint's weights, and exporting them
unchanged gives the same integers again. The head of quad classes, which only trains, is not shipped and begins anew.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.network import ReadingModel

SHIPPED = Path(__file__).resolve().parents[1] / "src/comity/reading/weights"
HEADS = (
    "tag", "arc", "relation", "name", "predicate", "argument", "code", "status", "object", "role", "cue", "attribution", "pair",
)  # fmt: skip
"""In the order in which `ReadingModel.heads` computes them, and thus the graph."""


def products(model: ReadingModel) -> Iterator[list[str]]:
    """Names of the weights of the graph's products, in its order; such as are joined into one product come together."""
    yield ["encoder.casing.weight"]
    for i in range(len(model.encoder.layers)):
        at = f"encoder.layers.{i}."
        yield [f"{at}{part}.weight" for part in ("query", "key", "value")]
        yield from ([f"{at}{part}.weight"] for part in ("out", "up", "down"))
    yield ["shape.weight"]
    yield ["mix.0.weight"]
    known = model.state_dict()
    for head in HEADS:
        inside = ("weight", "left.0.weight", "right.0.weight", "core", "0.weight", "3.weight")
        yield from ([name] for part in inside if (name := f"{head}.{part}") in known)


def reopened(file: Path) -> dict[str, Tensor]:
    """The state of a `ReadingModel` as a shipped file holds it; ValueError where the file is no such model."""
    model = ReadingModel()
    state = model.state_dict()
    held = {i.name: numpy_helper.to_array(i) for i in onnx.load(str(file)).graph.initializer}
    scaled = {
        name.removesuffix("_scale"): (held[name.removesuffix("_scale") + "_quantized"].astype(np.float32), scale)
        for name, scale in held.items()
        if name.endswith("_scale")
    }
    for name in state:
        if (plain := held.get(f"model.{name}")) is not None:
            state[name] = torch.from_numpy(plain.copy())
        elif (table := scaled.pop(f"model.{name}", None)) is not None:
            zero = held[f"model.{name}_zero_point"].astype(np.float32)
            state[name] = torch.from_numpy((table[0] - zero) * table[1])
    for names in products(model):
        sizes = [state[name].shape[0] for name in names]
        found = []
        while sum(weight.shape[1] for weight in found) < sum(sizes) and not names[0].endswith("core"):
            found.append(_next(scaled, names))
        if names[0].endswith("core"):
            labels, d, e = state[names[0]].shape
            state[names[0]] = torch.from_numpy(_next(scaled, names).reshape(d, labels, e)).permute(1, 0, 2).contiguous()
        else:
            for name, part in zip(names, torch.from_numpy(np.concatenate(found, 1)).split(sizes, 1), strict=True):
                if part.T.shape != state[name].shape:
                    raise ValueError(f"{file}: {name} should be {tuple(state[name].shape)}, not {tuple(part.T.shape)}")
                state[name] = part.T.contiguous()
    if scaled:
        raise ValueError(f"{file}: {len(scaled)} products are left over; the graph is of another model")
    return state


def _next(scaled: dict[str, tuple[np.ndarray, np.ndarray]], names: list[str]) -> np.ndarray:
    if not scaled:
        raise ValueError(f"no product left for {names}; the graph is of another model")
    integers, scale = scaled.pop(next(iter(scaled)))
    return integers * scale


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args()
    torch.save({"model": reopened(a.model / "model.onnx")}, a.out)


if __name__ == "__main__":
    main()
