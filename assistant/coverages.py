"""What `assistant.clauses.coverage` and `overlap` tell, of many texts at once. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.bigrams import bigrams


class Coverages:
    """For each of the texts the share of a query's bigrams that it has."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = [text.lower() for text in texts]

    def of(self, query: str) -> list[float]:
        """0–1, in the order of the texts."""
        wanted = set(bigrams(query))
        # A text has two characters of Chinese wherever they stand; of others it has whole runs.
        pairs = [term for term in wanted if len(term) == 2 and term >= "\u3400"]
        runs = wanted.difference(pairs)
        return [
            (sum([pair in text for pair in pairs]) + _among(runs, text)) / max(1, len(wanted))
            for text in self._texts
        ]


def _among(runs: set[str], text: str) -> int:
    return len(runs.intersection(bigrams(text))) if runs else 0


def shared_words(texts: Sequence[str]) -> NDArray[np.float64]:
    """For each pair the shared bigrams as a share of the shorter text's, (n, n)."""
    columns: dict[str, int] = {}
    sets = [{columns.setdefault(g, len(columns)) for g in bigrams(text)} for text in texts]
    has = np.zeros((len(texts), max(1, len(columns))), np.float32)  # whole numbers stay exact
    for row, grams in enumerate(sets):
        has[row, list(grams)] = 1.0
    sizes = has.sum(axis=1, dtype=np.float64)
    shared = (has @ has.T).astype(np.float64)
    return np.asarray(shared / np.maximum(1.0, np.minimum.outer(sizes, sizes)))
