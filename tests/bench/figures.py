"""Measured figures and the one table that shows them. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Literal

Aim = Literal[">=", "<=", ""]

_HEAD = ("what is measured", "ours", "baseline", "ratio", "target")
_NOTHING = "–"


@dataclass(frozen=True)
class Row:
    """One line: our figure, the baseline's (None: there is none) and what is aimed at.

    With `absolute` the target is about our figure, otherwise about the ratio ours / baseline.
    """

    what: str
    unit: str
    ours: float
    baseline: float | None = None
    aim: Aim = ""
    target: float = 0.0
    absolute: bool = False

    @property
    def ratio(self) -> float | None:
        return self.ours / self.baseline if self.baseline else None

    @property
    def met(self) -> bool | None:
        """Whether the target is reached; None if there is nothing to reach or to compare."""
        figure = self.ours if self.absolute else self.ratio
        if not self.aim or figure is None:
            return None
        return figure >= self.target if self.aim == ">=" else figure <= self.target


def percentile(values: Sequence[float], percent: int) -> float:
    """The value below which `percent` (1–99) per cent lie, between the two nearest ones."""
    if len(values) == 1:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]


def table(rows: Sequence[Row]) -> str:
    """The rows under a head, in columns; numbers to the right."""
    cells = [_HEAD, *(_cells(row) for row in rows)]
    widths = [max(_width(line[column]) for line in cells) for column in range(len(_HEAD))]
    lines = [_line(line, widths) for line in cells]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]]) + "\n"


def _cells(row: Row) -> tuple[str, ...]:
    return (
        f"{row.what}, {row.unit}",
        _number(row.ours),
        _NOTHING if row.baseline is None else _number(row.baseline),
        _NOTHING if row.ratio is None else f"{row.ratio:.2f}×",
        _target(row),
    )


def _target(row: Row) -> str:
    if not row.aim:
        return ""
    wanted = f"{'≥' if row.aim == '>=' else '≤'} {row.target:g}{'' if row.absolute else '×'}"
    return wanted if row.met is None else f"{wanted} {'met' if row.met else 'MISSED'}"


def _number(value: float) -> str:
    """Three significant digits, without an exponent."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *numbers, last = cells
    padded = [" " * (w - _width(c)) + c for c, w in zip(numbers, widths[1:-1], strict=True)]
    return "  ".join([first + " " * (widths[0] - _width(first)), *padded, last]).rstrip()


def _width(text: str) -> int:
    """Columns of a terminal; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
