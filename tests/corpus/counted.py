"""Stand-ins for tests of the archive: a model that needs no weights, and the text of a report."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.bigrams import bigrams
from corpus.embedding import EmbeddingIdentity, EmbeddingModel
from corpus.reembedding import Embedded

DIMENSION = 64


class CountedCharacters(EmbeddingModel):
    """A stand-in that needs no weights: texts with the same character pairs are near.

    Models of different names give different vectors. ``passages`` and ``queries`` are the texts
    that were embedded.
    """

    def __init__(
        self, name: str = "counted", version: str = "1", dimension: int = DIMENSION
    ) -> None:
        self._known = EmbeddingIdentity(name, dimension, version)
        self.passages: list[str] = []
        self.queries: list[str] = []

    @property
    def identity(self) -> EmbeddingIdentity:
        return self._known

    @property
    def stored_identity(self) -> EmbeddingIdentity:
        """As the collection of an archive knows the model."""
        return Embedded.by(self, "").identity

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        self.passages += texts
        if on_progress is not None:
            on_progress(len(texts), len(texts))
        return np.stack([self.vector(text) for text in texts])

    def encode_query(self, text: str) -> NDArray[np.float32]:
        self.queries.append(text)
        return self.vector(text)

    def start_query(self, text: str) -> Callable[[], NDArray[np.float32]]:
        return lambda: self.encode_query(text)

    def vector(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a text, uncounted."""
        vector = np.full(self.identity.dimension, 0.01, np.float32)
        for pair in bigrams(text):
            place = zlib.crc32(f"{self.identity.name}{pair}".encode())
            vector[place % self.identity.dimension] += 1
        unit: NDArray[np.float32] = vector / np.linalg.norm(vector)
        return unit


def report_text(organisation: str, period: str, problem: str, plan: str) -> str:
    """A small report of five paragraphs."""
    return (
        f"{organisation}{period}工作总结\n现将有关情况总结如下。\n"
        f"一、存在的问题\n（一）{problem}。还需下更大气力。\n（二）作风不够扎实。深入一线不多。\n"
        f"二、下一步工作打算\n（一）{plan}。逐项抓好落实。\n（二）改进工作作风。多到一线。\n"
    )


def model_named(name: str) -> CountedCharacters:
    """A model for each name; that called “coming” has vectors of another length, too."""
    return CountedCharacters(name, dimension=48 if name == "coming" else DIMENSION)
