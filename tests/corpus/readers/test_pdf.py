"""PDF files, written by hand below, become what a reader of their pages would see."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from corpus.errors import ReadError
from corpus.readers import ocr, pdf
from corpus.readers.reading import Note, NoteKind, Reading

A4 = "/MediaBox [0 0 595 842]"
LEFT, TOP, EM, PITCH = 80, 720, 16, 29
TITLE = "云溪县2023年工作总结"
FIRST = "今年以来，云溪县委坚持把党的政治建设摆在首位，压实管党治党责任，推动基层党建全面进步。"
SECOND = "全县建成标准化党支部示范点三十六个，整顿软弱涣散党组织五个，群众满意度明显提高。" * 3


def file_of(
    *pages: str, objects: Sequence[str] = (), page: str = "", catalog: str = "", trailer: str = ""
) -> bytes:
    """A PDF of content streams. /C is a Chinese font that is not in the file, /L is Helvetica;
    `objects` are numbered from 10, pages from 100; `page` goes into every page's dictionary."""
    numbers = [100 + 2 * n for n in range(len(pages))]
    kids = " ".join(f"{number} 0 R" for number in numbers)
    parts = {
        1: f"<</Type/Catalog/Pages 2 0 R {catalog}>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        3: "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H"
        "/DescendantFonts[4 0 R]>>",
        4: "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000/W[1 95 500]"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>",
        5: "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]"
        "/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
        6: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        **dict(enumerate(objects, 10)),
    }
    for number, content in zip(numbers, pages, strict=True):
        parts[number] = (
            f"<</Type/Page/Parent 2 0 R {'' if 'MediaBox' in page else A4} {page} /Contents"
            f" {number + 1} 0 R /Resources<</Font<</C 3 0 R/L 6 0 R>>/XObject<</I 10 0 R>>>>>>"
        )
        parts[number + 1] = f"<</Length {len(content)}>>\nstream\n{content}\nendstream"
    data = b"%PDF-1.7\n"
    offsets = {}
    for number, part in sorted(parts.items()):
        offsets[number] = len(data)
        data += f"{number} 0 obj\n{part}\nendobj\n".encode("latin-1")
    table = "".join(f"{n} 1\n{offset:010} 00000 n \n" for n, offset in offsets.items())
    end = f"xref\n0 1\n0000000000 65535 f \n{table}trailer\n<</Size {max(parts) + 1}/Root 1 0 R"
    return data + f"{end} {trailer}>>\nstartxref\n{len(data)}\n%%EOF".encode("latin-1")


def text(words: str, x: float = LEFT, y: float = TOP, size: float = EM, how: str = "") -> str:
    """Operators that draw Chinese words; `how` goes before them."""
    code = words.encode("utf-16-be").hex()
    return f"q BT {how} /C {size} Tf 1 0 0 1 {x} {y} Tm <{code}> Tj ET Q "


def latin(words: str, x: float = LEFT, y: float = TOP, size: float = EM, how: str = "") -> str:
    return f"q BT {how} /L {size} Tf 1 0 0 1 {x} {y} Tm ({words}) Tj ET Q "


def typeset(*paragraphs: str, lines_a_page: int = 22) -> list[str]:
    """Pages of 28 characters a line, first lines indented by two."""
    pages, y = [""], TOP
    for paragraph in paragraphs:
        rest = "\u3000\u3000" + paragraph
        while rest:
            if y <= TOP - PITCH * lines_a_page:
                pages.append("")
                y = TOP
            end = 27 if rest[28:29] in tuple("，。、") else 28
            pages[-1] += text(rest[:end].lstrip("\u3000"), LEFT + 32 * rest.startswith("\u3000"), y)
            rest = rest[end:]
            y -= PITCH
    return pages


def read(*pages: str, page: str = "") -> Reading:
    return pdf.read(file_of(*pages, page=page), "总结.pdf")


def noted(reading: Reading, kind: NoteKind) -> list[str]:
    return [note.text for note in reading.notes if note.kind == kind]


def test_a_report_is_read_paragraph_by_paragraph() -> None:
    pages = typeset(FIRST, SECOND, FIRST, lines_a_page=4)
    pages[0] = text(TITLE, 200, TOP + 60, 22) + pages[0]
    numbered = [page + text(f"— {n} —", 280, 60, 14) for n, page in enumerate(pages, 1)]
    result = read(*numbered)
    assert result.text.split("\n") == [TITLE, FIRST, SECOND, FIRST]
    assert len(result.pages) == len(pages)
    assert result.text[result.pages[1] :].startswith(SECOND[54:60])
    assert result.notes == (Note(NoteKind.FURNITURE, f"— 1 —（{len(pages)} 页）"),)


WHITE, SHEER = "1 g", "3 Tr"
HIDDEN = [
    ("white", latin("secret", how=WHITE), "secret"),
    ("nearly white", latin("secret", how="0.98 g"), "secret"),
    ("without ink", latin("secret", how=SHEER), "secret"),
    ("tiny", latin("secret", size=0.9), "secret"),
    ("off the page", latin("secret", x=700), "secret"),
    ("covered", latin("secret") + "0 0 1 rg 60 700 300 60 re f", "secret"),
    ("covered in white", latin("secret") + "1 g 60 700 300 60 re f", "secret"),
    ("clipped", f"q 0 0 10 10 re W n {latin('secret')} Q", "secret"),
    ("white under text", latin("xyz", how=WHITE) + latin("public"), "xyz"),
]


@pytest.mark.parametrize(
    ("drawn", "words"), [case[1:] for case in HIDDEN], ids=[case[0] for case in HIDDEN]
)
def test_what_cannot_be_seen_is_left_out_and_reported(drawn: str, words: str) -> None:
    result = read(latin("public report", y=500) + drawn)
    assert "public report" in result.text
    assert words not in result.text
    assert noted(result, NoteKind.HIDDEN) == [words]


@pytest.mark.parametrize(
    "drawn",
    [
        "0 0 1 rg 60 700 300 60 re f 1 g " + latin("seen", how=WHITE),  # white on blue
        latin("seen", how="0.6 g"),
        latin("seen", how="1 Tr"),  # outlined
        "1 g 60 700 300 60 re f 0 g " + latin("seen"),  # on a white ground
        latin("seen", size=4),
    ],
    ids=["white on blue", "grey", "outlined", "on white", "small"],
)
def test_what_can_be_seen_is_taken(drawn: str) -> None:
    result = read(latin("public report", y=500) + drawn)
    assert sorted(result.text.split("\n")) == ["public report", "seen"]
    assert result.notes == ()


PICTURE = "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray"
SCAN = "q 595 0 0 842 0 0 cm /I Do Q "


def picture(grey: int) -> str:
    return f"{PICTURE}/Length 1>>\nstream\n{chr(grey)}\nendstream"


def test_the_words_under_a_scan_are_taken() -> None:
    page = SCAN + latin("scanned words of a report", how=SHEER)
    result = pdf.read(file_of(page, objects=[picture(200)]), "扫描.pdf")
    assert result.text == "scanned words of a report"
    assert noted(result, NoteKind.HIDDEN) == []


@pytest.fixture
def _no_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)


@pytest.mark.usefixtures("_no_recogniser")
def test_a_scan_is_refused_with_advice() -> None:
    with pytest.raises(ReadError, match=r"扫描件，没有文字层.*nigao\[ocr\].*Word 版"):
        pdf.read(file_of(SCAN, SCAN, objects=[picture(90)]), "扫描.pdf")


@pytest.mark.usefixtures("_no_recogniser")
def test_a_scanned_page_among_others_is_reported() -> None:
    pages = [*typeset(FIRST), SCAN, *typeset(SECOND)]
    result = pdf.read(file_of(*pages, objects=[picture(90)]), "a.pdf")
    assert result.text.split("\n") == [FIRST, SECOND]
    assert noted(result, NoteKind.IGNORED) == ["扫描页（第 2 页）"]
    assert result.pages == (0, len(FIRST) + 1, len(FIRST) + 1)


def test_a_picture_is_reported() -> None:
    page = typeset(FIRST)[0] + "q 100 0 0 100 200 200 cm /I Do Q "
    result = pdf.read(file_of(page, objects=[picture(90)]), "a.pdf")
    assert noted(result, NoteKind.IGNORED) == ["图片（第 1 页）"]


def test_fake_bold_is_read_once() -> None:
    assert read(text(TITLE) + text(TITLE, LEFT + 0.4)).text == TITLE


def test_watermarks_are_furniture() -> None:
    slanted = "q 0.7 0.7 -0.7 0.7 200 300 cm BT /L 40 Tf 0.8 g (DRAFT) Tj ET Q "
    result = read(typeset(FIRST)[0] + slanted)
    assert result.text == FIRST
    assert noted(result, NoteKind.FURNITURE) == ["DRAFT"]


@pytest.mark.parametrize(
    ("page", "matrix"),
    [
        ("/Rotate 90", "0 1 -1 0 595 0"),
        ("/Rotate 270", "0 -1 1 0 0 842"),
        ("/Rotate 180", "-1 0 0 -1 595 842"),
        ("", "0 1 -1 0 595 0"),  # a table laid across an upright page
        ("/MediaBox [100 100 695 942]", "1 0 0 1 100 100"),
    ],
)
def test_turned_pages_are_read_upright(page: str, matrix: str) -> None:
    content = f"q {matrix} cm {text(FIRST[:20], 90, 400)}{text(SECOND[:20], 90, 371)} Q"
    assert read(content, page=page).text.split("\n") == [FIRST[:20] + SECOND[:20]]


def test_a_ruled_table_is_read_row_by_row() -> None:
    rules = "".join(f"80 {y} m 480 {y} l S " for y in (600, 560, 500))
    rules += "".join(f"{x} 500 m {x} 600 l S " for x in (80, 280, 480))
    cells = text("重点任务", 90, 575) + text("完成时限", 290, 575) + text("建成党群服务", 90, 540)
    cells += text("中心", 90, 518) + text("2024年6月", 290, 530)
    result = read(text(TITLE, 200, 700) + rules + cells)
    assert result.text.split("\n") == [TITLE, "重点任务\t完成时限", "建成党群服务中心\t2024年6月"]


def test_comments_are_reported() -> None:
    comment = "<</Type/Annot/Subtype/Text/Rect[10 10 30 30]/Contents(check the figures)>>"
    result = pdf.read(file_of(*typeset(FIRST), objects=[comment], page="/Annots[10 0 R]"), "a.pdf")
    assert result.text == FIRST
    assert noted(result, NoteKind.COMMENT) == ["check the figures"]


def test_fields_that_are_filled_in_are_text() -> None:
    look = "/L 12 Tf BT 2 4 Td (Zhang San) Tj ET"
    form = (
        "<</Type/XObject/Subtype/Form/BBox[0 0 200 20]/Resources<</Font<</L 6 0 R>>>>"
        f"/Length {len(look)}>>\nstream\n{look}\nendstream"
    )
    field = "<</Type/Annot/Subtype/Widget/FT/Tx/F 4/T(n)/Rect[80 300 280 320]/AP<</N 10 0 R>>>>"
    data = file_of(*typeset(FIRST), objects=[form, field], page="/Annots[11 0 R]")
    assert pdf.read(data, "a.pdf").text.split("\n") == [FIRST, "Zhang San"]


LOOPED = file_of(*typeset(FIRST)).replace(b"/Kids[100 0 R]", b"/Kids[2 0 R  ]")
LOCKED = file_of(
    *typeset(FIRST),
    trailer=f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'11' * 32}>/U<{'22' * 32}>>>",
)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "损坏"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "损坏"),
        (file_of(*typeset(FIRST))[:300], "损坏"),
        (LOOPED, "损坏"),
        (LOCKED, "PDF 有密码"),
        (file_of(*[""] * 2_001), "超过 2000 页"),
    ],
    ids=["head only", "noise", "cut", "loop", "locked", "too many pages"],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        pdf.read(data, "a.pdf")


def test_too_much_text_stops_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_CHARACTERS", 50)
    with pytest.raises(ReadError, match="请拆分后再入库"):
        read(*typeset(FIRST, SECOND))


def test_properties_are_told() -> None:
    data = file_of(*typeset(FIRST), objects=["<</Title(Annual report)>>"], trailer="/Info 10 0 R")
    assert "Annual report" in pdf.properties(data)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_damaged_file_is_read_or_refused(share: float) -> None:
    data = bytearray(file_of(*typeset(FIRST, SECOND)))
    start = int(len(data) * share)
    data[start : start + 60] = bytes(byte ^ 0x55 for byte in data[start : start + 60])
    assert re.search("[云县]|^$|损坏|扫描件", _outcome(bytes(data)))


def _outcome(data: bytes) -> str:
    try:
        return pdf.read(data, "a.pdf").text
    except ReadError as error:
        return str(error)
