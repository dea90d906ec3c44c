"""Bytes become exactly the text a reader would see, or a refusal in Chinese."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus import readers
from corpus.errors import ReadError

TEXT = "临江县委工作总结\n\n一、存在的问题\n镕基同志讲话，㐂庆丰收。"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("gb18030"),
        TEXT.replace("\n", "\r\n").encode("gb18030"),
        TEXT.replace("\n", "\r").encode(),
        TEXT.replace("\n", "\u2028").encode(),
        TEXT.replace("\n", "\x0b").encode(),
        TEXT.replace("存", "\u200b存").replace("一、", "\ufeff一、").encode(),
    ],
    ids=["utf8", "bom", "16", "16le", "16be", "gb", "crlf", "cr", "u2028", "vt", "invisible"],
)
def test_every_encoding_gives_the_same_text(data: bytes) -> None:
    assert readers.read(data, "总结.txt").text == TEXT


REFUSED = [
    # content, file name, a word of the reason
    (b"", "a.txt", "没有文字"),
    (" \n\u3000\ufeff".encode(), "a.txt", "没有文字"),
    (b"", "a.docx", "不是 Word 文档"),
    (b"\x00\x01\x02\x03" * 50, "a.txt", "不是文本文件"),
    (TEXT.encode() + b"\x00", "a.txt", "不是文本文件"),
    (TEXT.encode("gb18030")[:-3], "a.txt", "编码不是"),
    (TEXT.encode("utf-8")[:-4] + b"\xff", "a.md", "编码不是"),
    (b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x00", "a.txt", "编码不是"),
    (TEXT.encode("utf-16-le"), "a.txt", "编码不是"),
    (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 512, "a.doc", "另存为 .docx"),
    (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 512, "a.docx", "另存为 .docx"),
    (b"%PDF-1.7\n%\xe2\xe3", "a.pdf", "PDF"),
    (b"%PDF-1.7\n", "a.txt", "PDF"),
    (TEXT.encode(), "a.rtf", "“.rtf”"),
    (b"PK\x03\x04" + b"\x00" * 100, "a.odt", "“.odt”"),
    (b"PK\x03\x04" + b"\x00" * 100, "a.ofd", "“.ofd”"),
    (TEXT.encode(), "总结", "无扩展名"),
    (TEXT.encode(), "a.docx", "不是 Word 文档"),
    (b"PK\x03\x04" + b"\x00" * 100, "a.docx", "损坏"),
]


@pytest.mark.parametrize(("data", "file_name", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_with_a_reason(
    data: bytes, file_name: str, reason: str
) -> None:
    assert reason in _reason(data, file_name)


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_BYTES", 2_000_000)
    assert "超过 2 MB" in _reason(b"a" * 2_000_001, "a.txt")


@pytest.mark.parametrize("extension", [".TXT", ".Md", ".markdown", ".txt"])
def test_the_extension_may_be_written_in_any_case(extension: str) -> None:
    assert readers.read("存在的问题".encode(), "a" + extension) == "存在的问题"


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("# 工作总结\n\n## 一、存在的问题\n\n正文。", "工作总结\n一、存在的问题\n正文。"),
        ("**一是**学得不深。*二是*做得不实。", "一是学得不深。二是做得不实。"),
        ("第一行\n接着写", "第一行\n接着写"),
        ("一" * 40 + "\n接着写", "一" * 40 + "接着写"),
        ("GB 9704 " * 5 + "x\nand more", "GB 9704 " * 5 + "x and more"),
        ("第一行  \n第二行", "第一行\n第二行"),
        ("1. 抓学习\n2. 抓作风", "1.抓学习\n2.抓作风"),
        ("- 抓学习\n- 抓作风", "抓学习\n抓作风"),
        ("3) 抓学习", "3)抓学习"),
        ("[条例](http://a.cn/)全文", "条例全文"),
        ("> 引用一段", "引用一段"),
        ("```\n一、甲\n```", "一、甲"),
    ],
)
def test_markdown_loses_its_marks_only(markdown: str, text: str) -> None:
    assert readers.read(markdown.encode(), "a.md") == text


# --- Word -----------------------------------------------------------------------------------


def _word(edit: Callable[[WordDocument], object]) -> bytes:
    document = Document()
    document.add_paragraph("开头。")
    edit(document)
    document.add_paragraph("结尾。")
    return _bytes(document)


def _bytes(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _paragraph_xml(inner: str) -> Callable[[WordDocument], object]:
    """Adds a paragraph, or whatever element, written as XML before the closing section."""
    spaces = nsdecls("w") + (
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    element = parse_xml(re.sub(r"^<w:(\w+)", rf"<w:\1 {spaces}", inner))
    return lambda document: document.element.body.insert(1, element)


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _box(text: str) -> str:
    return f"<w:txbxContent><w:p>{_run(text)}</w:p></w:txbxContent>"


def _table(document: WordDocument) -> None:
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("事项", "进度", "建校", "完成"), strict=True):
        cell.text = text


NOT_HIDDEN = '<w:vanish w:val="0"/>'
VISIBLE = [
    ("insertion", f"<w:p>{_run('甲')}<w:ins w:id='1'>{_run('乙')}</w:ins></w:p>", ["甲乙"]),
    (
        "deletion",
        f"<w:p>{_run('甲')}<w:del w:id='1'><w:r><w:delText>丙</w:delText></w:r></w:del></w:p>",
        ["甲"],
    ),
    (
        "move",
        f"<w:p><w:moveFrom w:id='1'>{_run('旧')}</w:moveFrom>"
        f"<w:moveTo w:id='2'>{_run('新')}</w:moveTo></w:p>",
        ["新"],
    ),
    ("hidden text", f"<w:p>{_run('甲')}{_run('密', '<w:vanish/>')}</w:p>", ["甲"]),
    ("text shown again", f"<w:p>{_run('甲', NOT_HIDDEN)}</w:p>", ["甲"]),
    (
        "content control",
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{_run('控件')}</w:p></w:sdtContent></w:sdt>",
        ["控件"],
    ),
    (
        "content control in a line",
        f"<w:p>{_run('甲')}<w:sdt><w:sdtContent>{_run('乙')}</w:sdtContent></w:sdt></w:p>",
        ["甲乙"],
    ),
    (
        "field",
        "<w:p><w:r><w:instrText>PAGE</w:instrText></w:r>"
        f"<w:fldSimple w:instr='DATE'>{_run('2024年')}</w:fldSimple></w:p>",
        ["2024年"],
    ),
    (
        "link",
        f"<w:p><w:hyperlink w:anchor='a'>{_run('条例')}</w:hyperlink>{_run('全文')}</w:p>",
        ["条例全文"],
    ),
    ("soft break", "<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r></w:p>", ["甲", "乙"]),
    (
        "tab and hyphen",
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>5</w:t><w:noBreakHyphen/><w:t>6</w:t></w:r></w:p>",
        ["甲\t5-6"],
    ),
    (
        "text box, stored twice",
        "<w:p><w:r><w:t>甲</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"<wps:txbx>{_box('框')}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox>{_box('框')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
        f"</w:r>{_run('乙')}</w:p>",
        ["甲乙", "框"],
    ),
    (
        "old text box",
        f"<w:p><w:r><w:pict><v:textbox>{_box('框')}</v:textbox></w:pict></w:r></w:p>",
        ["", "框"],
    ),
]


@pytest.mark.parametrize(
    ("xml", "lines"), [(xml, lines) for _, xml, lines in VISIBLE], ids=[v[0] for v in VISIBLE]
)
def test_word_gives_what_can_be_seen(xml: str, lines: list[str]) -> None:
    data = _word(_paragraph_xml(xml))
    assert readers.read(data, "a.docx").split("\n").text == ["开头。", *lines, "结尾。"]


def test_a_table_is_read_in_its_place() -> None:
    text = readers.read(_word(_table), "a.docx")
    assert text.split("\n") == ["开头。", "事项", "进度", "建校", "完成", "结尾。"]


def test_word_is_known_by_its_content() -> None:
    assert readers.read(_word(lambda _: None), "a.txt") == "开头。\n结尾。"


def _repacked(name: str, content: bytes | None) -> bytes:
    """A Word file with one part replaced, or left out."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_word(lambda _: None))) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        if content is not None:
            new.writestr(name, content)
    return stream.getvalue()


def _with_flipped_bytes() -> bytes:
    data = bytearray(_word(lambda document: document.add_paragraph("加强作风建设。" * 300)))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("word/document.xml").header_offset + 60
    data[start : start + 40] = bytes(byte ^ 0xFF for byte in data[start : start + 40])
    return bytes(data)


_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_word(lambda _: None)[:-200], "损坏"),
        (_with_flipped_bytes(), "损坏"),
        (_repacked("word/document.xml", b""), "损坏"),
        (_repacked("word/document.xml", b"<w:document"), "损坏"),
        (_repacked("word/document.xml", b"<w:document " + _W + b"/>"), "损坏"),
        (_repacked("word/document.xml", b"<document/>"), "损坏"),
        (_repacked("[Content_Types].xml", None), "损坏"),
        (_repacked("word/document.xml", None), "是压缩文件"),
        (_bytes(Document()), "没有文字"),
    ],
    ids=["cut", "flipped", "empty", "open", "bare", "alien", "typeless", "other zip", "blank"],
)
def test_a_damaged_word_file_is_refused(data: bytes, reason: str) -> None:
    assert reason in _reason(data, "a.docx")


def test_a_zip_bomb_is_refused_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("word/document.xml", "w") as part:
            for _ in range(301):
                part.write(bytes(1_000_000))
        archive.writestr("[Content_Types].xml", "")
    assert len(stream.getvalue()) < 5_000_000
    assert "解压后过大" in _reason(stream.getvalue(), "a.docx")


def _reason(data: bytes, file_name: str) -> str:
    with pytest.raises(ReadError) as caught:
        readers.read(data, file_name)
    return str(caught.value)
