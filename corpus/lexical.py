"""Nearest paragraphs by words: character bigrams ranked by BM25, in SQLite's FTS5.

Bigrams need no dictionary and find every two-character word; on Chinese questions they rank
better than a word segmenter. Derived from the catalogue and disposable.
"""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path

from corpus.errors import ArchiveError
from corpus.query import Entry, Filter, chunked, year_of

_RUNS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]+")
_SCHEMA = """
CREATE VIRTUAL TABLE IF NOT EXISTS grams USING fts5 (
    terms, paragraph_id UNINDEXED, role UNINDEXED, year UNINDEXED, organisation UNINDEXED);
CREATE TABLE IF NOT EXISTS rows (paragraph_id TEXT PRIMARY KEY, row INTEGER);
"""
_MAX_VARIABLES = 500


class LexicalIndex:
    """Opens or creates the index at `path`. Raises ArchiveError if that cannot be done."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self._lock = threading.RLock()
        uri = f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        try:
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=30)
            try:
                if not read_only:
                    self._db.execute("PRAGMA journal_mode=WAL")
                    self._db.execute("PRAGMA secure_delete=ON")
                    self._db.executescript(_SCHEMA)
                self.count()  # a file that is no index, or an empty one, shows only when read
                self.nearest("打开", 1, Filter())
            except BaseException:
                self._db.close()
                raise
        except sqlite3.Error as error:
            raise ArchiveError(f"词句索引无法打开：{path.name}（{error}）") from error

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def count(self) -> int:
        """Paragraphs that can be found: those of `rows` that FTS5 has a size for."""
        sql = "SELECT count(*) FROM rows JOIN grams_docsize ON id = row"
        with self._lock:
            return int(self._db.execute(sql).fetchone()[0])

    def upsert(self, entries: Sequence[Entry], texts: Sequence[str]) -> None:
        with self._lock, self._db:
            self._delete([entry.paragraph_id for entry in entries])
            for entry, text in zip(entries, texts, strict=True):
                cursor = self._db.execute(
                    "INSERT INTO grams VALUES (?, ?, ?, ?, ?)", _columns(entry, text)
                )
                self._db.execute(
                    "INSERT INTO rows VALUES (?, ?)", [entry.paragraph_id, cursor.lastrowid]
                )

    def delete(self, paragraph_ids: Sequence[str]) -> None:
        """Ids that are not there are none of our business. See `wipe`."""
        with self._lock, self._db:
            self._delete(paragraph_ids)

    def wipe(self) -> None:
        """Leave no byte of deleted rows. FTS5 keeps their words until its segments are merged,
        and SQLite copies of rows where pages were once rearranged, and the log.

        Raises sqlite3.Error if that cannot be done.
        """
        with self._lock:
            with self._db:
                self._db.execute("INSERT INTO grams (grams) VALUES ('optimize')")
            self._db.execute("VACUUM")
            busy, *_ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise sqlite3.OperationalError("another process is reading")

    def holds(self, paragraph_ids: Sequence[str]) -> bool:
        """Whether every one of the paragraphs can be found."""
        found = 0
        with self._lock:
            for batch in chunked(paragraph_ids, _MAX_VARIABLES):
                sql = (
                    "SELECT count(*) FROM rows JOIN grams_docsize ON id = row"
                    f" WHERE paragraph_id IN ({','.join('?' * len(batch))})"
                )
                found += self._db.execute(sql, batch).fetchone()[0]
        return found == len(paragraph_ids)

    def compare(
        self, entries: Sequence[Entry], texts: Sequence[str]
    ) -> tuple[list[str], list[str], list[str]]:
        """Ids that are missing, that are there without an entry, and that differ from theirs.

        Raises ArchiveError if the words themselves are damaged.
        """
        try:
            with self._lock, self._db:
                self._db.execute("INSERT INTO grams (grams) VALUES ('integrity-check')")
                sql = (
                    "SELECT r.paragraph_id, terms, g.paragraph_id, role, year, organisation"
                    " FROM rows r LEFT JOIN grams g ON g.rowid = r.row"
                )
                held = {row[0]: row[1:] for row in self._db.execute(sql)}
                sql = (  # words without a row would be found, and outlive their report
                    "SELECT paragraph_id FROM grams WHERE rowid NOT IN"
                    " (SELECT row FROM rows WHERE row IS NOT NULL)"
                )
                strays = [row[0] for row in self._db.execute(sql)]
        except sqlite3.Error as error:
            raise ArchiveError(f"词句索引已损坏（{error}）") from error
        expected = {
            entry.paragraph_id: _columns(entry, text)
            for entry, text in zip(entries, texts, strict=True)
        }
        differing = [i for i in expected if i in held and held[i] != expected[i]]
        missing = sorted(expected.keys() - held.keys())
        return missing, sorted(held.keys() - expected.keys()) + strays, differing

    def nearest(self, query: str, limit: int, wanted: Filter) -> list[tuple[str, float]]:
        """``(paragraph_id, BM25 score > 0)``, best first."""
        terms = dict.fromkeys(bigrams(query))
        if not terms:
            return []
        # A single character has no bigram of its own; as a prefix it finds those it begins.
        match = " OR ".join(f'"{term}"' + ("*" if len(term) == 1 else "") for term in terms)
        conditions, arguments = _conditions(wanted)
        with self._lock:
            rows = self._db.execute(
                "SELECT paragraph_id, -bm25(grams) FROM grams WHERE grams MATCH ?"
                f"{conditions} ORDER BY bm25(grams), rowid LIMIT ?",
                [match, *arguments, limit],
            ).fetchall()
        return [(row[0], row[1]) for row in rows]

    def _delete(self, paragraph_ids: Sequence[str]) -> None:
        for batch in chunked(paragraph_ids, _MAX_VARIABLES):
            marks = ",".join("?" * len(batch))
            self._db.execute(
                "DELETE FROM grams WHERE rowid IN"
                f" (SELECT row FROM rows WHERE paragraph_id IN ({marks}))",
                batch,
            )
            self._db.execute(f"DELETE FROM rows WHERE paragraph_id IN ({marks})", batch)


def _columns(entry: Entry, text: str) -> tuple[str, str, str, int, str]:
    year = year_of(entry.period)
    return " ".join(bigrams(text)), entry.paragraph_id, entry.role, year, entry.organisation


def bigrams(text: str) -> list[str]:
    """村集体经济 → 村集 集体 体经 经济; Latin words and numbers stay whole, in lower case."""
    terms: list[str] = []
    for run in _RUNS.findall(text.lower()):
        if run[0] < "\u3400" or len(run) == 1:
            terms.append(run)
        else:
            terms += [run[i : i + 2] for i in range(len(run) - 1)]
    return terms


def _conditions(wanted: Filter) -> tuple[str, list[object]]:
    sql, arguments = "", list[object]()
    if wanted.roles:
        sql += f" AND role IN ({','.join('?' * len(wanted.roles))})"
        arguments += [role.value for role in wanted.roles]
    if wanted.since is not None:
        sql += " AND year >= ?"
        arguments.append(wanted.since)
    if wanted.until is not None:
        sql += " AND year > 0 AND year <= ?"
        arguments.append(wanted.until)
    if wanted.organisation is not None:
        sql += " AND organisation = ?"
        arguments.append(wanted.organisation)
    return sql, arguments
