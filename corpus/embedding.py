"""Turns passages and queries into vectors, through the sentence-transformers interface.

Three kinds of model can be set: the bundled one (no network, unpacked once), any local
sentence-transformers folder, or a name on the model hub. Only the last may use the network.
Nothing heavy is imported before the first vector is asked for.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus import bundled_model
from corpus.errors import EmbeddingError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

__all__ = ["BUNDLED", "EmbeddingError", "EmbeddingIdentity", "EmbeddingModel", "open_embedding"]

BUNDLED = "bundled"

_MAX_BATCH = 16
_MAX_BATCH_CHARACTERS = 4096  # counting padding: keeps memory flat however long the passages are
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?")
_TEXT_SUFFIXES = {".json", ".txt"}
_SAMPLE_BYTES = 1 << 20


@dataclass(frozen=True)
class EmbeddingIdentity:
    """What an index remembers of the model it was made with; ``dimension`` counts components."""

    name: str
    dimension: int
    version: str


@dataclass(frozen=True)
class _Loaded:
    model: SentenceTransformer
    identity: EmbeddingIdentity


@dataclass(frozen=True)
class _Source:
    """One configured model: how to load it, and its identity when that is known beforehand."""

    name: str
    load: Callable[[], tuple[SentenceTransformer, str]]  # the model and its version
    identity: EmbeddingIdentity | None = None


class EmbeddingModel(Embeddings):
    """A lazily loaded model; safe to share between threads (one encodes at a time).

    Obtained from ``open_embedding``. Every method may raise ``EmbeddingError``.
    """

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._memory: _Loaded | None = None
        self._loading = threading.Lock()
        self._encoding = threading.Lock()

    @property
    def identity(self) -> EmbeddingIdentity:
        """Name, dimension and version; loads the model unless it is the bundled one."""
        return self._source.identity or self._loaded().identity

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return unit vectors, shape (len(texts), dimension), in the order of ``texts``.

        Batches are made of passages of similar length; ``on_progress`` gets (done, total)
        passages after each. Queries of other threads are answered between batches.
        """
        vectors = np.zeros((len(texts), self.identity.dimension), np.float32)
        done = 0
        for batch in _batches([len(text) for text in texts]):
            vectors[batch] = self._encode([texts[index] for index in batch], query=False)
            done += len(batch)
            if on_progress is not None:
                on_progress(done, len(texts))
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of one query, shape (dimension,)."""
        return self._encode([text], query=True).reshape(-1)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain: ``encode_passages`` as lists of floats."""
        return [vector.tolist() for vector in self.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """LangChain: ``encode_query`` as a list of floats."""
        vector: list[float] = self.encode_query(text).tolist()
        return vector

    def _encode(self, texts: list[str], query: bool) -> NDArray[np.float32]:
        model = self._loaded().model
        encode = model.encode_query if query else model.encode_document
        try:
            with self._encoding:
                vectors = encode(
                    texts, batch_size=_MAX_BATCH, show_progress_bar=False, normalize_embeddings=True
                )
        except Exception as error:
            raise EmbeddingError(f"向量模型“{self._source.name}”计算失败：{error}") from error
        return np.asarray(vectors, np.float32)

    def _loaded(self) -> _Loaded:
        with self._loading:
            if self._memory is None:
                model, version = self._source.load()
                name, known = self._source.name, self._source.identity
                identity = known or EmbeddingIdentity(name, _dimension(model, name), version)
                self._memory = _Loaded(model, identity)
            return self._memory


def open_embedding(
    setting: str, data_folder: Path, on_progress: Callable[[str], None] = bundled_model.silent
) -> EmbeddingModel:
    """Return the model that ``setting`` names; it is loaded (and unpacked) at its first use.

    ``setting`` is "bundled", the path of a sentence-transformers folder, or a hub name;
    ``on_progress`` gets Chinese messages about slow steps. Raises ``EmbeddingError`` at once
    when the setting can be none of these.
    """
    if setting == BUNDLED:
        return EmbeddingModel(_bundled(data_folder, on_progress))
    folder = Path(setting).expanduser()
    if setting and folder.is_dir():
        return EmbeddingModel(_local(folder.resolve()))
    if _HUB_NAME.fullmatch(setting):
        return EmbeddingModel(_Source(setting, lambda: _load_from_hub(setting, on_progress)))
    raise EmbeddingError(
        f"找不到向量模型“{setting}”。请填写 bundled（内置模型）、"
        "本机上 sentence-transformers 模型文件夹的路径，或模型库中的模型名称。"
    )


def _bundled(data_folder: Path, on_progress: Callable[[str], None]) -> _Source:
    folder = data_folder / "models" / bundled_model.NAME

    def load() -> tuple[SentenceTransformer, str]:
        bundled_model.unpack(folder, on_progress)
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(
            modules=list(bundled_model.modules(folder)),
            prompts=bundled_model.PROMPTS,
            device="cpu",
            local_files_only=True,
        )
        return model, bundled_model.VERSION

    identity = EmbeddingIdentity(bundled_model.NAME, bundled_model.DIMENSION, bundled_model.VERSION)
    return _Source(identity.name, load, identity)


def _local(folder: Path) -> _Source:
    def load() -> tuple[SentenceTransformer, str]:
        try:
            return _sentence_transformer(str(folder), local=True), _folder_version(folder)
        except Exception as error:
            raise EmbeddingError(
                f"无法从文件夹加载向量模型：{folder}。请确认它是完整的 sentence-transformers "
                f"模型文件夹。原因：{error}"
            ) from error

    return _Source(folder.name, load)


def _load_from_hub(
    name: str, on_progress: Callable[[str], None]
) -> tuple[SentenceTransformer, str]:
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
    return model, str(getattr(config, "_commit_hash", None) or "unknown")


def _sentence_transformer(name_or_path: str, local: bool) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(name_or_path, local_files_only=local)


def _dimension(model: SentenceTransformer, name: str) -> int:
    """Ask the model for its dimension, or measure it; ``EmbeddingError`` when there is none."""
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


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Group indices by similar length, longest first, within the batch limits."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda index: -lengths[index]):
        longest = lengths[batch[0]] if batch else 0
        if len(batch) >= _MAX_BATCH or longest * (len(batch) + 1) > _MAX_BATCH_CHARACTERS:
            yield batch  # never empty: an empty one has no longest
            batch = []
        batch.append(index)
    if batch:
        yield batch
