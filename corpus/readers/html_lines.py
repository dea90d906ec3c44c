"""A web page → the lines that it shows, each with where it stands and how much of it is links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.docx_numerals import numeral
from corpus.readers.html_hidden import hidden_as, hidden_classes, style_of
from corpus.readers.reading import Note, NoteKind

_BLOCK_TAGS = """
address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption
figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol p pre section summary table
tbody td tfoot th thead tr ul"""
_SILENT_TAGS = """
head title desc script style noscript template datalist object embed applet audio video canvas map xml
iframe frame frameset noframes input select option textarea button"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_WITHOUT_TEXT = frozenset(_SILENT_TAGS.split())  # nothing to read, or only for programs
_CONTROLS = frozenset(("button", "select", "textarea"))
_FURNITURE = frozenset(("nav", "aside", "footer"))
_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_STYLED_FORMS = (
    ("(?:cjk|simp-chinese|trad-chinese|cjk-ideographic|japanese)", "chineseCountingThousand"),
    ("(?:lower-alpha|lower-latin)", "lowerLetter"),
    ("(?:upper-alpha|upper-latin)", "upperLetter"),
    ("lower-roman", "lowerRoman"),
    ("upper-roman", "upperRoman"),
    ("(?:none|disc|circle|square)", "none"),
)
_NUMBERED = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[、.．)）]|第[一二三四五六七八九十]+)"
)
_WIDE = "[\u2e80-\u9fff\uf900-\uffef\u3000-\u303f“”‘’—…]"
_SOURCE_BREAK = re.compile(f"(?<={_WIDE})[ ]?\n[ ]?(?={_WIDE})")
_CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True)
class Line:
    """A visible line. `linked` counts its letters that lead elsewhere; `block` holds it."""

    text: str
    linked: int
    block: etree._Element
    is_furniture: bool

    @property
    def linked_share(self) -> float:
        """0 to 1; the dates behind links do not count."""
        return self.linked / max(1, sum(map(str.isalpha, self.text))) if self.linked else 0


@dataclass
class _Page:
    """The lines of a page while it is walked through."""

    classes: frozenset[str]
    lines: list[Line] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    blocks: list[etree._Element] = field(default_factory=list)
    buffer: str = ""
    mark: str = ""  # of a list item, waiting for its words
    linked: int = 0
    depths: dict[str, int] = field(
        default_factory=lambda: {"a": 0, "pre": 0, "mark": 0, "furniture": 0}
    )
    in_rows: set[etree._Element] = field(default_factory=set)  # blocks that do not end a line
    numbers: dict[etree._Element, int] = field(default_factory=dict)

    def write(self, text: str | None) -> None:
        if not text:
            return
        if self.depths["pre"]:
            first, *others = text.replace("\r\n", "\n").split("\n")
            self.buffer += first
            for line in others:
                self.end_line()
                self.buffer = line
            return
        if self.depths["mark"]:  # a number that Word has written, and a gap behind it
            text = re.sub(r"\s+", "", text)
        # Blanks of the source: a line end between Chinese characters is none.
        text = re.sub(r"[ \t\r\n\f]+", lambda gap: "\n" if "\n" in gap.group() else " ", text)
        self.buffer += text
        if self.depths["a"]:
            self.linked += sum(map(str.isalpha, text))

    def end_line(self) -> None:
        text = _SOURCE_BREAK.sub("", self.buffer).replace("\n", " ")
        cells = (re.sub(r"[ \xa0]+", " ", cell).strip() for cell in text.split("\t"))
        text = "\t".join(cells).strip()
        if text:
            text, self.mark = self.mark + text, ""
            furniture = self.depths["furniture"] > 0
            self.lines.append(Line(text, self.linked, self.blocks[-1], furniture))
        self.buffer, self.linked = "", 0


def lines_of(body: etree._Element) -> tuple[list[Line], list[Note]]:
    """The visible lines of a page in their order, and what is hidden among them."""
    page = _Page(hidden_classes(body.getroottree().getroot()), blocks=[body])
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(body, events=("start", "end", "comment", "pi")):
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                page.write(element.tail)
        elif event in ("comment", "pi"):
            page.write(element.tail)
        elif event == "end":
            _close(page, element)
        elif element is not body and _is_skipped(page, element):
            skipped = element
        else:
            _open(page, element)
    page.end_line()
    return page.lines, page.notes


def _is_skipped(page: _Page, element: etree._Element) -> bool:
    """Whether an element shows no text; takes note of what it hides."""
    if element.tag in _WITHOUT_TEXT:
        if element.tag in _CONTROLS and (words := _words(element)):
            page.lines.append(Line(words, 0, page.blocks[-1], True))
        return True
    kind = hidden_as(element, page.classes)
    if kind is None:
        return False
    words = _words(element)
    if len(_CHINESE.findall(words)) >= 2 or (kind is not NoteKind.HIDDEN and words):
        page.notes.append(Note(kind, words))
    return True


def _words(element: etree._Element) -> str:
    texts = element.xpath(".//text()[not(ancestor::script or ancestor::style)]")
    return " ".join("".join(map(str, texts)).split()) if isinstance(texts, list) else ""


def _open(page: _Page, element: etree._Element) -> None:
    tag, style = element.tag, style_of(element)
    page.depths["a"] += tag == "a" and element.get("href") is not None
    page.depths["mark"] += "mso-list:ignore" in style
    if tag in ("td", "th") and element in page.in_rows:
        page.buffer += "\t" if element.getprevious() is not None else ""
    elif _ends_line(page, element, style):
        page.end_line()
        page.blocks.append(element)
    page.depths["pre"] += tag == "pre"
    page.depths["furniture"] += _is_furniture(element)
    if tag == "tr" and _is_row_of_data(element):
        page.in_rows.update(element.iterdescendants(*_BLOCKS))
    if tag == "li":
        page.mark = _number(page, element)
    page.write(element.text)


def _close(page: _Page, element: etree._Element) -> None:
    style = style_of(element)
    if _ends_line(page, element, style):
        page.end_line()
        page.blocks.pop()
    if element.tag == "li":
        page.mark = ""
    page.depths["a"] -= element.tag == "a" and element.get("href") is not None
    page.depths["mark"] -= "mso-list:ignore" in style
    page.depths["pre"] -= element.tag == "pre"
    page.depths["furniture"] -= _is_furniture(element)
    page.write(element.tail)


def _ends_line(page: _Page, element: etree._Element, style: str) -> bool:
    if element in page.in_rows:
        return False
    return element.tag in _BLOCKS or "display:block" in style


def _is_furniture(element: etree._Element) -> bool:
    return element.tag in _FURNITURE or element.get("role") in ("navigation", "contentinfo")


def _is_row_of_data(row: etree._Element) -> bool:
    """Whether a row's cells hold a word or a line each, so that they make one line together."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    inner = [list(cell.iterdescendants(*_BLOCKS)) for cell in cells]
    return len(cells) > 1 and all(not i or (len(i) == 1 and i[0].tag != "br") for i in inner)


def _number(page: _Page, item: etree._Element) -> str:
    """What a browser writes before an item of a numbered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    step = -1 if parent.get("reversed") is not None else 1
    first = 1 if step > 0 else sum(child.tag == "li" for child in parent)
    before = page.numbers.get(parent, _integer(parent.get("start"), first) - step)
    number = page.numbers[parent] = _integer(item.get("value"), before + step)
    form = _FORMS.get(item.get("type") or parent.get("type") or "1", "decimal")
    style = style_of(parent) + ";" + style_of(item)
    for name, styled in _STYLED_FORMS:
        if re.search(rf"list-style(?:-type)?:[^;]*\b{name}", style):
            form = styled
    # Style sheets that are not in the file take numbers away where the text has its own.
    if form == "none" or _NUMBERED.match(_words(item)[:12]):
        return ""
    return numeral(number, form) + ("、" if form.startswith("chinese") else ".")


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else default
