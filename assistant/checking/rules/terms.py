"""Group 4: plenums, campaigns and plans of another time, by the calendar (see `assistant.periods.expired`)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.paper import Hit, Paper
from assistant.checking.tables import Tables
from assistant.checking.terms import expired_message
from assistant.periods.expired import expired_terms
from corpus.report import Period, Role


def check_terms_of_report(paper: Paper, tables: Tables) -> Iterator[Hit]:
    """Of a report only: a draft's sentences are looked at with their sources (`checking.terms`)."""
    period = paper.period
    if period is None or not paper.is_whole:
        return
    if paper.is_delivered:
        if "政府工作报告" not in paper.outline.title + paper.text[:200]:
            return  # it looks back on five years
        # Given in January for the year to come, on what was known then.
        period = Period(period.year - 1)
    for line in paper.lines:
        target = period.next if line.role is Role.PLAN else period
        for expired in expired_terms(line.text, target, tables.calendar, report=period):
            rule = "term.unknown" if expired.unknown else "term.expired"
            place = (line.start + expired.start, line.start + expired.end)
            yield Hit(rule, *place, expired_message(expired), expired.successor)
