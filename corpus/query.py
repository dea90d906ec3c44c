"""What a search may be narrowed to and how its hits are weighed, as values every index understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from corpus.report import Role

_T = TypeVar("_T")
Ranking = list[tuple[str, float]]  # paragraph ids with their scores, best first


@dataclass(frozen=True)
class Filter:
    """Roles, organisations and kinds of report (empty = all; see `corpus.kinds`), and years from
    `since` to `until` inclusive. Whatever it does not accept is left out before anything is ranked.
    """

    roles: tuple[Role, ...] = ()
    since: int | None = None
    until: int | None = None
    organisations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def accepts(self, entry: Entry) -> bool:
        return (
            (not self.roles or entry.role in self.roles)
            and (self.since is None or entry.year >= self.since)
            and (self.until is None or 0 < entry.year <= self.until)
            and (not self.organisations or entry.organisation in self.organisations)
            and (not self.kinds or entry.kind in self.kinds)
        )


EVERYTHING = Filter()


@dataclass(frozen=True)
class Boosts:
    """What makes a hit better than its words and meaning do; 0 = not at all.

    The newest report's hits gain `newer`, the oldest's nothing; those of `organisation` gain
    `same_organisation`. Both are shares of a hit's score.
    """

    newer: float = 0.05
    same_organisation: float = 0.05
    organisation: str = ""


NO_BOOSTS = Boosts(0.0, 0.0)


@dataclass(frozen=True)
class Entry:
    """A paragraph as the derived indexes hold it. ``year`` is 0 if its report names none."""

    paragraph_id: str
    report_id: str
    role: str
    year: int
    organisation: str
    kind: str


def year_of(period: str) -> int:
    """The year of a period code; 0 if the report names none."""
    return int(period[:4]) if period else 0


def report_id_of(paragraph_id: str) -> str:
    return paragraph_id.partition(":")[0]


def chunked(values: Sequence[_T], size: int) -> list[Sequence[_T]]:
    return [values[i : i + size] for i in range(0, len(values), size)]
