"""Which format a file is in, decided by its content; the extension only breaks ties."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

MAX_ENTRIES = 5_000  # of a zip file; the longest real reports have some hundred parts
_PDF_HEAD = 1024  # a PDF may have junk before its mark
_TEXT_HEAD = 4096
_ENTRY = b"PK\x01\x02"  # begins each line of a zip file's directory
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:div|p|table|span|h[1-6])[\s>][^\n]*</",
    re.I,
)
_MHTML = re.compile(rb"^MIME-Version:\s*1|^Content-Type:\s*multipart/related", re.I | re.M)
_WORD_XML = re.compile(rb"<w:wordDocument|<pkg:package|progid=.Word\.Document|opendocument\.text\W")
_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:\?xml\s|!DOCTYPE\s)", re.I)
_SHEET_XML = re.compile(rb"progid=.Excel\.Sheet|opendocument\.spreadsheet\W")
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF87a", b"GIF89a")
_ARCHIVES = (b"Rar!\x1a", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF\x00")
_PROGRAMS = (b"\x7fELF", b"MZ\x90\x00", b"\xca\xfe\xba\xbe", b"SQLite format 3\x00")


class Format(StrEnum):
    """The kinds of file that are told apart; each has a reader or a reason against it."""

    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"  # MHTML too
    MARKDOWN = "markdown"
    TEXT = "text"
    OFFICE = "office"  # what only LibreOffice opens: .doc .wps .rtf .odt, Word 2003 XML
    OFD = "ofd"
    PICTURE = "picture"
    SHEET = "sheet"
    SLIDES = "slides"
    LOCKED = "locked"  # an Office document with a password
    ZIP = "zip"  # a zip file that is no document: a collection of reports
    ARCHIVE = "archive"  # .rar, .7z and the like, which are not opened
    UNKNOWN = "unknown"


def sniff(data: bytes, file_name: str) -> Format:
    """The format of a file. Quick and safe on anything: no content is unpacked."""
    # Before .pdf: a zip file may hold a PDF near its beginning.
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(data)
    if b"%PDF-" in data[:_PDF_HEAD]:
        return Format.PDF
    if data.startswith(_OLE):
        return _inside_ole(data)
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        return Format.ARCHIVE
    if data.startswith(_PICTURES) or _is_bitmap(data) or data[8:12] in (b"WEBP", b"heic"):
        return Format.PICTURE
    if data.startswith(_PROGRAMS):
        return Format.UNKNOWN
    return _among_texts(data[:_TEXT_HEAD].replace(b"\x00", b""), file_name)


def _among_texts(head: bytes, file_name: str) -> Format:
    """`head` is without zero bytes, so that UTF-16 looks like ASCII."""
    if head.lstrip().startswith(b"{\\rtf"):
        return Format.OFFICE
    if b"<?xml" in head[:100]:
        if _WORD_XML.search(head):
            return Format.OFFICE
        if _SHEET_XML.search(head):
            return Format.SHEET
    extension = PurePath(file_name).suffix.lower()
    if extension in (".md", ".markdown"):
        return Format.MARKDOWN
    if extension in (".csv", ".tsv"):
        return Format.SHEET
    if _HTML.search(head) or _MHTML.search(head):
        return Format.HTML
    # XML of some program's own is its data, not what a person would read.
    return Format.UNKNOWN if _XML.match(head) else Format.TEXT


def too_many_entries(data: bytes) -> bool:
    """Whether a zip file's directory is too long to be looked at. It cannot lie about this: every
    entry has its mark. Zip files inside, stored as they are, count as well."""
    return data.count(_ENTRY) > 10 * MAX_ENTRIES


def _inside_zip(data: bytes) -> Format:
    if too_many_entries(data):
        return Format.ZIP
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, OverflowError, RuntimeError):
        return Format.DOCX if b"word/" in data[:_TEXT_HEAD] else Format.ZIP
    for format, name in (
        (Format.DOCX, "word/document.xml"),
        (Format.SHEET, "xl/workbook.xml"),
        (Format.SHEET, "xl/workbook.bin"),
        (Format.SLIDES, "ppt/presentation.xml"),
        (Format.OFD, "OFD.xml"),
    ):
        if name in names:
            return format
    if {"mimetype", "content.xml"} <= names:
        return _open_document(data[:200])
    return Format.ZIP


def _open_document(head: bytes) -> Format:
    """OpenDocument says what it is in its first entry, which is stored as it is."""
    if b"opendocument.spreadsheet" in head:
        return Format.SHEET
    return Format.SLIDES if b"opendocument.presentation" in head else Format.OFFICE


def _inside_ole(data: bytes) -> Format:
    """By the names of its streams. A Word file may have a sheet inside, so Word is asked first."""
    for format, name in (
        (Format.LOCKED, "EncryptedPackage"),
        (Format.OFFICE, "WordDocument"),
        (Format.SHEET, "Workbook"),
        (Format.SLIDES, "PowerPoint Document"),
    ):
        if name.encode("utf-16-le") in data:
            return format
    return Format.OFFICE


def _is_bitmap(data: bytes) -> bool:
    """“BMI指数” begins like a picture; a picture gives its length next."""
    return data.startswith(b"BM") and int.from_bytes(data[2:6], "little") == len(data)
