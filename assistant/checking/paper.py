"""What the rules read: a text with its lines, their parts and roles — of a draft or of any report.

Every rule is written once, over a `Paper`; hits carry offsets of its text. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.document import Draft, Sentence
from corpus.numbering import Marker, block_marker
from corpus.report import Item, Outline, Period, Role, Section, Span

_SENTENCE = re.compile(r"[^。！？\n]*[。！？]+[”’》）】]*|[^。！？\n]+")
_LONGEST_HEADING = 40
_DELIVERED = re.compile(
    r"政府工作报告|(?:在|向)[^，。\n]{0,30}代表大会|(?:各位|同志们|代表)[：:，]"
    r"|[一二]?十[一二三四五六七八九]?大报告"
)


@dataclass(frozen=True)
class Hit:
    """What a rule found at ``paper.text[start:end]``; `fix` can safely stand in its place."""

    rule: str
    start: int
    end: int
    message: str
    fix: str | None = None


@dataclass(frozen=True)
class Line:
    """A paragraph without the blanks at its edges: ``paper.text[start:end] == text``.

    `section` is its place among the sections, -1 before the first; `marker` the block mark it
    begins with, its offsets those of the paper.
    """

    text: str
    start: int
    role: Role
    section: int
    marker: Marker | None
    is_heading: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Words:
    """A sentence with its stop, or what stands for one: ``paper.text[start:end] == text``."""

    text: str
    start: int
    line: Line

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Paper:
    """A text to be checked. `is_whole` if it is a report and not only a part of one."""

    outline: Outline
    is_whole: bool = True

    @property
    def text(self) -> str:
        return self.outline.text

    @cached_property
    def period(self) -> Period | None:
        return Period.parse(self.outline.period) if self.outline.period else None

    @cached_property
    def is_delivered(self) -> bool:
        """Whether it is a report read out to a congress, which has lengths and habits of its own."""
        return bool(_DELIVERED.search(self.outline.title + self.text[:120]))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return tuple(_lines(self.outline))

    @cached_property
    def sentences(self) -> tuple[Words, ...]:
        return tuple(
            Words(match.group(), line.start + match.start(), line)
            for line in self.lines
            for match in _SENTENCE.finditer(line.text)
        )

    def parts(self, role: Role) -> list[Section]:
        return [section for section in self.outline.sections if section.role is role]


def _lines(outline: Outline) -> Iterator[Line]:
    sections, place = outline.sections, -1
    for match in re.finditer(r"[^\n]+", outline.text):
        words = match.group().strip()
        if not words:
            continue
        start = match.start() + match.group().index(words[0])
        while place + 1 < len(sections) and sections[place + 1].start <= start:
            place += 1
        section = sections[place] if place >= 0 else None
        marker = block_marker(outline.text, start, start + len(words))
        rest = words[marker.end - start :] if marker else words
        opens = section is not None and bool(section.heading) and section.start == start
        short = len(rest) <= _LONGEST_HEADING and not re.search("[。；：，]", rest)
        heading = (opens or marker is not None) and short
        role = section.role if section else Role.OTHER
        yield Line(words, start, role, place, marker, heading)


# --- a draft ----------------------------------------------------------------------------------


def paper_of_draft(draft: Draft) -> tuple[Paper, tuple[tuple[int, Sentence], ...]]:
    """The draft as a paper, and where each of its sentences begins in it."""
    places: list[tuple[int, Sentence]] = []
    position = len(draft.heading) + 1
    lead = position
    for sentence in draft.lead:
        places.append((position, sentence))
        position += len(sentence.text)
    span = Span(lead, position) if position > lead else None
    items = []
    for ordinal, item in enumerate(draft.items, 1):
        start = position + 1
        position = heading_start = start + len(item.marker)
        for sentence in item.all_sentences:
            places.append((position, sentence))
            position += len(sentence.text)
        heading = item.heading.text.rstrip("。")
        body = heading_start + len(item.heading.text)
        items.append(Item(item.marker, ordinal, heading, start, position, heading_start, body))
    role = Role(draft.section)
    section = Section(role, "", draft.heading, 1, 0, position, span, tuple(items))
    outline = Outline("", draft.organisation, draft.period, draft.text, (section,))
    return Paper(outline, is_whole=False), tuple(places)
