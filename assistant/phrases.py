"""Where a term stands in its text: clause, sentence, title. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

Spot = tuple[int, int]

_TITLE = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》?")
_CLAUSE_ENDS = "，。；！？：\n"
_SENTENCE_ENDS = "。；！？\n"


@dataclass(frozen=True)
class Expired:
    """A term at ``text[start:end]`` that does not belong to the asked period.

    `successor` is what can stand in its very place; None if nothing is known that reads well there.
    `unknown`: the calendar cannot judge it (a numbered round or session), so someone must.
    """

    term: str
    reason: str
    start: int
    end: int
    successor: str | None = None
    unknown: bool = False


def clause_around(text: str, spot: Spot) -> str:
    return _around(text, spot, _CLAUSE_ENDS)


def sentence_around(text: str, spot: Spot) -> str:
    return _around(text, spot, _SENTENCE_ENDS)


def _around(text: str, spot: Spot, ends: str) -> str:
    start = max(text.rfind(mark, 0, spot[0]) for mark in ends) + 1
    stops = [place for mark in ends if (place := text.find(mark, spot[1])) >= 0]
    return text[start : min(stops, default=len(text))]


def in_title(text: str, spot: Spot) -> bool:
    """Whether it is part of a 《title》, which is nobody's to change."""
    return inside(spot, [m.span() for m in _TITLE.finditer(text)])


def inside(spot: Spot, phrases: list[Spot]) -> bool:
    return any(start <= spot[0] and spot[1] <= end for start, end in phrases)
