"""Paragraphs near a query in words and in meaning.

By meaning, Chroma answers searches over everything in a large archive; narrowed ones, those in a
small archive, and all while Chroma is not whole or belongs to another process, are exact scans of
the catalogue's vectors (`corpus.exact`).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.bigrams import Marker, bigrams
from corpus.catalogue import Catalogue
from corpus.embedding import EmbeddingModel
from corpus.errors import EmbeddingError, RerankError
from corpus.exact import ExactVectors
from corpus.fusion import fuse
from corpus.indexes import Indexes
from corpus.lexical import LexicalIndex
from corpus.query import EVERYTHING, Boosts, Filter, Ranking
from corpus.ranking import Candidate, Hit, Place, Ranked, boosted, chosen
from corpus.relevance import LEAST, Background, coverage, relevance

_Waiting = Callable[[], NDArray[np.float32]]
NOTHING_NEAR = "没有找到足够相近的段落"
_POOL = 50  # of each leg
_RERANKED = 30
_SPARE = 6  # hits beyond those asked for, which step in for copies and the third of a report
_BACKGROUND = 512
# Up to so many paragraphs, comparing with each is quicker than Chroma's graph, and misses none.
_SCANNED = 20_000
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
        self.use(embedding)

    def use(self, embedding: EmbeddingModel | None) -> None:
        """From here on the catalogue's vectors are those of `embedding`."""
        with self._fresh:
            self.embedding = embedding
            self._exact: ExactVectors | None = None
            self._stamp: object = None
            self._paragraphs = 0
            self._counted: object = None
            self._background: Background | None = None
            self._sampled: object = None

    def close(self) -> None:
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
        before, model = self._catalogue.database.stamp(), self.embedding
        waiting, notices = self._started(query)
        terms = list(dict.fromkeys(bigrams(query)))
        pool, most = max(_POOL, limit), limit + max(_SPARE, _RERANKED if self._reranker else 0)
        known = _Candidates(self._catalogue, Marker(terms))
        # While the query is being embedded, what words find is made ready: meaning will mostly find
        # the same.
        words = self.by_words(query, pool, wanted)
        known.prepare(words[:most])
        rarities = self._rarities(terms)
        vector, said = _awaited(waiting)
        meaning = self.by_meaning(vector, pool, wanted) if vector is not None else []
        if self.embedding is not model:  # the vector was of one that is no longer in use
            return self.find(query, wanted, limit, boosts, far)
        fused = fuse(query, meaning, words, pool)[:most]
        scored = known.look_up(fused)
        if self._reranker is not None:
            scored, more = _reranked(self._reranker, query, scored)
            said += more
        shown = chosen(boosted(scored, boosts or Boosts()), limit, query)
        hits = self._hits(shown, vector, rarities, meaning, words)
        if self._catalogue.database.stamp() != before:  # what was read may have been forgotten
            hits = tuple(hit for hit in hits if self._catalogue.has(hit.paragraph.report_id))
        notices += said
        if any(hit.relevance >= LEAST for hit in hits[:_DECIDING]):
            return Found(hits, tuple(notices))
        return Found(hits if far else (), (*notices, NOTHING_NEAR), len(hits))

    # --- the legs --------------------------------------------------------------------------------

    def by_meaning(self, vector: NDArray[np.float32], limit: int, wanted: Filter) -> Ranking:
        """``(paragraph_id, cosine)``, best first."""
        if wanted == EVERYTHING and self._indexes and not self._is_small():
            found = self._indexes.by_meaning(vector, limit)
            if found is not None:
                return found
        exact = self.exact()
        return exact.nearest(vector, limit, wanted) if exact else []

    def by_words(self, query: str, limit: int, wanted: Filter) -> Ranking:
        """``(paragraph_id, BM25)``, best first."""
        if self._indexes:
            return self._indexes.by_words(query, limit, wanted)
        return self._lexical.nearest(query, limit, wanted) if self._lexical else []

    def exact(self) -> ExactVectors | None:
        """All vectors, as the catalogue has them now; None without their model."""
        with self._fresh:
            if self.embedding is None:
                return None
            if self._exact is None:
                self._exact = ExactVectors(self.embedding.identity.dimension)
            stamp = self._catalogue.database.stamp()
            if stamp != self._stamp:
                self._exact.refresh(self._catalogue)
                self._stamp = stamp
            return self._exact

    def _is_small(self) -> bool:
        with self._fresh:
            stamp = self._catalogue.database.stamp()
            if stamp != self._counted:
                self._paragraphs = self._catalogue.count()[1]
                self._counted = stamp
            return self._paragraphs <= _SCANNED

    def _started(self, query: str) -> tuple[_Waiting | None, list[str]]:
        if self.embedding is None:
            return None, ["向量模型正在更换，暂时只按词句查找"]
        try:
            return self.embedding.start_query(query), []
        except EmbeddingError as error:
            return None, [_only_words(error)]

    # --- from rankings to hits -------------------------------------------------------------------

    def _hits(
        self,
        shown: Sequence[tuple[Ranked, list[str]]],
        vector: NDArray[np.float32] | None,
        rarities: Mapping[str, float],
        meaning: Ranking,
        words: Ranking,
    ) -> tuple[Hit, ...]:
        """With the places in the legs, and the probability that each is what was meant."""
        shown_ids = {one.candidate.excerpt.paragraph.id for one, _ in shown}
        by_meaning, by_words = _places(meaning, shown_ids), _places(words, shown_ids)
        farthest = meaning[-1][1] if meaning else 0.0
        usual = None
        if vector is not None and shown:
            usual = self._typical().usual(vector)
        hits = []
        for one, copies in shown:
            excerpt = one.candidate.excerpt
            key = excerpt.paragraph.id
            # What only words have found is no nearer than the last that meaning has.
            place = by_meaning.get(key)
            near = usual.distance(place.score if place else farthest) if usual else 0.0
            hits.append(
                Hit(
                    excerpt,
                    one.score,
                    relevance(near, coverage(excerpt.text, rarities)),
                    place,
                    by_words.get(key),
                    one.boosts,
                    one.candidate.marks,
                    tuple(copies),
                )
            )
        return tuple(hits)

    def _rarities(self, terms: Sequence[str]) -> dict[str, float]:
        if self._indexes:
            return self._indexes.rarities(terms)
        return self._lexical.rarities(terms) if self._lexical else {}

    def _typical(self) -> Background:
        with self._fresh:
            stamp = self._catalogue.database.stamp()
            if self._background is None or stamp != self._sampled:
                self._background = Background(self._catalogue.sample(_BACKGROUND))
                self._sampled = stamp
            return self._background


def _awaited(waiting: _Waiting | None) -> tuple[NDArray[np.float32] | None, list[str]]:
    try:
        return (waiting() if waiting else None), []
    except EmbeddingError as error:
        return None, [_only_words(error)]


def _only_words(error: EmbeddingError) -> str:
    return f"暂时只按词句查找：{error}"


def _places(ranking: Ranking, ids: Container[str]) -> dict[str, Place]:
    return {key: Place(n, score) for n, (key, score) in enumerate(ranking, 1) if key in ids}


def _reranked(
    reranker: Reranker, query: str, scored: list[tuple[Candidate, float]]
) -> tuple[list[tuple[Candidate, float]], list[str]]:
    """In the order of the reranker; as they are, with a notice, if it fails."""
    try:
        judged = reranker.scores(query, [one.excerpt.text for one, _ in scored])
    except RerankError as error:
        return scored, [f"重排服务没有参与，按原来的次序列出（{error}）"]
    order = sorted(range(len(scored)), key=lambda n: -judged[n])
    by_rank = sorted((score for _, score in scored), reverse=True)
    return [(scored[n][0], by_rank[i]) for i, n in enumerate(order)], []


class _Candidates:
    """Paragraphs that may become hits, each looked up once."""

    def __init__(self, catalogue: Catalogue, marker: Marker) -> None:
        self._catalogue = catalogue
        self._marker = marker
        self._known: dict[str, Candidate] = {}

    def prepare(self, ranking: Ranking) -> None:
        """Look up those of the ranking, with all that hits will be asked for."""
        for candidate, _ in self.look_up(ranking):
            candidate.prepare()

    def look_up(self, ranking: Ranking) -> list[tuple[Candidate, float]]:
        """Those of the ranking that are still here, with their scores."""
        missing = [key for key, _ in ranking if key not in self._known]
        for key, excerpt in self._catalogue.excerpts(missing).items():
            self._known[key] = Candidate.of(excerpt, self._marker)
        return [(self._known[key], score) for key, score in ranking if key in self._known]
