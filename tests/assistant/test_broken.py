"""What is broken is found at its place; what people write is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.broken import RULES, broken_places, check_broken
from assistant.document import Draft, DraftItem, Sentence, with_sentence_ids

# text → (rule, the words pointed at), in text order
BROKEN = [
    ("深化“两个责任落实。", [("unbalanced", "“")]),
    ("推行一村一策）。", [("unbalanced", "）")]),
    ("工作虽有推进，但但成效不明显。", [("doubled_word", "但但")]),
    ("健全制度，同时同时强化督查。", [("doubled_word", "同时同时")]),
    ("进一步进一步压实责任。", [("doubled_word", "进一步进一步")]),
    ("家底薄弱，，路子不宽。", [("doubled_mark", "，，")]),
    ("家底薄弱，。路子不宽。", [("doubled_mark", "，。")]),
    ("统筹网格、物业和。", [("hanging", "和")]),
    ("强化督查，推动工作在，取得实效。", [("hanging", "在")]),
    ("加强对，提高质量。", [("hanging", "对")]),
    ("压实管党治党责任的。", [("hanging", "的")]),
    ("党员教育亟待。", [("hanging", "亟待")]),
    ("下半年，我们将，推动工作。", [("hanging", "将")]),
    ("下半年，我们要，推动工作。", [("no_verb", "我们要")]),
    ("，家底薄弱。", [("starts_wrong", "，")]),
    ("从而推动工作落实。", [("starts_wrong", "从而")]),
    ("家底薄弱。倒逼责任落地。", [("starts_wrong", "倒逼")]),
    ("但成效不明显。", [("starts_wrong", "但")]),
    ("健全考核机制，强化督查，健全考核机制。", [("repeated", "健全考核机制")]),
    ("健全党建工作考核评价机制。完善督查，健全党建工作考核评价。",
     [("repeated", "健全党建工作考核评价")]),
    ("在县委的坚强领导下。", [("no_predicate", "在县委的坚强领导下")]),
    ("以政治建设为统领，在县委领导下。", [("no_predicate", "在县委领导下")]),
    ("压实责任，随着改革的深入。", [("no_predicate", "随着改革的深入")]),
    ("综合运用审计、谈话提醒等手段。", [("no_predicate", "综合运用审计、谈话提醒等手段")]),
    ("虽然党建工作取得成绩，存在一些差距。", [("although", "虽然")]),
    ("虽有推进，虽有成效，但差距不小。", [("although", "虽")]),
    ("不仅学习不深，研究不透。", [("not_only", "不仅")]),
    ("有的村账目不清，有的村班子不强，有的村发展不快，有的村矛盾多。", [("openers", "有的")]),
]  # fmt: skip

SOUND = [
    "虽然工作取得成绩，但对照上级要求，还存在一些差距。",
    "扩大群众参与和监督，提升参与与协作水平，人民群众对基层治理更加满意。",
    "推动理论学习常态长效，让党的声音入脑入心、可感可及，以优异成绩向党献礼。",
    "坚持以党的政治建设为统领，全面落实党建责任。",
    "有的村账目不清，有的村班子不强，有的村发展不快。",
    "对落实不力的，严肃追责问责。",
    "这是我们必须回答的。",
    "不仅学习不深，而且研究不透。",
    "实施产业创业创新行动，建设产业产业链供应链。",
    "整改任务尚未完成，差距仍在，村庄撤并不够规范。",
    "力争村集体收入增长5%，力争农民收入增长5%。",
    "尽管理念在更新，办法仍然不多。",
    "深化“三会一课”（含主题党日），落实《条例》。",
    "以人民为中心。",
]


@pytest.mark.parametrize(("text", "expected"), BROKEN)
def test_what_is_broken_is_pointed_at(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(p.rule, text[p.start : p.end]) for p in broken_places(text)] == expected


@pytest.mark.parametrize("text", SOUND)
def test_what_people_write_is_left_alone(text: str) -> None:
    assert broken_places(text) == []


def test_every_rule_has_its_case() -> None:
    assert {rule for _, expected in BROKEN for rule, _ in expected} == set(RULES)


@given(st.text(alphabet="但并和的在，。；：“”（）虽有的村建设X1 \n", max_size=60))
def test_places_lie_in_the_text_in_order(text: str) -> None:
    places = broken_places(text)
    assert all(0 <= p.start < p.end <= len(text) and p.rule in RULES for p in places)
    assert places == sorted(places, key=lambda p: (p.start, p.end))


def draft_of(heading: str, *texts: str) -> Draft:
    item = DraftItem("一是", "党建", Sentence("", heading), tuple(Sentence("", t) for t in texts))
    draft = Draft("d", "problems", "2024H1", "precedent", "县委", "存在的问题", "一是", (), (item,))
    return with_sentence_ids(draft)


def found_in(draft: Draft) -> list[tuple[str, str]]:
    """(sentence id, the words pointed at) of every finding."""
    texts = {s.id: s.text for s in draft.sentences()}
    return [(f.sentence_id, texts[f.sentence_id][f.start : f.end]) for f in check_broken(draft)]


def test_a_finding_stands_at_its_sentence() -> None:
    draft = draft_of("党建责任压得不实。", "个别支部书记履责不严。", "监督检查不够，，实效不强。")
    assert found_in(draft) == [("1.2", "，，")]
    finding = next(check_broken(draft))
    assert (finding.kind, finding.severity) == ("broken", "error")
    assert finding.message == "标点“，，”重复或连用"


def test_a_clause_is_repeated_across_the_sentences_of_an_item() -> None:
    draft = draft_of("党建责任压得不实。", "个别支部书记履责不严。", "个别支部书记履责不严。")
    assert found_in(draft) == [("1.2", "个别支部书记履责不严")]


def test_no_item_begins_with_a_word_that_leans_back() -> None:
    assert found_in(draft_of("责任不实。", "并存在差距。", "但差距不大。")) == [("1.1", "并")]


def test_a_draft_without_items_and_lead_is_sound() -> None:
    empty = Draft("d", "plan", "2024H1", "precedent", "县委", "工作打算", "一是", (), ())
    assert list(check_broken(empty)) == []
