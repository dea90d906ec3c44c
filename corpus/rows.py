"""How reports and paragraphs stand in the rows of the catalogue, and the checksum over them."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any

from pydantic import TypeAdapter

from corpus.readers.reading import Note
from corpus.report import Outline, Paragraph, Report, Role

_OUTLINE = TypeAdapter(Outline)
_NOTES = TypeAdapter(tuple[Note, ...])
_RECOGNISED = TypeAdapter(tuple[str, str])
REPORT_COLUMNS = "id, sha256, file_name, outline, pages, notes, recognised, text"


def checksum_of(db: sqlite3.Connection, report_id: str) -> str:
    """SHA-256 of all that is stored of a report once and for all, its vectors among it."""
    digest = hashlib.sha256()
    for sql in (
        "SELECT id, sha256, file_name, title, organisation, period, outline, text, pages, notes,"
        " recognised, added_at FROM reports WHERE id = ?",
        "SELECT * FROM paragraphs WHERE report_id = ? ORDER BY ordinal, id",
    ):
        for row in db.execute(sql, [report_id]):
            digest.update(ascii(row).encode())
    return digest.hexdigest()


def seal(db: sqlite3.Connection, report_id: str) -> None:
    checksum = checksum_of(db, report_id)
    db.execute("UPDATE reports SET checksum = ? WHERE id = ?", [checksum, report_id])


def report_row(report: Report) -> list[object]:
    outline = report.outline
    return [
        report.id,
        report.sha256,
        report.file_name,
        outline.title,
        outline.organisation,
        outline.period,
        _OUTLINE.dump_json(outline, exclude={"text"}).decode(),
        outline.text,
        json.dumps(report.pages),
        _NOTES.dump_json(report.notes).decode(),
        recognised_json(report),
    ]


def paragraph_row(p: Paragraph) -> tuple[object, ...]:
    path = json.dumps(p.section_path, ensure_ascii=False)
    return (p.id, p.report_id, p.ordinal, p.role.value, path, p.start, p.end)


def paragraph_of(row: tuple[Any, ...]) -> Paragraph:
    path = tuple(json.loads(row[4]))
    return Paragraph(row[0], row[1], row[2], Role(row[3]), path, row[5], row[6])


def report_of(row: tuple[Any, ...], paragraphs: list[tuple[Any, ...]]) -> Report:
    """`row` has the REPORT_COLUMNS, each of `paragraphs` what `paragraph_of` takes."""
    return Report(
        id=row[0],
        sha256=row[1],
        file_name=row[2],
        outline=_OUTLINE.validate_python({**json.loads(row[3]), "text": row[7]}),
        paragraphs=tuple(paragraph_of(p) for p in paragraphs),
        pages=tuple(json.loads(row[4])),
        notes=_NOTES.validate_json(row[5]),
        recognised=_RECOGNISED.validate_json(row[6]),
    )


def recognised_json(report: Report) -> str:
    return _RECOGNISED.dump_json(report.recognised).decode()
