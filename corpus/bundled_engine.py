"""Runs the bundled model: onnxruntime and a tokenizer, nothing else.

Every text is run alone. The model quantises its activations with one scale a run, so that in a
batch the vector of a text would depend on its neighbours; alone it depends on the text only. It is
the quickest way, too: nothing is padded, and each core takes texts of its own instead of all of
them meeting after every product.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from corpus.encoder import Vectors
from corpus.errors import EmbeddingError

_MAX_WORKERS = 8
_PROMPTS = {True: "query: ", False: "passage: "}  # the model was trained with these


class BundledEngine:
    """`folder` was made by `bundled_model.unpack`. Raises EmbeddingError if it cannot be loaded."""

    def __init__(self, folder: Path, dimension: int, version: str) -> None:
        self.dimension = dimension
        self.version = version
        self.workers = min(_cores(), _MAX_WORKERS)
        try:
            self._load(folder)
        except Exception as error:  # onnxruntime and tokenizers raise their own, undocumented types
            raise EmbeddingError(f"内置向量模型无法加载（{folder}）：{error}") from error

    def _load(self, folder: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the workers share the session
        options.inter_op_num_threads = 1
        options.log_severity_level = 3  # errors only
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._session = onnxruntime.InferenceSession(
            folder / "model.onnx",
            options,
            providers=["CPUExecutionProvider"],
            # Made one, addition and normalisation take several times as long as apart.
            disabled_optimizers=["SkipLayerNormFusion"],
        )

    def batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        """One text each, the longest first, so that the workers finish together."""
        yield from ([index] for index in sorted(range(len(lengths)), key=lambda i: -lengths[i]))

    def encode(self, texts: Sequence[str], query: bool) -> Vectors:
        return np.concatenate([self._vector(_PROMPTS[query] + text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        ids = np.array([self._tokenizer.encode(text).ids], np.int64)
        (vectors,) = self._session.run(None, {"input_ids": ids})
        return np.asarray(vectors, np.float32)


def _cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
