"""The styles of a file, all our own: real headings, fonts by name, no theme.

GB/T 9704-2012: body 3号 (16 pt) 仿宋, paragraphs indented by two characters (§5.2.2, §7.3.3); title
2号 (22 pt) 小标宋, centred (§7.3.1); 一、黑体, （一）楷体, 1. and （1）仿宋 (§7.3.3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from docx.oxml.ns import qn

from assistant.exporting.fonts import LATIN, Fonts
from assistant.exporting.xml import Element, add, element, put

Kind = Literal["paragraph", "character", "table"]
Face = Literal["title", "body", "heading", "run_in", "page"]
LINE = 579  # twips: 637.8 pt of type area / 22, rounded down so that 22 lines never overflow
# 28 characters of 16 pt are 448 pt, the type area is 442: each gives a quarter of a point.
TIGHTER = -5  # twips
CHARACTER = 320  # twips, of 3号
_AUTO = 240  # 240ths of the line that the text wants
_BODY, _TITLE, _PAGE, _CELL, _SMALL, _TINY = 32, 44, 28, 18, 21, 13  # half-points


@dataclass(frozen=True)
class Style:
    """`indent` in characters; `line` in twips, exact (0 = as the text wants); `level` of outline."""

    id: str
    name: str
    kind: Kind = "paragraph"
    based_on: str = "Normal"
    face: Face | None = None
    size: int = 0
    tighter: int | None = None
    bold: bool = False
    align: str = ""
    indent: int | None = None
    line: int | None = None
    level: int | None = None
    colour: str = ""


TITLE, BODY, LABEL, FOOTER = "Title", "NigaoBody", "NigaoLabel", "Footer"
HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")
# Characters of an item's heading, by the level of its mark.
RUN_INS = ("NigaoRunIn1", "NigaoRunIn2", "NigaoRunIn3", "NigaoRunIn4")
TABLE, CELL, HEADER_CELL, HASH = "NigaoTable", "NigaoCell", "NigaoHeaderCell", "NigaoHash"

# Lines are given anew where programs have a spacing of their own for a style of that name.
STYLES: tuple[Style, ...] = (
    Style(TITLE, "Title", face="title", size=_TITLE, tighter=0, align="center", line=LINE),
    Style(BODY, "公文正文", indent=2),
    Style("Heading1", "heading 1", face="heading", indent=2, line=LINE, level=0),
    Style("Heading2", "heading 2", face="run_in", indent=2, line=LINE, level=1),
    Style("Heading3", "heading 3", indent=2, line=LINE, level=2),
    Style("Heading4", "heading 4", indent=2, line=LINE, level=3),
    Style("NigaoRunIn1", "小标题 一、", "character", "", face="heading"),
    Style("NigaoRunIn2", "小标题 （一）", "character", "", face="run_in"),
    Style("NigaoRunIn3", "小标题 1.", "character", "", face="body"),
    Style("NigaoRunIn4", "小标题 （1）", "character", "", face="body"),
    Style(LABEL, "标识", size=_SMALL, tighter=0, align="right"),
    # 4号 half-width 宋体 (§7.5).
    Style(FOOTER, "footer", face="page", size=_PAGE, tighter=0, line=CHARACTER),
    Style(CELL, "表格文字", size=_CELL, tighter=0, align="left", line=0),
    Style(HEADER_CELL, "表头文字", based_on=CELL, face="heading", align="center"),
    Style(HASH, "校验码", based_on=CELL, size=_TINY),
    Style("CommentText", "annotation text", size=_SMALL, tighter=0, align="left", line=0),
    Style("CommentReference", "annotation reference", "character", "", size=16),
)  # fmt: skip


def write_styles(root: Element, fonts: Fonts) -> None:
    """Our styles in place of all that `root` (``w:styles``) holds."""
    for child in list(root):
        root.remove(child)
    root.append(_defaults(fonts))
    root.append(_normal())
    root.append(_built_in("DefaultParagraphFont", "Default Paragraph Font", "character"))
    root.append(_built_in("TableNormal", "Normal Table", "table"))
    for style in STYLES:
        root.append(style_element(style, fonts))
    root.append(_table_style())


def style_element(style: Style, fonts: Fonts) -> Element:
    """One of our styles as XML."""
    made = element("w:style", type=style.kind, styleId=style.id)
    if style.id.startswith("Nigao"):
        made.set(qn("w:customStyle"), "1")
    put(made, "w:name", val=style.name)
    if style.based_on:
        put(made, "w:basedOn", val=style.based_on)
    put(made, "w:uiPriority", val=1)
    put(made, "w:qFormat")
    if style.kind == "paragraph":
        _paragraph(put(made, "w:pPr"), style)
    _characters(put(made, "w:rPr"), style, fonts)
    return made


def _paragraph(target: Element, style: Style) -> None:
    if style.level is not None:
        put(target, "w:keepNext")
        put(target, "w:outlineLvl", val=style.level)
    if style.line is not None:
        _spacing(target, style.line)
    if style.indent is not None:
        indented(target, style.indent)
    if style.align:
        put(target, "w:jc", val=style.align)


def _spacing(target: Element, line: int) -> None:
    rule = "exact" if line else "auto"
    put(target, "w:spacing", before=0, after=0, line=line or _AUTO, lineRule=rule)


def indented(target: Element, characters: int) -> None:
    """The first line by so many characters: in characters for Word, in twips for the others."""
    put(target, "w:ind", firstLineChars=100 * characters, firstLine=CHARACTER * characters)


def _characters(target: Element, style: Style, fonts: Fonts) -> None:
    if style.face:
        name = getattr(fonts, style.face)
        _fonts(target, name, name if style.face == "page" else LATIN)
    if style.bold:
        put(target, "w:b")
        put(target, "w:bCs")
    if style.tighter is not None:
        put(target, "w:spacing", val=style.tighter)
    if style.size:
        put(target, "w:sz", val=style.size)
        put(target, "w:szCs", val=style.size)


def _fonts(target: Element, name: str, latin: str = LATIN) -> None:
    put(target, "w:rFonts", ascii=latin, hAnsi=latin, eastAsia=name, cs=latin)


def _defaults(fonts: Fonts) -> Element:
    defaults = element("w:docDefaults")
    characters = element("w:rPr")
    _fonts(characters, fonts.body)
    put(characters, "w:color", val="000000")
    put(characters, "w:spacing", val=TIGHTER)
    put(characters, "w:kern", val=0)
    put(characters, "w:sz", val=_BODY)
    put(characters, "w:szCs", val=_BODY)
    put(characters, "w:lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    for tag, inner in (("w:rPrDefault", characters), ("w:pPrDefault", element("w:pPr"))):
        holder = element(tag)
        holder.append(inner)
        defaults.append(holder)
    return defaults


def _normal() -> Element:
    normal = element("w:style", type="paragraph", default=1, styleId="Normal")
    put(normal, "w:name", val="Normal")
    put(normal, "w:qFormat")
    form = put(normal, "w:pPr")
    # Exactly 22 lines a page: no line is kept back, none snaps to a grid of its own.
    put(form, "w:widowControl", val=0)
    put(form, "w:autoSpaceDE", val=0)
    put(form, "w:autoSpaceDN", val=0)
    put(form, "w:adjustRightInd", val=0)
    put(form, "w:snapToGrid", val=0)
    _spacing(form, LINE)
    put(form, "w:jc", val="both")
    return normal


def _built_in(style_id: str, name: str, kind: Kind) -> Element:
    made = element("w:style", type=kind, default=1, styleId=style_id)
    put(made, "w:name", val=name)
    put(made, "w:uiPriority", val=99)
    put(made, "w:semiHidden")
    if kind == "table":
        form = put(made, "w:tblPr")
        put(form, "w:tblInd", w=0, type="dxa")
        _margins(form)
    return made


def _table_style() -> Element:
    made = element("w:style", type="table", customStyle=1, styleId=TABLE)
    put(made, "w:name", val="核查表")
    put(made, "w:basedOn", val="TableNormal")
    put(made, "w:uiPriority", val=1)
    form = put(made, "w:tblPr")
    put(form, "w:tblInd", w=0, type="dxa")
    borders = put(form, "w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz=4, space=0, color="000000"))
    _margins(form)
    return made


def _margins(form: Element) -> None:
    margins = element("w:tblCellMar")
    for side, width in (("top", 0), ("left", 85), ("bottom", 0), ("right", 85)):
        margins.append(element(f"w:{side}", w=width, type="dxa"))
    add(form, margins)
