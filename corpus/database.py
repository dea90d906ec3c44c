"""One SQLite database, shared by all threads through one guarded connection.

WAL with ``synchronous=FULL``: what was acknowledged is on the disk. ``secure_delete`` and
`truncate_log` make sure that what was deleted is no longer in the file.
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
        self.is_wiped = True
        uri = f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=_TIMEOUT)
        try:
            self._connection.execute("PRAGMA foreign_keys=ON")
            if not read_only:
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute("PRAGMA synchronous=FULL")
                self._connection.execute("PRAGMA secure_delete=ON")
                self._migrate(migrations or {})
                self.truncate_log()  # whoever was killed may have left in it what was deleted
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
