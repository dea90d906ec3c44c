"""Old formats become .docx in LibreOffice, which gets no secrets and no more than its time."""

from __future__ import annotations

import io
import os
import stat
import time
import zipfile
from pathlib import Path

import pytest

from corpus import readers
from corpus.errors import ReadError
from corpus.readers import office
from corpus.readers.reading import NoteKind
from tests.corpus.readers.docx_builder import p, word

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
LINES = ["临江县工作总结", "一、主要工作", "抓好党建工作。"]
installed = pytest.mark.skipif(office.suite() is None, reason="LibreOffice is not installed")
posix = pytest.mark.skipif(os.name != "posix", reason="needs a shell script")


def rtf(*paragraphs: str) -> bytes:
    """Also with hidden words."""
    coded = ("".join(f"\\u{ord(c)}?" for c in paragraph) + "\\par" for paragraph in paragraphs)
    return ("{\\rtf1\\ansi " + "\n".join(coded) + "{\\v \\u23494?\\u20214?}}").encode()


def odt(*paragraphs: str, encrypted: bool = False) -> bytes:
    office_space = "urn:oasis:names:tc:opendocument:xmlns:"
    body = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in paragraphs)
    secret = "<manifest:encryption-data/>" if encrypted else ""
    mimetype = "application/vnd.oasis.opendocument.text"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("mimetype", mimetype)
        package.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{office_space}office:1.0" office:version="1.2" '
            f'xmlns:text="{office_space}text:1.0"><office:body><office:text>{body}</office:text>'
            "</office:body></office:document-content>",
        )
        package.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{office_space}manifest:1.0"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{mimetype}"/><manifest:file-entry '
            f'manifest:full-path="content.xml" manifest:media-type="text/xml">{secret}'
            "</manifest:file-entry></manifest:manifest>",
        )
    return stream.getvalue()


def locked_doc() -> bytes:
    """A Word file whose first sector says that it is encrypted."""
    return OLE + bytes(504) + b"\xec\xa5\xc1\x00" + bytes(7) + b"\x13" + bytes(500)


@installed
@pytest.mark.parametrize("name", ["a.rtf", "a.doc", "a.wps", "无扩展名"])
def test_the_suite_reads_by_content(name: str) -> None:
    reading = readers.read(rtf(*LINES), name)
    assert reading.text.split() == LINES
    assert [(note.kind, note.text) for note in reading.notes] == [(NoteKind.HIDDEN, "密件")]


def listed_rtf(end: str) -> bytes:
    """Automatic numbers 一、 and （一） as Word writes them: GBK bytes in the patterns."""
    levels = "".join(
        rf"{{\listlevel\levelnfc39\levelfollow2\levelstartat1{{\leveltext {text};}}{{\levelnumbers{at};}}\f0}}"
        for text, at in (
            (r"\'02\'00\'a1\'a2", r"\'01"),
            (r"\'03\'a3\'a8\'01\'a3\'a9", r"\'02"),
        )
    )
    body = r"\par".join(
        rf"\pard\plain\ls1\ilvl{depth} " + "".join(f"\\u{ord(c)}?" for c in words)
        for depth, words in ((0, "存在的问题"), (1, "力量薄弱。"), (1, "投入偏少。"))
    )
    return (
        r"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 SimSun;}}"
        rf"{{\*\listtable{{\list\listtemplateid1{levels}\listid7}}}}"
        r"{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}"
        rf"{body}\par{end}"
    ).encode()


@installed
@pytest.mark.parametrize("end", ["}", "\n}", r"{\*\themedata 504b}}" + "\r\n\0"])
def test_the_last_paragraph_keeps_its_number(end: str) -> None:
    lines = readers.read(listed_rtf(end), "a.rtf").text.split()
    assert lines == ["一、存在的问题", "（一）力量薄弱。", "（二）投入偏少。"]


@installed
def test_marks_that_another_program_lost_are_told() -> None:
    broken = listed_rtf("}").replace(rb"\'a1\'a2", rb"\'3f")
    reading = readers.read(broken, "a.rtf")
    assert reading.text.startswith("一?存在的问题")
    assert [note.kind for note in reading.notes] == [NoteKind.WARNING]
    assert "另存为 .docx" in reading.notes[0].text


@installed
def test_open_documents_are_read() -> None:
    assert readers.read(odt(*LINES), "a.odt").text.split() == LINES


@installed
@pytest.mark.parametrize("data", [OLE + bytes(2000), rtf(*LINES)[:-60]], ids=["doc", "rtf"])
def test_what_the_suite_cannot_open_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"打不开这个 \.wps 文件.*另存为 \.docx"):
        office.read(data, "a.wps")


@pytest.mark.parametrize(
    "data",
    [OLE, OLE + bytes(4096), OLE + b"\x7f" * 9000, rb"{\rtf1 \bin2000000000 " + b"x" * 99],
    ids=["mark only", "zeros", "junk", "rtf that promises 2 GB"],
)
def test_what_contradicts_itself_never_reaches_the_suite(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "suite", lambda: "/no/such/program")
    with pytest.raises(ReadError, match="可能已损坏"):
        office.read(data, "总结.doc")


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (OLE + bytes(600), "总结.doc", ".doc"),
        (OLE + bytes(600), "总结.WPS", ".wps"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "总结", ".doc"),
        (rtf("甲"), "总结.txt", ".rtf"),
        (odt("甲"), "总结.odt", ".odt"),
    ],
)
def test_without_the_suite_people_learn_what_to_do(
    data: bytes, name: str, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "suite", lambda: None)
    with pytest.raises(ReadError) as caught:
        readers.read(data, name)
    assert f"读取 {format} 文件需要安装 LibreOffice" in str(caught.value)
    assert "apt install libreoffice-writer" in str(caught.value)
    assert "另存为 .docx" in str(caught.value)


@pytest.mark.parametrize("data", [locked_doc(), odt("甲", encrypted=True)], ids=["doc", "odt"])
def test_a_password_is_told_before_the_suite_starts(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "suite", lambda: pytest.fail("started"))
    with pytest.raises(ReadError, match="有密码"):
        readers.read(data, "a.doc")


def _stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(stat.S_IRWXU)
    monkeypatch.setattr(office, "suite", lambda: str(program))


@posix
def test_a_suite_that_hangs_is_ended_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _stand_in(monkeypatch, tmp_path, f"sleep 60 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setattr(office, "SECONDS", 0.5)
    with pytest.raises(ReadError, match="超过"):
        office.read(rtf("超时"), "a.rtf")
    child = Path(f"/proc/{(tmp_path / 'child').read_text().strip()}")
    deadline = time.monotonic() + 5
    while (child / "stat").exists() and " Z " not in (child / "stat").read_text():
        assert time.monotonic() < deadline, "the child is still running"
        time.sleep(0.05)


@posix
def test_the_suite_learns_nothing_and_may_do_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "made.docx").write_bytes(word(p("正文。")))
    _stand_in(
        monkeypatch,
        tmp_path,
        f'env > {tmp_path}/env; echo "$@" > {tmp_path}/arguments; mkdir out\n'
        f"cp profile/user/registrymodifications.xcu report.rtf {tmp_path}\n"
        f"cp {tmp_path}/made.docx out/report.docx",
    )
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    data = rtf("悄悄话")
    assert office.read(data, "../../etc/总结.doc").text == "正文。"
    assert "sk-secret" not in (tmp_path / "env").read_text()
    arguments = (tmp_path / "arguments").read_text()
    assert "--headless --norestore" in arguments
    assert "etc" not in arguments
    assert (tmp_path / "report.rtf").read_bytes() == data[:-1] + rb"\pard\plain\par}"
    settings = (tmp_path / "registrymodifications.xcu").read_text()
    assert 'oor:name="DisableMacrosExecution" oor:op="fuse"><value>true' in settings
    assert 'oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1' in settings


@posix
def test_text_and_properties_need_one_conversion(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "made.docx").write_bytes(word(p("正文。")))
    _stand_in(
        monkeypatch,
        tmp_path,
        f"echo once >> {tmp_path}/starts; mkdir out; cp {tmp_path}/made.docx out/report.docx",
    )
    readers.read(rtf("只转一次"), "a.rtf")
    assert (tmp_path / "starts").read_text() == "once\n"
