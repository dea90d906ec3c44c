"""Whether the words of a run can be seen: vanished, tiny, or in the colour of what is behind them.

What cannot be seen may be meant for the machine and not for the reader.
"""

from __future__ import annotations

import re

from corpus.readers.docx_parts import Element, is_on, name, value
from corpus.readers.docx_styles import Styles, inherited, switched

WHITE = "FFFFFF"
UNKNOWN = "?"  # a pattern, a gradient, a table style: whatever stands on it counts as seen
_TINY = 4  # half-points
_ALIKE = 15  # of 255, the most by which two colours differ that cannot be told apart
_HEX = re.compile("[0-9A-Fa-f]{6}")
_RUN, _PARAGRAPH, _TABLE, _CELL = map(name, ("w:rPr", "w:pPr", "w:tblPr", "w:tcPr"))
_RUN_STYLE, _TABLE_STYLE = name("w:rStyle"), name("w:tblStyle")
_SIZE, _COLOUR, _HIGHLIGHT = name("w:sz"), name("w:color"), name("w:highlight")
_SHADE, _FILL = name("w:shd"), name("w:fill")
_PARAGRAPH_SHADE = f"{_PARAGRAPH}/{_SHADE}"
_THEME, _THEME_SHADE = name("w:themeColor"), name("w:themeShade")
_VANISHED = (name("w:vanish"), name("w:specVanish"))
_SHAPES = {name("wps:wsp"), *(name(f"v:{kind}") for kind in ("shape", "rect", "roundrect", "oval"))}
_SHAPE_PROPERTIES, _SHAPE_STYLE = name("wps:spPr"), f"{name('wps:style')}/{name('a:fillRef')}"
_FILLS = {name(f"a:{kind}") for kind in ("solidFill", "gradFill", "blipFill", "pattFill")}
_NO_FILL, _RGB = name("a:noFill"), f"{name('a:solidFill')}/{name('a:srgbClr')}"
_HIGHLIGHTS = {
    **{"black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00"},
    **{"magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00", "white": WHITE},
    **{"darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080"},
    **{"darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0"},
}


class Visibility:
    """Judges runs by their own properties and by what the styles lend them."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._lent: dict[tuple[str | None, str | None], dict[str, Element]] = {}
        self._shades: dict[tuple[str | None, str], str] = {}
        self._vanishing: dict[tuple[str | None, str | None, str], bool] = {}

    def hidden(self, run: Element, style: str | None, ground: str) -> bool:
        """Whether a run in a paragraph of that style cannot be seen on a ground of that colour."""
        own = run.find(_RUN)
        if self.vanished(own, style):
            return True
        properties = self._lends(style, own) | _by_tag(own)
        if _half_points(value(properties.get(_SIZE))) <= _TINY:
            return True
        highlight = _HIGHLIGHTS.get(value(properties.get(_HIGHLIGHT)) or "")
        behind = highlight or shade(properties.get(_SHADE)) or ground
        return _alike(_ink(properties.get(_COLOUR)), behind)

    def vanished(self, own: Element | None, style: str | None) -> bool:
        """Whether a run, or a paragraph's mark, with those properties is hidden text.

        What is set upon the text itself counts; else a paragraph's and a run's style, if both
        hide, cancel each other out (ISO 29500-1, 17.7.3).
        """
        run_style = None if own is None else value(own.find(_RUN_STYLE))
        for kind in _VANISHED:
            direct = None if own is None else is_on(own.find(kind))
            if self._lends_vanishing(style, run_style, kind) if direct is None else direct:
                return True
        return False

    def _lends_vanishing(self, style: str | None, run_style: str | None, kind: str) -> bool:
        key = (style, run_style, kind)
        if key not in self._vanishing:
            defaults, path = self._styles.defaults, f"{_RUN}/{kind}"
            of_paragraph = switched(self._styles.chain(style), path)
            of_run = switched(self._styles.chain(run_style, "character"), path)
            always = defaults is not None and bool(is_on(defaults.find(kind)))
            self._vanishing[key] = always or of_paragraph != of_run
        return self._vanishing[key]

    def paragraph_ground(self, paragraph: Element, style: str | None, ground: str) -> str:
        """The colour behind a paragraph that stands on `ground`."""
        own = paragraph.find(_PARAGRAPH_SHADE)
        if own is not None:
            return shade(own) or ground
        key = (style, "paragraph")
        if key not in self._shades:
            self._shades[key] = shade(inherited(self._styles.chain(style), _PARAGRAPH_SHADE))
        return self._shades[key] or ground

    def table_ground(self, table: Element, ground: str) -> str:
        """The colour behind a table; its style may colour some rows, and which is not asked."""
        key = (value(table.find(f"{_TABLE}/{_TABLE_STYLE}")), "table")
        if key not in self._shades:
            lent = (found for style in self._styles.chain(*key) for found in style.iter(_SHADE))
            self._shades[key] = UNKNOWN if any(map(shade, lent)) else ""
        return self._shades[key] or shade(table.find(f"{_TABLE}/{_SHADE}")) or ground

    def _lends(self, style: str | None, own: Element | None) -> dict[str, Element]:
        """What the styles of a run set, the nearest winning."""
        key = (style, None if own is None else value(own.find(_RUN_STYLE)))
        if key not in self._lent:
            chains = (*self._styles.chain(key[1], "character"), *self._styles.chain(style))
            lent = _by_tag(self._styles.defaults)
            for each in reversed(chains):
                lent |= _by_tag(each.find(_RUN))
            self._lent[key] = lent
        return self._lent[key]


def cell_ground(cell: Element, ground: str) -> str:
    """The colour behind a table cell."""
    return shade(cell.find(f"{_CELL}/{_SHADE}")) or ground


def box_ground(box: Element, ground: str) -> str:
    """The colour behind a text box: that of its shape, `ground` if the shape has none."""
    shape = next((above for above in box.iterancestors() if above.tag in _SHAPES), None)
    if shape is None:
        return ground
    properties = shape.find(_SHAPE_PROPERTIES)
    if properties is None:  # VML; its shapes are white unless told otherwise
        colour = shape.get("fillcolor", WHITE).lstrip("#").partition(" ")[0].upper()
        if shape.get("filled") in ("f", "false"):
            return ground
        return colour if _HEX.fullmatch(colour) else {"WHITE": WHITE}.get(colour, UNKNOWN)
    if any(child.tag in _FILLS for child in properties):
        return value(properties.find(_RGB), "val") or UNKNOWN
    lent = value(shape.find(_SHAPE_STYLE), "idx") or "0"
    return ground if properties.find(_NO_FILL) is not None or lent == "0" else UNKNOWN


def shade(element: Element | None) -> str:
    """The colour of a shading, "" if it lets through what is behind."""
    if element is None:
        return ""
    pattern = element.get(name("w:val"), "clear")
    if pattern in ("clear", "nil"):
        fill = element.get(_FILL, "") if pattern == "clear" else ""
        return fill if _HEX.fullmatch(fill) else ""
    colour = element.get(_COLOUR, "")
    return colour if pattern == "solid" and _HEX.fullmatch(colour) else UNKNOWN


def _by_tag(properties: Element | None) -> dict[str, Element]:
    return {} if properties is None else {str(child.tag): child for child in properties}


def _half_points(size: str | None) -> float:
    """A size that is given, else one that nobody would call tiny."""
    match = re.fullmatch(r"(\d{1,5}(?:\.\d{1,3})?)(pt)?", size or "")
    return float(match[1]) * (2 if match[2] else 1) if match else _TINY + 1


def _ink(element: Element | None) -> str:
    """The colour of letters, "" if the page decides."""
    if value(element, _THEME) in ("background1", "light1") and not value(element, _THEME_SHADE):
        return WHITE
    return value(element) or ""


def _alike(ink: str, ground: str) -> bool:
    if not (_HEX.fullmatch(ink) and _HEX.fullmatch(ground)):
        return False
    pairs = zip(bytes.fromhex(ink), bytes.fromhex(ground), strict=True)
    return max(abs(one - other) for one, other in pairs) <= _ALIKE
