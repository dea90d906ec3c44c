"""Turns the packed 4-bit weights into ordinary files: ``tokenizer.json`` and an int8 ONNX model.

Used once, when the bundled model is unpacked. Everything heavy is imported inside the functions.
"""

from __future__ import annotations

import gc
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import EmbeddingError
from corpus.packed_weights import PackedWeights

if TYPE_CHECKING:
    import torch

MAX_TOKENS = 512

_OPSET = 17
_WORD_TABLE = "emb.word"
_STAND_IN_ROWS = 8  # of the word table while exporting; the real one (384 MB) is put in at the end
_EXPORT_CHATTER: tuple[tuple[str, type[Warning]], ...] = (
    ("Converting a tensor to a Python boolean", Warning),  # a TracerWarning
    ("You are using the legacy TorchScript", DeprecationWarning),
    ("The feature will be removed", DeprecationWarning),
    ("Exporting aten::index operator", UserWarning),
)
_PARAMETER_STEMS = {
    "emb.word": "embeddings.word_embeddings",
    "emb.pos": "embeddings.position_embeddings",
    "emb.type": "embeddings.token_type_embeddings",
    "emb.ln": "embeddings.LayerNorm",
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
# What the model's own normalisation does beyond NFKC: white space and marks that become a space,
# control characters that vanish, and the full-width tilde of Chinese ranges, which NFKC would turn
# into "~" (kept through a private-use character).
_SPACES = "[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"
_CONTROLS = "[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"
_WIDE_TILDE, _TILDE_STAND_IN = "\uff5e", "\ue5e5"


def write_tokenizer(weights: PackedWeights, path: Path) -> None:
    """Write ``tokenizer.json``: the packed vocabulary with the model's own normalisation.

    Texts become ``<s> … </s>``, are cut at ``MAX_TOKENS`` and padded to the longest of a batch.
    """
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    start, end = (weights.pieces[index][0] for index in (weights.start_id, weights.end_id))
    tokenizer = Tokenizer(models.Unigram(list(weights.pieces), weights.unknown_id, False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(_WIDE_TILDE, _TILDE_STAND_IN),
            normalizers.Replace(Regex(_SPACES), " "),
            normalizers.Replace(Regex(_CONTROLS), ""),
            normalizers.NFKC(),
            normalizers.Replace(_TILDE_STAND_IN, _WIDE_TILDE),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        special_tokens=[(start, weights.start_id), (end, weights.end_id)],
    )
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding(pad_id=weights.pad_id, pad_token=weights.pieces[weights.pad_id][0])
    tokenizer.save(str(path), pretty=False)


def _bert(weights: PackedWeights) -> torch.nn.Module:
    import torch
    from transformers import BertConfig, BertModel

    options: dict[str, Any] = {
        "vocab_size": _STAND_IN_ROWS,
        "hidden_size": weights.hidden,
        "num_hidden_layers": weights.layers,
        "num_attention_heads": weights.heads,
        "intermediate_size": weights.intermediate,
        "max_position_embeddings": weights.positions,
        "type_vocab_size": weights.types,
        "layer_norm_eps": weights.epsilon,
        "pad_token_id": weights.pad_id,
        "attn_implementation": "eager",
    }
    model: torch.nn.Module = BertModel(BertConfig(**options), add_pooling_layer=False)
    model.eval()
    missing = dict(model.named_parameters())
    for name in weights.tensors:
        parameter = missing.pop(_parameter_name(name))
        if name != _WORD_TABLE:
            values = torch.from_numpy(weights.tensor(name)).reshape(parameter.shape)
            parameter.requires_grad_(False).copy_(values)
    if missing:
        raise EmbeddingError(f"内置向量模型缺少权重：{'、'.join(sorted(missing))}")
    return model


def _parameter_name(tensor: str) -> str:
    """Translate a packed name ("l3.q.w", "emb.ln.b", "emb.word") to ``BertModel``'s."""
    stem, _, kind = tensor.rpartition(".")
    if tensor in _PARAMETER_STEMS:
        stem, kind = tensor, "w"
    suffix = "weight" if kind == "w" else "bias"
    if stem.startswith("emb."):
        return f"{_PARAMETER_STEMS[stem]}.{suffix}"
    layer, _, part = stem.partition(".")
    return f"encoder.layer.{layer[1:]}.{_PARAMETER_STEMS[part]}.{suffix}"


def export_float32(weights: PackedWeights, path: Path) -> None:
    """Write the float32 ONNX model: ids (1, tokens) of one text to its unit vector (1, hidden).

    No mask, since nothing is padded: adding it would take a tenth of the time. The word table is a
    stand-in of a few rows, which saves 2 GB of memory: see ``quantize``. Raises ``EmbeddingError``
    when a weight is missing.
    """
    import torch

    class Pooled(torch.nn.Module):
        def __init__(self, bert: torch.nn.Module) -> None:
            super().__init__()
            self.bert = bert

        def forward(self, ids: torch.Tensor) -> torch.Tensor:
            hidden = self.bert(input_ids=ids, attention_mask=None).last_hidden_state
            return torch.nn.functional.normalize(hidden.mean(1), p=2.0, dim=1)

    ids = torch.tensor([[0, 5, 6, 2]])
    with torch.inference_mode(), _quiet_export():
        torch.onnx.export(
            Pooled(_bert(weights)),
            (ids,),
            str(path),
            input_names=["input_ids"],
            output_names=["sentence_embedding"],
            dynamic_axes={"input_ids": {1: "tokens"}},
            opset_version=_OPSET,
            dynamo=False,
        )
    gc.collect()


def quantize(source: Path, target: Path, weights: PackedWeights) -> None:
    """Write the int8 version of the exported model, with the real word table in place.

    Dynamic quantisation with one scale per channel; the word table, as onnxruntime would have it,
    in unsigned bytes with one scale. Raises ``EmbeddingError`` when the table has no place.
    """
    import onnx

    with _quiet_quantization():
        from onnxruntime.quantization import QuantType, quantize_dynamic

        # Seven bits of range: with eight, processors without VNNI overflow in the products. It
        # costs nothing here, as the packed weights have four.
        quantize_dynamic(
            source, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8
        )
    model = onnx.load(target)
    parts = _word_table(weights)
    for tensor in model.graph.initializer:
        table, _, part = tensor.name.rpartition(".weight_")
        if table.endswith("word_embeddings") and part in parts:
            tensor.CopyFrom(onnx.numpy_helper.from_array(parts.pop(part), tensor.name))
    if parts:
        raise EmbeddingError("内置向量模型转换失败：onnxruntime 的量化结果与预期不符。")
    onnx.save(model, target)
    gc.collect()


def _word_table(weights: PackedWeights) -> dict[str, NDArray[Any]]:
    """Quantise the word table to bytes: value = (byte - zero point) * scale."""
    table = weights.tensor(_WORD_TABLE)
    low, high = min(float(table.min()), 0.0), max(float(table.max()), 0.0)
    scale = (high - low) / 255.0
    zero_point = round(-low / scale)
    table /= scale
    table += zero_point
    np.rint(table, out=table)
    np.clip(table, 0.0, 255.0, out=table)
    return {
        "quantized": table.astype(np.uint8).reshape(weights.vocabulary, weights.hidden),
        "scale": np.asarray(scale, np.float32),
        "zero_point": np.asarray(zero_point, np.uint8),
    }


@contextmanager
def _quiet_export() -> Iterator[None]:
    """Hide what the exporter is known to say about every BERT: none of it concerns the user."""
    with warnings.catch_warnings():
        for message, category in _EXPORT_CHATTER:
            warnings.filterwarnings("ignore", message, category)
        yield


@contextmanager
def _quiet_quantization() -> Iterator[None]:
    """Hide onnxruntime's advice to pre-process, and keep it from setting up the root logger."""
    root = logging.getLogger()
    advice, nowhere = _NotAbout("pre-processing"), logging.NullHandler()
    root.addFilter(advice)
    root.addHandler(nowhere)
    try:
        yield
    finally:
        root.removeHandler(nowhere)
        root.removeFilter(advice)


class _NotAbout(logging.Filter):
    """Drops the records that mention ``words``."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def filter(self, record: logging.LogRecord) -> bool:
        return self._words not in record.getMessage()
