"""Paragraphs near a query in words and in meaning.

With both indexes if they are in use; whoever stands beside the owner, or must do without Chroma,
scans the catalogue's vectors exactly instead: the results are the same, only slower.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.embedding import EmbeddingModel
from corpus.errors import UnknownReport
from corpus.fusion import fuse
from corpus.indexes import Indexes, Ranking
from corpus.lexical import LexicalIndex
from corpus.query import Filter
from corpus.report import Paragraph, Report
from corpus.vectors import ExactVectors

# Measured on real Chinese retrieval sets: the dense leg is the better one on hard questions.
_DENSE_WEIGHT, _LEXICAL_WEIGHT = 1.0, 0.7
_POOL = 50


@dataclass(frozen=True)
class Hit:
    """A found paragraph with its report's names, its fused score (0–1) and its page (0: none)."""

    paragraph: Paragraph
    report_title: str
    period: str
    organisation: str
    text: str
    score: float
    page: int = 0


class Search:
    """Over the owner's `indexes`, or a reader's own `lexical` index and the catalogue."""

    def __init__(
        self,
        catalogue: Catalogue,
        embedding: EmbeddingModel,
        report: Callable[[str], Report],
        indexes: Indexes | None = None,
        lexical: LexicalIndex | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._embedding = embedding
        self._report = report
        self._indexes = indexes
        self._lexical = lexical
        self._exact: tuple[object, ExactVectors] | None = None  # with the catalogue's stamp

    def find(self, query: str, wanted: Filter, limit: int) -> list[Hit]:
        """The best `limit` paragraphs that `wanted` accepts."""
        if not query.strip() or self._catalogue.is_empty():
            return []
        pool = max(_POOL, limit)
        dense = self._by_meaning(self._embedding.encode_query(query), pool, wanted)
        lexical = self._by_words(query, pool, wanted)
        ranking = fuse(
            [[key for key, _ in dense], [key for key, _ in lexical]],
            [_DENSE_WEIGHT, _LEXICAL_WEIGHT],
        )
        return self._hits(ranking[:limit])

    def _by_meaning(self, vector: NDArray[np.float32], limit: int, wanted: Filter) -> Ranking:
        found = self._indexes.by_meaning(vector, limit, wanted) if self._indexes else None
        if found is not None:
            return found
        stamp, kept = self._catalogue.database.stamp(), self._exact
        if kept is None or kept[0] != stamp:
            kept = self._exact = stamp, ExactVectors(self._catalogue.vectors())
        return kept[1].nearest(vector, limit, wanted)

    def _by_words(self, query: str, limit: int, wanted: Filter) -> Ranking:
        if self._indexes:
            return self._indexes.by_words(query, limit, wanted)
        return self._lexical.nearest(query, limit, wanted) if self._lexical else []

    def _hits(self, ranking: Sequence[tuple[str, float]]) -> list[Hit]:
        reports: dict[str, Report | None] = {}
        hits = []
        for paragraph_id, score in ranking:
            report_id = report_id_of(paragraph_id)
            if report_id not in reports:
                reports[report_id] = self._still_here(report_id)
            report = reports[report_id]
            if report is None:
                continue
            paragraph = next((p for p in report.paragraphs if p.id == paragraph_id), None)
            if paragraph is None:
                continue  # the report went and came back with other paragraphs
            hits.append(
                Hit(
                    paragraph,
                    report.outline.title,
                    report.outline.period,
                    report.outline.organisation,
                    report.quote(paragraph.start, paragraph.end),
                    score,
                    report.page_of(paragraph.start),
                )
            )
        return hits

    def _still_here(self, report_id: str) -> Report | None:
        """None if it has gone since the ranking, or since a reader loaded its vectors."""
        try:
            return self._report(report_id) if self._catalogue.has(report_id) else None
        except UnknownReport:
            return None


def report_id_of(paragraph_id: str) -> str:
    return paragraph_id.partition(":")[0]
