"""Several processes on one archive, whose vectors live on a Chroma server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.errors import ArchiveError, ArchiveLocked
from corpus.opening import Setup
from tests.corpus.chroma_server import chroma_server, free_port
from tests.corpus.counted import CountedCharacters, report_text
from tests.corpus.sharing_child import Sharer

pytestmark = pytest.mark.usefixtures("large")

PROBLEMS = {"茶叶": "茶叶产业链条偏短", "巡察": "巡察力量薄弱", "渔港": "渔港设施老化"}


def _file(name: str, period: str = "2021年度") -> tuple[str, str]:
    problem = PROBLEMS.get(name, f"{name}养护不够及时")
    return f"{name}.txt", report_text(f"{name}县委", period, problem, f"着力解决{problem}")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def both(home: Path, chroma_url: str) -> Iterator[tuple[Sharer, Sharer]]:
    with Sharer(home, chroma_url) as one, Sharer(home, chroma_url) as other:
        yield one, other


def _whole(*sharers: Sharer) -> None:
    for sharer in sharers:
        assert sharer.do("problems") == []
        assert sharer.do("audit") == []


def test_what_one_takes_in_the_other_finds(both: tuple[Sharer, Sharer]) -> None:
    one, other = both
    assert other.found("茶叶") == []
    assert one.ingest(_file("茶叶")) == ["added"]
    for since in (None, 2020):  # Chroma, and the exact scan
        hits = other.found("茶叶产业链条偏短", since)
        assert "茶叶产业链条偏短" in hits[0][1]
        assert hits[0][2:] == [True, True]
        assert sorted(hits) == sorted(one.found("茶叶产业链条偏短", since))
    assert other.ingest(_file("茶叶")) == ["unchanged"]
    assert other.ingest(_file("巡察")) == ["added"]
    assert "巡察力量薄弱" in one.found("巡察力量薄弱")[0][1]
    _whole(one, other)


@pytest.mark.parametrize("since", [None, 2020])
def test_what_one_forgets_the_other_no_longer_finds(
    both: tuple[Sharer, Sharer], since: int | None
) -> None:
    one, other = both
    one.ingest(_file("茶叶"), _file("巡察"))
    assert other.found("作风不够扎实", since)
    gone, kept = other.do("reports")["茶叶.txt"], other.do("reports")["巡察.txt"]
    one.do("forget", report_id=gone)
    for sharer in both:
        hits = sharer.found("作风不够扎实 茶叶", since)
        assert {hit[0] for hit in hits} == {kept}
        assert [hit[2:] for hit in hits if "作风不够扎实" in hit[1]] == [[True, True]]
    _whole(one, other)
    assert one.do("reports") == other.do("reports") == {"巡察.txt": kept}


def test_both_write_at_the_same_time(both: tuple[Sharer, Sharer]) -> None:
    files = [[_file(f"{place}{n}") for n in range(4)] for place in ("东渡", "西渡")]
    for sharer, own in zip(both, files, strict=True):
        sharer.order("ingest", files=own)
    assert [sharer.answer() for sharer in both] == [["added"] * 4] * 2
    names = {name for own in files for name, _ in own}
    for sharer in both:
        assert set(sharer.do("reports")) == names
        for name in names:
            place = name.removesuffix(".txt")
            hits = [hit for hit in sharer.found(f"{place}养护不够及时") if place in hit[1]]
            assert hits
            assert all(hit[2:] == [True, True] for hit in hits)
    _whole(*both)


def test_one_writes_while_the_other_forgets_and_rebuilds(both: tuple[Sharer, Sharer]) -> None:
    one, other = both
    one.ingest(*[_file(f"东渡{n}") for n in range(3)])
    for n in range(3):
        one.order("ingest", files=[_file(f"西渡{n}")])
        other.do("forget", report_id=other.do("reports")[f"东渡{n}.txt"])
        other.do("rebuild")
        assert one.answer() == ["added"]
    for sharer in both:
        assert set(sharer.do("reports")) == {f"西渡{n}.txt" for n in range(3)}
        for n in range(3):
            hits = [hit for hit in sharer.found(f"西渡{n}养护不够及时") if f"西渡{n}" in hit[1]]
            assert hits
            assert all(hit[2:] == [True, True] for hit in hits)
    _whole(one, other)


def test_an_index_made_anew_by_one_is_not_made_anew_by_the_other(
    both: tuple[Sharer, Sharer], home: Path
) -> None:
    """Or they would go on doing so by turns."""
    one, other = both
    one.ingest(_file("茶叶"))
    assert other.found("茶叶")
    one.do("rebuild")
    assert other.found("茶叶")
    made = {path.name for path in (home / "lexical").glob("*.store")}
    other.ingest(_file("巡察"))
    assert made <= {path.name for path in (home / "lexical").glob("*.store")}
    _whole(one, other)


def test_who_was_killed_leaves_nothing_locked(home: Path, chroma_url: str) -> None:
    with Sharer(home, chroma_url) as one:
        with Sharer(home, chroma_url) as other:
            other.ingest(_file("茶叶"))
            other._process.kill()
            other._process.wait()
        assert one.ingest(_file("巡察")) == ["added"]
        _whole(one)


def test_what_opening_has_mended_is_left_to_the_others(home: Path, chroma_url: str) -> None:
    """Whoever wrote while opening lets the others write afterwards."""
    with Sharer(home, chroma_url) as one:
        one.ingest(_file("茶叶"))
    for path in (home / "lexical").glob("*"):
        path.unlink()
    with Sharer(home, chroma_url) as one, Sharer(home, chroma_url) as other:
        assert other.ingest(_file("巡察")) == ["added"]
        assert one.ingest(_file("渔港")) == ["added"]
        _whole(one, other)


def test_two_that_begin_an_archive_share_it(home: Path, chroma_url: str) -> None:
    with Sharer(home, chroma_url) as one, Sharer(home, chroma_url) as other:
        one.ingest(_file("茶叶"))
        assert other.found("茶叶")[0][2:] == [True, True]
        _whole(one, other)


def test_archives_on_one_server_are_apart(home: Path, tmp_path: Path, chroma_url: str) -> None:
    with Sharer(home, chroma_url) as one, Sharer(tmp_path / "another", chroma_url) as other:
        one.ingest(_file("茶叶"))
        other.ingest(_file("巡察"))
        assert {hit[0] for hit in one.found("作风")} == {one.do("reports")["茶叶.txt"]}
        assert {hit[0] for hit in other.found("作风")} == {other.do("reports")["巡察.txt"]}
        one.do("rebuild")
        one.do("forget", report_id=one.do("reports")["茶叶.txt"])
        _whole(one, other)


def test_a_model_changed_by_one_is_changed_for_the_other(home: Path, chroma_url: str) -> None:
    """Who still has the former model finds by words, and is told to start anew."""
    with Sharer(home, chroma_url) as one:
        one.ingest(_file("茶叶"))
        with Sharer(home, chroma_url, model="coming") as other:
            assert other.found("茶叶产业链条偏短")[0][2:] == [True, True]
            for since in (None, 2020):
                hits = one.found("茶叶产业链条偏短", since)
                assert "茶叶产业链条偏短" in hits[0][1]
                assert hits[0][3]
            _whole(other)


def test_without_a_server_an_archive_has_one_owner(home: Path) -> None:
    with (
        Archive.open(home, CountedCharacters()),
        pytest.raises(ArchiveLocked, match="正被另一个拟稿程序使用"),
    ):
        Archive.open(home, CountedCharacters())


def test_searches_go_on_while_the_server_is_away(home: Path, tmp_path: Path) -> None:
    folder, port = tmp_path / "server", free_port()
    folder.mkdir()
    setup = Setup(chroma_url=f"http://127.0.0.1:{port}")
    with chroma_server(folder, port):
        archive = Archive.open(home, CountedCharacters(), setup=setup)
        name, text = _file("茶叶")
        list(archive.ingest([(name, text.encode())]))
        before = archive.search("茶叶产业链条偏短", far=True).hits
    with archive:
        during = archive.search("茶叶产业链条偏短", far=True).hits
        assert [hit.paragraph for hit in during] == [hit.paragraph for hit in before]
        assert during[0].meaning
        (problem,) = archive.problems
        assert "向量索引不可用" in problem
        with pytest.raises(ArchiveError, match="请检查它是否已启动"):
            archive.repair()
        with chroma_server(folder, port):
            assert archive.repair() == []
            assert (archive.problems, archive.audit()) == ((), [])


def test_an_archive_opens_without_its_server(home: Path, tmp_path: Path) -> None:
    setup = Setup(chroma_url=f"http://127.0.0.1:{free_port()}")
    with Archive.open(home, CountedCharacters(), repair=False, setup=setup) as archive:
        assert "连接不上" in archive.problems[0]


@pytest.mark.parametrize("url", ["ftp://127.0.0.1", "127.0.0.1:8000", "http://"])
def test_an_address_that_is_none_is_named(home: Path, url: str) -> None:
    with pytest.raises(ArchiveError, match="NIGAO_CHROMA_URL"):
        Archive.open(home, CountedCharacters(), setup=Setup(chroma_url=url))
