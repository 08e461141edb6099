"""The reading model: a MiniLM-L6 encoder with one head for each thing that later stages want to know of a sentence.

Biaffine arcs and relations after Dozat & Manning (2017), "Deep Biaffine Attention for Neural Dependency Parsing".
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from comity.reading.labels import ARGUMENTS, ATTRIBUTION, CODES, NAME_TAGS, QUADS, RELATIONS, ROLES, STATUSES, TAGS
from comity.reading.pieces import FEATURES

WIDTH, LAYERS, HEADS, INNER, VOCABULARY, POSITIONS = 384, 6, 12, 1536, 30522, 512


class Layer(nn.Module):
    """One transformer layer as in BERT (post-norm, GELU)."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out, self.up, self.down = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, 1e-12), nn.LayerNorm(WIDTH, 1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        """The next layer's vectors; `bias` hides padding (None where there is none)."""
        batch, length, _ = x.shape
        parts = (self.query, self.key, self.value)  # one product for the three: faster where the model is read
        joint = nn.functional.linear(x, torch.cat([f.weight for f in parts]), torch.cat([f.bias for f in parts]))
        q, k, v = joint.view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS)
        weights = torch.softmax(scores if bias is None else scores + bias, -1)
        mixed = (self.dropout(weights) @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM-L6: word-piece ids to vectors."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.positions = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        # What lower-casing took, given back where the layers can use it: zero at first, so that the start is MiniLM itself.
        self.casing = nn.Linear(FEATURES, WIDTH, bias=False)
        nn.init.zeros_(self.casing.weight)
        self.norm, self.dropout = nn.LayerNorm(WIDTH, 1e-12), nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor | None, firsts: Tensor, features: Tensor) -> Tensor:
        """A vector for each word piece; the features of a word are added at its first piece. `mask` is 1 where a piece is."""
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(places) + self.segment
        x = x.scatter_add(1, firsts.unsqueeze(-1).expand(-1, -1, WIDTH), self.casing(features))
        x = self.dropout(self.norm(x))
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def load_minilm(self, file: Path) -> None:
        """Takes the published weights."""
        w = load_file(str(file))
        put = lambda target, name: target.data.copy_(w[name])  # noqa: E731
        put(self.words.weight, "embeddings.word_embeddings.weight")
        put(self.positions.weight, "embeddings.position_embeddings.weight")
        self.segment.data.copy_(w["embeddings.token_type_embeddings.weight"][0])
        parts = [(self.norm, "embeddings.LayerNorm")]
        for i, layer in enumerate(self.layers):
            at = f"encoder.layer.{i}."
            parts += [
                (layer.query, at + "attention.self.query"),
                (layer.key, at + "attention.self.key"),
                (layer.value, at + "attention.self.value"),
                (layer.out, at + "attention.output.dense"),
                (layer.norm1, at + "attention.output.LayerNorm"),
                (layer.up, at + "intermediate.dense"),
                (layer.down, at + "output.dense"),
                (layer.norm2, at + "output.LayerNorm"),
            ]
        for module, name in parts:
            put(module.weight, name + ".weight")
            put(module.bias, name + ".bias")


class Pairs(nn.Module):
    """Scores every (word, word) pair over some labels: biaffine, with a learned bias for signed distance."""

    def __init__(self, width: int, size: int, labels: int, dropout: float) -> None:
        super().__init__()
        self.left = nn.Sequential(nn.Linear(width, size), nn.ReLU(), nn.Dropout(dropout))
        self.right = nn.Sequential(nn.Linear(width, size), nn.ReLU(), nn.Dropout(dropout))
        self.core = nn.Parameter(torch.zeros(labels, size + 1, size + 1))
        nn.init.normal_(self.core, std=0.02)

    def forward(self, x: Tensor, y: Tensor | None = None) -> Tensor:
        """(batch, n, m, labels): how word j of `y` (or `x`) stands to word i of `x`."""
        left, right = self.left(x), self.right(x if y is None else y)
        left = torch.cat([left, torch.ones_like(left[..., :1])], -1)
        right = torch.cat([right, torch.ones_like(right[..., :1])], -1)
        labels, d, e = self.core.shape
        # Two plain products: an exported einsum runs many times slower.
        bent = (left @ self.core.permute(1, 0, 2).reshape(d, labels * e)).reshape(*left.shape[:2], labels, e)
        return (bent @ right.transpose(1, 2).unsqueeze(1)).transpose(2, 3)


class ReadingModel(nn.Module):
    """The encoder and its heads; `forward` gives a dictionary of score tensors."""

    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.shape = nn.Linear(FEATURES, 64)
        width = WIDTH + 64
        self.mix = nn.Sequential(nn.Linear(width, WIDTH), nn.GELU(), nn.LayerNorm(WIDTH), nn.Dropout(dropout))
        self.root = nn.Parameter(torch.zeros(WIDTH))
        self.tag = nn.Linear(WIDTH, len(TAGS))
        self.name = nn.Linear(WIDTH, len(NAME_TAGS))
        self.predicate = nn.Linear(WIDTH, 2)
        self.cue = nn.Linear(WIDTH, 2)
        act = lambda out: nn.Sequential(nn.Linear(WIDTH, 256), nn.GELU(), nn.Dropout(dropout), nn.Linear(256, out))  # noqa: E731
        self.code, self.status, self.object = act(len(CODES)), act(len(STATUSES)), act(len(CODES) - 1)
        self.pair = act(len(CODES) - 1)  # read at the marks around two parties
        self.quad = nn.Linear(WIDTH, len(QUADS))
        self.arc = Pairs(WIDTH, 256, 1, dropout)
        self.relation = Pairs(WIDTH, 96, len(RELATIONS), dropout)
        self.argument = Pairs(WIDTH, 96, len(ARGUMENTS), dropout)
        self.role = Pairs(WIDTH, 128, len(ROLES), dropout)
        self.attribution = Pairs(WIDTH, 96, len(ATTRIBUTION), dropout)

    def vectors(self, ids: Tensor, mask: Tensor | None, firsts: Tensor, features: Tensor) -> Tensor:
        """A vector for each word: its first piece, mixed with its shape."""
        x = self.encoder(ids, mask, firsts, features)
        x = torch.gather(x, 1, firsts.unsqueeze(-1).expand(-1, -1, WIDTH))
        return self.mix(torch.cat([x, self.shape(features)], -1))

    def heads(self, x: Tensor, wanted: frozenset[str] | None = None) -> dict[str, Tensor]:
        """The scores of the wanted heads (all where None)."""
        with_root = torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)
        makers = {
            "tag": lambda: self.tag(x),
            "arc": lambda: self.arc(x, with_root).squeeze(-1),
            "relation": lambda: self.relation(x, with_root),
            "name": lambda: self.name(x),
            "predicate": lambda: self.predicate(x),
            "argument": lambda: self.argument(x),
            "code": lambda: self.code(x),
            "status": lambda: self.status(x),
            "object": lambda: self.object(x),
            "role": lambda: self.role(x),
            "cue": lambda: self.cue(x),
            "attribution": lambda: self.attribution(x),
            "pair": lambda: self.pair(x),
        }
        return {name: make() for name, make in makers.items() if wanted is None or name in wanted}
