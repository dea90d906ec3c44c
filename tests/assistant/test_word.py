"""The Word file holds the draft's words and nothing else, in the layout of an official paper."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import pytest
from assistant.exporting.word import draft_to_docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from assistant.document import Draft, DraftItem, Finding, SectionName, Sentence, fact_citation

FACT = fact_citation(1, "薄弱村还有12个", 0, 8)
DRAFT = Draft(
    "d1", "problems", "2024H1", "precedent", "青岚县委", "存在的问题", "一是",
    (Sentence("lead.1", "上半年，还有不足。"), Sentence("lead.2", "主要表现在：")),
    (
        DraftItem("一是", "村集体经济", Sentence("1.h", "家底薄弱。"), (
            Sentence("1.1", "“三会一课”……不实<b>&amp;。"), Sentence("1.2", "还有12个。", (FACT,)),
        )),
        DraftItem("二是", "干部", Sentence("2.h", "能力不强。"), ()),
    ),
    facts=("薄弱村还有12个",), notices=("题目不足",),
    findings=(Finding("uncited", "warning", "没有出处", "1.h"),),
)  # fmt: skip


def opened(draft: Draft = DRAFT) -> Document:
    return docx.Document(io.BytesIO(draft_to_docx(draft)[1]))


def font(run: Run, attribute: str) -> str | None:
    properties = run._element.rPr
    assert properties is not None
    fonts = properties.rFonts
    assert fonts is not None
    value: str | None = fonts.get(qn(f"w:{attribute}"))
    return value


def runs(draft: Draft = DRAFT) -> list[Run]:
    return [run for paragraph in opened(draft).paragraphs for run in paragraph.runs if run.text]


@pytest.mark.parametrize(
    "draft",
    [DRAFT, replace(DRAFT, items=DRAFT.items[:1]), replace(DRAFT, organisation="", facts=())],
)
def test_the_words_are_those_of_the_draft(draft: Draft) -> None:
    assert "\n".join(p.text for p in opened(draft).paragraphs) == draft.text


def test_what_xml_cannot_hold_is_left_out() -> None:
    unseen = "\x00\x0b\x1f\ud800\ufffe"
    sentence = Sentence("1.1", f"薄弱{unseen}村12个。𠮷")
    item = DraftItem(f"{unseen}一是", "x", Sentence("1.h", f"家底{unseen}薄弱。"), (sentence,))
    broken = replace(DRAFT, heading=f"存在{unseen}的问题", lead=(sentence,), items=(item,))
    assert [p.text for p in opened(broken).paragraphs] == [
        "存在的问题", "薄弱村12个。𠮷", "一是家底薄弱。薄弱村12个。𠮷",
    ]  # fmt: skip
    assert opened(broken).core_properties.title == "存在的问题"
    assert draft_to_docx(broken)[0] == "2024年上半年存在的问题.docx"


def test_a_draft_without_lead_has_no_empty_paragraph() -> None:
    texts = [p.text for p in opened(replace(DRAFT, lead=())).paragraphs]
    assert texts == [line for line in replace(DRAFT, lead=()).text.split("\n") if line]


def test_notes_for_the_writer_stay_out_of_the_file() -> None:
    text = "".join(p.text for p in opened().paragraphs)
    assert not {note for note in ("题目不足", "没有出处", "〔", "素材") if note in text}


def test_the_paper_is_a4_with_the_margins_of_the_standard() -> None:
    section = opened().sections[0]

    def whole_mm(length: Length | None) -> int:
        assert length is not None
        millimetres: int = round(length.mm)
        return millimetres

    assert (whole_mm(section.page_width), whole_mm(section.page_height)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [whole_mm(margin) for margin in margins] == [37, 35, 28, 26]


@pytest.mark.parametrize("paragraph", opened().paragraphs, ids=lambda p: p.text[:6])
def test_every_paragraph_is_indented_by_two_characters(paragraph: Paragraph) -> None:
    form = paragraph.paragraph_format
    assert (form.first_line_indent, form.line_spacing) == (Pt(32), Pt(28.95))
    assert (form.space_before, form.space_after) == (Pt(0), Pt(0))
    assert paragraph.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
    assert not paragraph.text.startswith((" ", "\u3000"))


def test_headings_and_body_have_the_fonts_of_the_standard() -> None:
    assert [(run.text, font(run, "eastAsia")) for run in runs()] == [
        ("存在的问题", "黑体"),
        ("上半年，还有不足。主要表现在：", "仿宋_GB2312"),
        ("一是家底薄弱。", "楷体_GB2312"),
        ("“三会一课”……不实<b>&amp;。还有12个。", "仿宋_GB2312"),
        ("二是能力不强。", "楷体_GB2312"),
    ]


@pytest.mark.parametrize("run", runs(), ids=lambda r: r.text[:6])
def test_chinese_marks_are_set_in_the_chinese_font(run: Run) -> None:
    assert font(run, "hint") == "eastAsia"
    assert font(run, "eastAsiaTheme") is None
    assert run.font.size == Pt(16)


@pytest.mark.parametrize(
    ("section", "period", "heading", "name"),
    [
        ("problems", "2024H1", "存在的问题", "2024年上半年存在的问题.docx"),
        ("plan", "2024", "2025年工作打算", "2024年度2025年工作打算.docx"),
    ],
)
def test_the_file_is_named_for_people(
    section: SectionName, period: str, heading: str, name: str
) -> None:
    draft = replace(DRAFT, section=section, period=period, heading=heading)
    assert draft_to_docx(draft)[0] == name


def test_the_properties_say_how_it_was_made_and_name_nobody() -> None:
    properties = opened().core_properties
    assert (properties.title, properties.author) == ("存在的问题", "")
    assert "拟稿" in properties.comments
