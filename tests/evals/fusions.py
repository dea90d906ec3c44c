"""Ways of making one ranking of two legs, to be compared with the product's (`corpus.fusion`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.fusion import fuse
from corpus.query import Ranking
from tests.evals.legs import POOL, Legs

Fusion = Callable[[Legs], Ranking]


def dense(legs: Legs) -> Ranking:
    return legs.dense


def lexical(legs: Legs) -> Ranking:
    return legs.lexical


def product(legs: Legs) -> Ranking:
    """What the archive does."""
    return fuse(legs.asked.text, legs.dense, legs.lexical, POOL)


def reciprocal_ranks(offset: int, words: float) -> Fusion:
    """Cormack et al., SIGIR 2009; the lexical leg weighs `words`, the other 1."""

    def fused(legs: Legs) -> Ranking:
        return _summed(_by_rank(legs.dense, offset), _by_rank(legs.lexical, offset), words)

    return fused


def relative_scores(words: float, pool: int) -> Fusion:
    """As the product, with another weight or pool."""

    def fused(legs: Legs) -> Ranking:
        return _summed(_relative(legs.dense, pool), _relative(legs.lexical, pool, 0.0), words)

    return fused


def by_length(short: float, long: float, characters: int) -> Fusion:
    """`relative_scores`; queries of more than so many characters weigh words by `long`."""
    one, other = relative_scores(short, POOL), relative_scores(long, POOL)

    def fused(legs: Legs) -> Ranking:
        return (other if len(legs.asked.text) > characters else one)(legs)

    return fused


def distances(words: float) -> Fusion:
    """Standard deviations above the query's usual cosine, as a share of the best; BM25 likewise."""

    def fused(legs: Legs) -> Ranking:
        usual, deviation = legs.usual
        z = {key: (cosine - usual) / deviation for key, cosine in legs.dense}
        best = max(z.values(), default=1.0)
        top = max((score for _, score in legs.lexical), default=1.0)
        meaning = {key: value / best for key, value in z.items()}
        return _summed(meaning, {key: score / top for key, score in legs.lexical}, words)

    return fused


CANDIDATES: dict[str, Fusion] = {
    "dense": dense,
    "lexical": lexical,
    "fused": product,
    **{
        f"RRF k={offset} words×{words}": reciprocal_ranks(offset, words)
        for offset in (10, 30, 60)
        for words in (0.5, 0.7, 1.0, 1.4, 2.0)
    },
    **{
        f"relative pool={pool} words×{words}": relative_scores(words, pool)
        for pool in (30, 50)
        for words in (0.7, 1.0, 1.2, 1.5, 1.8, 2.0, 3.0)
    },
    "relative words×1.5, long×3": by_length(1.5, 3.0, 60),
    **{f"distance words×{words}": distances(words) for words in (0.7, 1.0, 1.5, 2.0, 3.0)},
}


def _by_rank(ranking: Ranking, offset: int) -> dict[str, float]:
    return {key: 1 / (offset + n) for n, (key, _) in enumerate(ranking)}


def _relative(ranking: Ranking, pool: int, least: float | None = None) -> dict[str, float]:
    """`least` stands for the last place of a ranking that has fewer than `pool`."""
    if not ranking:
        return {}
    best, last = ranking[0][1], ranking[min(len(ranking), pool) - 1][1]
    if least is not None and len(ranking) < pool:
        last = least
    width = max(best - last, 1e-9)
    return {key: (score - last) / width for key, score in ranking[:pool]}


def _summed(meaning: Mapping[str, float], words: Mapping[str, float], weight: float) -> Ranking:
    scores = dict(meaning)
    for key, score in words.items():
        scores[key] = scores.get(key, 0.0) + weight * score
    return sorted(scores.items(), key=lambda hit: -hit[1])
