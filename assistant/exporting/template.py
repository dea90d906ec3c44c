"""An office's own .docx as a template: its styles and its paper, by the names of the styles.

The file may come from anywhere. Nothing of it is copied but styles, cleaned, and the measures of the
page: no macro, no link, no picture, no automatic number (drafts carry their own) can come along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn

from assistant.errors import DraftError
from assistant.exporting import styles as ours
from assistant.exporting.xml import ORDER, Element, add, put
from corpus.errors import ReadError
from corpus.readers.docx_parts import Parts

# Our style → the names by which an office may call its own, the likeliest first. Word shows
# Normal, Title and heading 1 as 正文, 标题 and 标题 1.
_NAMES: Mapping[str, tuple[str, ...]] = {
    ours.TITLE: ("公文标题", "标题", "大标题", "文件标题", "Title"),
    ours.BODY: ("公文正文", "正文", "Normal"),
    ours.HEADINGS[0]: ("一级标题", "公文一级标题", "标题 1", "标题1", "heading 1"),
    ours.HEADINGS[1]: ("二级标题", "公文二级标题", "标题 2", "标题2", "heading 2"),
    ours.HEADINGS[2]: ("三级标题", "公文三级标题", "标题 3", "标题3", "heading 3"),
    ours.HEADINGS[3]: ("四级标题", "公文四级标题", "标题 4", "标题4", "heading 4"),
    ours.RUN_INS[1]: ("段首标题", "小标题"),
    ours.FOOTER: ("页码",),
}
# Every Word file has these: they are the office's only if it gave them a Chinese font of its own.
_BUILT_IN = {"title", "normal", *(f"heading {n}" for n in range(1, 5))}
_DROPPED = {
    qn(f"w:{tag}") for tag in ("numPr", "framePr", "pPrChange", "rPrChange", "sectPr", "rsid")
}
_W = qn("w:p").removesuffix("p")
_FROM_PAGE = ("w:pgSz", "w:pgMar", "w:cols", "w:docGrid")
_CHARACTERS, _PARAGRAPH, _FONTS = qn("w:rPr"), qn("w:pPr"), qn("w:rFonts")


@dataclass(frozen=True)
class Template:
    """`found`: our style ids → the office's styles that take their place; `bases`: the styles
    these rest on; `page`: the elements of its section that measure the paper."""

    found: Mapping[str, Element]
    bases: tuple[Element, ...]
    page: tuple[Element, ...]

    def lay_over(self, document: Document, with_page: bool = True) -> None:
        """Put the office's styles in the place of ours, and its paper in that of the standard."""
        root = document.styles.element
        for style_id in self.found:
            for old in root.findall(qn("w:style")):
                if old.get(qn("w:styleId")) == style_id:
                    root.remove(old)
        taken = {_name(style) for style in root.findall(qn("w:style"))}
        for style in (*self.bases, *self.found.values()):
            copy = deepcopy(style)
            if _name(copy) in taken:
                put(copy, "w:name", val=f"模板 {_said(copy)}")
            root.append(copy)
        if with_page:
            section = document.sections[0]._sectPr
            for measure in self.page:
                for old in section.findall(measure.tag):
                    section.remove(old)
                add(section, deepcopy(measure))


def read_template(data: bytes, name: str) -> Template:
    """The styles and paper of a Word file. Raises DraftError if it is none, or damaged."""
    try:
        parts = Parts(data)
        main, styles = parts.main(), parts.first("styles")
    except ReadError as error:
        raise DraftError(
            f"模板“{name}”不是能打开的 Word 文档：请换一份 .docx，或不用模板"
        ) from error
    if main.tag != qn("w:document") or styles is None or styles.tag != qn("w:styles"):
        raise DraftError(f"模板“{name}”里没有 Word 样式：请在 Word 或 WPS 中另存为 .docx 再用")
    return _template(styles, main)


def _template(root: Element, main: Element) -> Template:
    known = {s.get(qn("w:styleId"), ""): s for s in root.findall(qn("w:style"))}
    by_name: dict[str, Element] = {}
    for style in known.values():
        by_name.setdefault(_name(style), style)
    chosen = {
        style_id: style
        for style_id, names in _NAMES.items()
        if (style := _first(by_name, names, _kind_of(style_id))) is not None
    }
    ids = {id(style): style_id for style_id, style in chosen.items()}
    bases: list[Element] = []
    for style in chosen.values():
        for base in _bases(style, known):
            if id(base) not in ids:
                ids[id(base)] = f"Office{len(bases) + 1}"
                bases.append(base)
    defaults = root.find(qn("w:docDefaults"))

    def taken(style: Element) -> Element:
        below = next(iter(_bases(style, known)), None)
        return _clean(style, ids[id(style)], ids[id(below)] if below is not None else "", defaults)

    section = main.find(f"{qn('w:body')}/{qn('w:sectPr')}")
    measures = [] if section is None else [section.find(qn(tag)) for tag in _FROM_PAGE]
    page = tuple(_stripped(deepcopy(m)) for m in measures if m is not None)
    return Template({i: taken(s) for i, s in chosen.items()}, tuple(map(taken, bases)), page)


def _kind_of(style_id: str) -> str:
    return next(style.kind for style in ours.STYLES if style.id == style_id)


def _first(by_name: Mapping[str, Element], names: tuple[str, ...], kind: str) -> Element | None:
    for name in map(str.lower, names):
        style = by_name.get(name)
        if style is None or style.get(qn("w:type")) != kind:
            continue
        if name not in _BUILT_IN or _has_own_font(style):
            return style
    return None


def _has_own_font(style: Element) -> bool:
    fonts = style.find(f"{_CHARACTERS}/{_FONTS}")
    return fonts is not None and bool(fonts.get(qn("w:eastAsia")))


def _bases(style: Element, known: Mapping[str, Element]) -> Iterator[Element]:
    """What the style is based on, the nearest first; a circle ends."""
    seen = {id(style)}
    while (link := style.find(qn("w:basedOn"))) is not None:
        base = known.get(link.get(qn("w:val"), ""))
        if base is None or id(base) in seen:
            return
        seen.add(id(base))
        yield base
        style = base


def _clean(style: Element, style_id: str, base: str, defaults: Element | None) -> Element:
    """A copy of the style with nothing but what a style of ours may hold."""
    copy = _stripped(deepcopy(style))
    for attribute in (qn("w:default"), qn("w:customStyle")):
        copy.attrib.pop(attribute, None)
    copy.set(qn("w:styleId"), style_id)
    if _name(copy) not in _BUILT_IN:
        copy.set(qn("w:customStyle"), "1")
    order = ORDER["w:style"]
    for child in list(copy):
        if child.tag not in order or child.tag in {qn("w:next"), qn("w:link"), qn("w:basedOn")}:
            copy.remove(child)
    if base:
        put(copy, "w:basedOn", val=base)
    else:
        _ground(copy, defaults)
    if style_id in ours.HEADINGS:
        form = copy.find(_PARAGRAPH)
        form = put(copy, "w:pPr") if form is None else form
        put(form, "w:outlineLvl", val=ours.HEADINGS.index(style_id))
    return copy


def _ground(style: Element, defaults: Element | None) -> None:
    """What the template's defaults give every style, so that ours do not shine through."""
    for tag in ("w:pPr", "w:rPr"):
        place = f"{qn(tag + 'Default')}/{qn(tag)}"
        given = None if defaults is None else defaults.find(place)
        own = style.find(qn(tag))
        if own is None:
            own = put(style, tag)
        for child in [] if given is None else _stripped(deepcopy(given)):
            if child.tag in ORDER[tag] and own.find(child.tag) is None and len(child.attrib):
                add(own, deepcopy(child))
        if tag == "w:rPr" and own.find(qn("w:spacing")) is None:
            put(own, "w:spacing", val=0)


def _stripped(root: Element) -> Element:
    """Without themes, foreign elements and attributes, and what reaches outside a style."""
    for item in list(root.iter()):
        foreign = not isinstance(item.tag, str) or not item.tag.startswith(_W)
        if item is not root and (foreign or item.tag in _DROPPED):
            if item.getparent() is not None:
                item.getparent().remove(item)
            continue
        for attribute in list(item.attrib):
            if not attribute.startswith(_W) or "theme" in attribute.lower():
                del item.attrib[attribute]
    return root


def _said(style: Element) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val"), ""))


def _name(style: Element) -> str:
    return _said(style).strip().lower()
