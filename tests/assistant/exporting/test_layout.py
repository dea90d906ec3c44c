"""The Word file holds the draft's words and nothing else, in the layout of GB/T 9704-2012."""

from __future__ import annotations

from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from assistant.document import Draft, DraftItem, SectionName, Sentence
from assistant.exporting.content import title_lines
from assistant.exporting.export import Form, Layout
from assistant.exporting.fonts import FONTS, FontProfile
from tests.assistant.exporting.samples import (
    PLAN,
    PROBLEMS,
    body,
    inherited,
    made,
    opened,
    parts,
    runs,
    styles,
    texts,
    value,
)
from tests.assistant.exporting.schema import disorder

CLEAN = made()
FORMS: tuple[Form, ...] = ("clean", "review", "evidence")


@pytest.mark.parametrize(
    "draft",
    [PROBLEMS, PLAN, replace(PROBLEMS, items=PROBLEMS.items[:1]), replace(PROBLEMS, lead=())],
)
def test_the_words_are_those_of_the_draft(draft: Draft) -> None:
    assert texts(made(draft)) == [line for line in draft.text.split("\n") if line]


def test_what_xml_cannot_hold_is_left_out() -> None:
    unseen = "\x00\x0b\x1f\ud800\ufffe"
    sentence = Sentence("1.1", f"薄弱{unseen}村12个。𠮷")
    item = DraftItem(f"{unseen}一是", "x", Sentence("1.h", f"家底{unseen}薄弱。"), (sentence,))
    broken = replace(PROBLEMS, heading=f"存在{unseen}的问题", lead=(sentence,), items=(item,))
    file = made(broken)
    assert texts(file) == ["存在的问题", "薄弱村12个。𠮷", "一是家底薄弱。薄弱村12个。𠮷"]
    assert opened(file).core_properties.title == "存在的问题"
    assert file.name == "2024年上半年存在的问题.docx"


def test_notes_for_the_writer_stay_out_of_a_clean_file() -> None:
    text = "".join(texts(CLEAN))
    assert not {note for note in ("题目不足", "没有出处", "〔", "素材", "拟稿") if note in text}
    assert "word/comments.xml" not in parts(CLEAN)


@pytest.mark.parametrize(
    ("drafts", "headings"),
    [
        ([PROBLEMS], ["存在的问题"]),
        ([PROBLEMS, PLAN], ["一、存在的问题", "二、下半年工作打算"]),
        ([PROBLEMS, replace(PLAN, heading="四、下半年工作打算")], ["存在的问题", "四、下半年工作打算"]),
        ([PROBLEMS, replace(PLAN, numbering="一、")], ["存在的问题", "下半年工作打算"]),
    ],
)  # fmt: skip
def test_the_sections_of_a_report_are_numbered(drafts: list[Draft], headings: list[str]) -> None:
    file = made(*drafts)
    assert [p.text for p in opened(file).paragraphs if p.style.style_id == "Heading1"] == headings  # type: ignore[union-attr]


def test_the_paper_is_that_of_the_standard() -> None:
    section = body(CLEAN).find(qn("w:sectPr"))
    size = [value(section, "w:pgSz", name) for name in "wh"]
    margins = [value(section, "w:pgMar", side) for side in ("top", "right", "bottom", "left")]
    assert (size, margins) == (["11906", "16838"], ["2098", "1474", "1984", "1587"])
    assert [value(section, "w:docGrid", name) for name in ("type", "linePitch")] == ["lines", "579"]
    # 22 lines fit the type area, 28 characters a line of it, and one more of either does not.
    assert 22 * 579 <= 16838 - 2098 - 1984 < 23 * 579
    assert 28 * (320 - 5) <= 11906 - 1474 - 1587 < 29 * (320 - 5)


STYLE_TABLE = [
    # style, font, half-points, twips between characters, line, alignment, outline level
    ("Title", "title", "44", "0", "579", "center", None),
    ("NigaoBody", "body", "32", "-5", "579", "both", None),
    ("Heading1", "heading", "32", "-5", "579", "both", "0"),
    ("Heading2", "run_in", "32", "-5", "579", "both", "1"),
    ("Heading3", "body", "32", "-5", "579", "both", "2"),
    ("Heading4", "body", "32", "-5", "579", "both", "3"),
    ("Footer", "page", "28", "0", "320", "both", None),
]


@pytest.mark.parametrize("profile", ["gb2312", "windows"])
@pytest.mark.parametrize("row", STYLE_TABLE, ids=lambda row: row[0])
def test_styles_are_those_of_the_standard(
    row: tuple[str, str, str, str, str, str, str | None], profile: FontProfile
) -> None:
    style, face, size, between, line, align, level = row
    file = made(layout=Layout(profile))
    font = getattr(FONTS[profile], face)
    assert inherited(file, style, "w:rPr/w:rFonts", "eastAsia") == font
    assert inherited(file, style, "w:rPr/w:sz") == size
    assert inherited(file, style, "w:rPr/w:spacing") == between
    assert inherited(file, style, "w:pPr/w:spacing", "line") == line
    assert inherited(file, style, "w:pPr/w:spacing", "lineRule") == "exact"
    assert inherited(file, style, "w:pPr/w:jc") == align
    assert inherited(file, style, "w:pPr/w:outlineLvl") == level
    assert inherited(file, style, "w:rPr/w:b") is None
    for off in ("widowControl", "snapToGrid", "autoSpaceDE", "autoSpaceDN"):
        assert inherited(file, style, f"w:pPr/w:{off}") == "0"


@pytest.mark.parametrize("style", ["NigaoBody", "Heading1", "Heading2", "Heading3", "Heading4"])
def test_paragraphs_are_indented_by_two_characters(style: str) -> None:
    found = styles(CLEAN)[style]
    indent = [value(found, "w:pPr/w:ind", name) for name in ("firstLineChars", "firstLine")]
    assert indent == ["200", "640"]
    assert not any(text.startswith((" ", "\u3000")) for text in texts(CLEAN))


def test_the_fonts_have_the_names_of_the_profile() -> None:
    names = [FONTS["gb2312"].title, FONTS["gb2312"].body, FONTS["windows"].body]
    assert names == ["方正小标宋简体", "仿宋_GB2312", "仿宋"]


@pytest.mark.parametrize(
    ("marker", "family", "style", "font"),
    [
        ("一、", "一、", "NigaoRunIn1", "黑体"), ("（一）", "（一）", "NigaoRunIn2", "楷体_GB2312"),
        ("1.", "1.", "NigaoRunIn3", "仿宋_GB2312"), ("（1）", "（1）", "NigaoRunIn4", "仿宋_GB2312"),
        ("一是", "一是", "NigaoRunIn2", "楷体_GB2312"), ("第一，", "第一，", "NigaoRunIn2", "楷体_GB2312"),
    ],
)  # fmt: skip
def test_a_run_in_heading_is_a_run_of_its_own(
    marker: str, family: str, style: str, font: str
) -> None:
    item = replace(PROBLEMS.items[0], marker=marker)
    file = made(replace(PROBLEMS, items=(item,), numbering=family))
    assert list(runs(file))[-2:] == [
        (f"{marker}家底薄弱。", style), ("发展路子偏窄，办法不多。还有12个。", None),
    ]  # fmt: skip
    run = list(body(file).iter(qn("w:r")))[-2]
    assert value(run, "w:rPr/w:rFonts", "eastAsia") == font
    assert inherited(file, style, "w:rPr/w:rFonts", "eastAsia") == font


@pytest.mark.parametrize("form", FORMS)
def test_chinese_marks_are_set_in_the_chinese_font(form: Form) -> None:
    words = [
        run for run in body(made(form=form)).iter(qn("w:r")) if run.find(qn("w:t")) is not None
    ]
    assert {value(run, "w:rPr/w:rFonts", "hint") for run in words} == {"eastAsia"}


def test_pages_are_numbered_odd_right_even_left() -> None:
    found = parts(CLEAN)
    assert found["word/settings.xml"].find(qn("w:evenAndOddHeaders")) is not None
    section = body(CLEAN).find(qn("w:sectPr"))
    kinds = {
        reference.get(qn("w:type")): reference.get(qn("r:id"))
        for reference in section.findall(qn("w:footerReference"))
    }
    targets = {link.get("Id"): link.get("Target") for link in found["word/_rels/document.xml.rels"]}
    for kind, side in (("default", "right"), ("even", "left")):
        footer = found[f"word/{targets[kinds[kind]]}"]
        (paragraph,) = footer.findall(qn("w:p"))
        assert value(paragraph, "w:pPr/w:pStyle") == "Footer"
        assert value(paragraph, "w:pPr/w:jc") == side
        assert value(paragraph, "w:pPr/w:ind", f"{side}Chars") == "100"
        assert "".join(t.text for t in paragraph.iter(qn("w:t"))) == "— 1 —"
        assert [i.text.strip() for i in paragraph.iter(qn("w:instrText"))] == ["PAGE"]
    assert inherited(CLEAN, "Footer", "w:rPr/w:rFonts", "ascii") == "宋体"


@pytest.mark.parametrize("form", FORMS)
def test_nothing_of_a_theme_is_left(form: Form) -> None:
    for name, root in parts(made(PROBLEMS, PLAN, form=form, title="总结")).items():
        assert "theme" not in name.lower()
        for element in root.iter():
            assert "theme" not in str(element.tag).lower()
            assert not [a for a in element.attrib if "theme" in a.lower()], (name, element.tag)
            assert "/theme" not in element.get("Type", "")


@pytest.mark.parametrize("form", FORMS)
def test_every_element_stands_where_the_schema_wants_it(form: Form) -> None:
    since = [replace(PROBLEMS, items=PROBLEMS.items[:1])]
    file = made(PROBLEMS, PLAN, form=form, title="总结", since=since)
    assert [d for root in parts(file).values() for d in disorder(root)] == []


def test_disorder_would_be_seen() -> None:
    file = made()
    paragraph = next(body(file).iter(qn("w:pPr")))
    paragraph.insert(0, paragraph.makeelement(qn("w:jc"), {}))
    assert len(list(disorder(paragraph))) == 1


@pytest.mark.parametrize("form", FORMS)
def test_every_style_that_is_used_is_there(form: Form) -> None:
    file = made(PROBLEMS, PLAN, form=form)
    used = {
        element.get(qn("w:val"))
        for name, root in parts(file).items()
        if name.startswith("word/")
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn")
        for element in root.iter(qn(tag))
    }
    assert used - set(styles(file)) == set()


@pytest.mark.parametrize(
    ("title", "count"),
    [
        ("", 0),
        ("党建工作总结", 1),
        ("中共青岚县委2024年上半年党建工作总结", 1),
        ("中共青岚县委2024年上半年党建工作总结及下半年工作打算", 2),
        ("关于中共青岚县委组织部2024年上半年党建工作总结暨下半年工作打算和重点任务安排的报告", 3),
    ],
)
def test_a_long_title_is_broken_between_words(title: str, count: int) -> None:
    found = title_lines(title)
    assert "".join(found) == title
    assert len(found) == count
    lengths = [len(line) for line in found]
    assert max(lengths, default=0) <= 20
    assert max(lengths, default=0) - min(lengths, default=0) <= 6
    assert not any(line.endswith(("党", "总", "青", "县", "打", "上半")) for line in found)


def test_the_title_stands_over_a_blank_line() -> None:
    file = made(title="党建工作总结")
    paragraphs = opened(file).paragraphs
    assert [(p.text, p.style.style_id) for p in paragraphs[:3]] == [  # type: ignore[union-attr]
        ("党建工作总结", "Title"), ("", "NigaoBody"), ("存在的问题", "Heading1"),
    ]  # fmt: skip
    assert opened(file).core_properties.title == "党建工作总结"


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
    assert made(replace(PROBLEMS, section=section, period=period, heading=heading)).name == name
