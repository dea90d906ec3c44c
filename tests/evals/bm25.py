"""BM25 by the book (Robertson and Zaragoza, 2009), the baseline beside the lexical index.

Over any terms; keeps everything in memory and scores every passage.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.bigrams import bigrams

Scores = NDArray[np.float32]
_Postings = tuple[NDArray[np.int64], Scores]


class Bm25:
    """Over `texts`; their place in the list is what they are known by."""

    def __init__(
        self,
        texts: Sequence[str],
        terms_of: Callable[[str], Sequence[str]] = bigrams,
        k1: float = 1.2,
        b: float = 0.75,
    ) -> None:
        self._terms_of = terms_of
        self._size = len(texts)
        counts = [Counter(terms_of(text)) for text in texts]
        lengths = np.array([count.total() for count in counts], np.float32)
        norms = k1 * (1 - b + b * lengths / max(1.0, float(lengths.mean())))
        places: dict[str, list[tuple[int, int]]] = {}
        for place, count in enumerate(counts):
            for term, times in count.items():
                places.setdefault(term, []).append((place, times))
        self._postings: dict[str, _Postings] = {}
        for term, found in places.items():
            at = np.array([place for place, _ in found])
            often = np.array([times for _, times in found], np.float32)
            weights = self._rarity(len(found)) * often * (k1 + 1) / (often + norms[at])
            self._postings[term] = at, weights

    def scores(self, query: str) -> Scores:
        """Of every text, shape (len(texts),); 0 where no term is shared."""
        scores = np.zeros(self._size, np.float32)
        for term in dict.fromkeys(self._terms_of(query)):
            if term in self._postings:
                at, weights = self._postings[term]
                scores[at] += weights
        return scores

    def rarity(self, term: str) -> float:
        """Its inverse document frequency, > 0."""
        postings = self._postings.get(term)
        return self._rarity(len(postings[0]) if postings else 0)

    def _rarity(self, having: int) -> float:
        return math.log(1 + (self._size - having + 0.5) / (having + 0.5))
