"""Word documents (.docx, .docm): the text a reader of the page sees, and what he does not see.

The XML is walked here, because libraries lose content controls, insertions, numbering and notes,
and return hidden text as if it could be seen.
"""

from __future__ import annotations

import re

from corpus.errors import ReadError
from corpus.readers.docx_body import Body
from corpus.readers.docx_omissions import Omissions
from corpus.readers.docx_parts import Element, Parts, is_on, name, told_of_word
from corpus.readers.docx_visibility import WHITE
from corpus.readers.reading import Note, NoteKind, Reading

_BODY, _BACKGROUND, _COLOUR = name("w:body"), name("w:background"), name("w:color")
_SHOWS_BACKGROUND, _COMMENT = name("w:displayBackgroundShape"), name("w:comment")
_PAGE_NUMBER = re.compile(r"[\W\d_第页共]*")


def read(data: bytes, file_name: str) -> Reading:
    """The visible text of a Word document, one line a paragraph, tables in reading order.

    Raises ReadError if the file is damaged, encrypted or unpacks to too much.
    """
    with told_of_word():
        parts = Parts(data)
        document = parts.main()
        body = document.find(_BODY)
        if body is None:
            raise ReadError("Word 文档里没有正文部分，可能已损坏，请在 Word 中打开并另存后再入库")
        omissions = Omissions()
        lines = Body(parts, omissions).lines(body, _page_colour(parts, document))
        around = (*_comments(parts, omissions), *_furniture(parts, omissions))
    if parts.has_macros():
        omissions.mention("宏")
    return Reading("\n".join(lines), (*omissions.notes(), *around))


def properties(data: bytes) -> str:
    """Title, subject, keywords and all other words in the properties of a document, a line each.

    Raises ReadError if the file is damaged.
    """
    with told_of_word():
        elements = [element for root in Parts(data).about() for element in root.iter()]
    words = (word for each in elements for word in (each.get("name"), each.text))
    return "\n".join(word.strip() for word in words if word and word.strip())


def _page_colour(parts: Parts, document: Element) -> str:
    background, settings = document.find(_BACKGROUND), parts.first("settings")
    if background is None or settings is None or not is_on(settings.find(_SHOWS_BACKGROUND)):
        return WHITE
    return background.get(_COLOUR, WHITE)


def _comments(parts: Parts, omissions: Omissions) -> list[Note]:
    body = Body(parts, omissions)
    roots = [comment for root in parts.all("comments") for comment in root.iter(_COMMENT)]
    texts = ["\n".join(body.lines(root)).strip() for root in roots]
    return [Note(NoteKind.COMMENT, text) for text in texts if text]


def _furniture(parts: Parts, omissions: Omissions) -> list[Note]:
    """Headers and footers, each text once; a page number is no text."""
    body = Body(parts, omissions, furniture=True)
    roots = [root for kind in ("header", "footer") for root in parts.all(kind)]
    texts = ["\n".join(filter(None, map(str.strip, body.lines(root)))) for root in roots]
    return [
        Note(NoteKind.FURNITURE, text)
        for text in dict.fromkeys(texts)
        if not _PAGE_NUMBER.fullmatch(text)
    ]
