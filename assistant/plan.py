"""The plan of a section: which items, why each, and from which precedents. Values only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.document import Why
from assistant.evidence import Relevance


@dataclass(frozen=True)
class PlannedItem:
    """One item to write. `precedents` are best first; `facts` and `answers` are numbers from 1 of
    supplied facts and of problems that this measure answers; `pinned` are ids of paragraphs it is
    to cite. `because` says in a few words what `why` only names."""

    theme: str
    why: Why
    precedents: tuple[Relevance, ...]
    facts: tuple[int, ...] = ()
    apart: tuple[int, ...] = ()  # of the facts, those that are about something else
    pinned: tuple[str, ...] = ()
    answers: tuple[int, ...] = ()
    because: str = ""
    foreign: bool = False  # a field of another department

    @property
    def asked(self) -> bool:
        return self.why == "asked"

    def with_facts(self, *numbers: int) -> PlannedItem:
        return replace(self, facts=tuple(dict.fromkeys((*self.facts, *numbers))))

    def answering(self, *numbers: int) -> PlannedItem:
        return replace(self, answers=tuple(dict.fromkeys((*self.answers, *numbers))))


@dataclass(frozen=True)
class Promise:
    """An item of the last plan of the organisation; `kept` is the statement that reports on it."""

    paragraph_id: str
    heading: str
    report_title: str
    kept: str = ""


@dataclass(frozen=True)
class Plan:
    """`unplaced` are ids of pinned paragraphs that no item is for; `problems` what the measures of
    a plan are to answer; `orphans` numbers of problems that none answers; `promises` what the last
    plan announced."""

    items: tuple[PlannedItem, ...]
    notices: tuple[str, ...]
    unplaced: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    orphans: tuple[int, ...] = ()
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True)
class Wish:
    """What a plan is to hold. `count` items; with `open_count` more where the problems need them.

    `taken` items are in it already. `problems` are headings (or sentences) that a plan's measures
    are to answer.
    """

    themes: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    count: int = 5
    open_count: bool = False
    problems: tuple[str, ...] = ()
    taken: tuple[PlannedItem, ...] = ()
