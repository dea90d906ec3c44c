"""PDF: what can be seen on its pages; scanned pages go through the text recogniser."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as c  # type: ignore[import-untyped]

from corpus.errors import ReadError
from corpus.readers import MAX_CHARACTERS, limits, ocr, page_layout
from corpus.readers.page_layout import Page
from corpus.readers.page_lines import Line, lines_of
from corpus.readers.pdf_page import UNMAPPED, Drawing, drawing
from corpus.readers.reading import Note, NoteKind, Reading

MAX_PAGES = 2_000
_MAX_PIXELS = 12_000_000
_INK = 0.002  # of a page's pixels: more is a picture of something, less are specks
_FEW = 10  # characters: a stamp or a page number, but no page of text
_DAMAGED = "PDF 已损坏，无法打开；请用 WPS 或 Adobe 打开后另存再入库"
_LOCK = Lock()  # PDFium is not thread-safe
_COMMENTS = {
    c.FPDF_ANNOT_TEXT,
    c.FPDF_ANNOT_HIGHLIGHT,
    c.FPDF_ANNOT_UNDERLINE,
    c.FPDF_ANNOT_SQUIGGLY,
    c.FPDF_ANNOT_STRIKEOUT,
    c.FPDF_ANNOT_CARET,
}
_WRITTEN = {c.FPDF_ANNOT_WIDGET, c.FPDF_ANNOT_FREETEXT, c.FPDF_ANNOT_STAMP}


@dataclass(frozen=True)
class _Sheet:
    """What is taken of a page; `scanned` if its words are a picture."""

    page: Page
    notes: tuple[Note, ...] = ()
    pictures: bool = False
    scanned: bool = False


def read(data: bytes, file_name: str) -> Reading:
    """The visible text, one line a paragraph.

    Raises ReadError for a PDF that is damaged, has a password, too many pages or too much text,
    and for a scan if no recogniser is installed.
    """
    with _LOCK, _opened(data) as document:
        if len(document) > MAX_PAGES:
            raise ReadError(f"PDF 超过 {MAX_PAGES} 页，请拆分后再入库")
        sheets = list(_sheets(document))
        attached = document.count_attachments()
    scanned = [n for n, sheet in enumerate(sheets, 1) if sheet.scanned]
    if len(scanned) * 2 > len(sheets) and not ocr.available():
        raise ocr.missing("这是扫描件，没有文字层")
    notes = [note for sheet in sheets for note in sheet.notes]
    pictured = [n for n, sheet in enumerate(sheets, 1) if sheet.pictures]
    if scanned and ocr.available():
        notes.append(ocr.caution(scanned))
        scanned = []
    for numbers, what in ((scanned, "扫描页"), (pictured, "图片")):
        if numbers:
            notes.append(Note(NoteKind.IGNORED, f"{what}（第 {'、'.join(map(str, numbers))} 页）"))
    if attached:
        notes.append(Note(NoteKind.IGNORED, f"附件 {attached} 个"))
    return page_layout.reading([sheet.page for sheet in sheets], notes)


def properties(data: bytes) -> str:
    """What the file says about itself (title, subject, keywords), a line each."""
    with _LOCK, _opened(data) as document:
        return "\n".join(document.get_metadata_dict(skip_empty=True).values())


def _opened(data: bytes) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code == c.FPDF_ERR_PASSWORD:
            raise ReadError("PDF 有密码，请解除密码后再入库") from error
        raise ReadError(_DAMAGED) from error


def _sheets(document: Any) -> Iterator[_Sheet]:
    total = 0
    for n in range(len(document)):
        try:
            sheet = _sheet(document, n)
        except pdfium.PdfiumError as error:
            raise ReadError(f"PDF 第 {n + 1} 页已损坏，无法读取") from error
        total += sum(len(line.text) for line in sheet.page.lines)
        if total > MAX_CHARACTERS:
            raise ReadError(f"文字超过 {MAX_CHARACTERS // 10_000} 万字，请拆分后再入库")
        yield sheet
        limits.go_on()


def _sheet(document: Any, n: int) -> _Sheet:
    page = document[n]
    notes, written = _annotations(page)
    if written:  # what is filled in is part of the page from now on
        c.FPDFPage_Flatten(page, c.FLAT_NORMALDISPLAY)
        page.close()
        page = document[n]
    drawn = drawing(page)
    if drawn.hidden:
        notes.append(Note(NoteKind.HIDDEN, drawn.hidden))
    if drawn.slanted:
        notes.append(Note(NoteKind.FURNITURE, drawn.slanted))
    first = drawn.directions[0]
    scan = _is_scan(drawn)
    if scan and ocr.available():
        lines = _recognised(page)
    else:
        lines = [line for side in drawn.directions for line in lines_of(side.glyphs, side.rules)]
    page.close()
    pictures = not scan and any(share > 0.01 for share in drawn.pictures)
    return _Sheet(
        Page(first.width, first.height, tuple(lines)),
        tuple(notes),
        pictures and max(drawn.pictures) < 0.5,
        scan,
    )


def _is_scan(drawn: Drawing) -> bool:
    """Whether the page shows more than its characters tell: a picture, or fonts without names."""
    text = "".join(glyph.text for side in drawn.directions for glyph in side.glyphs).strip()
    if len(text) >= _FEW:
        return text.count(UNMAPPED) * 5 > len(text)
    if text:  # with few words, a seal or a chart is not a scan
        return max(drawn.pictures, default=0) > 0.5
    return drawn.ink > _INK


def _recognised(page: Any) -> list[Line]:
    limits.more_time()
    width, height = page.get_size()
    scale = min(ocr.SCALE, (_MAX_PIXELS / (width * height)) ** 0.5)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    picture = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    return lines_of(ocr.glyphs(picture, scale))


def _annotations(page: Any) -> tuple[list[Note], bool]:
    """Comments in the margin, and whether there are fields that show text of their own."""
    notes, written = [], False
    for n in range(c.FPDFPage_GetAnnotCount(page)):
        annotation = c.FPDFPage_GetAnnot(page, n)
        kind = c.FPDFAnnot_GetSubtype(annotation)
        written |= kind in _WRITTEN
        if kind in _COMMENTS and (text := _contents_of(annotation)):
            notes.append(Note(NoteKind.COMMENT, text))
        c.FPDFPage_CloseAnnot(annotation)
    return notes, written


def _contents_of(annotation: Any) -> str:
    length = c.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    buffer = ctypes.create_string_buffer(length)
    units = ctypes.cast(buffer, ctypes.POINTER(c.FPDF_WCHAR))
    c.FPDFAnnot_GetStringValue(annotation, b"Contents", units, length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0").strip()
