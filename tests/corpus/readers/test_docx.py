"""A Word file gives what a reader of its pages sees, in reading order; and nothing twice."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document

from corpus import readers
from corpus.readers import docx
from tests.corpus.readers.docx_builder import (
    SPACES,
    cell,
    p,
    packed,
    relationships,
    row,
    run,
    style,
    table,
    word,
)


def _lines(body: str, **parts: str) -> list[str]:
    return docx.read(word(body, **parts), "总结.docx").text.split("\n")


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _told(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def _box(inside: str) -> str:
    return f"<w:txbxContent>{inside}</w:txbxContent>"


def _twice(choice: str, fallback: str, requires: str = "wps") -> str:
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="{requires}"><w:drawing>{choice}</w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict>{fallback}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


NEW_BOX = f"<wps:wsp><wps:txbx>{_box(p('框'))}</wps:txbx></wps:wsp>"
OLD_BOX = f"<v:shape><v:textbox>{_box(p('框'))}</v:textbox></v:shape>"
DELETED = "<w:rPr><w:del w:id='9'/></w:rPr>"
GONE = "<w:del w:id='1'><w:r><w:delText>删</w:delText></w:r></w:del>"
LIST_FIELD = (
    "<w:ffData><w:ddList><w:result w:val='1'/><w:listEntry w:val='是'/><w:listEntry w:val='否'/>"
    "</w:ddList></w:ffData>"
)
FIRST = LIST_FIELD.replace("<w:result w:val='1'/>", "")
TICKED = "<w:ffData><w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox></w:ffData>"

SEEN = [
    ("content control", f"<w:sdt><w:sdtPr/><w:sdtContent>{p('甲')}</w:sdtContent></w:sdt>", ["甲"]),
    (
        "control in a line",
        p(f"{run('甲')}<w:sdt><w:sdtContent>{run('乙')}</w:sdtContent></w:sdt>"),
        ["甲乙"],
    ),
    ("smart tag", p(f"<w:smartTag><w:smartTagPr/>{run('甲')}</w:smartTag>"), ["甲"]),
    ("custom XML", f"<w:customXml>{p('甲')}</w:customXml>", ["甲"]),
    (
        "link",
        p(f"<w:hyperlink w:anchor='a'>{run('条例')}</w:hyperlink>{run('全文')}"),
        ["条例全文"],
    ),
    ("insertion", p(f"{run('甲')}<w:ins w:id='1'>{run('乙')}</w:ins>"), ["甲乙"]),
    ("deletion", p(run("甲") + GONE + run("乙")), ["甲乙"]),
    ("inserted, then deleted", p(run("甲") + f"<w:ins w:id='3'>{GONE}</w:ins>"), ["甲"]),
    (
        "move",
        p(
            f"<w:moveFrom w:id='1'>{run('旧')}</w:moveFrom><w:moveTo w:id='2'>{run('新')}</w:moveTo>"
        ),
        ["新"],
    ),
    ("deleted mark", p("坚定", DELETED) + p("立场。") + p("乙"), ["坚定立场。", "乙"]),
    ("deleted paragraph", p(GONE, DELETED) + p("乙"), ["乙"]),
    ("deleted paragraphs only", p("甲") + p(GONE, DELETED), ["甲"]),
    (
        "style separator",
        p("（一）抓学习。", "<w:rPr><w:vanish/><w:specVanish/></w:rPr>") + p("开展"),
        ["（一）抓学习。开展"],
    ),
    ("large initial", p("今", "<w:framePr w:dropCap='drop'/>") + p("年以来"), ["今年以来"]),
    ("simple field", p(f"<w:fldSimple w:instr='DATE'>{run('2024年')}</w:fldSimple>"), ["2024年"]),
    (
        "field",
        p(
            _mark("begin")
            + _told("DATE")
            + _mark("separate")
            + run("2024年")
            + _mark("end")
            + run("底")
        ),
        ["2024年底"],
    ),
    (
        "field in an instruction",
        p(
            f"{_mark('begin')}{_told('IF')}{_mark('begin')}{_told('PAGE')}{_mark('separate')}{run('1')}"
            f"{_mark('end')}{run('令')}{_mark('separate')}{run('果')}{_mark('end')}{run('后')}"
        ),
        ["果后"],
    ),
    (
        "field over paragraphs",
        p(_mark("begin") + _told("TOC") + _mark("separate") + run("目录"))
        + p("一、甲")
        + p(_mark("end") + run("乙")),
        ["目录", "一、甲", "乙"],
    ),
    ("field without an end", p(_mark("begin") + _told("X") + run("甲")) + p("乙"), ["甲", "乙"]),
    ("end without a field", p(_mark("end") + _mark("separate") + run("甲")), ["甲"]),
    (
        "form: list",
        p(f"<w:r><w:fldChar w:fldCharType='begin'>{LIST_FIELD}</w:fldChar></w:r>{_mark('end')}"),
        ["否"],
    ),
    (
        "form: first of a list",
        p(f"<w:r><w:fldChar w:fldCharType='begin'>{FIRST}</w:fldChar></w:r>{_mark('end')}"),
        ["是"],
    ),
    (
        "form: box",
        p(f"<w:r><w:fldChar w:fldCharType='begin'>{TICKED}</w:fldChar></w:r>{_mark('end')}"),
        ["☑"],
    ),
    (
        "breaks",
        p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t></w:r>"),
        ["甲", "乙", "丙"],
    ),
    (
        "tab, hyphens",
        p(
            "<w:r><w:t>甲</w:t><w:tab/><w:t>5</w:t><w:noBreakHyphen/><w:t>6</w:t><w:softHyphen/></w:r>"
        ),
        ["甲\t5-6"],
    ),
    ("tab stops", p("甲", "<w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs>"), ["甲"]),
    (
        "symbol",
        p(
            "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:sym w:font='Symbol' w:char='F0B1'/></w:r>"
        ),
        ["☑±"],
    ),
    ("symbol of a plain font", p("<w:r><w:sym w:font='宋体' w:char='2605'/></w:r>"), ["★"]),
    ("circled symbol", p("<w:r><w:sym w:font='Wingdings' w:char='F081'/></w:r>"), ["①"]),
    (
        "ruby",
        p(
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('gān')}</w:rt><w:rubyBase>{run('赣')}</w:rubyBase></w:ruby></w:r>"
        ),
        ["赣"],
    ),
    ("formula", p("<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"), ["a+b"]),
    (
        "blanks at the edge",
        p("<w:r><w:t xml:space='preserve'>甲 </w:t><w:t> 乙 </w:t></w:r>"),
        ["甲 乙"],
    ),
    ("line ends in the XML", p("<w:r><w:t>\n  甲\n  乙\n</w:t></w:r>"), ["甲   乙"]),
    ("comment in the XML", p("<!-- 密 --><w:r><!-- 密 --><w:t>甲</w:t></w:r>"), ["甲"]),
    ("blank line", p("甲") + p("") + p("乙"), ["甲", "", "乙"]),
    ("box, stored twice", p(run("甲") + _twice(NEW_BOX, OLD_BOX) + run("乙")), ["甲乙", "框"]),
    ("box Word cannot show", p(_twice("<odd:box/>", OLD_BOX, "odd")), ["", "框"]),
    ("old box", p(f"{run('甲')}<w:r><w:pict>{OLD_BOX}</w:pict></w:r>"), ["甲", "框"]),
    (
        "word art",
        p("<w:r><w:pict><v:shape><v:textpath string='临江简报'/></v:shape></w:pict></w:r>"),
        ["", "临江简报"],
    ),
    (
        "drawn words",
        p("<w:r><w:drawing><a:p><a:r><a:t>流程</a:t></a:r></a:p></w:drawing></w:r>"),
        ["", "流程"],
    ),
    (
        "alternative blocks",
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{p('甲')}</mc:Choice></mc:AlternateContent>",
        ["甲"],
    ),
]


@pytest.mark.parametrize(
    ("body", "lines"), [case[1:] for case in SEEN], ids=[case[0] for case in SEEN]
)
def test_what_can_be_seen_is_read(body: str, lines: list[str]) -> None:
    assert _lines(body) == lines


LONG = (
    "对照上级要求，理论学习还不够系统深入，存在以干代学的现象，运用理论解决实际问题的能力有待提高。"
)
TABLES = [
    ("short cells", table(row("事项", "进度"), row("建校", "完成")), ["事项\t进度", "建校\t完成"]),
    ("an empty cell", table(row("甲", "", "丙"), row("", "", "")), ["甲\t\t丙"]),
    ("a long cell", table(row("建校", LONG, "组织部")), ["建校", LONG, "组织部"]),
    ("a number and a long cell", table(row("1", LONG, "部")), [f"1\t{LONG}", "部"]),
    ("a mark and paragraphs", table(row("（一）", cell(p("甲") + p("乙")))), ["（一）\t甲", "乙"]),
    ("a number alone", table(row("一是", "", LONG)), ["一是", LONG]),
    ("paragraphs in a cell", table(row("甲", cell(p("乙") + p("") + p("丙")))), ["甲", "乙", "丙"]),
    ("forty characters", table(row("甲", "乙" * 40)), ["甲\t" + "乙" * 40]),
    ("one more", table(row("甲", "乙" * 41)), ["甲", "乙" * 41]),
    ("blanks in cells", table(row(" 甲 ", "　")), ["甲"]),
    ("a blank line in a cell", table(row(cell(p("甲") + p(" ")), "乙")), ["甲\t乙"]),
    (
        "a break in a cell",
        table(row(cell(p("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>")), "丙")),
        ["甲", "乙", "丙"],
    ),
    ("a layout", table(row(cell(p("标题") + p(LONG) + p("落款")))), ["标题", LONG, "落款"]),
    (
        "merged downwards",
        table(
            row(cell("城关镇", '<w:vMerge w:val="restart"/>'), "3 个村"),
            row(cell("", "<w:vMerge/>"), "2 个村"),
        ),
        ["城关镇\t3 个村", "2 个村"],
    ),
    (
        "nested",
        table(row("甲", cell(table(row("乙", "丙"), row("丁", "戊")) + p("")))),
        ["甲", "乙\t丙", "丁\t戊"],
    ),
    ("nested, on one line", table(row("甲", cell(table(row("乙", "丙")) + p("")))), ["甲\t乙\t丙"]),
    (
        "controls around rows and cells",
        table(f"<w:sdt><w:sdtContent>{row('甲', '乙')}</w:sdtContent></w:sdt>"),
        ["甲\t乙"],
    ),
    (
        "a deleted row",
        table(row("甲"), row("乙", properties="<w:del w:id='1'/>"), row("丙")),
        ["甲", "丙"],
    ),
    (
        "a hidden end",
        table(row(cell(p("甲", "<w:rPr><w:vanish/></w:rPr>")))) + p("乙"),
        ["甲", "乙"],
    ),
]


@pytest.mark.parametrize(("body", "lines"), [c[1:] for c in TABLES], ids=[c[0] for c in TABLES])
def test_tables_are_read_row_by_row(body: str, lines: list[str]) -> None:
    assert _lines(p("前") + body + p("后")) == ["前", *lines, "后"]


def _reference(identifier: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{identifier}"/></w:r>'


def _note(identifier: int, inside: str, kind: str = "footnote", more: str = "") -> str:
    return f'<w:{kind} w:id="{identifier}" {more}>{inside}</w:{kind}>'


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    body = (
        p(run("两重") + _reference(2) + run("两新") + _reference(3, "endnote"))
        + table(row(cell(p(run("三资") + _reference(5))), "盘活"))
        + p(run("又见") + _reference(2) + _reference(77) + _reference(8))
    )
    footnotes = (
        _note(0, p("——"), more='w:type="separator"')
        + _note(2, p("<w:r><w:footnoteRef/></w:r>" + run(" 国家重大战略")) + p("和安全能力。"))
        + _note(5, p(run("资金、资产、资源。") + _reference(8)))
        + _note(8, p("见附件。"))
        + _note(9, p("无人提及。"))
    )
    assert _lines(body, footnotes=footnotes, endnotes=_note(3, p("设备更新。"), "endnote")) == [
        "两重两新",
        "［注1］国家重大战略 和安全能力。",
        "［注2］设备更新。",
        "三资\t盘活",
        "［注3］资金、资产、资源。",
        "又见",
        "［注4］见附件。",
    ]


def test_a_file_may_lack_every_part_but_the_main_one() -> None:
    body = p(run("甲", "<w:rStyle w:val='S'/>") + _reference(1), '<w:pStyle w:val="H"/>')
    document = f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
    assert docx.read(packed({"word/document.xml": document.encode()}), "a.docx").text == "甲"


def test_the_main_part_may_have_another_name() -> None:
    link = '<Relationship Id="r" Type="x/officeDocument" Target="/word/document2.xml"/>'
    document = f"<w:document {SPACES}><w:body>{p('甲')}</w:body></w:document>"
    files = {"_rels/.rels": relationships(link).encode(), "word/document2.xml": document.encode()}
    assert docx.read(packed(files), "a.docx").text == "甲"


def test_the_strict_form_is_read_as_well() -> None:
    plain = word(p("甲", '<w:pStyle w:val="S"/>'), styles=style("S", "<w:rPr><w:vanish/></w:rPr>"))
    assert docx.read(_strict(plain), "a.docx").text == docx.read(plain, "a.docx").text == ""
    assert docx.read(_strict(word(p("甲"))), "a.docx").text == "甲"


def _strict(data: bytes) -> bytes:
    """The same file in the namespaces of ISO 29500 Strict."""
    plain = re.compile(rb"http://schemas.openxmlformats.org/(\w+)/2006/(?=main|relationships)")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    strict = rb"http://purl.oclc.org/ooxml/\1/"
    return packed({name: plain.sub(strict, content) for name, content in entries.items()})


def test_what_libraries_write_is_read() -> None:
    document, stream = Document(), io.BytesIO()
    document.add_heading("存在的问题", 1)
    document.add_paragraph("学得不深。")
    for filled, text in zip(document.add_table(1, 2).rows[0].cells, ("甲", "乙"), strict=True):
        filled.text = text
    document.save(stream)
    assert readers.read(stream.getvalue(), "a.txt").text == "存在的问题\n学得不深。\n甲\t乙"
