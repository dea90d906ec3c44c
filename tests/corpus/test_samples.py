"""The sample archive keeps the promises it is there to show."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest

from corpus.intake import build_report
from corpus.report import Report, Role

SAMPLES = Path(__file__).resolve().parents[2] / "corpus" / "samples"
FILES = sorted(SAMPLES.iterdir())
REPORTS = [build_report(file.name, file.read_bytes()) for file in FILES]
NAMED = pytest.mark.parametrize("report", REPORTS, ids=[file.name for file in FILES])

ITEMS = {
    Role.LEAD: range(1),
    Role.ACHIEVEMENTS: range(5, 8),
    Role.PROBLEMS: range(3, 7),
    Role.PLAN: range(4, 8),
}
# Names of documents and campaigns are the same in everyone's reports.
FIXED_PHRASES = {"落实《中国共产党党员教育管理工作条例》"}
LONGEST_SHARED = 16


def test_there_are_enough_reports_in_every_format() -> None:
    assert len(REPORTS) >= 16
    assert {file.suffix for file in FILES} == {".docx", ".txt", ".md"}
    assert len({report.id for report in REPORTS}) == len(REPORTS)


def test_exactly_one_text_file_is_gb18030() -> None:
    others = []
    for file in FILES:
        if file.suffix in (".txt", ".md"):
            try:
                file.read_bytes().decode("utf-8")
            except UnicodeDecodeError:
                others.append(file)
    assert [file.suffix for file in others] == [".txt"]
    assert "工作总结" in others[0].read_bytes().decode("gb18030")


def test_they_span_four_organisations_and_seven_years() -> None:
    outlines = [report.outline for report in REPORTS]
    assert {outline.organisation for outline in outlines} == {
        "中共青岚县委",
        "青岚县委组织部",
        "青岚县委宣传部",
        "青岚县纪委监委",
    }
    assert {int(outline.period[:4]) for outline in outlines} == set(range(2018, 2025))
    assert {outline.period[4:] for outline in outlines} == {"", "H1"}
    assert len({(o.organisation, o.period) for o in outlines}) == len(outlines)


@NAMED
def test_a_sample_is_of_usual_length(report: Report) -> None:
    assert 2000 <= len(re.sub(r"\s", "", report.text)) <= 3500


@NAMED
def test_a_sample_has_every_part_with_its_list(report: Report) -> None:
    sections = {section.role: section for section in report.outline.sections}
    assert [s.role for s in report.outline.sections][:4] == list(ITEMS)
    for role, allowed in ITEMS.items():
        items = sections[role].items
        assert len(items) in allowed
        assert [item.ordinal for item in items] == list(range(1, len(items) + 1))
        assert all(item.heading for item in items)
        assert all(item.body_start < item.end for item in items)


@NAMED
def test_a_sample_is_named_after_its_title(report: Report) -> None:
    assert report.outline.title == Path(report.file_name).stem


@NAMED
def test_quotes_and_brackets_are_balanced(report: Report) -> None:
    for left, right in ("“”", "《》", "（）", "‘’"):
        depth = 0
        for character in report.text:
            depth += (character == left) - (character == right)
            assert 0 <= depth <= 1 + (left in "（《")
        assert depth == 0


def test_no_two_samples_share_a_long_clause() -> None:
    clauses = {report.outline.title: _long_clauses(report) for report in REPORTS}
    shared = {
        (clause, one, other)
        for one, other in combinations(clauses, 2)
        for clause in clauses[one] & clauses[other]
    }
    assert {clash for clash in shared if clash[0] not in FIXED_PHRASES} == set()


def _long_clauses(report: Report) -> set[str]:
    parts = [s for s in report.outline.sections if s.role in (Role.PROBLEMS, Role.PLAN)]
    text = "。".join(report.quote(part.start, part.end) for part in parts)
    return {c for c in re.split(r"[，。；：！？、\s]", text) if len(c) > LONGEST_SHARED}
