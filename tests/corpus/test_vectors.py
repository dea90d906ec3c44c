"""The exact scan and Chroma keep one contract: the same answers under the same filters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.catalogue import VectorRow
from corpus.embedding import EmbeddingIdentity
from corpus.errors import ArchiveError
from corpus.query import Filter, chunked
from corpus.report import Role
from corpus.vectors import ChromaVectors, ExactVectors, VectorIndex

DIMENSION = 12
IDENTITY = EmbeddingIdentity("test-model", DIMENSION, "1")
ROLES = [role.value for role in Role]
PERIODS = ["", "2019", "2020H1", "2020H2", "2021", "2023H1"]
ORGANISATIONS = ["县委", "县纪委", "县委组织部"]


def _unit(seed: int) -> NDArray[np.float32]:
    vector = np.random.default_rng(seed).normal(size=DIMENSION)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


ROWS = [
    VectorRow(f"r{n}:0", f"r{n}", ROLES[n % 5], PERIODS[n % 6], ORGANISATIONS[n % 3], _unit(n))
    for n in range(90)
]


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaVectors]:
    index = ChromaVectors(tmp_path_factory.mktemp("chroma"), IDENTITY)
    index.upsert(ROWS)
    yield index
    index.close()


@pytest.fixture(params=["exact", "chroma"])
def index(request: pytest.FixtureRequest, chroma: ChromaVectors) -> VectorIndex:
    return chroma if request.param == "chroma" else ExactVectors(ROWS)


def _expected(query: NDArray[np.float32], wanted: Filter, limit: int) -> list[tuple[str, float]]:
    fitting = [r for r in ROWS if wanted.accepts(r.role, r.period, r.organisation)]
    hits = [(r.paragraph_id, float(r.vector @ query)) for r in fitting]
    return sorted(hits, key=lambda hit: -hit[1])[:limit]


@pytest.mark.parametrize(
    ("wanted", "matching"),
    [
        (Filter(), 90),
        (Filter(roles=(Role.PROBLEMS,)), 18),
        (Filter(roles=(Role.PROBLEMS, Role.PLAN)), 36),
        (Filter(since=2020), 60),
        (Filter(until=2020), 45),  # a report without a period is of no year
        (Filter(since=2020, until=2020), 30),
        (Filter(organisations=("县纪委",)), 30),
        (Filter(roles=(Role.PLAN,), since=2020, until=2021, organisations=("县委",)), 3),
        (Filter(organisations=("外县",)), 0),
    ],
)
@pytest.mark.parametrize("limit", [1, 7, 200])
def test_both_answer_alike(index: VectorIndex, wanted: Filter, matching: int, limit: int) -> None:
    query = _unit(1000 + limit)
    expected = _expected(query, wanted, limit)
    assert len(expected) == min(matching, limit)
    hits = index.nearest(query, limit, wanted)
    assert [key for key, _ in hits] == [key for key, _ in expected]
    assert [score for _, score in hits] == pytest.approx([s for _, s in expected], abs=1e-5)


def test_a_paragraph_is_nearest_to_itself(index: VectorIndex) -> None:
    ((key, similarity),) = index.nearest(ROWS[40].vector, 1, Filter())
    assert key == "r40:0"
    assert similarity == pytest.approx(1.0, abs=1e-5)


def test_an_empty_index_answers_nothing(tmp_path: Path) -> None:
    chroma = ChromaVectors(tmp_path / "chroma", IDENTITY)
    assert chroma.nearest(_unit(0), 5, Filter()) == []
    assert ExactVectors([]).nearest(_unit(0), 5, Filter()) == []
    chroma.close()


def test_chroma_keeps_replaces_and_deletes(tmp_path: Path) -> None:
    folder = tmp_path / "chroma"
    first = ChromaVectors(folder, IDENTITY)
    first.upsert(ROWS[:3])
    first.upsert([VectorRow("r0:0", "r0", "plan", "2030", "县委", ROWS[50].vector)])
    first.delete(["r1:0"])
    first.close()
    again = ChromaVectors(folder, IDENTITY)
    assert again.count() == 2
    ((key, similarity),) = again.nearest(ROWS[50].vector, 5, Filter(since=2030))
    assert key == "r0:0"
    assert similarity == pytest.approx(1.0, abs=1e-5)
    again.close()


def test_chroma_refuses_another_model(tmp_path: Path) -> None:
    ChromaVectors(tmp_path / "chroma", IDENTITY).close()
    with pytest.raises(ArchiveError, match="不一致"):
        ChromaVectors(tmp_path / "chroma", EmbeddingIdentity("other", DIMENSION, "1"))


def test_a_damaged_folder_is_refused_and_can_be_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "chroma"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"nonsense" * 1000)
    with pytest.raises(ArchiveError, match="向量索引无法打开"):
        ChromaVectors(folder, IDENTITY)
    (folder / "chroma.sqlite3").unlink()
    chroma = ChromaVectors(folder, IDENTITY)
    chroma.upsert(ROWS[:3])
    assert chroma.count() == 3
    chroma.close()


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"x")])
def test_a_folder_without_its_graph_is_refused(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    """Its rows are all there and can be counted, but are not found."""
    folder = tmp_path / "chroma"
    chroma = ChromaVectors(folder, IDENTITY)
    chroma.upsert([replace(ROWS[n % 90], paragraph_id=f"r{n}:0") for n in range(2000)])
    chroma.close()
    ChromaVectors(folder, IDENTITY).close()
    files = [file for file in folder.rglob("*/*") if file.is_file()]
    assert files
    for file in files:
        damage(file)
    with pytest.raises(ArchiveError, match="向量索引"):
        ChromaVectors(folder, IDENTITY)


def test_ids_are_cut_into_batches() -> None:
    assert chunked(["a", "b", "c"], 2) == [["a", "b"], ["c"]]
    assert chunked([], 2) == []
