"""Spreadsheets (.xlsx) → rows of text, as a reader of the sheet sees them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from assistant.facts.tables import MOST_COLUMNS, MOST_ROWS
from corpus.errors import ReadError
from corpus.readers.package import Package

_MOST_SHEETS = 10
_MAX_UNPACKED = 40_000_000  # bytes of all parts; a sheet of facts has some hundred thousand
_DAMAGED = "表格文件已损坏或不是 .xlsx，请在 Excel 或 WPS 中打开后另存再上传"
_HOSTILE = "表格里有不应出现的实体声明，已拒绝读取"
_MARKS_OF_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BROKEN = (
    *(InvalidFileException, ParseError, zipfile.BadZipFile, KeyError, ValueError, TypeError),
    *(AttributeError, IndexError, EOFError, OSError, OverflowError),
)


def rows_of(data: bytes) -> list[list[list[str]]]:
    """The rows of every visible sheet; of a formula the value that was saved with it.

    At most 10 sheets, 2,000 rows and 60 columns each. Raises ReadError.
    """
    _check(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        with closing(book):
            shown = [s for s in book.worksheets if s.sheet_state == "visible"][:_MOST_SHEETS]
            return [list(_rows(sheet)) for sheet in shown]
    except _BROKEN as error:
        raise ReadError(_DAMAGED) from error


def _rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        cells = [_shown(cell.value, getattr(cell, "number_format", "") or "") for cell in row]
        if any(cells):
            yield cells


def _check(data: bytes) -> None:
    """Raises ReadError for a package that is no workbook, too large, or declares entities."""
    package = Package(data)
    if "xl/workbook.xml" not in package:
        raise ReadError(_DAMAGED)
    if sum(entry.file_size for entry in package.entries.values()) > _MAX_UNPACKED:
        raise ReadError("表格解开后过大，请只留要用的行再上传")
    for name in package.entries:
        if name.endswith((".xml", ".rels")):
            content = package.read(name)
            if b"<!DOCTYPE" in content or content.startswith(_MARKS_OF_UTF16):
                raise ReadError(_HOSTILE)


def _shown(value: object, number_format: str) -> str:
    """A cell's value as it is shown: 0.35 in the format 0% is 35%."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, int | float):
        if "%" in number_format:
            return f"{_plain(value * 100)}%"
        return _plain(value)
    text = str(value).strip()
    return "" if text.startswith("#") and text.rstrip("!?").isupper() else text  # an error: #N/A


def _plain(value: float) -> str:
    """12.0 → 12, 0.30000000000000004 → 0.3."""
    return f"{round(value, 4):.4f}".rstrip("0").rstrip(".")
