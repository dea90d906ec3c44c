"""A government's report bears the year it is given in."""

from __future__ import annotations

import pytest

from assistant.periods.told import told_period, with_told_year


@pytest.mark.parametrize(
    ("title", "code", "told"),
    [
        ("2024年临江市政府工作报告", "2024", "2023"),
        ("临江市人民政府工作报告", "2024", "2023"),
        ("临江县委2024年上半年党建工作总结", "2024H1", "2024H1"),
        ("中共临江县委2023年度工作总结", "2023", "2023"),
        ("2024年临江市政府工作报告", "", None),
    ],
)
def test_what_a_report_looks_back_on(title: str, code: str, told: str | None) -> None:
    period = told_period(title, code)
    assert (str(period) if period else None) == told


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ("起草2024年政府工作报告里的工作安排", "起草2023年度政府工作报告里的工作安排"),
        ("起草2024年度临江市政府工作报告", "起草2023年度临江市政府工作报告"),
        ("2024年工作总结，不是政府工作报告", "2024年工作总结，不是政府工作报告"),
        ("起草2024年上半年存在的问题", "起草2024年上半年存在的问题"),
    ],
)
def test_a_request_for_one_is_for_the_year_before(request_: str, told: str) -> None:
    assert with_told_year(request_) == told
