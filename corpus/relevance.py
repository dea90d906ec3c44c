"""How probable it is that a found paragraph is what was meant.

Cosines of one model lie between 0.75 and 0.95, of another between 0.2 and 0.8, and short queries lie
nearer to everything than long ones. So a cosine is read against the query's own cosines with
paragraphs taken from all over the archive; and beside it stands how much of what the query says, in
rare words more than in common ones, the paragraph says, too.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

# A logistic regression; how it was fitted: tests/evals/retrieval.py.
_DISTANCE, _COVERAGE, _CONSTANT = 1.0, 6.0, -5.7
LEAST = 0.3
_MOST_DISTANCE, _LEAST_DEVIATION = 8.0, 1e-4


@dataclass(frozen=True)
class Usual:
    """Mean and standard deviation of a query's cosines with the background."""

    mean: float
    deviation: float

    def distance(self, cosine: float) -> float:
        """By how many standard deviations the cosine is above the usual ones."""
        return min(_MOST_DISTANCE, (cosine - self.mean) / max(self.deviation, _LEAST_DEVIATION))


class Background:
    """Paragraphs from all over the archive, (n, dimension)."""

    def __init__(self, sample: NDArray[np.float32]) -> None:
        self._sample = sample

    def usual(self, vector: NDArray[np.float32]) -> Usual:
        """The cosines of one query with them; where there is nothing to compare with, or only
        vectors of another model, every distance is 0."""
        if len(self._sample) < 2 or self._sample.shape[1:] != vector.shape:
            return Usual(0.0, math.inf)
        cosines = self._sample @ vector
        return Usual(float(cosines.mean()), float(cosines.std()))


def coverage(text: str, rarities: Mapping[str, float]) -> float:
    """The share of the query's terms, weighed by how rare they are, that the text has (0–1)."""
    total = sum(rarities.values())
    if not total:
        return 0.0
    lowered = text.lower()
    return sum(weight for term, weight in rarities.items() if term in lowered) / total


def relevance(distance: float, covered: float) -> float:
    """The probability (0–1); `distance` as in `Background.distance`, `covered` as in `coverage`."""
    evidence = _DISTANCE * distance + _COVERAGE * math.sqrt(covered) + _CONSTANT
    return 1 / (1 + math.exp(-evidence))
