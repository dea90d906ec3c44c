"""House styles over an archive, kept until it changes."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from assistant.document import SectionName
from assistant.style.form import form_of
from assistant.style.house import ENOUGH, HouseStyle, style_of
from corpus.archive import Archive
from corpus.catalogue import ReportSummary
from corpus.report import Period, Report, Role

_MOST = 40  # reports a style is measured on, the newest


class HouseStyles:
    """Safe to share between threads."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._revision: object = None
        self._made: dict[tuple[SectionName, str | None, Period | None], HouseStyle] = {}

    def of(
        self, section: SectionName, organisation: str | None, period: Period | None = None
    ) -> HouseStyle:
        """From what a draft for `period` may look back on: no later reports, nor the
        organisation's own of that period. Without an organisation everyone's."""
        key = section, organisation, period
        with self._lock:
            if self._archive.revision != self._revision:
                self._revision, self._made = self._archive.revision, {}
            if key not in self._made:
                self._made[key] = self._measured(section, organisation, period)
            return self._made[key]

    def _measured(
        self, section: SectionName, organisation: str | None, period: Period | None
    ) -> HouseStyle:
        summaries = [s for s in self._archive.reports() if _is_past(s, organisation, period)]
        summaries.sort(key=_age, reverse=True)
        own = [s for s in summaries if organisation in (None, s.organisation)]
        reports = self._with_section(own, section)
        if organisation is not None and len(reports) < ENOUGH:
            others = [s for s in summaries if s.organisation != organisation]
            reports += self._with_section(others, section)
        return style_of(section, organisation, reports)

    def _with_section(
        self, summaries: Sequence[ReportSummary], section: SectionName
    ) -> list[Report]:
        """The first `_MOST` that have the section, as far as twice as many are looked at."""
        found: list[Report] = []
        for summary in summaries[: 2 * _MOST]:
            report = self._archive.report(summary.id)
            if len(found) < _MOST and form_of(report, Role(section)):
                found.append(report)
        return found


def _is_past(summary: ReportSummary, organisation: str | None, period: Period | None) -> bool:
    if period is None or not summary.period:
        return True
    its = Period.parse(summary.period)
    return its <= period and not (summary.organisation == organisation and its == period)


def _age(summary: ReportSummary) -> tuple[int, bool]:
    period = Period.parse(summary.period) if summary.period else None
    return (period.year, period.half != 1) if period else (0, False)
