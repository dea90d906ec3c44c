"""The nouns of the archive. All offsets are Unicode code points into ``Outline.text``."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

from corpus.readers.reading import Note, page_at

_PERIOD = re.compile(r"(?P<year>\d{4})(?:H(?P<half>[12]))?")


class Role(StrEnum):
    """What a part of a report is for."""

    LEAD = "lead"
    ACHIEVEMENTS = "achievements"
    PROBLEMS = "problems"
    PLAN = "plan"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _ROLE_LABELS[self]


_ROLE_LABELS = {
    Role.LEAD: "导语",
    Role.ACHIEVEMENTS: "工作情况",
    Role.PROBLEMS: "存在的问题",
    Role.PLAN: "工作打算",
    Role.OTHER: "其他",
}


@total_ordering
@dataclass(frozen=True)
class Period:
    """A half-year (``half`` 1 or 2) or a whole year (``half`` 0); orders by its end."""

    year: int
    half: int = 0

    @classmethod
    def parse(cls, code: str) -> Period:
        """``2024H1`` / ``2024`` → Period. Raises ValueError on anything else."""
        match = _PERIOD.fullmatch(code)
        if match is None:
            raise ValueError(f"期间写法应为 2024H1、2024H2 或 2024，收到的是“{code}”")
        return cls(int(match["year"]), int(match["half"] or 0))

    def __str__(self) -> str:
        return f"{self.year}H{self.half}" if self.half else str(self.year)

    def __lt__(self, other: Period) -> bool:
        return self._end < other._end

    @property
    def _end(self) -> tuple[int, int, int]:
        return (self.year, 6 if self.half == 1 else 12, 1 if self.half else 0)

    @property
    def label(self) -> str:
        return f"{self.year}年" + ("年度", "上半年", "下半年")[self.half].removeprefix("年")

    @property
    def next(self) -> Period:
        """The period a plan written at the end of this one is about."""
        return Period(self.year, 2) if self.half == 1 else Period(self.year + 1)


def period_label(code: str) -> str:
    """The Chinese name of a stored period code; an empty code reads 期间不详."""
    return Period.parse(code).label if code else "期间不详"


@dataclass(frozen=True)
class Span:
    """``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True)
class Item:
    """One member of a list; ``[start, end)`` includes its marker.

    ``heading`` is the heading sentence without its full stop ("" if the item has none) and
    stands at ``heading_start``; the elaboration is ``[body_start, end)``.
    """

    marker: str
    ordinal: int
    heading: str
    start: int
    end: int
    heading_start: int
    body_start: int
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of a report. ``lead`` is the text between the heading and the first item."""

    role: Role
    marker: str
    heading: str
    level: int
    start: int
    end: int
    lead: Span | None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class Outline:
    """A report's text and its tree. ``period`` is a code as in `Period`, or ""."""

    title: str
    organisation: str
    period: str
    text: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Paragraph:
    """The unit that is embedded, retrieved and cited: a lead, an item or a plain paragraph."""

    id: str
    report_id: str
    ordinal: int
    role: Role
    section_path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Report:
    """A report of the archive. ``id`` is derived from the text, ``sha256`` is the file's;
    ``pages`` and ``notes`` are those of its `Reading`. ``recognised`` are title and period as its
    text has them, whatever a person made of them: by these a later version is known."""

    id: str
    sha256: str
    file_name: str
    outline: Outline
    paragraphs: tuple[Paragraph, ...]
    pages: tuple[int, ...] = ()
    notes: tuple[Note, ...] = ()
    recognised: tuple[str, str] = ("", "")

    @property
    def text(self) -> str:
        return self.outline.text

    def quote(self, start: int, end: int) -> str:
        return self.outline.text[start:end]

    def page_of(self, offset: int) -> int:
        """The page, from 1, on which the offset stands; 0 if the file had no pages."""
        return page_at(self.pages, offset)


def sha256_of(text: str) -> str:
    """SHA-256 of a quoted span, as citations store it."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
