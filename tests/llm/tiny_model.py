"""A language model with random weights, a few hundred kilobytes small, in the file format of llama.cpp."""

from __future__ import annotations

from pathlib import Path

import numpy as np

_WIDTH, _LAYERS, _HEADS, _INNER = 32, 1, 2, 64


def write_tiny_model(path: Path, seed: int, fond_of: str = "") -> None:
    """Writes a model whose vocabulary is every byte; what it says is noise, unless a grammar holds it.

    Of the characters in `fond_of`, it likes the first most: with a quotation mark there, its strings come to an end.
    """
    import gguf

    tokens = [b"<unk>", b"<s>", b"</s>", *(f"<0x{byte:02X}>".encode() for byte in range(256))]
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL, *[gguf.TokenType.BYTE] * 256]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(16384)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(_INNER)
    writer.add_head_count(_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_add_space_prefix(False)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    rng = np.random.default_rng(seed)
    shapes = {"token_embd.weight": (len(tokens), _WIDTH), "output.weight": (len(tokens), _WIDTH)}
    for layer in range(_LAYERS):
        at = f"blk.{layer}."
        shapes |= {at + f"attn_{part}.weight": (_WIDTH, _WIDTH) for part in ("q", "k", "v", "output")}
        shapes |= {at + "ffn_gate.weight": (_INNER, _WIDTH), at + "ffn_up.weight": (_INNER, _WIDTH)}
        shapes[at + "ffn_down.weight"] = (_WIDTH, _INNER)
    for name, shape in shapes.items():
        weights = rng.normal(0, 0.3, shape).astype(np.float32)
        if name == "token_embd.weight":
            weights[:, 0] = 4.0  # a direction that is always there, to hang likings on
        if name == "output.weight":
            weights[:, 0] = 0.0
            for rank, character in enumerate(fond_of):
                weights[3 + ord(character), 0] = 3.0 / (rank + 1)
        writer.add_tensor(name, weights)
    for name in ("output_norm.weight", *(f"blk.{n}.{part}_norm.weight" for n in range(_LAYERS) for part in ("attn", "ffn"))):
        writer.add_tensor(name, np.ones(_WIDTH, dtype=np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
