"""What headings, titles and date lines announce."""

from __future__ import annotations

import pytest

from corpus.heading import role_of_heading
from corpus.naming import is_date_line, organisation_of_title, period_of_date, period_of_title
from corpus.report import Role

HEADINGS = {
    Role.ACHIEVEMENTS: [
        "上半年党建工作落实情况",
        "上半年主要工作情况",
        "工作开展情况",
        "工作完成情况",
        "2023年工作回顾",
        "主要工作及成效",
        "主要做法和成效",
        "主要做法",
        "主要工作亮点",
        "今年以来取得的主要成绩",
        "取得的成效",
        "上半年工作推进情况",
        "重点工作落实情况",
        "工作总结",
    ],
    Role.PROBLEMS: [
        "存在的问题",
        "存在问题",
        "存在的主要问题",
        "存在的突出问题和不足",
        "存在的短板和不足",
        "存在的困难和问题",
        "存在的差距",
        "当前工作中的薄弱环节",
        "问题与不足",
        "问题及差距",
        "困难和问题",
        "不足之处",
        "工作中存在的不足",
        "存在的问题及下一步工作打算",
    ],
    Role.PLAN: [
        "下半年工作打算",
        "下半年工作计划",
        "下半年工作思路",
        "下半年重点工作安排",
        "下一步工作打算",
        "下步工作安排",
        "下一步重点任务",
        "下阶段工作举措",
        "下一阶段努力方向",
        "明年工作打算",
        "2024年工作打算",
        "2024年度重点工作安排",
        "今后努力方向",
        "工作打算",
        "整改措施",
        "对策建议",
        "针对存在问题的整改措施",
        "下 半 年 工 作 打 算",
    ],
    Role.OTHER: ["", "坚定政治站位", "筑牢思想共识", "附件", "有关说明", "县委组织部"],
}


@pytest.mark.parametrize(
    ("heading", "role"), [(heading, role) for role, all_ in HEADINGS.items() for heading in all_]
)
def test_a_heading_announces_its_role(heading: str, role: Role) -> None:
    assert role_of_heading(heading) is role


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("县委2020年度上半年党建工作总结", "2020H1"),
        ("县委2021年上半年党建工作总结", "2021H1"),
        ("县纪委2022年下半年工作总结", "2022H2"),
        ("县委组织部2023年度工作总结", "2023"),
        ("县委组织部2023年工作总结", "2023"),
        ("二〇二三年度工作总结", "2023"),
        ("二○二四年上半年工作总结", "2024H1"),
        ("二零二四年上半年工作情况汇报", "2024H1"),
        ("关于2019年上半年意识形态工作情况的报告", "2019H1"),
        ("2024年 上半年工作总结", "2024H1"),
        ("党建工作总结（2022年）", "2022"),
    ],
)
def test_a_title_names_its_period(title: str, period: str) -> None:
    assert str(period_of_title(title)) == period


@pytest.mark.parametrize("title", ["党建工作总结", "", "上半年工作总结", "扶持资金1200万元的报告"])
def test_a_title_without_a_year_names_none(title: str) -> None:
    assert period_of_title(title) is None


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        ("县委2020年度上半年党建工作总结", "县委"),
        ("中共临江县委2021年度党建工作总结", "中共临江县委"),
        ("临江县委组织部2022年上半年工作总结", "临江县委组织部"),
        ("临江县纪委监委关于2022年工作情况的报告", "临江县纪委监委"),
        ("城关街道二〇二三年工作总结", "城关街道"),
        ("临江县教育局工作总结", "临江县教育局"),
        ("关于2019年党建工作情况的报告", ""),
        ("2019年党建工作总结", ""),
        ("", ""),
    ],
)
def test_a_title_begins_with_its_organisation(title: str, organisation: str) -> None:
    assert organisation_of_title(title) == organisation


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("2020年7月3日", "2020H1"),
        ("2020年6月", "2020H1"),
        ("（2020年8月1日）", "2020H1"),
        ("2021年1月10日", "2020"),
        ("2021年3月", "2020"),
        ("2020年12月31日", "2020"),
        ("二〇二〇年七月三日", "2020H1"),
        ("二〇二一年一月十日", "2020"),
        ("二○二○年十二月二十八日", "2020"),
    ],
)
def test_a_date_closes_the_period_before_it(line: str, period: str) -> None:
    assert is_date_line(line)
    assert str(period_of_date(line)) == period


@pytest.mark.parametrize("line", ["", "2020年", "2020年7月3日前完成", "7月3日", "于2020年7月3日"])
def test_any_other_line_is_no_date(line: str) -> None:
    assert not is_date_line(line)
    assert period_of_date(line) is None
