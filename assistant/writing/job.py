"""What a writer is given and what it must do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

from assistant.document import DraftItem, SectionName, Sentence
from assistant.evidence import Evidence
from assistant.periods.calendar import Calendar
from assistant.periods.calendar_file import load_calendar
from assistant.plan import PlannedItem
from assistant.precedents import Precedent
from assistant.style.house import HouseStyle
from assistant.writing.times import Times, times_for
from corpus.numbering import render_marker
from corpus.report import Period

# A length that was asked for is kept to within a tenth; the house's own is a habit, not an order.
_ASKED_LEAST, _ASKED_AIM = 0.9, 0.96
_LEAST_ITEM = 30
_MORE_THAN_ITS_SHARE, _MUCH_MORE = 1.3, 2.0
_USUAL_LEAST, _USUAL_MOST, _ENOUGH = 0.88, 1.12, 0.7


@dataclass(frozen=True)
class Length:
    """Characters of an item, its marker apart: best `aim`, at least `low`, at most `high`. From
    `enough` on, nothing that is mostly one source is added for length alone."""

    aim: int
    low: int
    high: int
    enough: int

    @property
    def is_asked(self) -> bool:
        """Whether it is an order, no habit of the house."""
        return self.enough == self.low


@dataclass(frozen=True)
class Job:
    """One section to write: for whom, about when, from what, in which manner.

    `numbering` and `item_chars` are what was asked, or the house's own. `item_limit` is set
    when the writer asked for a length, in characters an item; one that `is_ceiling` need not be
    reached. `problems` are what a plan is to
    answer; the items name them by number. `present` is how the one item is worded now, if it is
    to be worded otherwise.
    """

    section: SectionName
    period: Period
    evidence: Evidence
    items: tuple[PlannedItem, ...]
    facts: tuple[str, ...]
    style: HouseStyle
    numbering: str
    item_chars: int
    item_limit: int | None = None
    items_limit: int | None = None  # of all items together with their markers
    is_ceiling: bool = False
    problems: tuple[str, ...] = ()
    present: str = ""
    calendar: Calendar = field(default_factory=load_calendar)

    def after(self, written: Sequence[DraftItem], needs: Sequence[int | None] = ()) -> Job:
        """The job of the next item: what those `written` did not need of the section's limit the
        others may have. `needs`: for each item the characters it is known not to exceed, None if it
        has more to say."""
        if self.items_limit is None:
            return self
        later = needs[len(written) + 1 :]
        known = [chars for chars in later if chars is not None]
        left = self.items_limit - sum(len(item.marker + item.text) for item in written)
        sharing = len(self.items) - len(written) - len(known)
        most = (_MUCH_MORE if needs else _MORE_THAN_ITS_SHARE) * self.items_limit / len(self.items)
        return self.with_left(min((left - sum(known)) // sharing, int(most)), 1)

    def with_left(self, chars: int, items: int) -> Job:
        """The job when `chars` are left to `items` items, markers counted."""
        marker = len(render_marker(self.numbering, 1))
        return replace(self, item_limit=max(_LEAST_ITEM, chars // items - marker))

    @cached_property
    def times(self) -> Times:
        target = self.period if self.section == "problems" else self.period.next
        return times_for(self.period, target, self.calendar)

    @property
    def target(self) -> Period:
        """The time the section is about."""
        return self.times.target

    def years_since(self, precedent: Precedent) -> int:
        """0 where the precedent's time is not known."""
        return self.period.year - precedent.period.year if precedent.period else 0

    @property
    def length(self) -> Length:
        limit = self.item_limit
        aim = round(_ASKED_AIM * limit) if limit else 0
        if limit and not (self.is_ceiling and self.item_chars < aim):
            least = round(_ASKED_LEAST * limit)
            if self.items_limit is not None:  # kept whether one counts the markers or not
                least = min(aim, least + len(render_marker(self.numbering, 1)))
            return Length(aim, least, limit, least)
        usual = self.item_chars
        least, most = round(_USUAL_LEAST * usual), round(_USUAL_MOST * usual)
        return Length(usual, least, min(most, limit or most), round(_ENOUGH * usual))


class Writer(Protocol):
    """Yields the lead's sentences first, then each item as soon as it is written."""

    name: str
    notices: list[str]  # what to tell the writer of the report

    def lead(self, job: Job) -> tuple[Sentence, ...]: ...

    def items(self, job: Job) -> Iterator[DraftItem]: ...
