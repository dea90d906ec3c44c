"""Turns passages and queries into vectors.

Four kinds of model can be set: the bundled one (no network, unpacked once), any local
sentence-transformers folder, a name on the model hub, or an OpenAI-compatible endpoint. Only the
last two may use the network. Nothing heavy is imported before the first vector is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import as_completed
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus import bundled_model, local_model
from corpus.bundled_engine import BundledEngine
from corpus.embedding_endpoint import EmbeddingEndpoint
from corpus.encoder import Encoder, Engine
from corpus.errors import EmbeddingError
from corpus.prefixes import Prefixes

__all__ = ["BUNDLED", "EmbeddingError", "EmbeddingIdentity", "EmbeddingModel", "open_embedding"]

BUNDLED = "bundled"
ENDPOINT = "openai:"


@dataclass(frozen=True)
class EmbeddingIdentity:
    """What an index remembers of the model it was made with; ``dimension`` counts components."""

    name: str
    dimension: int
    version: str


class EmbeddingModel(Embeddings):
    """A lazily loaded model; safe to share between threads, whose queries go before passages.

    Obtained from ``open_embedding``. Every method may raise ``EmbeddingError``.
    """

    def __init__(
        self, name: str, load: Callable[[], Engine], identity: EmbeddingIdentity | None = None
    ) -> None:
        self._name = name
        self._identity = identity
        self._encoder = Encoder(name, load)

    @property
    def identity(self) -> EmbeddingIdentity:
        """Name, dimension and version; loads the model unless it is the bundled one."""
        if self._identity is None:
            engine = self._encoder.engine
            self._identity = EmbeddingIdentity(self._name, engine.dimension, engine.version)
        return self._identity

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Return unit vectors, shape (len(texts), dimension), in the order of ``texts``.

        The longest are encoded first; ``on_progress`` gets (done, total) passages after each batch
        and may raise, which ends the work. ``corpus.pace`` makes rate and remaining time of it.
        """
        vectors = np.zeros((len(texts), self.identity.dimension), np.float32)
        batches = list(self._encoder.engine.batches([len(text) for text in texts]))
        futures = self._encoder.submit([[texts[i] for i in b] for b in batches], query=False)
        batch_of = dict(zip(futures, batches, strict=True))
        done = 0
        try:
            for future in as_completed(futures):
                batch = batch_of[future]
                vectors[batch] = future.result()
                done += len(batch)
                if on_progress is not None:
                    on_progress(done, len(texts))
        finally:
            for future in futures:
                future.cancel()
        return vectors

    def encode_query(self, text: str) -> NDArray[np.float32]:
        """Return the unit vector of one query, shape (dimension,)."""
        return self.start_query(text)()

    def start_query(self, text: str) -> Callable[[], NDArray[np.float32]]:
        """Begin with it, to do something else meanwhile; what is returned waits for the vector."""
        (future,) = self._encoder.submit([[text]], query=True)
        return lambda: future.result().reshape(-1)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """LangChain: ``encode_passages`` as lists of floats."""
        return [vector.tolist() for vector in self.encode_passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """LangChain: ``encode_query`` as a list of floats."""
        vector: list[float] = self.encode_query(text).tolist()
        return vector

    def close(self) -> None:
        """End the threads. Not required: they end with the program, too."""
        self._encoder.close()


def open_embedding(
    setting: str,
    data_folder: Path,
    on_progress: Callable[[str], None] = bundled_model.silent,
    *,
    base_url: str = "",
    api_key: str = "",
    query_prefix: str = "",
    passage_prefix: str = "",
) -> EmbeddingModel:
    """Return the model that ``setting`` names; it is loaded (and unpacked) at its first use.

    ``setting`` is "bundled", the path of a sentence-transformers folder, a hub name, or
    "openai:NAME" for the endpoint at ``base_url``; ``on_progress`` gets Chinese messages about slow
    steps. The prefixes go in place of a model's own prompts; the bundled model does without them.
    Raises ``EmbeddingError`` at once when the setting can be none of these.
    """
    prefixes = Prefixes(query_prefix, passage_prefix)
    if setting == BUNDLED:
        return _bundled(data_folder, on_progress)
    if setting.startswith(ENDPOINT):
        name = setting.removeprefix(ENDPOINT).strip()
        endpoint = EmbeddingEndpoint(name, base_url, api_key, prefixes, data_folder / "models")
        return EmbeddingModel(name, endpoint.open)
    folder = Path(setting).expanduser()
    if setting and folder.is_dir():
        folder = folder.resolve()
        return EmbeddingModel(folder.name, lambda: local_model.load_folder(folder, prefixes))
    if local_model.HUB_NAME.fullmatch(setting):
        return EmbeddingModel(
            setting, lambda: local_model.load_from_hub(setting, prefixes, on_progress)
        )
    raise EmbeddingError(
        f"找不到向量模型“{setting}”。请填写 bundled（内置模型）、本机上 sentence-transformers "
        "模型文件夹的路径、模型库中的模型名称，或 openai:模型名（兼容 OpenAI 的接口）。"
    )


def _bundled(data_folder: Path, on_progress: Callable[[str], None]) -> EmbeddingModel:
    folder = data_folder / "models" / bundled_model.NAME
    name, dimension, version = bundled_model.NAME, bundled_model.DIMENSION, bundled_model.VERSION

    def load() -> Engine:
        return BundledEngine(bundled_model.unpack(folder, on_progress), dimension, version)

    return EmbeddingModel(name, load, EmbeddingIdentity(name, dimension, version))
