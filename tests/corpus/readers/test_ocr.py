"""Scans go through a recogniser, which is played here; where it is installed it is tried as well."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image, ImageDraw

from corpus.errors import ReadError
from corpus.readers import ocr, picture
from corpus.readers.reading import NoteKind

PARAGRAPHS = [
    "今年以来，云溪县委压实管党治党责任，推动基层党建全面进步，各项工作取得新成效。",
    "下半年，继续抓好整改（限期完成）。",
]


@dataclass(frozen=True)
class Found:
    """What the recogniser answers: corners clockwise from the top left, in pixels."""

    boxes: np.ndarray | None
    txts: tuple[str, ...] = ()
    scores: tuple[float, ...] = ()


def box(left: float, top: float, right: float, bottom: float) -> list[list[float]]:
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def answer(*lines: tuple[str, float, float, float]) -> Found:
    """Lines as (text, left, top, score), 40 pixels a character."""
    boxes = [box(left, top, left + 40 * len(text), top + 46) for text, left, top, _ in lines]
    return Found(np.array(boxes), tuple(i[0] for i in lines), tuple(i[3] for i in lines))


def play(monkeypatch: pytest.MonkeyPatch, found: Found) -> None:
    monkeypatch.setattr(ocr, "available", lambda: True)
    monkeypatch.setattr(ocr, "_engine", lambda: lambda image: found)


def image(kind: str = "PNG", pages: int = 1, **more: object) -> bytes:
    stream = io.BytesIO()
    page = Image.new("RGB", (1240, 1754), "white")
    extra = {"save_all": True, "append_images": [page] * (pages - 1)} if pages > 1 else {}
    page.save(stream, kind, **extra, **more)
    return stream.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_a_picture_is_read_paragraph_by_paragraph(
    monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    first, second = PARAGRAPHS
    lines = [
        (first[:20], 180, 200, 0.99),
        (first[20:], 103, 272, 0.97),
        (second.replace("（", "(").replace("）", ")").replace("，", ","), 181, 344, 0.9),
        ("噪", 900, 900, 0.2),
    ]
    play(monkeypatch, answer(*lines))
    result = picture.read(image(kind), "扫描." + kind)
    assert result.text.split("\n") == PARAGRAPHS
    assert [(note.kind, note.text[:21]) for note in result.notes] == [
        (NoteKind.WARNING, "第 1 页的文字由图片识别而来，可能有错字")
    ]


def test_every_page_of_a_tiff_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, answer(("各位代表：", 100, 600, 0.9)))
    assert len(picture.read(image("TIFF", pages=3), "a.tif").pages) == 3


def test_a_blank_page_has_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, Found(None))
    assert picture.read(image(), "a.png").text == ""


@pytest.mark.parametrize("data", [image()[:60], b"\x89PNG\r\n" + b"\x00" * 90, b""])
def test_a_damaged_picture_is_refused(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    play(monkeypatch, Found(None))
    with pytest.raises(ReadError, match="图片已损坏"):
        picture.read(data, "a.png")


def test_a_huge_picture_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    play(monkeypatch, Found(None))
    monkeypatch.setattr(picture, "MAX_PIXELS", 1_000_000)
    with pytest.raises(ReadError, match="图片过大"):
        picture.read(image(), "a.png")


def test_without_a_recogniser_advice_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(ReadError, match=r"这是图片；.*nigao\[ocr\].*Word 版"):
        picture.read(image(), "a.png")


@pytest.mark.skipif(not ocr.available(), reason="the optional recogniser is not installed")
def test_the_recogniser_works_from_its_own_package() -> None:
    page = Image.new("RGB", (900, 200), "white")
    ImageDraw.Draw(page).text((60, 60), "Annual report 2023", fill="black", font_size=60)
    assert "2023" in "".join(glyph.text for glyph in ocr.glyphs(np.asarray(page)))
