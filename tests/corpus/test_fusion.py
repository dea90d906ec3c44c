"""Fusion of two legs: agreement wins, scores count, neither leg drowns the other."""

from __future__ import annotations

import pytest

from corpus.fusion import fuse
from corpus.query import Ranking

POOL = 4


def _leg(**scores: float) -> Ranking:
    return sorted(scores.items(), key=lambda hit: -hit[1])


def _order(query: str, meaning: Ranking, words: Ranking) -> str:
    return "".join(key for key, _ in fuse(query, meaning, words, POOL))


def test_the_best_of_both_legs_scores_one() -> None:
    found = fuse("问", _leg(a=0.9, b=0.8, c=0.7, d=0.6), _leg(a=9.0, c=4.0), POOL)
    assert (found[0][0], round(found[0][1], 9)) == ("a", 1.0)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize(
    ("meaning", "words", "expected"),
    [
        (_leg(a=0.9, b=0.8, c=0.7), [], "abc"),
        ([], _leg(b=3.0, a=1.0), "ba"),
        ([], [], ""),
        # By how much a hit is better counts, not only that it is.
        (_leg(a=0.90, b=0.89, c=0.7, d=0.6), _leg(b=9.0, a=1.0), "bacd"),
        (_leg(a=0.90, b=0.62, c=0.61, d=0.6), _leg(b=9.0, a=8.5), "abcd"),
        # One leg alone brings its best hit up.
        (_leg(a=0.9, b=0.8, c=0.7, d=0.6), _leg(x=9.0), "xabcd"),
        # All alike: the order of the legs stays.
        (_leg(a=0.5), _leg(b=2.0), "ba"),
        (_leg(a=0.9, b=0.9), [], "ab"),
    ],
)
def test_legs_become_one(meaning: Ranking, words: Ranking, expected: str) -> None:
    assert _order("问", meaning, words) == expected


def test_the_last_of_a_full_pool_of_words_is_as_good_as_nothing_but_not_of_a_short_one() -> None:
    meaning = _leg(p=0.9, q=0.8)
    short = dict(fuse("问", meaning, _leg(a=4.0, b=3.0), POOL))
    full = dict(fuse("问", meaning, _leg(a=4.0, c=3.5, d=3.2, b=3.0), POOL))
    assert full["b"] == 0
    assert short["b"] > 0.4


def test_words_weigh_more_the_longer_the_query() -> None:
    meaning, words = _leg(a=0.9, b=0.6), _leg(b=9.0)
    short = dict(fuse("短", meaning, words, POOL))
    long = dict(fuse("长" * 61, meaning, words, POOL))
    assert long["b"] > short["b"] > short["a"] > long["a"] > 0
