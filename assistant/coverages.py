"""`assistant.clauses.coverage` of many texts at once: read them once, ask for many queries. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from corpus.bigrams import bigrams


class Coverages:
    """For each of the texts the share of a query's bigrams that it has."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._count = len(texts)
        rows: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            for gram in set(bigrams(text)):
                rows.setdefault(gram, []).append(row)
        self._rows = rows

    @cached_property
    def frequencies(self) -> Mapping[str, int]:
        """In how many of the texts each bigram is."""
        return {gram: len(rows) for gram, rows in self._rows.items()}

    def of(self, query: str) -> list[float]:
        """0–1, in the order of the texts."""
        wanted = set(bigrams(query))
        found = np.zeros(self._count)
        for gram in wanted:
            found[self._rows.get(gram, [])] += 1
        shares: list[float] = (found / max(1, len(wanted))).tolist()
        return shares
