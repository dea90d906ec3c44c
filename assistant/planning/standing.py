"""Themes of the report before: an organisation's outline mostly stays from year to year.

A half-year's report is like the one of the same half of the year before rather than like the last
one (measured on past reports: of the items written, their own outline of a year before meets more
than what most reports have).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Evidence
from assistant.precedents import OUTLINE, Precedent
from corpus.report import Period

LONG = 300  # characters of an item that is a chapter: it offers enough by itself


def standing(
    evidence: Evidence,
    asked: Period,
    strength: NDArray[np.float64],
    is_fit: Callable[[Precedent], bool],
) -> list[int]:
    """The row of a precedent for each item of the section before, of most `strength` first.
    Only what `is_fit` can stand for one."""
    items = _items_before(evidence, asked)
    seeds = [_seed(rows, evidence, strength, is_fit) for rows in items]
    return sorted((row for row in seeds if row is not None), key=lambda n: -strength[n])


def chapters_before(evidence: Evidence, asked: Period) -> int:
    """How many chapters the section before has; 0 where its items are short ones."""
    precedents = evidence.precedents
    items = _items_before(evidence, asked)
    chars = [sum(len(u.text) for n in rows for u in precedents[n].units) for rows in items]
    return len(chars) if chars and median(chars) >= LONG else 0


def section_before(evidence: Evidence, asked: Period) -> list[int]:
    """The rows of the organisation's newest report on the same half, or the whole, of a year; of
    its newest where it has none; [] without a dated one."""
    found: dict[str, list[int]] = {}
    for row, precedent in enumerate(evidence.precedents):  # the newest first
        if precedent.organisation == evidence.organisation and precedent.period:
            found.setdefault(precedent.report.id, []).append(row)
    sections = list(found.values())
    halves = [period.half if (period := evidence.precedents[rows[0]].period) else None
              for rows in sections]  # fmt: skip
    same = [rows for rows, half in zip(sections, halves, strict=True) if half == asked.half]
    return next(iter(same or sections), [])


def _items_before(evidence: Evidence, asked: Period) -> list[list[int]]:
    """The rows of the section before by the items of its outline; [] if it has too few."""
    found: dict[int, list[int]] = {}
    for row in section_before(evidence, asked):
        if (start := evidence.precedents[row].item_start) is not None:
            found.setdefault(start, []).append(row)
    return list(found.values()) if len(found) >= OUTLINE else []


def _seed(
    rows: Sequence[int],
    evidence: Evidence,
    strength: NDArray[np.float64],
    is_fit: Callable[[Precedent], bool],
) -> int | None:
    """What stands for an item: its own heading before those of its parts."""
    fit = [n for n in rows if is_fit(evidence.precedents[n])]

    def rank(row: int) -> tuple[bool, bool, float]:
        precedent = evidence.precedents[row]
        return not precedent.is_chapter, precedent.is_part, -float(strength[row])

    return min(fit, key=rank, default=None)
