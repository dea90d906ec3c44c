"""A page of a PDF → what is drawn on it: characters that can be seen, rules, pictures.

A character is seen if the page looks different without it. That covers ink of any colour, clipping
and whatever lies on top, and needs no list of ways to hide text.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pypdfium2.raw as c  # type: ignore[import-untyped]
from numpy.typing import NDArray

from corpus.readers.page_lines import Glyph, Rule, is_wide

UNMAPPED = "□"  # a character whose font does not say which one it is
_MAX_PIXELS = 40_000_000
_MAX_CHARACTERS = 200_000  # on one page; the fullest real ones hold 10,000
_MAX_RULES = 800  # more is a drawing, not a table
_TINY = 1.0  # points
_SEEN = 8  # of 255 levels of grey by which a character must change its page
_DARK = 160
_PALE = 235
_SLANT = 10  # degrees from the nearest right angle: a watermark
# Fonts shared by several scripts give radicals for the characters that look like them.
_RADICALS = str.maketrans(
    {chr(n): unicodedata.normalize("NFKC", chr(n)) for n in range(0x2F00, 0x2FD6)}
    | dict(
        zip(
            "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
            "母民虎西见角贝车长长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
            strict=True,
        )
    )
)
_Box = tuple[float, float, float, float]  # left, top, right, bottom
_Image = NDArray[np.int16]


@dataclass(frozen=True)
class Direction:
    """What is written in one of four directions, turned upright on a page of this size."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Drawing:
    """What a page shows. The direction of most of its text comes first; there is at least one.

    `pictures` are shares of the page's area, `ink` that of its dark pixels without the text.
    """

    directions: tuple[Direction, ...]
    hidden: str
    slanted: str
    pictures: tuple[float, ...]
    ink: float


@dataclass(frozen=True, slots=True)
class _Char:
    """A character in points from the top left of the page as it is shown."""

    text: str
    origin: tuple[float, float]
    advance: _Box
    ink: _Box
    size: float
    turn: float  # degrees, clockwise
    pale: bool
    inkless: bool  # drawn without ink, as under a scanned page
    item: Any  # the page object it belongs to


def drawing(page: Any) -> Drawing:
    """What the page shows; the words under the picture of a scan count as shown."""
    size = page.get_size()
    place = _Placing(page, *size)
    chars = _ligatures(_chars(page, place))
    seen, ink = _seen(page, chars, *size)
    items = list(page.get_objects(max_depth=3))
    pictures = [
        abs((r - x) * (b - y)) / (size[0] * size[1])
        for item in items
        if item.type == c.FPDF_PAGEOBJ_IMAGE
        for x, y, r, b in [place.box(*item.get_bounds())]
    ]
    if sum(seen) * 5 < len(chars) and max(pictures, default=0) > 0.5:
        seen = [shown or char.inkless for shown, char in zip(seen, chars, strict=True)]
    straight: dict[int, list[_Char]] = {0: []}
    slanted, hidden = [], []
    for char, shown in zip(chars, seen, strict=True):
        quarter = round(char.turn / 90)
        if not shown:
            hidden.append(char.text)
        elif abs(char.turn - 90 * quarter) > _SLANT:
            slanted.append(char.text)
        else:
            straight.setdefault(quarter % 4, []).append(char)
    rules = _rules((i for i in items if i.type == c.FPDF_PAGEOBJ_PATH and not i.level), place)
    quarters = sorted(straight, key=lambda quarter: -len(straight[quarter]))
    return Drawing(
        directions=tuple(_upright(straight[q], rules, q, *size) for q in quarters),
        hidden="".join(hidden).strip(),
        slanted="".join(slanted).strip(),
        pictures=tuple(pictures),
        ink=ink,
    )


def _upright(
    chars: Iterable[_Char], rules: Iterable[_Box], quarter: int, width: float, height: float
) -> Direction:
    def turned(box: _Box) -> _Box:
        left, top, right, bottom = box
        if quarter == 0:
            return box
        if quarter == 1:
            return top, width - right, bottom, width - left
        if quarter == 2:
            return width - right, height - bottom, width - left, height - top
        return height - bottom, left, height - top, right

    glyphs = []
    for char in chars:
        left, base, _, _ = turned((*char.origin, *char.origin))
        end = turned(char.advance)[2]
        if is_wide(char.text[0]):  # PDFium gives the ink where a font leaves widths out
            end = max(end, left + char.size)
        glyphs.append(Glyph(char.text, left, end, base, char.size))
    sides = (height, width) if quarter % 2 else (width, height)
    return Direction(*sides, tuple(glyphs), tuple(Rule(*turned(box)) for box in rules))


class _Placing:
    """From a PDF's own coordinates to points from the top left of the page as it is shown."""

    def __init__(self, page: Any, width: float, height: float) -> None:
        def at(x: int, y: int) -> tuple[float, float]:
            dx, dy = ctypes.c_int(), ctypes.c_int()
            # In hundredths of a point, since the answer is whole numbers.
            whole = (round(width * 100), round(height * 100))
            c.FPDF_PageToDevice(page, 0, 0, *whole, 0, x, y, dx, dy)
            return dx.value / 100, dy.value / 100

        self._start = at(0, 0)
        east, north = at(1000, 0), at(0, 1000)
        self._east = [round((e - s) / 1000, 4) for e, s in zip(east, self._start, strict=True)]
        self._north = [round((n - s) / 1000, 4) for n, s in zip(north, self._start, strict=True)]

    def point(self, x: float, y: float) -> tuple[float, float]:
        return (
            self._start[0] + x * self._east[0] + y * self._north[0],
            self._start[1] + x * self._east[1] + y * self._north[1],
        )

    def box(self, left: float, bottom: float, right: float, top: float) -> _Box:
        (x1, y1), (x2, y2) = self.point(left, bottom), self.point(right, top)
        return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)

    def turn(self, x: float, y: float) -> float:
        """The angle of a direction, degrees clockwise."""
        dx = x * self._east[0] + y * self._north[0]
        dy = x * self._east[1] + y * self._north[1]
        return math.degrees(math.atan2(dy, dx))


def _chars(page: Any, place: _Placing) -> Iterator[_Char]:
    text = page.get_textpage()
    x, y, left, right, bottom, top = (ctypes.c_double() for _ in range(6))
    loose, matrix = c.FS_RECTF(), c.FS_MATRIX()
    r, g, b, alpha = (ctypes.c_uint() for _ in range(4))
    for n in range(min(text.count_chars(), _MAX_CHARACTERS)):
        if c.FPDFText_IsGenerated(text, n) == 1:
            continue
        character = _character(c.FPDFText_GetUnicode(text, n))
        item = c.FPDFText_GetTextObject(text, n)
        if not character or not item:
            continue
        c.FPDFText_GetCharOrigin(text, n, x, y)
        c.FPDFText_GetCharBox(text, n, left, right, bottom, top)
        c.FPDFText_GetLooseCharBox(text, n, loose)
        c.FPDFText_GetMatrix(text, n, matrix)
        c.FPDFText_GetFillColor(text, n, r, g, b, alpha)
        yield _Char(
            text=character,
            origin=place.point(x.value, y.value),
            advance=place.box(loose.left, loose.bottom, loose.right, loose.top),
            ink=place.box(left.value, bottom.value, right.value, top.value),
            size=c.FPDFText_GetFontSize(text, n) * math.hypot(matrix.c, matrix.d),
            turn=place.turn(matrix.a, matrix.b),
            pale=min(r.value, g.value, b.value) >= _PALE or alpha.value < 255 - _PALE,
            inkless=c.FPDFTextObj_GetTextRenderMode(item) == c.FPDF_TEXTRENDERMODE_INVISIBLE,
            item=item,
        )


def _ligatures(chars: Iterable[_Char]) -> list[_Char]:
    """With the characters of one glyph (—— or fi) together: PDFium gives them one place."""
    kept: list[_Char] = []
    for char in chars:
        last = kept[-1] if kept else None
        same = last and last.origin == char.origin and _address(last.item) == _address(char.item)
        if last and same and char.text.strip():
            left, top, right, bottom = last.advance
            whole = (left, top, max(right, char.advance[2]), max(bottom, char.advance[3]))
            kept[-1] = replace(last, text=last.text + char.text, advance=whole)
        else:
            kept.append(char)
    return kept


def _address(item: Any) -> int:
    return ctypes.addressof(item.contents)


def _character(code: int) -> str:
    if code == 2:  # what PDFium makes of a hyphen at the end of a line
        return "-"
    if code == 0 or code == 0xFFFD or 0xE000 <= code < 0xF900:
        return "•" if 0xF000 <= code < 0xF100 else UNMAPPED  # bullets of symbol fonts
    if code < 32 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return " " if code in (9, 10, 13) else ""
    return chr(code).translate(_RADICALS)


def _seen(
    page: Any, chars: Sequence[_Char], width: float, height: float
) -> tuple[list[bool], float]:
    """Which characters can be seen, and the share of dark pixels if there were none of them."""
    scale = min(1.0, math.sqrt(_MAX_PIXELS / (width * height)))
    items = {_address(char.item): char.item for char in chars}
    pale = {_address(char.item): char.item for char in chars if char.pale}
    bare = _image(page, scale, items.values())
    if not chars:
        return [], float((bare < _DARK).mean())
    full = _image(page, scale)
    changed = abs(full - bare) > _SEEN
    # Pale text might lie under or over other text, so it is tried on its own.
    changed_by_pale = abs(full - _image(page, scale, pale.values())) > _SEEN if pale else changed
    inked = [
        _has_changed(changed_by_pale if char.pale else changed, char.ink, scale) for char in chars
    ]
    drawn = {_font(char) for char, ink in zip(chars, inked, strict=True) if ink}
    seen: list[bool] = []
    for char, ink in zip(chars, inked, strict=True):
        if not char.text.strip():
            seen.append(bool(seen and seen[-1]))
        elif ink or _is_drawable(char, drawn):
            seen.append(ink and char.size > _TINY)
        else:  # the font is neither in the file nor on this machine: go by what is said
            x, y = char.origin
            outside = not (0 <= x <= width and 0 <= y <= height)
            seen.append(not (char.pale or char.inkless or outside) and char.size > _TINY)
    return seen, float((bare < _DARK).mean())


def _has_changed(changed: NDArray[np.bool_], box: _Box, scale: float) -> bool:
    left, top, right, bottom = (edge * scale for edge in box)
    rows = slice(max(math.floor(top), 0), max(math.ceil(bottom), 0))
    return bool(changed[rows, max(math.floor(left), 0) : max(math.ceil(right), 0)].any())


def _font(char: _Char) -> int:
    return _address(c.FPDFTextObj_GetFont(char.item))


def _is_drawable(char: _Char, drawn: Container[int]) -> bool:
    """Whether a character's font is at hand, so that a lack of ink tells something."""
    font = c.FPDFTextObj_GetFont(char.item)
    return _address(font) in drawn or c.FPDFFont_GetIsEmbedded(font) == 1


def _image(page: Any, scale: float, without: Iterable[Any] = ()) -> _Image:
    """Levels of grey, height × width, of the page without some of its objects."""
    for item in without:
        c.FPDFPageObj_SetIsActive(item, False)
    bitmap = page.render(scale=scale, grayscale=True)
    image = bitmap.to_numpy().astype(np.int16)
    bitmap.close()
    for item in without:
        c.FPDFPageObj_SetIsActive(item, True)
    levels: _Image = image.reshape(image.shape[:2])
    return levels


def _rules(paths: Iterable[Any], place: _Placing) -> list[_Box]:
    """The straight lines and edges of all paths that run along the page, none twice."""
    rules: dict[tuple[int, ...], _Box] = {}
    matrix, x, y = c.FS_MATRIX(), ctypes.c_float(), ctypes.c_float()
    for path in paths:
        c.FPDFPageObj_GetMatrix(path, matrix)
        points: list[tuple[float, float]] = []
        for n in range(min(c.FPDFPath_CountSegments(path), 10 * _MAX_RULES)):
            segment = c.FPDFPath_GetPathSegment(path, n)
            c.FPDFPathSegment_GetPoint(segment, x, y)
            u, v = x.value, y.value
            point = place.point(
                matrix.a * u + matrix.c * v + matrix.e, matrix.b * u + matrix.d * v + matrix.f
            )
            kind = c.FPDFPathSegment_GetType(segment)
            if kind == c.FPDF_SEGMENT_MOVETO:
                points = [point]
                continue
            ends = [(points[-1], point)] if points and kind == c.FPDF_SEGMENT_LINETO else []
            points.append(point)
            if c.FPDFPathSegment_GetClose(segment):
                ends.append((point, points[0]))
            for (x1, y1), (x2, y2) in ends:
                box = min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
                long, short = sorted((box[2] - box[0], box[3] - box[1]), reverse=True)
                if long > 5 and short < 1:
                    rules.setdefault(tuple(round(edge) for edge in box), box)
        if len(rules) > _MAX_RULES:
            return []
    return list(rules.values())
