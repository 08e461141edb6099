"""Takes the shipped model apart again: `model.onnx` to a checkpoint that training and export go on from.

    python -m training.reopen [--model DIR] --out CHECKPOINT

Weights lie there as integers with a scale for each column: their products are the checkpoint's weights, and exporting them
unchanged gives the same integers again. Heads that only train, those of predicates and of quad classes, are not shipped and
begin anew.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import Tensor

from training.network import ReadingModel

SHIPPED = Path(__file__).resolve().parents[1] / "src/comity/reading/weights"
_JOINED = ("query", "key", "value")  # of a layer: one product where the graph was made so
_TRAINING_ONLY = ("predicate", "quad")
_PRODUCT = "/MatMul_quant"


def reopened(file: Path) -> dict[str, Tensor]:
    """The state of a `ReadingModel` as a shipped file holds it; ValueError where the file is no such model."""
    state = ReadingModel().state_dict()
    graph = onnx.load(str(file)).graph
    held = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    for name in state:
        if (plain := held.get(f"model.{name}")) is not None:
            state[name] = torch.from_numpy(plain.copy())
        elif (table := held.get(f"model.{name}_quantized")) is not None:
            zero = held[f"model.{name}_zero_point"].astype(np.float32)
            state[name] = torch.from_numpy((table.astype(np.float32) - zero) * held[f"model.{name}_scale"])
    found = set(state) & {name.removeprefix("model.").removesuffix("_quantized") for name in held}
    for node in graph.node:
        if node.op_type == "Add" and node.name.endswith("/Add") and node.input[0] in held:
            at = node.name.removesuffix("/Add").strip("/").replace("/", ".")
            for name, part in zip(_JOINED, torch.from_numpy(held[node.input[0]].copy()).chunk(len(_JOINED)), strict=False):
                if (joined := f"{at}.{name}.bias") in state:
                    state[joined] = part.contiguous()
                    found.add(joined)
        if node.op_type != "MatMulInteger":
            continue
        weight = node.input[1].removesuffix("_quantized")
        scaled = torch.from_numpy(held[f"{weight}_quantized"].astype(np.float32) * held[f"{weight}_scale"])
        for name, part in _parts(node.name, scaled, state).items():
            if name not in state or state[name].shape != part.shape:
                raise ValueError(f"{file}: the product {node.name} is of another model ({tuple(part.shape)} for {name})")
            state[name] = part.contiguous()
            found.add(name)
    if lost := {name for name in set(state) - found if name.partition(".")[0] not in _TRAINING_ONLY}:
        raise ValueError(f"{file}: nothing is found for {sorted(lost)[:3]}; it is of another model")
    return state


def _parts(product: str, weight: Tensor, state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The weights that a product of the graph holds, by their names: its own name is the way to its module.

    "/encoder/layers.0/up/MatMul_quant" is that of `encoder.layers.0.up`, "/code/code.3/…" of `code.3`.
    """
    way: list[str] = []
    for step in product.removesuffix(_PRODUCT).strip("/").split("/"):
        outer, _, inner = step.rpartition(".")
        way += [inner] if way and way[-1] == outer else [step]
    at = ".".join(way)
    if f"{at}.{_JOINED[0]}.weight" in state:
        return {f"{at}.{name}.weight": part.T for name, part in zip(_JOINED, weight.chunk(3, 1), strict=True)}
    if (core := state.get(f"{at}.core")) is not None:  # (labels, d, e), laid out as (d, labels * e)
        labels, d, e = core.shape
        return {f"{at}.core": weight.reshape(d, labels, e).permute(1, 0, 2)}
    return {f"{at}.weight": weight.T}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, default=SHIPPED)
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args()
    torch.save({"model": reopened(a.model / "model.onnx")}, a.out)


if __name__ == "__main__":
    main()
