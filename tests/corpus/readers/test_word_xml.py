"""Word in one XML file becomes a .docx with the same words, without an office suite."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from corpus.errors import ReadError
from corpus.readers import office
from corpus.readers.reading import Note, NoteKind
from corpus.readers.sniff import Format, sniff
from tests.corpus.readers.docx_builder import abstract, level, listed, num, p, word

_W = "http://schemas.microsoft.com/office/word/2003/wordml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'


@pytest.fixture(autouse=True)
def _without_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "suite", lambda: None)


def old(body: str, styles: str = "") -> bytes:
    """A document of Word 2003."""
    return (
        f'{_HEAD}<w:wordDocument xmlns:w="{_W}" xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"'
        ' xmlns:aml="http://schemas.microsoft.com/aml/2001/core">'
        f"<w:styles>{styles}</w:styles><w:body><wx:sect>{body}</wx:sect></w:body></w:wordDocument>"
    ).encode()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def item(number: str, text: str) -> str:
    listing = (
        f'<w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="{number}"/></w:listPr>'
    )
    return f"<w:p><w:pPr>{listing}</w:pPr>{run(text)}</w:p>"


def change(kind: str, content: str) -> str:
    return f'<aml:annotation w:type="{kind}"><aml:content>{content}</aml:content></aml:annotation>'


def cell(text: str) -> str:
    return f"<w:tc><w:p>{run(text)}</w:p></w:tc>"


VISIBLE = [
    ("sections", f"<wx:sub-section><w:p>{run('甲')}</w:p></wx:sub-section>", "甲"),
    ("numbers", item("一、", "主要工作") + item("二、", "存在问题"), "一、主要工作\n二、存在问题"),
    ("bullets", item("\uf0b7", "主要工作"), "主要工作"),
    ("insertion", f"<w:p>{run('甲')}{change('Word.Insertion', run('乙'))}</w:p>", "甲乙"),
    ("table", f"<w:tbl><w:tr>{cell('事项')}{cell('进度')}</w:tr></w:tbl>", "事项\t进度"),
    ("link", f'<w:p><w:hlink w:dest="http://a.cn/">{run("条例")}</w:hlink></w:p>', "条例"),
    (
        "text box",
        f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p>{run('框')}</w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>",
        "框",
    ),
    (
        "footnote",
        f"<w:p>{run('甲')}<w:r><w:footnote><w:p>{run('注一')}</w:p></w:footnote></w:r></w:p>",
        "甲\n注一",
    ),
]


@pytest.mark.parametrize(("body", "text"), [v[1:] for v in VISIBLE], ids=[v[0] for v in VISIBLE])
def test_word_2003_is_read(body: str, text: str) -> None:
    data = old(body)
    assert sniff(data, "a.doc") is Format.OFFICE
    assert office.read(data, "a.doc").text.strip() == text


@pytest.mark.parametrize(
    ("inside", "note"),
    [
        (run("藏着", "<w:vanish/>"), Note(NoteKind.HIDDEN, "藏着")),
        (
            change("Word.Deletion", "<w:r><w:delText>删去</w:delText></w:r>"),
            Note(NoteKind.DELETED, "删去"),
        ),
        (change("Word.Comment", f"<w:p>{run('批注')}</w:p>"), Note(NoteKind.COMMENT, "批注")),
        (
            f"<w:pPr><w:sectPr><w:hdr><w:p>{run('页眉')}</w:p></w:hdr></w:sectPr></w:pPr>",
            Note(NoteKind.FURNITURE, "页眉"),
        ),
    ],
)
def test_what_word_2003_does_not_show_is_told(inside: str, note: Note) -> None:
    reading = office.read(old(f"<w:p>{inside}{run('正文。')}</w:p>"), "a.xml")
    assert reading.text == "正文。"
    assert reading.notes == (note,)


def test_hidden_by_a_style() -> None:
    style = '<w:style w:type="character" w:styleId="k"><w:rPr><w:vanish/></w:rPr></w:style>'
    hidden = run("藏着", '<w:rStyle w:val="k"/>')
    reading = office.read(old(f"<w:p>{run('正文。')}{hidden}</w:p>", style), "a.xml")
    assert (reading.text, reading.notes) == ("正文。", (Note(NoteKind.HIDDEN, "藏着"),))


def flat(data: bytes) -> bytes:
    """A .docx in one XML file, as Word saves it; what is not XML goes in base64."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name == "[Content_Types].xml":
                continue
            content = package.read(name)
            inside = (
                f"<pkg:xmlData>{content.decode().rpartition('?>')[2]}</pkg:xmlData>"
                if name.endswith(("xml", "rels"))
                else f"<pkg:binaryData>{base64.b64encode(content).decode()}</pkg:binaryData>"
            )
            parts.append(f'<pkg:part pkg:name="/{name}" pkg:contentType="x/y">{inside}</pkg:part>')
    space = 'xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"'
    return f"{_HEAD}<pkg:package {space}>{''.join(parts)}</pkg:package>".encode()


def test_a_flat_file_is_its_docx() -> None:
    data = word(
        p("甲", listed(1)) + p("乙", listed(1)),
        numbering=abstract(0, level(0, "chineseCounting", "%1、")) + num(1, 0),
    )
    assert sniff(flat(data), "a.xml") is Format.OFFICE
    assert office.read(flat(data), "a.xml").text == "一、甲\n二、乙"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (old("")[:-40], "损坏"),
        (f'{_HEAD}<w:wordDocument xmlns:w="{_W}"/>'.encode(), "没有正文"),
        (
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><w:wordDocument xmlns:w="d"/>',
            "实体",
        ),
        (b'<a xmlns:w="b"><w:wordDocument/></a>', "不是 Word 文档"),
        (flat(word(p("甲"))).replace(b"/word/document.xml", b"/word/other.xml"), "Word"),
    ],
    ids=["cut", "empty", "entity", "alien", "without main part"],
)
def test_a_damaged_file_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        office.read(data, "a.xml")
