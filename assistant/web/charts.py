"""Values → inline SVG: stacked columns, bars, lines and grids of cells. Pure.

Colours are classes (`tone`) that page.css fills in for light and dark; every word is escaped.
Lengths are in the units of the picture's own width, which the page scales to its card.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

_FONT = 12.0
_NARROW = 0.56  # of the font size: what a letter or digit takes; a Chinese character takes all
_GAP = 6.0


@dataclass(frozen=True)
class Piece:
    """A part of a stack. `tone` is a class of page.css, never a word of a document."""

    value: float
    tone: str
    title: str


@dataclass(frozen=True)
class Stack:
    """A column or bar with its label; `note` stands at its end."""

    label: str
    pieces: tuple[Piece, ...]
    note: str = ""

    @property
    def total(self) -> float:
        return sum(piece.value for piece in self.pieces)


@dataclass(frozen=True)
class Series:
    """A line: one value for each label of the axis, None where there is none. ``name`` is for
    its points; at its end it is written only if ``named``."""

    name: str
    tone: str
    values: tuple[float | None, ...]
    named: bool = True


@dataclass(frozen=True)
class Cell:
    """A field of a grid: a tone, a few characters in it, and what it says when pointed at."""

    tone: str
    text: str = ""
    title: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a grid. `sub` stands between its label and its cells; `apart` parts it from the
    row above."""

    label: str
    cells: tuple[Cell, ...]
    sub: str = ""
    apart: bool = False


def columns(
    name: str, stacks: Sequence[Stack], width: float, height: float = 190, left: float = 0
) -> str:
    """Stacked columns from `left` on, the total above each."""
    floor, top = height - 22, 20.0
    slot = (width - left) / max(1, len(stacks))
    thick = min(46.0, slot * 0.66)
    scale = (floor - top) / (max((s.total for s in stacks), default=0.0) or 1.0)
    shown = _thinned([s.label for s in stacks], slot)
    drawn = [f'<line class="axis" x1="{left:g}" x2="{width:g}" y1="{floor:g}" y2="{floor:g}"/>']
    for n, stack in enumerate(stacks):
        middle, y = left + slot * (n + 0.5), floor
        for piece in stack.pieces:
            tall = piece.value * scale
            y -= tall
            drawn.append(_rect(middle - thick / 2, y, thick, tall, piece.tone, piece.title))
        note = stack.note or (f"{stack.total:g}" if stack.total else "")
        if note and text_width(note) <= slot:
            drawn.append(_text(middle, y - 5, note, "middle"))
        if shown[n]:
            drawn.append(_text(middle, height - 6, stack.label, "middle", "tick"))
    return _svg(name, width, height, drawn)


def bars(name: str, stacks: Sequence[Stack], width: float, label_share: float = 0.42) -> str:
    """Horizontal bars: the label in front, the note behind."""
    step, thick = 28.0, 14.0
    widest = max((text_width(s.label) for s in stacks), default=0.0)
    left = min(widest, width * label_share) + 10
    right = max((text_width(s.note) for s in stacks), default=0.0) + 10
    most = max((s.total for s in stacks), default=0.0) or 1.0
    scale = max(20.0, width - left - right) / most
    drawn = []
    for n, stack in enumerate(stacks):
        y, x = n * step + 6, left
        label = fitted(stack.label, left - 8)
        drawn.append(_text(left - 8, y + thick - 2, label, "end", title=stack.label))
        for piece in stack.pieces:
            wide = piece.value * scale
            drawn.append(_rect(x, y, wide, thick, piece.tone, piece.title))
            x += wide
        drawn.append(_text(x + _GAP, y + thick - 2, stack.note, "start", "tick"))
    return _svg(name, width, len(stacks) * step + 6, drawn)


def lines(
    name: str,
    labels: Sequence[str],
    series: Sequence[Series],
    width: float,
    height: float = 190,
    unit: str = "",
) -> str:
    """Lines over the labels, named at their ends; a missing value is passed over."""
    known = [v for s in series for v in s.values if v is not None]
    if not known or not labels:
        return ""
    ticks = _ticks(min(known), max(known))
    left = max(text_width(f"{t:g}{unit}") for t in ticks) + 10
    right = max((text_width(s.name) for s in series if s.named), default=0.0) + 24
    floor, top = height - 24, 12.0
    slot = (width - left - right) / max(1, len(labels) - 1)
    scale = (floor - top) / (ticks[-1] - ticks[0])

    def at(n: int, value: float) -> tuple[float, float]:
        return left + 6 + slot * n, floor - (value - ticks[0]) * scale

    drawn = []
    for tick in ticks:
        _, y = at(0, tick)
        drawn.append(
            f'<line class="rule" x1="{left:g}" x2="{width - right:g}" y1="{y:.1f}" y2="{y:.1f}"/>'
        )
        drawn.append(_text(left - 6, y + 4, f"{tick:g}{unit}", "end", "tick"))
    shown = _thinned(labels, slot)
    drawn += [
        _text(at(n, 0)[0], height - 6, label, "middle", "tick")
        for n, label in enumerate(labels)
        if shown[n]
    ]
    ends: list[tuple[float, float, Series]] = []
    for one in series:
        points = [(n, v) for n, v in enumerate(one.values) if v is not None]
        if points:
            drawn += _line(one, points, labels, at, unit)
        if points and one.named:
            ends.append((*at(*points[-1]), one))
    drawn += _ends(ends, width - right + 12, floor)
    return _svg(name, width, height, drawn)


def grid(
    name: str,
    heads: Sequence[str],
    rows: Sequence[Row],
    width: float,
    tall: float,
    left: float | None = None,
) -> str:
    """Rows of cells under column heads (which may be ""); `tall` is the height of a cell.

    The cells begin at `left`, or else behind the labels.
    """
    label = min(max((text_width(r.label) for r in rows), default=0.0), width * 0.3) + 10
    sub = max((text_width(r.sub) for r in rows), default=0.0)
    start = left if left is not None else label + (sub + 8 if sub else 0.0)
    slot = (width - start) / max(1, len(heads))
    shown = _thinned(heads, slot)
    y = 20.0 if any(heads) else 2.0
    drawn = [
        _text(start + slot * (n + 0.5), 12, head, "middle", "tick")
        for n, head in enumerate(heads)
        if shown[n]
    ]
    for row in rows:
        y += 7 if row.apart else 0
        base = y + tall / 2 + 4
        drawn.append(_text(0, base, fitted(row.label, min(label, start) - 8), title=row.label))
        if row.sub:
            drawn.append(_text(label, base, row.sub, style="tick"))
        for n, cell in enumerate(row.cells):
            x = start + slot * n
            if cell.tone:
                drawn.append(_rect(x + 1, y + 1, slot - 2, tall - 2, cell.tone, cell.title, 2))
            if cell.text and text_width(cell.text, 11) <= slot:
                drawn.append(_text(x + slot / 2, base, cell.text, "middle", f"in {cell.tone}"))
        y += tall
    return _svg(name, width, y + 2, drawn)


def legend(entries: Sequence[tuple[str, str]]) -> str:
    """(tone, words) as a line of keys."""
    keys = "".join(
        f'<span class="key"><svg width="12" height="12" aria-hidden="true">'
        f'<rect class="{escape(tone, quote=True)}" x="1" y="1" width="10" height="10" rx="2"/></svg>'
        f"{escape(words)}</span>"
        for tone, words in entries
    )
    return f'<p class="legend">{keys}</p>'


def text_width(text: str, size: float = _FONT) -> float:
    """About how wide the text is; never less than it is by much."""
    return sum(size if ord(c) > 0x2E7F or c in "“”‘’—…·" else size * _NARROW for c in text)


def fitted(text: str, width: float, size: float = _FONT) -> str:
    """The text, or as much of it as fits with “…” at its end."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(kept + "…", size) > width:
        kept = kept[:-1]
    return kept + "…"


# --- pieces -------------------------------------------------------------------------------------


def _line(
    one: Series,
    points: Sequence[tuple[int, float]],
    labels: Sequence[str],
    at: Callable[[int, float], tuple[float, float]],
    unit: str,
) -> list[str]:
    path = " ".join("{:.1f},{:.1f}".format(*at(n, v)) for n, v in points)
    tone = escape(one.tone, quote=True)
    drawn = [f'<polyline class="line {tone}" points="{path}"/>']
    for n, value in points:
        x, y = at(n, value)
        told = escape(f"{one.name}　{labels[n]}：{value:g}{unit}")
        drawn.append(
            f'<circle class="dot {tone}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"><title>{told}</title></circle>'
        )
    return drawn


def _ends(ends: Sequence[tuple[float, float, Series]], x: float, floor: float) -> list[str]:
    """The names of lines beside their last points, moved apart where they would collide."""
    placed = _apart([y for _, y, _ in ends], 17.0, floor)
    drawn = []
    for (from_x, from_y, one), y in zip(ends, placed, strict=True):
        tone = escape(one.tone, quote=True)
        drawn.append(
            f'<line class="leader {tone}" x1="{from_x + 4:.1f}" y1="{from_y:.1f}"'
            f' x2="{x - 3:.1f}" y2="{y:.1f}"/>'
        )
        drawn.append(_text(x, y + 4, one.name, style=f"name {one.tone}"))
    return drawn


def _apart(wanted: Sequence[float], least: float, floor: float) -> list[float]:
    """The positions moved so that none is nearer than `least` to another nor below `floor`."""
    order = sorted(range(len(wanted)), key=lambda n: (wanted[n], n))
    placed = list(wanted)
    for above, below in pairwise(order):
        placed[below] = max(placed[below], placed[above] + least)
    limit = floor
    for n in reversed(order):
        placed[n] = min(placed[n], limit)
        limit = placed[n] - least
    return placed


def _ticks(low: float, high: float) -> list[float]:
    """Round numbers that hold ``[low, high]``; from 0 unless that would flatten the lines."""
    if low < 0.6 * high:
        low = 0.0
    rough = max(high - low, high * 0.1, 1e-9) / 3
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(n * step, 6) for n in range(first, max(last, first + 1) + 1)]


def _thinned(labels: Sequence[str], slot: float) -> list[bool]:
    """Which labels are written so that none touches its neighbour; the last one always is."""
    widest = max((text_width(label) for label in labels), default=0.0) + _GAP
    every = max(1, math.ceil(widest / slot)) if slot > 0 else 1
    return [(len(labels) - 1 - n) % every == 0 for n in range(len(labels))]


def _rect(
    x: float, y: float, wide: float, tall: float, tone: str, title: str, round_by: float = 0
) -> str:
    told = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<rect class="{escape(tone, quote=True)}" x="{x:.1f}" y="{y:.1f}" width="{max(0.0, wide):.1f}"'
        f' height="{max(0.0, tall):.1f}" rx="{round_by:g}">{told}</rect>'
    )


def _text(
    x: float, y: float, words: str, anchor: str = "start", style: str = "", title: str = ""
) -> str:
    told = f"<title>{escape(title)}</title>" if title and title != words else ""
    return (
        f'<text class="{escape(style, quote=True)}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
        f"{escape(words)}{told}</text>"
    )


def _svg(name: str, width: float, height: float, drawn: Sequence[str]) -> str:
    return (
        f'<svg class="chart" role="img" aria-label="{escape(name, quote=True)}"'
        f' viewBox="0 0 {width:g} {height:g}">{"".join(drawn)}</svg>'
    )
