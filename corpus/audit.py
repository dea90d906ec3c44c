"""Does the archive hold together? The catalogue against itself, its files and both indexes."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from corpus.catalogue import Catalogue, VectorRow
from corpus.embedded_text import indexed_text
from corpus.errors import ArchiveError
from corpus.indexes import CHROMA, LEXICAL, Indexes
from corpus.originals import Originals
from corpus.report import Report
from corpus.states import State

Kind = Literal["missing", "extra", "different", "damaged"]
_UNIT = 1e-3  # how far from 1 the length of a stored vector may be
_READABLE = (State.EMBEDDED, State.INDEXED, State.VERIFIED, State.REPLACED)
_KNOWN = ",".join(f"'{state}'" for state in (*_READABLE, State.LEAVING))
_CONTRADICTIONS = {  # reports that cannot be as they are → what is wrong with them
    f"SELECT id FROM reports WHERE state NOT IN ({_KNOWN})": "的状态不认识",
    f"SELECT id FROM reports WHERE state = '{State.REPLACED}'"
    " AND (replaced_by IS NULL OR replaced_by NOT IN (SELECT id FROM reports))": "的新版不存在",
    "SELECT id FROM reports WHERE CASE WHEN json_valid(outline) THEN"
    " title IS NOT json_extract(outline, '$.title')"
    " OR organisation IS NOT json_extract(outline, '$.organisation')"
    " OR period IS NOT json_extract(outline, '$.period') END": "的名称、单位或期间前后不一",
}


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the catalogue says; `subject` is an id, `message` for users."""

    where: str
    kind: Kind
    subject: str
    message: str


def audit(catalogue: Catalogue, originals: Originals, indexes: Indexes) -> list[Difference]:
    """Every difference, in the order: catalogue, originals, vectors, words. Changes nothing."""
    found: list[Difference] = []
    try:
        found += _of_database(catalogue)
        rows: list[VectorRow] = []
        texts: list[str] = []
        for report_id in catalogue.in_state(*_READABLE):
            try:
                report, own = catalogue.report(report_id), catalogue.vectors([report_id])
                texts += [indexed_text(report, p) for p in report.paragraphs if own]
            except (ValueError, TypeError, LookupError):
                said = f"报告 {report_id} 的记录已损坏，无法读出"
                found.append(Difference("catalogue", "damaged", report_id, said))
                continue
            found += _of_report(report)
            found += _of_vectors(own, indexes.identity.dimension)
            rows += own
        found += _of_originals(catalogue, originals)
        found += _of_indexes(indexes, rows, texts)
    except sqlite3.DatabaseError as error:
        found.append(Difference("catalogue", "damaged", "", f"目录数据库损坏：{error}"))
    return found


def _of_database(catalogue: Catalogue) -> Iterator[Difference]:
    for (problem,) in catalogue.database.all("PRAGMA integrity_check"):
        if problem != "ok":
            yield Difference("catalogue", "damaged", "", f"目录数据库损坏：{problem}")
    for report_id in catalogue.in_state(State.EMBEDDED, State.INDEXED, State.LEAVING):
        yield Difference("catalogue", "different", report_id, f"报告 {report_id} 没有处理完")
    for report_id in catalogue.unsealed():
        said = f"报告 {report_id} 的记录与入库时不符，请彻底删除后重新入库，或从备份恢复"
        yield Difference("catalogue", "damaged", report_id, said)
    for sql, said in _CONTRADICTIONS.items():
        for (report_id,) in catalogue.database.all(sql):
            yield Difference("catalogue", "different", report_id, f"报告 {report_id} {said}")


def _of_report(report: Report) -> Iterator[Difference]:
    """The text is the one its id was made of, and its paragraphs lie within it, in order."""
    text = report.text
    if hashlib.sha256(text.encode("utf-8")).hexdigest()[:12] != report.id:
        yield Difference(
            "catalogue", "damaged", report.id, f"《{report.outline.title}》的正文与编号不符"
        )
    end = 0
    for n, paragraph in enumerate(report.paragraphs):
        if paragraph.id != f"{report.id}:{n}":
            yield Difference(
                "catalogue", "damaged", paragraph.id, f"段落 {paragraph.id} 的次序不对"
            )
        if not end <= paragraph.start < paragraph.end <= len(text):
            yield Difference(
                "catalogue", "damaged", paragraph.id, f"段落 {paragraph.id} 的位置不在正文之内"
            )
        end = paragraph.end


def _of_vectors(rows: list[VectorRow], dimension: int) -> Iterator[Difference]:
    for row in rows:
        length = float(np.linalg.norm(row.vector.astype(np.float64)))
        if row.vector.shape != (dimension,) or not abs(length - 1) <= _UNIT:  # NaN is no length
            yield Difference(
                "catalogue",
                "damaged",
                row.entry.paragraph_id,
                f"段落 {row.entry.paragraph_id} 的向量已损坏",
            )


def _of_originals(catalogue: Catalogue, originals: Originals) -> Iterator[Difference]:
    expected, kept = catalogue.originals(), originals.names()
    for sha256 in sorted(expected):
        try:
            originals.read(sha256)
        except (ArchiveError, OSError) as error:
            kind: Kind = "damaged" if sha256 in kept else "missing"
            yield Difference("originals", kind, expected[sha256] or sha256, str(error))
    for sha256 in sorted(kept - expected.keys()):
        yield Difference("originals", "extra", sha256, f"多出一份不属于任何报告的原始文件 {sha256}")


def _of_indexes(indexes: Indexes, rows: list[VectorRow], texts: list[str]) -> Iterator[Difference]:
    for name, problem in indexes.problems.items():
        yield Difference(name, "damaged", "", problem)
    try:
        if indexes.chroma is not None:
            yield from _named(CHROMA, indexes.chroma.compare(rows))
    except ArchiveError as error:
        yield Difference(CHROMA, "damaged", "", str(error))
    try:
        if indexes.lexical is not None:
            entries = [row.entry for row in rows]
            yield from _named(LEXICAL, indexes.lexical.compare(entries, texts))
    except ArchiveError as error:
        yield Difference(LEXICAL, "damaged", "", str(error))


def _named(name: str, compared: tuple[list[str], list[str], list[str]]) -> Iterator[Difference]:
    index = "向量索引" if name == CHROMA else "词句索引"
    words: tuple[tuple[Kind, str], ...] = (
        ("missing", "里没有"),
        ("extra", "里多出"),
        ("different", "里的内容与目录不同："),
    )
    for (kind, said), ids in zip(words, compared, strict=True):
        for paragraph_id in ids:
            yield Difference(name, kind, paragraph_id, f"{index}{said}段落 {paragraph_id}")
