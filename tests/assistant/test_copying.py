"""Copied is what stands word for word in one paragraph, and nothing else."""

from __future__ import annotations

import pytest

from assistant.checking.copying import (
    check_copying,
    copied_of_item,
    copied_of_sentence,
    copied_share,
    repeated_of_source,
)
from assistant.document import (
    Citation,
    Draft,
    DraftItem,
    Sentence,
    fact_citation,
    with_sentence_ids,
)
from corpus.report import sha256_of

ONE, TWO = "村集体经济发展路子偏窄，带头人经营能力不足。", "监管台账更新不及时，利益联结还不紧密。"
PARAGRAPHS = {"r1:0": ONE, "r2:0": TWO}


def citing(quote: str, paragraph_id: str = "r1:0") -> Citation:
    start = PARAGRAPHS[paragraph_id].index(quote)
    report_id = paragraph_id.partition(":")[0]
    return Citation(
        f"{paragraph_id}{start}", "wording", report_id, f"{report_id}总结", "2022", ("问题",),
        paragraph_id, start, start + len(quote), quote, sha256_of(quote), 0, 0,
    )  # fmt: skip


def sentence(text: str, *citations: Citation) -> Sentence:
    return Sentence("", text, citations)


# sentence → the characters copied of those it has
SHARES = [
    (sentence("发展路子偏窄。", citing("发展路子偏窄")), 6, 6),
    # the citation covers more than was taken
    (sentence("有的村发展路子偏窄。", citing(ONE)), 6, 9),
    # … words in another order and runs of three are nobody's
    (sentence("经营带头人的能力强弱不等。", citing(ONE)), 0, 12),
    # … a run ends with its clause
    (sentence("路子偏窄带头人经营能力不足。", citing(ONE)), 13, 13),
    (sentence("偏窄带头。", citing(ONE)), 0, 4),
    # two spans of one paragraph count together, two paragraphs do not
    (sentence("发展路子偏窄，经营能力不足。", citing("发展路子偏窄"), citing("经营能力不足")), 12, 12),
    (sentence("发展路子偏窄，监管台账更新不及时。", citing("发展路子偏窄"), citing("监管台账更新不及时", "r2:0")),
     9, 15),
    # what nothing cites is the writer's
    (sentence("发展路子偏窄。"), 0, 6),
]  # fmt: skip


@pytest.mark.parametrize(("written", "copied", "whole"), SHARES)
def test_the_share_is_of_words_really_copied(written: Sentence, copied: int, whole: int) -> None:
    found = copied_of_sentence(written)
    assert (found.characters, found.whole) == (copied, whole)


def test_a_fact_of_the_writer_is_not_copied() -> None:
    fact = "发展路子偏窄的村还有3个"
    told = Sentence("", f"目前{fact}。", (fact_citation(1, fact, 2, 2 + len(fact)), citing(ONE)))
    assert copied_of_sentence(told).characters == 0
    assert copied_of_sentence(told).share == 0.0


def item(*sentences: Sentence) -> DraftItem:
    return DraftItem("一是", "集体经济", sentence("家底仍薄。"), sentences)


def draft_of(*items: DraftItem) -> Draft:
    return with_sentence_ids(
        Draft("d", "problems", "2024H1", "precedent", "县委", "存在的问题", "一是", (), items)
    )


MIXED = item(
    sentence("发展路子偏窄。", citing("发展路子偏窄")),
    sentence("监管台账更新不及时。", citing("监管台账更新不及时", "r2:0")),
)
OLD = item(sentence(ONE, citing(ONE)))


def test_of_an_item_the_paragraph_that_gave_most_counts() -> None:
    found = copied_of_item(MIXED)
    assert (found.characters, found.whole, found.paragraph_id) == (9, 19, "r2:0")


def test_the_share_of_a_draft_is_the_mean_over_its_sentences() -> None:
    assert copied_share(draft_of(item(sentence("账目不清。"), *OLD.sentences))) == 0.5
    assert copied_share(draft_of()) == 0.0


def test_a_past_item_that_comes_back_is_found() -> None:
    assert repeated_of_source(OLD, PARAGRAPHS.get) == (1.0, "r1总结")
    (found,) = check_copying(draft_of(MIXED, OLD), PARAGRAPHS.get)
    assert (found.kind, found.severity, found.sentence_id) == ("copied_item", "warning", "2.h")
    assert (found.start, found.end) == (0, len("家底仍薄。"))
    assert "r1总结" in found.message


def test_a_clause_of_a_past_item_may_be_used() -> None:
    more = "收益分配公开不够，村账审计覆盖面不广，问题整改有的还不彻底。"
    share, title = repeated_of_source(MIXED, {**PARAGRAPHS, "r2:0": TWO + more}.get)
    assert (round(share, 2), title) == (0.2, "r2总结")
    assert list(check_copying(draft_of(MIXED), PARAGRAPHS.get)) == []


def test_a_past_item_of_a_sentence_may_be_said_among_others() -> None:
    among = item(*OLD.sentences, sentence("群众反映较多的养老、托育、入学等问题，还没有全部解决。"))
    assert repeated_of_source(among, PARAGRAPHS.get) == (0.0, "")


def test_a_paragraph_that_is_gone_is_not_compared() -> None:
    assert repeated_of_source(OLD, lambda _: None) == (0.0, "")
