"""Problems and plans that no heading names."""

from __future__ import annotations

import pytest

from corpus.outline import parse_outline
from corpus.passages import opens_plan, problems_score
from corpus.report import Role

LEAD, DONE, WEAK, NEXT, OTHER = (
    Role.LEAD,
    Role.ACHIEVEMENTS,
    Role.PROBLEMS,
    Role.PLAN,
    Role.OTHER,
)
REVIEW = "全县生产总值增长6%，新建学校三所。\n民生持续改善，新增就业两千人。"
TURN = (
    "在肯定成绩的同时，我们也清醒地看到，发展中还存在不少困难和问题：产业基础薄弱，创新能力不强；"
    "城乡差距较大，公共服务有待完善。对此，我们要高度重视，认真解决。"
)
LISTED = (
    "我们也清醒认识到，工作中还有不少短板，主要表现在：\n——产业结构不优，带动能力不强。\n"
    "——财政压力较大，收支矛盾突出。"
)
AHEAD = "下一步，我们将坚持稳中求进，重点抓好三项工作。\n一是兴产业。建园区。\n二是惠民生。办实事。"
YEAR = "2024年是全面攻坚的关键一年，政府工作的总体要求是：坚持稳中求进。\n扩大有效投资。"


def parts(text: str) -> list[tuple[Role, str]]:
    outline = parse_outline(text, "a.txt")
    return [(s.role, text[s.start :][:6]) for s in outline.sections]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            f"一、2023年工作回顾\n{REVIEW}\n{TURN}\n二、2024年工作安排\n扩大投资。",
            [(DONE, "一、2023"), (WEAK, "在肯定成绩的"), (NEXT, "二、2024")],
        ),
        (
            f"一、2023年工作回顾\n{REVIEW}\n{LISTED}\n感谢各位。\n二、2024年工作安排\n扩大投资。",
            [(DONE, "一、2023"), (WEAK, "我们也清醒认"), (DONE, "感谢各位。"), (NEXT, "二、2024")],
        ),
        (
            f"五年来的主要工作\n{REVIEW}\n{TURN}\n今后五年的目标任务\n扩大投资。",
            [(DONE, "五年来的主要"), (WEAK, "在肯定成绩的"), (NEXT, "今后五年的目")],
        ),
        (
            f"一、攻坚克难，交出答卷\n{REVIEW}\n{TURN}\n二、乘势而上，再谱新篇\n扩大投资。\n三、加强自身建设\n改进作风。",
            [
                (DONE, "一、攻坚克难"),
                (WEAK, "在肯定成绩的"),
                (NEXT, "二、乘势而上"),
                (NEXT, "三、加强自身"),
            ],
        ),
        (
            f"一、2023年工作回顾\n{REVIEW}\n{TURN}\n{YEAR}\n二、持续扩大内需\n办好展会。",
            [
                (DONE, "一、2023"),
                (WEAK, "在肯定成绩的"),
                (NEXT, "2024年是"),
                (NEXT, "二、持续扩大"),
            ],
        ),
        (
            f"{REVIEW}\n{TURN}\n{AHEAD}",
            [(DONE, "全县生产总值"), (WEAK, "在肯定成绩的"), (NEXT, "下一步，我们")],
        ),
        (
            f"现将情况报告如下。\n{REVIEW}\n{TURN}\n{YEAR}",
            [
                (LEAD, "现将情况报告"),
                (DONE, "全县生产总值"),
                (WEAK, "在肯定成绩的"),
                (NEXT, "2024年是"),
            ],
        ),
        (f"{REVIEW}\n{REVIEW}\n{AHEAD}", [(DONE, "全县生产总值"), (NEXT, "下一步，我们")]),
        (REVIEW, [(OTHER, "全县生产总值")]),
        (
            f"{REVIEW}\n二、存在的问题\n一是人手少。二是经费紧。\n三、下一步打算\n增人。",
            [
                (LEAD, "全县生产总值"),
                (DONE, "民生持续改善"),
                (WEAK, "二、存在的问"),
                (NEXT, "三、下一步打"),
            ],
        ),
        (
            "一、工作情况\n修路。\n二、存在的问题\n力量不足。\n下一步，我们将补充人手。\n三、下一步打算\n增人。",
            [(DONE, "一、工作情况"), (WEAK, "二、存在的问"), (NEXT, "三、下一步打")],
        ),
    ],
)
def test_a_passage_without_a_heading_is_a_section(
    body: str, expected: list[tuple[Role, str]]
) -> None:
    found = parts(f"临江县2023年工作报告\n{body}")
    assert [
        (role, start[: len(words)])
        for (role, start), (_, words) in zip(found, expected, strict=True)
    ] == expected


def test_the_passage_is_the_paragraph_with_its_list_and_nothing_else() -> None:
    text = f"县工作报告\n一、2023年工作回顾\n{REVIEW}\n{LISTED}\n感谢各位。\n二、2024年工作安排\n扩大投资。"
    problems = parse_outline(text).sections[1]
    assert text[problems.start : problems.end] == LISTED
    assert (problems.marker, problems.heading, problems.level) == ("", "", 0)
    assert [item.marker for item in problems.items] == ["——", "——"]


def test_problems_may_share_a_paragraph_with_thanks() -> None:
    thanks = (
        "这些成绩，是上级正确领导的结果，是全县上下共同努力的结果。"
        + "我代表县政府，向大家致敬。" * 14
    )
    text = (
        f"县工作报告\n一、2023年工作回顾\n{REVIEW}\n{thanks}{TURN}\n二、2024年工作安排\n扩大投资。"
    )
    problems = next(s for s in parse_outline(text).sections if s.role is WEAK)
    assert text[problems.start : problems.end] == TURN


MIXED = "临江县水利局2023年工作总结\n一、工作情况\n修路三条。\n二、存在的问题及下一步打算\n"


@pytest.mark.parametrize(
    ("body", "turn"),
    [
        ("一是人手少。二是经费紧。下一步，我们将补短板。", "下一步"),
        ("一是人手少。\n二是经费紧。\n今后，一是增人。二是筹资。", "今后"),
        ("力量不足。针对以上问题，将充实人手。", "针对"),
        ("力量不足。2024年，我们将充实人手。", "2024年"),
        ("（一）存在的问题\n力量不足。\n（二）下一步打算\n充实人手。", "（二）"),
    ],
)
def test_a_mixed_section_is_split_where_it_turns_to_the_plan(body: str, turn: str) -> None:
    text = MIXED + body
    problems, plan = parse_outline(text).sections[1:]
    assert (problems.role, problems.heading) == (WEAK, "存在的问题及下一步打算")
    assert (plan.role, plan.start) == (NEXT, text.index(turn, len(MIXED)))
    assert text[problems.end : plan.start].strip() == ""


def test_a_subheading_that_names_problems_is_a_section() -> None:
    text = "县局工作总结\n一、2023年工作情况\n（一）主要成效\n修路。\n（二）存在问题\n人少。\n二、2024年工作思路\n增人。"
    sections = parse_outline(text).sections
    assert [(s.role, s.level, s.heading) for s in sections] == [
        (DONE, 1, "2023年工作情况"),
        (WEAK, 2, "存在问题"),
        (NEXT, 1, "2024年工作思路"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一年来，我们克服困难，解决了一批突出问题，新建学校三所，全面完成目标任务。",
        "下一步，我们将着力解决产业薄弱、创新不足、人才短缺等突出问题，补齐短板。",
        "感谢各位代表长期以来的关心支持，让我们携手并肩，再创佳绩。",
    ],
)
def test_troubles_overcome_and_plans_are_no_problems(text: str) -> None:
    assert problems_score(text) == 0


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("下一步，我们将抓好三项工作", True),
        ("今后五年，要努力实现以下目标", True),
        ("各位代表！展望未来，我们将奋力前行", True),
        ("今后五年，是关键时期", False),
        ("全年完成投资三亿元", False),
    ],
)
def test_a_plan_opens_with_a_time_ahead_and_an_intention(text: str, plan: bool) -> None:
    assert opens_plan(text) is plan


def test_a_report_that_is_a_plan_has_only_plans() -> None:
    text = "临江县水利局2024年工作要点\n一、总体要求\n稳中求进。\n二、强化党建\n办好轮训。"
    assert {s.role for s in parse_outline(text).sections} == {NEXT}
