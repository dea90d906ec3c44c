"""No byte of what was forgotten, refused or cancelled stays in the data folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from corpus.archive import Archive
from corpus.bigrams import bigrams
from corpus.catalogue import Catalogue, VectorRow
from corpus.database import Database
from corpus.errors import EmbeddingError
from corpus.indexes import Indexes
from corpus.ingesting import Progress, Watch
from corpus.lexical import LexicalIndex
from corpus.originals import Originals
from corpus.query import Entry
from corpus.states import State
from corpus.vectors import ChromaFolder, ChromaVectors
from tests.corpus.counted import DIMENSION, CountedCharacters

pytestmark = pytest.mark.usefixtures("large")

_WINDOW = 6


@dataclass(frozen=True)
class Words:
    """What is distinctive of a report: its name, its organisation and its text."""

    file_name: str
    organisation: str
    text: str

    @property
    def file(self) -> tuple[str, bytes]:
        return self.file_name, self.text.encode()


def _common(place: str, n: int) -> Words:
    text = (
        f"{place}2023年度工作总结\n现将有关情况总结如下。\n一、存在的问题\n"
        f"（一）{place}第{n}处管护力量不足。巡查次数偏少。\n（二）作风不够扎实。深入一线不多。\n"
        f"二、下一步工作打算\n（一）{place}充实第{n}处管护力量。逐项抓好落实。\n"
    )
    return Words(f"{place}{n}.txt", place, text)


MIDDLES = ["雁回峪渡口引桥锈蚀未及修补", "芦花汊闸门漏水尚待堵塞", "虎啸矶航标灯罩破裂未修"]


def _secret(middle: str = MIDDLES[0]) -> Words:
    text = (
        f"鹧鸪滩航道站2023年度工作总结\n鹧鸪滩航道站把渡运安危摆上案头。\n一、存在的问题\n"
        f"（一）{middle}。苇塘浮标漂移三处。\n（二）夜航灯塔守护人手吃紧。轮值间隔拉长。\n"
        "二、下一步工作打算\n（一）骊驹湾缆绳悉数换新。请船检所逐根验讫。\n"
    )
    return Words("鹧鸪滩航道.txt", "鹧鸪滩航道站", text)


OTHERS = [_common(place, n) for n in range(1, 4) for place in ("石桥镇", "柳林乡")]
SECRET = _secret()
VERSIONS = [_secret(middle) for middle in MIDDLES]


def _traces(words: Words, vectors: Iterable[bytes] = ()) -> Iterator[tuple[str, bytes]]:
    """What may not be found, with what it is; words that other reports share are left out."""
    shared = "\n".join(other.text for other in OTHERS)
    pieces = {words.file_name, words.organisation}
    for line in words.text.split("\n"):
        pieces |= {line[i : i + _WINDOW] for i in range(len(line) - _WINDOW + 1)}
    for piece in sorted(pieces):
        if piece not in shared:
            yield piece, piece.encode()
            yield f"{piece} (escaped)", json.dumps(piece)[1:-1].encode()
            yield f"{piece} (utf-16)", piece.encode("utf-16-le")
    for vector in vectors:
        yield "a vector", vector


def _found(home: Path, words: Words, vectors: Iterable[bytes] = ()) -> set[tuple[str, str]]:
    """Traces in the names and bytes of the files of the data folder."""
    vectors = list(vectors)
    traces = list(_traces(words, vectors))
    assert len(traces) > 30
    found = {("lexical", term) for term in _terms_left(home / "lexical", words)}
    for path in home.rglob("*"):
        if path.is_file():
            data, name = path.read_bytes(), path.relative_to(home).as_posix()
            found |= {(name, what) for what, trace in traces if trace in data + name.encode()}
            if path.name == "data_level0.bin" and any(_in_graph(data, v) for v in vectors):
                found.add((name, "a vector"))
    return found


def _terms_left(folder: Path, words: Words) -> set[str]:
    """Of the words' own terms those in the dictionary of the lexical index, deleted paragraphs
    included; its files do not show them, for a dictionary shares the beginnings of terms."""
    if not (folder / "meta.json").exists():
        return set()
    with closing(LexicalIndex(folder, read_only=True)) as index:
        segments = {
            s["segment_id"] for s in json.loads((folder / "meta.json").read_text())["segments"]
        }
        files = {path.stem.partition(".")[0] for path in folder.glob("*.term")}
        assert files == {segment.replace("-", "") for segment in segments}
        shared = set(bigrams("\n".join(other.text for other in OTHERS)))
        own = {term for term in bigrams(words.text) if term not in shared and len(term) > 1}
        assert len(own) >= 10
        searcher = index._searcher
        return {term for term in own if searcher.doc_freq("terms", term)}


def _in_graph(data: bytes, vector: bytes) -> bool:
    """Chroma scales vectors once more before they come into its graph."""
    held, wanted = np.frombuffer(data, "<f4"), np.frombuffer(vector, "<f4")
    starts = np.flatnonzero(np.abs(held[: len(held) - len(wanted) + 1] - wanted[0]) < 1e-5)
    return any(np.allclose(held[s : s + len(wanted)], wanted, atol=1e-5) for s in starts)


def _vectors(archive: Archive, report_id: str) -> list[bytes]:
    rows = archive._catalogue.database.all(
        "SELECT vector FROM paragraphs WHERE report_id = ?", report_id
    )
    assert rows
    return [row[0] for row in rows]


def _ingest(archive: Archive, *several: Words, watch: Watch | None = None) -> list[str]:
    results = archive.ingest([words.file for words in several], watch or Watch())
    return [result.report_id for result in results]


def _open(home: Path) -> Archive:
    return Archive.open(home, CountedCharacters())


def _whole(archive: Archive) -> None:
    assert archive.audit() == []
    assert {report.file_name for report in archive.reports()} == {w.file_name for w in OTHERS}
    for report, words in ((r, w) for r in archive.reports() for w in OTHERS):
        if report.file_name == words.file_name:
            assert archive.report(report.id).text == words.text
    assert archive.search("巡查次数偏少", far=True).hits


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_the_scan_finds_what_was_not_forgotten(home: Path) -> None:
    with _open(home) as archive:
        (report,) = _ingest(archive, SECRET)
        found = _found(home, SECRET, _vectors(archive, report))
    assert {"a vector", "鹧鸪滩航道站", "鹧鸪滩航道.txt"} <= {what for _, what in found}
    assert ("lexical", "鹧鸪") in found
    assert "catalogue.db-wal" in {name for name, _ in found}


@pytest.mark.parametrize("place", [0, 3, 6], ids=["first", "between", "last"])
def test_a_forgotten_report_leaves_no_trace(home: Path, place: int) -> None:
    with _open(home) as archive:
        _ingest(archive, *OTHERS[:place])
        (gone,) = _ingest(archive, SECRET)
        _ingest(archive, *OTHERS[place:])
        vectors = _vectors(archive, gone)
        archive.search("骊驹湾渡口缆绳", far=True)
        archive.forget(gone)
        assert _found(home, SECRET, vectors) == set()
        _whole(archive)
    assert _found(home, SECRET, vectors) == set()


def test_a_big_report_among_many_leaves_no_trace(home: Path) -> None:
    """Tables and indexes of many pages, so that rows have moved from page to page."""
    lines = [
        f"（{n}）鹧鸪滩第{n}号浮筒缆链磨损{n * 7}毫米。骊驹湾渡口船检所验讫{n}根。\n"
        for n in range(1, 200)
    ]
    big = Words(SECRET.file_name, SECRET.organisation, SECRET.text + "".join(lines))
    with _open(home) as archive:
        gone = []
        for n, other in enumerate(OTHERS):
            _ingest(archive, other)
            text = big.text.replace("2023", str(2010 + n))
            gone += _ingest(archive, Words(f"{n}{big.file_name}", big.organisation, text))
        vectors = [vector for report in gone for vector in _vectors(archive, report)[::12]]
        (graph,) = home.glob("chroma/*/data_level0.bin")
        assert _in_graph(graph.read_bytes(), vectors[0])
        for report in gone[::2] + gone[1::2]:
            archive.forget(report)
        assert _found(home, big, vectors) == set()
        _whole(archive)


@pytest.mark.parametrize("chosen", [0, 1, 2])
def test_forgetting_among_versions(home: Path, chosen: int) -> None:
    """The newest takes all the others along; an older one goes alone."""
    with _open(home) as archive:
        _ingest(archive, *OTHERS)
        ids = [_ingest(archive, words)[0] for words in VERSIONS]
        vectors = [_vectors(archive, report) for report in ids]
        assert [archive.replaced_by(report) for report in ids] == [ids[2], ids[2], None]
        archive.forget(ids[chosen])
        gone = {0, 1, 2} if chosen == 2 else {chosen}
        for n, (words, report) in enumerate(zip(VERSIONS, ids, strict=True)):
            if n not in gone:
                assert archive.report(report).text == words.text
                assert archive.replaced_by(report) == (ids[2] if n != 2 else None)
            else:
                shared = {v for m in range(3) if m not in gone for v in vectors[m]}
                only = words if chosen == 2 else Words(MIDDLES[n], MIDDLES[n], MIDDLES[n] * 12)
                assert _found(home, only, {*vectors[n]} - shared) == set()
        assert archive.audit() == []
        if chosen == 2:
            _whole(archive)


def test_a_refused_file_leaves_no_trace(home: Path) -> None:
    with _open(home) as archive:
        _ingest(archive, *OTHERS)
        # Title only, so that it is refused after it was read; the words are many.
        title = "\n".join(f"鹧鸪滩骊驹湾航道站第{n}号渡口" for n in range(12))
        with pytest.MonkeyPatch.context() as refusing:
            refusing.setattr("corpus.intake.paragraphs_of", lambda *_: ())
            (result,) = archive.ingest([(SECRET.file_name, (SECRET.text + title).encode())])
        assert result.outcome == "refused"
        assert _found(home, Words(SECRET.file_name, "鹧鸪滩航道站", SECRET.text + title)) == set()
        _whole(archive)


@pytest.mark.parametrize("state", [State.RECEIVED, State.READ, State.OUTLINED])
def test_a_cancelled_file_leaves_no_trace(home: Path, state: State) -> None:
    reached: list[State] = []
    watch = Watch(lambda p: reached.append(p.state), lambda: reached[-1:] == [state])
    with _open(home) as archive:
        _ingest(archive, *OTHERS)
        assert _ingest(archive, SECRET, watch=watch) == [""]
        assert reached[-1] == state
        assert _found(home, SECRET) == set()
        _whole(archive)


def test_too_late_to_cancel_is_taken_in_whole(home: Path) -> None:
    reached: list[Progress] = []
    watch = Watch(reached.append, lambda: bool(reached) and reached[-1].state == State.EMBEDDED)
    with _open(home) as archive:
        (report,) = _ingest(archive, SECRET, watch=watch)
        assert reached[-1].state == State.VERIFIED
        assert archive.report(report).text == SECRET.text
        assert archive.audit() == []


@pytest.mark.parametrize("state", [State.RECEIVED, State.READ, State.OUTLINED])
def test_a_file_that_was_cut_short_is_not_given_up_because_others_are_cancelled(
    home: Path, state: State
) -> None:
    def cut(progress: Progress) -> None:
        if progress.state == state:
            raise EmbeddingError("断电")

    with _open(home) as archive:
        _ingest(archive, *OTHERS)
        with pytest.raises(EmbeddingError, match="断电"):
            _ingest(archive, SECRET, watch=Watch(cut))
    assert _found(home, SECRET)
    with Archive.open(home, CountedCharacters(), repair=False) as archive:
        (result,) = archive.repair(watch=Watch(cancelled=lambda: True))
        assert result.outcome == "added"
        archive.forget(result.report_id)
        assert _found(home, SECRET) == set()
        _whole(archive)


def test_an_earlier_version_on_its_way_back_leaves_with_the_others(home: Path) -> None:
    def cut(progress: Progress) -> None:
        if progress.state == State.READ:
            raise EmbeddingError("断电")

    with _open(home) as archive:
        _ingest(archive, *OTHERS, VERSIONS[0])
        (newer,) = _ingest(archive, VERSIONS[1])
        with pytest.raises(EmbeddingError, match="断电"):
            _ingest(archive, VERSIONS[0], watch=Watch(cut))
    with Archive.open(home, CountedCharacters(), repair=False) as archive:
        archive.forget(newer)
        assert _found(home, VERSIONS[0]) | _found(home, VERSIONS[1]) == set()
        assert archive.repair() == []
        _whole(archive)


@pytest.mark.parametrize(
    "cut",
    [
        (Catalogue, "remove"), (Database, "truncate_log"), (LexicalIndex, "delete"),
        (Indexes, "remove"), (Indexes, "rebuild"), (Originals, "remove"),
    ],
    ids=lambda cut: f"{cut[0].__name__}.{cut[1]}",
)  # fmt: skip
def test_a_forgetting_cut_short_is_finished_at_the_next_start(
    home: Path, cut: tuple[type, str]
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    with _open(home) as archive:
        _ingest(archive, *OTHERS, VERSIONS[0])
        (gone,) = _ingest(archive, VERSIONS[1])
        (earlier,) = archive._catalogue.replaced_with(gone)
        vectors = _vectors(archive, gone) + _vectors(archive, earlier)
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(*cut, fail)
            with pytest.raises(RuntimeError, match="power cut"):
                archive.forget(gone)
        assert archive.quote(gone, 0, 5) is None
        assert archive.quote(earlier, 0, 5) is None
    with _open(home) as archive:
        for words in VERSIONS[:2]:
            assert _found(home, words, vectors) == set()
        _whole(archive)


def _damaged(home: Path) -> None:
    """The words stay in the files, but the index cannot be opened."""
    data = (home / "lexical" / "meta.json").read_bytes()
    (home / "lexical" / "meta.json").write_bytes(b"x" * 100 + data[100:])


def _without_stamp(home: Path) -> None:
    data = (home / "chroma" / "chroma.sqlite3").read_bytes()
    (home / "chroma" / "chroma.sqlite3").write_bytes(b"x" * 100 + data[100:])


@pytest.mark.parametrize("damage", [_damaged, _without_stamp])
def test_an_index_that_is_out_of_use_does_not_remember_either(
    home: Path, damage: Callable[[Path], None]
) -> None:
    with _open(home) as archive:
        _ingest(archive, *OTHERS)
        (gone,) = _ingest(archive, SECRET)
        vectors = _vectors(archive, gone)
    damage(home)
    with Archive.open(home, CountedCharacters(), repair=False) as archive:
        assert archive.problems
        archive.forget(gone)
        assert _found(home, SECRET, vectors) == set()
        archive.repair()
        _whole(archive)


def _rows(count: int) -> list[VectorRow]:
    vectors = np.random.default_rng(7).normal(size=(count, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return [
        VectorRow(Entry(f"a:{n}", "a", "plan", 2023, "", "总结"), v) for n, v in enumerate(vectors)
    ]


def _graph(folder: Path) -> bytes:
    files = [*folder.glob("*/data_level0.bin"), *folder.glob("*/length.bin")]
    assert len(files) == 2
    return b"".join(path.read_bytes() for path in files)


def test_a_new_graph_holds_no_scraps_of_memory(tmp_path: Path) -> None:
    """Chroma writes a new graph's files from memory that it has not cleared."""
    identity, rows = CountedCharacters().identity, _rows(1200)
    scraps = [b"scrap!!!" * 5_000 for _ in range(500)]
    del scraps
    with closing(ChromaVectors(ChromaFolder(tmp_path / "c"), identity)) as chroma:
        chroma.upsert(rows[:3])
        assert set(_graph(tmp_path / "c")) == {0}
    with closing(ChromaVectors(ChromaFolder(tmp_path / "c"), identity)) as chroma:
        assert set(_graph(tmp_path / "c")) == {0}
        chroma.upsert(rows[3:])
        full = _graph(tmp_path / "c")
        assert all(_in_graph(full, row.vector.tobytes()) for row in rows[::300])
        assert b"scrap!!!" not in full
    with closing(ChromaVectors(ChromaFolder(tmp_path / "c"), identity)) as chroma:
        assert chroma.compare(rows) == ([], [], [])
        assert [chroma.nearest(row.vector, 1)[0][0] for row in rows[::100]] == [
            row.entry.paragraph_id for row in rows[::100]
        ]
    assert _graph(tmp_path / "c") == full


def test_the_file_of_a_version_that_came_back_as_another_file_goes(home: Path) -> None:
    """The same text in another file takes the place of the first, and of its original."""
    with _open(home) as archive:
        _ingest(archive, VERSIONS[0])
        _ingest(archive, VERSIONS[1])
        copy = (VERSIONS[0].file_name, VERSIONS[0].text.encode("gb18030"))
        (result,) = archive.ingest([copy])
        assert result.outcome == "replaced"
        assert archive.audit() == []
