"""What a web page holds but does not show: vanished, white on white, a pixel high, struck out."""

from __future__ import annotations

import re

from lxml import etree

from corpus.readers.reading import NoteKind

_INVISIBLE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|mso-hide:all|opacity:0(?:\.0+)?(?![\d.])"
    r"|font-size:(?:0(?:\.0+)?(?![\d.])|(?:0?\.\d+|1(?:\.0+)?)p[xt]|0?\.[01]\d*r?em|\d%)"
    r"|(?:text-indent|left|top):-\d{4}"
)
_WHITE = re.compile(
    r"(?:^|;)color:(?:white|#f[a-f]f[a-f]f[a-f]|#fff|rgba?\(25[0-5],25[0-5],25[0-5])"
)
_WHITES = ("white", "#fff", "#ffffff")
_BACKGROUND = re.compile(r"background(?:-color|-image)?:(?!#fff|white|none|transparent|inherit)")
_COMMENTS = re.compile(r"mso-element:comment|mso-comment-(?:reference|continuation)")
_DECORATIONS = ("i", "span", "svg", "em", "b", "img", "small")
_AT_RULES = re.compile(r"@[^{};]+(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})|/\*.*?\*/", re.S)
_CLASS_RULE = re.compile(r"(?:^|[},\s])\.([\w-]+)\s*\{([^{}]*)\}")


def style_of(element: etree._Element) -> str:
    """The style attribute without blanks, in lower case."""
    style = element.get("style")
    return re.sub(r"\s+", "", style).lower() if style else ""


def hidden_classes(root: etree._Element) -> frozenset[str]:
    """The classes that the page's own style sheets hide; rules for printing and the like apart."""
    sheets = " ".join(sheet.text or "" for sheet in root.iter("style"))
    rules = _CLASS_RULE.findall(_AT_RULES.sub(" ", sheets))
    return frozenset(
        name for name, style in rules if _INVISIBLE.search(re.sub(r"\s+", "", style).lower())
    )


def hidden_as(element: etree._Element, classes: frozenset[str]) -> NoteKind | None:
    """Why the words of an element are not to be seen; None if they are.

    `classes` are those of `hidden_classes`.
    """
    style = style_of(element)
    if _COMMENTS.search(style) or "MsoCommentReference" in element.get("class", ""):
        return NoteKind.COMMENT
    if element.tag == "del":
        return NoteKind.DELETED
    if (
        element.get("hidden") is not None
        or _INVISIBLE.search(style)
        or not classes.isdisjoint(element.get("class", "").split())
        or (element.get("aria-hidden") == "true" and element.tag in _DECORATIONS)
        or (_is_white(element, style) and not _is_on_colour(element))
    ):
        return NoteKind.HIDDEN
    return None


def _is_white(element: etree._Element, style: str) -> bool:
    return bool(_WHITE.search(style)) or (
        element.tag == "font" and element.get("color", "").strip().lower() in _WHITES
    )


def _is_on_colour(element: etree._Element) -> bool:
    around = (element, *element.iterancestors())
    return any(one.get("bgcolor") or _BACKGROUND.search(style_of(one)) for one in around)
