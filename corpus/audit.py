"""Does the archive hold together? The catalogue against itself, its files and both indexes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from corpus.catalogue import Catalogue, VectorRow
from corpus.errors import ArchiveError
from corpus.indexes import CHROMA, LEXICAL, Indexes, embedded_text, entry_of
from corpus.originals import Originals
from corpus.report import Report
from corpus.states import State

Kind = Literal["missing", "extra", "different", "damaged"]
_UNIT = 1e-3  # how far from 1 the length of a stored vector may be


@dataclass(frozen=True)
class Difference:
    """One thing that is not as the catalogue says; `subject` is an id, `message` for users."""

    where: str
    kind: Kind
    subject: str
    message: str


def audit(catalogue: Catalogue, originals: Originals, indexes: Indexes) -> list[Difference]:
    """Every difference, in the order: catalogue, originals, vectors, words. Changes nothing."""
    reports = [
        catalogue.report(report_id)
        for report_id in catalogue.in_state(
            State.EMBEDDED, State.INDEXED, State.VERIFIED, State.REPLACED
        )
    ]
    return [
        *_of_database(catalogue),
        *(difference for report in reports for difference in _of_report(report, catalogue)),
        *_of_originals(catalogue, originals),
        *_of_indexes(catalogue, indexes),
    ]


def _of_database(catalogue: Catalogue) -> Iterator[Difference]:
    for (problem,) in catalogue.database.all("PRAGMA integrity_check"):
        if problem != "ok":
            yield Difference("catalogue", "damaged", "", f"目录数据库损坏：{problem}")
    unfinished = catalogue.in_state(State.EMBEDDED, State.INDEXED, State.LEAVING)
    for report_id in unfinished:
        yield Difference("catalogue", "different", report_id, f"报告 {report_id} 没有处理完")


def _of_report(report: Report, catalogue: Catalogue) -> Iterator[Difference]:
    """The text is the one its id was made of, and its paragraphs lie within it, in order."""
    text = report.text
    if hashlib.sha256(text.encode("utf-8")).hexdigest()[:12] != report.id:
        yield Difference(
            "catalogue", "damaged", report.id, f"《{report.outline.title}》的正文与编号不符"
        )
    end = 0
    for paragraph in report.paragraphs:
        if not end <= paragraph.start < paragraph.end <= len(text):
            yield Difference(
                "catalogue", "damaged", paragraph.id, f"段落 {paragraph.id} 的位置不在正文之内"
            )
        end = paragraph.end
    for row in catalogue.vectors([report.id]):
        if abs(float(np.linalg.norm(row.vector)) - 1) > _UNIT:
            yield Difference(
                "catalogue", "damaged", row.paragraph_id, f"段落 {row.paragraph_id} 的向量已损坏"
            )


def _of_originals(catalogue: Catalogue, originals: Originals) -> Iterator[Difference]:
    expected, kept = catalogue.originals(), originals.names()
    for sha256 in sorted(expected):
        try:
            originals.read(sha256)
        except ArchiveError as error:
            kind: Kind = "damaged" if sha256 in kept else "missing"
            yield Difference("originals", kind, expected[sha256] or sha256, str(error))
    for sha256 in sorted(kept - expected.keys()):
        yield Difference("originals", "extra", sha256, f"多出一份不属于任何报告的原始文件 {sha256}")


def _of_indexes(catalogue: Catalogue, indexes: Indexes) -> Iterator[Difference]:
    rows = catalogue.vectors()
    for name in (CHROMA, LEXICAL):
        if name in indexes.problems:
            yield Difference(name, "damaged", "", indexes.problems[name])
    if indexes.chroma is not None:
        yield from _named(CHROMA, indexes.chroma.compare(rows))
    if indexes.lexical is not None:
        try:
            compared = indexes.lexical.compare(
                [entry_of(row) for row in rows], _texts(catalogue, rows)
            )
        except ArchiveError as error:
            yield Difference(LEXICAL, "damaged", "", str(error))
        else:
            yield from _named(LEXICAL, compared)


def _texts(catalogue: Catalogue, rows: list[VectorRow]) -> list[str]:
    texts: dict[str, str] = {}
    for report_id in dict.fromkeys(row.report_id for row in rows):
        report = catalogue.report(report_id)
        texts |= {p.id: embedded_text(report, p) for p in report.paragraphs}
    return [texts[row.paragraph_id] for row in rows]


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
