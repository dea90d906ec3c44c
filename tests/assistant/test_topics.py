"""Items are about one topic where report after report has one counterpart for both."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.topics import same_theme, same_topic

# Three reports of two items; 0, 2, 4 are about one thing and 1, 3, 5 about another.
REPORTS = ["a", "a", "b", "b", "c", "c"]


def likeness(**pairs: float) -> np.ndarray:
    """0.1 between any two items but those named, e.g. p02=0.6."""
    matrix = np.full((6, 6), 0.1)
    np.fill_diagonal(matrix, 1.0)
    for name, value in pairs.items():
        i, j = int(name[1]), int(name[2])
        matrix[i, j] = matrix[j, i] = value
    return matrix


def test_items_with_the_same_counterparts_are_one_topic() -> None:
    alike = likeness(p02=0.5, p04=0.5, p24=0.5, p13=0.5, p15=0.5, p35=0.5)
    found = same_topic(alike, REPORTS, REPORTS)
    assert found[0].tolist() == [True, False, True, False, True, False]
    assert found[1].tolist() == [False, True, False, True, False, True]
    assert (found == found.T).all()


def test_the_reports_of_the_house_decide() -> None:
    # Items 0 and 2 look alike, but report c has written about both apart.
    alike = likeness(p02=0.45, p04=0.6, p25=0.6)
    assert not same_topic(alike, REPORTS, ["c"])[0, 2]
    alike = likeness(p02=0.45, p04=0.6, p24=0.6)
    assert same_topic(alike, REPORTS, ["c"])[0, 2]


def test_two_items_of_one_report_are_two_topics() -> None:
    alike = likeness(p01=0.5, p02=0.6, p12=0.6, p04=0.6, p14=0.6)
    assert not same_topic(alike, REPORTS, REPORTS)[0, 1]


def test_without_a_counterpart_nothing_is_said() -> None:
    found = same_topic(likeness(), REPORTS, REPORTS)
    assert found.tolist() == np.eye(6, dtype=bool).tolist()


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("村集体经济", "村级集体经济", True),
        ("意识形态责任", "意识形态风险", True),
        ("党员教育", "党员发展", False),
        ("年轻干部培养", "基层治理", False),
    ],
)
def test_themes_are_told_by_their_words(a: str, b: str, same: bool) -> None:
    assert same_theme(a, b) is same
