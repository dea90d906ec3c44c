"""Word documents. The XML is walked, because ``Document.paragraphs`` loses content controls,
insertions and tables, and returns hidden text as if it could be seen."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from docx import Document
from docx.oxml.ns import qn

from corpus.errors import ReadError
from corpus.readers.reading import Reading

_MAX_UNPACKED = 300_000_000
_SKIPPED = {
    qn("w:del"),
    qn("w:moveFrom"),
    qn("w:instrText"),
    qn("w:delText"),
    qn("w:pPr"),
    # A text box stands twice in the file; the fallback is the copy.
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}
_BREAKS = {qn("w:br"), qn("w:cr")}
# python-docx lets lxml, zipfile and its own errors through; all mean the same to the user.
_DAMAGED = (
    AttributeError,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
_PARAGRAPH, _TEXT, _TAB, _RUN = qn("w:p"), qn("w:t"), qn("w:tab"), qn("w:r")
_NO_BREAK_HYPHEN = qn("w:noBreakHyphen")


def read(data: bytes, file_name: str) -> Reading:
    """The visible text of a .docx, one line a paragraph, tables in reading order.

    Raises ReadError for anything python-docx cannot open, and for archives that unpack to
    more than 300 MB.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNPACKED:
                raise ReadError("文档解压后过大，已拒绝读取")
            if "word/document.xml" not in archive.namelist():
                raise ReadError("是压缩文件，但不是 Word 文档（.docx）")
        return Reading("\n".join(_lines(Document(io.BytesIO(data)).element.body)))
    except ReadError:
        raise
    except _DAMAGED as error:
        raise ReadError("Word 文档已损坏，无法打开") from error


def _lines(element: Element) -> Iterator[str]:
    """Lines of all paragraphs below `element`; a text box's lines follow its paragraph."""
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag != _PARAGRAPH:
            yield from _lines(child)
            continue
        pieces: list[str] = []
        boxes: list[Element] = []
        _collect(child, pieces, boxes)
        yield "".join(pieces)
        for box in boxes:
            yield from _lines(box)


def _collect(element: Element, pieces: list[str], boxes: list[Element]) -> None:
    for child in element:
        if child.tag in _SKIPPED or (child.tag == _RUN and _hidden(child)):
            continue
        if child.tag == qn("w:txbxContent"):
            boxes.append(child)
        elif child.tag == _TEXT:
            pieces.append(child.text or "")
        elif child.tag == _TAB:
            pieces.append("\t")
        elif child.tag in _BREAKS:
            pieces.append("\n")
        elif child.tag == _NO_BREAK_HYPHEN:
            pieces.append("-")
        else:
            _collect(child, pieces, boxes)


def _hidden(run: Element) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false")
