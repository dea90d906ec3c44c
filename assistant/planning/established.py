"""Themes that past reports keep writing about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from assistant.clauses import coverage
from assistant.deeds import says_no_deed
from assistant.evidence import Evidence, Relevance
from assistant.headings import theme_of
from assistant.periods.calendar import Calendar
from assistant.periods.period import expired_terms
from assistant.plan import PlannedItem
from assistant.planning.near import is_used, like
from assistant.planning.standing import LONG, section_before, standing
from assistant.precedents import Precedent
from assistant.staff import is_own_staff
from assistant.topics import same_theme
from corpus.report import Period, Role

_TIED = 0.55  # likeness from which another report counts as having written about a theme
_ECHO = 0.35
_EXCLUDED = 0.6
_ENOUGH, _CLOSE = 150, 0.55
_UNKNOWN_AGE = 5
_YEARLY = 0.92  # what a theme counts a year later
_STALE, _TWO_IN_ONE = 0.2, 0.6


def established(
    evidence: Evidence,
    asked: Period,
    taken: Sequence[PlannedItem],
    count: int,
    excluded: Sequence[str],
    calendar: Calendar,
) -> list[PlannedItem]:
    """Up to `count` themes: of the report before, and those that came up in most reports, the
    house's own and recent ones first."""
    if count <= 0 or not evidence.precedents:
        return []
    alike = evidence.likeness
    weights = np.array([_weight(p, asked, calendar) for p in evidence.precedents])
    strength = _strength(alike, [p.report.id for p in evidence.precedents]) * weights
    order = np.argsort(-strength, kind="stable").tolist()

    def is_fit(precedent: Precedent) -> bool:
        is_stale = expired_terms(precedent.heading, asked, calendar)
        return not is_stale and bool(_theme_to_write(precedent, evidence, excluded))

    before = standing(evidence, asked, strength, is_fit)
    chosen: list[PlannedItem] = []
    for rows, several in _rounds(evidence, before, order):
        for row in rows:
            if len(chosen) == count:
                return chosen
            precedent = evidence.precedents[row]
            theme = _theme_to_write(precedent, evidence, excluded)
            if not theme or is_used(row, [*taken, *chosen], evidence):
                continue
            near = like(row, theme, evidence)
            lending = _lending(near, theme, evidence.organisation)
            reports = len({r.precedent.report.id for r in lending if r.score >= _TIED})
            is_long = row in before and _own_material(precedent, near) >= LONG
            if several and not is_long and (reports < 2 or _material(lending) < _ENOUGH):
                continue
            because = _because(precedent, reports, row in before)
            foreign = precedent.organisation != evidence.organisation
            chosen.append(PlannedItem(theme, "established", near, because=because, foreign=foreign))
    return chosen


def _rounds(
    evidence: Evidence, before: Sequence[int], order: Sequence[int]
) -> Iterator[tuple[Sequence[int], bool]]:
    """Rows to choose from, and whether only those that several reports wrote about: the others
    have one source only. The report before comes first; another department's fields come only when
    the house's own are used up, and what a paragraph in a longer item is about when the items are.
    """
    kinds: dict[tuple[bool, bool], list[int]] = {}
    for row in order:
        precedent = evidence.precedents[row]
        is_foreign = precedent.organisation != evidence.organisation
        kinds.setdefault((is_foreign, precedent.is_part), []).append(row)
    for kind in sorted({(False, False), *kinds}):
        for several in (True, False):
            if kind == (False, False):
                yield before, several
            yield kinds.get(kind, []), several


def _because(precedent: Precedent, reports: int, is_before: bool) -> str:
    if is_before and precedent.period:
        also = f"，往年共 {reports} 份报告写过" if reports > 1 else ""
        return f"{precedent.period.label}报告写过{also}"
    return f"往年 {reports} 份报告写过" if reports > 1 else "往年报告写过"


def in_usual_order(
    items: Sequence[PlannedItem], evidence: Evidence, asked: Period
) -> list[PlannedItem]:
    """In the order in which the report before has their themes, and past reports what it has not;
    other offices' last."""
    before = {id(evidence.precedents[row]) for row in section_before(evidence, asked)}
    starts: dict[str, set[int]] = {}
    for precedent in evidence.precedents:
        starts.setdefault(precedent.report.id, set()).add(precedent.heading_start)
    rows = {report: sorted(places) for report, places in starts.items()}

    def place(item: PlannedItem) -> float:
        """Which of their reports' items those on the theme usually are, 0–1."""
        seed = item.precedents[0].precedent
        if id(seed) in before:
            return _rank(seed, rows[seed.report.id])
        near = [r for r in item.precedents if r.score >= _TIED] or item.precedents[:1]
        return median(_rank(r.precedent, rows[r.precedent.report.id]) for r in near)

    return sorted(items, key=lambda item: (item.foreign, place(item)))


def _rank(precedent: Precedent, starts: Sequence[int]) -> float:
    return bisect_left(starts, precedent.heading_start) / len(starts)


def _theme_to_write(precedent: Precedent, evidence: Evidence, excluded: Sequence[str]) -> str:
    """The theme it stands for; "" for one that is not wanted, or of a plan that says no deed."""
    theme = theme_of(precedent.heading)
    if not theme or is_excluded(theme, excluded):
        return ""
    return "" if evidence.role is Role.PLAN and says_no_deed(precedent.heading) else theme


def _lending(near: Sequence[Relevance], theme: str, organisation: str) -> list[Relevance]:
    """Those that the organisation can borrow from."""
    own = is_own_staff(theme, organisation)
    return [r for r in near if not own or r.precedent.organisation == organisation]


def _material(near: Sequence[Relevance]) -> int:
    """Characters of the clauses that past items on the theme offer."""
    least = _CLOSE * max((r.score for r in near), default=0.0)
    return sum(len(u.text) for r in near if r.score >= least for u in r.precedent.units)


def _own_material(seed: Precedent, near: Sequence[Relevance]) -> int:
    """Characters that the seed's own item or chapter offers: a long one needs no other report."""
    own = (p for r in near if (p := r.precedent).is_in_chapter(seed) or p.is_of_item(seed))
    return sum(len(u.text) for p in own for u in p.units)


def is_excluded(theme: str, excluded: Sequence[str]) -> bool:
    return any(coverage(name, theme) >= _EXCLUDED or same_theme(name, theme) for name in excluded)


def _strength(alike: NDArray[np.float64], reports: Sequence[str]) -> NDArray[np.float64]:
    """For each item the sum, over the other reports, of its likeness to their likest item."""
    total = np.zeros(len(reports))
    for report in dict.fromkeys(reports):
        columns = [i for i, r in enumerate(reports) if r == report]
        nearest = alike[:, columns].max(axis=1)
        nearest[columns] = 0.0
        total += np.where(nearest > _ECHO, nearest, 0.0)
    return total + 0.1


def _weight(precedent: Precedent, asked: Period, calendar: Calendar) -> float:
    period = precedent.period
    age = max(0, asked.year - period.year) if period else _UNKNOWN_AGE
    stale = _STALE if expired_terms(precedent.heading, asked, calendar) else 1.0
    two_in_one = _TWO_IN_ONE if re.search(r"[和与及，]", precedent.heading) else 1.0
    return float(_YEARLY**age * stale * two_in_one)
