"""Files → text. One reader a format; the format is decided by content (`sniff`).

`read` works in this process; what comes from outside goes through `sandbox.read_safely`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise

from corpus.errors import ReadError
from corpus.readers.reading import Reading
from corpus.readers.sniff import Format, sniff

MAX_BYTES = 50_000_000
MAX_CHARACTERS = 5_000_000
SUPPORTED = (
    *(".docx", ".pdf", ".html", ".htm", ".md", ".markdown", ".txt"),
    *(".doc", ".wps", ".rtf", ".odt", ".ofd", ".zip"),
)
_REFUSED = {
    Format.ZIP: "压缩包里不能再套压缩包，请解压后再入库",
    Format.ARCHIVE: "是 .rar、.7z 等压缩包，请改用 .zip 或解压后再入库",
    Format.UNKNOWN: "无法识别文件格式",
}
# Left by web pages and editors; a mark or a heading behind one would not be recognised.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


def read(data: bytes, file_name: str) -> Reading:
    """What a person would read in the file. Raises ReadError with a reason for users."""
    if len(data) > MAX_BYTES:
        raise ReadError(f"文件超过 {MAX_BYTES // 1_000_000} MB，请拆分后再入库")
    kind = sniff(data, file_name)
    if kind in _REFUSED:
        raise ReadError(_REFUSED[kind])
    # One module a format, imported when it is needed: a sandbox loads nothing else.
    module = import_module(f"corpus.readers.{kind.value}")
    reader: Callable[[bytes, str], Reading] = module.read
    reading = _without_invisible(reader(data, file_name))
    if not reading.text.strip():
        raise ReadError("文件里没有文字")
    if len(reading.text) > MAX_CHARACTERS:
        raise ReadError(f"文字超过 {MAX_CHARACTERS // 10_000} 万字，请拆分后再入库")
    return reading


def _without_invisible(reading: Reading) -> Reading:
    edges = [*(reading.pages or (0,)), len(reading.text)]
    pieces = [_INVISIBLE.sub("", reading.text[a:b]) for a, b in pairwise(edges)]
    starts = [sum(map(len, pieces[:n])) for n in range(len(pieces))] if reading.pages else []
    return Reading("".join(pieces), reading.notes, tuple(starts))
