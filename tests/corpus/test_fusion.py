"""Reciprocal rank fusion: agreement wins, weights count, scores are between 0 and 1."""

from __future__ import annotations

import pytest

from corpus.fusion import fuse


def test_the_first_of_every_ranking_scores_one() -> None:
    key, score = fuse([["a", "b"], ["a", "c"]], [1.0, 0.7])[0]
    assert (key, round(score, 9)) == ("a", 1.0)


@pytest.mark.parametrize(
    ("rankings", "weights", "expected"),
    [
        ([["a", "b", "c"]], [1.0], "abc"),
        ([["a", "b", "c"], ["c", "b", "d"]], [1.0, 1.0], "cbad"),
        ([["a", "b"], ["b", "a"]], [1.0, 0.7], "ab"),
        ([["a", "b"], ["b", "a"]], [0.7, 1.0], "ba"),
        ([["a"], ["b"]], [1.0, 1.0], "ab"),  # a tie keeps first-seen order
        ([[], ["b", "a"]], [1.0, 0.7], "ba"),
        ([[], []], [1.0, 1.0], ""),
    ],
)
def test_rankings_become_one(
    rankings: list[list[str]], weights: list[float], expected: str
) -> None:
    assert "".join(key for key, _ in fuse(rankings, weights)) == expected


def test_scores_fall_and_stay_between_zero_and_one() -> None:
    scores = [score for _, score in fuse([list("abcdef"), list("fbxyz")], [1.0, 0.7])]
    assert scores == sorted(scores, reverse=True)
    assert 0 < scores[-1] < scores[0] < 1


def test_every_ranking_needs_its_weight() -> None:
    with pytest.raises(ValueError, match="zip"):
        fuse([["a"], ["b"]], [1.0])
