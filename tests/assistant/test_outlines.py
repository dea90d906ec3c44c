"""The plan is shown before it is written, and arranged by hand; both sections answer each other."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.document import Draft
from assistant.errors import DraftError
from assistant.outline import Outline, arranged, mode_of
from assistant.service import Assistant, Reply, open_assistant
from assistant.settings import Settings

TODAY = date(2024, 7, 1)


@pytest.fixture(scope="module")
def assistant(
    sample_home: Path, tmp_path_factory: pytest.TempPathFactory, bundled_folder: Path
) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("outlines") / "home"
    shutil.copytree(sample_home, home)
    (home / "models").mkdir(exist_ok=True)
    (home / "models" / bundled_folder.name).symlink_to(bundled_folder)
    opened = open_assistant(Settings(home=home), today=lambda: TODAY)
    yield opened
    opened.close()


def say(assistant: Assistant, conversation: str, text: str, *facts: str) -> Reply:
    *_, reply = assistant.send(conversation, text, facts)
    assert isinstance(reply, Reply)
    return reply


def themes(outline: Outline) -> list[str]:
    return [item.theme for item in outline.items]


def drafted(reply: Reply) -> Draft:
    assert reply.draft
    return reply.draft


@pytest.mark.parametrize(
    ("message", "mode"),
    [
        ("先列提纲：2024年下半年工作打算，五条", "show"),
        ("先列个提纲", "show"),
        ("存在的问题，先给我看看提纲", "show"),
        ("拟一份提纲", "show"),
        ("按提纲起草", "use"),
        ("按这个提纲写", "use"),
        ("按照调整后的提纲重写", "use"),
        ("起草2024年下半年工作打算", None),
        ("第二条压缩到60字", None),
    ],
)
def test_an_outline_is_asked_for_or_used(message: str, mode: str | None) -> None:
    assert mode_of(message) == mode


STORED: dict[str, Any] = {
    "items": [{"theme": t, "answers": a} for t, a in (("甲", [1]), ("乙", []), ("丙", [2]))],
    "problems": ["一", "二"],
    "orphans": [],
}


def test_items_are_reordered_and_dropped() -> None:
    plan = arranged(STORED, [2, 1])
    assert [item["theme"] for item in plan["items"]] == ["丙", "乙"]
    assert plan["orphans"] == [1]  # nothing answers the first problem any more
    assert [item["theme"] for item in STORED["items"]] == ["甲", "乙", "丙"]


@pytest.mark.parametrize("order", [[], [0, 0], [3], [-1]])
def test_an_order_that_does_not_fit_is_refused(order: list[int]) -> None:
    with pytest.raises(ValueError, match="no order of 3 items"):
        arranged(STORED, order)


def test_a_plan_is_shown_arranged_and_written(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    reply = say(assistant, conversation, "先列提纲：2024年下半年工作打算，五条，突出人才引进")
    assert reply.draft is None
    assert "提纲，共 5 条" in reply.text
    assert "按提纲起草" in reply.text
    (outline,) = assistant.outlines(conversation)
    assert (outline.section, outline.heading, len(outline.items)) == ("plan", "下半年工作打算", 5)
    assert outline.items[0].reason == "您要求写"

    before = themes(outline)
    assistant.arrange(conversation, "plan", [3, 0, 1], [before[0]])
    (outline,) = assistant.outlines(conversation)
    assert themes(outline) == [before[3], before[0], before[1]]
    assert [item.kept for item in outline.items] == [False, True, False]

    draft = drafted(say(assistant, conversation, "按提纲起草"))
    assert [item.theme for item in draft.items] == [before[3], before[0], before[1]]
    # The outline stays and can be arranged again.
    assert themes(assistant.outlines(conversation)[0]) == [before[3], before[0], before[1]]


def test_other_themes_take_the_place_of_those_not_kept(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    say(assistant, conversation, "先列提纲：2024年上半年存在的问题，四条")
    (outline,) = assistant.outlines(conversation)
    first = themes(outline)
    assistant.arrange(conversation, "problems", [0, 1, 2, 3], [first[1]])
    assistant.other_themes(conversation, "problems")
    (outline,) = assistant.outlines(conversation)
    second = themes(outline)
    assert second[0] == first[1]
    assert not set(second[1:]) & set(first)
    assistant.other_themes(conversation, "problems", ["党管武装"])
    (outline,) = assistant.outlines(conversation)
    assert set(second) <= set(themes(outline))
    assert "党管武装" in themes(outline)


def test_what_cannot_be_arranged_is_said(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    assert "还没有提纲" in say(assistant, conversation, "按提纲起草").text
    with pytest.raises(DraftError, match="提纲已有变化"):
        assistant.arrange(conversation, "plan", [0], [])
    with pytest.raises(DraftError, match="还没有提纲"):
        assistant.other_themes(conversation, "plan")
    say(assistant, conversation, "先列提纲：下半年工作打算，五条")
    with pytest.raises(DraftError, match="提纲已有变化"):
        assistant.arrange(conversation, "plan", [7], [])
    with pytest.raises(DraftError, match="没有写过“海洋牧场”"):
        assistant.other_themes(conversation, "plan", ["海洋牧场"])


def test_both_sections_are_drafted_and_the_plan_answers_the_problems(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    reply = say(assistant, conversation, "起草2024年上半年存在的问题和下半年工作打算，各四条")
    assert assistant.sections(conversation) == ["problems", "plan"]
    plan = drafted(reply)
    assert plan.section == "plan"
    assert "存在的问题" in reply.text
    assert "下半年工作打算" in reply.text
    problems = assistant.open_section(conversation, "problems")
    assert problems
    assert problems.section == "problems"
    answered = {problem for item in plan.items for problem in item.answers}
    assert answered == {item.heading.text for item in problems.items}
    assert not any(f.kind == "unanswered_problem" for f in plan.findings)

    # A change goes to the open section; one that names the other opens it.
    say(assistant, conversation, "删掉第四条")
    changed = drafted(say(assistant, conversation, "全部接受"))
    assert (changed.section, len(changed.items)) == ("problems", 3)
    opened = assistant.open_section(conversation, "plan")
    assert opened
    assert len(opened.items) == 4
    spare = [f for f in opened.findings if f.kind == "spare_measure"]
    assert [f.sentence_id for f in spare] == ["4.h"]


def test_a_problem_that_lost_its_measure_is_named(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    say(assistant, conversation, "起草2024年上半年存在的问题和下半年工作打算，各三条")
    say(assistant, conversation, "删掉第二条")
    reply = say(assistant, conversation, "全部接受")
    missing = [f for f in drafted(reply).findings if f.kind == "unanswered_problem"]
    assert len(missing) == 1
    assert "没有对应的措施" in missing[0].message


def test_facts_beside_the_message_are_used(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    reply = say(
        assistant,
        conversation,
        "起草2024年上半年存在的问题，三条，先写村集体经济",
        "薄弱村还有12个",
    )
    draft = drafted(reply)
    assert draft.facts == ("薄弱村还有12个",)
    assert "薄弱村还有12个" in draft.text


def test_facts_that_come_after_the_outline_are_used(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    say(assistant, conversation, "先列提纲：2024年上半年存在的问题，三条，先写村集体经济")
    draft = drafted(say(assistant, conversation, "按提纲起草", "薄弱村还有12个"))
    assert "薄弱村还有12个" in draft.text
    assert draft.facts == ("薄弱村还有12个",)


def test_what_was_dropped_is_not_offered_again(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    say(assistant, conversation, "先列提纲：2024年上半年存在的问题，四条")
    before = themes(assistant.outlines(conversation)[0])
    assistant.arrange(conversation, "problems", [1, 2, 3], [])
    assistant.other_themes(conversation, "problems")
    assert before[0] not in themes(assistant.outlines(conversation)[0])


def test_a_question_comes_with_answers_that_work(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    reply = say(assistant, conversation, "帮我写点东西")
    assert reply.draft is None
    assert reply.answers
    assert drafted(say(assistant, conversation, reply.answers[0])).section == "problems"
    assert assistant.answers(conversation) == ()


def test_the_record_answers_why(assistant: Assistant) -> None:
    conversation = assistant.new_conversation()
    say(assistant, conversation, "起草2024年上半年存在的问题，三条，先写村集体经济")
    said = say(assistant, conversation, "第一条为什么这么写").text
    assert "为什么写：您要求写这个主题" in said
    assert "参照的先例（按与主题的相近度）" in said
    assert "各句的出处" in said
    every = say(assistant, conversation, "为什么这么写").text
    assert "这一稿共 3 条" in every
