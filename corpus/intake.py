"""A file's bytes → a Report, not stored; and what of the archive it would repeat or replace."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from corpus.corrections import Corrections, corrected
from corpus.errors import ReadError
from corpus.outline import paragraphs_of, parse_outline
from corpus.readers.reading import Reading
from corpus.readers.sandbox import read_safely
from corpus.report import Report

NO_CORRECTIONS = Corrections()
_MAX_PARAGRAPHS = 5_000  # the longest real reports have 300


@dataclass(frozen=True)
class Preview:
    """What would become of a file: its report, or the `reason` of its refusal.

    `known` is the id of the report that already has this text, `replaces` of the one that this
    would be a new version of, `similar` of others that share most of its lines.
    """

    file_name: str
    report: Report | None = None
    reason: str = ""
    known: str | None = None
    replaces: str | None = None
    similar: tuple[str, ...] = ()


def build_report(file_name: str, data: bytes) -> Report:
    """Read in a sandbox and outlined. Raises ReadError."""
    return outlined(hashlib.sha256(data).hexdigest(), file_name, read_safely(data, file_name))


def outlined(
    sha256: str, file_name: str, reading: Reading, corrections: Corrections = NO_CORRECTIONS
) -> Report:
    """The report in a reading of the file `sha256`. Raises ReadError if it has no body."""
    parsed = parse_outline(reading.text, file_name)
    outline = corrected(parsed, corrections)
    report_id = hashlib.sha256(reading.text.encode("utf-8")).hexdigest()[:12]
    paragraphs = paragraphs_of(outline, report_id)
    if not paragraphs:
        raise ReadError("除标题外没有正文")
    if len(paragraphs) > _MAX_PARAGRAPHS:
        raise ReadError(f"超过 {_MAX_PARAGRAPHS} 段，不像一份报告，请拆分后再入库")
    return Report(
        report_id,
        sha256,
        file_name,
        outline,
        paragraphs,
        reading.pages,
        reading.notes,
        (parsed.title, parsed.period),
    )


def share_of_lines(one: str, other: str) -> float:
    """Characters in lines that both texts have, as a share of the shorter text."""
    a, b = ({line.strip() for line in text.split("\n")} for text in (one, other))
    sizes = [sum(map(len, lines)) for lines in (a & b, a, b)]
    return sizes[0] / max(1, min(sizes[1:]))
