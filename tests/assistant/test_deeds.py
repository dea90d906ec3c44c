"""Clauses of a plan that say nothing to be done."""

from __future__ import annotations

import pytest

from assistant.deeds import says_no_deed


@pytest.mark.parametrize(
    "clause",
    [
        "茶业是全县农民增收的主要来源",
        "是全县发展的当务之急",
        "茶叶市场正在发生变化",
        "外部环境复杂多变",
        "秀美的山水、淳朴的民风",
        "土地市场、农产品价格机制等领域改革",
        "重点产业链迈上中高端",
        "我们一起昂首阔步、携手前行",
        "各位代表",
        "让我们更加紧密地团结起来",
        "创新不够、动力不强、韧性不足",
    ],
)
def test_what_is_reasoned_or_only_named_is_no_deed(clause: str) -> None:
    assert says_no_deed(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "践行绿水青山就是金山银山理念",
        "特别是抓好茶园改造",
        "一是抓好茶园改造",
        "推进土地市场、农产品价格机制等领域改革",
        "着力营造崇文尚学的浓厚氛围",
        "改扩建青石镇等敬老院",
        "巩固已经取得的成果",
        "弘扬“实干就是担当”的精神",
        "明辨是非、分清主次",
        "引导传统产业迈向中高端",
        "让我们的城市更有温度",
        "补齐动力不强的短板",
        "严肃问责不负责任的干部",
        "着力解决创新动力不强、韧性不足",
        "茶园面积稳定在十万亩以上",
        "",
    ],
)
def test_what_is_to_be_done_or_held_is_one(clause: str) -> None:
    assert not says_no_deed(clause)
