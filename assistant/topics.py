"""Which past items are about one topic. Pure.

Words and vectors alone do not say that 锻造过硬队伍 and 建强干部队伍 are one topic and 加强党员教育
and 加强警示教育 are two. The archive does: an office writes about a topic once a report, so two items
are about the same one when the item nearest to either is, in report after report, the same item.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.clauses import overlap

# Likeness (0–1) from which an item of another report counts as its counterpart there.
_COUNTERPART = 0.35
_SHARED = 0.6  # of the reports in which both have a counterpart
_ALIKE, _ALIKE_ONCE = 0.3, 0.4  # the latter where a single report has to decide
_SAME_WORDS, _OPENING = 0.55, 4
_SIBLINGS = 0.6  # two items of one report are two topics unless they are this alike


def same_topic(
    likeness: NDArray[np.float64], reports: Sequence[str], judges: Sequence[str]
) -> NDArray[np.bool_]:
    """For each pair of items whether they are about one topic, (n, n).

    `reports` names the report of each item, `judges` the reports whose items decide.
    """
    count = len(reports)
    both = np.zeros((count, count), np.int32)
    shared = np.zeros((count, count), np.int32)
    for judge in dict.fromkeys(judges):
        near = _counterparts(likeness, [i for i, r in enumerate(reports) if r == judge])
        has = near >= 0
        known = np.logical_and.outer(has, has)
        both += known
        shared += known & np.equal.outer(near, near)
    share = shared / np.maximum(both, 1)
    alike = (share >= _SHARED) & (likeness >= np.where(both > 1, _ALIKE, _ALIKE_ONCE))
    ids = np.asarray(reports)
    siblings = np.equal.outer(ids, ids) & (likeness < _SIBLINGS)
    result: NDArray[np.bool_] = alike & ~siblings
    np.fill_diagonal(result, True)
    return result


def _counterparts(likeness: NDArray[np.float64], columns: Sequence[int]) -> NDArray[np.int64]:
    """For each item the likest of `columns`, or -1 if none is like it."""
    if not columns:
        return np.full(len(likeness), -1)
    part = likeness[:, columns]
    best = part.argmax(axis=1)
    near = part[np.arange(len(part)), best] >= _COUNTERPART
    return np.where(near, np.asarray(columns)[best], -1)


def same_theme(a: str, b: str) -> bool:
    """Whether two themes share most words or begin alike (意识形态责任 / 意识形态风险)."""
    return overlap(a, b) >= _SAME_WORDS or (len(a) >= _OPENING and a[:_OPENING] == b[:_OPENING])
