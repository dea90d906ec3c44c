"""The truth of the archive: reports, trees, paragraphs and their vectors, in SQLite.

Chroma and the lexical index are derived from it. What a report's `State` means for who asks: one
that was replaced can still be read, one that leaves is seen by nothing here but `leaving`; its
row stays until the derived indexes have let go of it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from corpus.database import Database
from corpus.errors import ArchiveError, UnknownReport
from corpus.readers.reading import Note
from corpus.report import Outline, Paragraph, Report, Role
from corpus.states import State

_VERSION = 3
_MIGRATIONS = {
    0: """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS reports (
    id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, file_name TEXT NOT NULL,
    title TEXT NOT NULL, organisation TEXT NOT NULL, period TEXT NOT NULL,
    outline TEXT NOT NULL, added_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    indexed INTEGER NOT NULL DEFAULT 0);
CREATE UNIQUE INDEX IF NOT EXISTS reports_by_file ON reports (sha256);
CREATE TABLE IF NOT EXISTS paragraphs (
    id TEXT PRIMARY KEY, report_id TEXT NOT NULL REFERENCES reports (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, role TEXT NOT NULL, section_path TEXT NOT NULL,
    "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, vector BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS paragraphs_by_report ON paragraphs (report_id, ordinal)""",
    # Reports of version 1 came without their files, so `original` is 0 for them.
    1: """
ALTER TABLE reports ADD COLUMN pages TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reports ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reports ADD COLUMN original INTEGER NOT NULL DEFAULT 0;
ALTER TABLE reports ADD COLUMN state TEXT NOT NULL DEFAULT 'embedded';
ALTER TABLE reports ADD COLUMN replaced_by TEXT;
ALTER TABLE reports ADD COLUMN recognised TEXT NOT NULL DEFAULT '["", ""]';
UPDATE reports SET recognised = json_array(title, period);
UPDATE reports SET state = CASE indexed
    WHEN 1 THEN 'verified' WHEN 2 THEN 'leaving' ELSE 'embedded' END;
ALTER TABLE reports DROP COLUMN indexed;
DELETE FROM meta WHERE key = 'schema';
CREATE TABLE arrivals (
    sha256 TEXT PRIMARY KEY, file_name TEXT NOT NULL, corrections TEXT NOT NULL,
    state TEXT NOT NULL, reading TEXT, report TEXT,
    received_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)""",
    2: """
ALTER TABLE arrivals ADD COLUMN beside TEXT NOT NULL DEFAULT '[]';
ALTER TABLE reports ADD COLUMN checksum TEXT NOT NULL DEFAULT ''""",
}
_OUTLINE = TypeAdapter(Outline)
_NOTES = TypeAdapter(tuple[Note, ...])
_RECOGNISED = TypeAdapter(tuple[str, str])
_HERE = f"r.state NOT IN ('{State.REPLACED}', '{State.LEAVING}')"


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
        try:
            self.database = Database(path, _MIGRATIONS, read_only)
        except sqlite3.DatabaseError as error:
            raise ArchiveError(f"资料库目录文件无法打开：{path.name}（{error}）") from error
        version = self.database.version
        if version != _VERSION:
            self.database.close()
            if version < _VERSION:
                raise ArchiveError("资料库是旧版程序建立的，请先运行一次 nigao audit 升级")
            raise ArchiveError(f"资料库由更新的程序建立（格式 {version}），请使用对应版本打开")
        if not read_only:
            with self.database.transaction() as db:  # reports of versions without checksums
                for (report_id,) in db.execute("SELECT id FROM reports WHERE checksum = ''"):
                    _seal(db, report_id)

    def close(self) -> None:
        self.database.close()

    def meta(self, key: str) -> str | None:
        row = self.database.one("SELECT value FROM meta WHERE key = ?", key)
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        with self.database.transaction() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])

    # --- writing -------------------------------------------------------------------------

    def add(
        self,
        report: Report,
        vectors: NDArray[np.float32],
        replaces: str | None = None,
        has_original: bool = False,
    ) -> None:
        """Store a report with one vector a paragraph (float32, n × dimension), as EMBEDDED.

        In the same moment its arrival is over and the report it `replaces` is REPLACED; an
        earlier version that comes back takes its own place again.
        """
        with self.database.transaction() as db:
            # The same file may read otherwise than it once did, so it is not only the id.
            back = "SELECT id FROM reports WHERE (id = ? OR sha256 = ?) AND state = ?"
            former = [report.id, report.sha256, State.REPLACED]
            db.execute(
                f"UPDATE reports SET replaced_by = ? WHERE replaced_by IN ({back})",
                [report.id, *former],
            )
            db.execute(f"DELETE FROM reports WHERE id IN ({back})", former)
            db.execute(
                "INSERT INTO reports (id, sha256, file_name, title, organisation, period, outline,"
                " pages, notes, recognised, original) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [*_row(report), has_original],
            )
            db.executemany(
                "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (*_paragraph_row(paragraph), vector.astype("<f4").tobytes())
                    for paragraph, vector in zip(report.paragraphs, vectors, strict=True)
                ],
            )
            db.execute(
                "UPDATE reports SET state = ?, replaced_by = ? WHERE id = ?",
                [State.REPLACED, report.id, replaces],
            )
            db.execute("DELETE FROM arrivals WHERE sha256 = ?", [report.sha256])
            _seal(db, report.id)

    def advance(self, report_id: str, state: State) -> None:
        """A report that is neither replaced nor leaving has come as far as `state`."""
        with self.database.transaction() as db:
            db.execute(
                f"UPDATE reports AS r SET state = ? WHERE id = ? AND {_HERE}", [state, report_id]
            )

    def mark_leaving(self, report_id: str) -> None:
        """From here on the report, with its earlier versions, is gone for everyone who asks,
        whatever happens next. One that was itself replaced goes alone."""
        with self.database.transaction() as db:
            db.execute(
                "UPDATE reports AS r SET replaced_by = newer.replaced_by FROM reports newer"
                " WHERE r.replaced_by = newer.id AND newer.id = ? AND newer.state = ?",
                [report_id, State.REPLACED],
            )
            db.execute(
                "WITH RECURSIVE versions (id) AS (SELECT ? UNION"
                " SELECT r.id FROM reports r JOIN versions v ON r.replaced_by = v.id)"
                " UPDATE reports SET state = ? WHERE id IN versions",
                [report_id, State.LEAVING],
            )
            db.execute(
                "DELETE FROM arrivals WHERE sha256 IN (SELECT sha256 FROM reports WHERE state = ?)",
                [State.LEAVING],
            )

    def remove(self, report_id: str) -> None:
        """Delete the row of a report; `Database.wipe` removes its traces."""
        with self.database.deletion() as db:
            db.execute("DELETE FROM reports WHERE id = ?", [report_id])

    # --- reading -------------------------------------------------------------------------

    def summaries(self) -> list[ReportSummary]:
        """All reports, newest period first."""
        rows = self.database.all(
            "SELECT r.id, r.title, r.organisation, r.period, r.file_name, count(p.id),"
            " length(json_extract(r.outline, '$.text')), r.added_at"
            f" FROM reports r LEFT JOIN paragraphs p ON p.report_id = r.id WHERE {_HERE}"
            " GROUP BY r.id ORDER BY r.period DESC, r.organisation, r.title"
        )
        return [ReportSummary(*row) for row in rows]

    def report(self, report_id: str) -> Report:
        """A report, also one that was replaced. Raises UnknownReport."""
        row = self.database.one(
            "SELECT id, sha256, file_name, outline, pages, notes, recognised FROM reports"
            " WHERE id = ? AND state <> ?",
            report_id,
            State.LEAVING,
        )
        if row is None:
            raise UnknownReport(f"资料库中没有编号为“{report_id}”的报告")
        paragraphs = self.database.all(
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
            pages=tuple(json.loads(row[4])),
            notes=_NOTES.validate_json(row[5]),
            recognised=_RECOGNISED.validate_json(row[6]),
        )

    def replaced_by(self, report_id: str) -> str | None:
        """The newer version that stands for the report now, if there is one."""
        row = self.database.one(
            "WITH RECURSIVE newer (id) AS (SELECT replaced_by FROM reports WHERE id = ? UNION"
            " SELECT v.replaced_by FROM reports v JOIN newer n ON v.id = n.id)"
            f" SELECT id FROM reports r WHERE id IN newer AND {_HERE}",
            report_id,
        )
        return row[0] if row else None

    def replaced_with(self, report_id: str) -> list[str]:
        """Ids of the versions that the report has replaced directly."""
        sql = "SELECT id FROM reports WHERE replaced_by = ? AND state = ?"
        return [row[0] for row in self.database.all(sql, report_id, State.REPLACED)]

    def in_state(self, *states: State) -> list[str]:
        """Ids of the reports in these states, in the order in which they came."""
        marks = ",".join("?" * len(states))
        sql = f"SELECT id FROM reports WHERE state IN ({marks}) ORDER BY rowid"
        return [row[0] for row in self.database.all(sql, *states)]

    def originals(self) -> dict[str, str]:
        """SHA-256 of every file that must be kept → the id of its report ("" while it arrives)."""
        rows = self.database.all(
            "SELECT sha256, id FROM reports WHERE original UNION SELECT sha256, '' FROM arrivals"
        )
        return dict(rows)

    def find_by_file(self, sha256: str) -> str | None:
        row = self.database.one(f"SELECT id FROM reports r WHERE sha256 = ? AND {_HERE}", sha256)
        return row[0] if row else None

    def has(self, report_id: str) -> bool:
        sql = f"SELECT 1 FROM reports r WHERE id = ? AND {_HERE}"
        return self.database.one(sql, report_id) is not None

    def named(self, file_name: str) -> list[str]:
        """Ids of the reports whose file bears the name."""
        sql = f"SELECT id FROM reports r WHERE file_name = ? AND {_HERE}"
        return [row[0] for row in self.database.all(sql, file_name)]

    def called_like(self, report: Report) -> list[str]:
        """Ids of the reports with the same file name that bear the same title and period, as
        recognised or as corrected."""
        sql = (
            f"SELECT id FROM reports r WHERE file_name = ? AND {_HERE} AND ((title, period) = (?, ?)"
            " OR recognised = ?)"
        )
        outline = report.outline
        recognised = _RECOGNISED.dump_json(report.recognised).decode()
        rows = self.database.all(sql, report.file_name, outline.title, outline.period, recognised)
        return [row[0] for row in rows]

    def of_period(self, period: str) -> list[str]:
        """Ids of the reports about that period."""
        sql = f"SELECT id FROM reports r WHERE period = ? AND {_HERE}"
        return [row[0] for row in self.database.all(sql, period)]

    def unsealed(self) -> list[str]:
        """Ids of the reports of which something is not as it was stored."""
        with self.database.transaction() as db:
            stored = db.execute("SELECT id, checksum FROM reports").fetchall()
            return [i for i, checksum in stored if _checksum(db, i) != checksum]

    def file_of(self, report_id: str) -> str:
        """The SHA-256 of the report's file, also of one that leaves."""
        row = self.database.one("SELECT sha256 FROM reports WHERE id = ?", report_id)
        return row[0] if row else ""

    def paragraph_ids(self, report_id: str) -> list[str]:
        sql = "SELECT id FROM paragraphs WHERE report_id = ? ORDER BY ordinal"
        return [row[0] for row in self.database.all(sql, report_id)]

    def is_empty(self) -> bool:
        return self.database.one(f"SELECT 1 FROM reports r WHERE {_HERE} LIMIT 1") is None

    def count(self) -> tuple[int, int]:
        """Numbers of reports and paragraphs."""
        row = self.database.one(
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
        rows = self.database.all(
            "SELECT p.id, r.id, p.role, r.period, r.organisation, p.vector FROM paragraphs p"
            f" JOIN reports r ON r.id = p.report_id WHERE {_HERE}{where}"
            " ORDER BY r.id, p.ordinal",
            *arguments,
        )
        return [
            VectorRow(row[0], row[1], row[2], row[3], row[4], np.frombuffer(row[5], "<f4"))
            for row in rows
        ]


def _checksum(db: sqlite3.Connection, report_id: str) -> str:
    """SHA-256 of all that is stored of a report once and for all, its vectors among it."""
    digest = hashlib.sha256()
    for sql in (
        "SELECT id, sha256, file_name, title, organisation, period, outline, pages, notes,"
        " recognised, added_at FROM reports WHERE id = ?",
        "SELECT * FROM paragraphs WHERE report_id = ? ORDER BY ordinal, id",
    ):
        for row in db.execute(sql, [report_id]):
            digest.update(ascii(row).encode())
    return digest.hexdigest()


def _seal(db: sqlite3.Connection, report_id: str) -> None:
    checksum = _checksum(db, report_id)
    db.execute("UPDATE reports SET checksum = ? WHERE id = ?", [checksum, report_id])


def _row(report: Report) -> list[object]:
    outline = report.outline
    return [
        report.id,
        report.sha256,
        report.file_name,
        outline.title,
        outline.organisation,
        outline.period,
        _OUTLINE.dump_json(outline).decode(),
        json.dumps(report.pages),
        _NOTES.dump_json(report.notes).decode(),
        _RECOGNISED.dump_json(report.recognised).decode(),
    ]


def _paragraph_row(p: Paragraph) -> tuple[object, ...]:
    path = json.dumps(p.section_path, ensure_ascii=False)
    return (p.id, p.report_id, p.ordinal, p.role.value, path, p.start, p.end)
