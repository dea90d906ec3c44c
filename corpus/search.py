"""Paragraphs near a query in words and in meaning.

By meaning, Chroma answers searches over everything; narrowed ones, and all while Chroma is not
whole or belongs to another process, are exact scans of the catalogue's vectors (`corpus.exact`).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.bigrams import bigrams
from corpus.catalogue import Catalogue
from corpus.embedding import EmbeddingModel
from corpus.errors import EmbeddingError, RerankError
from corpus.exact import ExactVectors
from corpus.fusion import fuse
from corpus.indexes import Indexes
from corpus.lexical import LexicalIndex
from corpus.query import EVERYTHING, Boosts, Filter, Ranking
from corpus.ranking import Hit, Place, boosted, marked, varied, without_copies
from corpus.relevance import LEAST, Background, coverage, relevance

NOTHING_NEAR = "没有找到足够相近的段落"
_POOL = 50  # of each leg
_RERANKED = 30
_SPARE = 16  # hits beyond those asked for, in whose place copies and a third of a report may step
_BACKGROUND = 512
_DECIDING = 3  # the first hits, of which one must be near
_WORDY = re.compile(r"\w")


class Reranker(Protocol):
    """See `corpus.reranking`."""

    def scores(self, query: str, texts: Sequence[str]) -> list[float]: ...


@dataclass(frozen=True)
class Found:
    """What a search has found, best first; `notices` are for users.

    If none of the first hits is near enough to be what was meant, none is here, and `far` counts
    those that there are.
    """

    hits: tuple[Hit, ...] = ()
    notices: tuple[str, ...] = ()
    far: int = 0


class Search:
    """Over the owner's `indexes`, or a reader's own `lexical` index and the catalogue.

    `embedding` is the model the catalogue's vectors were made with; None if it cannot be had, then
    there is no search by meaning.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        embedding: EmbeddingModel | None,
        indexes: Indexes | None = None,
        lexical: LexicalIndex | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._indexes = indexes
        self._lexical = lexical
        self._reranker = reranker
        self._fresh = threading.Lock()
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="words")
        self.use(embedding)

    def use(self, embedding: EmbeddingModel | None) -> None:
        """From here on the catalogue's vectors are those of `embedding`."""
        with self._fresh:
            self.embedding = embedding
            self._exact: ExactVectors | None = None
            self._stamp: object = None
            self._background: Background | None = None

    def close(self) -> None:
        self._beside.shutdown()
        if self._lexical:
            self._lexical.close()

    def find(
        self,
        query: str,
        wanted: Filter = EVERYTHING,
        limit: int = 10,
        boosts: Boosts | None = None,
        far: bool = False,
    ) -> Found:
        """The best `limit` paragraphs that `wanted` accepts; with `far` also if hardly any of them
        is what was meant."""
        if not _WORDY.search(query) or limit < 1 or self._catalogue.is_empty():
            return Found()
        pool = max(_POOL, limit)
        words = self._beside.submit(self.by_words, query, pool, wanted)
        vector, notices = self._vector(query)
        meaning = self.by_meaning(vector, pool, wanted) if vector is not None else []
        fused = fuse(query, meaning, words.result(), pool)
        hits = self._hits(fused, meaning, words.result(), limit)
        if self._reranker is not None:
            hits, said = _reranked(self._reranker, query, hits)
            notices += said
        hits = without_copies(boosted(hits, boosts or Boosts()))
        hits = self._judged(query, vector, varied(hits, limit, query))
        if any(hit.relevance >= LEAST for hit in hits[:_DECIDING]):
            return Found(tuple(marked(hit, query) for hit in hits), tuple(notices))
        shown = tuple(marked(hit, query) for hit in hits) if far else ()
        return Found(shown, (*notices, NOTHING_NEAR), len(hits))

    # --- the legs --------------------------------------------------------------------------------

    def by_meaning(self, vector: NDArray[np.float32], limit: int, wanted: Filter) -> Ranking:
        """``(paragraph_id, cosine)``, best first."""
        if wanted == EVERYTHING and self._indexes:
            found = self._indexes.by_meaning(vector, limit)
            if found is not None:
                return found
        return self.exact().nearest(vector, limit, wanted)

    def by_words(self, query: str, limit: int, wanted: Filter) -> Ranking:
        """``(paragraph_id, BM25)``, best first."""
        if self._indexes:
            return self._indexes.by_words(query, limit, wanted)
        return self._lexical.nearest(query, limit, wanted) if self._lexical else []

    def exact(self) -> ExactVectors:
        """All vectors, as the catalogue has them now."""
        with self._fresh:
            assert self.embedding is not None
            if self._exact is None:
                self._exact = ExactVectors(self.embedding.identity.dimension)
            stamp = self._catalogue.database.stamp()
            if stamp != self._stamp:
                self._exact.refresh(self._catalogue)
                self._stamp = stamp
            return self._exact

    def _vector(self, query: str) -> tuple[NDArray[np.float32] | None, list[str]]:
        if self.embedding is None:
            return None, ["向量模型正在更换，暂时只按词句查找"]
        try:
            return self.embedding.encode_query(query), []
        except EmbeddingError as error:
            return None, [f"暂时只按词句查找：{error}"]

    # --- from rankings to hits -------------------------------------------------------------------

    def _hits(self, fused: Ranking, meaning: Ranking, words: Ranking, limit: int) -> list[Hit]:
        """The first of the fused ranking that are still here, with their words and places."""
        first = fused[: limit + max(_SPARE, _RERANKED if self._reranker else 0)]
        excerpts = self._catalogue.excerpts([key for key, _ in first])
        by_meaning, by_words = _places(meaning), _places(words)
        return [
            Hit(excerpts[key], score, meaning=by_meaning.get(key), words=by_words.get(key))
            for key, score in first
            if key in excerpts
        ]

    def _judged(
        self, query: str, vector: NDArray[np.float32] | None, hits: Sequence[Hit]
    ) -> list[Hit]:
        """With the probability that each is what was meant."""
        rarities = self._rarities(list(dict.fromkeys(bigrams(query))))
        cosines = {hit.paragraph.id: hit.meaning.score for hit in hits if hit.meaning}
        if vector is not None:  # for those that only words have found
            missing = [hit.paragraph.id for hit in hits if hit.paragraph.id not in cosines]
            for key, row in self._catalogue.vectors_of(missing).items():
                cosines[key] = float(row @ vector)
        judged = []
        for hit in hits:
            covered, distance = coverage(hit.text, rarities), 0.0
            if vector is not None and hit.paragraph.id in cosines:
                distance = self._typical().distance(vector, cosines[hit.paragraph.id])
            judged.append(replace(hit, relevance=relevance(distance, covered)))
        return judged

    def _rarities(self, terms: Sequence[str]) -> dict[str, float]:
        if self._indexes:
            return self._indexes.rarities(terms)
        return self._lexical.rarities(terms) if self._lexical else {}

    def _typical(self) -> Background:
        with self._fresh:
            if self._background is None:
                self._background = Background(self._catalogue.sample(_BACKGROUND))
            return self._background


def _places(ranking: Ranking) -> dict[str, Place]:
    return {key: Place(n, score) for n, (key, score) in enumerate(ranking, 1)}


def _reranked(reranker: Reranker, query: str, hits: list[Hit]) -> tuple[list[Hit], list[str]]:
    """The hits as the reranker orders them; as they are, with a notice, if it fails."""
    try:
        scores = reranker.scores(query, [hit.text for hit in hits])
    except RerankError as error:
        return hits, [f"重排服务没有参与，按原来的次序列出（{error}）"]
    order = sorted(range(len(hits)), key=lambda n: -scores[n])
    by_rank = sorted((hit.score for hit in hits), reverse=True)
    return [replace(hits[n], score=by_rank[i]) for i, n in enumerate(order)], []
