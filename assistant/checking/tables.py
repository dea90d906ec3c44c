"""What the rules go by besides the text: the office's lists, its words, its calendar."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.checking.lists import CheckLists, load_lists
from assistant.periods.calendar import Calendar
from assistant.periods.calendar_file import load_calendar
from assistant.rewriting.lists import Wording, load_wording


@dataclass(frozen=True)
class Tables:
    lists: CheckLists
    wording: Wording
    calendar: Calendar


def load_tables(home: Path | None = None) -> Tables:
    """As the office has them now. Raises SettingsError naming the file and what to do."""
    return Tables(load_lists(home), load_wording(home), load_calendar(home))
