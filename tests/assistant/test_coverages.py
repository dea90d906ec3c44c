"""Many coverages at once are what each would be alone."""

from __future__ import annotations

import pytest

from assistant.clauses import coverage
from assistant.coverages import Coverages

_TEXTS = [
    "村集体经济家底仍薄",
    "集体，经济",
    "推行AI+网格2.0版",
    "网",
    "按GB9704排版",
    "",
    "İ体系ab",
]


@pytest.mark.parametrize(
    "query", ["村集体经济", "集体经济", "AI网格", "ai", "a", "网", "2", "GB9704", "集ab", "", "。"]
)
def test_of_many_texts_as_of_each(query: str) -> None:
    assert Coverages(_TEXTS).of(query) == [coverage(query, text) for text in _TEXTS]


def test_a_share_is_counted_in_bigrams() -> None:
    assert Coverages(["村集体经济", "集体"]).of("村集体") == [1.0, 0.5]
