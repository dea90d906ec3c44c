"""What of a paragraph is embedded, and what is indexed by its words. Neither is ever quoted."""

from __future__ import annotations

import hashlib
import re

from corpus.report import Paragraph, Report

# Goes up with every change below: an archive whose vectors were made otherwise is embedded anew.
RECIPE = 4

# Taken whole or not at all: 15G and 2.5kg are names, 20XX and 1XX are placeholders.
_FIGURE = re.compile(
    r"(?<![A-Za-z0-9０-９])(?:[0-9０-９]*+[XxＸｘ×✕]{1,4}|[0-9０-９]++(?:[.,．][0-9０-９]++)*+"
    r"|[〇○]{2,}|\*{2,}|_{3,})(?![A-Za-z])"
)
_FOLDED = "XX"
_NUMERAL = "[一二三四五六七八九十百〇零]+"
_MARKER = re.compile(
    rf"^(?:{_NUMERAL}[、．.，]|第{_NUMERAL}(?:部分|章|节|编|条)|[（(]{_NUMERAL}[）)]|第\d+条)\s*"
)
_PATH = " › "


def embedded_text(report: Report, paragraph: Paragraph) -> str:
    """The words, then title and path, every figure and placeholder folded to one token: last
    year's report with its figures and the draft with its blanks are then alike. In front, the
    title would make all of a report alike."""
    words = report.quote(paragraph.start, paragraph.end)
    return folded(f"{words}\n{_path(report, paragraph)}")


def indexed_text(report: Report, paragraph: Paragraph) -> str:
    """Title, path and words as they stand: who looks for a department, a year or a figure finds
    it."""
    return f"{_path(report, paragraph)}\n{report.quote(paragraph.start, paragraph.end)}"


def _path(report: Report, paragraph: Paragraph) -> str:
    headings = (_MARKER.sub("", heading) for heading in paragraph.section_path)
    return _PATH.join(heading for heading in (report.outline.title, *headings) if heading)


def folded(text: str) -> str:
    return _FIGURE.sub(_FOLDED, text)


def digest_of(text: str) -> bytes:
    """What tells an embedded text again: 16 bytes of its SHA-256."""
    return hashlib.sha256(text.encode()).digest()[:16]
