"""What stands around a report's body: title, lines below it, signature, appendices."""

from __future__ import annotations

import pytest

from corpus.outline import parse_outline
from corpus.report import Outline, Role

BODY = "一、工作情况\n修路三条。\n二、存在的问题\n一是人手少。二是经费紧。\n三、工作打算\n一是增人。\n二是筹资。"
LEAD = "现将情况报告如下。"


def parsed(before: str, after: str = "") -> Outline:
    return parse_outline("\n".join(filter(None, [before, LEAD, BODY, after])), "材料.txt")


@pytest.mark.parametrize(
    ("lines", "title", "organisation", "period"),
    [
        ("临江县水利局2023年工作总结", "临江县水利局2023年工作总结", "临江县水利局", "2023"),
        (
            "临江县水利局\n关于2023年上半年\n工作情况的报告",
            "临江县水利局关于2023年上半年工作情况的报告",
            "临江县水利局",
            "2023H1",
        ),
        (
            "临江县水利局2023年工作总结\n暨2024年工作计划",
            "临江县水利局2023年工作总结暨2024年工作计划",
            "临江县水利局",
            "2023",
        ),
        ("工 作 总 结\n（2023年上半年）", "工作总结", "", "2023H1"),
        ("工作总结\n临江县水利局\n（2023年7月5日）", "工作总结", "临江县水利局", "2023H1"),
        ("水利〔2023〕5号\n临江县水利局工作报告", "临江县水利局工作报告", "临江县水利局", ""),
        (
            "2024年临江县政府工作报告\n——2024年1月9日在临江县第九届人民代表大会第三次会议上\n"
            "县长 某某\n各位代表：",
            "2024年临江县政府工作报告",
            "临江县人民政府",
            "2024",
        ),
        (
            "政府工作报告\n（2024年1月9日在临江县第九届人民代表大会第三次会议上）\n"
            "临江县人民政府代县长 某某\n各位代表、同志们：",
            "政府工作报告",
            "临江县人民政府",
            "2024",
        ),
        ("在中共临江县第八次代表大会上的报告\n勇立潮头 再谱新篇\n同志们：", None, "", ""),
    ],
)
def test_the_title_and_what_stands_below_it(
    lines: str, title: str | None, organisation: str, period: str
) -> None:
    outline = parsed(lines)
    assert outline.title == (title or lines.partition("\n")[0])
    assert (outline.organisation, outline.period) == (organisation, period)
    lead = outline.sections[0]
    assert lead.role is Role.LEAD
    assert lead.lead is not None
    assert outline.text[lead.lead.start : lead.lead.end] == LEAD
    assert [s.role for s in outline.sections[1:]] == [Role.ACHIEVEMENTS, Role.PROBLEMS, Role.PLAN]


def test_headings_of_a_half_year_make_the_period_one() -> None:
    text = "县水利局2023年工作总结\n一、上半年工作情况\n修路。\n二、下半年工作打算\n修桥。"
    assert parse_outline(text).period == "2023H1"
    assert parse_outline(text.replace("下半年", "下一步")).period == "2023"


@pytest.mark.parametrize(
    ("tail", "starts"),
    [
        ("临江县水利局\n2023年12月28日", ["临江县水利局"]),
        ("临江县水利局", ["临江县水利局"]),
        ("县长 某某", ["县长"]),
        ("2023年12月28日", ["2023"]),
        (
            "附件：1.清单\n2.台账\n临江县水利局\n2023年12月28日\n（联系人：某某）",
            ["附件", "临江县", "（联系人"],
        ),
        ("临江县水利局\n2023年12月28日\n附件1\n清单\n一、修路\n二、修桥", ["临江县", "附件1"]),
        ("附件2\n名词解释\n1.河长：责任人。\n2.巡河：巡查。", ["附件2"]),
        ("名词解释\n1.河长：责任人。\n2.巡河：巡查。", ["名词解释"]),
        ("抄送：县委办公室", ["抄送"]),
    ],
)
def test_the_tail_is_never_part_of_the_plan(tail: str, starts: list[str]) -> None:
    outline = parsed("临江县水利局2023年工作总结", tail)
    plan = next(s for s in outline.sections if s.role is Role.PLAN)
    assert outline.text[plan.items[-1].start : plan.items[-1].end] == "二是筹资。"
    after = outline.sections[outline.sections.index(plan) + 1 :]
    assert [s.role for s in after] == [Role.OTHER] * len(starts)
    for section, start in zip(after, starts, strict=True):
        assert outline.text[section.start :].startswith(start)
    assert after[-1].end == len(outline.text)


def test_a_date_inside_the_text_is_no_signature() -> None:
    outline = parse_outline("县水利局工作总结\n2023年3月1日\n一、工作情况\n修路三条。")
    assert [s.role for s in outline.sections] == [Role.LEAD, Role.ACHIEVEMENTS]
