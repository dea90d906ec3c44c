"""Many threads on one archive, and indexes that break while it runs."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from corpus import ingesting, intake, readers
from corpus.archive import Archive
from corpus.arrivals import Arrival, Arrivals
from corpus.catalogue import Catalogue
from corpus.errors import UnknownReport
from corpus.ranking import Hit
from corpus.readers.reading import Reading
from corpus.states import State
from tests.corpus.counted import CountedCharacters, report_text

pytestmark = pytest.mark.usefixtures("large")

ROUNDS, READERS = 6, 3
QUESTION = "产业链条 作风 力量薄弱"


def _file(name: str, problem: str) -> tuple[str, bytes]:
    return f"{name}.txt", report_text(name, "2021年度", problem, f"着力解决{problem}").encode()


TEA, PATROL = _file("临江县委", "茶叶产业链条偏短"), _file("石桥县委", "巡察力量薄弱")
ORANGES = _file("临江县委", "柑橘产业链条偏短")


def _read_here(data: bytes, name: str, cancelled: object = None) -> Reading:
    return readers.read(data, name)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """With two reports; files are read in this process, since its own takes most of the time."""
    for module in (ingesting, intake):
        monkeypatch.setattr(module, "read_safely", _read_here)
    with Archive.open(tmp_path / "home", CountedCharacters()) as archive:
        _ingest(archive, TEA, PATROL)
        yield archive


def _ingest(archive: Archive, *files: tuple[str, bytes]) -> list[str]:
    results = list(archive.ingest(files))
    assert {result.outcome for result in results} <= {"added", "replaced"}
    return [result.report_id for result in results]


def _found(archive: Archive, question: str = QUESTION) -> tuple[Hit, ...]:
    return archive.search(question, limit=50, far=True).hits


def _ids(archive: Archive) -> int:
    """Paragraphs found, those that are put together with others among them."""
    return sum(1 + len(hit.copies) for hit in _found(archive))


# --- reading while another writes ---------------------------------------------------------------


class _Reader(threading.Thread):
    """Asks for everything until told to stop; `error` is what went wrong."""

    def __init__(self, archive: Archive, gone: set[str], stop: threading.Event) -> None:
        super().__init__()
        self._archive, self._gone, self._stopped = archive, gone, stop
        self.error: BaseException | None = None
        self.hits = 0

    def run(self) -> None:
        try:
            while not self._stopped.is_set():
                self._look()
        except BaseException as error:  # noqa: BLE001 - shown to the test, which fails
            self.error = error

    def _look(self) -> None:
        gone = set(self._gone)
        for hit in _found(self._archive):
            self._check(hit)
            assert hit.paragraph.report_id not in gone
            self.hits += 1
        assert not gone & {report.id for report in self._archive.reports()}
        for report_id in gone:
            assert self._archive.quote(report_id, 0, 2) is None
        preview = self._archive.preview(*_file("临江县委", "蔬菜产业链条偏短"))
        assert (preview.reason, preview.known) == ("", None)

    def _check(self, hit: Hit) -> None:
        span = (hit.paragraph.start, hit.paragraph.end)
        assert self._archive.quote(hit.paragraph.report_id, *span) in (hit.text, None)
        try:
            report = self._archive.report(hit.paragraph.report_id)
        except UnknownReport:
            return  # forgotten since
        assert report.text[slice(*span)] == hit.text


def test_readers_are_not_disturbed(archive: Archive) -> None:
    gone, stop = set[str](), threading.Event()
    readers = [_Reader(archive, gone, stop) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    try:
        for n in range(ROUNDS):
            (new,) = _ingest(archive, _file(f"青浦{n}县委", "渔港产业链条偏短"))
            _ingest(archive, ORANGES if n % 2 == 0 else TEA)  # one replaces the other
            archive.forget(new)
            gone.add(new)
            archive.rebuild()
            assert archive.repair() == []
    finally:
        stop.set()
        for reader in readers:
            reader.join()
    assert [reader.error for reader in readers] == [None] * READERS
    assert all(reader.hits for reader in readers)
    assert (archive.count(), archive.problems, archive.audit()) == ((2, 10), (), [])


# --- the same moments, brought about ------------------------------------------------------------


def _after(patch: pytest.MonkeyPatch, method: str, then: Callable[[], object]) -> None:
    """Let something happen right after the catalogue has been asked for the first time."""
    original, calls = getattr(Catalogue, method), count()

    def asked(*arguments: Any) -> Any:
        answer = original(*arguments)
        if next(calls) == 0:
            then()
        return answer

    patch.setattr(Catalogue, method, asked)


def test_a_report_read_while_it_was_forgotten_is_not_kept(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tea,) = [report.id for report in archive.reports() if report.file_name == TEA[0]]
    archive._changed()  # nothing has been read
    _after(monkeypatch, "report", lambda: archive._catalogue.mark_leaving(tea))
    _after(monkeypatch, "mark_leaving", archive._changed)
    assert archive.report(tea).id == tea  # was asked for before
    with pytest.raises(UnknownReport):
        archive.report(tea)


@pytest.mark.parametrize("method", ["is_empty", "seals", "vectors"])
def test_what_is_forgotten_during_a_search_is_no_hit(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    (tea,) = [
        hit.paragraph.report_id for hit in _found(archive) if "茶叶产业链条偏短。" in hit.text
    ][:1]
    shutil.rmtree(tmp_path / "home" / "chroma")
    _after(monkeypatch, method, lambda: archive.forget(tea))
    assert {hit.report_title for hit in _found(archive)} == {"石桥县委2021年度工作总结"}


def test_what_comes_in_during_a_search_is_found_by_the_next(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by the exact scan, which keeps the vectors it has read."""
    monkeypatch.setattr(archive._owned.indexes, "by_meaning", lambda *_: None)  # type: ignore[union-attr]
    monkeypatch.setattr(archive._owned.indexes, "by_words", lambda *_: [])  # type: ignore[union-attr]
    _after(monkeypatch, "vectors", lambda: _ingest(archive, _file("柳河县委", "渔港老化")))
    assert _ids(archive) == 10
    assert _ids(archive) == 15


@pytest.mark.parametrize(("name", "method"), [(TEA[0], "called_like"), ("另一份.txt", "of_period")])
def test_a_preview_is_made_while_a_report_is_forgotten(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, name: str, method: str
) -> None:
    """It had just been listed as an earlier version, or as similar."""
    text = TEA[1].decode().replace("多到一线", "常到一线").encode()
    (tea,) = [report.id for report in archive.reports() if report.file_name == TEA[0]]
    preview = archive.preview(name, text)
    assert tea in (preview.replaces, *preview.similar)
    _after(monkeypatch, method, lambda: archive.forget(tea))
    preview = archive.preview(name, text)
    assert (preview.reason, preview.replaces, preview.similar) == ("", None, ())


def test_vectors_of_a_forgotten_report_are_refused_by_name(archive: Archive) -> None:
    paragraph_id = _found(archive)[0].paragraph.id
    archive.forget(_found(archive)[0].paragraph.report_id)
    with pytest.raises(UnknownReport, match=paragraph_id):
        archive.vectors_of([paragraph_id])


def test_any_thread_may_close_the_archive(archive: Archive, tmp_path: Path) -> None:
    closing_thread = threading.Thread(target=archive.close)
    closing_thread.start()
    closing_thread.join()
    Archive.open(tmp_path / "home", CountedCharacters()).close()


# --- indexes that break while the archive is open -----------------------------------------------


def _folder_removed(home: Path) -> None:
    shutil.rmtree(home / "chroma")


def _collection_deleted(home: Path) -> None:
    """By another program: in this one Chroma would hand out the client that is open."""
    code = (
        "import sys, chromadb\n"
        "client = chromadb.PersistentClient(sys.argv[1])\n"
        "(collection,) = client.list_collections()\n"
        "client.delete_collection(collection.name)"
    )
    subprocess.run([sys.executable, "-c", code, str(home / "chroma")], check=True, timeout=120)


def _words_dropped(home: Path) -> None:
    shutil.rmtree(home / "lexical")


BREAKING = [_folder_removed, _collection_deleted, _words_dropped]


@pytest.mark.parametrize("break_it", BREAKING)
def test_a_search_goes_on_without_a_broken_index(
    archive: Archive, tmp_path: Path, break_it: Callable[[Path], None]
) -> None:
    before = _found(archive)
    break_it(tmp_path / "home")
    during = _found(archive)
    assert during[0].text == before[0].text
    assert {hit.paragraph for hit in during} == {hit.paragraph for hit in before}
    (problem,) = archive.problems
    assert ("词句索引" if break_it is _words_dropped else "向量索引") in problem
    assert [difference.kind for difference in archive.audit()] == ["damaged"]
    assert archive.repair() == []
    assert (archive.problems, archive.audit()) == ((), [])
    after = _found(archive)
    assert after[0] == before[0]
    assert {hit.paragraph for hit in after} == {hit.paragraph for hit in before}


@pytest.mark.parametrize("break_it", BREAKING)
def test_what_is_taken_in_finds_out_and_mends(
    archive: Archive, tmp_path: Path, break_it: Callable[[Path], None]
) -> None:
    break_it(tmp_path / "home")
    (new,) = _ingest(archive, ORANGES)
    assert (archive.count(), archive.problems, archive.audit()) == ((2, 10), (), [])
    assert new in {hit.paragraph.report_id for hit in _found(archive)}


@pytest.mark.parametrize("break_it", BREAKING)
def test_what_is_forgotten_finds_out_and_mends(
    archive: Archive, tmp_path: Path, break_it: Callable[[Path], None]
) -> None:
    (gone,) = [report.id for report in archive.reports() if report.file_name == PATROL[0]]
    break_it(tmp_path / "home")
    archive.forget(gone)
    assert (archive.count(), archive.problems, archive.audit()) == ((1, 5), (), [])
    assert gone not in {hit.paragraph.report_id for hit in _found(archive)}


# --- two reports of one name, and a cut between them --------------------------------------------


@pytest.mark.parametrize("state", [State.RECEIVED, State.READ, State.OUTLINED])
def test_a_file_cut_short_does_not_replace_the_one_beside_it(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, state: State
) -> None:
    """Two departments' reports bear one name; the first was acknowledged, the second was not."""
    one, other = _file("双河县委", "档案利用不足"), _file("双河县委", "库房比较拥挤")
    save, second = Arrivals.save, hashlib.sha256(other[1]).hexdigest()

    def cut(self: Arrivals, arrival: Arrival) -> None:
        save(self, arrival)
        if (arrival.sha256, arrival.state) == (second, state):
            raise RuntimeError("power cut")

    with monkeypatch.context() as broken:
        broken.setattr(Arrivals, "save", cut)
        with pytest.raises(RuntimeError, match="power cut"):
            list(archive.ingest([one, other]))
    archive.close()
    with Archive.open(tmp_path / "home", CountedCharacters()) as again:
        texts = {again.report(report.id).text.encode() for report in again.reports()}
        assert texts >= {one[1], other[1]}
        assert {r.outcome for r in again.ingest([one, other])} == {"unchanged"}
        assert again.audit() == []
