"""Two rankings made one, so that no leg drowns the better one (pure).

Relative score fusion: each leg's scores are stretched so that its best hit has 1 and the last of its
pool 0, then added up. Ranks alone (RRF) forget by how much a hit is better: on the judged queries
nDCG@10 is .75–.78 with them and .81 with scores (``python -m tests.evals.retrieval``).
"""

from __future__ import annotations

from corpus.query import Ranking

# Words are the better leg on past report paragraphs, and the more so the longer the query: for one
# word meaning helps, for a whole paragraph hardly.
_WORDS, _WORDS_OF_LONG = 1.5, 3.0
_LONG = 60  # characters


def fuse(query: str, meaning: Ranking, words: Ranking, pool: int) -> Ranking:
    """One ranking of all ids, best first; each leg is the best `pool` of its hits, or all it has.

    Scores are 0–1: 1 is the best hit of both legs. Equal scores keep the order of the legs.
    """
    # Everything has some cosine, so the last of the pool is as good as nothing; but where words
    # find fewer than the pool, the last has words of the query, and the others have none.
    least = words[-1][1] if len(words) >= pool else 0.0
    legs = [
        (1.0, _stretched(meaning, meaning[-1][1] if meaning else 0.0)),
        (_WORDS if len(query) <= _LONG else _WORDS_OF_LONG, _stretched(words, least)),
    ]
    total = sum(weight for weight, leg in legs if leg)
    scores: dict[str, float] = {}
    for weight, leg in legs:
        for key, share in leg:
            scores[key] = scores.get(key, 0.0) + weight * share / total
    return sorted(scores.items(), key=lambda hit: -hit[1])


def _stretched(leg: Ranking, least: float) -> Ranking:
    best = leg[0][1] if leg else 0.0
    return [(key, (score - least) / (best - least) if best > least else 1.0) for key, score in leg]
