"""Plain text and Markdown. Encodings are decided strictly: no character is ever replaced."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.errors import ReadError

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_WRAPPED = 30  # characters; shorter lines were ended on purpose
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


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


def strip_markdown(content: str) -> str:
    """Markdown → one line a paragraph, without the marks; list numbers stay as text."""
    tokens = MarkdownIt("commonmark").parse(content)
    lines: list[str] = []
    prefix = ""
    for token in tokens:
        if token.type == "list_item_open" and token.info:
            prefix = f"{token.info}{token.markup}"
        elif token.type == "inline":
            lines.append(prefix + _inline_text(token))
            prefix = ""
        elif token.type in ("fence", "code_block", "html_block"):
            lines.append(token.content.rstrip("\n"))
    return "\n".join(lines)


def _inline_text(token: Token) -> str:
    text = ""
    for child in token.children or []:
        if child.type == "hardbreak":
            text += "\n"
        elif child.type == "softbreak":
            text += _soft_break(text.rpartition("\n")[2])
        else:
            text += child.content
    return text


def _soft_break(line: str) -> str:
    """What a single line end in the source means after `line`.

    Chinese reports are typed a line a paragraph; only a long line that stops in the middle of a
    sentence was wrapped by an editor, and then joins without a blank, as Chinese has none.
    """
    if len(line) < _WRAPPED or line[-1] in "。！？：；":
        return "\n"
    return "" if line[-1] > "\u2e7f" else " "
