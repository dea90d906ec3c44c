"""Models that sentence-transformers runs: from a folder, or from the model hub by name."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.batching import batches
from corpus.encoder import Vectors
from corpus.errors import EmbeddingError
from corpus.prefixes import Prefixes

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")

_MAX_BATCH = 16
_MAX_BATCH_CHARACTERS = 4096  # counting padding: keeps memory flat however long the passages are
_TEXT_SUFFIXES = {".json", ".txt"}
_SAMPLE_BYTES = 1 << 20
_QUERY_PROMPTS, _PASSAGE_PROMPTS = ("query",), ("document", "passage", "corpus")


class LocalEngine:
    """A sentence-transformers model with the prompts it was saved with, or `prefixes` instead."""

    workers = 1  # torch uses all cores by itself

    def __init__(
        self, model: SentenceTransformer, name: str, version: str, prefixes: Prefixes
    ) -> None:
        self._model = model
        self._prefixes = prefixes
        self.dimension = _dimension(model, name)
        self.version = f"{version}-{prefixes.digest}" if prefixes else version

    def batches(self, lengths: Sequence[int]) -> Iterator[list[int]]:
        return batches(lengths, _MAX_BATCH, _MAX_BATCH_CHARACTERS, padded=True)

    def encode(self, texts: Sequence[str], query: bool) -> Vectors:
        encode = self._model.encode_query if query else self._model.encode_document
        prefix = self._prefixes.query if query else self._prefixes.passage
        prefix = prefix or self._saved_prompt(_QUERY_PROMPTS if query else _PASSAGE_PROMPTS)
        options: dict[str, Any] = {"prompt": prefix} if prefix else {}
        vectors = encode(
            list(texts),
            batch_size=_MAX_BATCH,
            show_progress_bar=False,
            normalize_embeddings=True,
            convert_to_numpy=True,
            **options,
        )
        return np.asarray(vectors, np.float32)

    def _saved_prompt(self, names: Sequence[str]) -> str:
        """The library itself stops at an empty "document" before it sees a "passage"."""
        prompts = self._model.prompts
        return next((prompt for name in names if (prompt := prompts.get(name))), "")


def load_folder(folder: Path, prefixes: Prefixes) -> LocalEngine:
    """Raises EmbeddingError when it is no complete sentence-transformers model."""
    try:
        model = _sentence_transformer(str(folder), local=True)
        return LocalEngine(model, folder.name, _folder_version(folder), prefixes)
    except Exception as error:
        raise EmbeddingError(
            f"无法从文件夹加载向量模型：{folder}。请确认它是完整的 sentence-transformers "
            f"模型文件夹。原因：{error}"
        ) from error


def load_from_hub(name: str, prefixes: Prefixes, on_progress: Callable[[str], None]) -> LocalEngine:
    """Uses the network only if the model is not on this machine. Raises EmbeddingError."""
    try:
        model = _sentence_transformer(name, local=True)
    except Exception:  # noqa: BLE001 - not (completely) in the local cache
        on_progress(f"正在从模型库下载向量模型“{name}”……")
        try:
            model = _sentence_transformer(name, local=False)
        except Exception as error:
            raise EmbeddingError(
                f"无法从模型库取得向量模型“{name}”。请检查名称和网络；不能联网时，请在能联网的电脑上"
                f"下载后填写其文件夹路径，或改用内置模型（bundled）。原因：{error}"
            ) from error
    config = getattr(model.transformers_model, "config", None)
    version = str(getattr(config, "_commit_hash", None) or "unknown")
    return LocalEngine(model, name, version, prefixes)


def load_cross_encoder(name_or_path: str) -> Callable[[str, Sequence[str]], list[float]]:
    """A function from a query and texts to their scores; not to be called by two threads at once.

    Raises ValueError when the model gives several scores a text, and whatever the library does.
    """
    from sentence_transformers import CrossEncoder

    _be_quiet()
    try:
        model = CrossEncoder(name_or_path, local_files_only=True)
    except Exception:
        if Path(name_or_path).expanduser().is_dir():
            raise
        model = CrossEncoder(name_or_path)
    if model.num_labels != 1:
        raise ValueError(f"它给每段文字 {model.num_labels} 个分数，不是重排模型")
    return lambda query, texts: _cross_scores(model, query, texts)


def _cross_scores(model: CrossEncoder, query: str, texts: Sequence[str]) -> list[float]:
    pairs = [(query, text) for text in texts]
    scores = model.predict(pairs, batch_size=_MAX_BATCH, show_progress_bar=False)
    return [float(score) for score in np.asarray(scores).reshape(-1)]


def _sentence_transformer(name_or_path: str, local: bool) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    _be_quiet()
    return SentenceTransformer(name_or_path, local_files_only=local)


def _be_quiet() -> None:
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _dimension(model: SentenceTransformer, name: str) -> int:
    """Ask the model for its dimension, or measure it; EmbeddingError when there is none."""
    dimension = model.get_embedding_dimension()
    if not dimension:
        probe = model.encode_document(["维数"], show_progress_bar=False, convert_to_numpy=True)
        dimension = int(np.asarray(probe).reshape(1, -1).shape[1])
    if not dimension:
        raise EmbeddingError(f"向量模型“{name}”给不出向量（维数为零），请换用其他模型。")
    return dimension


def _folder_version(folder: Path) -> str:
    """Digest a model folder: its configuration in full, its weights by size and last part."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in relative.split("/"))
        if hidden or path.suffix.lower() == ".md" or not path.is_file():
            continue
        size = path.stat().st_size
        digest.update(f"{relative}\0{size}\0".encode())
        with path.open("rb") as file:
            if path.suffix.lower() not in _TEXT_SUFFIXES:
                file.seek(max(0, size - _SAMPLE_BYTES))
            digest.update(file.read())
    return digest.hexdigest()[:16]


def _use_one_thread() -> None:
    """In the child of a fork the threads that torch computes with are gone, and it would wait for
    them for ever."""
    if (torch := sys.modules.get("torch")) is not None:
        torch.set_num_threads(1)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_use_one_thread)
