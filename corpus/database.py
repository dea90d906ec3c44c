"""One SQLite database, shared by all threads through one guarded connection.

WAL with ``synchronous=FULL``: what was acknowledged is on the disk. `Database.wipe` makes sure
that what was deleted is no longer in the file: ``secure_delete`` alone leaves copies of rows where
the pages they stood on were once rearranged.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

_TIMEOUT, _PATIENCE = 30, 1_500  # seconds for a lock; milliseconds for readers to finish


class Database:
    """Opens the database at `path`; raises sqlite3.DatabaseError if that cannot be done.

    `migrations` leads from each known version (``PRAGMA user_version``) to the next; 0 is a new
    file. A read-only opener changes nothing and must look at `version` itself.
    """

    def __init__(
        self, path: Path, migrations: Mapping[int, str] | None = None, read_only: bool = False
    ) -> None:
        self._lock = threading.RLock()
        self.is_wiped = read_only
        uri = f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=_TIMEOUT)
        try:
            self._connection.execute("PRAGMA foreign_keys=ON")
            if not read_only:
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute("PRAGMA synchronous=FULL")
                self._connection.execute("PRAGMA secure_delete=ON")
                self._migrate(migrations or {})
                self.wipe()  # whoever was killed may have left what was deleted
            self.version = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        except BaseException:
            self._connection.close()
            raise

    def _migrate(self, migrations: Mapping[int, str]) -> None:
        for version in sorted(migrations):
            current = self._connection.execute("PRAGMA user_version").fetchone()[0]
            if current == version:
                step = f"BEGIN IMMEDIATE; {migrations[version]}; PRAGMA user_version={version + 1};"
                self._connection.executescript(step + " COMMIT;")

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of the block's changes or none."""
        with self._lock, self._connection:
            yield self._connection

    @contextmanager
    def deletion(self) -> Iterator[sqlite3.Connection]:
        """A transaction after which `wipe` has something to do, if not now, at the next start."""
        with self.transaction() as db:
            db.execute("PRAGMA application_id=1")
            yield db

    @property
    def changes(self) -> int:
        """Grows with every row that is written."""
        return self._connection.total_changes

    def one(self, sql: str, *arguments: object) -> tuple[Any, ...] | None:
        with self._lock:
            row: tuple[Any, ...] | None = self._connection.execute(sql, arguments).fetchone()
            return row

    def all(self, sql: str, *arguments: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(sql, arguments).fetchall()

    def stamp(self) -> tuple[int, int]:
        """Another one after every change, whoever made it."""
        with self._lock:
            (by_others,) = self._connection.execute("PRAGMA data_version").fetchone()
            return by_others, self._connection.total_changes

    def wipe(self) -> None:
        """Leave no byte of what a `deletion` deleted. Where that cannot be done now, `is_wiped`
        says so, and the next call or the next start does it."""
        with self._lock:
            traces = self.one("PRAGMA application_id") != (0,)
            if self.is_wiped and not traces:
                return
            try:
                if traces:
                    self._connection.execute("VACUUM")
            except sqlite3.OperationalError:
                self.is_wiped = False  # there is no room for a second copy
                return
            self.truncate_log()
            if self.is_wiped and traces:
                self._connection.execute("PRAGMA application_id=0")

    def truncate_log(self) -> None:
        """Empty the write-ahead log: it still holds pages that have since been wiped.

        While another process reads, that cannot be done; `is_wiped` says so, and the next call
        or the next start does it.
        """
        with self._lock:
            self._connection.execute(f"PRAGMA busy_timeout={_PATIENCE}")
            busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self._connection.execute(f"PRAGMA busy_timeout={_TIMEOUT * 1000}")
            self.is_wiped = not busy


def snapshot(source: Path, target: Path) -> None:
    """A consistent copy of a database that others may be writing to."""
    uri = f"{source.resolve().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(uri, uri=True, timeout=_TIMEOUT)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        live.backup(copy)
