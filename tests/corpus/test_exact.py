"""The exact scan agrees with comparing one by one, under every filter and after every change."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.catalogue import Catalogue
from corpus.exact import ExactVectors
from corpus.intake import build_report
from corpus.query import EVERYTHING, Filter
from corpus.report import Report, Role
from corpus.rows import seal
from corpus.states import State

DIMENSION = 12
TITLES = [
    "临江县委2021年度工作总结",
    "临江县委2022年度工作计划",
    "临江县纪委2022年上半年工作总结",
    "临江县纪委2023年度工作报告",
    "白鹭镇2024年工作要点",
    "工作总结",  # of nobody knows whom and when
]


def _report(title: str, number: int = 0) -> Report:
    text = (
        f"{title}\n现将第{number}号情况总结如下。\n一、存在的问题\n（一）学得不深。甲。\n"
        "（二）做得不实。乙。\n二、下一步工作打算\n（一）抓好落实。丙。\n"
    )
    return build_report(f"{title}{number}.txt", text.encode())


REPORTS = [_report(title, n) for n in range(3) for title in TITLES]
FILTERS = [
    EVERYTHING,
    Filter(roles=(Role.PROBLEMS,)),
    Filter(roles=(Role.PROBLEMS, Role.PLAN)),
    Filter(since=2022),
    Filter(until=2022),  # not those whose year nobody knows
    Filter(since=2022, until=2022),
    Filter(since=0),
    Filter(organisations=("临江县纪委",)),
    Filter(organisations=("临江县纪委", "白鹭镇")),
    Filter(organisations=("外县县委", "白鹭镇")),
    Filter(organisations=("外县县委",)),
    Filter(kinds=("总结",)),
    Filter(kinds=("计划", "要点")),
    Filter((Role.PLAN,), 2021, 2023, ("临江县委",), ("总结", "计划")),
    Filter(roles=(Role.PLAN,), since=2025),
]


def _units(count: int, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION))
    units: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1)[:, None]
    return units.astype(np.float32)


def _add(catalogue: Catalogue, report: Report, replaces: str | None = None, seed: int = 0) -> None:
    seed += int(report.id, 16) % 1_000_003
    catalogue.add(report, _units(len(report.paragraphs), seed), replaces)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    catalogue = Catalogue(tmp_path / "catalogue.db")
    yield catalogue
    catalogue.close()


def _agrees(exact: ExactVectors, catalogue: Catalogue) -> None:
    query = _units(1, 77)[0]
    for wanted in FILTERS:
        accepted = [row for row in catalogue.vectors() if wanted.accepts(row.entry)]
        expected = sorted(
            ((row.entry.paragraph_id, float(row.vector @ query)) for row in accepted),
            key=lambda hit: -hit[1],
        )
        for limit in (1, 7, 500):
            found = exact.nearest(query, limit, wanted)
            assert [key for key, _ in found] == [key for key, _ in expected[:limit]], wanted
            scores = [score for _, score in expected[:limit]]
            assert [score for _, score in found] == pytest.approx(scores, abs=1e-6)


def test_every_filter_is_answered_as_one_by_one(catalogue: Catalogue) -> None:
    for report in REPORTS:
        _add(catalogue, report)
    exact = ExactVectors(DIMENSION)
    exact.refresh(catalogue)
    _agrees(exact, catalogue)
    entries = [row.entry for row in catalogue.vectors()]
    answered = [sum(wanted.accepts(entry) for entry in entries) for wanted in FILTERS]
    assert answered[0] == len(entries) == 72
    assert [n for n, count in enumerate(answered) if not count] == [10, 14]


def test_an_empty_catalogue_answers_nothing(catalogue: Catalogue) -> None:
    exact = ExactVectors(DIMENSION)
    _agrees(exact, catalogue)
    exact.refresh(catalogue)
    _agrees(exact, catalogue)
    assert exact.sample(5).shape == (0, DIMENSION)


def test_what_came_went_and_changed_is_followed(catalogue: Catalogue) -> None:
    exact = ExactVectors(DIMENSION)
    for report in REPORTS[:3]:
        _add(catalogue, report)
        exact.refresh(catalogue)
        _agrees(exact, catalogue)
    _add(catalogue, REPORTS[3], replaces=REPORTS[0].id)
    exact.refresh(catalogue)
    _agrees(exact, catalogue)
    with catalogue.database.transaction() as db:  # the same report with other vectors
        vector = _units(1, 5)[0].tobytes()
        db.execute("UPDATE paragraphs SET vector = ? WHERE report_id = ?", [vector, REPORTS[1].id])
        seal(db, REPORTS[1].id)
    exact.refresh(catalogue)
    query = _units(1, 5)[0]
    ids = {key for key, score in exact.nearest(query, 5, EVERYTHING) if score > 0.999}
    assert ids == {paragraph.id for paragraph in REPORTS[1].paragraphs}
    for report in REPORTS[1:4]:
        catalogue.mark_leaving(report.id)
        exact.refresh(catalogue)
        _agrees(exact, catalogue)
    assert exact.nearest(query, 5, EVERYTHING) == []


@pytest.mark.parametrize("seed", range(3))
def test_it_agrees_after_many_changes(catalogue: Catalogue, seed: int) -> None:
    """Rows die, their room is used again, and the matrix grows meanwhile."""
    chance = random.Random(seed)
    exact = ExactVectors(DIMENSION)
    there: list[Report] = []
    for step in range(40):
        absent = [report for report in REPORTS if report not in there]
        if there and (not absent or chance.random() < 0.45):
            gone = there.pop(chance.randrange(len(there)))
            catalogue.mark_leaving(gone.id)
            catalogue.remove(gone.id)
        else:
            there.append(chance.choice(absent))
            _add(catalogue, there[-1], seed=step)
        if chance.random() < 0.6:
            exact.refresh(catalogue)
            _agrees(exact, catalogue)
    assert there
    exact.refresh(catalogue)
    _agrees(exact, catalogue)


def test_the_room_of_what_went_is_used_again(catalogue: Catalogue) -> None:
    exact = ExactVectors(DIMENSION)
    for report in REPORTS:
        _add(catalogue, report)
        exact.refresh(catalogue)
        catalogue.mark_leaving(report.id)
    assert len(exact._matrix) <= 4 * len(REPORTS[0].paragraphs)


def test_equal_vectors_stand_in_the_order_of_the_archive(catalogue: Catalogue) -> None:
    report = REPORTS[0]
    same = np.repeat(_units(1, 3), len(report.paragraphs), axis=0)
    catalogue.add(report, same)
    exact = ExactVectors(DIMENSION)
    exact.refresh(catalogue)
    for limit in (2, 4):
        found = [key for key, _ in exact.nearest(same[0], limit, EVERYTHING)]
        assert found == [paragraph.id for paragraph in report.paragraphs[:limit]]


def test_a_sample_is_of_all_that_is_there(catalogue: Catalogue) -> None:
    for report in REPORTS:
        _add(catalogue, report)
    exact = ExactVectors(DIMENSION)
    exact.refresh(catalogue)
    everything = np.stack([row.vector for row in catalogue.vectors()])
    assert np.array_equal(exact.sample(1000), everything)
    few = exact.sample(7)
    assert 4 <= len(few) <= 7
    assert all((everything == vector).all(axis=1).any() for vector in few)


def test_the_state_of_a_report_decides_whether_it_is_searched(catalogue: Catalogue) -> None:
    _add(catalogue, REPORTS[0])
    exact = ExactVectors(DIMENSION)
    for state in (State.EMBEDDED, State.INDEXED, State.VERIFIED):
        catalogue.advance(REPORTS[0].id, state)
        exact.refresh(catalogue)
        assert len(exact.nearest(_units(1, 1)[0], 50, EVERYTHING)) == 4


def test_a_filter_that_names_nothing_accepts_everything() -> None:
    assert Filter((), None, None, (), ()) == EVERYTHING
    assert replace(EVERYTHING, since=2020) != EVERYTHING
