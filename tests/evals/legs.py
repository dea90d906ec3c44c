"""The two legs of a ranking set, exactly: cosines with every passage, and the lexical index's best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from corpus.lexical import LexicalIndex
from corpus.query import Ranking
from tests.evals.ranking_sets import Asked, RankingSet
from tests.evals.vector_cache import Matrix, VectorCache

POOL = 50  # of each leg, as in corpus.search
_BACKGROUND = 512  # passages that a cosine is read against


@dataclass(frozen=True)
class Legs:
    """Of one query: each leg's best, passage ids with their scores, without what is no hit; and its
    `cosines` with every passage of the set."""

    asked: Asked
    dense: Ranking
    lexical: Ranking
    cosines: NDArray[np.float32]

    @cached_property
    def usual(self) -> tuple[float, float]:
        """Mean and standard deviation of its cosines with passages from all over the set."""
        some = np.random.default_rng(0).permutation(len(self.cosines))[:_BACKGROUND]
        sample = self.cosines[some]
        return float(sample.mean()), max(float(sample.std()), 1e-4)


def legs_of(ranked: RankingSet, cache: VectorCache, pool: int = POOL) -> list[Legs]:
    """Of every query of the set, in its order."""
    cosines = cosines_of(ranked, cache)
    dense = [_best(ranked, a, row, pool) for a, row in zip(ranked.asked, cosines, strict=True)]
    lexical = lexical_rankings(ranked, pool)
    return [Legs(*row) for row in zip(ranked.asked, dense, lexical, cosines, strict=True)]


def cosines_of(ranked: RankingSet, cache: VectorCache) -> Matrix:
    """Of every query with every passage, shape (queries, passages)."""
    passages = cache.passages(ranked.embedded)
    return cache.queries([asked.text for asked in ranked.asked]) @ passages.T


def lexical_rankings(ranked: RankingSet, pool: int) -> list[Ranking]:
    """The best `pool` of every query in the product's own index."""
    with TemporaryDirectory() as folder:
        index = LexicalIndex(Path(folder) / "lexical")
        try:
            index.upsert(ranked.entries, ranked.indexed)
            return [
                _without(asked, index.nearest(asked.text, pool + 1, asked.wanted))[:pool]
                for asked in ranked.asked
            ]
        finally:
            index.close()


def scores_ranking(
    ranked: RankingSet, asked: Asked, scores: NDArray[np.float32], pool: int
) -> Ranking:
    """A ranking from scores of all passages, those of 0 left out."""
    return [hit for hit in _best(ranked, asked, scores, pool) if hit[1] > 0]


def _best(ranked: RankingSet, asked: Asked, scores: NDArray[np.float32], pool: int) -> Ranking:
    hits: Ranking = []
    for at in np.argsort(-scores, kind="stable"):
        entry = ranked.entries[at]
        if asked.wanted.accepts(entry) and entry.paragraph_id != asked.itself:
            hits.append((entry.paragraph_id, float(scores[at])))
            if len(hits) == pool:
                break
    return hits


def _without(asked: Asked, hits: Sequence[tuple[str, float]]) -> Ranking:
    return [hit for hit in hits if hit[0] != asked.itself]
