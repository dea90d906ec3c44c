"""What people type, in `utterances.jsonl`, and what is asked back where it is unclear."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.brief import Brief, Target, one_each, understand
from assistant.document import Draft, DraftItem, Sentence
from assistant.understanding.sizes import least_chars_of, share_of

TODAY = date(2024, 7, 10)
HEADINGS = ("强化政治建设", "夯实基层基础", "壮大村集体经济", "建强干部队伍", "压实党风廉政责任")
_FILE = Path(__file__).with_name("utterances.jsonl")
UTTERANCES = [json.loads(line) for line in _FILE.read_text(encoding="utf-8").splitlines()]


def plan_of(headings: tuple[str, ...]) -> Draft:
    items = tuple(
        DraftItem("", h, Sentence(f"{n}.h", f"{h}。"), (Sentence(f"{n}.1", f"{h}，抓好落实。"),))
        for n, h in enumerate(headings, 1)
    )
    return Draft(
        "d1", "plan", "2024H1", "precedent", "青岚县委组织部", "下半年工作打算", "一是", (), items
    )


FIVE = plan_of(HEADINGS)
NAMES = "、".join(f"第{n}条“{h}”" for n, h in zip("一二三四五", HEADINGS, strict=True))


def understood(message: str, draft: Draft | None = None, focus: int | None = None) -> Brief:
    return understand(message, draft, (), TODAY, focus)


@pytest.mark.parametrize("case", UTTERANCES, ids=lambda case: case["say"][:40])
def test_what_people_type_is_understood(case: dict[str, Any]) -> None:
    brief = understood(case["say"], FIVE if case["draft"] else None)
    got = brief.model_dump(mode="json", exclude_none=True)
    expected = case["expect"]
    assert {key: got.get(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("message", "question", "answers"),
    [
        ("帮我写个材料", "您要起草哪一部分？",
         ("起草2024年上半年存在的问题", "起草2024年下半年工作打算")),
        ("四条，重点写村集体经济", "您要起草哪一部分？",
         ("起草2024年上半年存在的问题，四条，重点写村集体经济",
          "起草2024年下半年工作打算，四条，重点写村集体经济")),
        ("2023年度总结写三条，每条不超过80字", "您要起草哪一部分？",
         ("起草2023年度存在的问题，三条，每条不超过80字",
          "起草2024年工作打算，三条，每条不超过80字")),
        ("起草存在的问题，三条，写五条", "条数说法不一（3条、5条），您要几条？",
         ("起草2024年上半年存在的问题，三条", "起草2024年上半年存在的问题，五条")),
    ],
)  # fmt: skip
def test_an_unclear_order_is_asked_about(
    message: str, question: str, answers: tuple[str, ...]
) -> None:
    brief = understood(message)
    assert (brief.action, brief.question, brief.answers) == ("clarify", question, answers)
    for answer in answers:
        assert understood(answer).action == "draft"


@pytest.mark.parametrize(
    ("message", "question", "answers"),
    [
        ("换个说法", "现在共 5 条，您指的是哪一条？",
         tuple(f"第{n}条换一种写法" for n in "一二三四五")),
        ("第六条改短", "现在共 5 条，没有第六条。您指的是哪一条？",
         tuple(f"第{n}条改短" for n in "一二三四五")),
        ("招商引资那条删掉", f"没有关于“招商引资”的条目，现在有{NAMES}。您指的是哪一条？",
         tuple(f"第{n}条删掉" for n in "一二三四五")),
        ("招商引资那条压到80字", f"没有关于“招商引资”的条目，现在有{NAMES}。您指的是哪一条？",
         tuple(f"第{n}条压到80字" for n in "一二三四五")),
        ("第三条和第八条合并", "现在共 5 条，没有第八条。您指的是哪一条？", ()),
        ("第二条第九句删掉", "第二条没有这一句，您指的是哪一句？", ()),
    ],
)  # fmt: skip
def test_an_item_that_is_not_clear_is_asked_about(
    message: str, question: str, answers: tuple[str, ...]
) -> None:
    brief = understood(message, FIVE)
    assert (brief.action, brief.question, brief.answers) == ("clarify", question, answers)
    for number, answer in enumerate(answers, 1):
        chosen = understood(answer, FIVE)
        assert (chosen.action, chosen.target) == ("rewrite", Target(item=number))


@pytest.mark.parametrize(
    ("message", "answer"),
    [
        ("把招商引资那条放到第一条", "把第{}条放到第一条"),
        ("把招商引资方面的那一条提到最前面", "把第{}条提到最前面"),
        ("把招商引资放到第一条", "把第{}条放到第一条"),
        ("招商引资放第一位", "第{}条放第一位"),
    ],
)
def test_an_item_to_move_that_is_not_there_is_asked_for_by_those_that_are(
    message: str, answer: str
) -> None:
    brief = understood(message, FIVE)
    assert brief.question == f"没有关于“招商引资”的条目，现在有{NAMES}。您指的是哪一条？"
    assert brief.answers == tuple(answer.format(n) for n in "二三四五")  # 第一条 is there already
    for number, chosen in enumerate(brief.answers, 2):
        moved = understood(chosen, FIVE)
        assert (moved.operation, moved.target, moved.place) == ("move", Target(item=number), 1)


@pytest.mark.parametrize("message", ["你好", "写个请假条", "谢谢", "", "？", "你能做什么"])
def test_what_is_no_order_is_not_asked_about(message: str) -> None:
    assert understood(message).question == ""


@pytest.mark.parametrize(
    "message", ["存在的问题", "下一步打算，五条", "三条以上，不超过五条，存在的问题"]
)
def test_period_and_house_are_never_asked_for(message: str) -> None:
    assert understood(message).question == ""


def test_one_item_needs_no_question() -> None:
    brief = understood("换个说法", plan_of(HEADINGS[:1]))
    assert (brief.action, brief.operation) == ("rewrite", "replace")


@pytest.mark.parametrize("message", ["这条再短点", "刚才那条再短点", "把这一条压缩一下"])
def test_this_item_is_the_one_in_focus(message: str) -> None:
    assert understood(message, FIVE, focus=4).target == Target(item=4)
    assert understood(message, FIVE).action == "clarify"


@pytest.mark.parametrize(
    ("message", "targets", "place"),
    [
        ("把第五条放到第二条前面", (5,), 2),
        ("第一条放到第三条后面", (1,), 3),
        ("第五条放到第三条后面", (5,), 4),
        ("第三条提到最前面", (3,), 1),
        ("第二条挪到最后", (2,), 5),
        ("第一条和第二条对调", (1, 2), None),
        ("把三和四合并", (3, 4), None),
    ],
)
def test_all_items_named_are_kept_in_order(
    message: str, targets: tuple[int, ...], place: int | None
) -> None:
    brief = understood(message, FIVE)
    assert (brief.targets, brief.place) == (targets, place)


def test_two_sections_make_two_briefs() -> None:
    brief = understood("起草2024年上半年存在的问题和下半年打算，问题三条，打算五条")
    problems, plan = one_each(brief)
    assert (problems.section, problems.items, problems.period) == ("problems", 3, "2024H1")
    assert (plan.section, plan.items, plan.period) == ("plan", 5, "2024H1")
    assert one_each(plan) == (plan,)


@pytest.mark.parametrize(
    ("message", "tone"),
    [
        ("起草存在的问题，语言平实一些", "平实"),
        ("存在的问题，不要太正式", None),
        ("起草下半年工作打算，用上级口吻", "上级口吻"),
        ("存在的问题", None),
    ],
)
def test_the_writers_tone_is_kept(message: str, tone: str | None) -> None:
    assert understood(message).tone == tone


_WORDS = st.sampled_from(
    ["重点写", "第", "一", "二三", "条", "、", "，", "。", "：", "\n", "\t", "|", "存在的", "问题",
     "打算", "不要写", "素材：", "12", "1.", "（", "）", "“", "”", "的", "和", "把", "每条", "字",
     "上半年", "2024", "村集体经济", "放到", "改成", " "]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=60).map("".join)))
@settings(max_examples=150, deadline=None)
def test_no_text_is_too_odd(message: str) -> None:
    for draft in (None, FIVE):
        brief = understood(message, draft)
        assert bool(brief.question) <= (brief.action == "clarify")
        for answer in brief.answers:
            assert understood(answer, draft).answers != brief.answers


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "1、",
        "存在",
        "重点写",
        "不要",
        "素材：\n",
        "一条写",
        "|",
        "\t",
        "每条",
        "薄弱村12个，",
    ],
)
def test_a_long_message_ends(piece: str) -> None:
    """A rule that backtracks without end would take hours here."""
    assert understood(piece * (20_000 // len(piece)), FIVE).action in (
        "clarify",
        "rewrite",
        "draft",
        "ask",
    )


@pytest.mark.parametrize(
    ("message", "share", "least"),
    [
        ("第二条砍掉一半", 0.5, None),
        ("第四条压缩三分之一", 2 / 3, None),
        ("缩到原来的三分之一", 1 / 3, None),
        ("压到80%", 0.8, None),
        ("字数减半", 0.5, None),
        ("压缩三成", 0.7, None),
        ("第二条压缩到60字", None, None),
        ("第二条至少150字", None, 150),
        ("写到两百字以上", None, 200),
        ("不要超过100字", None, None),
    ],
)
def test_shares_and_least_lengths(message: str, share: float | None, least: int | None) -> None:
    assert share_of(message) == (pytest.approx(share) if share else None)
    assert least_chars_of(message) == least


@pytest.mark.parametrize(
    ("message", "items"),
    [
        ("删掉后两条", (4, 5)), ("前三条删掉", (1, 2, 3)), ("首尾两条对调", (1, 5)), ("只留前三条", (4, 5)),
        ("把前一条删了", ()), ("头两条合并", (1, 2)),
    ],
)  # fmt: skip
def test_items_by_their_place(message: str, items: tuple[int, ...]) -> None:
    assert understood(message, FIVE).targets == items
