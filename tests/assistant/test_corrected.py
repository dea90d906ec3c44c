"""The order before, put right in one point."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.brief import Brief, understand
from tests.assistant.test_spelled import draft

TODAY = date(2024, 7, 10)
OFFICES = ("青岚县委组织部", "青岚县委宣传部", "中共青岚县委")


def understood(message: str) -> Brief:
    return understand(message, draft(), OFFICES, TODAY)


@pytest.mark.parametrize(
    ("message", "section", "period", "organisation"),
    [
        ("不是组织部的，是宣传部的", "plan", "2024H1", "青岚县委宣传部"),
        ("换成县委的", "plan", "2024H1", "中共青岚县委"),
        ("换成2023年上半年的", "plan", "2023H1", "青岚县委组织部"),
        ("错了，是去年的", "plan", "2023", "青岚县委组织部"),
        ("换成2022年的再写一遍", "plan", "2022", "青岚县委组织部"),
        ("不对，我要的是存在的问题", "problems", "2024H1", "青岚县委组织部"),
    ],
)
def test_one_point_is_another_and_the_rest_stays(
    message: str, section: str, period: str, organisation: str
) -> None:
    brief = understood(message)
    assert brief.action == "draft"
    assert (brief.section, brief.period, brief.organisation) == (section, period, organisation)
    assert brief.items == (5 if section == "plan" else None)


def test_an_office_without_reports_is_told() -> None:
    brief = understood("不是组织部的，是财政局的")
    assert brief.action == "draft"
    assert brief.unknown_organisation == "财政局"


@pytest.mark.parametrize(
    "message",
    ["第二条改成党员教育", "改成四条", "换成更正式的说法", "标题改成2023年工作打算", "改成（一）（二）",
     "是组织部的", "把“抓好”换成“抓实”", "换成另一种写法"],
)  # fmt: skip
def test_what_changes_the_draft_is_no_correction(message: str) -> None:
    assert understood(message).action != "draft"
