"""Text → the tree of a report. Pure; offsets always index the text as given.

The text is read through a tidy `View` with its lost line ends restored. What frames the report is
taken off first (title, signature, appendices); the body falls into parts by its headings and by
the passages that play a role without one; each part's lists become its items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import PurePath

from corpus import items
from corpus.breaks import restore_breaks
from corpus.naming import (
    organisation_of_lines,
    organisation_of_title,
    period_of_date,
    period_of_session,
    period_of_title,
)
from corpus.normal import View
from corpus.paragraphs import paragraphs_of
from corpus.report import Item, Outline, Period, Role, Section, Span
from corpus.roles import with_roles
from corpus.sections import Part, parts_of
from corpus.statements import find_statements
from corpus.title import Title, find_tail, find_title

__all__ = ["find_items", "paragraphs_of", "parse_outline"]

_PLAN_GENRE = re.compile(r"(?:工作)?(?:要点|计划|打算|方案|安排|思路|规划)(?:（[^）]*）)?$")
_REVIEW_GENRE = re.compile(r"总结|报告|汇报|回顾")

find_items = items.find_items


def parse_outline(text: str, file_name: str = "") -> Outline:
    """Parse a report. `file_name` helps when the text names no title, period or organisation."""
    view = restore_breaks(View.of(text))
    lines = view.lines()
    stem = PurePath(file_name).stem
    title = find_title(view, lines)
    tail = find_tail(view, lines, title.after)
    body = lines[title.after : tail[0] if tail else None]
    name = title.text or stem
    planned = bool(_PLAN_GENRE.search(name)) and not _REVIEW_GENRE.search(name)
    parts = with_roles(view, parts_of(view, body), planned)
    below = [view.text[slice(*line)] for line in lines[title.below : title.after]]
    signature = [view.text[slice(*line)] for line in lines[tail[0] :]] if tail else []
    sections = _frame(view, lines, title, tail, [_section(view, text, part) for part in parts])
    period = _period(name, stem, below, signature)
    return Outline(
        title=_title_words(view, text, lines[title.first : title.below]) or stem,
        organisation=organisation_of_title(title.text)
        or organisation_of_lines([*below, *signature[:4]], name)
        or organisation_of_title(stem),
        period=str(_refined(period, sections)) if period else "",
        text=text,
        sections=sections,
    )


def _period(title: str, stem: str, below: Iterable[str], signature: Iterable[str]) -> Period | None:
    """From the title; or the line below it, the file name, the date of signature, of delivery."""
    below = list(below)
    named = [period_of_title(line) for line in (title, *below[:1], stem) if "会议" not in line]
    dated = [period_of_date(line) for line in (*signature, *below)]
    held = [period_of_session(line, title) for line in below]
    return next((period for period in (*named, *dated, *held) if period), None)


def _refined(period: Period, sections: Iterable[Section]) -> Period:
    """A year whose report reviews 上半年 and plans 下半年 is that year's first half."""
    headings = {section.role: section.heading for section in sections if section.heading}
    half = "上半年" in headings.get(Role.ACHIEVEMENTS, "")
    if period.half == 0 and half and "下半年" in headings.get(Role.PLAN, ""):
        return replace(period, half=1)
    return period


# --- from the view to the text --------------------------------------------------------------


def _frame(
    view: View,
    lines: list[tuple[int, int]],
    title: Title,
    tail: tuple[int, ...],
    sections: list[Section],
) -> tuple[Section, ...]:
    """The sections with the lines below the title before them and the tail's parts behind."""
    if title.below < title.after:
        start = view.start(lines[title.below][0])
        end = view.end(lines[title.after - 1][1])
        if sections and sections[0].role is Role.LEAD:
            sections[0] = replace(sections[0], start=start)
        else:
            sections.insert(0, Section(Role.LEAD, "", "", 0, start, end, None))
    for first, after in pairwise([*tail, len(lines)]):
        start, end = view.start(lines[first][0]), view.end(lines[after - 1][1])
        sections.append(Section(Role.OTHER, "", "", 0, start, end, Span(start, end)))
    return tuple(sections)


def _section(view: View, text: str, part: Part) -> Section:
    own = items.find_items(view.text, part.body, part.end) if part.role is not Role.LEAD else ()
    if part.role is Role.PROBLEMS and not own:
        own = find_statements(view.text, part.body, part.end)
    # Without headings or a list, every line is a paragraph of its own.
    stop = own[0].start if own else (part.end if part.role is Role.LEAD else part.body)
    lead = view.text[part.body : stop]
    begin = part.body + len(lead) - len(lead.lstrip())
    span = (
        Span(view.start(begin), view.end(part.body + len(lead.rstrip()))) if lead.strip() else None
    )
    heading = part.heading
    marker = heading.marker if heading else None
    return Section(
        role=part.role,
        marker=_words(view, text, marker.start, marker.end) if marker else "",
        heading=_words(view, text, heading.start, heading.end) if heading else "",
        level=part.level,
        start=view.start(part.start),
        end=view.end(part.end),
        lead=span,
        items=tuple(_item(view, text, item) for item in own),
    )


def _item(view: View, text: str, item: Item) -> Item:
    end = view.end(item.end)
    heading_start = min(view.start(item.heading_start), end)  # a blank may follow a bare marker
    heading = _words(view, text, item.heading_start, item.heading_start + len(item.heading))
    body_start = view.end(item.body_start) if heading else heading_start
    return Item(
        marker=_words(view, text, item.start, item.start + len(item.marker)),
        ordinal=item.ordinal,
        heading=heading,
        start=view.start(item.start),
        end=end,
        heading_start=heading_start,
        body_start=body_start,
        items=tuple(_item(view, text, member) for member in item.items),
    )


def _title_words(view: View, text: str, lines: list[tuple[int, int]]) -> str:
    """The title's original characters without the blanks and line ends among them."""
    spans = [(view.start(n), view.end(n + 1)) for line in lines for n in range(*line)]
    return "".join(text[start:end] for start, end in spans).lstrip("*# ")


def _words(view: View, text: str, start: int, end: int) -> str:
    """The original words at ``[start, end)`` of the view, without blanks at their edges."""
    return text[view.start(start) : view.end(end)].strip() if start < end else ""
