"""The outline's panel and what a browser may ask of it; the chips and facts beside the chat."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from assistant.document import Sentence
from assistant.errors import DraftError
from assistant.outline import Outline, OutlineItem
from assistant.web.chips_html import CHANGES, chips_html, section_tabs_html
from assistant.web.facts_box import Read, read_all, told_html
from assistant.web.outline_html import outlines_html, refused_html
from assistant.web.outline_screen import Wish, asked, places
from assistant.web.turn import worded
from corpus.errors import ReadError
from tests.assistant.test_render import ATTACK, draft
from tests.assistant.test_search_html import tags

FIRST = OutlineItem("村集体经济", "asked", "您要求写", ("薄弱村还有12个",), (), False)
SECOND = OutlineItem(
    "党员教育", "problem", "针对问题“教育不严”", (), ("教育不严", "外出难管"), True
)
OUTLINE = Outline(
    "plan", "下半年工作打算", "2024年上半年", (FIRST, SECOND), ("年轻干部不足",),
    (("壮大集体经济", "薄弱村还有12个"), ("抓实党员教育", "")), "2023年总结", ("一条说明",),
)  # fmt: skip


def buttons(html: str, deed: str) -> list[str]:
    return re.findall(rf'<button [^>]*data-do="{deed}"[^>]*>', html)


def test_every_item_can_be_moved_fixed_and_dropped() -> None:
    html = outlines_html([OUTLINE])
    assert [("disabled" in b) for b in buttons(html, "up")] == [True, False]
    assert [("disabled" in b) for b in buttons(html, "down")] == [False, True]
    assert [("disabled" in b) for b in buttons(html, "drop")] == [False, False]
    pressed = [re.search(r'aria-pressed="(\w+)"', b) for b in buttons(html, "keep")]
    assert [p and p[1] for p in pressed] == ["false", "true"]
    assert 'aria-label="上移：党员教育"' in html
    assert len(buttons(html, "say")) == 1
    assert 'data-say="按提纲起草"' in html
    alone = outlines_html([replace(OUTLINE, items=(FIRST,))])
    assert "disabled" in buttons(alone, "drop")[0]


def test_the_panel_says_why_and_what_is_still_open() -> None:
    html = outlines_html([OUTLINE])
    text = re.sub(r"<[^>]+>", "|", html)
    for words in (
        "您要求写", "薄弱村还有12个", "针对问题“教育不严”", "回应问题：外出难管", "年轻干部不足",
        "上期打算兑现核对：2 项，素材说到 1 项", "素材说到：薄弱村还有12个", "未说到", "一条说明",
    ):  # fmt: skip
        assert words in text
    assert "回应问题：教育不严" not in text  # the reason names it
    assert re.findall(r'<li class="(done|open)">', html) == ["done", "open"]
    plain = replace(OUTLINE, orphans=(), promises=(), notices=())
    assert not re.search("orphans|promises|notice", outlines_html([plain]))


def test_both_sections_are_written_by_one_button() -> None:
    html = outlines_html([replace(OUTLINE, section="problems"), OUTLINE])
    assert re.findall(r'data-section="(\w+)"', html) == ["problems", "plan"]
    assert len(buttons(html, "say")) == 1
    assert "还没有提纲" in outlines_html([])


def test_nothing_in_the_panel_is_markup() -> None:
    item = OutlineItem(ATTACK, "asked", ATTACK, (ATTACK + "1",), (ATTACK + "2",), True)
    hurt = Outline(
        "plan", ATTACK, ATTACK, (item,), (ATTACK,), ((ATTACK, ATTACK), (ATTACK, "")), ATTACK,
        (ATTACK,),
    )  # fmt: skip
    for html in (
        outlines_html([hurt]), refused_html(ATTACK), chips_html([ATTACK], None),
        told_html([Read(ATTACK, reason=ATTACK)]),
    ):  # fmt: skip
        assert "img" not in tags(html)
        assert ATTACK in unescape(html)


WISH = {"do": "arrange", "section": "plan", "themes": ["党员教育", "村集体经济"], "kept": []}


def test_a_click_is_understood() -> None:
    assert asked(WISH) == Wish("arrange", "plan", ("党员教育", "村集体经济"), (), "")
    assert asked({**WISH, "do": "add", "theme": " 党管武装 "}).added == "党管武装"


@pytest.mark.parametrize(
    "sent",
    [
        None, [], "arrange", {}, {**WISH, "do": "forget"}, {**WISH, "section": "lead"},
        {**WISH, "themes": []}, {**WISH, "themes": "党员教育"}, {**WISH, "themes": [1]},
        {**WISH, "themes": ["x"] * 41}, {**WISH, "kept": None}, {**WISH, "kept": [{}]},
        {**WISH, "do": "add"}, {**WISH, "do": "add", "theme": "  "}, {**WISH, "do": []},
    ],
)  # fmt: skip
def test_what_a_browser_makes_up_is_refused(sent: Any) -> None:
    with pytest.raises(DraftError):
        asked(sent)


def test_themes_are_found_where_they_stand_now() -> None:
    assert places(OUTLINE, ["党员教育", "村集体经济"]) == [1, 0]
    assert places(OUTLINE, ["党员教育"]) == [1]
    twice = replace(OUTLINE, items=(FIRST, SECOND, FIRST))
    assert places(twice, ["村集体经济", "村集体经济", "党员教育"]) == [0, 2, 1]
    for gone in (["党管武装"], ["党员教育", "党员教育"]):
        with pytest.raises(DraftError, match="提纲已有变化"):
            places(OUTLINE, gone)


@pytest.mark.parametrize(
    ("text", "ticked", "sent"),
    [
        ("起草存在的问题", True, "先列提纲：起草存在的问题"),
        ("起草存在的问题", False, "起草存在的问题"),
        ("先列提纲：存在的问题", True, "先列提纲：存在的问题"),
        ("按提纲起草", True, "按提纲起草"),
        ("  ", True, "  "),
        *((change, True, change) for change in CHANGES),
    ],
)
def test_the_outline_comes_first_where_it_is_ticked(text: str, ticked: bool, sent: str) -> None:
    assert worded(text, ticked) == sent


def test_answers_take_the_place_of_the_usual_changes() -> None:
    made = draft(Sentence("", "甲。"))
    answers = ("起草2024年上半年存在的问题", "起草2024年下半年工作打算")
    assert re.findall(r'data-say="([^"]+)"', chips_html(answers, made)) == list(answers)
    assert re.findall(r'data-say="([^"]+)"', chips_html((), made)) == list(CHANGES)
    assert chips_html((), None) == ""


def test_two_drafted_sections_are_two_tabs() -> None:
    made = draft(Sentence("", "甲。"))
    html = section_tabs_html(["problems", "plan"], made)
    assert re.findall(r'aria-selected="(\w+)">([^<]+)<', html) == [
        ("true", "存在的问题"), ("false", "下半年工作打算"),
    ]  # fmt: skip
    assert section_tabs_html(["problems"], made) == ""
    assert section_tabs_html([], None) == ""


def test_files_of_facts_are_read_or_refused_by_name() -> None:
    table = "指标,数量,单位\n薄弱村,12,个\n培训党员,3200,人次\n".encode()
    lines, facts = read_all(
        [("数据.csv", table), ("空.txt", b""), ("坏.docx", ReadError("没有读取权限"))]
    )
    assert facts == ["薄弱村12个", "培训党员3200人次"]
    assert [(line.name, line.count) for line in lines] == [
        ("数据.csv", 2), ("空.txt", 0), ("坏.docx", 0),
    ]  # fmt: skip
    told = re.sub(r"<[^>]+>", " ", told_html(lines))
    assert "没有读入“坏.docx”：没有读取权限" in told
    assert "空.txt" in told
    assert "数据.csv" not in told
    assert told_html(lines[:1]) == ""
