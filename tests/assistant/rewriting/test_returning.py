"""An edited file is read back as a proposal: identical text is no change, citations included."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from assistant.document import Citation, Draft, DraftItem, Sentence, with_sentence_ids
from assistant.errors import DraftError
from assistant.exporting.export import Form, Order, export
from assistant.exporting.properties import label_of
from assistant.rewriting.differences import applied
from assistant.rewriting.lists import load_wording
from assistant.rewriting.returning import lines_in, read_words, returned
from corpus.archive import Archive
from corpus.errors import ReadError
from corpus.report import sha256_of
from tests.assistant.exporting.samples import PLAN, PROBLEMS
from tests.evals.round_trip import differences, outcomes


def cite(quote: str, start: int, end: int) -> Citation:
    where = ("r1", "县委2022年度工作总结", "2022", ("二、存在的问题",), "r1:1", 0, len(quote))
    key = f"c{quote}"
    return Citation(key, "wording", *where, quote, sha256_of(quote), start, end)


def draft(numbering: str = "一是", markers: str = "一是 二是 三是") -> Draft:
    one, two, three = markers.split()
    return with_sentence_ids(Draft(
        "d", "problems", "2024H1", "precedent", "县委", "存在的问题", numbering,
        (Sentence("", "对照要求，还有不足。", (cite("对照要求", 0, 4),)),),
        (
            DraftItem(one, "村集体经济", Sentence("", "家底薄弱。", (cite("家底薄弱", 0, 4),)), (
                Sentence("", "发展路子偏窄，带头人能力不足。", (cite("发展路子偏窄", 0, 6), cite("能力不足", 7, 14))),
                Sentence("", "薄弱村不少。"),
            )),
            DraftItem(two, "党员", Sentence("", "党员教育不深。", (cite("党员教育不深", 0, 6),)), (
                Sentence("", "学习“一是一、二是二。”的劲头不足。", (cite("劲头不足", 10, 15),)),
            )),
            DraftItem(three, "作风", Sentence("", "作风不实。"), ()),
        ),
    ))  # fmt: skip


def came_back(old: Draft, text: str) -> Draft:
    (proposal,) = returned([old], lines_in(text), "从 Word 读回", load_wording())
    return applied(proposal.old, proposal.changes, [c.id for c in proposal.changes])


FAMILIES = [("一是", "一是 二是 三是"), ("（一）", "（一） （二） （三）"), ("1.", "1. 2. 3."), ("一、", "一、 二、 三、"),
            ("第一，", "第一， 第二， 第三，"), ("首先", "首先， 其次， 再次，"), ("甲", "甲） 乙） 丙）")]  # fmt: skip


@pytest.mark.parametrize(("numbering", "markers"), FAMILIES)
def test_identical_text_is_no_change(numbering: str, markers: str) -> None:
    own = draft(numbering, markers)
    for form in ("clean", "review"):
        assert differences(own, [own], Order(_form(form))) == []
    if numbering != "一、":
        assert differences(own, [own, PLAN], Order(title="党建工作总结")) == []


def _form(name: str) -> Form:
    return "clean" if name == "clean" else "review"


KEYS = {s.id: [c.key for c in s.citations] for s in draft().sentences()}
TEXT = draft().text
EDITS = [
    # what was done, before → after, sentence id → the citations it has then
    ("a word put in", "发展路子偏窄", "发展路子仍然偏窄", {"1.1": ["c发展路子偏窄", "c能力不足"]}),
    ("a clause cut", "，带头人能力不足", "", {"1.1": ["c发展路子偏窄"]}),
    ("a sentence cut", "薄弱村不少。", "", {"1.1": KEYS["1.1"], "2.1": KEYS["2.1"]}),
    ("a sentence added", "薄弱村不少。", "薄弱村不少。这是新写的一句话。", {"1.3": [], "1.1": KEYS["1.1"]}),
    ("a heading reworded", "党员教育不深。", "党员教育还不深。", {"2.h": KEYS["2.h"], "2.1": KEYS["2.1"]}),
    ("a line broken", "薄弱村不少。", "\n薄弱村不少。", {"1.2": [], "1.1": KEYS["1.1"]}),
    ("an item run in", "薄弱村不少。\n二是", "薄弱村不少。二是", {"2.h": KEYS["2.h"]}),
    ("another sentence in its place", "薄弱村不少。", "老乡们都盼着变化。", {"1.2": []}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "cited"), [e[1:] for e in EDITS], ids=[e[0] for e in EDITS]
)
def test_what_is_left_keeps_its_citations(
    before: str, after: str, cited: dict[str, list[str]]
) -> None:
    assert before in TEXT
    edited = TEXT.replace(before, after)
    new = came_back(draft(), edited)
    if "\n薄弱" not in after and "。二是" not in after:
        assert new.text == edited
    else:
        assert new.text == TEXT
    keys = {s.id: [c.key for c in s.citations] for s in new.sentences()}
    assert {i: keys[i] for i in cited} == cited
    untouched = {s.text for s in draft().sentences()} & {s.text for s in new.sentences()}
    by_text = {s.text: [c.key for c in s.citations] for s in new.sentences()}
    assert {t: by_text[t] for t in untouched} == {
        s.text: [c.key for c in s.citations] for s in draft().sentences() if s.text in untouched
    }


def test_items_are_moved_renumbered_and_taken_out() -> None:
    one, two, three = TEXT.split("\n")[2:]
    head = "\n".join(TEXT.split("\n")[:2])
    moved = came_back(draft(), "\n".join([head, "一是" + two[2:], "二是" + one[2:], three]))
    assert [item.theme for item in moved.items] == ["党员", "村集体经济", "作风"]
    assert moved.items[0].heading.citations == draft().items[1].heading.citations
    gone = came_back(draft(), "\n".join([head, one, three]))
    assert gone.text == "\n".join([head, one, "二是" + three[2:]])
    renumbered = came_back(
        draft(),
        TEXT.replace("一是家", "（一）家")
        .replace("二是党", "（二）党")
        .replace("三是作", "（三）作"),
    )
    assert [item.marker for item in renumbered.items] == ["（一）", "（二）", "（三）"]
    assert [s.citations for s in renumbered.sentences()] == [
        s.citations for s in draft().sentences()
    ]


def test_a_new_item_and_a_new_heading_are_proposed() -> None:
    edited = TEXT.replace("存在的问题", "一、存在的主要问题") + "\n四是机制不活。激励办法不多。"
    new = came_back(draft(), edited)
    assert new.heading == "存在的主要问题"
    assert [s.text for s in new.items[3].all_sentences] == ["机制不活。", "激励办法不多。"]
    assert not any(s.citations for s in new.items[3].all_sentences)


def test_other_parts_of_a_report_are_left_alone() -> None:
    report = f"党建工作总结\n一、工作情况\n（一）抓学习。成效好。\n二、{TEXT}\n三、下半年工作打算\n（一）抓项目。快推进。"
    assert came_back(draft(), report).text == TEXT


def test_a_file_without_the_section_is_refused() -> None:
    with pytest.raises(DraftError, match="没有找到“存在的问题”这一部分"):
        returned([draft()], ["关于食堂的通知", "请按时就餐。"], "", load_wording())
    assert came_back(draft(), "\n".join(TEXT.split("\n")[2:])).items == draft().items


def test_each_section_of_a_report_comes_back() -> None:
    made = export([PROBLEMS, PLAN], Order())
    words = [w.replace("抓好项目", "抓实抓好项目") for w in read_words(made.name, made.content)]
    first, second = returned([PROBLEMS, PLAN], words, "", load_wording())
    assert (first.changes, [c.after for c in second.changes]) == ((), ["抓实抓好项目。"])


def test_verdicts_are_run_anew() -> None:
    (proposal,) = returned(
        [draft()],
        lines_in(TEXT.replace("发展路子偏窄", "发展路子不偏窄，全县有99个村")),
        "",
        load_wording(),
    )
    (change,) = proposal.changes
    assert {f.kind for f in change.findings} & {"weak_support", "unsupported_sentence"}


@pytest.mark.parametrize(("name", "data"), [("a.docx", b""), ("a.docx", b"PK\x03\x04 broken")])
def test_what_cannot_be_read_is_said(name: str, data: bytes) -> None:
    with pytest.raises(ReadError) as refusal:
        read_words(name, data)
    assert "入库" not in str(refusal.value)


def test_a_label_is_no_text() -> None:
    by_hand = draft()
    for label in (label_of([by_hand]), label_of([replace(by_hand, writer="model")])):
        assert lines_in(f"甲\n{label}\n\n乙") == ["甲", "乙"]


def test_drafts_come_back_as_they_went(sample_archive: Archive) -> None:
    """A smaller run of tests.evals.round_trip, over drafts as the samples make them."""
    from assistant.drafting import Drafting
    from assistant.text_vectors import TextVectors
    from tests.evals.signing_briefs import briefs

    drafting = Drafting(sample_archive, TextVectors(sample_archive), None)
    reports = [
        r for s in sample_archive.reports() if (r := sample_archive.report(s.id)) is not None
    ]
    rng, tried = Random(3), 0
    for case in briefs(reports, 6, 3):
        try:
            material = drafting.material_for(case.brief)
        except DraftError:
            continue
        *_, made = drafting.write(case.brief, material, drafting.plan(case.brief, material))
        for name, wrong in outcomes(replace(made, findings=()), rng):
            assert wrong == [], (case.label, name)
            tried += 1
    assert tried >= 24
