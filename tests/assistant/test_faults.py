"""Faults that are told, not judged."""

from __future__ import annotations

import pytest

from assistant.clauses import has_verdict
from assistant.faults import finds_fault, tells_fault


@pytest.mark.parametrize(
    "clause",
    [
        "督查检查重台账轻实效",
        "有的单位重当下改、轻长久立",
        "整改台账销号标准不统一",
        "一次采集、多元发布的流程没有理顺",
        "批评提醒蜻蜓点水",
        "习惯用老办法开展群众工作",
        "部分村增收主要依靠资产出租和财政补助",
        "乡镇宣传委员身兼数职",
        "派出单位后盾支持力度不一",
        "扶贫产业项目后续管护跟不上",
        "以制定制度代替解决问题",
        "“口袋党员”的现象不同程度存在",
    ],
)
def test_what_is_wrong_may_be_told_without_a_word_of_judgement(clause: str) -> None:
    assert tells_fault(clause)
    assert not has_verdict(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "文件会议数量虽有下降",
        "围绕脱贫攻坚、污染防治等重大部署开展监督",
        "有的村外出务工青年多",
        "轻装上阵抓改革",
        "不敢腐的震慑持续强化",
        "成效显著",
        "",
    ],
)
def test_what_is_neutral_good_or_half_said_tells_none(clause: str) -> None:
    assert not tells_fault(clause)


@pytest.mark.parametrize(
    ("clause", "finds"),
    [
        ("直面挑战、迎难而上", False),  # what will be done about it
        ("以更大决心知难而进", False),
        ("不敢直面矛盾，办法不多", True),
        ("迎难而上的劲头不足", True),
    ],
)
def test_a_resolve_is_no_fault(clause: str, finds: bool) -> None:
    assert finds_fault(clause) is finds
