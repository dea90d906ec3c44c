"""A section as the house style sees it: its lead, its items, how they are set out. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from assistant.document import Draft, DraftItem, Sentence
from assistant.precedents import paragraph_at, precedent_of, sections_of_role, told_items
from corpus.numbering import block_marker, markers_in
from corpus.report import Item, Report, Role, Section, Span

# How a heading ends: its own line, a full stop, a comma (then it is a clause of the sentence).
HeadingEnd = Literal["line", "sentence", "clause", ""]

_SENTENCE = re.compile(r"[^。！？\n]+(?:[。！？]+[”’）》」]*)?")
_WORDY = re.compile(r"\w")


@dataclass(frozen=True)
class FormItem:
    """``[start, end)`` includes the marker; ``sentences`` are those after the heading, unless the
    heading is a clause: then its sentence is the first of them."""

    family: str
    start: int
    end: int
    heading: str
    heading_start: int
    heading_end: HeadingEnd
    sentences: tuple[Span, ...]


@dataclass(frozen=True)
class Form:
    """All parts of one role in one text; spans index ``text``. ``loose`` are the sentences of
    parts without items; ``report`` is None if the text is a draft's."""

    text: str = field(repr=False)
    lead: tuple[Span, ...]
    items: tuple[FormItem, ...]
    loose: tuple[Span, ...] = ()
    report: Report | None = field(default=None, repr=False)

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """Lead, bodies and loose sentences; no headings but those that are clauses."""
        bodies = (span for item in self.items for span in item.sentences)
        return (*self.lead, *bodies, *self.loose)

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """What the section says, sentence by sentence, headings included."""
        headings = (
            Span(i.heading_start, i.heading_start + len(i.heading))
            for i in self.items
            if i.heading_end in ("line", "sentence")
        )
        return tuple(sorted((*self.sentences, *headings), key=lambda span: span.start))

    @property
    def headings(self) -> list[str]:
        return [item.heading for item in self.items if item.heading]

    @property
    def run_in(self) -> bool:
        """Whether items follow each other in one paragraph."""
        return any(
            self.text[self.text.rfind("\n", 0, item.start) + 1 : item.start].strip()
            for item in self.items[1:]
        )


def form_of(report: Report, role: Role) -> Form | None:
    """The form of the report's sections of a role; None if it has none."""
    sections = sections_of_role(report, role)
    if not sections:
        return None
    leads = [s.lead for s in sections if s.lead]
    lead = tuple(span for lead in leads for span in _sentences(report.text, lead.start, lead.end))
    items = [_item(report, item) for s in sections for item in told_items(s)]
    loose = [span for s in sections if not s.items for span in _loose(report, s)]
    return Form(report.text, lead, tuple(i for i in items if i), tuple(loose), report)


def form_of_draft(draft: Draft) -> Form:
    """The form of a draft, items set out as its text sets them out: one a line."""
    text, lead = _joined("", draft.lead)
    items = []
    for item in draft.items:
        text, made = _drafted(text + "\n", item, draft.numbering)
        items.append(made)
    return Form(text, tuple(lead), tuple(items))


def _item(report: Report, item: Item) -> FormItem | None:
    paragraph = paragraph_at(report, item.start)
    if paragraph is None:
        return None
    precedent = precedent_of(report, paragraph, item)
    text, heading = report.text, precedent.heading
    marker = block_marker(text, item.start, item.end) or next(
        markers_in(text, item.start, item.end), None
    )
    return FormItem(
        family=marker.family if marker else "",
        start=item.start,
        end=item.start + len(text[item.start : item.end].rstrip()),
        heading=heading,
        heading_start=precedent.heading_start,
        heading_end=_ending(text, precedent.heading_start + len(heading)) if heading else "",
        sentences=tuple(_sentences(text, item.body_start, item.end)),
    )


def _ending(text: str, end: int) -> HeadingEnd:
    after = text[end : end + 1]
    if after in ("", "\n"):
        return "line"
    return "sentence" if after in "。！？" else "clause"


def _loose(report: Report, section: Section) -> Iterator[Span]:
    """Sentences of a section without items, its heading and lead left out."""
    start = section.lead.end if section.lead else section.start + len(section.marker)
    if section.heading and not section.lead:
        at = report.text.find(section.heading, start, section.end)
        start = at + len(section.heading) if at >= 0 else start
    return _sentences(report.text, start, section.end)


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    for match in _SENTENCE.finditer(text, start, end):
        words = match.group()
        if _WORDY.search(words):
            left = match.start() + len(words) - len(words.lstrip())
            yield Span(left, left + len(words.strip()))


def _joined(text: str, sentences: Iterable[Sentence]) -> tuple[str, list[Span]]:
    """`text` with the sentences behind it, and where they stand."""
    start = len(text)
    text += "".join(sentence.text for sentence in sentences)
    return text, list(_sentences(text, start, len(text)))


def _drafted(text: str, item: DraftItem, numbering: str) -> tuple[str, FormItem]:
    start = len(text)
    text += item.marker
    heading_start = len(text)
    heading = item.heading.text.strip().rstrip("。，；：")
    text, _ = _joined(text, [item.heading])
    end = _ending(text, heading_start + len(heading)) if heading else ""
    text, body = _joined(text, item.sentences)
    if end == "line" and body:  # a heading without a mark, its sentence goes on
        end = "clause"
    return text, FormItem(numbering, start, len(text), heading, heading_start, end, tuple(body))
