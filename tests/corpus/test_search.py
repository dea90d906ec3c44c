"""What a search answers: places in both legs, boosts, copies, variety, and a reranker's order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus import search
from corpus.archive import Archive
from corpus.errors import EmbeddingError, RerankError
from corpus.opening import Setup
from corpus.query import NO_BOOSTS, Boosts, Filter, Ranking
from corpus.report import Role
from corpus.vectors import ChromaVectors
from tests.corpus.counted import CountedCharacters, report_text

QUESTION = "渔港设施老化"
PLACES = [("东溪县委", "2019年度"), ("西溪县委", "2021年度"), ("南溪县委", "2023年度")]
FILES = [
    (f"{place}.txt", report_text(place, period, f"{place}渔港设施老化", "整修渔港").encode())
    for place, period in PLACES
]


class Reversing:
    """A reranker that thinks the shortest best, and fails if it is to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []
        self.fails = False

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        self.asked.append((query, list(texts)))
        if self.fails:
            raise RerankError("重排服务没有回答")
        return [-float(len(text)) for text in texts]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    with Archive.open(home, CountedCharacters()) as archive:
        assert [result.outcome for result in archive.ingest(FILES)] == ["added"] * 3
    return home


@pytest.fixture
def archive(home: Path) -> Iterator[Archive]:
    with Archive.open(home, CountedCharacters()) as archive:
        yield archive


def test_a_small_archive_is_searched_as_a_large_one(
    home: Path, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Chroma, whose order of what is equally near is its own: copies may stand for each
    other."""
    small = archive.search(QUESTION, boosts=NO_BOOSTS).hits
    asked: list[int] = []
    original = ChromaVectors.nearest

    def counted(chroma: ChromaVectors, vector: NDArray[np.float32], limit: int) -> Ranking:
        asked.append(limit)
        return original(chroma, vector, limit)

    monkeypatch.setattr(ChromaVectors, "nearest", counted)
    monkeypatch.setattr(search, "_SCANNED", 0)
    large = archive.search(QUESTION, boosts=NO_BOOSTS).hits
    assert len(asked) == 1
    found = [
        {i for hit in hits for i in (hit.paragraph.id, *hit.copies)} for hits in (small, large)
    ]
    assert found[0] == found[1]
    assert small[0].relevance == pytest.approx(large[0].relevance, abs=1e-4)


def test_each_leg_tells_its_place(archive: Archive) -> None:
    for wanted in (Filter(), Filter(roles=(Role.PROBLEMS,))):
        hits = archive.search(QUESTION, wanted, boosts=NO_BOOSTS).hits
        first = [hit.score for hit in hits[:3]]  # the third hits of reports come last
        assert first == sorted(first, reverse=True)
        best = hits[0]
        assert best.meaning is not None
        assert best.words is not None
        assert best.text[best.marks[0].start : best.marks[0].end] == QUESTION
        same = 1 + len(best.copies)  # each of which may be the first of a leg
        assert same == 3
        assert max(best.meaning.rank, best.words.rank) <= same
        for places in ([hit.meaning for hit in hits], [hit.words for hit in hits]):
            ranks = [place.rank for place in places if place]
            assert len(set(ranks)) == len(ranks)
            assert 1 <= min(ranks) <= same


def test_what_is_alike_but_for_the_place_is_one_hit_with_the_others_named(
    archive: Archive,
) -> None:
    found = archive.search("作风不够扎实", Filter(roles=(Role.PROBLEMS,)), far=True)
    (hit,) = [hit for hit in found.hits if "作风不够扎实" in hit.text]
    same = {p.id for r in archive.reports() for p in archive.report(r.id).paragraphs
            if "作风不够扎实" in archive.report(r.id).quote(p.start, p.end)}  # fmt: skip
    assert len(same) == 3
    assert {hit.paragraph.id, *hit.copies} == same


def test_boosts_change_the_order_and_are_told(archive: Archive) -> None:
    ours = Boosts(0.0, 0.5, "东溪县委")
    newer = archive.search("渔港设施", boosts=Boosts(newer=0.5, same_organisation=0.0)).hits
    assert newer[0].organisation == "南溪县委"
    assert [boost.reason for boost in newer[0].boosts] == ["年份较新"]
    own = archive.search("渔港设施", boosts=ours).hits
    assert own[0].organisation == "东溪县委"
    assert [(boost.reason, boost.share) for boost in own[0].boosts] == [("本单位", 0.5)]
    assert all(hit.boosts == () for hit in archive.search("渔港设施", boosts=NO_BOOSTS).hits)


def test_a_reranker_decides_the_order(home: Path) -> None:
    reranker = Reversing()
    setup = Setup(reranker=reranker)
    with Archive.open(home, CountedCharacters(), setup=setup) as archive:
        found = archive.search(QUESTION, boosts=NO_BOOSTS, far=True)
        lengths = [len(hit.text) for hit in found.hits]
        assert lengths[:3] == sorted(lengths[:3])
        ((query, texts),) = reranker.asked
        assert query == QUESTION
        assert found.hits[0].text == min(texts, key=len)
        scores = [hit.score for hit in found.hits[:3]]
        assert scores == sorted(scores, reverse=True)


def test_a_reranker_that_fails_is_told_of_and_missed_only_for_order(home: Path) -> None:
    reranker = Reversing()
    reranker.fails = True
    with Archive.open(home, CountedCharacters(), setup=Setup(reranker=reranker)) as archive:
        found = archive.search(QUESTION)
    with Archive.open(home, CountedCharacters()) as archive:
        without = archive.search(QUESTION)
    assert [(hit.paragraph.id, hit.score) for hit in found.hits] == [
        (hit.paragraph.id, hit.score) for hit in without.hits
    ]
    (notice,) = found.notices
    assert "重排服务没有回答" in notice
    assert without.notices == ()


@pytest.mark.parametrize("at", ["start_query", "encode_query"])  # at once, or while it is awaited
def test_a_model_that_fails_leaves_the_words(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def fails(*_: object) -> None:
        raise EmbeddingError("向量服务没有回答")

    monkeypatch.setattr(CountedCharacters, at, fails)
    found = archive.search(QUESTION)
    assert QUESTION in found.hits[0].text
    assert found.hits[0].meaning is None
    assert found.hits[0].words is not None
    (notice,) = found.notices
    assert "暂时只按词句查找" in notice
    assert "向量服务没有回答" in notice


@pytest.mark.parametrize("query", ["", " ，。", "？！"])
def test_without_words_nothing_is_asked(archive: Archive, query: str) -> None:
    found = archive.search(query, far=True)
    assert (found.hits, found.notices, found.far) == ((), (), 0)


@pytest.mark.parametrize("limit", [0, 1, 2, 60])
def test_no_more_is_found_than_asked_for(archive: Archive, limit: int) -> None:
    hits = archive.search("渔港 作风 整修", limit=limit, far=True).hits
    assert len(hits) <= limit
    assert bool(hits) is bool(limit)
