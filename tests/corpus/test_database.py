"""The database under the catalogue, and archives that earlier programs have left."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.catalogue import Catalogue
from corpus.database import Database, snapshot
from corpus.errors import ArchiveError
from corpus.states import State
from tests.corpus.counted import CountedCharacters, report_text

# As the first program made it; `indexed` is 0 to be indexed, 1 indexed, 2 leaving.
VERSION_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE reports (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, file_name TEXT NOT NULL,
    title TEXT NOT NULL, organisation TEXT NOT NULL, period TEXT NOT NULL,
    outline TEXT NOT NULL, added_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    indexed INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX reports_by_file ON reports (sha256);
CREATE TABLE paragraphs (
    id TEXT PRIMARY KEY, report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, role TEXT NOT NULL, section_path TEXT NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL);
CREATE INDEX paragraphs_by_report ON paragraphs (report_id, ordinal);
INSERT INTO meta VALUES ('schema', '1');
"""
PLACES = {"到货.txt": "未索引镇", "在库.txt": "已索引镇", "将走.txt": "将离开镇"}
INDEXED = {"到货.txt": 0, "在库.txt": 1, "将走.txt": 2}


def _text(place: str) -> str:
    return report_text(place, "2021年度", f"{place}堤防除险不彻底", f"{place}堤防加固")


def _make_version_1(home: Path) -> None:
    """The archive in `home`, with its three reports, as the first program would have left it."""
    new, old = home / "catalogue.db", home / "old.db"
    with closing(sqlite3.connect(old)) as db:
        db.execute("PRAGMA journal_mode=WAL")
        db.executescript(VERSION_1)
        db.execute("ATTACH ? AS new", [str(new)])
        db.execute("INSERT INTO meta SELECT * FROM new.meta")
        names = "id, sha256, file_name, title, organisation, period"
        db.execute(
            f"INSERT INTO reports ({names}, outline, added_at) SELECT {names},"
            " json_set(outline, '$.text', text), added_at FROM new.reports"
        )
        db.execute("UPDATE meta SET value = 'counted · 64 维 · 1' WHERE key = 'embedding'")
        db.executemany(
            "UPDATE reports SET indexed = ? WHERE file_name = ?",
            [(indexed, name) for name, indexed in INDEXED.items()],
        )
        columns = 'id, report_id, ordinal, role, section_path, "start", "end", vector'
        db.execute(f"INSERT INTO paragraphs SELECT {columns} FROM new.paragraphs")
        db.commit()
    old.replace(new)
    shutil.rmtree(home / "originals")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("version-1")
    with Archive.open(home, CountedCharacters()) as archive:
        for name, place in PLACES.items():
            list(archive.ingest([(name, _text(place).encode())]))
        # What waited to be indexed is in no index yet.
        (waiting,) = [r.id for r in archive.reports() if r.file_name == "到货.txt"]
        assert archive._owned is not None
        archive._owned.indexes.remove(archive._catalogue.paragraph_ids(waiting))
    _make_version_1(home)
    return home


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(template, tmp_path / "home")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "some.db", {0: "CREATE TABLE words (word TEXT)"})
    yield database
    database.close()


# --- an archive of version 1 ----------------------------------------------------------------


def test_states_are_those_that_the_reports_had(home: Path) -> None:
    with closing(Catalogue(home / "catalogue.db")) as catalogue:
        states = {
            name: [s for s in State for i in catalogue.in_state(s) if i == report_id]
            for report_id, name in catalogue.database.all("SELECT id, file_name FROM reports")
        }
        assert states == {
            "到货.txt": [State.EMBEDDED],
            "在库.txt": [State.VERIFIED],
            "将走.txt": [State.LEAVING],
        }
        assert catalogue.meta("schema") is None
        assert catalogue.meta("embedding") is not None
        assert catalogue.originals() == {}


@pytest.mark.parametrize("indexes", ["kept", "gone"])
def test_what_was_under_way_is_finished_at_opening(home: Path, indexes: str) -> None:
    if indexes == "gone":
        shutil.rmtree(home / "chroma")
        shutil.rmtree(home / "lexical")
    model = CountedCharacters()
    with Archive.open(home, model) as archive:
        assert archive.audit() == []  # and no original is asked for
        assert {r.file_name for r in archive.reports()} == {"到货.txt", "在库.txt"}
        for report in archive.reports():
            place = PLACES[report.file_name]
            assert archive.report(report.id).text == _text(place)
            hit = archive.search(f"{place}堤防除险不彻底", far=True).hits[0]
            assert place in hit.text
            assert hit.text == _text(place)[hit.paragraph.start : hit.paragraph.end]
        assert archive._catalogue.in_state(State.VERIFIED) == [
            i for (i,) in archive._catalogue.database.all("SELECT id FROM reports ORDER BY rowid")
        ]
        # What is embedded has changed since, so it was embedded anew, each text once.
        kept = [text for text in model.passages if "离开" not in text]
        assert len(kept) == len(set(kept)) == archive.count()[1]
        assert kept == model.passages
    gone = PLACES["将走.txt"]
    for file in home.rglob("*"):
        assert file.is_dir() or gone.encode() not in file.read_bytes(), file.name


def test_the_file_of_an_older_report_is_known_and_may_be_replaced(home: Path) -> None:
    with Archive.open(home, CountedCharacters()) as archive:
        text = _text("已索引镇")
        (same,) = archive.ingest([("在库.txt", text.encode())])
        assert same.outcome == "unchanged"
        assert archive.audit() == []
        (new,) = archive.ingest([("在库.txt", text.replace("多到一线", "多到堤上").encode())])
        assert new.outcome == "replaced"
        assert archive.report(same.report_id).text == text
        assert archive.audit() == []
        (back,) = archive.ingest([("在库.txt", text.encode())])
        assert (back.outcome, back.report_id) == ("replaced", same.report_id)
        assert archive.audit() == []  # its file is kept from now on
        archive.forget(same.report_id)
        assert (archive.audit(), archive.count()[0]) == ([], 1)


def test_a_reader_of_an_older_archive_is_told_what_to_do(home: Path) -> None:
    before = (home / "catalogue.db").read_bytes()
    with pytest.raises(ArchiveError, match="nigao audit"):
        Archive.open(home, CountedCharacters(), read_only=True)
    assert (home / "catalogue.db").read_bytes() == before
    Archive.open(home, CountedCharacters()).close()  # as it says
    with Archive.open(home, CountedCharacters(), read_only=True) as reader:
        assert reader.count()[0] == 2


@pytest.mark.parametrize("read_only", [False, True])
def test_an_archive_of_a_later_program_is_left_as_it_is(home: Path, read_only: bool) -> None:
    with closing(sqlite3.connect(home / "catalogue.db")) as db:
        db.execute("PRAGMA user_version=99")
    before = (home / "catalogue.db").read_bytes()
    with pytest.raises(ArchiveError, match="格式 99"):
        Archive.open(home, CountedCharacters(), read_only)
    assert (home / "catalogue.db").read_bytes() == before


def test_a_migration_that_is_cut_short_has_not_begun(home: Path) -> None:
    """Each step is one transaction; the next start takes it again."""
    cut = "ALTER TABLE reports ADD COLUMN pages TEXT; SELECT no_such_function()"
    with pytest.raises(sqlite3.OperationalError, match="no_such_function"):
        Database(home / "catalogue.db", {0: "SELECT 1", 1: cut})
    with closing(sqlite3.connect(home / "catalogue.db")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        columns = [row[1] for row in db.execute("PRAGMA table_info(reports)")]
    assert "pages" not in columns
    with Archive.open(home, CountedCharacters()) as archive:
        assert archive.audit() == []


# --- the database ---------------------------------------------------------------------------


def test_all_of_a_transaction_or_nothing(database: Database) -> None:
    def cut_short() -> None:
        with database.transaction() as db:
            db.execute("INSERT INTO words VALUES ('甲')")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        cut_short()
    assert database.all("SELECT * FROM words") == []
    with database.transaction() as db:
        db.execute("INSERT INTO words VALUES (?)", ["乙"])
    assert database.one("SELECT * FROM words") == ("乙",)
    assert database.one("SELECT * FROM words WHERE word = ?", "甲") is None


def test_the_log_is_emptied(database: Database, tmp_path: Path) -> None:
    log = tmp_path / "some.db-wal"
    with database.transaction() as db:
        db.execute("INSERT INTO words VALUES ('隐去的话')")
    with database.transaction() as db:
        db.execute("DELETE FROM words")
    assert "隐去的话".encode() in log.read_bytes()
    database.truncate_log()
    assert log.read_bytes() == b""
    assert "隐去的话".encode() not in (tmp_path / "some.db").read_bytes()


def test_what_a_killed_program_left_in_the_log_goes_at_the_next_start(
    database: Database, tmp_path: Path
) -> None:
    for sql in ("INSERT INTO words VALUES ('隐去的话')", "DELETE FROM words"):
        with database.transaction() as db:
            db.execute(sql)
    killed = tmp_path / "killed"
    killed.mkdir()
    for path in tmp_path.glob("some.db*"):
        shutil.copy(path, killed)
    assert "隐去的话".encode() in (killed / "some.db-wal").read_bytes()
    with closing(Database(killed / "some.db")):
        assert "隐去的话".encode() not in (killed / "some.db-wal").read_bytes()


def test_the_log_is_emptied_beside_a_reader(database: Database, tmp_path: Path) -> None:
    with closing(Database(tmp_path / "some.db", read_only=True)) as reader:
        with database.transaction() as db:
            db.execute("INSERT INTO words VALUES ('隐去的话')")
        assert reader.one("SELECT * FROM words") == ("隐去的话",)
        with database.transaction() as db:
            db.execute("DELETE FROM words")
        database.truncate_log()
        assert (tmp_path / "some.db-wal").read_bytes() == b""
        assert reader.one("SELECT * FROM words") is None


def test_a_snapshot_is_whole_while_others_write(database: Database, tmp_path: Path) -> None:
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            with database.transaction() as db:
                db.execute("INSERT INTO words VALUES ('甲')")
                db.execute("INSERT INTO words VALUES ('乙')")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(10):
            snapshot(tmp_path / "some.db", tmp_path / f"{n}.db")
    finally:
        done.set()
        writer.join()
    for n in range(10):
        with closing(sqlite3.connect(tmp_path / f"{n}.db")) as db:
            counts = dict(db.execute("SELECT word, count(*) FROM words GROUP BY word"))
            assert counts.get("甲", 0) == counts.get("乙", 0)
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_reader_creates_and_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        Database(tmp_path / "none.db", read_only=True)
    assert list(tmp_path.iterdir()) == []
