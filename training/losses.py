"""Batches of examples as tensors, and the loss of each head on them."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional as F

from comity.model import ABOUT_ANOTHER_ACT
from comity.reading.labels import ARGUMENTS, ATTRIBUTION, CODES, NAME_TAGS, RELATIONS, ROLES, STATUSES, TAGS
from comity.reading.pieces import FEATURES, Pieces
from training.data import Example
from training.network import ReadingModel

TAG, RELATION, NAME = ({label: i for i, label in enumerate(labels)} for labels in (TAGS, RELATIONS, NAME_TAGS))
ARGUMENT, CODE, STATUS = ({label: i for i, label in enumerate(labels)} for labels in (ARGUMENTS, CODES, STATUSES))
ROLE, PART = ({label: i for i, label in enumerate(labels)} for labels in (ROLES, ATTRIBUTION))
WEIGHTS = {"tag": 0.5, "arc": 1.0, "relation": 0.5, "name": 1.0, "predicate": 0.3, "argument": 0.7, "code": 1.5}
WEIGHTS |= {"status": 0.5, "object": 0.7, "role": 1.5, "cue": 0.5, "attribution": 0.7, "quad": 0.5, "pair": 1.0}
IGNORE = -100


def inputs(pieces: Sequence[Pieces]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Padded ids, mask, first pieces and features of a batch."""
    longest, most = max(len(p.ids) for p in pieces), max(len(p.firsts) for p in pieces)
    ids, mask = torch.zeros(len(pieces), longest, dtype=torch.long), torch.zeros(len(pieces), longest)
    firsts, features = torch.zeros(len(pieces), most, dtype=torch.long), torch.zeros(len(pieces), most, FEATURES)
    for i, p in enumerate(pieces):
        ids[i, : len(p.ids)], mask[i, : len(p.ids)] = torch.from_numpy(p.ids), 1.0
        firsts[i, : len(p.firsts)], features[i, : len(p.firsts)] = (
            torch.from_numpy(p.firsts),
            torch.from_numpy(p.features),
        )
    return ids, mask, firsts, features


def _word_labels(batch: Sequence[Example], most: int, of: dict[str, int], field: str) -> Tensor:
    labels = torch.full((len(batch), most), IGNORE)
    for i, example in enumerate(batch):
        if (given := getattr(example, field)) is not None:
            labels[i, : len(given)] = torch.tensor([of[label] for label in given])
    return labels


def _cross(scores: Tensor, labels: Tensor, weight: Tensor | None = None) -> Tensor:
    return F.cross_entropy(scores.reshape(-1, scores.shape[-1]), labels.reshape(-1), weight, ignore_index=IGNORE)


def syntax(batch: Sequence[Example], out: dict[str, Tensor]) -> dict[str, Tensor]:
    """Parts of speech, arcs and relations."""
    most = out["tag"].shape[1]
    heads = torch.full((len(batch), most), IGNORE)
    for i, example in enumerate(batch):
        if example.heads is not None:
            heads[i, : len(example.heads)] = torch.tensor(example.heads)
    relation = torch.gather(out["relation"], 2, heads.clamp(min=0)[:, :, None, None].expand(-1, -1, 1, len(RELATIONS))).squeeze(
        2
    )
    arc = out["arc"]
    lengths = torch.tensor([len(example.words) for example in batch])
    arc = arc.masked_fill(torch.arange(most + 1)[None, None, :] > lengths[:, None, None], -1e4)
    return {
        "tag": _cross(out["tag"], _word_labels(batch, most, TAG, "tags")),
        "arc": _cross(arc, heads),
        "relation": _cross(relation, _word_labels(batch, most, RELATION, "relations")),
    }


def names(batch: Sequence[Example], out: dict[str, Tensor]) -> Tensor:
    """Names, where a word may have several tags: their summed probability counts."""
    scores = F.log_softmax(out["name"], -1)
    allowed, known = torch.zeros_like(scores, dtype=torch.bool), torch.zeros(scores.shape[:2], dtype=torch.bool)
    for i, example in enumerate(batch):
        for j, tags in enumerate(example.names or ()):
            known[i, j] = True
            for tag in tags:
                allowed[i, j, NAME[tag]] = True
    right = torch.logsumexp(scores.masked_fill(~allowed, -1e4), -1)
    return -right[known].mean()


def _pair_loss(scores: list[Tensor], labels: list[Tensor], none_weight: float) -> Tensor:
    flat, wanted = torch.cat(scores), torch.cat(labels)
    weight = torch.ones(flat.shape[-1])
    weight[0] = none_weight
    return F.cross_entropy(flat, wanted, weight)


def frames(batch: Sequence[Example], out: dict[str, Tensor]) -> dict[str, Tensor]:
    """Predicates and their arguments; reporting cues with source and content."""
    most = out["predicate"].shape[1]
    is_predicate, is_cue = (torch.full((len(batch), most), IGNORE) for _ in range(2))
    scores: dict[str, list[Tensor]] = {"argument": [], "attribution": []}
    labels: dict[str, list[Tensor]] = {"argument": [], "attribution": []}
    for i, example in enumerate(batch):
        size = len(example.words)
        if example.predicates is not None:
            is_predicate[i, :size] = 0
            for at, parts in example.predicates:
                is_predicate[i, at] = 1
                row = torch.zeros(size, dtype=torch.long)
                for role, a, b in parts:
                    row[a:b] = ARGUMENT[role]
                scores["argument"].append(out["argument"][i, at, :size])
                labels["argument"].append(row)
        if example.cues is not None:
            is_cue[i, :size] = 0
            for ats, parts in example.cues:
                is_cue[i, ats[0]] = 1
                row = torch.zeros(size, dtype=torch.long)
                for role, a, b in parts:
                    row[a:b] = PART[role]
                scores["attribution"].append(out["attribution"][i, ats[0], :size])
                labels["attribution"].append(row)
    losses = {"predicate": _cross(out["predicate"], is_predicate), "cue": _cross(out["cue"], is_cue)}
    return losses | {name: _pair_loss(scores[name], labels[name], 1.0) for name in scores if scores[name]}


def acts(batch: Sequence[Example], out: dict[str, Tensor]) -> dict[str, Tensor]:
    """Triggers with their code, status and object, and the roles of the words that name the parties."""
    most = out["code"].shape[1]
    code, status = torch.zeros(len(batch), most, dtype=torch.long), torch.full((len(batch), most), IGNORE)
    objects = torch.zeros(len(batch), most, len(CODES) - 1)
    about = torch.zeros(len(batch), most, dtype=torch.bool)
    scores, labels = [], []
    for i, example in enumerate(batch):
        size = len(example.words)
        code[i, size:] = IGNORE
        for at in example.blocked:
            code[i, at] = IGNORE
        for act in example.acts or ():
            row = torch.zeros(size, dtype=torch.long)
            for a, b, role in act.parties:
                row[a:b] = ROLE[role]
            for at in act.trigger:
                code[i, at], status[i, at] = CODE[act.code], STATUS[act.status]
                if act.objects is not None and act.code in ABOUT_ANOTHER_ACT:
                    about[i, at] = True
                    for label in act.objects:
                        objects[i, at, CODE[label] - 1] = 1.0
            at = act.trigger[0]
            scores.append(out["role"][i, at, :size])
            labels.append(row)
    losses = {"code": _cross(out["code"], code)}
    if scores:
        losses |= {"status": _cross(out["status"], status), "role": _pair_loss(scores, labels, 0.5)}
    if about.any():
        losses["object"] = F.binary_cross_entropy_with_logits(out["object"][about], objects[about]) * 4
    return losses


def pairs(batch: Sequence[Example], out: Tensor) -> Tensor:
    """The relation of two marked parties, read at their marks; any of the acts that join them is right."""
    losses = []
    for i, example in enumerate(batch):
        assert example.pair is not None
        source, target, codes = example.pair
        scores = F.log_softmax(out[i, source] + out[i, target], -1)
        losses.append(-torch.logsumexp(scores[[CODE[code] - 1 for code in codes]], 0))
    return torch.stack(losses).mean()


def total(model: ReadingModel, batch: Sequence[Example], pieces: Sequence[Pieces]) -> tuple[Tensor, dict[str, float]]:
    """The weighted loss of a batch from one kind of source, and its parts."""
    first = batch[0]
    ids, mask, firsts, features = inputs(pieces)
    x = model.vectors(ids, mask, firsts, features)
    losses: dict[str, Tensor] = {}
    if first.heads is not None:
        losses |= syntax(batch, model.heads(x, frozenset({"tag", "arc", "relation"})))
    if any(example.names is not None for example in batch):
        losses["name"] = names(batch, model.heads(x, frozenset({"name"})))
    if any(example.predicates is not None for example in batch):
        losses |= frames(batch, model.heads(x, frozenset({"predicate", "argument", "cue", "attribution"})))
    if first.acts is not None:
        losses |= acts(batch, model.heads(x, frozenset({"code", "status", "object", "role"})))
    if first.pair is not None:
        losses["pair"] = pairs(batch, model.heads(x, frozenset({"pair"}))["pair"])
    if first.quad is not None:
        known = torch.arange(x.shape[1])[None] < torch.tensor([len(e.words) for e in batch])[:, None]
        pooled = (x * known[..., None]).sum(1) / known.sum(1, keepdim=True)
        losses["quad"] = F.cross_entropy(model.quad(pooled), torch.tensor([e.quad for e in batch]))
    loss = sum((WEIGHTS[name] * value for name, value in losses.items()), torch.zeros(()))
    return loss, {name: float(value.detach()) for name, value in losses.items()}
