"""How good a ranking is (pure): its first place, its first ten, its first answer, its gain."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_FIRST = 10


@dataclass(frozen=True)
class Score:
    """Of one query, each 0–1: is the first an answer, is one of the first ten, 1 / rank of the
    first answer, and nDCG@10 (Järvelin and Kekäläinen, TOIS 2002, with gains 2^grade − 1)."""

    first: float
    ten: float
    reciprocal: float
    ndcg: float


def scored(ranking: Sequence[str], grades: Mapping[str, int]) -> Score:
    """`ranking` best first; `grades` of the answers, all above 0. Raises ValueError without any."""
    if not grades:
        raise ValueError("a query without answers has no score")
    places = [n for n, key in enumerate(ranking) if key in grades]
    first = places[0] if places else None
    best = sorted(grades.values(), reverse=True)[:_FIRST]
    return Score(
        float(first == 0),
        float(first is not None and first < _FIRST),
        0.0 if first is None else 1 / (first + 1),
        _gain([grades.get(key, 0) for key in ranking[:_FIRST]]) / _gain(best),
    )


def mean(values: Sequence[float]) -> float:
    """nan of nothing."""
    return sum(values) / len(values) if values else math.nan


def _gain(grades: Sequence[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(n + 2) for n, grade in enumerate(grades))
