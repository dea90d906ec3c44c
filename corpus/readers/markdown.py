"""Markdown: one line a paragraph, without the marks."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.readers.reading import Reading
from corpus.readers.text import decode

_WRAPPED = 30  # characters; shorter lines were ended on purpose


def read(data: bytes, file_name: str) -> Reading:
    """The words of a Markdown file. Raises ReadError if no encoding fits every byte."""
    return Reading(strip_markdown(decode(data)))


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
