"""Whatever the name says, a file is read by its content or refused with what to do."""

from __future__ import annotations

import pytest

from corpus import readers
from corpus.errors import ReadError
from corpus.readers import office

TEXT = "临江县委工作总结\n\n一、存在的问题\n学习还不够深。"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("data", "file_name"),
    [
        (TEXT.encode(), "总结.txt"),
        (TEXT.encode("gb18030"), "总结.TXT"),
        (TEXT.encode("utf-16-le"), "总结"),
        (TEXT.encode(), "总结.docx"),
        (TEXT.encode(), "总结.rtf"),
        (TEXT.replace("存", "\u200b存").replace("一、", "\ufeff一、").encode(), "总结.txt"),
    ],
)
def test_text_is_text_under_any_name(data: bytes, file_name: str) -> None:
    assert readers.read(data, file_name).text == TEXT


@pytest.mark.parametrize("extension", [".md", ".Md", ".MARKDOWN"])
def test_the_extension_may_be_written_in_any_case(extension: str) -> None:
    assert readers.read("# 存在的问题".encode(), "a" + extension).text == "存在的问题"


def test_a_page_is_a_page_under_any_name() -> None:
    page = "<html><body><p>存在的问题</p></body></html>".encode("gb18030")
    assert readers.read(page, "总结.doc").text == "存在的问题"


REFUSED = [
    # content, file name, a word of the reason
    (b"", "a.txt", "没有文字"),
    (" \n\u3000\ufeff".encode(), "a.txt", "没有文字"),
    (b"", "a.docx", "没有文字"),
    (b"<html><body><img src=a.png></body></html>", "a.html", "没有文字"),
    (b"\x00\x01\x02\x03" * 50, "a.txt", "不是文本文件"),
    (TEXT.encode() + b"\x00", "a.txt", "不是文本文件"),
    (TEXT.encode("utf-8")[:-4] + b"\xff", "a.md", "编码不是"),
    (OLE + bytes(512), "a.doc", "另存为 .docx"),
    (OLE + bytes(512), "a.docx", "另存为 .docx"),
    (b"PK\x03\x04" + bytes(100), "a.odt", "压缩包"),
    (b"PK\x03\x04" + bytes(100), "a.docx", "压缩包"),
    (b"Rar!\x1a\x07\x00", "a.docx", ".rar"),
]


@pytest.mark.parametrize(("data", "file_name", "reason"), REFUSED)
def test_what_cannot_be_read_is_refused_with_a_reason(
    data: bytes, file_name: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "suite", lambda: None)
    assert reason in _reason(data, file_name)


def test_a_file_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_BYTES", 2_000_000)
    assert "超过 2 MB" in _reason(b"a" * 2_000_001, "a.txt")


def test_a_text_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_CHARACTERS", 20_000)
    assert "超过 2 万字" in _reason(("县委。" * 6_667).encode(), "a.txt")


def _reason(data: bytes, file_name: str) -> str:
    with pytest.raises(ReadError) as caught:
        readers.read(data, file_name)
    return str(caught.value)
