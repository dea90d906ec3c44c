"""Markdown: one line a paragraph, without the marks."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.readers.html import shown
from corpus.readers.reading import Note, NoteKind, Reading
from corpus.readers.text import decode

_WRAPPED = 30  # characters; shorter lines were ended on purpose
_FRONT_MATTER = re.compile(  # YAML: keys, what belongs to them, comments
    r"\A---[ \t]*\n((?:[\w.-]+[ \t]*:.*\n|[ \t]+\S.*\n|-[ \t].*\n|#.*\n|\n)+)---[ \t]*(?:\n|\Z)"
)
# CommonMark takes no ** for a mark between a full stop and a Chinese character: “**抓学习。**读原著”.
_EDGE = re.compile("(?<=[，。、；：！？）》”’…])(?=[*~])|(?<=[*~])(?=[（《“‘])")
_JOINER = "\u2060"  # neither seen nor punctuation
_TASK = re.compile(r"^\[[ xX]\][ \t]+")


def read(data: bytes, file_name: str) -> Reading:
    """The words of a Markdown file. Raises ReadError if no encoding fits every byte."""
    content = decode(data)
    notes: list[Note] = []
    if matter := _FRONT_MATTER.match(content):
        notes.append(Note(NoteKind.IGNORED, f"文件头信息：{matter.group(1).strip()}"))
        content = content[matter.end() :]
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    tokens = parser.parse(_EDGE.sub(_JOINER, content))
    pictures = _prepare(tokens)
    # HTML shows the rest: nested lists, tables, and what people write in HTML itself.
    page = str(parser.renderer.render(tokens, parser.options, {}))
    text, hidden = shown(page.replace(_JOINER, ""))
    if pictures:
        notes.append(Note(NoteKind.IGNORED, "图片：" + "、".join(pictures)))
    return Reading(text, (*notes, *hidden))


def _prepare(tokens: list[Token]) -> list[str]:
    """Keeps list numbers and line ends as they are typed. Returns what pictures are called."""
    pictures: list[str] = []
    mark: str | None = None  # of the list item that has just begun
    for token in tokens:
        if token.type == "fence" and token.info.strip():  # what stands behind the mark is told, too
            token.content, token.info = f"{token.info.strip()}\n{token.content}", ""
        if token.type == "ordered_list_open":
            token.attrSet("style", "list-style:none")
        elif token.type == "list_item_open":
            mark = f"{token.info}{token.markup}" if token.info else ""
        elif token.type == "inline" and token.children:
            if mark is not None:
                token.children[0].content = _TASK.sub("", token.children[0].content)
                token.children.insert(0, Token("text", "", 0, content=mark))
                mark = None
            names = [child.content for child in token.children if child.type == "image"]
            pictures += [name or "无说明" for name in names]
            _settle_breaks(token.children)
    return pictures


def _settle_breaks(children: list[Token]) -> None:
    """Makes each single line end in the source what it means.

    Chinese reports are typed a line a paragraph; only a long line that stops in the middle of a
    sentence was wrapped by an editor, and then joins without a blank, as Chinese has none.
    """
    line = ""
    for child in children:
        if child.type == "softbreak":
            if len(line) < _WRAPPED or line[-1] in "。！？：；":
                child.type = "hardbreak"
            else:
                child.type, child.content = "text", "" if line[-1] > "\u2e7f" else " "
        line = "" if child.type == "hardbreak" else line + child.content
