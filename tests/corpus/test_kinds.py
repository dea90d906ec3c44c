"""The kind of a report is the last that its title names, its second part apart."""

from __future__ import annotations

import pytest

from corpus.kinds import KINDS, OTHER_KIND, kind_of


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("临江县委2023年度工作总结", "总结"),
        ("2023年工作总结暨2024年工作打算", "总结"),
        ("2023年工作总结及2024年工作计划", "总结"),
        ("上半年工作总结和下半年工作计划", "总结"),
        ("2023年工作总结（2024年计划）", "总结"),
        ("2024年工作打算", "计划"),
        ("2024年度工作计划", "计划"),
        ("2023年工作及2024年工作打算", "计划"),  # the first part bears no name
        ("2024年工作要点", "要点"),
        ("政府工作报告", "工作报告"),
        ("关于基层治理的调研报告", "调研报告"),
        ("2023年度述职报告", "述职报告"),
        ("领导干部述职述廉报告", "述职述廉报告"),
        ("关于整改情况的报告", "报告"),
        ("一季度工作情况汇报", "汇报"),
        ("在年度工作总结大会上的讲话", "讲话"),
        ("关于印发行动方案的通知", "方案"),
        ("行动方案（征求意见稿）", "方案"),
        ("关于加强机关建设的意见", "意见"),
        ("关于检查情况的通报", "通报"),
        ("工作情况", OTHER_KIND),
        ("", OTHER_KIND),
    ],
)
def test_a_title_tells_the_kind(title: str, kind: str) -> None:
    assert kind_of(title) == kind
    assert kind in KINDS


def test_kinds_to_choose_from_are_named_once() -> None:
    assert len(set(KINDS)) == len(KINDS)
    assert "打算" not in KINDS
    assert KINDS[-1] == OTHER_KIND
