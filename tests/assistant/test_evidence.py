"""What the writers are given to work from: over the sample archive."""

from __future__ import annotations

from assistant.evidence import gather
from corpus.archive import Archive
from corpus.report import Period, Role

BEGUN = "启动“青竹计划”"  # by the party committee in 2019; the organisation department has it later


def _clauses(archive: Archive, asked: str) -> list[str]:
    evidence = gather(archive, Role.PLAN, Period.parse(asked), "青岚县委组织部")
    return [p.report.text[u.start : u.end] for p in evidence.precedents for u in p.units]


def test_what_a_later_report_has_is_not_begun_again(sample_archive: Archive) -> None:
    clauses = _clauses(sample_archive, "2024H1")
    assert not any(BEGUN in clause for clause in clauses)
    assert any("青竹计划" in clause for clause in clauses)  # going on with it may be said


def test_it_may_be_begun_as_long_as_no_report_has_it(sample_archive: Archive) -> None:
    assert any(BEGUN in clause for clause in _clauses(sample_archive, "2019H1"))
