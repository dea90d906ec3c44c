"""Which format a file is in, decided by its content; the extension only breaks ties."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

_PDF_HEAD = 1024  # a PDF may have junk before its mark
_TEXT_HEAD = 4096
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<(?:div|p|table|span|h[1-6])[\s>][^\n]*</",
    re.I,
)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")


class Format(StrEnum):
    """The kinds of file that are told apart; all but UNKNOWN have a reader or a reason."""

    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "markdown"
    TEXT = "text"
    OFFICE = "office"  # what only LibreOffice opens: .doc .wps .rtf .odt, Word 2003 XML
    OFD = "ofd"
    PICTURE = "picture"
    ZIP = "zip"  # a zip file that is no document: a collection of reports
    ARCHIVE = "archive"  # .rar, .7z and the like, which are not opened
    UNKNOWN = "unknown"


def sniff(data: bytes, file_name: str) -> Format:
    """The format of a file."""
    head = data[:_TEXT_HEAD]
    if b"%PDF-" in data[:_PDF_HEAD]:
        return Format.PDF
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _inside_zip(data)
    if data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")) or (
        b"<?xml" in head[:100] and (b"w:wordDocument" in head or b"pkg:package" in head)
    ):
        return Format.OFFICE
    if data.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        return Format.ARCHIVE
    if data.startswith(_PICTURES):
        return Format.PICTURE
    extension = PurePath(file_name).suffix.lower()
    if extension in (".md", ".markdown"):
        return Format.MARKDOWN
    if _HTML.search(head.replace(b"\x00", b"")):
        return Format.HTML
    return Format.TEXT


def _inside_zip(data: bytes) -> Format:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return Format.DOCX if b"word/" in data[:_TEXT_HEAD] else Format.ZIP
    if "word/document.xml" in names:
        return Format.DOCX
    if "OFD.xml" in names:
        return Format.OFD
    if {"mimetype", "content.xml"} <= names:
        return Format.OFFICE
    return Format.ZIP
