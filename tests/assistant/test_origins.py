"""“为什么这么写” is answered from the record of the draft."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from assistant.document import (
    Adaptation,
    Citation,
    Draft,
    DraftItem,
    Origin,
    Sentence,
    Why,
    citation_key,
    draft_from_json,
    draft_to_json,
    fact_citation,
    with_sentence_ids,
)
from assistant.origins import explained, reason
from corpus.report import sha256_of


def cited(paragraph: str, quote: str) -> Citation:
    key = citation_key(paragraph, 0, len(quote))
    path = ("二、存在的问题", "一是")
    return Citation(
        key, "wording", "r1", "2022年总结", "2022", path, paragraph, 0, len(quote), quote,
        sha256_of(quote), 0, len(quote),
    )  # fmt: skip


ORIGIN = Origin(
    "established",
    "往年 3 份报告写过",
    (("r1:1", 0.92), ("r1:2", 0.8), ("r9:9", 0.4)),
    (("r9:9", "提法已过期"),),
)
DRAFT = with_sentence_ids(
    Draft(
        "d", "plan", "2024H1", "precedent", "县委", "下半年工作打算", "一是", (),
        (
            DraftItem(
                "一是", "集体经济", Sentence("", "壮大集体经济。", (cited("r1:1", "壮大集体经济"),)),
                (
                    Sentence(
                        "", "2024年编制规划，薄弱村还有12个。",
                        (cited("r1:2", "2022年编制规划"), fact_citation(1, "薄弱村还有12个", 9, 17)),
                        (Adaptation("2022年", "2024年", "改为本期的年份"),),
                    ),
                ),
                answers=("集体经济薄弱",),
                origin=ORIGIN,
            ),
            DraftItem("二是", "作风", Sentence("", "改进作风。", (cited("r1:3", "改进作风"),)), ()),
        ),
        facts=("薄弱村还有12个",),
    )
)  # fmt: skip
NAMES = {"r1:1": "《2022年总结》“壮大集体……”", "r1:2": "《2022年总结》“编制规划……”"}


def test_one_item_is_told_in_full() -> None:
    said = explained(DRAFT, 1, NAMES.get)
    for line in (
        "第1条：壮大集体经济。",
        "为什么写：它是往年常写的主题（往年 3 份报告写过）",
        "回应的问题：集体经济薄弱",
        "〔1〕2022年总结 › 二、存在的问题 › 一是：“壮大集体经济”",
        "〔素材1〕拟稿人提供：薄弱村还有12个",
        "1. 相近度 0.92　《2022年总结》“壮大集体……”　用了 1 处，小标题取自这里",
        "3. 相近度 0.40　（资料库中已没有的段落）　没有采用",
        "“2022年”→“2024年”：改为本期的年份",
        "（资料库中已没有的段落）：提法已过期",
    ):
        assert line in said, line


def test_all_items_are_told_in_short() -> None:
    said = explained(DRAFT, None, NAMES.get)
    assert "共 2 条" in said
    assert "一是壮大集体经济。" in said
    assert "这一条不是按提纲起草的，没有选题记录" in said
    assert "相近度" not in said


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("asked", "您要求写"), ("fact", "素材"), ("pinned", "置顶"), ("problem", "问题"),
        ("promise", "上期打算"), ("established", "往年"),
    ],
)  # fmt: skip
def test_every_reason_has_words(why: Why, words: str) -> None:
    item = replace(DRAFT.items[0], origin=Origin(why))
    assert words in reason(item)


def test_the_record_survives_storage() -> None:
    stored = draft_to_json(DRAFT)
    assert draft_from_json(json.dumps(stored)) == DRAFT
