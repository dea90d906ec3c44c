"""What headings announce."""

from __future__ import annotations

import pytest

from corpus.heading import (
    is_aside,
    is_explicit,
    is_heading_phrase,
    role_of_heading,
    roles_of_heading,
)
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


GOVERNMENT = {
    Role.ACHIEVEMENTS: [
        "过去五年工作回顾",
        "“十三五”时期主要成就",
        "本届政府工作回顾",
        "2021年和“十三五”工作回顾",
        "计划执行情况",
        "目标任务完成情况",
        "2023年主要工作",
    ],
    Role.PLAN: [
        "2025年工作安排",
        "总体要求和目标任务",
        "今后五年政府工作总体安排",
        "“十四五”时期奋斗目标和主要任务",
        "下一步工作建议",
        "2025年经济社会发展总体要求和政策取向",
        "指导思想",
        "发展思路",
        "工作部署",
        "工作重点",
        "“十三五”时期展望",
        "扎实做好2024年工作",
        "今后五年的工作",
    ],
    Role.OTHER: [
        "切实加强政府自身建设",
        "突出重点任务",
        "解决群众反映强烈的突出问题",
        "关于加强作风建设问题",
        "高度重视“三农”问题",
        "以项目建设为重点，推动产业升级",
        "采取了稳定物价等措施",
        "全面完成各项目标任务",
        "五年工作的基本经验",
        "需要说明的问题",
    ],
}


@pytest.mark.parametrize(
    ("heading", "role"), [(heading, role) for role, all_ in GOVERNMENT.items() for heading in all_]
)
def test_headings_of_government_reports(heading: str, role: Role) -> None:
    assert role_of_heading(heading) is role


@pytest.mark.parametrize(
    ("heading", "roles"),
    [
        ("存在的问题及下一步打算", (Role.PROBLEMS, Role.PLAN)),
        ("工作开展情况和存在的不足", (Role.ACHIEVEMENTS, Role.PROBLEMS)),
        ("2023年工作总结暨2024年工作计划", (Role.ACHIEVEMENTS, Role.PLAN)),
        ("主要成效、存在问题及下步打算", (Role.ACHIEVEMENTS, Role.PROBLEMS, Role.PLAN)),
        ("目标任务及完成情况", (Role.ACHIEVEMENTS,)),
        ("存在的问题及原因", (Role.PROBLEMS,)),
        ("历史性转变", ()),
        ("学" * 70 + "工作情况", ()),
    ],
)
def test_a_mixed_heading_announces_its_roles_in_order(
    heading: str, roles: tuple[Role, ...]
) -> None:
    assert roles_of_heading(heading) == roles


@pytest.mark.parametrize(
    ("after", "role"),
    [(None, Role.ACHIEVEMENTS), (Role.ACHIEVEMENTS, Role.PLAN), (Role.PLAN, Role.PLAN)],
)
def test_the_work_of_a_year_is_review_or_plan_by_what_precedes_it(
    after: Role | None, role: Role
) -> None:
    assert roles_of_heading("2024年主要工作", after) == (role,)


@pytest.mark.parametrize(
    ("line", "is_heading"),
    [
        ("五年来的主要工作", True),
        ("2024年工作安排", True),
        ("五年工作的主要经验教训", True),
        ("重点抓好以下工作", False),
        ("今后五年的主要目标是", False),
        ("各项指标完成了上级下达任务", False),
        ("巩固扩大教育成果", False),
        ("整改台账：存在问题", False),
        ("并请各位委员提出意见", False),
    ],
)
def test_a_line_without_a_number_is_a_heading_by_its_words(line: str, is_heading: bool) -> None:
    assert is_heading_phrase(line) is is_heading


@pytest.mark.parametrize(
    ("heading", "role", "explicit"),
    [
        ("存在的问题", Role.PROBLEMS, True),
        ("问题和不足", Role.PROBLEMS, True),
        ("破解突出问题", Role.PROBLEMS, False),
        ("下一步工作打算", Role.PLAN, True),
        ("2025年工作思路", Role.PLAN, True),
        ("围绕规划抓实布局", Role.PLAN, False),
    ],
)
def test_a_subheading_makes_a_part_only_if_it_is_explicit(
    heading: str, role: Role, explicit: bool
) -> None:
    assert is_explicit(heading, role) is explicit


def test_experience_and_the_situation_are_asides() -> None:
    asides = ["工作经验", "面临的形势和任务", "几点体会", "适应新形势要求", "工作情况"]
    assert [is_aside(heading) for heading in asides] == [True, True, True, False, False]
