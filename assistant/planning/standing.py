"""Themes of the report before: an organisation's outline mostly stays from year to year.

A half-year's report is like the one of the same half of the year before rather than like the last
one (measured on past reports: of the items written, their own outline of a year before meets more
than what most reports have).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Evidence
from assistant.precedents import OUTLINE, Precedent, sections_of_role
from corpus.report import Period

LONG = 300  # characters of an item that is a chapter: it offers enough by itself


def standing(
    evidence: Evidence,
    asked: Period,
    strength: NDArray[np.float64],
    theme_to_write: Callable[[Precedent], str],
) -> list[int]:
    """The row of a precedent for each item of the section before, of most `strength` first.
    `theme_to_write` gives "" for what is not wanted."""
    items = _items(evidence, section_before(evidence, asked))
    seeds = [_seed(rows, evidence, strength, theme_to_write) for rows in items]
    return sorted((row for row in seeds if row is not None), key=lambda n: -strength[n])


def chapters_before(evidence: Evidence, asked: Period) -> int:
    """How many chapters the section before has; 0 where its items are short ones."""
    chars: Counter[int] = Counter()
    for row in section_before(evidence, asked):
        precedent = evidence.precedents[row]
        chars[precedent.item_start] += sum(len(unit.text) for unit in precedent.units)
    return len(chars) if len(chars) >= OUTLINE and median(chars.values()) >= LONG else 0


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


def _items(evidence: Evidence, rows: Sequence[int]) -> list[list[int]]:
    """The rows of a section by the items at the top of its outline; [] if it has too few."""
    if not rows:
        return []
    report = evidence.precedents[rows[0]].report
    items = [i for s in sections_of_role(report, evidence.role) for i in s.items]
    if len(items) < OUTLINE:
        return []
    starts = {n: evidence.precedents[n].paragraph.start for n in rows}
    return [[n for n in rows if item.start <= starts[n] < item.end] for item in items]


def _seed(
    rows: Sequence[int],
    evidence: Evidence,
    strength: NDArray[np.float64],
    theme_to_write: Callable[[Precedent], str],
) -> int | None:
    """What stands for an item: its own heading before those of its parts."""
    fit = [n for n in rows if theme_to_write(evidence.precedents[n])]

    def rank(row: int) -> tuple[bool, bool, float]:
        precedent = evidence.precedents[row]
        return not precedent.is_chapter, precedent.is_part, -float(strength[row])

    return min(fit, key=rank, default=None)
