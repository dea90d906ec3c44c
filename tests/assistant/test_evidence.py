"""What the writers are given to work from, and how much of a subject a text tells."""

from __future__ import annotations

import pytest

from assistant.evidence import Rarity, gather, told
from corpus.archive import Archive
from corpus.report import Period, Role

BEGUN = "启动“青竹计划”"  # by the party committee in 2019; the organisation department has it later
# ln(n / those that have them): 作用发挥 stands in every other item, 驻村帮扶 in few.
_RARITY = Rarity(
    {
        "驻村": 3.0,
        "村帮": 3.0,
        "帮扶": 2.0,
        "扶作": 4.0,
        "作用": 0.5,
        "用发": 0.5,
        "发挥": 0.5,
    }
)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("村级监督员作用发挥有限", 0.05, 0.2),
        ("驻村帮扶干部精力不够", 0.5, 0.7),
        ("驻村帮扶作用发挥不平衡", 1.0, 1.0),
        ("党员教育方式单一", 0.0, 0.0),
    ],
)
def test_words_that_every_item_has_tell_little(text: str, least: float, most: float) -> None:
    assert least <= told("驻村帮扶作用发挥", text, _RARITY) <= most


def test_words_that_no_item_has_are_the_rarest() -> None:
    assert told("驻村冷链", "冷链物流", Rarity({"驻村": 2.0})) == pytest.approx(1 / 3)


def _clauses(archive: Archive, asked: str) -> list[str]:
    evidence = gather(archive, Role.PLAN, Period.parse(asked), "青岚县委组织部")
    return [p.report.text[u.start : u.end] for p in evidence.precedents for u in p.units]


def test_what_a_later_report_has_is_not_begun_again(sample_archive: Archive) -> None:
    clauses = _clauses(sample_archive, "2024H1")
    assert not any(BEGUN in clause for clause in clauses)
    assert any("青竹计划" in clause for clause in clauses)  # going on with it may be said


def test_it_may_be_begun_as_long_as_no_report_has_it(sample_archive: Archive) -> None:
    assert any(BEGUN in clause for clause in _clauses(sample_archive, "2019H1"))
