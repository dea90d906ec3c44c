"""Plain text. Encodings are decided strictly: no character is ever replaced."""

from __future__ import annotations

import re

from corpus.errors import ReadError
from corpus.readers.reading import Reading

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read(data: bytes, file_name: str) -> Reading:
    """The text as it stands. Raises ReadError if no encoding fits every byte."""
    return Reading(decode(data))


def decode(data: bytes) -> str:
    """Bytes → text with ``\\n`` line ends; UTF-8 (BOM dropped), UTF-16 with BOM, GB18030.

    Raises ReadError if no encoding fits every byte.
    """
    encodings = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            content = data.decode(encoding, errors="strict")
        except UnicodeDecodeError:
            continue
        # GB18030 accepts almost any bytes; a text of controls is a binary file in disguise.
        if not _CONTROLS.search(content):
            return _LINE_ENDS.sub("\n", content)
    raise ReadError("不是文本文件，或编码不是 UTF-8、UTF-16、GB18030")
