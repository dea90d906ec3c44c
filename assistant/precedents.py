"""The items of past reports as what new ones can be written from: a piece a paragraph.

An item of a long report (（二）聚焦重点产业集群…) is a heading and paragraphs under it, each on a matter of
its own, often with a heading sentence of its own. Each is ranked, embedded and cited by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.clauses import Unit, clause_spans, leans_forward, units_of
from assistant.deeds import is_goal
from assistant.periods.told import period_of
from corpus.report import Item, Paragraph, Period, Report, Role, Section

_TERM = re.compile(
    "(?:今后|未来|下一个?)五年|五年(?:目标|任务|规划|发展)|十[一二三四五六]五|时期.{0,8}(?:目标|任务|思路|要求)"
)
OUTLINE = 3  # items that make an outline
_SHORTEST_HEADING, _LONGEST_HEADING = 4, 24


@dataclass(frozen=True)
class Precedent:
    """A past item, or a paragraph of one; then `is_part` says whether its heading is its own.

    `is_chapter`: the heading of an item whose paragraphs or items have their own, which are parts.
    `item_start` says which item of its report a piece belongs to; None for a pinned paragraph apart.
    `is_statement`: one of several told in one paragraph, 产业结构不优，城乡差距较大; clauses behind its
    first one may each be on a matter of their own. Equality is by identity of the span.
    """

    report: Report
    paragraph: Paragraph
    heading: str
    heading_start: int
    units: tuple[Unit, ...]
    is_part: bool = False
    is_statement: bool = False
    is_chapter: bool = False
    item_start: int | None = None

    @property
    def text(self) -> str:
        return self.report.quote(self.paragraph.start, self.paragraph.end)

    @property
    def period(self) -> Period | None:
        return period_of(self.report)

    @property
    def organisation(self) -> str:
        return self.report.outline.organisation

    def is_of_item(self, other: Precedent) -> bool:
        """Whether both stand under one heading of one report."""
        same_heading = self.heading_start == other.heading_start
        return same_heading and self.report.id == other.report.id

    def is_in_chapter(self, chapter: Precedent) -> bool:
        """Whether it is one of the paragraphs under the chapter's heading."""
        same_item = chapter.is_chapter and self.item_start == chapter.item_start
        return same_item and self is not chapter and self.report.id == chapter.report.id


def items_and_leads(report: Report, role: Role) -> tuple[list[Precedent], list[Precedent]]:
    precedents: list[Precedent] = []
    leads: list[Precedent] = []
    for section in sections_of_role(report, role):
        for item in told_items(section):
            precedents += _pieces(report, item)
        if section.lead and (paragraph := paragraph_at(report, section.lead.start)):
            units = units_of(report.text, section.lead.start, section.lead.end)
            leads.append(Precedent(report, paragraph, "", section.lead.start, units))
    return precedents, leads


def sections_of_role(report: Report, role: Role) -> list[Section]:
    """The sections of a role; of a plan without those of a term of years (“十四五”时期的目标任务), where
    there is one for the year with items."""
    sections = [s for s in report.outline.sections if s.role is role]
    of_the_year = [s for s in sections if not _TERM.search(s.heading)]
    is_plan = role is Role.PLAN and any(s.items for s in of_the_year)
    return of_the_year if is_plan else sections


def told_items(section: Section) -> list[Item]:
    """The items of a section: those at the top of its outline, or where these are too few the ones
    under them; of a plan's without its goals and principles (必须坚持…, …取得重大进展), where it has
    measures."""
    items = section.items if len(section.items) >= OUTLINE else leaf_items(section.items)
    if section.role is not Role.PLAN:
        return list(items)
    return [item for item in items if not is_goal(item.heading)]


def _pieces(report: Report, item: Item) -> Iterator[Precedent]:
    """The item, or where it has several paragraphs each of them with words in it."""
    within = [p for p in report.paragraphs if item.start <= p.start < item.end]
    paragraph = paragraph_at(report, item.start)
    if paragraph is None:
        return
    whole = replace(precedent_of(report, paragraph, item), item_start=item.start)
    if item.items and whole.heading:
        yield from _nested(report, item, whole)
        return
    if len(within) < 2 or not whole.heading:
        yield whole
        return
    pieces = [
        replace(piece, item_start=item.start) for piece in _parts(report, item, whole, within)
    ]
    if sum(piece.is_part for piece in pieces) > 1:
        yield replace(whole, units=(), is_chapter=True)
    yield from pieces


def _nested(report: Report, item: Item, whole: Precedent) -> Iterator[Precedent]:
    """A chapter with what stands before its first item, and the items under it."""
    own = units_of(report.text, item.body_start, item.items[0].start)
    yield replace(whole, units=own, is_chapter=True)
    for leaf in leaf_items(item.items):
        for piece in _pieces(report, leaf):
            if not piece.is_chapter:
                yield replace(piece, is_part=True, item_start=item.start)


def _parts(
    report: Report, item: Item, whole: Precedent, within: Sequence[Paragraph]
) -> Iterator[Precedent]:
    for part in within:
        start = max(part.start, item.body_start)
        units = units_of(report.text, start, min(part.end, item.end))
        if not units:
            continue  # the heading alone
        own = _run_in_heading(report, part) if part.start >= item.body_start else None
        if own is None:
            yield Precedent(report, part, whole.heading, whole.heading_start, units)
            continue
        rest = tuple(unit for unit in units if unit.start >= own[1])
        heading = report.text[slice(*own)]
        yield Precedent(report, part, heading, own[0], rest, is_part=True)


def _run_in_heading(report: Report, part: Paragraph) -> tuple[int, int] | None:
    """Where the paragraph's own heading sentence stands (扩大就业。…); None if it has none."""
    text = report.text
    spans = clause_spans(text, part.start, part.end)
    if len(spans) < 3:
        return None
    start, end = spans[0]
    is_short = _SHORTEST_HEADING <= end - start <= _LONGEST_HEADING
    return (start, end) if is_short and text[end : end + 1] == "。" else None


def precedent_of(report: Report, paragraph: Paragraph, item: Item) -> Precedent:
    """An item without a heading sentence is headed by its first clause, if that is short."""
    text = report.text
    if item.heading:
        units = units_of(text, item.body_start, item.end)
        return Precedent(report, paragraph, item.heading, item.heading_start, units)
    start, end = next(iter(clause_spans(text, item.body_start, item.end)), (item.start, item.start))
    units = units_of(text, item.body_start, item.end)
    if not 4 <= end - start <= _LONGEST_HEADING or leans_forward(text[start:end]):
        return Precedent(report, paragraph, "", start, units)
    # A problem told in one clause may head an item, or stand under another's heading.
    rest = tuple(unit for unit in units if unit.start >= end) or units
    is_statement = not item.marker and bool(item.ordinal)
    return Precedent(report, paragraph, text[start:end], start, rest, is_statement=is_statement)


def leaf_items(items: Sequence[Item]) -> list[Item]:
    leaves: list[Item] = []
    for item in items:
        leaves += leaf_items(item.items) if item.items else [item]
    return leaves


def paragraph_at(report: Report, offset: int) -> Paragraph | None:
    return next((p for p in report.paragraphs if p.start <= offset < p.end), None)
