"""The times a section is written for, and what borrowed words become in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from assistant.document import Adaptation
from assistant.periods.calendar import Calendar
from assistant.periods.period import Expired, adapt, expired_terms
from corpus.report import Period

_REMEMBERED = 50_000


@lru_cache(maxsize=16)
def times_for(asked: Period, target: Period, calendar: Calendar) -> Times:
    """Shared between drafts: what has been judged once need not be judged again."""
    return Times(asked, target, calendar)


@dataclass(frozen=True)
class Times:
    """`asked` is the period of the report, `target` the one the section is about: a plan looks at
    the period to come."""

    asked: Period
    target: Period
    calendar: Calendar
    _unusable: dict[tuple[str, Period | None], bool] = field(
        default_factory=dict, repr=False, compare=False
    )
    _adapted: dict[tuple[str, Period | None], tuple[str, tuple[Adaptation, ...]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def adapted(self, text: str, source: Period | None) -> tuple[str, tuple[Adaptation, ...]]:
        """Words of a report of `source` as this one would say them, and what was changed."""
        key = (text, source)
        if key not in self._adapted:
            if len(self._adapted) >= _REMEMBERED:
                self._adapted.clear()
            self._adapted[key] = adapt(text, source, self.asked, self.target, self.calendar)
        return self._adapted[key]

    def expired(self, text: str) -> list[Expired]:
        """What of borrowed words does not belong to this time."""
        return expired_terms(text, self.target, self.calendar, report=self.asked, borrowed=True)

    def cannot_use(self, text: str, source: Period | None) -> bool:
        """Whether something of the words stays expired even when they are adapted."""
        key = (text, source)
        if key not in self._unusable:
            if len(self._unusable) >= _REMEMBERED:
                self._unusable.clear()
            self._unusable[key] = bool(self.expired(self.adapted(text, source)[0]))
        return self._unusable[key]
