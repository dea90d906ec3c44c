"""Files → text. One reader a format; the format is decided by content, then by extension."""

from __future__ import annotations

import re
from pathlib import PurePath

from corpus.errors import ReadError
from corpus.readers import docx, text

MAX_BYTES = 50_000_000
SUPPORTED = (".docx", ".txt", ".md", ".markdown")
# Documents that a folder of reports may well hold; they are refused by name, not passed over.
UNREADABLE = (".doc", ".wps", ".pdf", ".rtf", ".odt", ".ofd")
# Left by web pages and editors; a mark or a heading behind one would not be recognised.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


def read(data: bytes, file_name: str) -> str:
    """The text of a report, lines separated by ``\\n``.

    Raises ReadError with a reason for users: empty, too large, not a readable format.
    """
    if len(data) > MAX_BYTES:
        raise ReadError(f"文件超过 {MAX_BYTES // 1_000_000} MB，请拆分后再入库")
    content = _INVISIBLE.sub("", _read(data, PurePath(file_name).suffix.lower()))
    if not content.strip():
        raise ReadError("文件里没有文字")
    return content


def _read(data: bytes, extension: str) -> str:
    if data.startswith(_ZIP) and extension not in (".odt", ".ofd"):  # are zip files as well
        return docx.read(data)
    if data.startswith(_OLE):
        raise ReadError("是旧版 Word/WPS 格式，请先在 WPS 或 Word 中另存为 .docx")
    if data.startswith(_PDF):
        raise ReadError("暂不能读取 PDF，请提供 .docx、.txt 或 .md")
    if extension not in SUPPORTED:
        raise ReadError(f"不支持的格式“{extension or '无扩展名'}”，可用 .docx、.txt、.md")
    if extension == ".docx":
        raise ReadError("扩展名是 .docx，但内容不是 Word 文档")
    content = text.decode(data)
    return text.strip_markdown(content) if extension in (".md", ".markdown") else content
