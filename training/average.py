"""The average of two checkpoints of one run, weight by weight: `python -m training.average ONE OTHER --share 0.6 --out OUT`.

Between the passes lies a model that keeps what the first does better and most of what the second has learned (Wortsman et
al. 2022, "Model soups", section 3, for two models).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch

from training.train import save


def average(one: Path, other: Path, share: float, out: Path) -> None:
    """Writes (1 - share) of the one and share of the other."""
    first, second = (torch.load(path, weights_only=False)["model"] for path in (one, other))
    mixed = {
        name: weight * (1 - share) + second[name] * share if weight.is_floating_point() else weight
        for name, weight in first.items()
    }
    save(out, {"model": mixed, "step": 0})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--share", type=float, required=True, help="of the other, 0 to 1")
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args()
    average(a.one, a.other, a.share, a.out)


if __name__ == "__main__":
    main()
