"""What an editor puts in place of what, again and again, is offered; it is applied once turned on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.rewriting.changes import Change
from assistant.rewriting.differences import changes_between
from assistant.rewriting.house_terms import (
    ENOUGH,
    HouseTerm,
    Replacement,
    counted,
    replacements_in,
    with_house_terms,
)
from tests.assistant.rewriting.strategies import ordered
from tests.assistant.rewriting.test_rebasing import ITEMS, OLD, sentence, with_sentences

TERM = Replacement("推进", "推动")


def reworded(before: str, after: str) -> tuple[Change, ...]:
    old, new = (with_sentences(OLD, 1, sentence(text)) for text in (before, after))
    return changes_between(old, new)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("要抓好党员教育，推进标准化建设。", "要抓好党员教育，推动标准化建设。", [("推进", "推动")]),
        ("持续推进党员教育和标准化建设工作。", "持续推进党员培训和规范化建设工作。",
         [("教育", "培训"), ("标准化", "规范化")]),
        ("目前薄弱村还有12个需要转化。", "目前薄弱村还有10个需要转化。", []),
        ("全县“三会一课”坚持得不够好。", "全县“主题党日”坚持得不够好。", []),
        ("全县学习《条例》不够深入。", "全县学习《准则》不够深入。", []),
        ("集中学习流于形式。", "服务群众的主动性还不够强。", []),
        ("党员教育抓得很紧。", "党员教育抓得紧。", []),
    ],
)  # fmt: skip
def test_only_wording_counts(before: str, after: str, found: list[tuple[str, str]]) -> None:
    terms = replacements_in(reworded(before, after))
    assert [(t.before, t.after) for t in terms] == found


def test_deleting_adding_and_renumbering_say_nothing_about_words() -> None:
    changed = ordered(replace(OLD, numbering="（一）", items=ITEMS[1:]))
    assert replacements_in(changes_between(OLD, changed)) == ()


def test_a_term_is_offered_from_the_third_time_on() -> None:
    assert ENOUGH == 3
    assert counted([TERM] * 2, {}) == ()
    assert counted([TERM] * 3, {}) == (HouseTerm("推进", "推动", 3, "offered"),)


def test_the_reverse_cancels_out() -> None:
    back = Replacement("推动", "推进")
    assert counted([TERM] * 4 + [back] * 2, {}) == ()
    assert counted([TERM] * 5 + [back] * 2, {}) == (HouseTerm("推进", "推动", 3, "offered"),)


def test_what_was_decided_stays_listed() -> None:
    other = Replacement("要", "须")
    terms = counted([TERM] * 3, {TERM: "off", other: "on"})
    assert terms == (HouseTerm("推进", "推动", 3, "off"), HouseTerm("要", "须", 0, "on"))


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("持续推进标准化建设。", "持续推动标准化建设。"),
        (
            "落实《关于推进工作的意见》，“推进年”见效。",
            "落实《关于推进工作的意见》，“推进年”见效。",
        ),
        ("固体推进剂生产线投产。", "固体推进剂生产线投产。"),
        ("没有要换的。", "没有要换的。"),
    ],
)
def test_a_term_that_is_on_is_applied_outside_quotes_and_titles(text: str, after: str) -> None:
    on = HouseTerm("推进", "推动", 3, "on")
    assert with_house_terms(text, [on]) == after
    assert with_house_terms(text, [replace(on, state="offered")]) == text
    assert with_house_terms(text, [replace(on, state="off")]) == text


def test_terms_do_not_feed_one_another() -> None:
    terms = [HouseTerm("推进", "推动", 3, "on"), HouseTerm("推动", "带动", 3, "on")]
    assert with_house_terms("推进和推动", terms) == "推动和带动"


def test_a_term_may_be_of_several_words() -> None:
    terms = [HouseTerm("流于形式", "走过场", 3, "on"), HouseTerm("形式", "方式", 3, "on")]
    assert with_house_terms("集中学习流于形式，形式单一。", terms) == "集中学习走过场，方式单一。"
