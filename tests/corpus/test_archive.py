"""The archive as its users meet it: ingest, search, forget, locks, mixed models, power cuts."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from corpus.archive import Archive
from corpus.catalogue import Catalogue
from corpus.embedded_text import embedded_text
from corpus.embedding import EmbeddingIdentity
from corpus.errors import ArchiveError, ArchiveLocked, ReadError, UnknownReport
from corpus.files import file_bytes
from corpus.ingesting import IngestResult, Progress, Watch
from corpus.intake import build_report
from corpus.lexical import LexicalIndex
from corpus.query import Entry, Filter, year_of
from corpus.ranking import Hit
from corpus.report import Role
from corpus.states import State
from corpus.vectors import ChromaFolder, ChromaVectors
from tests.corpus.counted import DIMENSION, CountedCharacters, report_text

pytestmark = pytest.mark.usefixtures("large")

COUNTY = report_text("临江县委", "2021年度", "茶叶产业链条偏短", "延伸茶叶产业链条")
OFFICE = report_text("临江县纪委", "2022年上半年", "巡察力量薄弱", "配强巡察力量")
FILES = [("县委.txt", COUNTY.encode()), ("纪委.txt", OFFICE.encode())]


@pytest.fixture
def model() -> CountedCharacters:
    return CountedCharacters()


@pytest.fixture
def archive(tmp_path: Path, model: CountedCharacters) -> Iterator[Archive]:
    with Archive.open(tmp_path / "home", model) as archive:
        yield archive


def _ingest(archive: Archive, files: Iterable[tuple[str, bytes | ReadError]]) -> list[IngestResult]:
    return list(archive.ingest(files))


def _titles(archive: Archive) -> list[str]:
    return [report.title for report in archive.reports()]


# --- ingest ---------------------------------------------------------------------------------


def test_files_are_added_once(archive: Archive, model: CountedCharacters) -> None:
    first = _ingest(archive, FILES)
    assert [result.outcome for result in first] == ["added", "added"]
    assert [result.title for result in first] == [
        "临江县委2021年度工作总结",
        "临江县纪委2022年上半年工作总结",
    ]
    assert archive.count() == (2, 10)
    revision, embedded = archive.revision, len(model.passages)
    again = _ingest(archive, FILES)
    assert [result.outcome for result in again] == ["unchanged", "unchanged"]
    assert [result.report_id for result in again] == [result.report_id for result in first]
    assert (archive.revision, len(model.passages)) == (revision, embedded)


def test_the_same_text_in_another_file_is_unchanged(archive: Archive) -> None:
    (added,) = _ingest(archive, FILES[:1])
    (copy,) = _ingest(archive, [("副本.txt", COUNTY.encode("gb18030"))])
    assert (copy.outcome, copy.report_id, copy.title) == ("unchanged", added.report_id, added.title)
    assert archive.count() == (1, 5)


def test_a_corrected_file_replaces_its_earlier_state(archive: Archive) -> None:
    (old,) = _ingest(archive, FILES[:1])
    corrected = COUNTY.replace("茶叶产业链条偏短", "柑橘销售渠道偏窄")
    (new,) = _ingest(archive, [("县委.txt", corrected.encode())])
    assert (new.outcome, new.title) == ("replaced", old.title)
    assert [report.id for report in archive.reports()] == [new.report_id] != [old.report_id]
    assert "柑橘销售" in archive.search("柑橘销售渠道", far=True).hits[0].text
    assert {
        hit.paragraph.report_id for hit in archive.search("茶叶产业链条偏短", far=True).hits
    } == {new.report_id}


def test_another_period_under_the_same_name_is_another_report(archive: Archive) -> None:
    _ingest(archive, FILES[:1])
    (other,) = _ingest(archive, [("县委.txt", COUNTY.replace("2021", "2022").encode())])
    assert other.outcome == "added"
    assert archive.count() == (2, 10)


def test_a_refused_file_is_named_while_the_others_go_on(archive: Archive) -> None:
    files: list[tuple[str, bytes | ReadError]] = [
        ("扫描.pdf", b"%PDF-1.7"),
        FILES[0],
        ("空.txt", b""),
        ("标题.txt", "临江县委2021年度工作总结".encode()),
        ("丢失.txt", ReadError("文件打不开")),
        FILES[1],
    ]
    results = _ingest(archive, files)
    assert [result.file_name for result in results] == [name for name, _ in files]
    assert [r.outcome for r in results] == ["refused", "added", *["refused"] * 3, "added"]
    reasons = [result.reason for result in results]
    assert "PDF" in reasons[0]
    assert reasons[2:5] == ["文件是空的，没有文字", "除标题外没有正文", "文件打不开"]
    assert [reasons[1], reasons[5]] == ["", ""]
    assert archive.count() == (2, 10)


def test_progress_names_the_file(archive: Archive) -> None:
    seen: list[Progress] = []
    list(archive.ingest(FILES, Watch(seen.append)))
    for name, _ in FILES:
        steps = [(p.state, p.done, p.total) for p in seen if p.file_name == name]
        assert steps == [
            (State.RECEIVED, 0, 0),
            (State.READ, 0, 0),
            (State.OUTLINED, 0, 5),
            (State.OUTLINED, 5, 5),
            (State.EMBEDDED, 5, 5),
            (State.INDEXED, 0, 0),
            (State.VERIFIED, 0, 0),
        ]


def test_a_paragraph_is_embedded_under_its_sections_heading(
    archive: Archive, model: CountedCharacters
) -> None:
    _ingest(archive, FILES[:1])
    report = build_report("县委.txt", COUNTY.encode())
    assert model.passages == [embedded_text(report, p) for p in report.paragraphs]
    assert model.passages[1] == (
        "（一）茶叶产业链条偏短。还需下更大气力。\n"
        "临江县委XX年度工作总结 › 存在的问题 › 茶叶产业链条偏短"
    )


def test_departments_may_give_their_reports_the_same_name_and_title(
    archive: Archive, tmp_path: Path
) -> None:
    for department, text in (("组织部", COUNTY), ("宣传部", COUNTY.replace("茶叶", "柑橘"))):
        (tmp_path / "往年" / department).mkdir(parents=True)
        (tmp_path / "往年" / department / "总结.txt").write_text(text, encoding="utf-8")
    first = _ingest(archive, file_bytes([tmp_path / "往年"]))
    assert [(r.file_name, r.outcome) for r in first] == [
        ("宣传部/总结.txt", "added"), ("组织部/总结.txt", "added"),
    ]  # fmt: skip
    corrected = COUNTY.replace("茶叶", "蔬菜")
    (tmp_path / "往年" / "组织部" / "总结.txt").write_text(corrected, encoding="utf-8")
    again = _ingest(archive, file_bytes([tmp_path / "往年"]))
    assert [r.outcome for r in again] == ["unchanged", "replaced"]
    assert {r.id for r in archive.reports()} == {r.report_id for r in again}


@pytest.mark.parametrize("known", [False, True])
def test_a_file_never_replaces_another_of_the_same_call(archive: Archive, known: bool) -> None:
    """Nor one that was there before, as long as a file of the call stands for it."""
    if known:
        _ingest(archive, FILES[:1])
    other = ("县委.txt", COUNTY.replace("茶叶", "柑橘").encode())
    results = _ingest(archive, [FILES[0], other])
    assert [r.outcome for r in results] == ["unchanged" if known else "added", "added"]
    assert archive.count() == (2, 10)


def test_what_cannot_be_told_apart_is_not_replaced(archive: Archive) -> None:
    other = ("县委.txt", COUNTY.replace("茶叶", "柑橘").encode())
    _ingest(archive, [FILES[0], other])
    (third,) = _ingest(archive, [("县委.txt", COUNTY.replace("茶叶", "蔬菜").encode())])
    assert third.outcome == "added"
    assert archive.count() == (3, 15)


# --- search ---------------------------------------------------------------------------------


def test_another_text_under_the_same_name_and_title_is_kept_beside_it(archive: Archive) -> None:
    one = "2023年工作总结\n二、存在的问题\n一是林区巡护不够。人手偏少。\n二是装备老化。更新较慢。"
    other = "2023年工作总结\n二、存在的问题\n一是档案利用不足。宣传偏少。\n二是库房拥挤。条件有限。"
    assert [r.outcome for r in _ingest(archive, [("工作总结.txt", one.encode())])] == ["added"]
    assert [r.outcome for r in _ingest(archive, [("工作总结.txt", other.encode())])] == ["added"]
    assert archive.count()[0] == 2


def test_search_finds_the_exact_span(archive: Archive) -> None:
    _ingest(archive, FILES)
    hits = archive.search("巡察力量薄弱怎么解决", far=True).hits
    best = hits[0]
    assert best.text == "（一）巡察力量薄弱。还需下更大气力。"
    assert (best.report_title, best.period) == ("临江县纪委2022年上半年工作总结", "2022H1")
    assert best.organisation == "临江县纪委"
    paragraph = best.paragraph
    assert OFFICE[paragraph.start : paragraph.end] == best.text
    assert archive.quote(paragraph.report_id, paragraph.start, paragraph.end) == best.text
    assert 0 <= min(hit.score for hit in hits) < best.score == max(hit.score for hit in hits)
    assert best.relevance > 0.3 > hits[-1].relevance


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("wanted", "limit", "found"),
    [
        (Filter(), 20, {"2021", "2022H1"}),
        (Filter(roles=(Role.PROBLEMS,)), 20, {"2021", "2022H1"}),
        (Filter(since=2022), 20, {"2022H1"}),
        (Filter(until=2021), 20, {"2021"}),
        (Filter(organisations=("临江县委",)), 20, {"2021"}),
        (Filter(organisations=("临江县委",), since=2022), 20, set()),
        (Filter(roles=(Role.PLAN,), organisations=("临江县纪委",)), 1, {"2022H1"}),
    ],
)
def test_filters_narrow_the_search(
    archive: Archive, read_only: bool, wanted: Filter, limit: int, found: set[str], tmp_path: Path
) -> None:
    _ingest(archive, FILES)
    searched = archive
    if read_only:
        searched = Archive.open(tmp_path / "home", CountedCharacters(), read_only=True)
    hits = searched.search("作风", wanted, limit, far=True).hits
    assert {hit.period for hit in hits} == found
    assert len(hits) <= limit
    for hit in hits:
        assert wanted.accepts(_entry(hit))
    if read_only:
        searched.close()


def _entry(hit: Hit) -> Entry:
    paragraph = hit.paragraph
    year = year_of(hit.period)
    role = paragraph.role.value
    return Entry(paragraph.id, paragraph.report_id, role, year, hit.organisation, "总结")


@pytest.mark.parametrize("query", ["", " \n", "　"])
def test_an_empty_question_finds_nothing(archive: Archive, query: str) -> None:
    _ingest(archive, FILES)
    assert archive.search(query, far=True).hits == ()


def test_an_empty_archive_answers_nothing(archive: Archive) -> None:
    assert archive.search("作风", far=True).hits == ()
    assert (archive.reports(), archive.count()) == ([], (0, 0))
    assert archive.vectors_of([]).shape == (0, DIMENSION)


def test_stored_vectors_are_given_in_the_order_asked(
    archive: Archive, model: CountedCharacters
) -> None:
    ids = [result.report_id for result in _ingest(archive, FILES)]
    wanted = [f"{ids[1]}:3", f"{ids[0]}:1", f"{ids[1]}:0"]
    expected = [model.encode_query(model.passages[n]) for n in (5 + 3, 1, 5)]
    assert np.allclose(archive.vectors_of(wanted), np.stack(expected))


# --- forget ---------------------------------------------------------------------------------


def test_a_forgotten_report_is_gone_everywhere(tmp_path: Path, model: CountedCharacters) -> None:
    home = tmp_path / "home"
    secret = OFFICE.replace("巡察力量", "zhuque行动")
    with Archive.open(home, model) as archive:
        _ingest(archive, [FILES[0], ("纪委.txt", secret.encode())])
        (gone,) = [r.id for r in archive.reports() if r.period == "2022H1"]
        revision = archive.revision
        assert archive.forget(gone).text == secret
        assert archive.revision != revision
        assert _titles(archive) == ["临江县委2021年度工作总结"]
        assert archive.search("zhuque行动", Filter(since=2022), far=True).hits == ()
        assert archive.quote(gone, 0, 5) is None
        with pytest.raises(UnknownReport, match=gone):
            archive.report(gone)
        with pytest.raises(UnknownReport, match=gone):
            archive.forget(gone)
    lexical, chroma = (
        LexicalIndex(home / "lexical"),
        ChromaVectors(ChromaFolder(home / "chroma"), model.stored_identity),
    )
    assert (lexical.count(), chroma.count()) == (5, 5)
    lexical.close()
    chroma.close()
    for file in home.rglob("*"):
        assert file.is_dir() or b"zhuque" not in file.read_bytes(), file.name


def test_a_forgotten_report_can_come_back(archive: Archive) -> None:
    (added,) = _ingest(archive, FILES[:1])
    archive.forget(added.report_id)
    (again,) = _ingest(archive, FILES[:1])
    assert (again.outcome, again.report_id) == ("added", added.report_id)
    assert "茶叶" in archive.search("茶叶产业链条", far=True).hits[0].text


# --- one owner, one model -------------------------------------------------------------------


def test_a_second_opener_is_told_who_is_in_the_way(tmp_path: Path, archive: Archive) -> None:
    with pytest.raises(ArchiveLocked, match="正被另一个拟稿程序使用") as caught:
        Archive.open(tmp_path / "home", CountedCharacters())
    assert str(tmp_path / "home") in str(caught.value)
    archive.close()
    Archive.open(tmp_path / "home", CountedCharacters()).close()


def test_another_process_is_kept_out_as_well(tmp_path: Path, archive: Archive) -> None:
    home = tmp_path / "home"
    code = (
        "import sys; from filelock import FileLock, Timeout\n"
        "try: FileLock(sys.argv[1]).acquire(timeout=0)\n"
        "except Timeout: sys.exit(7)"
    )
    command = [sys.executable, "-c", code, str(home / "archive.lock")]
    assert subprocess.run(command, check=False, timeout=60).returncode == 7
    assert _ingest(archive, FILES)[0].outcome == "added"


def test_a_reader_works_beside_the_owner(tmp_path: Path, archive: Archive) -> None:
    _ingest(archive, FILES)
    with Archive.open(tmp_path / "home", CountedCharacters(), read_only=True) as reader:
        ours = archive.search("茶叶产业链条偏短", far=True).hits
        theirs = reader.search("茶叶产业链条偏短", far=True).hits
        assert theirs[0].excerpt == ours[0].excerpt
        assert theirs[0].score == pytest.approx(ours[0].score, abs=1e-4)
        assert theirs[0].relevance == pytest.approx(ours[0].relevance, abs=1e-4)
        assert {hit.paragraph for hit in theirs} == {hit.paragraph for hit in ours}
        assert _titles(reader) == _titles(archive)
        with pytest.raises(ArchiveError, match="只读"):
            reader.forget(theirs[0].paragraph.report_id)
        with pytest.raises(ArchiveError, match="只读"):
            _ingest(reader, [("新.txt", COUNTY.replace("2021", "2019").encode())])


def test_a_reader_no_longer_finds_what_the_owner_forgot(tmp_path: Path, archive: Archive) -> None:
    results = _ingest(archive, FILES)
    with Archive.open(tmp_path / "home", CountedCharacters(), read_only=True) as reader:
        assert {hit.period for hit in reader.search("作风", far=True).hits} == {"2021", "2022H1"}
        archive.forget(results[0].report_id)
        assert {hit.period for hit in reader.search("作风", far=True).hits} == {"2022H1"}


def test_a_reader_finds_what_the_owner_takes_in(tmp_path: Path, archive: Archive) -> None:
    """Also by meaning alone: the vectors that it has read are not the last word."""
    _ingest(archive, FILES[:1])
    with Archive.open(tmp_path / "home", CountedCharacters(), read_only=True) as reader:
        reader._search._lexical = None
        assert {hit.period for hit in reader.search("作风", far=True).hits} == {"2021"}
        (other,) = _ingest(archive, FILES[1:])
        assert {hit.period for hit in reader.search("作风", far=True).hits} == {"2021", "2022H1"}
        archive.forget(other.report_id)
        assert {hit.period for hit in reader.search("作风", far=True).hits} == {"2021"}


def test_reading_an_archive_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="nigao ingest"):
        Archive.open(tmp_path / "home", CountedCharacters(), read_only=True)
    assert list(tmp_path.iterdir()) == []


# --- power cuts -----------------------------------------------------------------------------


CORRECTED = COUNTY.replace("茶叶产业链条偏短", "柑橘销售渠道偏窄")


def _with_power_cut(home: Path, cut: tuple[type, str], doing: Callable[[Archive], object]) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    with Archive.open(home, CountedCharacters()) as archive, pytest.MonkeyPatch.context() as broken:
        broken.setattr(*cut, fail)
        with pytest.raises(RuntimeError, match="power cut"):
            doing(archive)


def _sizes(home: Path) -> tuple[int, int]:
    """Paragraphs in the lexical index and in Chroma."""
    lexical = LexicalIndex(home / "lexical")
    chroma = ChromaVectors(ChromaFolder(home / "chroma"), CountedCharacters().stored_identity)
    with closing(lexical), closing(chroma):
        return lexical.count(), chroma.count()


@pytest.mark.parametrize(
    "cut",
    [(ChromaVectors, "upsert"), (LexicalIndex, "upsert"), (Catalogue, "advance")],
)
def test_an_ingest_cut_short_is_finished_at_the_next_start(
    tmp_path: Path, cut: tuple[type, str]
) -> None:
    _with_power_cut(tmp_path, cut, lambda archive: _ingest(archive, FILES[:1]))
    model = CountedCharacters()
    with Archive.open(tmp_path, model) as archive:
        assert archive.count() == (1, 5)
        assert model.passages == []  # nothing is embedded a second time
        for wanted in (Filter(), Filter(roles=(Role.PROBLEMS,))):
            assert (
                "茶叶产业链条偏短"
                in archive.search("茶叶产业链条偏短", wanted, far=True).hits[0].text
            )
        (again,) = _ingest(archive, FILES[:1])
        assert again.outcome == "unchanged"
    assert _sizes(tmp_path) == (5, 5)


REMOVING = [(ChromaVectors, "delete"), (LexicalIndex, "delete"), (Catalogue, "remove")]


@pytest.mark.parametrize("cut", REMOVING)
def test_a_forgetting_cut_short_leaves_nothing_half(tmp_path: Path, cut: tuple[type, str]) -> None:
    with Archive.open(tmp_path, CountedCharacters()) as archive:
        gone, _ = [result.report_id for result in _ingest(archive, FILES)]
    _with_power_cut(tmp_path, cut, lambda archive: archive.forget(gone))
    # A reader beside a dead owner does not see the rest of it either.
    with Archive.open(tmp_path, CountedCharacters(), read_only=True) as reader:
        assert reader.count() == (1, 5)
        assert {hit.period for hit in reader.search("作风", far=True).hits} == {"2022H1"}
    with Archive.open(tmp_path, CountedCharacters()) as archive:
        assert _titles(archive) == ["临江县纪委2022年上半年工作总结"]
        assert {hit.period for hit in archive.search("茶叶产业链条偏短 作风", far=True).hits} == {
            "2022H1"
        }
        assert archive.quote(gone, 0, 5) is None
        assert _ingest(archive, FILES[:1])[0].outcome == "added"
        archive.forget(gone)
    assert _sizes(tmp_path) == (5, 5)
    assert "茶叶".encode() not in (tmp_path / "catalogue.db").read_bytes()


@pytest.mark.parametrize("cut", REMOVING)
def test_a_forgetting_that_failed_does_not_bar_the_report_from_coming_back(
    archive: Archive, cut: tuple[type, str]
) -> None:
    (added,) = _ingest(archive, FILES[:1])
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(*cut, lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            archive.forget(added.report_id)
    assert archive.reports() == []
    assert _ingest(archive, FILES[:1])[0].outcome == "added"
    assert "茶叶" in archive.search("茶叶产业链条", far=True).hits[0].text


@pytest.mark.parametrize(
    "cut",
    [
        (ChromaVectors, "upsert"), (LexicalIndex, "upsert"), (Catalogue, "advance"), *REMOVING[:2],
    ],
)  # fmt: skip
def test_a_replacing_cut_short_leaves_the_new_report_only(
    tmp_path: Path, cut: tuple[type, str]
) -> None:
    corrected = ("县委.txt", CORRECTED.encode())
    with Archive.open(tmp_path, CountedCharacters()) as archive:
        _ingest(archive, FILES[:1])
    _with_power_cut(tmp_path, cut, lambda archive: _ingest(archive, [corrected]))
    model = CountedCharacters()
    with Archive.open(tmp_path, model) as archive:
        (report,) = archive.reports()
        assert archive.report(report.id).text == CORRECTED
        assert {
            h.paragraph.report_id for h in archive.search("茶叶产业链条偏短", far=True).hits
        } == {report.id}
        assert "柑橘" in archive.search("柑橘销售渠道偏窄", far=True).hits[0].text
        assert _ingest(archive, [corrected])[0].outcome == "unchanged"
        assert model.passages == []
    assert _sizes(tmp_path) == (5, 5)


# --- derived indexes that are gone, damaged or of something else ------------------------------


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _other_stamp(home: Path) -> None:
    shutil.rmtree(home / "chroma")
    other = EmbeddingIdentity("other", DIMENSION, "1")
    ChromaVectors(ChromaFolder(home / "chroma"), other).close()


def _largest(folder: Path, ending: str) -> Path:
    return max(folder.glob(f"*{ending}"), key=lambda path: path.stat().st_size)


def _shorten_lexical(home: Path) -> None:
    with closing(LexicalIndex(home / "lexical")) as index:
        index.delete([f"{build_report('县委.txt', COUNTY.encode()).id}:1"])


def _no_table(path: Path, table: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"DROP TABLE {table}")
        db.commit()


@pytest.mark.parametrize(
    "damage",
    [
        lambda home: shutil.rmtree(home / "chroma"),
        lambda home: _truncate(home / "chroma" / "chroma.sqlite3"),
        lambda home: _no_table(home / "chroma" / "chroma.sqlite3", "embeddings"),
        _other_stamp,
        lambda home: shutil.rmtree(home / "lexical"),
        lambda home: (home / "lexical" / "meta.json").write_bytes(b"nonsense" * 1000),
        lambda home: (home / "lexical" / "meta.json").unlink(),
        lambda home: _largest(home / "lexical", ".term").unlink(),
        lambda home: _truncate(_largest(home / "lexical", ".store")),
        _shorten_lexical,
    ],
    ids=["chroma gone", "chroma cut", "chroma without table", "other stamp",
         "words gone", "words nonsense", "words without their list", "words without terms",
         "words cut", "words incomplete"],
)  # fmt: skip
def test_a_derived_index_is_made_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    with Archive.open(tmp_path, CountedCharacters()) as archive:
        _ingest(archive, FILES)
        ids = {
            hit.paragraph.id for hit in archive.search("茶叶产业链条偏短", limit=20, far=True).hits
        }
    damage(tmp_path)
    model = CountedCharacters()
    with Archive.open(tmp_path, model) as archive:
        hits = archive.search("茶叶产业链条偏短", limit=20, far=True).hits
        assert "茶叶产业链条偏短" in hits[0].text
        assert {hit.paragraph.id for hit in hits} == ids
        assert model.passages == []
        assert _ingest(archive, [("县委.txt", CORRECTED.encode())])[0].outcome == "replaced"
        assert "柑橘" in archive.search("柑橘销售渠道偏窄", far=True).hits[0].text
    assert _sizes(tmp_path) == (10, 10)
    with closing(LexicalIndex(tmp_path / "lexical")) as index:
        assert len(index.nearest("作风", 20, Filter())) == 4


def test_an_index_that_cannot_be_made_anew_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Archive.open(tmp_path, CountedCharacters()).close()
    _truncate(tmp_path / "chroma" / "chroma.sqlite3")

    def forbidden(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shutil, "rmtree", forbidden)
    with pytest.raises(ArchiveError, match=r"无法删除重建：.*chroma"):
        Archive.open(tmp_path, CountedCharacters())
    monkeypatch.undo()
    Archive.open(tmp_path, CountedCharacters()).close()  # it was left unlocked


@pytest.mark.parametrize("content", [None, b"", b"nonsense" * 1000])
def test_a_reader_without_lexical_index_searches_by_meaning(
    tmp_path: Path, content: bytes | None
) -> None:
    with Archive.open(tmp_path, CountedCharacters()) as archive:
        _ingest(archive, FILES)
    shutil.rmtree(tmp_path / "lexical")
    if content is not None:
        (tmp_path / "lexical").mkdir()
        (tmp_path / "lexical" / "meta.json").write_bytes(content)
    with Archive.open(tmp_path, CountedCharacters(), read_only=True) as reader:
        assert "茶叶" in reader.search("茶叶产业链条偏短", far=True).hits[0].text


# --- the samples, with the bundled model ----------------------------------------------------


@pytest.mark.parametrize(
    ("query", "wanted", "expected"),
    [
        ("村里没有产业，集体收入少", Filter(roles=(Role.PROBLEMS,)), "集体经济"),
        ("快递小哥、网约车司机的党建", Filter(), "快递"),
        ("年轻干部怎么培养", Filter(roles=(Role.PLAN,)), "干部"),
    ],
)
def test_the_samples_answer_real_questions(
    sample_archive: Archive, query: str, wanted: Filter, expected: str
) -> None:
    hits = sample_archive.search(query, wanted, limit=5, far=True).hits
    assert len(hits) == 5
    assert expected in hits[0].text
    for hit in hits:
        report = sample_archive.report(hit.paragraph.report_id)
        assert report.quote(hit.paragraph.start, hit.paragraph.end) == hit.text
