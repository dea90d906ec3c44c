"""Vectors of short texts, each embedded once while the program runs."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.archive import Archive
from corpus.embedding import EmbeddingModel

_CAPACITY, _QUERIES = 50_000, 2_000


class TextVectors:
    """A cache in front of the model of an archive's vectors, whichever that is at the moment;
    safe to share between threads."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._model: EmbeddingModel | None = None
        self._passages: dict[str, NDArray[np.float32]] = {}
        self._queries: dict[str, NDArray[np.float32]] = {}
        self._lock = threading.Lock()

    def query(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a query, (dimension,)."""
        with self._lock:
            model = self._current()
            known = self._queries.get(text)
        if known is not None:
            return known
        vector = model.encode_query(text)  # not under the lock: queries go before passages
        with self._lock:
            if self._current() is model:
                if len(self._queries) >= _QUERIES:
                    self._queries.clear()
                self._queries[text] = vector
        return vector

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, (n, dimension), in the order given."""
        with self._lock:
            model = self._current()
            missing = list(dict.fromkeys(t for t in texts if t not in self._passages))
            if missing:
                if len(self._passages) + len(missing) > _CAPACITY:
                    self._passages.clear()
                    missing = list(dict.fromkeys(texts))
                vectors = model.encode_passages(missing)
                self._passages.update(zip(missing, vectors, strict=True))
            if not texts:
                return np.zeros((0, model.identity.dimension), np.float32)
            return np.stack([self._passages[text] for text in texts])

    def _current(self) -> EmbeddingModel:
        """The model at the moment; what another one made is dropped. Under the lock."""
        model = self._archive.serving
        if model is not self._model:
            self._model = model
            self._passages.clear()
            self._queries.clear()
        return model
