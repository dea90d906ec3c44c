"""Paper, type area and page numbers. GB/T 9704-2012 §5.1, §5.2, §7.5. All measures in twips."""

from __future__ import annotations

from docx.document import Document
from docx.oxml.ns import qn
from docx.section import _Footer

from assistant.exporting.styles import CHARACTER, FOOTER, LINE
from assistant.exporting.xml import Element, element, properties, put

# A4; 天头 37 mm, 订口 28 mm, type area 156 × 225 mm, which leaves 35 mm below and 26 mm right.
PAPER = {"w": 11906, "h": 16838}
MARGINS = {"top": 2098, "right": 1474, "bottom": 1984, "left": 1587}
# The dashes stand 7 mm below the type area: the middle of a line of 16 pt, so far from the edge.
_FOOTER = 1429
_SIDE = 1134  # of a page laid across, 20 mm all round
_DASH = "\u2014"


def lay_out(document: Document, across: bool = False) -> None:
    """The paper of the standard; `across` turns it, for wide tables."""
    section = document.sections[0]._sectPr
    for child in list(section):
        section.remove(child)
    if across:
        put(section, "w:pgSz", w=PAPER["h"], h=PAPER["w"], orient="landscape")
        margins = dict.fromkeys(MARGINS, _SIDE)
    else:
        put(section, "w:pgSz", **PAPER)
        margins = MARGINS
    put(section, "w:pgMar", **margins, header=851, footer=_FOOTER if not across else 567, gutter=0)
    put(section, "w:cols", space=720)
    # Lines alone are gridded, and our styles do not snap: 28 characters come from the spacing
    # between them, which Word, WPS and LibreOffice agree on, as they do not on charSpace.
    put(section, "w:docGrid", type="lines", linePitch=LINE)


def number_pages(document: Document) -> None:
    """— 1 — in 4号 宋体, odd pages right, even pages left, one character in from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    _number(section.footer, "right")
    _number(section.even_page_footer, "left")


def _number(footer: _Footer, side: str) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]._p
    form = properties(paragraph, "w:pPr")
    put(form, "w:pStyle", val=FOOTER)
    put(form, "w:ind", **{f"{side}Chars": 100, side: CHARACTER})
    put(form, "w:jc", val=side)
    _say(paragraph, f"{_DASH} ")
    for kind in ("begin", "", "separate", "1", "end"):
        if kind in ("begin", "separate", "end"):
            _run(paragraph).append(element("w:fldChar", fldCharType=kind))
        elif kind:
            _say(paragraph, kind)
        else:
            instruction = element("w:instrText")
            instruction.text = " PAGE "
            _run(paragraph).append(instruction)
    _say(paragraph, f" {_DASH}")


def _run(paragraph: Element) -> Element:
    run = element("w:r")
    put(properties(run, "w:rPr"), "w:rFonts", hint="eastAsia")
    paragraph.append(run)
    return run


def _say(paragraph: Element, words: str) -> None:
    text = element("w:t")
    text.text = words
    text.set(qn("xml:space"), "preserve")
    _run(paragraph).append(text)
