"""From file to verified report, step by step; versions of a report; what is cut short."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.arrivals import Arrivals
from corpus.errors import ArchiveError, EmbeddingError, ReadError
from corpus.ingesting import Progress, Watch
from corpus.lexical import LexicalIndex
from corpus.report import Report
from corpus.states import State
from corpus.vectors import ChromaVectors
from tests.corpus.counted import CountedCharacters

TEXT = """青岩县农业农村局2023年度工作总结
现将有关情况总结如下。
一、存在的问题
（一）{problem}。还需下更大气力。
（二）农机作业队伍偏老。后继人手不足。
（三）冷链仓储覆盖不够。产地损耗偏高。
二、下一步工作打算
（一）加密服务网点。逐乡抓好落实。
"""
PROBLEMS = ["良种推广进度偏慢", "水渠渗漏修补滞后", "温室大棚闲置较多"]
VERSIONS = [TEXT.format(problem=problem) for problem in PROBLEMS]
FILE = "农业.txt"
STEPS = [State.RECEIVED, State.READ, State.OUTLINED, State.EMBEDDED, State.INDEXED, State.VERIFIED]


def _open(home: Path, read_only: bool = False, repair: bool = True) -> Archive:
    return Archive.open(home, CountedCharacters(), read_only, repair)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def archive(home: Path) -> Iterator[Archive]:
    with _open(home) as archive:
        yield archive


def _ingest(archive: Archive, text: str, name: str = FILE, watch: Watch | None = None) -> str:
    (result,) = archive.ingest([(name, text.encode())], watch or Watch())
    assert result.outcome in ("added", "replaced", "unchanged")
    return result.report_id


def _arrivals(archive: Archive) -> list[State]:
    return [arrival.state for arrival in Arrivals(archive._catalogue.database).all()]


def _kept(home: Path) -> int:
    return len(list((home / "originals").iterdir()))


def _found(archive: Archive) -> set[str]:
    """Ids of the reports that a search finds."""
    questions = [*PROBLEMS, "农机作业队伍", "服务网点"]
    return {
        hit.paragraph.report_id
        for q in questions
        for hit in archive.search(q, limit=50, far=True).hits
    }


# --- the steps ------------------------------------------------------------------------------


def test_the_states_follow_one_another(archive: Archive) -> None:
    seen: list[Progress] = []
    _ingest(archive, VERSIONS[0], watch=Watch(seen.append))
    assert list(dict.fromkeys(p.state for p in seen)) == STEPS
    assert [p.state for p in seen] == sorted((p.state for p in seen), key=STEPS.index)
    assert all(state.label for state in State)


def test_each_state_is_durable_when_it_is_told(archive: Archive) -> None:
    stored: list[list[str]] = []

    def look(progress: Progress) -> None:
        ids = archive._catalogue.in_state(*STEPS[3:])
        reached = archive._catalogue.in_state(progress.state)
        stored.append(
            [*map(str, _arrivals(archive)), *(progress.state for i in ids if i in reached)]
        )
        assert stored[-1] == [progress.state]

    _ingest(archive, VERSIONS[0], watch=Watch(look))
    assert len(stored) == 7


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空"),
        ("青岩县农业农村局2023年度工作总结".encode(), "没有正文"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04" + bytes(100), ""),
    ],
)
def test_a_refused_file_leaves_nothing(
    archive: Archive, home: Path, data: bytes, said: str
) -> None:
    _ingest(archive, VERSIONS[0])
    (result,) = archive.ingest([("坏.docx" if data[:2] == b"PK" else "坏.txt", data)])
    assert (result.outcome, result.report_id) == ("refused", "")
    assert said in result.reason != ""
    assert (_arrivals(archive), _kept(home), archive.audit()) == ([], 1, [])


@pytest.mark.parametrize("state", STEPS[:3])
def test_a_cancelled_file_leaves_nothing(archive: Archive, home: Path, state: State) -> None:
    reached: list[State] = []
    watch = Watch(lambda p: reached.append(p.state), lambda: state in reached)
    files = [(FILE, VERSIONS[0].encode()), ("又一份.txt", VERSIONS[1].encode())]
    results = list(archive.ingest(files, watch))
    assert [(r.outcome, r.reason) for r in results] == [("refused", "已取消")] * 2
    assert reached[-1] == state
    assert (_arrivals(archive), _kept(home), archive.count()) == ([], 0, (0, 0))
    assert archive.audit() == []


def test_cancelling_a_copy_keeps_the_original_of_the_report(archive: Archive, home: Path) -> None:
    """The old file comes back, is cancelled, and is still the original of the earlier version."""
    _ingest(archive, VERSIONS[0])
    _ingest(archive, VERSIONS[1])
    cancelled: list[State] = []
    watch = Watch(lambda p: cancelled.append(p.state), lambda: bool(cancelled))
    (result,) = archive.ingest([(FILE, VERSIONS[0].encode())], watch)
    assert result.outcome == "refused"
    assert (_kept(home), archive.audit()) == (2, [])


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"x")])
def test_a_lost_original_is_mended_by_taking_the_file_in_again(
    archive: Archive, home: Path, damage: Callable[[Path], object]
) -> None:
    """As the audit's message asks for."""
    _ingest(archive, VERSIONS[0])
    (original,) = (home / "originals").iterdir()
    damage(original)
    (difference,) = archive.audit()
    assert "请重新入库" in difference.message
    _ingest(archive, VERSIONS[0])
    assert archive.audit() == []


class Broken(CountedCharacters):
    """A model that fails until it is mended."""

    broken = True

    def encode_passages(self, texts, on_progress=None):  # type: ignore[no-untyped-def]
        if self.broken:
            raise EmbeddingError("向量模型打不开")
        return super().encode_passages(texts, on_progress)


def test_a_model_that_fails_leaves_the_file_for_the_next_start(home: Path) -> None:
    with Archive.open(home, Broken()) as archive:
        with pytest.raises(EmbeddingError, match="打不开"):
            list(archive.ingest([(FILE, VERSIONS[0].encode())]))
        assert _arrivals(archive) == [State.OUTLINED]
        assert (_kept(home), archive.count(), archive.audit()) == (1, (0, 0), [])
    with _open(home, repair=False) as archive:
        assert _arrivals(archive) == [State.OUTLINED]
        (result,) = archive.repair()
        assert (result.file_name, result.outcome) == (FILE, "added")
        assert archive.report(result.report_id).text == VERSIONS[0]
        assert (_arrivals(archive), archive.audit()) == ([], [])


def test_a_model_that_works_again_takes_the_file_in_with_the_next(home: Path) -> None:
    model = Broken()
    with Archive.open(home, model) as archive:
        with pytest.raises(EmbeddingError):
            list(archive.ingest([(FILE, VERSIONS[0].encode())]))
        model.broken = False
        _ingest(archive, VERSIONS[1], "另一份.txt")
        assert archive.count()[0] == 2
        assert (_arrivals(archive), archive.audit()) == ([], [])


@pytest.mark.parametrize("state", STEPS[:3])
@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"x")])
def test_a_file_lost_on_its_way_does_not_bar_the_archive(
    home: Path, state: State, damage: Callable[[Path], object]
) -> None:
    def cut(progress: Progress) -> None:
        if progress.state == state:
            raise EmbeddingError("断电")

    with _open(home) as archive, pytest.raises(EmbeddingError):
        _ingest(archive, VERSIONS[0], watch=Watch(cut))
    (original,) = (home / "originals").iterdir()
    damage(original)
    with _open(home, repair=False) as archive:
        (result,) = archive.repair()
        # What was read already needs the file no more; the audit tells that it is not there.
        assert result.outcome == ("refused" if state == State.RECEIVED else "added")
        assert bool(result.reason) == (state == State.RECEIVED)
        wrong = [d.where for d in archive.audit()]
        assert wrong == ([] if state == State.RECEIVED else ["originals"])
        assert _arrivals(archive) == []


@pytest.mark.parametrize("column", ["reading", "report"])
def test_an_arrival_that_another_version_stored_is_read_again(home: Path, column: str) -> None:
    with Archive.open(home, Broken()) as archive:
        with pytest.raises(EmbeddingError):
            list(archive.ingest([(FILE, VERSIONS[0].encode())]))
        with archive._catalogue.database.transaction() as db:
            db.execute(f"UPDATE arrivals SET {column} = '{{}}'")
    with _open(home) as archive:
        assert [archive.report(r.id).text for r in archive.reports()] == [VERSIONS[0]]
        assert archive.audit() == []


@pytest.mark.parametrize("index", [ChromaVectors, LexicalIndex])
def test_an_index_that_silently_lost_a_paragraph_is_made_anew(
    archive: Archive, index: type[ChromaVectors] | type[LexicalIndex]
) -> None:
    upsert = index.upsert

    def forgetful(self, *columns):  # type: ignore[no-untyped-def]
        """Drops the last of several; but only once."""
        patch.undo()
        return upsert(self, *(column[:-1] for column in columns))

    _ingest(archive, VERSIONS[0], "先.txt")
    patch = pytest.MonkeyPatch()
    patch.setattr(index, "upsert", forgetful)
    _ingest(archive, VERSIONS[1], "后.txt")
    assert archive.audit() == []
    assert archive.count()[0] == 2


@pytest.mark.parametrize("index", [ChromaVectors, LexicalIndex])
def test_an_index_that_keeps_nothing_is_named(
    home: Path, index: type[ChromaVectors] | type[LexicalIndex]
) -> None:
    with _open(home) as archive, pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "upsert", lambda *_: None)
        patch.setattr(LexicalIndex, "fill", lambda *_: None)  # which makes it anew
        with pytest.raises(ArchiveError, match="nigao rebuild"):
            _ingest(archive, VERSIONS[0])
    with _open(home) as archive:
        assert archive.audit() == []
        assert archive.count()[0] == 1


# --- versions -------------------------------------------------------------------------------


def _readable(archive: Archive, report_id: str, text: str) -> None:
    report: Report = archive.report(report_id)
    assert report.text == text
    paragraph = report.paragraphs[1]
    quoted = text[paragraph.start : paragraph.end]
    assert archive.quote(report_id, paragraph.start, paragraph.end) == quoted


def test_a_version_that_was_replaced_is_read_but_not_found(archive: Archive, home: Path) -> None:
    old = _ingest(archive, VERSIONS[0])
    with _open(home, read_only=True) as before:
        assert _found(before) == {old}
        new = _ingest(archive, VERSIONS[1])
        for owner_or_reader in (archive, before):
            _readable(owner_or_reader, old, VERSIONS[0])
            assert owner_or_reader.replaced_by(old) == new
            assert owner_or_reader.replaced_by(new) is None
            assert old not in _found(owner_or_reader)
            assert [report.id for report in owner_or_reader.reports()] == [new]
            assert owner_or_reader.count() == (1, 5)
        assert _found(archive) == {new}
    with _open(home, read_only=True) as after:
        assert _found(after) == {new}
        _readable(after, old, VERSIONS[0])
    assert (archive.audit(), _kept(home)) == ([], 2)


def test_an_old_file_may_come_back(archive: Archive, home: Path) -> None:
    old, new = (_ingest(archive, text) for text in VERSIONS[:2])
    assert _ingest(archive, VERSIONS[0]) == old
    assert (archive.replaced_by(old), archive.replaced_by(new)) == (None, old)
    assert _found(archive) == {old}
    _readable(archive, new, VERSIONS[1])
    assert (archive.audit(), _kept(home), archive.count()[0]) == ([], 2, 1)


def test_an_old_text_may_come_back_in_another_file(archive: Archive, home: Path) -> None:
    old, new = (_ingest(archive, text) for text in VERSIONS[:2])
    (result,) = archive.ingest([(FILE, VERSIONS[0].encode("gb18030"))])
    assert (result.outcome, result.report_id) == ("replaced", old)
    assert archive.replaced_by(new) == old
    assert (archive.audit(), _kept(home)) == ([], 2)


def test_an_old_file_may_come_back_read_otherwise(archive: Archive, home: Path) -> None:
    """A later program finds another text in it; the version it read before goes."""
    first, old, new = (_ingest(archive, text) for text in VERSIONS)
    from corpus import ingesting

    def otherwise(*arguments, **options):  # type: ignore[no-untyped-def]
        from corpus.readers.reading import Reading

        return Reading(VERSIONS[1].replace("偏老", "老化"))

    with pytest.MonkeyPatch.context() as later:
        later.setattr(ingesting, "read_safely", otherwise)
        back = _ingest(archive, VERSIONS[1])
    assert back not in (first, old, new)
    assert {archive.replaced_by(first), archive.replaced_by(new)} == {back}
    assert _found(archive) == {back}
    assert (archive.audit(), _kept(home)) == ([], 3)


def test_a_chain_of_three(archive: Archive, home: Path) -> None:
    ids = [_ingest(archive, text) for text in VERSIONS]
    assert [archive.replaced_by(report) for report in ids] == [ids[2], ids[2], None]
    assert _found(archive) == {ids[2]}
    for report, text in zip(ids, VERSIONS, strict=True):
        _readable(archive, report, text)
    assert _ingest(archive, VERSIONS[1]) == ids[1]
    assert [archive.replaced_by(report) for report in ids] == [ids[1], None, ids[1]]
    assert (archive.audit(), _kept(home)) == ([], 3)
    archive.forget(ids[1])
    assert (archive.reports(), archive.audit(), _kept(home)) == ([], [], 0)
    for report in ids:
        assert archive.quote(report, 0, 5) is None


@pytest.mark.parametrize("chosen", [0, 1])
def test_forgetting_an_older_version_leaves_the_others(
    archive: Archive, home: Path, chosen: int
) -> None:
    ids = [_ingest(archive, text) for text in VERSIONS]
    archive.forget(ids[chosen])
    for n, report in enumerate(ids):
        if n == chosen:
            assert archive.quote(report, 0, 5) is None
            assert archive.replaced_by(report) is None
        else:
            _readable(archive, report, VERSIONS[n])
            assert archive.replaced_by(report) == (None if n == 2 else ids[2])
    assert _found(archive) == {ids[2]}
    assert (archive.audit(), _kept(home)) == ([], 2)
    archive.forget(ids[2])
    assert (archive.reports(), archive.audit(), _kept(home)) == ([], [], 0)


def test_versions_survive_a_copy_of_the_folder(archive: Archive, home: Path) -> None:
    ids = [_ingest(archive, text) for text in VERSIONS]
    archive.close()
    copy = shutil.copytree(home, home.with_name("copy"))
    with _open(copy) as archive:
        assert [archive.replaced_by(report) for report in ids] == [ids[2], ids[2], None]
        assert (archive.audit(), _found(archive)) == ([], {ids[2]})


def test_a_file_that_cannot_be_opened_is_no_version(archive: Archive) -> None:
    old = _ingest(archive, VERSIONS[0])
    (result,) = archive.ingest([(FILE, ReadError("文件打不开"))])
    assert (result.outcome, result.reason) == ("refused", "文件打不开")
    assert archive.replaced_by(old) is None
