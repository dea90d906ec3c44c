"""The truth of the archive: reports, trees, paragraphs and their vectors, in SQLite.

Chroma and the lexical index are derived from it. WAL with ``synchronous=FULL``: what was
acknowledged is on the disk. One connection, guarded by a lock, serves all threads.

A report is to be indexed, indexed, or leaving. One that leaves is no longer seen by anything
here but `leaving`; its row stays until the derived indexes have let go of it.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from corpus.errors import ArchiveError, UnknownReport
from corpus.report import Outline, Paragraph, Report, Role

_SCHEMA_VERSION = "1"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reports (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, file_name TEXT NOT NULL,
    title TEXT NOT NULL, organisation TEXT NOT NULL, period TEXT NOT NULL,
    outline TEXT NOT NULL, added_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    indexed INTEGER NOT NULL DEFAULT 0);  -- 0 to be indexed, 1 indexed, 2 leaving
CREATE UNIQUE INDEX IF NOT EXISTS reports_by_file ON reports (sha256);
CREATE TABLE IF NOT EXISTS paragraphs (
    id TEXT PRIMARY KEY, report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, role TEXT NOT NULL, section_path TEXT NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS paragraphs_by_report ON paragraphs (report_id, ordinal);
"""
_OUTLINE = TypeAdapter(Outline)
_TO_INDEX, _INDEXED, _LEAVING = 0, 1, 2
_HERE = f"r.indexed <> {_LEAVING}"


@dataclass(frozen=True)
class ReportSummary:
    """A line of the archive's table of contents. ``added_at`` is UTC, ISO-like."""

    id: str
    title: str
    organisation: str
    period: str
    file_name: str
    paragraphs: int
    characters: int
    added_at: str


@dataclass(frozen=True)
class VectorRow:
    """A paragraph's vector with what searches filter by."""

    paragraph_id: str
    report_id: str
    role: str
    period: str
    organisation: str
    vector: NDArray[np.float32]


class Catalogue:
    """Reads and writes the catalogue at `path`; a missing file is created unless `read_only`."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        self._lock = threading.RLock()
        uri = f"{path.resolve().as_uri()}?mode={'ro' if read_only else 'rwc'}"
        try:
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=30)
            self._db.execute("PRAGMA foreign_keys=ON")
            if not read_only:
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA synchronous=FULL")
                self._db.execute("PRAGMA secure_delete=ON")
                self._db.executescript(_SCHEMA)
                self._db.execute(
                    "INSERT OR IGNORE INTO meta VALUES ('schema', ?)", [_SCHEMA_VERSION]
                )
                self._db.commit()
            stored = self.meta("schema")
        except sqlite3.DatabaseError as error:
            raise ArchiveError(f"资料库目录文件无法打开：{path.name}（{error}）") from error
        if stored != _SCHEMA_VERSION:
            raise ArchiveError(f"资料库由另一版本的程序建立（格式 {stored}），请使用对应版本打开")

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def meta(self, key: str) -> str | None:
        row = self._one("SELECT value FROM meta WHERE key = ?", key)
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])

    # --- writing -------------------------------------------------------------------------

    def add(
        self, report: Report, vectors: NDArray[np.float32], replaces: str | None = None
    ) -> None:
        """Store a report with one vector a paragraph (float32, n × dimension), as not indexed.

        The report it `replaces` leaves in the same moment.
        """
        outline = report.outline
        with self._transaction() as db:
            db.execute(
                "INSERT INTO reports (id, sha256, file_name, title, organisation, period, outline)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    report.id,
                    report.sha256,
                    report.file_name,
                    outline.title,
                    outline.organisation,
                    outline.period,
                    _OUTLINE.dump_json(outline).decode(),
                ],
            )
            db.executemany(
                "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        p.id,
                        p.report_id,
                        p.ordinal,
                        p.role.value,
                        json.dumps(p.section_path, ensure_ascii=False),
                        p.start,
                        p.end,
                        vector.astype("<f4").tobytes(),
                    )
                    for p, vector in zip(report.paragraphs, vectors, strict=True)
                ],
            )
            if replaces is not None:
                db.execute("UPDATE reports SET indexed = ? WHERE id = ?", [_LEAVING, replaces])

    def mark_indexed(self, report_id: str) -> None:
        with self._transaction() as db:
            db.execute(
                "UPDATE reports SET indexed = ? WHERE id = ? AND indexed = ?",
                [_INDEXED, report_id, _TO_INDEX],
            )

    def mark_leaving(self, report_id: str) -> None:
        """From here on the report is gone for everyone who asks, whatever happens next."""
        with self._transaction() as db:
            db.execute("UPDATE reports SET indexed = ? WHERE id = ?", [_LEAVING, report_id])

    def remove(self, report_id: str) -> None:
        with self._transaction() as db:
            db.execute("DELETE FROM reports WHERE id = ?", [report_id])

    # --- reading -------------------------------------------------------------------------

    def summaries(self) -> list[ReportSummary]:
        """All reports, newest period first."""
        rows = self._all(
            "SELECT r.id, r.title, r.organisation, r.period, r.file_name, count(p.id),"
            " length(json_extract(r.outline, '$.text')), r.added_at"
            f" FROM reports r LEFT JOIN paragraphs p ON p.report_id = r.id WHERE {_HERE}"
            " GROUP BY r.id ORDER BY r.period DESC, r.organisation, r.title"
        )
        return [ReportSummary(*row) for row in rows]

    def report(self, report_id: str) -> Report:
        """Raises UnknownReport."""
        row = self._one(
            f"SELECT id, sha256, file_name, outline FROM reports r WHERE id = ? AND {_HERE}",
            report_id,
        )
        if row is None:
            raise UnknownReport(f"资料库中没有编号为“{report_id}”的报告")
        paragraphs = self._all(
            'SELECT id, report_id, ordinal, role, section_path, "start", "end"'
            " FROM paragraphs WHERE report_id = ? ORDER BY ordinal",
            report_id,
        )
        return Report(
            id=row[0],
            sha256=row[1],
            file_name=row[2],
            outline=_OUTLINE.validate_json(row[3]),
            paragraphs=tuple(
                Paragraph(p[0], p[1], p[2], Role(p[3]), tuple(json.loads(p[4])), p[5], p[6])
                for p in paragraphs
            ),
        )

    def find_by_file(self, sha256: str) -> str | None:
        row = self._one(f"SELECT id FROM reports r WHERE sha256 = ? AND {_HERE}", sha256)
        return row[0] if row else None

    def has(self, report_id: str) -> bool:
        sql = f"SELECT 1 FROM reports r WHERE id = ? AND {_HERE}"
        return self._one(sql, report_id) is not None

    def not_indexed(self) -> list[str]:
        """Reports whose indexing was cut short."""
        rows = self._all("SELECT id FROM reports WHERE indexed = ?", _TO_INDEX)
        return [row[0] for row in rows]

    def leaving(self) -> dict[str, list[str]]:
        """Reports whose removal was cut short, each with the ids of its paragraphs."""
        rows = self._all(
            "SELECT r.id, p.id FROM reports r LEFT JOIN paragraphs p ON p.report_id = r.id"
            " WHERE r.indexed = ? ORDER BY r.id, p.ordinal",
            _LEAVING,
        )
        found: dict[str, list[str]] = {}
        for report_id, paragraph_id in rows:
            found.setdefault(report_id, []).extend([paragraph_id] if paragraph_id else [])
        return found

    def count(self) -> tuple[int, int]:
        """Numbers of reports and paragraphs."""
        row = self._one(
            "SELECT count(DISTINCT r.id), count(p.id) FROM reports r"
            f" LEFT JOIN paragraphs p ON p.report_id = r.id WHERE {_HERE}"
        )
        assert row is not None
        return row[0], row[1]

    def vectors(self, report_ids: Sequence[str] | None = None) -> list[VectorRow]:
        """The stored vectors of the given reports, or of all."""
        where, arguments = "", []
        if report_ids is not None:
            where = f" AND r.id IN ({','.join('?' * len(report_ids))})"
            arguments = list(report_ids)
        rows = self._all(
            "SELECT p.id, r.id, p.role, r.period, r.organisation, p.vector FROM paragraphs p"
            f" JOIN reports r ON r.id = p.report_id WHERE {_HERE}{where}"
            " ORDER BY r.id, p.ordinal",
            *arguments,
        )
        return [
            VectorRow(row[0], row[1], row[2], row[3], row[4], np.frombuffer(row[5], "<f4"))
            for row in rows
        ]

    # --- plumbing ------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._db:
            yield self._db

    def _one(self, sql: str, *arguments: object) -> tuple | None:  # type: ignore[type-arg]
        with self._lock:
            return self._db.execute(sql, arguments).fetchone()  # type: ignore[no-any-return]

    def _all(self, sql: str, *arguments: object) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._db.execute(sql, arguments).fetchall()
