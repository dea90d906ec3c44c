"""Paragraphs of a report as paragraphs of a Word file: runs, tracked changes, comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from docx.document import Document
from docx.oxml.ns import qn

from assistant.exporting.content import Block, Part, Piece
from assistant.exporting.notes import Note
from assistant.exporting.styles import BODY, HEADINGS, LABEL, RUN_INS, TITLE
from assistant.exporting.xml import Element, element, properties, put, writable
from assistant.placeholders import PLACEHOLDER
from assistant.rewriting.words import PieceKind

_STYLES: dict[Part, str] = {
    "title": TITLE, "blank": BODY, "heading": HEADINGS[0], "body": BODY, "label": LABEL,
}  # fmt: skip
_TRACKED: dict[PieceKind, str] = {"new": "w:ins", "gone": "w:del"}
_INITIALS = "拟"


@dataclass
class BodyWriter:
    """Writes blocks into `document`, placeholders in yellow.

    `author` and `at` are whose changes they are and when made; `notes` are comments by the key of
    their sentence.
    """

    document: Document
    author: str
    at: datetime
    notes: Mapping[str, Sequence[Note]] = field(default_factory=dict)
    run_in_fonts: Sequence[str] = ()  # by level; none where a template has its own
    _changes: int = 0

    def write(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self._paragraph(block)

    def _paragraph(self, block: Block) -> None:
        paragraph = self.document.add_paragraph()._p
        form = properties(paragraph, "w:pPr")
        put(form, "w:pStyle", val=_STYLES[block.part])
        if block.end != "same":
            put(form, "w:rPr").append(self._change(_TRACKED[block.end]))
        for key, pieces in groupby(block.pieces, key=self._noted):
            ids = [self._comment(note) for note in self.notes.get(key, ())]
            for identifier in ids:
                paragraph.append(element("w:commentRangeStart", id=identifier))
            for (kind, level), same in groupby(pieces, key=lambda p: (p.kind, p.level)):
                self._piece(paragraph, Piece("".join(p.text for p in same), kind, key, level))
            for identifier in ids:
                paragraph.append(element("w:commentRangeEnd", id=identifier))
                _refer(paragraph, identifier)

    def _noted(self, piece: Piece) -> str:
        """The sentence that comments are about; words without any are written as one."""
        return piece.key if self.notes.get(piece.key) else ""

    def _piece(self, paragraph: Element, piece: Piece) -> None:
        holder = paragraph
        if piece.kind != "same":
            holder = self._change(_TRACKED[piece.kind])
            paragraph.append(holder)
        text = writable(piece.text)
        position = 0
        for spot in PLACEHOLDER.finditer(text) if piece.kind != "gone" else ():
            self._run(holder, text[position : spot.start()], piece)
            self._run(holder, spot.group(), piece, yellow=True)
            position = spot.end()
        self._run(holder, text[position:], piece)

    def _run(self, holder: Element, text: str, piece: Piece, yellow: bool = False) -> None:
        if not text:
            return
        run = element("w:r")
        form = properties(run, "w:rPr")
        # Otherwise “ ” and … fall into the Latin font and look half as wide.
        fonts = put(form, "w:rFonts", hint="eastAsia")
        if piece.level is not None:
            put(form, "w:rStyle", val=RUN_INS[piece.level])
            if self.run_in_fonts:  # for programs that let a run's fonts hide those of its style
                fonts.set(qn("w:eastAsia"), self.run_in_fonts[piece.level])
        if yellow:
            put(form, "w:highlight", val="yellow")
        words = element("w:delText" if piece.kind == "gone" else "w:t")
        words.text = text
        words.set(qn("xml:space"), "preserve")
        run.append(words)
        holder.append(run)

    def _change(self, tag: str) -> Element:
        self._changes += 1
        when = self.at.strftime("%Y-%m-%dT%H:%M:%SZ")
        return element(tag, id=self._changes, author=writable(self.author), date=when)

    def _comment(self, note: Note) -> int:
        said = writable("\n".join(note.lines))
        comments = self.document.comments
        comment = comments.add_comment(said, author=note.author, initials=_INITIALS)
        comment._comment_elm.date = self.at
        for run in comment._comment_elm.iter(qn("w:r")):
            put(properties(run, "w:rPr"), "w:rFonts", hint="eastAsia")
        return comment.comment_id


def _refer(paragraph: Element, comment: int) -> None:
    run = element("w:r")
    put(properties(run, "w:rPr"), "w:rStyle", val="CommentReference")
    run.append(element("w:commentReference", id=comment))
    paragraph.append(run)
