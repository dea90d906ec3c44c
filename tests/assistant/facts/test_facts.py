"""What the writer supplied is found in a free message and kept word for word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.facts.statements import facts_in, facts_of_text, tidy

MESSAGES: list[tuple[str, tuple[str, ...]]] = [
    ("今年我们发展党员86名，还有5个村没有达标，据此写存在的问题",
     ("发展党员86名", "还有5个村没有达标")),
    ("素材：薄弱村12个；软弱涣散村3个。", ("薄弱村12个", "软弱涣散村3个")),
    ("目前我县空心村占17.5%,写三条", ("空心村占17.5%",)),
    ("今年以来全县培训干部1,200人次", ("培训干部1,200人次",)),
    ("今年以来全县培训干部1，200人次", ("培训干部1，200人次",)),
    ("截至目前，整改率92%", ("整改率92%",)),
    ("其中，三十五岁以下党员41名", ("三十五岁以下党员41名",)),
    ("村集体经济收入３０万元以下的村还有９个", ("村集体经济收入３０万元以下的村还有９个",)),
    ("百分之八十的村没有达标", ("百分之八十的村没有达标",)),
    ("压缩会议23个", ("压缩会议23个",)),
    ("编写一线党员故事120篇", ("编写一线党员故事120篇",)),
    ("开展巡察3轮，走访群众450户", ("开展巡察3轮", "走访群众450户")),
    ("今年到账资金25笔，据此写存在的问题", ("到账资金25笔",)),
    ("今年出栏生猪12头，栽植果树300株", ("出栏生猪12头", "栽植果树300株")),
    ("今年实际利用外资1.2亿美元", ("实际利用外资1.2亿美元",)),
    ("坚持一张蓝图绘到底，写3条，不要一笔带过", ()),
    ("我们新建党组织4个！我们新建党组织4个", ("新建党组织4个",)),
    # the order itself has figures too
    ("起草2024年上半年存在的问题，四条", ()),
    ("分5条，每条不超过80字", ()),
    ("写3条就行", ()),
    ("第2条压缩到60字以内", ()),
    ("删掉第3条", ()),
    ("序号改成1. 2. 3.", ()),
    ("合并成2条", ()),
    ("今年新建党组织十二个", ()),
    ("", ()),
]  # fmt: skip


@pytest.mark.parametrize(("message", "facts"), MESSAGES)
def test_facts_are_told_from_the_order(message: str, facts: tuple[str, ...]) -> None:
    assert facts_in(message) == facts


@pytest.mark.parametrize(
    ("pasted", "facts"),
    [
        ("薄弱村\x0712个\x00", ("薄弱村12个",)),
        ("薄弱村12个\x0b整改率92%", ("薄弱村12个", "整改率92%")),
        ("薄弱村12个\r整改率92%\u2028党员86名", ("薄弱村12个", "整改率92%", "党员86名")),
        ("收入12\t15万元", ("收入12 15万元",)),
        ("薄弱村12个\ud800\uffff\x7f\x9b", ("薄弱村12个",)),
    ],
)
def test_nothing_invisible_comes_in_with_a_fact(pasted: str, facts: tuple[str, ...]) -> None:
    assert facts_in(pasted) == facts
    assert facts_of_text(pasted) == facts


@given(st.text(), st.sampled_from(["", "还有3个村"]))
def test_every_fact_can_be_written_down(noise: str, words: str) -> None:
    for fact in (*facts_in(noise + words + noise), *facts_of_text(noise + words)):
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in fact)


@given(st.text(alphabet="今年我们新建村1２3,，。；!？个条字第写起草 \n", max_size=60))
def test_a_fact_is_always_a_piece_of_the_message(message: str) -> None:
    assert all(fact in message for fact in facts_in(message))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("薄弱村12个\n整改率92%", ("薄弱村12个", "整改率92%")),
        ("- 薄弱村12个。\n* 整改率92%；", ("薄弱村12个", "整改率92%")),
        ("1. 薄弱村12个\n2、整改率92%", ("薄弱村12个", "整改率92%")),
        ("（1）薄弱村12个\n(2)整改率92%", ("薄弱村12个", "整改率92%")),
        ("• 薄弱村12个\n\n  \n· 整改率92%", ("薄弱村12个", "整改率92%")),
        ("12个薄弱村", ("12个薄弱村",)),
        ("没有数字的事实也算", ("没有数字的事实也算",)),
        ("一样\n一样", ("一样",)),
        ("\n \n", ()),
    ],
)
def test_a_list_of_facts_is_one_a_line(text: str, facts: tuple[str, ...]) -> None:
    assert facts_of_text(text) == facts


@pytest.mark.parametrize(
    ("clause", "fact"),
    [
        ("今年以来，全县发展党员86名", "发展党员86名"),
        ("数据：薄弱村12个", "薄弱村12个"),
        ("据此", ""),
        ("薄弱村12个", "薄弱村12个"),
        ("今年我部举办培训班4期", "举办培训班4期"),
    ],
)
def test_words_that_only_tie_a_fact_to_the_order_are_dropped(clause: str, fact: str) -> None:
    assert tidy(clause) == fact


@pytest.mark.parametrize(
    ("message", "facts"),
    [
        (
            "起草工作打算，三条。打通断头路12条，筹集保障性住房2000套",
            ("打通断头路12条", "筹集保障性住房2000套"),
        ),
        ("写打算五条，深江铁路将于2024年6月全线铺轨", ("深江铁路将于2024年6月全线铺轨",)),
        ("写打算，污水处理厂二期计划2024年底启用", ("污水处理厂二期计划2024年底启用",)),
        ("写2024年打算，新建12条航线", ("新建12条航线",)),
        ("存在的问题4条", ()),
        ("2024的问题，不少于3条", ()),
        ("下半年思路5条，2024年底前交", ()),
    ],
)
def test_figures_that_look_like_those_of_an_order(message: str, facts: tuple[str, ...]) -> None:
    assert facts_in(message) == facts
