"""A small slice of `tests.evals.planted`: faults planted in sentences of the sample archive."""

from __future__ import annotations

from functools import cache

import pytest

from tests.evals.planted import SAMPLES, Rate, measure, texts_of
from tests.evals.planted_cases import PLANTS, chinese, passages_of

COUNT = 60
# Figures, units, years and the right paragraph are promised; the rest is as good as was measured.
FLOORS = {"name changed": 0.85, "negation": 0.9}


@cache
def rates() -> dict[str, Rate]:
    return measure(passages_of(list(texts_of([SAMPLES]))), COUNT, seed=7)


def test_sound_sentences_are_left_alone() -> None:
    clean = rates()["clean, false alarms"]
    assert clean.total == COUNT
    assert clean.caught <= 1, [case.sentence.text for case in clean.missed]


@pytest.mark.parametrize("fault", PLANTS)
def test_planted_faults_are_caught(fault: str) -> None:
    rate = rates()[fault]
    assert rate.total >= COUNT // 2
    assert rate.share >= FLOORS.get(fault, 0.98), [case.sentence.text for case in rate.missed]


@pytest.mark.parametrize(
    ("number", "words"),
    [("12", "十二"), ("3050", "三千零五十"), ("12.5", "十二点五"), ("105", "一百零五"), ("35000", "三万五千")],
)  # fmt: skip
def test_the_suite_writes_numbers_in_words(number: str, words: str) -> None:
    assert chinese(number) == words
