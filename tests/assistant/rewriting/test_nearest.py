"""What is said where an instruction needs a model and there is none: why, and what can be sent."""

from __future__ import annotations

import re

import pytest

from assistant.brief import understand
from assistant.document import Draft, DraftItem, Sentence, with_sentence_ids
from assistant.rewriting.desk import where_of
from assistant.rewriting.kinds import kind_of
from assistant.rewriting.nearest import cannot, examples


@pytest.fixture
def draft() -> Draft:
    items = tuple(
        DraftItem("", h, Sentence("", f"{h}。"), (Sentence("", "抓好落实，压实责任。"),))
        for h in ("强化政治建设", "夯实基层基础", "壮大村集体经济")
    )
    lead = (Sentence("", "下半年，县委将抓好党建。"),)
    return with_sentence_ids(
        Draft("d", "plan", "2024H1", "precedent", "县委", "打算", "一是", lead, items)
    )


@pytest.mark.parametrize("said", examples())
def test_every_example_can_be_done(draft: Draft, said: str) -> None:
    said = re.sub(r"（(?:素材|要引用的原话|数据或事例|具体内容)）", "已建站点3个", said)
    brief = understand(said, draft)
    if brief.action != "rewrite":
        assert brief.action == "export"
        return
    assert kind_of(said, brief, where_of(draft, brief, None)).kind != "free"


@pytest.mark.parametrize(
    ("said", "why", "near"),
    [
        ("第二条写成一首诗", "文体", "第二条换一种写法"),
        ("翻译成英文", "翻译", "全文更正式一些"),
        ("第三条加点数据", "由您提供", "第三条加上"),
        ("多用排比，写得有气势", "文采", "换一种写法"),
        ("做成表格", "版式", "导出成Word"),
        ("换成下级对上级汇报的口吻", "口吻", "改为平级口吻"),
        ("第一条引用一句古语", "没有出处", "第一条加上"),
        ("前后衔接再顺一点", "调整条目", "移到最前面"),
        ("深入分析原因", "往年的写法", "展开写"),
        ("最后加一个总结性的结尾", "结束语", "导语换一种写法"),
        ("写得通俗点让群众看得懂", "通俗", "把“抓好”换成“抓实”"),
        ("第二条和第三条意思重复", "合并", "第一条和第二条合并"),
        ("把不合适的都删了", "删哪里", "删掉第一条"),
        ("嗯改得更好", "做不到", "换一种写法"),
    ],
)
def test_a_refusal_says_why_and_what_is_near(said: str, why: str, near: str) -> None:
    number = {"第一条": 1, "第二条": 2, "第三条": 3}.get(said[:3])
    told = cannot(said, number)
    assert told.startswith("没有配置语言模型，")
    assert why in told
    assert near in told
