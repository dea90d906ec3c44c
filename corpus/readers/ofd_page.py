"""The objects of an OFD page → what is drawn on it: characters that can be seen, rules, pictures.

Objects stand in millimetres within their `Boundary`, after their `CTM`; `y` runs down.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from corpus.readers.page_lines import Glyph, Rule, is_wide

POINTS = 72 / 25.4  # a millimetre
_TINY = 1.0  # points
_SLANT = 10  # degrees: a watermark
_PALE = 235  # of 255
_SHEER = 20  # of 255: an alpha below it leaves nothing to see
_DEPTH = 20  # of blocks in blocks
_MAX_RULES = 800  # more is a drawing, not a table
_NAMELESS = re.compile("[\ue000-\uf8ff\ufffd\u25a1\u00a4]")
_STEP = re.compile(r"([MLC])\s*(?:(-?[\d.]+)[\s,]+(-?[\d.]+))?")
_Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class Drawing:
    """What a page shows, in points; `nameless` counts characters given as glyphs only."""

    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    hidden: str
    slanted: str
    pictures: int
    nameless: int


@dataclass
class _Canvas:
    """What has been drawn so far, the lowest first."""

    area: _Box
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    grounds: list[_Box] = field(default_factory=list)  # coloured: white text shows on them
    hidden: list[str] = field(default_factory=list)
    slanted: list[str] = field(default_factory=list)
    pictures: int = 0
    nameless: int = 0


def box_of(numbers: str | None) -> tuple[float, float, float, float] | None:
    """``x y width height`` in millimetres; None if that is not what it says."""
    values = _numbers(numbers)
    return (values[0], values[1], values[2], values[3]) if len(values) == 4 else None


def drawing(trees: Iterable[etree._Element], area: Sequence[float]) -> Drawing:
    """What pages lying on each other show; `area` is ``x y width height`` in millimetres."""
    canvas = _Canvas((0, 0, area[2] * POINTS, area[3] * POINTS))
    for tree in trees:
        for layer in tree.iterfind("{*}Content/{*}Layer"):
            _draw(canvas, layer, (-area[0], -area[1]), True, 0)
    return Drawing(
        tuple(canvas.glyphs),
        tuple(canvas.rules) if len(canvas.rules) <= _MAX_RULES else (),
        "".join(canvas.hidden).strip(),
        "".join(canvas.slanted).strip(),
        canvas.pictures,
        canvas.nameless,
    )


def _draw(
    canvas: _Canvas, parent: etree._Element, shift: tuple[float, float], shown: bool, depth: int
) -> None:
    for item in parent:
        if not isinstance(item.tag, str):  # a comment
            continue
        kind = etree.QName(item).localname
        visible = shown and item.get("Visible", "true").lower() not in ("false", "0")
        if kind == "PageBlock" and depth < _DEPTH:
            _draw(canvas, item, shift, visible, depth + 1)
        elif kind == "TextObject":
            _draw_text(canvas, item, _Placing(item, shift), visible)
        elif kind == "PathObject" and visible:
            _draw_path(canvas, item, _Placing(item, shift))
        elif kind in ("ImageObject", "CompositeObject") and visible:
            canvas.pictures += 1
            canvas.grounds.append(_Placing(item, shift).boundary)


class _Placing:
    """From an object's own coordinates to points from the top left of the page."""

    def __init__(self, item: etree._Element, shift: tuple[float, float]) -> None:
        x, y, width, height = box_of(item.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        self._x, self._y = x + shift[0], y + shift[1]
        matrix = _numbers(item.get("CTM"))
        self._matrix = matrix if len(matrix) == 6 else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
        left, top = self._x * POINTS, self._y * POINTS
        self.boundary = (left, top, left + width * POINTS, top + height * POINTS)
        self.turn = math.degrees(math.atan2(self._matrix[1], self._matrix[0]))
        self.across = math.hypot(self._matrix[0], self._matrix[1]) * POINTS  # points a unit
        self.down = math.hypot(self._matrix[2], self._matrix[3]) * POINTS

    def point(self, x: float, y: float) -> tuple[float, float]:
        a, b, c, d, e, f = self._matrix
        return (a * x + c * y + e + self._x) * POINTS, (b * x + d * y + f + self._y) * POINTS


def _draw_text(canvas: _Canvas, item: etree._Element, place: _Placing, visible: bool) -> None:
    size = (_numbers(item.get("Size")) or [0.0])[0]
    font = size * place.down
    x = y = 0.0
    codes = list(item.iterfind("{*}TextCode"))
    if not any((code.text or "").strip() for code in codes):
        canvas.nameless += sum(
            int(_numbers(glyphs.get("GlyphCount"))[0]) if glyphs.get("GlyphCount") else 1
            for glyphs in item.iterfind("{*}CGTransform")
        )
    turn = place.turn + (_numbers(item.get("CharDirection")) or [0.0])[0]
    slanted = abs(turn - 90 * round(turn / 90)) > _SLANT
    sheer = visible and font > _TINY and _has_ink(item)
    for code in codes:
        text = (code.text or "").strip("\r\n")
        x = (_numbers(code.get("X")) or [x])[0]
        y = (_numbers(code.get("Y")) or [y])[0]
        text, nameless = _NAMELESS.subn("□", text)
        canvas.nameless += nameless
        for character, u, v, advance in _characters(code, text, x, y, size):
            left, base = place.point(u, v)
            glyph = Glyph(character, left, left + advance * place.across, base, font)
            if not sheer or not _shows(canvas, item, glyph):
                canvas.hidden.append(character)
            elif slanted:
                canvas.slanted.append(character)
            else:
                canvas.glyphs.append(glyph)


def _characters(
    code: etree._Element, text: str, x: float, y: float, size: float
) -> Iterator[tuple[str, float, float, float]]:
    """Each character with its place and its width, in the object's own units."""
    across, down = _deltas(code.get("DeltaX"), len(text)), _deltas(code.get("DeltaY"), len(text))
    for n, character in enumerate(text):
        width = size if is_wide(character) else size / 2
        step = across[n] if n < len(across) else 0.0 if down else width
        # Steps are what the producer's font has for a width, unless characters are spread.
        yield character, x, y, step if 0 < step <= size else width
        x += step
        y += down[n] if n < len(down) else 0.0


def _deltas(value: str | None, most: int) -> list[float]:
    """``g 3 5.0 4.5`` → 5.0 5.0 5.0 4.5; at most as many as there are characters."""
    steps: list[float] = []
    words = iter((value or "").split())
    for word in words:
        if len(steps) >= most:
            break
        if word == "g":
            count, step = _numbers(next(words, "")), _numbers(next(words, ""))
            if count and step:
                steps += step * min(max(int(count[0]), 0), most)
        else:
            steps += _numbers(word)
    return steps


def _has_ink(item: etree._Element) -> bool:
    """Whether text is filled or stroked at all, and not with a colour that is fully sheer."""
    filled = item.get("Fill", "true").lower() not in ("false", "0")
    stroked = item.get("Stroke", "false").lower() in ("true", "1")
    alphas = [item.get("Alpha")]
    alphas += [color.get("Alpha") for color in item.iterfind("{*}FillColor") if not stroked]
    return (filled or stroked) and all((_numbers(a) or [255.0])[0] >= _SHEER for a in alphas)


def _shows(canvas: _Canvas, item: etree._Element, glyph: Glyph) -> bool:
    """Whether a character lies on the page, and is not white on white."""
    x, y = (glyph.left + glyph.right) / 2, glyph.base - glyph.size / 3
    if not _holds(canvas.area, x, y):
        return False
    pale = any(_is_pale(color) for color in item.iterfind("{*}FillColor"))
    return not pale or any(_holds(ground, x, y) for ground in canvas.grounds)


def _is_pale(color: etree._Element) -> bool:
    value = color.get("Value") or ""
    parts = [int(w[1:], 16) if re.fullmatch("#[0-9A-Fa-f]{1,4}", w) else w for w in value.split()]
    values = [v for part in parts for v in ([part] if isinstance(part, int) else _numbers(part))]
    if len(values) == 4:  # CMYK
        return max(values) <= 255 - _PALE
    return bool(values) and min(values) >= _PALE


def _draw_path(canvas: _Canvas, item: etree._Element, place: _Placing) -> None:
    """Keep the straight lines; what is filled covers what lies below it."""
    data = item.findtext("{*}AbbreviatedData") or ""
    points: list[tuple[float, float]] = []
    for kind, x, y in _STEP.findall(data):
        point = points[0] if kind == "C" and points else place.point(*_pair(x, y))
        if kind == "M":
            points = []
        elif points:
            _rule(canvas, points[-1], point)
        points.append(point)
    if item.get("Fill", "false").lower() in ("true", "1") and not re.search("[BQA]", data):
        left, top, right, bottom = place.boundary
        colors = list(item.iterfind("{*}FillColor"))
        sheer = any((_numbers(c.get("Alpha")) or [255.0])[0] < 128 for c in [item, *colors])
        if min(right - left, bottom - top) < 3 or sheer:
            return
        if not any(_is_pale(color) for color in colors):
            canvas.grounds.append(place.boundary)
        covered = [
            g
            for g in canvas.glyphs
            if _holds(place.boundary, (g.left + g.right) / 2, g.base - g.size / 3)
        ]
        canvas.hidden += [glyph.text for glyph in covered]
        canvas.glyphs = [glyph for glyph in canvas.glyphs if glyph not in covered]


def _rule(canvas: _Canvas, a: tuple[float, float], b: tuple[float, float]) -> None:
    left, right = sorted((a[0], b[0]))
    top, bottom = sorted((a[1], b[1]))
    if min(right - left, bottom - top) < 1 and max(right - left, bottom - top) > 5:
        canvas.rules.append(Rule(left, top, right, bottom))


def _holds(box: _Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _pair(x: str, y: str) -> tuple[float, float]:
    values = _numbers(f"{x} {y}")
    return (values[0], values[1]) if len(values) == 2 else (0.0, 0.0)


def _numbers(text: str | None) -> list[float]:
    """The finite numbers of a list; what is no number is left out."""
    values = []
    for word in (text or "").split():
        try:
            values.append(float(word))
        except ValueError:
            continue
    return [value for value in values if math.isfinite(value)]
