"""A Word file that is damaged or hostile is refused with a reason, or read in good time."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from corpus.errors import ReadError
from corpus.readers import docx
from tests.corpus.readers.docx_builder import (
    SPACES,
    abstract,
    added,
    level,
    listed,
    num,
    p,
    packed,
    row,
    run,
    style,
    table,
    word,
)

WHOLE = word(p("加强作风建设。" * 300), styles=style("S"))
SOME = '<w:fldChar w:fldCharType="{}"/>'


def _reason(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        docx.read(data, "总结.docx")
    return str(caught.value)


def _with(name: str, content: bytes) -> bytes:
    return added(WHOLE, {name: content}, zipfile.ZIP_DEFLATED)


def _flipped() -> bytes:
    data = bytearray(_with("word/styles.xml", b"<s/>"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        start = archive.getinfo("word/document.xml").header_offset + 60
    data[start : start + 40] = bytes(byte ^ 0xFF for byte in data[start : start + 40])
    return bytes(data)


MAIN = "word/document.xml"
ENTITY = b'<!DOCTYPE w [<!ENTITY a "b">]><document/>'
DAMAGED = [
    ("cut", WHOLE[:-200], "Word 文档已损坏，无法打开"),
    ("flipped", _flipped(), "Word 文档已损坏，无法打开"),
    ("not a zip", b"PK\x03\x04" + bytes(100), "Word 文档已损坏，无法打开"),
    ("no main part", packed({"word/styles.xml": b"<w/>"}), "Word 文档已损坏，无法打开"),
    ("empty main part", _with(MAIN, b""), "Word 文档已损坏，无法打开"),
    ("open main part", _with(MAIN, b"<w:document"), "Word 文档已损坏，无法打开"),
    ("no body", _with(MAIN, f"<w:document {SPACES}/>".encode()), "没有正文部分"),
    ("something else", _with(MAIN, b"<document/>"), "没有正文部分"),
    ("broken styles", _with("word/styles.xml", b"<w:styles"), "Word 文档已损坏，无法打开"),
    ("entities", _with(MAIN, ENTITY), "实体声明"),
    ("a bomb", _with("word/media/a.bin", bytes(30_000_000)), "压缩炸弹"),
    ("too deep", word("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000), "Word 文档已损坏，无法打开"),
]


@pytest.mark.parametrize(("data", "reason"), [c[1:] for c in DAMAGED], ids=[c[0] for c in DAMAGED])
def test_a_damaged_file_is_refused_in_words_about_word(data: bytes, reason: str) -> None:
    assert reason in _reason(data)


def _nested(opening: str, closing: str, inside: str) -> str:
    """As deep as the XML parser allows."""
    levels = 240 // opening.count("<")
    return opening * levels + inside + closing * levels


def _footnotes(count: int) -> dict[str, str]:
    notes = (
        f'<w:footnote w:id="{n}">'
        + p(f'{run("注")}<w:r><w:footnoteReference w:id="{n + 1}"/></w:r>')
        + "</w:footnote>"
        for n in range(count)
    )
    return {"footnotes": "".join(notes)}


BOX = "<w:p><w:r><w:pict><w:txbxContent>"
HOSTILE: list[tuple[str, str, dict[str, str]]] = [
    ("tables in tables", _nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", p("甲")), {}),
    ("boxes in boxes", _nested(BOX, "</w:txbxContent></w:pict></w:r></w:p>", p("甲")), {}),
    ("bare boxes", _nested("<w:p><w:txbxContent>", "</w:txbxContent></w:p>", p("甲")), {}),
    ("wrappings", _nested("<w:sdt>", "</w:sdt>", p("甲")), {}),
    (
        "notes on notes",
        p('<w:r><w:footnoteReference w:id="0"/></w:r>') + p("甲"),
        _footnotes(3_000),
    ),
    (
        "fields in fields",
        p(
            f"<w:r>{SOME.format('begin') * 20_000}{'<w:t>密</w:t>' * 20_000}{SOME.format('end') * 20_000}</w:r>"
        )
        + p("甲"),
        {},
    ),
    (
        "a long chain of styles",
        p("甲", '<w:pStyle w:val="S0"/>') * 5_000,
        {"styles": "".join(style(f"S{n}", base=f"S{n + 1}") for n in range(20_000))},
    ),
    (
        "many styled runs",
        p("".join(run("甲", f'<w:rStyle w:val="S{n}"/>') for n in range(20_000))),
        {},
    ),
    ("a large table", table(*[row("甲", "乙", "丙")] * 8_000), {}),
    (
        "one paragraph of many",
        p("甲", "<w:rPr><w:del w:id='1'/></w:rPr>") * 30_000,
        {},
    ),
    ("deep and wide", _nested("<w:sdt>", "</w:sdt>", p("甲") * 20_000), {}),
    (
        "a long mark",
        p("甲", listed(1)) * 10_000,
        {"numbering": abstract(1, level(0, "decimal", "一" * 500_000)) + num(1, 1)},
    ),
    (
        "a long instruction",
        p(f"<w:r>{SOME.format('begin')}{'<w:instrText>一二三四五</w:instrText>' * 50_000}</w:r>")
        + p(f"<w:r>{SOME.format('end')}</w:r>")
        + p("甲"),
        {},
    ),
    (
        "a diagram shown often",
        p('<w:r><w:drawing><dgm:relIds r:dm="diagramData1"/></w:drawing></w:r>') * 5_000,
        {"diagramData1": "<a:p><a:r><a:t>甲</a:t></a:r></a:p>" * 5_000},
    ),
    ("much that is hidden", p(run("密", "<w:vanish/>") * 40_000) + p("甲"), {}),
]


@pytest.mark.parametrize(
    ("body", "parts"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_a_hostile_file_is_read_in_good_time(body: str, parts: dict[str, str]) -> None:
    data = word(body, **parts)
    begun = time.process_time()
    assert "甲" in docx.read(data, "总结.docx").text
    assert time.process_time() - begun < 20
