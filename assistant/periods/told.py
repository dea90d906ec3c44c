"""Which period's work a report tells of, where its title names another year. Pure."""

from __future__ import annotations

import re

from corpus.report import Period, Report

_GIVEN = "政府工作报告"
_GIVEN_IN = re.compile(rf"(20\d\d)年度?(?=[^，。；]{{0,12}}{_GIVEN})")


def told_period(title: str, code: str) -> Period | None:
    """The period the report looks back on; `code` is the one it bears, "" if it bears none.

    A government's work report bears the year it is given in: 2024年政府工作报告 tells of 2023 and
    plans 2024 (domain: the other kind of real report).
    """
    if not code:
        return None
    period = Period.parse(code)
    return Period(period.year - 1) if _GIVEN in title and not period.half else period


def period_of(report: Report) -> Period | None:
    """The period the report tells of; None if it bears none."""
    return told_period(report.outline.title, report.outline.period)


def with_told_year(text: str) -> str:
    """A request with the year a government's report is given in as the year it tells of."""
    return _GIVEN_IN.sub(lambda match: f"{int(match[1]) - 1}年度", text)
