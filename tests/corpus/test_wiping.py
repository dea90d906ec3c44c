"""What was deleted from a database is nowhere in its files, however often rows were moved."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.database import Database

_SCHEMA = {
    0: """
CREATE TABLE texts (id TEXT PRIMARY KEY, text TEXT NOT NULL);
CREATE TABLE parts (id TEXT PRIMARY KEY, text_id TEXT REFERENCES texts (id) ON DELETE CASCADE,
    vector BLOB NOT NULL);
CREATE INDEX parts_by_text ON parts (text_id)"""
}
_ROUNDS = 300
Delete = Callable[[str], object]


def _left(folder: Path, word: str) -> list[str]:
    return [path.name for path in folder.iterdir() if word.encode() in path.read_bytes()]


def _add(database: Database, word: str, chance: random.Random) -> None:
    """A text of any length, of parts with numbers that cannot be foreseen."""
    with database.transaction() as db:
        db.execute("INSERT INTO texts VALUES (?, ?)", [word, word * chance.randint(1, 400)])
        for _ in range(chance.randint(1, 12)):
            part = f"{chance.getrandbits(48):012x}"
            db.execute("INSERT INTO parts VALUES (?, ?, ?)", [part, word, word.encode() * 20])


def _delete(database: Database, word: str) -> None:
    with database.deletion() as db:
        db.execute("DELETE FROM texts WHERE id = ?", [word])


def _words(chance: random.Random, add: Callable[[str], None], delete: Delete) -> Iterator[str]:
    """Words that were added and, long after or at once, deleted."""
    there: list[str] = []
    for n in range(_ROUNDS):
        if not there or chance.random() < 0.6:
            there.append(f"朱雀{chance.getrandbits(32):08x}号{n:04d}")
            add(there[-1])
        else:
            word = there.pop(chance.randrange(len(there)))
            delete(word)
            yield word


@pytest.mark.parametrize("seed", range(3))
def test_deleted_rows_leave_no_trace(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    gone = []
    with closing(Database(tmp_path / "all.db", _SCHEMA)) as database:
        for word in _words(
            chance, lambda word: _add(database, word, chance), lambda word: _delete(database, word)
        ):
            gone.append(word)
        assert any(_left(tmp_path, word) for word in gone)  # what `secure_delete` does not wipe
        database.wipe()
        assert database.is_wiped
        assert {word: _left(tmp_path, word) for word in gone if _left(tmp_path, word)} == {}


def test_what_was_not_wiped_is_wiped_at_the_next_start(tmp_path: Path) -> None:
    (tmp_path / "live").mkdir()
    chance, cut = random.Random(1), tmp_path / "cut"
    with closing(Database(tmp_path / "live" / "all.db", _SCHEMA)) as database:
        gone = list(
            _words(chance, lambda w: _add(database, w, chance), lambda w: _delete(database, w))
        )
        shutil.copytree(tmp_path / "live", cut)  # as a killed program leaves it
    assert any(_left(cut, word) for word in gone)
    with closing(Database(cut / "all.db", _SCHEMA)) as database:
        assert database.is_wiped
        assert [word for word in gone if _left(cut, word)] == []


def test_nothing_is_written_anew_without_need(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "all.db", _SCHEMA)) as database:
        _add(database, "朱雀", random.Random(0))
        before = (tmp_path / "all.db-wal").read_bytes()
        database.wipe()
        assert (tmp_path / "all.db-wal").read_bytes() == before != b""


def test_while_another_reads_wiping_waits(tmp_path: Path) -> None:
    with (
        closing(Database(tmp_path / "all.db", _SCHEMA)) as database,
        closing(sqlite3.connect(tmp_path / "all.db", isolation_level=None)) as reader,
    ):
        _add(database, "朱雀7号", random.Random(0))
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM texts").fetchone()
        _delete(database, "朱雀7号")
        database.wipe()
        assert not database.is_wiped
        reader.execute("COMMIT")
        database.wipe()
        assert database.is_wiped
        assert _left(tmp_path, "朱雀7号") == []


def test_changes_by_anybody_make_another_stamp(tmp_path: Path) -> None:
    with (
        closing(Database(tmp_path / "all.db", _SCHEMA)) as owner,
        closing(Database(tmp_path / "all.db", read_only=True)) as reader,
    ):
        stamps = owner.stamp(), reader.stamp()
        assert (owner.stamp(), reader.stamp()) == stamps
        _add(owner, "朱雀", random.Random(0))
        assert owner.stamp() != stamps[0]
        assert reader.stamp() != stamps[1]
