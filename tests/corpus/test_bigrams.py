"""Where the words of a query stand in a paragraph."""

from __future__ import annotations

import pytest

from corpus.bigrams import Marker, bigrams


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("集体经济", "壮大村集体经济实力", ["集体经济"]),  # overlapping pairs are one
        ("经济 集体", "集体经济", ["集体经济"]),  # adjoining ones, too
        ("集体", "集体不强，集体不实", ["集体", "集体"]),
        ("人人", "人人人人", ["人人人人"]),
        ("村", "村村通", ["村村"]),
        ("5G", "建成5g基站，15G除外", ["5g"]),  # a Latin term is a whole run
        ("a1", "ＡA1，A12", ["A1"]),
        ("İ村集", "İ村集体", ["村集"]),  # lower case may be longer, offsets stay
        ("集体经济", "海绵城市", []),
        ("，。", "，。", []),
        ("集体", "", []),
    ],
)
def test_marks_are_the_places_of_the_words(query: str, text: str, marked: list[str]) -> None:
    spans = Marker(bigrams(query)).spans(text)
    assert [text[span.start : span.end] for span in spans] == marked
