"""A draft as a plain Word file. The national layout (GB/T 9704) is a later step; this one has
its paper, margins, fonts by name and two-character indents."""

from __future__ import annotations

import io
import re

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistant.document import Draft
from corpus.report import Period

_BODY_FONT, _HEADING_FONT, _RUN_IN_FONT = "仿宋_GB2312", "黑体", "楷体_GB2312"
_BODY_SIZE = Pt(16)
_INDENT = Pt(32)
_LINE = Pt(28.95)
# XML has no way to write these, so a file with one of them could not be made.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def draft_to_docx(*drafts: Draft) -> tuple[str, bytes]:
    """A file name for people and the bytes of the .docx: one section, or both of a report."""
    document, heading = Document(), _writable("和".join(draft.heading for draft in drafts))
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    for draft in drafts:
        _add_section(document, draft)
    document.core_properties.title = heading
    document.core_properties.author = ""
    document.core_properties.comments = "由拟稿辅助起草，内容由使用单位核定"
    buffer = io.BytesIO()
    document.save(buffer)
    return f"{Period.parse(drafts[0].period).label}{heading}.docx", buffer.getvalue()


def _add_section(document: DocumentObject, draft: Draft) -> None:
    _add(_paragraph(document.add_paragraph()), draft.heading, _HEADING_FONT)
    if draft.lead:
        lead = _paragraph(document.add_paragraph())
        _add(lead, "".join(s.text for s in draft.lead), _BODY_FONT)
    for item in draft.items:
        paragraph = _paragraph(document.add_paragraph())
        _add(paragraph, item.marker + item.heading.text, _RUN_IN_FONT)
        _add(paragraph, "".join(s.text for s in item.sentences), _BODY_FONT)


def _paragraph(paragraph: Paragraph) -> Paragraph:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    form = paragraph.paragraph_format
    form.first_line_indent, form.line_spacing = _INDENT, _LINE
    form.space_before = form.space_after = Pt(0)
    return paragraph


def _add(paragraph: Paragraph, text: str, font: str) -> None:
    _font(paragraph.add_run(_writable(text)), font)


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text)


def _font(run: Run, name: str) -> None:
    run.font.name, run.font.size = name, _BODY_SIZE
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)
    # Otherwise “ ” and … fall into the Latin font and look half as wide.
    fonts.set(qn("w:hint"), "eastAsia")
