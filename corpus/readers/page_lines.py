"""Characters at positions → lines in reading order: rows, columns, cells of ruled tables.

Values in, values out. Lengths are points (1/72 inch), `y` runs down from the top of the page.
A glyph may hold several characters, as those of a text recogniser do.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

_SPLIT = 0.8  # em; a wider gap ends a run: justified lines stay below it
_CELL = 2.0  # em; a wider gap parts the cells of a row
_SAME_ROW = 0.4  # em between the baselines of one row
_OVERPRINT = 0.12  # em; fake bold draws a character again within this distance
_TOUCH = 3.0  # points within which rules of a table meet
_WIDE = re.compile(
    "[\u1100-\u115f\u2014\u2018-\u201d\u2026\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]"
)
_LIST_MARK = re.compile(r"\S{1,5}[、.．)）]?$")


@dataclass(frozen=True, slots=True)
class Glyph:
    """Characters drawn at once; `base` is the `y` of their baseline, `size` of their font."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical line, as the box it fills."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def level(self) -> bool:
        """Whether it is horizontal."""
        return self.right - self.left >= self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. `column` is 0 unless there are two: then 1 is left and 2 is right.

    A `row` stands for itself: cells side by side, parted by tabs; `ruled` if rules part them.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    column: int = 0
    row: bool = False
    ruled: bool = False


def is_wide(character: str) -> bool:
    """Whether a character is Chinese, or punctuation set as wide as one."""
    return bool(_WIDE.match(character))


def lines_of(glyphs: Iterable[Glyph], rules: Sequence[Rule] = ()) -> list[Line]:
    """The lines of a page in reading order; overprinted characters are taken once."""
    tables = _tables(rules)
    inside: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in _once(glyphs):
        inside[next((n for n, table in enumerate(tables) if table.holds(glyph)), -1)].append(glyph)
    lines = _flow(inside.pop(-1, []))
    for n, content in inside.items():
        lines.extend(tables[n].lines(content))
    if any(line.column for line in lines):
        return lines
    return sorted(lines, key=lambda line: line.base) if inside else lines


def _once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Without characters drawn again at (nearly) the same place."""
    seen: dict[str, list[Glyph]] = defaultdict(list)
    kept = []
    for glyph in sorted(glyphs, key=lambda g: (g.base, g.left)):
        near = glyph.size * _OVERPRINT
        before = seen[glyph.text]
        while before and glyph.base - before[0].base > near:
            before.pop(0)
        if glyph.text.strip() and any(abs(glyph.left - other.left) <= near for other in before):
            continue
        before.append(glyph)
        kept.append(glyph)
    return kept


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.base):
        first = rows[-1][0] if rows else None
        if first and glyph.base - first.base <= max(first.size, glyph.size) * _SAME_ROW:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [sorted(row, key=lambda g: g.left) for row in rows]


def _runs(row: Sequence[Glyph]) -> list[Line]:
    """The stretches of a row without a wide gap, each as a line."""
    runs: list[tuple[list[str], list[Glyph]]] = []
    spaced = False
    for glyph in row:
        if not glyph.text.strip():
            spaced = True
            continue
        last = runs[-1][1][-1] if runs else None
        if last is None or glyph.left - last.right > max(last.size, glyph.size) * _SPLIT:
            runs.append(([glyph.text], [glyph]))
        else:
            runs[-1][0].append(_blank(last, glyph, spaced) + glyph.text)
            runs[-1][1].append(glyph)
        spaced = False
    return [_line("".join(texts).strip(), members) for texts, members in runs]


def _blank(a: Glyph, b: Glyph, spaced: bool) -> str:
    """What stands between neighbours: positioning makes no blanks around Chinese characters."""
    wide = is_wide(a.text[-1]) + is_wide(b.text[0])
    gap = wide == 0 and b.left - a.right > 0.2 * max(a.size, b.size)
    return " " if wide < 2 and (spaced or gap) else ""


def _line(text: str, glyphs: Sequence[Glyph]) -> Line:
    weights: dict[float, int] = defaultdict(int)
    for glyph in glyphs:
        weights[round(glyph.size, 1)] += len(glyph.text)
    return Line(
        text=text,
        left=min(g.left for g in glyphs),
        right=max(g.right for g in glyphs),
        base=median(g.base for g in glyphs),
        size=max(weights, key=lambda size: (weights[size], size)),
    )


def _flow(glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines outside ruled tables, in one column or two."""
    rows = [runs for row in _rows(glyphs) if (runs := _runs(row))]
    gutter = _gutter([run for row in rows for run in row])
    if gutter is None:
        return [_merged(row) for row in rows]
    lines: list[Line] = []
    columns: tuple[list[Line], list[Line]] = ([], [])
    for row in rows:
        sides = [[r for r in row if r.right <= gutter], [r for r in row if r.left >= gutter]]
        if len(sides[0]) + len(sides[1]) < len(row):  # a title across both columns
            lines += [*columns[0], *columns[1], _merged(row)]
            columns = ([], [])
            continue
        for n, side in enumerate(sides):
            if side:
                columns[n].append(replace(_merged(side), column=n + 1))
    return [*lines, *columns[0], *columns[1]]


def _merged(runs: Sequence[Line]) -> Line:
    """The runs of a row as one line."""
    text, cells = runs[0].text, False
    tracked = all(len(run.text) == 1 for run in runs)  # 工 作 总 结, spread over the line
    for n, (a, b) in enumerate(pairwise(runs)):
        far = b.left - a.right > _CELL * max(a.size, b.size)
        # A tab after a number or a bullet makes no table.
        cells |= far and not tracked and not (n == 0 and _LIST_MARK.match(a.text))
        text += ("" if tracked else "\t" if far else " ") + b.text
    longest = max(runs, key=lambda run: len(run.text))
    return replace(longest, text=text, left=runs[0].left, right=runs[-1].right, row=cells)


def _gutter(runs: Sequence[Line]) -> float | None:
    """The `x` between two columns of running text, None if there is one column.

    A table has gutters too, but only the lines of running text end at them.
    """
    if len(runs) < 12:
        return None
    left, right = min(r.left for r in runs), max(r.right for r in runs)
    em = median(r.size for r in runs)
    for step in range(30, 71, 2):
        x = left + (right - left) * step / 100
        sides = [r for r in runs if r.right <= x], [r for r in runs if r.left >= x]
        if min(map(len, sides)) < 6 or len(runs) - sum(map(len, sides)) > len(runs) * 0.15:
            continue
        edge = sorted(r.right for r in sides[0])[int(len(sides[0]) * 0.9)]
        start = sorted(r.left for r in sides[1])[int(len(sides[1]) * 0.1)]
        full = sum(abs(r.right - edge) < 1.5 * em and r.right - r.left > 8 * em for r in sides[0])
        if start - edge >= em and full >= len(sides[0]) / 2:
            return (edge + start) / 2
    return None


@dataclass(frozen=True)
class _Table:
    """Rules that touch each other."""

    level: tuple[Rule, ...]
    upright: tuple[Rule, ...]

    def holds(self, glyph: Glyph) -> bool:
        x, y = (glyph.left + glyph.right) / 2, glyph.base - glyph.size / 3
        return min(r.left for r in self.upright) <= x <= max(r.right for r in self.upright) and min(
            r.top for r in self.level
        ) <= y <= max(r.bottom for r in self.level)

    def lines(self, glyphs: Iterable[Glyph]) -> list[Line]:
        """One line a row of cells; a row of one cell is a frame around ordinary lines."""
        rows: dict[float, dict[float, list[Glyph]]] = defaultdict(lambda: defaultdict(list))
        for glyph in glyphs:
            top, left = self._corner(glyph)
            rows[top][left].append(glyph)
        lines: list[Line] = []
        for _, cells in sorted(rows.items()):
            if len(cells) == 1:
                lines += _flow(next(iter(cells.values())))
                continue
            parts = [_flow(cell) for _, cell in sorted(cells.items())]
            text = "\t".join(_cell_text(part) for part in parts if part)
            first = min((line for part in parts for line in part), key=lambda line: line.base)
            right = max(line.right for part in parts for line in part)
            lines.append(replace(first, text=text, right=right, row=True, ruled=True))
        return lines

    def _corner(self, glyph: Glyph) -> tuple[float, float]:
        """Top and left of the cell around a glyph; rules that do not pass it are not its own."""
        x, y = (glyph.left + glyph.right) / 2, glyph.base - glyph.size / 3
        tops = sorted(_snap(r.top) for r in self.level if r.left - _TOUCH <= x <= r.right + _TOUCH)
        lefts = sorted(
            _snap(r.left) for r in self.upright if r.top - _TOUCH <= y <= r.bottom + _TOUCH
        )
        return _last_before(tops, y), _last_before(lefts, x)


def _cell_text(lines: Sequence[Line]) -> str:
    text = ""
    for line in lines:
        text = joined(text, line.text)
    return text


def _snap(value: float) -> float:
    return round(value / _TOUCH) * _TOUCH


def _last_before(edges: Sequence[float], value: float) -> float:
    n = bisect_right(edges, value + 0.5)
    return edges[n - 1] if n else float("-inf")


def _tables(rules: Sequence[Rule]) -> list[_Table]:
    """Groups of touching rules that have at least two of either direction."""
    groups: list[list[Rule]] = []
    for rule in rules:
        apart, met = [], [rule]
        for group in groups:
            if any(_touch(rule, other) for other in group):
                met += group
            else:
                apart.append(group)
        groups = [*apart, met]
    tables = []
    for group in groups:
        level = tuple(r for r in group if r.level)
        upright = tuple(r for r in group if not r.level)
        if len({_snap(r.top) for r in level}) > 1 and len({_snap(r.left) for r in upright}) > 1:
            tables.append(_Table(level, upright))
    return tables


def _touch(a: Rule, b: Rule) -> bool:
    return (
        a.left <= b.right + _TOUCH
        and b.left <= a.right + _TOUCH
        and a.top <= b.bottom + _TOUCH
        and b.top <= a.bottom + _TOUCH
    )


def joined(a: str, b: str) -> str:
    """Two lines of one paragraph; Latin words keep a blank or lose their hyphen."""
    if not a or not b:
        return a + b
    if re.search(r"[A-Za-z]-$", a) and b[0].islower():
        return a[:-1] + b
    if is_wide(a[-1]) or is_wide(b[0]) or a[-1] == "-" or (a[-1].isdigit() and b[0].isdigit()):
        return a + b
    return f"{a} {b}"
