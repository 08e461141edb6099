"""Exports a checkpoint to the shipped model: int8 ONNX, vocabulary and manifest; and checks it against torch.

    python -m training.export CHECKPOINT [--out DIR] [--parity 500]

Weights are int8 per channel, of which seven bits are used: processors without instructions for such products (VNNI) add up
pairs of them in sixteen bits, which eight would overflow, and the model would see other things on one machine than on another.
Activations are scaled as they come. The graph takes one sentence at a time: a scale then depends on that sentence alone, so
that its scores never depend on what is read beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from comity.reading import labels
from comity.reading.pieces import Pieceworker
from training.data import SHARED, treebank
from training.network import ReadingModel
from training.train import MINILM

OUTPUTS = (
    "tag", "arc", "relation", "name", "argument", "code", "status", "object", "role", "cue", "attribution", "pair",
)  # fmt: skip


class Exported(nn.Module):
    """The model as it is shipped: one sentence in, scores of every head out."""

    def __init__(self, model: ReadingModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, ids: Tensor, firsts: Tensor, features: Tensor) -> tuple[Tensor, ...]:
        """Scores in the order of OUTPUTS, without the batch dimension."""
        x = self.model.vectors(ids[None], None, firsts[None], features[None])
        heads = self.model.heads(x)
        return tuple(heads[name][0] for name in OUTPUTS)


def export(checkpoint: Path, out: Path, version: str) -> None:
    """Writes `model.onnx`, `vocab.txt` and `manifest.json` into `out`."""
    model = ReadingModel()
    model.load_state_dict(torch.load(checkpoint, weights_only=False)["model"])
    model.eval()
    worker = Pieceworker(MINILM / "vocab.txt")
    sample = worker("The two presidents met in Geneva on Wednesday .".split())
    arguments = tuple(torch.from_numpy(a) for a in (sample.ids, sample.firsts, sample.features))
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        plain = Path(scratch, "plain.onnx")
        torch.onnx.export(
            Exported(model),
            arguments,
            str(plain),
            input_names=["ids", "firsts", "features"],
            output_names=list(OUTPUTS),
            dynamic_axes={"ids": {0: "pieces"}, "firsts": {0: "words"}, "features": {0: "words"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            plain,
            out / "model.onnx",
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            op_types_to_quantize=["MatMul", "Gather"],
        )
    drop_zero_points(out / "model.onnx")
    shutil.copy(MINILM / "vocab.txt", out / "vocab.txt")
    digest = hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()
    manifest = {
        "version": version,
        "sha256": digest,
        "encoder": "MiniLM-L6 (all-MiniLM-L6-v2, Apache-2.0), fine-tuned",
        "labels": {
            name: list(getattr(labels, name)) for name in ("TAGS", "RELATIONS", "NAME_TAGS", "CODES", "STATUSES", "ROLES")
        },
        "trained_on": "docs/model.md",
    }
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def drop_zero_points(file: Path) -> None:
    """Takes the zero points of symmetric weights out of the products: the same sums, some 3 % faster. They must all be 0."""
    model = onnx.load(str(file))
    held = {i.name: i for i in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type == "MatMulInteger" and len(node.input) == 4:
            if numpy_helper.to_array(held[node.input[3]]).any():
                raise ValueError(f"{file}: {node.name} has weights that are not symmetric")
            del node.input[3]
    used = {name for node in model.graph.node for name in node.input}
    kept = [i for i in model.graph.initializer if i.name in used]
    del model.graph.initializer[:]
    model.graph.initializer.extend(kept)
    onnx.save(model, str(file))


def parity(checkpoint: Path, out: Path, count: int) -> dict[str, float]:
    """How often the shipped model and torch agree on the best tag, head, name and code of a word, over test sentences."""
    model = ReadingModel()
    model.load_state_dict(torch.load(checkpoint, weights_only=False)["model"])
    exported = Exported(model.eval())
    session = onnxruntime.InferenceSession(str(out / "model.onnx"))
    worker = Pieceworker(out / "vocab.txt")
    same = dict.fromkeys(("tag", "arc", "name", "code"), 0)
    words = 0
    for example, _ in zip(treebank(SHARED / "data/treebanks/ewt-test.conllu"), range(count), strict=False):
        pieces = worker(example.words)
        if len(pieces.ids) > 256:
            continue
        feed = {"ids": pieces.ids, "firsts": pieces.firsts, "features": pieces.features}
        shipped = dict(zip(OUTPUTS, session.run(None, feed), strict=True))
        with torch.no_grad():
            scores = exported(*(torch.from_numpy(a) for a in feed.values()))
        for name, tensor in zip(OUTPUTS, scores, strict=True):
            if name in same:
                same[name] += int((np.argmax(shipped[name], -1) == tensor.argmax(-1).numpy()).sum())
        words += len(example.words)
    return {name: round(count / words, 4) for name, count in same.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    default = Path(__file__).resolve().parents[1] / "src/comity/reading/weights"
    parser.add_argument("--out", type=Path, default=default)
    parser.add_argument("--version", default="1")
    parser.add_argument("--parity", type=int, default=500)
    a = parser.parse_args()
    export(a.checkpoint, a.out, a.version)
    agreement = parity(a.checkpoint, a.out, a.parity)
    size = sum(file.stat().st_size for file in a.out.iterdir()) / 1e6
    print(json.dumps({"megabytes": round(size, 1), "agreement_with_torch": agreement}))
    if min(agreement.values()) < 0.97:
        raise SystemExit("the shipped model strays from the trained one; do not ship it")


if __name__ == "__main__":
    main()
