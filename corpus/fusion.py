"""Reciprocal rank fusion (Cormack et al., SIGIR 2009), weighted so no leg drowns a better one."""

from __future__ import annotations

from collections.abc import Sequence

_RANK_OFFSET = 60


def fuse(rankings: Sequence[Sequence[str]], weights: Sequence[float]) -> list[tuple[str, float]]:
    """Rankings of ids, best first → ``(id, score)``, best first.

    Scores are scaled to 0–1: 1 is the first place in every ranking. Ties keep first-seen order.
    """
    scores: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, key in enumerate(ranking):
            scores[key] = scores.get(key, 0.0) + weight / (_RANK_OFFSET + rank)
    best = sum(weights) / _RANK_OFFSET
    return sorted(((k, s / best) for k, s in scores.items()), key=lambda hit: -hit[1])
