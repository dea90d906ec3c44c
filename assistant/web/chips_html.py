"""What can be said with one click: answers to a question, first orders, or usual changes."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.document import SECTIONS, Draft, SectionName, section_heading
from corpus.report import Period

CHANGES = ("第一条换一种写法", "删掉最后一条", "为什么这么写", "撤销")


def chips_html(answers: Sequence[str], draft: Draft | None) -> str:
    """Answers where a question is open, else changes of the draft; nothing without one."""
    if answers:
        chips = "".join(_chip(answer) for answer in answers)
        return f'<div class="says answers" role="group" aria-label="可选的回答">{chips}</div>'
    if draft is None:
        return ""
    chips = "".join(_chip(change) for change in CHANGES)
    return f'<div class="says" role="group" aria-label="常用修改">{chips}</div>'


def _chip(words: str) -> str:
    said = escape(words, quote=True)
    return f'<button type="button" data-do="say" data-say="{said}">{escape(words)}</button>'


def section_tabs_html(drafted: Sequence[SectionName], draft: Draft | None) -> str:
    """A tab for each drafted section, if there are two."""
    if draft is None or len(drafted) < 2:
        return ""
    tabs = "".join(
        f'<button type="button" role="tab" data-do="section" data-section="{section}"'
        f' aria-selected="{str(section == draft.section).lower()}">'
        f"{section_heading(section, Period.parse(draft.period))}</button>"
        for section in SECTIONS
        if section in drafted
    )
    return f'<div class="section-tabs" role="tablist" aria-label="稿件的部分">{tabs}</div>'
