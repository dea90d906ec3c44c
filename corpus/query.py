"""What a search may be narrowed to, as values every index understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.report import Role


@dataclass(frozen=True)
class Filter:
    """Roles (none = all), years from `since` to `until` inclusive, one organisation."""

    roles: tuple[Role, ...] = ()
    since: int | None = None
    until: int | None = None
    organisation: str | None = None

    def accepts(self, role: str, period: str, organisation: str) -> bool:
        year = year_of(period)
        return (
            (not self.roles or role in self.roles)
            and (self.since is None or year >= self.since)
            and (self.until is None or 0 < year <= self.until)
            and (self.organisation is None or organisation == self.organisation)
        )


@dataclass(frozen=True)
class Entry:
    """A paragraph as the derived indexes hold it."""

    paragraph_id: str
    report_id: str
    role: str
    period: str
    organisation: str


def year_of(period: str) -> int:
    """The year of a period code; 0 if the report names none."""
    return int(period[:4]) if period else 0


def chunked(ids: Sequence[str], size: int) -> list[Sequence[str]]:
    return [ids[i : i + size] for i in range(0, len(ids), size)]
