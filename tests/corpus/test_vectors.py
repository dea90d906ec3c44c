"""The exact scan answers under every filter; Chroma, in its folder or on a server, without one."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.catalogue import VectorRow
from corpus.embedding import EmbeddingIdentity
from corpus.errors import ArchiveError
from corpus.query import Entry, chunked
from corpus.vectors import ChromaFolder, ChromaHome, ChromaServer, ChromaVectors, collection_name

DIMENSION = 12
IDENTITY = EmbeddingIdentity("test-model", DIMENSION, "1")


def _unit(seed: int) -> NDArray[np.float32]:
    vector = np.random.default_rng(seed).normal(size=DIMENSION)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def _row(number: int, seed: int) -> VectorRow:
    entry = Entry(f"r{number}:0", f"r{number}", "plan", 2024, "县委", "总结")
    return VectorRow(entry, _unit(seed))


ROWS = [_row(n, n) for n in range(90)]


@pytest.fixture(params=["folder", "server"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> ChromaHome:
    if request.param == "folder":
        return ChromaFolder(tmp_path / "chroma")
    return ChromaServer(request.getfixturevalue("chroma_url"), secrets.token_hex(8))


@pytest.fixture
def chroma(home: ChromaHome) -> Iterator[ChromaVectors]:
    index = ChromaVectors(home, IDENTITY)
    index.upsert(ROWS)
    yield index
    index.close()


@pytest.mark.parametrize("limit", [1, 7, 200])
def test_the_nearest_come_first(chroma: ChromaVectors, limit: int) -> None:
    query = _unit(1000 + limit)
    expected = [(row.entry.paragraph_id, float(row.vector @ query)) for row in ROWS]
    expected = sorted(expected, key=lambda hit: -hit[1])[:limit]
    hits = chroma.nearest(query, limit)
    assert [key for key, _ in hits] == [key for key, _ in expected]
    assert [score for _, score in hits] == pytest.approx([s for _, s in expected], abs=1e-5)


def test_a_paragraph_is_nearest_to_itself(chroma: ChromaVectors) -> None:
    ((key, similarity),) = chroma.nearest(ROWS[40].vector, 1)
    assert key == "r40:0"
    assert similarity == pytest.approx(1.0, abs=1e-5)


def test_an_empty_index_answers_nothing(home: ChromaHome) -> None:
    index = ChromaVectors(home, IDENTITY)
    assert index.nearest(_unit(0), 5) == []
    assert index.count() == 0
    index.close()


def test_what_was_kept_replaced_and_deleted_is_there_at_the_next_start(home: ChromaHome) -> None:
    first = ChromaVectors(home, IDENTITY)
    first.upsert(ROWS[:3])
    first.upsert([_row(0, 50)])
    first.delete(["r1:0", "unknown:0"])
    first.close()
    again = ChromaVectors(home, IDENTITY)
    assert again.count() == 2
    assert (again.holds(["r0:0", "r2:0"]), again.holds(["r0:0", "r1:0"])) == (True, False)
    key, similarity = again.nearest(ROWS[50].vector, 5)[0]
    assert (key, round(similarity, 4)) == ("r0:0", 1.0)
    assert again.compare([_row(0, 50), ROWS[2]]) == ([], [], [])
    assert again.compare([ROWS[0], ROWS[1]]) == (["r1:0"], ["r2:0"], ["r0:0"])
    again.close()


def test_each_model_has_a_collection_of_its_own(home: ChromaHome) -> None:
    other = EmbeddingIdentity("other", 5, "1")
    with_other = ChromaVectors(home, other)
    index = ChromaVectors(home, IDENTITY)
    index.upsert(ROWS[:3])
    with_other.upsert([VectorRow(ROWS[0].entry, np.full(5, 5**-0.5, np.float32))])
    assert (index.count(), with_other.count()) == (3, 1)
    index.drop_others()
    names = [collection.name for collection in index._client.list_collections()]
    assert [n for n in names if n.startswith(f"{home.prefix}-")] == [
        collection_name(home, IDENTITY)
    ]
    assert index.nearest(ROWS[1].vector, 1)[0][0] == "r1:0"
    with_other.close()
    index.close()
    home.remove()
    index = ChromaVectors(home, IDENTITY)
    assert index.count() == 0
    index.close()


def test_a_collection_with_another_stamp_is_refused(tmp_path: Path) -> None:
    home = ChromaFolder(tmp_path / "chroma")
    index = ChromaVectors(home, IDENTITY)
    index._collection.modify(metadata={"model": "other"})
    index.close()
    with pytest.raises(ArchiveError, match="不一致"):
        ChromaVectors(home, IDENTITY)


@pytest.mark.parametrize("url", ["", "localhost:8000", "ftp://host", "http://"])
def test_an_address_that_is_none_is_refused_by_name(url: str) -> None:
    with pytest.raises(ArchiveError, match="NIGAO_CHROMA_URL"):
        ChromaServer(url, "x")


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(ArchiveError, match=r"连接不上Chroma 服务 127\.0\.0\.1:9，"):
        ChromaVectors(ChromaServer("http://127.0.0.1:9", "x"), IDENTITY)


def test_a_damaged_folder_is_refused_and_can_be_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "chroma"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"nonsense" * 1000)
    home = ChromaFolder(folder)
    with pytest.raises(ArchiveError, match="向量索引无法打开"):
        ChromaVectors(home, IDENTITY)
    (folder / "chroma.sqlite3").unlink()
    index = ChromaVectors(home, IDENTITY)
    index.upsert(ROWS[:3])
    assert index.count() == 3
    index.close()


@pytest.mark.parametrize("damage", [Path.unlink, lambda file: file.write_bytes(b"x")])
def test_a_folder_without_its_graph_is_refused(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    """Its rows are all there and can be counted, but are not found."""
    home = ChromaFolder(tmp_path / "chroma")
    index = ChromaVectors(home, IDENTITY)
    rows = [ROWS[n % 90] for n in range(2000)]
    index.upsert(
        [replace(r, entry=replace(r.entry, paragraph_id=f"{n}:0")) for n, r in enumerate(rows)]
    )
    index.close()
    ChromaVectors(home, IDENTITY).close()
    files = [file for file in home.folder.rglob("*/*") if file.is_file()]
    assert files
    for file in files:
        damage(file)
    with pytest.raises(ArchiveError, match="向量索引"):
        ChromaVectors(home, IDENTITY)


def test_ids_are_cut_into_batches() -> None:
    assert chunked(["a", "b", "c"], 2) == [["a", "b"], ["c"]]
    assert chunked([], 2) == []
