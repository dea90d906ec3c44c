"""The text of a Word file in reading order: paragraphs, tables, text boxes and notes.

Word keeps one paragraph in many wrappings (content controls, revisions, links, fields), so
everything is entered that is not known to hold no text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from corpus.readers.docx_fields import Fields, form_value
from corpus.readers.docx_numbering import Numbering
from corpus.readers.docx_omissions import Omissions
from corpus.readers.docx_parts import Element, Parts, chosen, name, names, value
from corpus.readers.docx_styles import Styles
from corpus.readers.docx_symbols import symbol
from corpus.readers.docx_visibility import (
    WHITE,
    Visibility,
    box_ground,
    cell_ground,
)
from corpus.readers.reading import NoteKind

_SHORT = 40  # characters of a table cell that stands with others on one line
_NUMBER = re.compile(
    r"[（(〔【﹙]?[\d一二三四五六七八九十]{1,3}[）)〕】﹚]?[、､.．，,]?|[㈠-㈩⑴-⒇①-⑳❶-❿]"
    r"|[一二三四五六七八九十]{1,2}[是要]|第[一二三四五六七八九十]{1,2}[，,、]?"
)
_P, _TABLE, _ROW, _CELL, _RUN = map(name, ("w:p", "w:tbl", "w:tr", "w:tc", "w:r"))
_BLOCKS, _ROWS, _CELLS = frozenset({_P, _TABLE}), frozenset({_ROW}), frozenset({_CELL})
_NO_TEXT = names(
    "w:pPr w:rPr w:sectPr w:sdtPr w:sdtEndPr w:tblPr w:tblPrEx w:tblGrid w:trPr w:tcPr w:ffData"
    " w:rubyPr w:fldData w:customXmlPr w:smartTagPr m:rPr m:ctrlPr"
)
_GONE = names("w:del w:moveFrom")
_ALTERNATIVES, _CHUNK = name("mc:AlternateContent"), name("w:altChunk")
_MARK = f"{name('w:pPr')}/{name('w:rPr')}"
_FRAME, _DROP_CAP = f"{name('w:pPr')}/{name('w:framePr')}", name("w:dropCap")
_ROW_GONE = f"{name('w:trPr')}/{name('w:del')}"
_CELL_GONE = f"{name('w:tcPr')}/{name('w:cellDel')}"
_MERGES = tuple(f"{name('w:tcPr')}/{name(kind)}" for kind in ("w:vMerge", "w:hMerge"))
_LITERALS = {
    **{name("w:tab"): "\t", name("w:ptab"): "\t"},
    **{name("w:br"): "\n", name("w:cr"): "\n", name("w:noBreakHyphen"): "-"},
}
_THINGS = {
    **{name("pic:pic"): "图片", name("v:imagedata"): "图片", name("c:chart"): "图表"},
    **{name("w:object"): "嵌入对象", name("w:control"): "控件", name("w:rt"): "注音"},
    name("w:contentPart"): "墨迹",
}
_NOTES = {name("w:footnoteReference"): "footnotes", name("w:endnoteReference"): "endnotes"}
_BOX, _ART, _SHAPE_TEXT = name("w:txbxContent"), name("v:textpath"), name("a:p")
_DIAGRAM, _DIAGRAM_DATA, _SHAPE_WORDS = name("dgm:relIds"), name("r:dm"), name("a:t")
_FLOATING = frozenset({_BOX, _ART, _SHAPE_TEXT, _DIAGRAM, *_NOTES})
_ID, _NOTE_TYPE, _FONT, _CHAR = map(name, ("w:id", "w:type", "w:font", "w:char"))


@dataclass(frozen=True)
class _Place:
    """What surrounds some text: why it is left out, if it is; and the colour behind it."""

    left_out: NoteKind | None = None
    ground: str = WHITE

    def without(self, kind: NoteKind) -> _Place:
        """The same place, its text left out; the first reason is the one that counts."""
        return self if self.left_out else replace(self, left_out=kind)


@dataclass
class _Line:
    """A line, and those that follow it: what is anchored in it."""

    pieces: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    begun: bool = False  # it has words already
    closed: bool = False  # its paragraph has an end that can be seen

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass
class _Inside:
    """What is found inside a paragraph."""

    style: str | None
    pieces: list[str] = field(default_factory=list)
    floating: list[tuple[Element, _Place]] = field(default_factory=list)


class Body:
    """Reads the texts of a file, which share its styles and lists; each note is given once.

    With `furniture`, the page numbers that fields put in are no text.
    """

    def __init__(self, parts: Parts, omissions: Omissions, *, furniture: bool = False) -> None:
        self._parts, self._omissions = parts, omissions
        self._styles = Styles(parts.first("styles"))
        self._visibility = Visibility(self._styles)
        self._numbering = Numbering(parts.first("numbering"), self._styles)
        self._furniture = furniture
        self._fields = Fields()
        self._page = _Place()
        self._notes: dict[str, dict[str | None, Element]] = {}
        self._note_count = 0
        self._in_note = False
        self._diagrams: set[str] = set()
        self._handlers: dict[str, Callable[[Element, _Place, _Inside], None]] = {
            **dict.fromkeys((name("w:t"), name("m:t")), self._words),
            **dict.fromkeys((*_GONE, name("w:delText")), self._deleted),
            **dict.fromkeys(_LITERALS, self._literal),
            **dict.fromkeys(_THINGS, self._thing),
            **dict.fromkeys(_FLOATING, self._float),
            _RUN: self._run,
            name("w:sym"): self._symbol,
            name("w:fldChar"): self._field,
            name("w:instrText"): lambda element, *_: self._fields.instruct(element.text or ""),
            name("w:fldSimple"): self._simple_field,
            _ALTERNATIVES: self._alternatives,
        }

    def lines(
        self, root: Element, ground: str = WHITE, left_out: NoteKind | None = None
    ) -> list[str]:
        """The lines of a text of its own: the document, a header, a note.

        `ground` is the colour of its page, as six hexadecimal digits.
        """
        outer = self._fields, self._page
        self._fields, self._page = Fields(root), _Place(left_out, ground)
        found = self._lines(root, self._page)
        self._fields, self._page = outer
        return found

    def _lines(self, container: Element, at: _Place) -> list[str]:
        blocks = self._blocks(container, at)
        return [text for line in blocks for text in (line.text, *line.after)]

    def _blocks(self, container: Element, at: _Place) -> list[_Line]:
        """A line a paragraph; one whose end is deleted or hidden goes on in the next."""
        lines: list[_Line] = []
        for block, place in self._found(container, at, _BLOCKS):
            if block.tag == _TABLE:
                lines += self._table(block, place)
                continue
            if self._styles.is_contents(block):
                place = place.without(NoteKind.FURNITURE)
            if not lines or lines[-1].closed:
                lines.append(_Line())
            self._paragraph(block, place, lines[-1])
        return [line for line in lines if line.closed or line.text or line.after]

    def _found(
        self, container: Element, at: _Place, wanted: frozenset[str]
    ) -> Iterator[tuple[Element, _Place]]:
        """The wanted elements in a container, whatever they are wrapped in."""
        for child in container:
            if child.tag in wanted:
                yield child, at
            elif child.tag == _CHUNK:
                self._omissions.count("嵌入的文档")
            elif child.tag == _ALTERNATIVES:
                if (choice := chosen(child)) is not None:
                    yield from self._found(choice, at, wanted)
            elif child.tag not in _NO_TEXT:
                place = at.without(NoteKind.DELETED) if child.tag in _GONE else at
                yield from self._found(child, place, wanted)

    # --- tables -------------------------------------------------------------------------------

    def _table(self, table: Element, at: _Place) -> Iterator[_Line]:
        """A row of short cells is a line, with tabs; of any other, each paragraph is one, with
        the row's number before the first."""
        at = replace(at, ground=self._visibility.table_ground(table, at.ground))
        for row, place in self._found(table, at, _ROWS):
            if row.find(_ROW_GONE) is not None:
                place = place.without(NoteKind.DELETED)
            cells = [self._cell(*found) for found in self._found(row, place, _CELLS)]
            if all(len(cell) <= 1 and all(map(_is_short, cell)) for cell in cells):
                text = "\t".join(cell[0].text.strip() if cell else "" for cell in cells)
                after = [text for cell in cells for line in cell for text in line.after]
                cells = [[_Line([text.strip("\t")], after, closed=True)]]
            else:
                _number(cells)
            yield from (line for cell in cells for line in cell if line.text or line.after)

    def _cell(self, cell: Element, at: _Place) -> list[_Line]:
        at = replace(at, ground=cell_ground(cell, at.ground))
        merges = [found for path in _MERGES if (found := cell.find(path)) is not None]
        if any(value(merge) != "restart" for merge in merges):
            at = at.without(NoteKind.HIDDEN)  # part of the cell above or before, which is shown
        elif cell.find(_CELL_GONE) is not None:
            at = at.without(NoteKind.DELETED)
        lines = self._blocks(cell, at)
        if lines:
            lines[-1].closed = True  # no paragraph runs on into the next cell
        return [line for line in lines if line.text.strip() or line.after]

    # --- paragraphs ---------------------------------------------------------------------------

    def _paragraph(self, paragraph: Element, at: _Place, line: _Line) -> None:
        """Adds a paragraph to `line`, which is empty unless a paragraph without an end began it."""
        style = self._styles.of(paragraph)
        at = replace(at, ground=self._visibility.paragraph_ground(paragraph, style, at.ground))
        inside = _Inside(style)
        self._enter(paragraph, at, inside)
        text = "".join(inside.pieces)
        line.closed = not self._open(paragraph, style, at)
        if not line.begun and (text.strip() or line.closed) and not at.left_out:
            text = self._numbering.numbered(paragraph, style, text)
        line.pieces.append(text)
        line.begun = line.begun or bool(text.strip())
        self._omissions.end_paragraph()
        for element, place in inside.floating:
            line.after += self._anchored(element, place)

    def _open(self, paragraph: Element, style: str | None, at: _Place) -> bool:
        """Whether the end of a paragraph cannot be seen."""
        mark = paragraph.find(_MARK)
        deleted = mark is not None and any(child.tag in _GONE for child in mark)
        initial = value(paragraph.find(_FRAME), _DROP_CAP) not in (None, "none")
        hidden = bool(at.left_out) or self._visibility.vanished(mark, style)
        return deleted or initial or hidden

    def _anchored(self, element: Element, at: _Place) -> list[str]:
        """The lines of a text box, a piece of word art, a diagram or a note."""
        if element.tag in _NOTES:
            return self._note(element, at)
        if element.tag == _BOX:
            ground = box_ground(element, self._page.ground)
            return [text for text in self._lines(element, replace(at, ground=ground)) if text]
        if element.tag == _ART:
            words = [element.get("string", "")]
        elif element.tag == _SHAPE_TEXT:
            words = [_shape_words(element)]
        else:
            words = self._diagram(element.get(_DIAGRAM_DATA, ""))
        if at.left_out:
            self._omissions.add(at.left_out, "\n".join(words))
            self._omissions.end_paragraph()
            return []
        return [text for text in words if text.strip()]

    def _diagram(self, identifier: str) -> list[str]:
        """The words of a diagram, once."""
        if self._furniture:  # a header calls its diagrams by names of its own
            self._omissions.count("智能图形")
        if self._furniture or identifier in self._diagrams:
            return []
        self._diagrams.add(identifier)
        data = self._parts.related(identifier)
        return [] if data is None else [_shape_words(each) for each in data.iter(_SHAPE_TEXT)]

    def _note(self, reference: Element, at: _Place) -> list[str]:
        """A footnote or an endnote, once, however often it is referred to."""
        kind = _NOTES[str(reference.tag)]
        if kind not in self._notes:
            root = self._parts.first(kind)
            notes = [] if root is None else [n for n in root if n.get(_NOTE_TYPE) is None]
            self._notes[kind] = {note.get(_ID): note for note in notes}
        if self._in_note:  # Word knows no notes upon notes
            return []
        note = self._notes[kind].pop(reference.get(_ID), None)
        if note is None:
            return []
        self._in_note = True
        lines = self.lines(note, self._page.ground, at.left_out)
        self._in_note = False
        text = " ".join(line.strip() for line in lines if line.strip())
        if not text:
            return []
        self._note_count += 1
        return [f"［注{self._note_count}］{text}"]

    # --- inside paragraphs --------------------------------------------------------------------

    def _enter(self, element: Element, at: _Place, inside: _Inside) -> None:
        for child in element:
            handler = self._handlers.get(child.tag)
            if handler is not None:
                handler(child, at, inside)
            elif child.tag not in _NO_TEXT:
                self._enter(child, at, inside)

    def _say(self, text: str, at: _Place, inside: _Inside) -> None:
        if self._furniture and self._fields.counting_pages:
            return
        left_out = at.left_out or (NoteKind.HIDDEN if self._fields.instructing else None)
        if left_out:
            self._omissions.add(left_out, text)
            return
        inside.pieces.append(text)
        if text.strip():
            self._omissions.seen()

    def _run(self, run: Element, at: _Place, inside: _Inside) -> None:
        if not at.left_out and self._visibility.hidden(run, inside.style, at.ground):
            at = at.without(NoteKind.HIDDEN)
        self._enter(run, at, inside)

    def _words(self, element: Element, at: _Place, inside: _Inside) -> None:
        text = (element.text or "").replace("\r", " ").replace("\n", " ")
        keeps = element.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
        self._say(text if keeps else text.strip(" \t"), at, inside)

    def _literal(self, element: Element, at: _Place, inside: _Inside) -> None:
        self._say(_LITERALS[str(element.tag)], at, inside)

    def _deleted(self, element: Element, at: _Place, inside: _Inside) -> None:
        at = at.without(NoteKind.DELETED)
        if element.text:
            self._words(element, at, inside)
        self._enter(element, at, inside)

    def _symbol(self, element: Element, at: _Place, inside: _Inside) -> None:
        if character := symbol(element.get(_FONT, ""), element.get(_CHAR, "")):
            self._say(character, at, inside)
        else:
            self._omissions.count("特殊符号")

    def _field(self, mark: Element, at: _Place, inside: _Inside) -> None:
        if text := form_value(mark):
            self._say(text, at, inside)
        self._fields.mark(mark)

    def _simple_field(self, element: Element, at: _Place, inside: _Inside) -> None:
        self._fields.begin_simple(element)
        self._enter(element, at, inside)
        self._fields.end()

    def _alternatives(self, element: Element, at: _Place, inside: _Inside) -> None:
        if (choice := chosen(element)) is not None:
            self._enter(choice, at, inside)

    def _float(self, element: Element, at: _Place, inside: _Inside) -> None:
        inside.floating.append((element, at))

    def _thing(self, element: Element, at: _Place, _: _Inside) -> None:
        if not at.left_out:
            self._omissions.count(_THINGS[str(element.tag)])


def _is_short(line: _Line) -> bool:
    return len(line.text) <= _SHORT and "\n" not in line.text


def _number(cells: list[list[_Line]]) -> None:
    """Moves a number that has the row's first cell to itself before the words that it numbers."""
    if len(cells) > 1 and len(cells[0]) == 1 and cells[1]:
        (mark,) = cells[0]
        if not mark.after and _NUMBER.fullmatch("".join(mark.text.split())):
            cells[1][0].pieces.insert(0, mark.text.strip() + "\t")
            del cells[0]


def _shape_words(paragraph: Element) -> str:
    return "".join(words.text or "" for words in paragraph.iter(_SHAPE_WORDS))
