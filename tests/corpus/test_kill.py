"""``kill -9`` at every step: nothing acknowledged is lost, nothing is double, nothing is half.

The same at some hundred moments more: ``python -m tests.evals.kill``.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.archive import Archive
from tests.corpus.counted import CountedCharacters
from tests.corpus.kill_order import Cut, Order
from tests.corpus.kill_points import NAMED, Ground
from tests.corpus.killing import (
    REFUSED,
    Truth,
    _of_model,
    differences,
    file_of,
    killed_process,
)

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kills what it has forked")

# What comes after one step comes before the next; the other half is left to the evaluation.
CUTS = [
    pytest.param(verb, cut, id=f"{verb} {cut}")
    for verb, (_, cuts) in NAMED.items()
    for cut in cuts
    if cut.when != "before" or replace(cut, when="after") not in cuts
]


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with killed_process() as killed:
        yield Ground(tmp_path_factory.mktemp("ground"), killed)


@pytest.mark.parametrize(("verb", "cut"), CUTS)
def test_killed_at_a_step(ground: Ground, verb: str, cut: Cut) -> None:
    assert ground.killed_at(verb, cut) == []


def test_killed_at_random_moments(ground: Ground) -> None:
    assert [*ground.killed_at_random(random.Random(2024), kills=10)] == [[]] * 10


def test_a_cut_that_is_not_reached_is_no_kill(ground: Ground) -> None:
    with pytest.raises(AssertionError, match="was not reached"):
        ground.killed_at("ingest", Cut("corpus.catalogue:Catalogue.add", call=99))


def test_what_was_lost_would_be_seen(tmp_path: Path) -> None:
    """So would what is double, half, or not gone."""
    home = tmp_path / "home"
    nothing = Order(str(home), str(tmp_path / "done"), [])
    with Archive.open(home, CountedCharacters()) as archive:
        list(archive.ingest([file_of(1, 1), file_of(2, 1)]))
        list(archive.ingest([file_of(1, 2)]))
    for truth, said in [
        (Truth({1: (1, 2), 2: (1,)}), []),
        (Truth({1: (1, 2), 2: (1,), 3: (1,)}), ["2 reports are listed, 3 are to be", "3v1 is lost"]),
        (Truth({1: (1, 2)}), ["2 reports are listed, 1 are to be"]),
        (Truth({1: (2,), 2: (1,)}, forgotten={(1, 1)}), ["1v1 can still be read"]),
        (Truth({1: (2, 1), 2: (1,)}), ["1v2 has another successor", "1v1 is found 0 times"]),
    ]:  # fmt: skip
        found = differences(nothing, truth)
        assert [one for one in said if one not in found] == []
        assert bool(found) == bool(said)
    with Archive.open(home, CountedCharacters(), repair=False) as archive:
        assert [*_of_model(archive, "counted")] == []
        assert [*_of_model(archive, "coming")] == [
            "searches use counted",
            "联络点1.txt has vectors of another model",
            "联络点2.txt has vectors of another model",
        ]
    (home / "left").write_bytes(file_of(4, REFUSED)[1])
    truth = Truth({1: (1, 2), 2: (1,)}, refused={(4, REFUSED)})
    assert differences(nothing, truth) == ["4v0 is gone, but its words are in left"]
