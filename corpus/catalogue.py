"""The truth of the archive: reports, trees, paragraphs and their vectors, in SQLite.

Chroma and the lexical index are derived from it. What a report's `State` means for who asks: one
that was replaced can still be read, one that leaves is seen by nothing here but `leaving`; its
row stays until the derived indexes have let go of it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from corpus.database import Database
from corpus.errors import ArchiveError, UnknownReport
from corpus.kinds import kind_of
from corpus.query import Entry, chunked, year_of
from corpus.readers.reading import page_at
from corpus.report import Paragraph, Report
from corpus.rows import (
    REPORT_COLUMNS,
    checksum_of,
    paragraph_of,
    paragraph_row,
    recognised_json,
    report_of,
    report_row,
    seal,
)
from corpus.schema import MIGRATIONS, VERSION
from corpus.states import State

_MAX_VARIABLES = 500
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

    entry: Entry
    vector: NDArray[np.float32]


@dataclass(frozen=True)
class Excerpt:
    """A paragraph with its words and its report's names; ``page`` is 0 if the file had none."""

    paragraph: Paragraph
    report_title: str
    period: str
    organisation: str
    text: str
    page: int


class Catalogue:
    """Reads and writes the catalogue at `path`; a missing file is created unless `read_only`."""

    def __init__(self, path: Path, read_only: bool = False) -> None:
        try:
            self.database = Database(path, MIGRATIONS, read_only)
        except sqlite3.DatabaseError as error:
            raise ArchiveError(f"资料库目录文件无法打开：{path.name}（{error}）") from error
        version = self.database.version
        if version != VERSION:
            self.database.close()
            if version < VERSION:
                raise ArchiveError("资料库是旧版程序建立的，请先运行一次 nigao audit 升级")
            raise ArchiveError(f"资料库由更新的程序建立（格式 {version}），请使用对应版本打开")
        if not read_only:
            with self.database.transaction() as db:  # reports of versions without checksums
                for (report_id,) in db.execute("SELECT id FROM reports WHERE checksum = ''"):
                    seal(db, report_id)

    def close(self) -> None:
        self.database.close()

    def meta(self, key: str) -> str | None:
        row = self.database.one("SELECT value FROM meta WHERE key = ?", key)
        return row[0] if row else None

    def set_meta(self, key: str, value: str) -> None:
        with self.database.transaction() as db:
            db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, value])

    def meta_once(self, key: str, value: str) -> str:
        """The note; it is `value` unless there was one before."""
        with self.database.transaction() as db:
            db.execute("INSERT OR IGNORE INTO meta VALUES (?, ?)", [key, value])
        return self.meta(key) or value

    # --- writing -------------------------------------------------------------------------

    def add(
        self,
        report: Report,
        vectors: NDArray[np.float32],
        replaces: str | None = None,
        has_original: bool = False,
        digests: Sequence[bytes] = (),
    ) -> None:
        """Store a report with one vector a paragraph (float32, n × dimension), as EMBEDDED;
        `digests` tell the texts that were embedded, for `known_vectors`.

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
                " text, pages, notes, recognised, original) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [*report_row(report), has_original],
            )
            db.executemany(
                "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        *paragraph_row(paragraph),
                        vector.astype("<f4").tobytes(),
                        digest,
                        report.outline.text[paragraph.start : paragraph.end],
                    )
                    for paragraph, vector, digest in zip(
                        report.paragraphs,
                        vectors,
                        digests or [b""] * len(report.paragraphs),
                        strict=True,
                    )
                ],
            )
            db.execute(
                "UPDATE reports SET state = ?, replaced_by = ? WHERE id = ?",
                [State.REPLACED, report.id, replaces],
            )
            db.execute("DELETE FROM arrivals WHERE sha256 = ?", [report.sha256])
            seal(db, report.id)

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
            " length(r.text), r.added_at"
            f" FROM reports r LEFT JOIN paragraphs p ON p.report_id = r.id WHERE {_HERE}"
            " GROUP BY r.id ORDER BY r.period DESC, r.organisation, r.title"
        )
        return [ReportSummary(*row) for row in rows]

    def report(self, report_id: str) -> Report:
        """A report, also one that was replaced. Raises UnknownReport."""
        row = self.database.one(
            f"SELECT {REPORT_COLUMNS} FROM reports WHERE id = ? AND state <> ?",
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
        return report_of(row, paragraphs)

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
        recognised = recognised_json(report)
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
            return [i for i, checksum in stored if checksum_of(db, i) != checksum]

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
            "SELECT p.id, r.id, p.role, r.period, r.organisation, r.title, p.vector"
            " FROM paragraphs p JOIN reports r ON r.id = p.report_id"
            f" WHERE {_HERE}{where} ORDER BY r.id, p.ordinal",
            *arguments,
        )
        return [
            VectorRow(
                Entry(row[0], row[1], row[2], year_of(row[3]), row[4], kind_of(row[5])),
                np.frombuffer(row[6], "<f4"),
            )
            for row in rows
        ]

    def seals(self) -> dict[str, str]:
        """Report id → its checksum: what has changed between two looks."""
        return dict(self.database.all(f"SELECT id, checksum FROM reports r WHERE {_HERE}"))

    def known_vectors(
        self, digests: Sequence[bytes], table: Literal["paragraphs", "reembedded"] = "paragraphs"
    ) -> dict[bytes, NDArray[np.float32]]:
        """Vectors of texts that were embedded before, by digest; `reembedded` has those of a model
        to come."""
        found: dict[bytes, NDArray[np.float32]] = {}
        for batch in chunked(digests, _MAX_VARIABLES):
            sql = f"SELECT digest, vector FROM {table} WHERE digest IN ({_marks(batch)})"
            for digest, vector in self.database.all(sql, *batch):
                found[digest] = np.frombuffer(vector, "<f4")
        return found

    def sample(self, size: int) -> NDArray[np.float32]:
        """About `size` vectors from all over the archive, (n, dimension); all if there are few."""
        (most,) = self.database.one("SELECT coalesce(max(rowid), 0) FROM paragraphs") or (0,)
        rows = list(range(1, most + 1, max(1, most // size)))
        sql = f"SELECT vector FROM paragraphs WHERE rowid IN ({_marks(rows)})"
        found = self.database.all(sql, *rows)
        if len(found) < size // 2:  # most of what there once was has been forgotten
            found = self.database.all("SELECT vector FROM paragraphs LIMIT ?", size)
        vectors = [np.frombuffer(vector, "<f4") for (vector,) in found]
        return np.stack(vectors) if vectors else np.zeros((0, 0), np.float32)

    def excerpts(self, paragraph_ids: Sequence[str]) -> dict[str, Excerpt]:
        """The paragraphs that are here, by id."""
        found: dict[str, Excerpt] = {}
        for batch in chunked(paragraph_ids, _MAX_VARIABLES):
            rows = self.database.all(
                'SELECT p.id, p.report_id, p.ordinal, p.role, p.section_path, p."start", p."end",'
                " r.title, r.period, r.organisation, p.text, r.pages"
                " FROM paragraphs p JOIN reports r ON r.id = p.report_id"
                f" WHERE {_HERE} AND p.id IN ({_marks(batch)})",
                *batch,
            )
            for row in rows:
                page = page_at(tuple(json.loads(row[11])), row[5])
                found[row[0]] = Excerpt(paragraph_of(row), row[7], row[8], row[9], row[10], page)
        return found


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
