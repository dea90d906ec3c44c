"""What the assistant says: counts that are true and advice that can be followed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from langchain_core.documents import Document

from assistant import answer
from assistant.brief import understand
from assistant.document import (
    Citation,
    Draft,
    DraftItem,
    Finding,
    Sentence,
    citation_key,
    fact_citation,
    with_sentence_ids,
)
from corpus.report import sha256_of


def citation(paragraph: str, quote: str, clause: tuple[int, int]) -> Citation:
    return Citation(
        citation_key(paragraph, 0, len(quote)), "wording", "r1", "2022年总结", "2022",
        ("二、存在的问题", "一是"), paragraph, 0, len(quote), quote, sha256_of(quote), *clause,
    )  # fmt: skip


FACT = fact_citation(1, "薄弱村还有12个", 0, 9)
DRAFT = with_sentence_ids(
    Draft(
        "d1", "problems", "2024H1", "precedent", "青岚县委", "存在的问题", "一是", (),
        (
            DraftItem("一是", "村集体经济", Sentence("", "家底薄弱。"), (
                Sentence("", "路子偏窄，人才少。", (
                    citation("r1:1", "路子偏窄", (0, 4)), citation("r1:2", "人才少", (5, 8)),
                )),
                Sentence("", "薄弱村还有12个。", (FACT,)),
            )),
            DraftItem("二是", "干部", Sentence("", "能力不强。"), ()),
        ),
        facts=("薄弱村还有12个",),
    )
)  # fmt: skip


def finding(kind: str, sentence_id: str = "1.1") -> Finding:
    return Finding(kind, "warning", f"{kind}的说明", sentence_id)


@pytest.mark.parametrize("example", answer.EXAMPLES)
def test_every_example_is_understood_as_an_order_to_draft(example: str) -> None:
    brief = understand(example)
    assert (brief.action, brief.period) == ("draft", "2024H1")
    assert brief.items
    assert brief.themes


@pytest.mark.parametrize(
    ("other_genre", "start"), [(False, "您好！我能"), (True, "这类文字我写不了。我能")]
)
def test_a_greeting_shows_what_can_be_said(other_genre: bool, start: str) -> None:
    text = answer.greeting(other_genre)
    assert text.startswith(start)
    assert all(example in text for example in answer.EXAMPLES)


def test_the_check_line_counts_each_kind() -> None:
    kinds = ["uncited", "uncited", "placeholder", "unsupported_figure", "expired_term"]
    draft = replace(DRAFT, findings=tuple(finding(kind) for kind in kinds))
    assert answer.check_line(draft) == (
        "核验：2 条 32 字 · 引用 2 处 · 无出处 2 · 待补 1 · 无依据数字 1 · 过期提法 1 · 照搬率 29%"
    )


def test_what_is_open_is_said_and_nothing_else() -> None:
    assert answer.open_points(DRAFT).startswith("核验：逐句有出处，规则没有查出问题；")
    open_draft = replace(DRAFT, findings=(finding("placeholder"), finding("spare_measure")))
    assert answer.open_points(open_draft) == "核验：待补 1"


def test_changed_sources_are_counted_only_if_there_are_any() -> None:
    assert "来源已变更" not in answer.check_line(DRAFT)
    changed = replace(DRAFT, findings=(finding("source_changed"),))
    assert answer.check_line(changed).endswith(" · 来源已变更 1")


def test_a_draft_is_announced_with_checks_and_notices() -> None:
    lines = answer.drafted(replace(DRAFT, notices=("题目不足",)), "已起草").split("\n")
    assert lines[0] == "已起草：2024年上半年“存在的问题”，共 2 条（参照青岚县委往年写法）。"
    assert lines[1].startswith("核验：")
    assert lines[2:] == ["⚠ 题目不足"]
    assert "参照" not in answer.drafted(replace(DRAFT, organisation=""), "已起草")


def test_all_findings_are_listed_with_their_sentence() -> None:
    assert answer.checked_report(DRAFT).endswith("\n没有发现问题。")
    listed = answer.checked_report(replace(DRAFT, findings=(finding("uncited"), finding("x", "?"))))
    assert listed.split("\n")[1:] == [
        "· uncited的说明（路子偏窄，人才少。…）",
        "· x的说明（…）",
    ]


def test_found_wording_is_listed_with_report_period_and_place() -> None:
    def document(text: str, title: str, period: str) -> Document:
        about = {
            "report_title": title,
            "period": period,
            "section_path": ["二、存在的问题", "一是"],
        }
        return Document(page_content=text, metadata=about)

    hits = [document("路子偏窄", "2022年总结", "2022"), document("人才少", "旧总结", "")]
    assert answer.found(hits, "集体经济").split("\n") == [
        "往年报告里与“集体经济”相近的有：",
        "1. 2022年总结（2022年度）› 二、存在的问题 › 一是",
        "　　路子偏窄",
        "2. 旧总结（期间不详）› 二、存在的问题 › 一是",
        "　　人才少",
    ]
    assert answer.found([], "集体经济") == "没有找到与“集体经济”相近的段落。"
