"""A hit is probable if it lies nearer than is usual and has what is rare in the query."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus.archive import Archive
from corpus.relevance import LEAST, Background, Usual, coverage, relevance
from corpus.search import NOTHING_NEAR
from tests.corpus.counted import CountedCharacters, report_text


def _vectors(*cosines: float) -> NDArray[np.float32]:
    """Unit vectors with these cosines to (1, 0)."""
    return np.array([[c, math.sqrt(1 - c * c)] for c in cosines], np.float32)


QUERY = np.array([1, 0], np.float32)


def test_a_cosine_is_read_against_those_of_the_archive() -> None:
    usual = Background(_vectors(0.2, 0.3, 0.4)).usual(QUERY)
    assert usual.mean == pytest.approx(0.3, abs=1e-6)
    assert usual.deviation == pytest.approx(0.0816, abs=1e-4)
    assert usual.distance(0.3) == pytest.approx(0, abs=1e-4)
    assert usual.distance(0.3 + 2 * usual.deviation) == pytest.approx(2, abs=1e-4)
    assert usual.distance(0.1) < 0


def test_a_distance_has_an_end() -> None:
    usual = Background(_vectors(0.5, 0.5, 0.5)).usual(QUERY)
    assert usual.distance(0.5) == pytest.approx(0, abs=0.01)
    assert usual.distance(0.9) == Usual(0.0, 1.0).distance(100.0) == 8.0


@pytest.mark.parametrize(
    "sample",
    [_vectors(0.7), np.zeros((0, 0), np.float32), np.zeros((9, 3), np.float32)],
    ids=["one", "none", "another model's"],
)
def test_without_a_background_nothing_is_near(sample: NDArray[np.float32]) -> None:
    assert Background(sample).usual(QUERY).distance(0.99) == 0


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("村集体经济薄弱", 1.0),
        ("村集体", 0.75),
        ("薄弱", 0.0),
        ("", 0.0),
    ],
)
def test_rare_words_cover_more(text: str, covered: float) -> None:
    assert coverage(text, {"村集": 2.0, "集体": 1.0, "体经": 1.0}) == covered


def test_coverage_knows_no_case_and_no_query_without_words() -> None:
    assert coverage("按 GB9704 排版", {"gb9704": 1.0}) == 1.0
    assert coverage("甲", {}) == 0.0


def test_both_make_a_hit_more_probable() -> None:
    distances = [relevance(distance, 0.3) for distance in (-1, 0, 2, 4, 8)]
    covered = [relevance(1.0, share) for share in (0, 0.2, 0.5, 1)]
    for values in (distances, covered):
        assert values == sorted(set(values))
        assert 0 < values[0] < values[-1] < 1
    assert relevance(0, 0) < LEAST < relevance(0, 1)
    assert relevance(1, 0.1) < LEAST < relevance(8, 0)


# --- in an archive --------------------------------------------------------------------------------

FILES = [
    (f"{place}.txt", report_text(place, "2021年度", f"{place}{what}", "抓好整改").encode())
    for place, what in (("东溪县委", "茶叶产业链条偏短"), ("西溪县委", "渔港设施老化"))
]
FAR = "航天发射任务"


def _says_what_is_near(archive: Archive) -> None:
    near = archive.search("渔港设施老化")
    assert "渔港设施老化" in near.hits[0].text
    assert (near.notices, near.far) == ((), 0)
    assert near.hits[0].relevance >= LEAST
    found = archive.search(FAR)
    assert found.hits == ()
    assert NOTHING_NEAR in found.notices
    shown = archive.search(FAR, far=True)
    assert len(shown.hits) == found.far > 0
    assert NOTHING_NEAR in shown.notices
    assert all(hit.relevance < LEAST for hit in shown.hits[:3])


def test_what_is_far_is_not_shown_unasked(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "home", CountedCharacters()) as archive:
        list(archive.ingest(FILES))
        _says_what_is_near(archive)


def test_where_most_was_forgotten_far_stays_far(tmp_path: Path) -> None:
    """The numbers of rows that are left lie far apart then."""
    lines = "".join(f"第{n}项工作推进不够有力，第{n}类困难较多。\n" for n in range(1500))
    big = f"临江县委2020年度工作总结\n一、存在的问题\n{lines}"
    with Archive.open(tmp_path / "home", CountedCharacters()) as archive:
        (result,) = archive.ingest([("大.txt", big.encode())])
        list(archive.ingest(FILES))
        archive.forget(result.report_id)
        assert archive._catalogue.sample(512).shape == (10, 64)
        _says_what_is_near(archive)


def test_what_is_usual_follows_the_archive(tmp_path: Path) -> None:
    """In an archive that grew, as in one that was opened with all of it."""
    with Archive.open(tmp_path / "grown", CountedCharacters()) as archive:
        list(archive.ingest(FILES[:1]))
        archive.search(FAR)
        list(archive.ingest(FILES[1:]))
        grown = archive.search("渔港设施老化").hits
    with Archive.open(tmp_path / "whole", CountedCharacters()) as archive:
        list(archive.ingest(FILES))
        whole = archive.search("渔港设施老化").hits
    assert [hit.text for hit in grown] == [hit.text for hit in whole]
    assert [hit.relevance for hit in grown] == pytest.approx([hit.relevance for hit in whole])
