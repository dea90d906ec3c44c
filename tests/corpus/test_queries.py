"""The judged queries hold together with the samples they are about."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.evals.judged import (
    KINDS,
    Judged,
    grades_of,
    judged_queries,
    paragraph_with,
    sample_reports,
)

QUERIES = judged_queries()
ANSWERED = [judged for judged in QUERIES if judged.answers]
NAMED = pytest.mark.parametrize("judged", ANSWERED, ids=lambda judged: judged.query)


def test_there_are_enough_queries_of_every_kind() -> None:
    counts = Counter(judged.kind for judged in QUERIES)
    assert set(counts) == set(KINDS)
    assert min(counts.values()) >= 10
    assert len(ANSWERED) >= 160
    assert counts["off"] >= 30


def test_no_query_is_asked_twice() -> None:
    asked = Counter((judged.query, judged.role) for judged in QUERIES)
    assert [query for query, times in asked.items() if times > 1] == []


def test_what_is_off_topic_has_no_answer_and_all_else_has_one() -> None:
    wrong = [j.query for j in QUERIES if (j.kind == "off") == bool(j.answers)]
    assert wrong == []


@NAMED
def test_every_answer_is_one_paragraph_of_the_samples(judged: Judged) -> None:
    reports = {report.file_name: report for report in sample_reports()}
    for answer in judged.answers:
        report = reports[answer.file]
        assert len(answer.snippet) >= 8
        assert report.text.count(answer.snippet) == 1
        paragraph = paragraph_with(report, answer.snippet)
        assert paragraph is not None
        assert judged.role in (None, paragraph.role)


@NAMED
def test_no_paragraph_is_judged_twice(judged: Judged) -> None:
    grades = grades_of(judged)
    assert len(grades) == len(judged.answers)
    assert set(grades.values()) <= {1, 2}
    assert 2 in grades.values()
