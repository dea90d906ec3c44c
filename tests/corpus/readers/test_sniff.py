"""The format of a file is what is in it, whatever its name says."""

from __future__ import annotations

import time

import pytest

from corpus import readers
from corpus.errors import ReadError
from corpus.readers.sniff import Format, sniff
from tests.corpus import hostile
from tests.corpus.hostile import docx, zipped

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)
TEXT = "清河县工作总结\n一、存在的问题"
HTML = "<html><body><p>清河县工作总结</p></body></html>"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _ole(*streams: str) -> bytes:
    return OLE + b"".join(name.encode("utf-16-le") + bytes(64) for name in streams)


def _open_document(kind: str) -> bytes:
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mimetype, "content.xml": "<a/>"}, 0)


CONTENTS = [
    (docx(), Format.DOCX),
    (docx()[:-200], Format.DOCX),  # so that it is refused as a damaged document
    (docx(vbaProject=b"x"), Format.DOCX),
    (zipped({"xl/workbook.xml": "<a/>"}), Format.SHEET),
    (zipped({"ppt/presentation.xml": "<a/>"}), Format.SLIDES),
    (zipped({"OFD.xml": "<a/>"}), Format.OFD),
    (_open_document("text"), Format.OFFICE),
    (_open_document("spreadsheet"), Format.SHEET),
    (_open_document("presentation"), Format.SLIDES),
    (zipped({"总结.docx": docx()}), Format.ZIP),
    (zipped({"总结.pdf": b"%PDF-1.7\n"}, 0), Format.ZIP),
    (zipped({}), Format.ZIP),
    (b"PK\x03\x04" + bytes(100), Format.ZIP),
    (b"%PDF-1.7\n", Format.PDF),
    (b"\xef\xbb\xbf\n\n%PDF-1.4\n", Format.PDF),
    (OLE, Format.OFFICE),
    (_ole("WordDocument", "1Table"), Format.OFFICE),
    (_ole("ObjectPool", "Workbook", "WordDocument"), Format.OFFICE),
    (_ole("Workbook"), Format.SHEET),
    (_ole("PowerPoint Document"), Format.SLIDES),
    (_ole("EncryptionInfo", "EncryptedPackage"), Format.LOCKED),
    (b"{\\rtf1\\ansi", Format.OFFICE),
    (b"\r\n{\\rtf1\\ansi", Format.OFFICE),
    (f'{XML}<?mso-application progid="Word.Document"?>\n<w:wordDocument>'.encode(), Format.OFFICE),
    (f"{XML}<w:wordDocument>".encode("utf-16"), Format.OFFICE),
    (f"{XML}<pkg:package>".encode("utf-8-sig"), Format.OFFICE),
    (f'{XML}<?mso-application progid="Excel.Sheet"?>\n<Workbook>'.encode(), Format.SHEET),
    (b"\x89PNG\r\n\x1a\n", Format.PICTURE),
    (b"\xff\xd8\xff\xe0", Format.PICTURE),
    (b"II*\x00", Format.PICTURE),
    (b"BM" + (60).to_bytes(4, "little") + bytes(54), Format.PICTURE),
    (b"RIFF\x00\x00\x00\x00WEBPVP8 ", Format.PICTURE),
    (b"Rar!\x1a\x07\x00", Format.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Format.ARCHIVE),
    (b"\x1f\x8b\x08\x00", Format.ARCHIVE),
    (bytes(257) + b"ustar\x0000", Format.ARCHIVE),
    (f"{XML}<!DOCTYPE x [<!ENTITY a 'aa'>]><document>&a;</document>".encode(), Format.UNKNOWN),
    (f"{XML}<plist/>".encode("utf-16"), Format.UNKNOWN),
    (f"{XML}<html><body/></html>".encode("utf-8-sig"), Format.HTML),
    (b"MZ\x90\x00\x03", Format.UNKNOWN),
    (b"\x7fELF\x02", Format.UNKNOWN),
    (HTML.encode(), Format.HTML),
    (HTML.encode("utf-16"), Format.HTML),
    (f"<!DOCTYPE html>\n{HTML}".encode("gb18030"), Format.HTML),
    ("<P CLASS=x>正文</P>".encode(), Format.HTML),
    (b"From: <Saved by WPS>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;", Format.HTML),
    (b"mime-version: 1.0\nContent-Type: text/html", Format.HTML),
    (TEXT.encode(), Format.TEXT),
    (TEXT.encode("utf-16"), Format.TEXT),
    (TEXT.encode("gb18030"), Format.TEXT),
    ("BMI指数偏高的干部占三成。".encode(), Format.TEXT),
    ("PK赛、擂台赛".encode(), Format.TEXT),
    ("人均收入<2万元，>1万元".encode(), Format.TEXT),
    (b"", Format.TEXT),
]


@pytest.mark.parametrize("name", ["a.docx", "a.doc", "a.pdf", "a.html", "a.txt", "a.zip", "a"])
@pytest.mark.parametrize(("data", "format"), CONTENTS)
def test_the_content_decides(data: bytes, format: Format, name: str) -> None:
    assert sniff(data, name) is format


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.md", Format.MARKDOWN),
        ("a.MARKDOWN", Format.MARKDOWN),
        ("a.csv", Format.SHEET),
        ("a.log", Format.TEXT),
    ],
)
def test_the_name_decides_only_where_the_content_does_not(name: str, format: Format) -> None:
    assert sniff(TEXT.encode(), name) is format
    assert sniff(b"%PDF-1.7\n", name) is Format.PDF


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "总结.docx", "是空的"),
        (zipped({"xl/workbook.xml": "<a/>"}), "台账.xlsx", "是表格"),
        ("序号,任务\n1,防汛".encode(), "台账.csv", "是表格"),
        (zipped({"ppt/presentation.xml": "<a/>"}), "总结.docx", "是演示文稿"),
        (_ole("EncryptedPackage"), "总结.docx", "有密码"),
        (zipped({"a.txt": "甲"}), "总结.zip", "压缩包"),
        (b"Rar!\x1a\x07\x00", "总结.rar", "改用 .zip"),
        (b"MZ\x90\x00\x03", "总结.exe", "无法识别"),
    ],
)
def test_what_is_no_report_is_refused_by_its_kind(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        readers.read(data, name)


@pytest.mark.parametrize(
    "data",
    [
        hostile.many_entries(),
        hostile.many_entries(1_000_000),
        b"PK\x03\x04" + b"PK\x01\x02" * 5_000_000,
        b"PK\x03\x04" + b"PK\x05\x06" * 5_000_000,
        b"<" * 20_000_000,
        b"<p>" * 5_000_000,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\x00" * 20_000_000,
        b" " * 20_000_000,
        b"\x00" * 20_000_000,
    ],
)
def test_looking_at_any_file_is_quick(data: bytes) -> None:
    begun = time.process_time()
    sniff(data, "a.docx")
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(
    ("text", "junk"),
    [
        ("清河县工作总结" + "\ue123" * 5, True),
        ("õ±e×·ßjñØ0>aÍÄ»ÃÑÄ4LAë/ÕÔ~DoÎÂ£Øs", True),
        ("清河县工作总结，完成投资3.5亿元。\uf0b7 抓学习。" * 3, False),  # a bullet of an old font
        ("Work report of Qinghe County", False),
        ("خىزمەت دوكلاتى", False),
        ("学习《café》等12篇。", False),
    ],
)
def test_what_comes_of_binary_data_is_refused(text: str, junk: bool) -> None:
    if junk:
        with pytest.raises(ReadError, match="乱码"):
            readers.read(text.encode(), "a.txt")
    else:
        assert readers.read(text.encode(), "a.txt").text == text
