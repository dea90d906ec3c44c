"""A small slice of `tests.evals.desk`: a planted fault stands among the first on the desk."""

from __future__ import annotations

from functools import cache

import pytest

from tests.evals.desk import Place, measure
from tests.evals.planted import SAMPLES, texts_of
from tests.evals.planted_cases import PLANTS, passages_of

COUNT, SIZE = 8, 12


@cache
def places() -> dict[str, list[Place]]:
    return measure(passages_of(list(texts_of([SAMPLES]))), COUNT, SIZE, seed=5)


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_is_among_the_first_three(fault: str) -> None:
    found = places()[fault]
    assert len(found) >= 3  # the samples have few years to change
    assert max(p.place for p in found) <= 3, [p.text for p in found if p.place > 3]
    assert sum(p.place == 1 for p in found) >= len(found) - 1
