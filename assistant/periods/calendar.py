"""What belongs to which time, as values: plenums, congresses, campaigns, five-year plans. Pure.

Where they come from is in `assistant.periods.calendar_file`; what has expired in `assistant.periods.expired`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property

from corpus.report import Period

UNSURE = "（此日期未经核实）"
# A report of a half or whole year is finished in the weeks after it: what happened then may be
# in it. That of a first half is handed in with the half itself.
_FINISHING = timedelta(days=31)
# A plan is written up to a quarter after the report it closes.
_PLANNING = timedelta(days=92)


@dataclass(frozen=True)
class Event:
    """A meeting or an inspection round; an `announced` one is not known to have taken place."""

    name: str
    start: date
    end: date
    confirmed: bool = False
    source: str = ""
    announced: bool = False

    @property
    def doubt(self) -> str:
        return "" if self.confirmed else UNSURE


@dataclass(frozen=True)
class Term:
    """A term of its time; `end` is None while it lasts.

    `spellings` count before and after it, `later` (everyday words it gave a meaning) only after.
    `unless` are phrases in which it never expires; … in one stands for a few characters.
    `successor` takes the place of what is in `same`, between words of `reads_after` and
    `reads_before` (punctuation always fits; an empty list fits all) and not before `fixed_before`.
    """

    name: str
    start: date
    end: date | None
    spellings: tuple[str, ...]
    later: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    successor: str | None = None
    same: tuple[str, ...] = ()
    reads_after: tuple[str, ...] = ()
    reads_before: tuple[str, ...] = ()
    fixed_before: tuple[str, ...] = ()
    confirmed: bool = False
    source: str = ""

    @property
    def all_spellings(self) -> tuple[str, ...]:
        return (*self.spellings, *self.later)

    def covers(self, first: date, last: date) -> bool:
        """Whether it is current in a period. One that ended early in it is over at its report."""
        return self.start <= last and (self.end is None or self.end >= first + (last - first) / 2)

    @property
    def span(self) -> str:
        return f"{self.start:%Y}—{self.end:%Y}年" if self.end else f"{self.start:%Y}年以后"

    @property
    def doubt(self) -> str:
        return "" if self.confirmed else UNSURE


@dataclass(frozen=True)
class Calendar:
    """Events of each kind in order of time. `local_plenums` and `rounds` are an office's own."""

    plenums: tuple[Event, ...]
    congresses: tuple[Event, ...]
    discipline_plenums: tuple[Event, ...]
    local_plenums: tuple[Event, ...]
    rounds: tuple[Event, ...]
    terms: tuple[Term, ...]

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        """Reckoned once: a calendar is the key of much that is remembered."""
        return hash(tuple(getattr(self, field.name) for field in fields(self)))

    @cached_property
    def words_with_digits(self) -> tuple[str, ...]:
        """建党100周年 is no figure; the longest first."""
        words = [w for t in self.terms for w in t.all_spellings if re.search(r"\d", w)]
        return tuple(sorted(words, key=len, reverse=True))

    def term(self, name: str) -> Term | None:
        return next((t for t in self.terms if t.name == name), None)

    def successor(self, term: Term, first: date, last: date) -> str | None:
        """The name that is right in a period: “十三五” → “十四五” → “十五五”."""
        seen = {term.name}
        while term.successor and term.successor not in seen:
            following = self.term(term.successor)
            if following is None or following.covers(first, last):
                return term.successor
            seen.add(term.successor)
            term = following
        return None


@dataclass(frozen=True)
class Moment:
    """The time a text is about, and when it is written.

    ``[first, last]`` is what it is about. What was held by `settled` must be known to it, what is
    held by `known` may be.
    """

    label: str
    first: date
    last: date
    settled: date
    known: date

    @classmethod
    def of(cls, period: Period, report: Period | None = None) -> Moment:
        """`report`: the period of the report in which something is said about `period`, such as
        the plan that closes it."""
        first, last = bounds(period)
        if report is None or not report < period:
            finished = last if period.half == 1 else last + _FINISHING
            return cls(period.label, first, last, last, finished)
        settled = bounds(report)[1]
        return cls(report.label, first, last, settled, settled + _PLANNING)


def bounds(period: Period) -> tuple[date, date]:
    """First and last day."""
    first = date(period.year, 7 if period.half == 2 else 1, 1)
    return first, date(period.year, 6, 30) if period.half == 1 else date(period.year, 12, 31)


def newest(events: Iterable[Event], day: date) -> Event | None:
    """The last that had begun on this day."""
    return max((e for e in events if e.start <= day), key=lambda e: e.start, default=None)


def phrase(words: str) -> str:
    """The pattern of a phrase of the calendar; … stands for up to eight characters of its clause."""
    return re.escape(words).replace("…", "[^，。；！？\\n]{0,8}?")
