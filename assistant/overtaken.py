"""Clauses that later reports of the same place have overtaken: they would begin what is begun, or
finish what is finished."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.clauses import Unit
from assistant.periods.begun import begins, is_begun, same_place
from assistant.periods.finished import finished_names, is_finished
from assistant.periods.told import period_of
from corpus.report import Report, Role

_AHEAD = (Role.PLAN, Role.PROBLEMS)  # what stands there is not done yet


class Later:
    """Reports that may overtake each other; what comes after each is worked out once."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = [(r, period) for r in reports if (period := period_of(r)) is not None]
        self._known: dict[str, tuple[list[str], frozenset[str]]] = {}
        self._names: dict[str, frozenset[str]] = {}

    def overtakes(self, unit: Unit, report: Report) -> bool:
        """Whether a later report of the place that wrote `report` has begun or finished what its
        unit would."""
        texts, names = self._after(report)
        if is_finished(unit.text, names):
            return True
        return bool(begins(unit.text)) and is_begun(unit.text, texts)

    def _after(self, report: Report) -> tuple[list[str], frozenset[str]]:
        """The texts of later reports, and the names of what they tell as finished."""
        if report.id not in self._known:
            when, place = period_of(report), report.outline.organisation
            later = [
                other
                for other, period in self._reports
                if when and when < period and same_place(other.outline.organisation, place)
            ]
            names = frozenset[str]().union(*map(self._finished, later))
            self._known[report.id] = [r.text for r in later], names
        return self._known[report.id]

    def _finished(self, report: Report) -> frozenset[str]:
        """The names in what the report tells of work done."""
        if report.id not in self._names:
            told = (p for p in report.paragraphs if p.role not in _AHEAD)
            text = "\n".join(report.text[p.start : p.end] for p in told)
            self._names[report.id] = finished_names(text)
        return self._names[report.id]
