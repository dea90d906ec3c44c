"""A file or a pasted text that is checked by the rules alone: it has no citations to look at."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.checking.paper import Paper
from assistant.checking.running import findings_of_report
from assistant.checking.tables import Tables
from assistant.document import Finding
from corpus.outline import parse_outline
from corpus.readers.reading import page_at
from corpus.report import Outline


@dataclass(frozen=True)
class CheckedText:
    """A text with what the rules found; offsets of a finding index ``outline.text``."""

    name: str
    outline: Outline
    findings: tuple[Finding, ...]
    pages: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return self.outline.text

    @cached_property
    def lines(self) -> tuple[int, ...]:
        """Where each line begins."""
        return (0, *(match.end() for match in re.finditer("\n", self.text)))

    @cached_property
    def paragraphs(self) -> tuple[int, ...]:
        """Where each line begins that is not empty."""
        ends = (*self.lines[1:], len(self.text))
        pairs = zip(self.lines, ends, strict=True)
        return tuple(start for start, end in pairs if self.text[start:end].strip())


def checked_text(
    text: str, name: str, tables: Tables, period: str = "", pages: Sequence[int] = ()
) -> CheckedText:
    """`period`, a code as in `Period`, counts before what the text itself names."""
    outline = parse_outline(text, name)
    outline = replace(outline, period=period) if period else outline
    found = findings_of_report(Paper(outline), tables)
    return CheckedText(name, outline, found, tuple(pages))


def fixed(checked: CheckedText, numbers: Sequence[int]) -> str:
    """The text with the fixes of these findings made; of two that overlap the first counts.

    Raises ValueError for a number of no finding or of one that has no fix.
    """
    chosen = []
    for number in numbers:
        if not 0 <= number < len(checked.findings) or checked.findings[number].fix is None:
            raise ValueError(f"finding {number} has no fix")
        chosen.append(checked.findings[number])
    text, last = "", 0
    for finding in sorted(chosen, key=lambda f: (f.start, f.end)):
        if finding.start >= last:
            text += checked.text[last : finding.start] + (finding.fix or "")
            last = finding.end
    return text + checked.text[last:]


@dataclass(frozen=True)
class Place:
    """Where a finding stands, for people: line and paragraph from 1, page (0 without), its words."""

    line: int
    paragraph: int
    page: int
    quote: str


def place_of(checked: CheckedText, finding: Finding) -> Place:
    return Place(
        bisect_right(checked.lines, finding.start),
        max(1, bisect_right(checked.paragraphs, finding.start)),
        page_at(checked.pages, finding.start),
        checked.text[finding.start : finding.end],
    )
