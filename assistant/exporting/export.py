"""Drafts → a file: which form, in which layout."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from docx.document import Document

from assistant.document import Draft
from assistant.errors import DraftError
from assistant.exporting.blank import blank
from assistant.exporting.body import BodyWriter
from assistant.exporting.content import Block, content, key_of
from assistant.exporting.evidence import FORM as EVIDENCE
from assistant.exporting.evidence import write_evidence
from assistant.exporting.fonts import FONTS, FontProfile
from assistant.exporting.markdown import markdown_of
from assistant.exporting.notes import notes_of
from assistant.exporting.properties import label_of, write_properties
from assistant.exporting.styles import RUN_INS
from assistant.exporting.template import Template
from assistant.exporting.xml import writable
from assistant.placeholders import PLACEHOLDER
from assistant.review.decision import Decision
from assistant.rewriting.desk import name_of
from corpus.report import Period

Form = Literal["clean", "review", "evidence", "markdown"]
FORM_LABELS: dict[Form, str] = {
    "clean": "清稿", "review": "送审稿", "evidence": EVIDENCE, "markdown": "Markdown",
}  # fmt: skip
# Where a line in the body says how the text came about: nowhere, in working files, in clean ones too.
LabelIn = Literal["never", "review", "always"]
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NAMED = 5  # placeholders that a message names


@dataclass(frozen=True)
class Layout:
    """What an office decides once."""

    profile: FontProfile = "gb2312"
    template: Template | None = None
    label: LabelIn = "review"


@dataclass(frozen=True)
class Order:
    """What is wanted of one file. `since` are the drafts whose changes a review file shows, by
    their section; `decisions` by section, then sentence id; `author` is whose changes they are;
    `is_signed` tells whether all of it is."""

    form: Form = "clean"
    title: str = ""
    allow_placeholders: bool = False
    since: Sequence[Draft] = ()
    author: str = "拟稿"
    decisions: Mapping[str, Mapping[str, Decision]] = field(default_factory=dict)
    is_signed: bool = False
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True)
class Exported:
    """`name` is a file name for people."""

    name: str
    content: bytes
    media_type: str


def export(drafts: Sequence[Draft], order: Order, layout: Layout | None = None) -> Exported:
    """The sections of a report, checked, as a file.

    Raises DraftError for a clean file of a text with placeholders, unless they are allowed and
    then stand out in yellow.
    """
    layout = layout or Layout()
    if order.form == "clean" and not order.allow_placeholders:
        _refuse_placeholders(drafts)
    heading = writable("和".join(draft.heading for draft in drafts))
    label = label_of(drafts) if _is_labelled(order.form, layout.label) else ""
    name = f"{Period.parse(drafts[0].period).label}{heading}"
    if order.form == "markdown":
        text = markdown_of(drafts, order.title, label)
        return Exported(f"{name}.md", text.encode(), "text/markdown; charset=utf-8")
    document = blank(layout.profile, layout.template, across=order.form == "evidence")
    if order.form == "evidence":
        decisions = [order.decisions.get(draft.section, {}) for draft in drafts]
        write_evidence(document, drafts, decisions, order.at)
    else:
        _write_text(document, drafts, order, label, _run_in_fonts(layout))
    form = FORM_LABELS[order.form]
    write_properties(document, drafts, order.title or heading, form, order.at)
    buffer = io.BytesIO()
    document.save(buffer)
    clean = "（定稿）" if order.is_signed else ""
    suffix = clean if order.form == "clean" else f"（{form}）"
    return Exported(f"{name}{suffix}.docx", buffer.getvalue(), _WORD)


def placeholders_in(drafts: Sequence[Draft]) -> Iterator[tuple[str, str]]:
    """(where, what) of everything that waits to be filled in."""
    for draft in drafts:
        for sentence in draft.sentences():
            for spot in PLACEHOLDER.finditer(sentence.text):
                place = name_of(sentence.id)
                yield (f"“{draft.heading}”{place}" if len(drafts) > 1 else place), spot.group()


def _refuse_placeholders(drafts: Sequence[Draft]) -> None:
    found = list(placeholders_in(drafts))
    if found:
        named = "、".join(f"{place}“{what}”" for place, what in found[:_NAMED])
        more = "等" if len(found) > _NAMED else ""
        raise DraftError(
            f"还有 {len(found)} 处待填写，不能出清稿：{named}{more}。请先补上；也可以选“有待补处也导出，"
            "标成黄色”（命令行加 --allow-placeholders）"
        )


def _is_labelled(form: Form, label: LabelIn) -> bool:
    return label == "always" or (label == "review" and form != "clean")


def _run_in_fonts(layout: Layout) -> Sequence[str]:
    """The font of an item's heading by its level (§7.3.3); the office's own style decides alone."""
    if layout.template and set(layout.template.found) & set(RUN_INS):
        return ()
    fonts = FONTS[layout.profile]
    return fonts.heading, fonts.run_in, fonts.body, fonts.body


def _write_text(
    document: Document, drafts: Sequence[Draft], order: Order, label: str, fonts: Sequence[str]
) -> None:
    is_review = order.form == "review"
    notes = {key_of(d, i): n for d in drafts for i, n in notes_of(d).items()} if is_review else {}
    blocks: list[Block] = content(drafts, order.since if is_review else (), order.title, label)
    BodyWriter(document, order.author, order.at, notes, fonts).write(blocks)
