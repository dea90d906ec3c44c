"""The search page's pieces: no word reaches it as markup, marks and ids stand where they belong."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any

import gradio as gr
import pytest

from assistant.choices import NO_CHOICES, Choices
from assistant.document import Draft, DraftItem, Sentence
from assistant.explaining import explained
from assistant.web.choosing import asked, choices_html
from assistant.web.render import sources_html
from assistant.web.search_html import found_html, reader_html
from corpus.catalogue import Excerpt
from corpus.ranking import Boost, Hit, Place
from corpus.report import Item, Outline, Paragraph, Report, Role, Section, Span
from corpus.search import NOTHING_NEAR, Found
from tests.assistant.test_render import citation

ATTACK = '<img src=x onerror="alert(1)"> \'&'
WORDS = "一是村集体经济薄弱。二是 A&B 项目滞后。"


def excerpt(n: int = 1, text: str = WORDS, title: str = "2022年总结", **about: Any) -> Excerpt:
    paragraph = Paragraph(
        f"r1:{n}", "r1", n, Role.PROBLEMS, ("二、存在的问题", "第1条"), 0, len(text)
    )
    made = Excerpt(paragraph, title, "2022", "青岚县委", text, 3)
    return replace(made, **about)


def hit(**changes: Any) -> Hit:
    plain = Hit(
        excerpt(), 0.03, 0.91, Place(2, 0.9), Place(1, 7.5), (Boost("年份较新", 0.04),),
        (Span(2, 7), Span(13, 16)),
    )  # fmt: skip
    return replace(plain, **changes)


def nobody(_: str) -> Excerpt | None:
    return None


def tags(html: str) -> list[str]:
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert not [name for name, _ in attrs if name.startswith("on")]
            found.append(tag)

    Reader().feed(html)
    return found


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_a_card_says_where_why_and_which_characters() -> None:
    html = found_html(Found((hit(),)), nobody)
    assert re.findall("<mark>(.*?)</mark>", html) == ["村集体经济", "A&amp;B"]
    assert "2022年总结 › 二、存在的问题 › 第1条" in html
    assert "2022年度 · 青岚县委 · 第 3 页" in html
    assert "相近度 91% · 意思第 2 位 · 词句第 1 位 · 年份较新 +4%" in html
    assert WORDS in shown(html)
    assert html.count('data-paragraph="r1:1"') == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "相近度 91%，意思第 2 位，词句第 1 位，年份较新 +4%"),
        ({"meaning": None, "boosts": ()}, "相近度 91%，词句第 1 位"),
        (
            {"words": None, "copies": ("r2:1",)},
            "相近度 91%，意思第 2 位，年份较新 +4%，另有 1 段写法几乎相同",
        ),
    ],
)
def test_page_and_command_explain_a_hit_alike(changes: dict[str, Any], said: str) -> None:
    assert explained(hit(**changes)) == said


def test_what_has_nothing_near_says_so_and_the_nearest_are_marked_as_far() -> None:
    nothing = found_html(Found(notices=(NOTHING_NEAR,), far=4), nobody)
    assert shown(nothing) == NOTHING_NEAR
    far = found_html(Found((hit(relevance=0.02),), (NOTHING_NEAR,), 1), nobody)
    assert shown(far).startswith(f"{NOTHING_NEAR}，下面是最接近的")
    assert 'class="hit far"' in far
    assert "不够相近" in far
    assert 'class="hit far"' not in found_html(Found((hit(),)), nobody)
    assert "没有找到段落" in shown(found_html(Found(), nobody))


def test_what_a_search_has_to_say_is_shown_once() -> None:
    html = found_html(Found((hit(),), ("暂时只按词句查找：<b>",)), nobody)
    assert html.count('class="notice"') == 1
    assert "暂时只按词句查找：<b>" in shown(html)


def test_copies_can_be_unfolded_and_left_out_together() -> None:
    known = {"r1:2": excerpt(2, "一是村集体经济薄弱XX。"), "r1:3": excerpt(3, title="另一份")}
    html = found_html(Found((hit(copies=("r1:2", "r1:3", "gone:1")),)), known.get)
    assert "另有 3 段写法几乎相同" in html
    assert re.findall(r'class="copy" data-paragraph="([^"]*)"', html) == ["r1:2", "r1:3"]
    assert 'data-ids="r1:1 r1:2 r1:3 gone:1"' in html


def test_no_word_of_a_report_becomes_markup() -> None:
    hostile = excerpt(1, ATTACK, ATTACK, organisation=ATTACK)
    hostile = replace(
        hostile, paragraph=replace(hostile.paragraph, id=ATTACK, section_path=(ATTACK,))
    )
    html = found_html(
        Found((hit(excerpt=hostile, marks=(Span(0, 4),), copies=("x",)),), (ATTACK,)),
        lambda _: hostile,
    )
    html += choices_html(Choices((ATTACK,), (ATTACK,)), lambda _: hostile, None)
    html += reader_html(report(ATTACK, ATTACK), ATTACK)
    assert "img" not in tags(html)
    assert ATTACK in shown(html)


# --- a report to read -------------------------------------------------------------------------

TEXT = (
    "2022年总结\n二、存在的问题\n还有不足。\n一是发展路子偏窄。产业少。\n二是带头人少。\n附：名单"
)


def report(
    heading: str = "存在的问题", title: str = "2022年总结", pages: tuple[int, ...] = ()
) -> Report:
    lead, first = TEXT.index("还有"), TEXT.index("一是")
    second, end = TEXT.index("二是"), TEXT.index("\n附")
    items = (
        Item("一是", 1, "发展路子偏窄", first, second - 1, first + 2, first + 9),
        Item("二是", 2, "", second, end, second, second + 2),
    )
    section = Section(
        Role.PROBLEMS, "二、", heading, 1, TEXT.index("二、"), end, Span(lead, first - 1), items
    )
    spans = ((lead, first - 1), (first, second - 1), (second, end))
    paragraphs = tuple(
        Paragraph(f"r1:{n}", "r1", n, Role.PROBLEMS, (heading,), *span)
        for n, span in enumerate(spans)
    )
    outline = Outline(title, "青岚县委", "2022", TEXT, (section,))
    return Report("r1", "0" * 64, "总结.docx", outline, paragraphs, pages)


def test_a_report_is_shown_whole_with_its_paragraphs_and_tree() -> None:
    html = reader_html(report(), "r1:1")
    assert 'data-report="r1" data-here="r1:1"' in html
    nav, _, text = html.partition('<div class="reading">')
    assert re.findall(r'class="passage" data-paragraph="([^"]*)"', text) == ["r1:0", "r1:1", "r1:2"]
    lines = re.findall(r"<p[^>]*>(.*?)</p>", text)
    assert lines == TEXT.split("\n")
    branches = re.findall(r'data-goto="([^"]*)">(.*?)</button>', nav)
    assert branches == [
        ("r1:0", "二、存在的问题"),
        ("r1:1", "一是发展路子偏窄"),
        ("r1:2", "二是带头人少。"),
    ]


def test_a_report_with_pages_says_where_each_begins() -> None:
    html = reader_html(report(pages=(0, TEXT.index("二是"))), "r1:1")
    assert re.findall(r'class="page">(.*?)</i>', html) == ["第 1 页", "第 2 页"]
    assert html.index("第 2 页") > html.index("产业少")


# --- what is chosen ---------------------------------------------------------------------------


def draft(paragraph_id: str, sentence_id: str) -> Draft:
    cited = Sentence(sentence_id, "发展路子偏窄。", (citation(paragraph_id=paragraph_id),))
    heading = Sentence("1.h", "路子窄。")
    item = DraftItem(
        "一是", "村集体经济", heading, () if sentence_id.startswith("lead") else (cited,)
    )
    lead = (cited,) if sentence_id.startswith("lead") else ()
    return Draft(
        "d", "problems", "2024H1", "precedent", "青岚县委", "存在的问题", "一是", lead, (item,)
    )


def test_the_strip_counts_lists_and_offers_to_take_back() -> None:
    known = {"r1:1": excerpt(1), "r1:2": excerpt(2, "长" * 80)}
    html = choices_html(Choices(("r1:1",), ("r1:2", "gone:1")), known.get, None)
    assert "本稿置顶 1 段 · 不用 2 段" in html
    assert 'data-pinned="r1:1" data-excluded="r1:2 gone:1"' in html
    assert html.count('data-do="none"') == 3
    assert "已从资料库中删除" in html
    assert "长" * 60 + "……" in html
    assert shown(choices_html(NO_CHOICES, known.get, None)) == ""


@pytest.mark.parametrize(
    ("sentence_id", "place", "advice"),
    [("1.1", "第1条", "“第1条换一种写法”"), ("lead.1", "开头", "请重新起草")],
)
def test_a_draft_that_still_cites_what_is_excluded_is_named(
    sentence_id: str, place: str, advice: str
) -> None:
    excluded = Choices(excluded=("r1:1",))
    html = choices_html(excluded, nobody, draft("r1:1", sentence_id))
    assert f"现稿{place}还引用着不用的段落" in html
    assert advice in html
    assert "还引用着" not in choices_html(excluded, nobody, draft("r1:2", sentence_id))


def test_a_source_can_be_swapped_but_not_what_the_writer_supplied() -> None:
    html = sources_html(draft("r1:1", "1.1"), lambda _: None)
    assert 'data-paragraph="r1:1"' in html
    assert 'data-do="swap"' in html
    supplied = draft("facts:1", "1.1")
    sentence = replace(
        supplied.items[0].sentences[0],
        citations=(citation(report_id="facts", paragraph_id="facts:1", section_path=("素材1",)),),  # type: ignore[arg-type]
    )
    supplied = replace(supplied, items=(replace(supplied.items[0], sentences=(sentence,)),))
    assert "swap" not in sources_html(supplied, lambda _: None)


@pytest.mark.parametrize(
    "data",
    [
        None, "pinned", [], {}, {"choice": "pinned"}, {"choice": "pinned", "ids": []},
        {"choice": "pinned", "ids": "r1:1"}, {"choice": "pinned", "ids": [1]},
        {"choice": "delete", "ids": ["r1:1"]}, {"choice": ["pinned"], "ids": ["r1:1"]},
        {"choice": "none", "ids": ["x"] * 51},
    ],
)  # fmt: skip
def test_a_click_that_is_none_is_refused(data: Any) -> None:
    with pytest.raises(gr.Error, match="没有看懂"):
        asked(data)


def test_a_click_says_what_it_is_about() -> None:
    assert asked({"choice": "excluded", "ids": ["r1:1", "r1:2"]}) == ("excluded", ["r1:1", "r1:2"])
