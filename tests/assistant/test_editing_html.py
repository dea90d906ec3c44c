"""What surrounds the paper, versions, merging and terms: complete, and nothing unescaped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest

from assistant.document import Draft
from assistant.errors import DraftError
from assistant.faces.editing import Merging, Shown
from assistant.rewriting.by_hand import reworded
from assistant.rewriting.differences import changes_between
from assistant.rewriting.house_terms import HouseTerm
from assistant.rewriting.locks import Lock
from assistant.rewriting.merging import merged
from assistant.storage import Version
from assistant.web import terms_screen, versions_screen
from assistant.web.editing_html import held_html, merge_html, steps_html
from assistant.web.editing_screen import Wish, asked
from assistant.web.render import draft_html, time_label
from assistant.web.terms_html import terms_html
from assistant.web.versions_html import compared_html, versions_html
from tests.assistant.test_proposal_html import OLD, buttons, marks
from tests.assistant.test_render import ATTACK
from tests.assistant.test_search_html import tags

AT = "2020-05-06T02:03:00+00:00"


def version(number: int, draft: Draft, **changes: Any) -> Version:
    made = Version(number, "c", "problems", number - 1 or None, "手工修改", "王改稿", AT, "", (),
                   False, draft)  # fmt: skip
    return replace(made, **changes)


def merging(mine: Draft, theirs: Draft) -> Merging:
    merge = merged(OLD, mine, theirs)
    return Merging(
        version(1, OLD),
        version(3, mine, author="李拟稿"),
        version(2, theirs),
        merge,
        changes_between(OLD, mine),
        changes_between(OLD, theirs),
        changes_between(theirs, merge.draft),
    )


def test_a_conflict_shows_both_sides_and_waits_for_a_choice() -> None:
    html = merge_html(
        merging(reworded(OLD, "1.2", "人手缺乏。"), reworded(OLD, "1.2", "村里没人。"))
    )
    assert re.findall(r'name="(k\d)" value="(\w+)"', html) == [("k1", "mine"), ("k1", "theirs")]
    assert "第一条第2句" in html
    assert 'data-aside="3" data-parent="2"' in html
    (save,) = buttons(html, "save-merged")
    assert "disabled" in save
    conflict = html[html.index("<fieldset") : html.index("</fieldset>")]
    assert "村里人手不够。" in conflict  # as it was
    text = unescape(re.sub(r"<[^>]+>", "", conflict))
    assert "人手" in text
    assert "没人" in text


def test_what_merges_by_itself_is_shown_and_can_be_saved_at_once() -> None:
    html = merge_html(
        merging(reworded(OLD, "1.2", "人手缺乏。"), reworded(OLD, "1.1", "全新的话。"))
    )
    assert "没有冲突" in html
    assert "fieldset" not in html
    assert "您的修改，已自动合上（1 处）" in html
    assert "王改稿的修改，已保留（1 处）" in html
    (save,) = buttons(html, "save-merged")
    assert "disabled" not in save
    merged_paper = html[html.index("合并后的稿子") :]
    assert "全新的话。" in unescape(re.sub(r"<[^>]+>", "", merged_paper))
    assert not buttons(html, "accept")


def test_nothing_of_people_is_markup() -> None:
    hurt = reworded(OLD, "1.2", f"{ATTACK}。")
    made = merging(hurt, reworded(OLD, "1.2", f"又一句{ATTACK}。"))
    named = replace(made, theirs=replace(made.theirs, author=ATTACK))
    one = version(1, OLD, name=ATTACK, author=ATTACK, instruction=ATTACK)
    pages = [
        merge_html(named),
        versions_html([one]),
        compared_html(one, version(2, hurt), changes_between(OLD, hurt)),
        terms_html([HouseTerm(ATTACK, ATTACK, 3, "offered"), HouseTerm("好", ATTACK, 3, "off")]),
        draft_html(OLD, locks={"1.1": Lock("1.1", "", ATTACK, AT, ATTACK)}),
    ]
    for html in pages:
        assert not {"img", "script"} & set(tags(html))
        assert ATTACK in unescape(html)


def test_versions_are_listed_with_all_that_is_known_of_them() -> None:
    first = version(4, OLD, instruction="起草", author="", sources=("a", "b"), name="初稿")
    html = versions_html([version(9, OLD), version(7, OLD, current=True), first], [9])
    rows = html.split("<li ")[1:]
    assert ["待合并" in row for row in rows] == [True, False, False]
    assert ['class="now"' in row for row in rows] == [False, True, False]
    assert [len(buttons(row, "restore")) for row in rows] == [1, 0, 1]
    assert [len(buttons(row, "merge")) for row in rows] == [1, 0, 0]
    assert "王改稿" in rows[0]
    assert "<small><time" in rows[2]
    assert "新增出处 2 处" in rows[2]
    assert '<b class="name">初稿</b>' in rows[2]
    assert 'aria-label="比较第 3 版"' in rows[0]
    assert "版本" in versions_html([])


def test_a_comparison_is_marked_and_only_looked_at() -> None:
    new = reworded(OLD, "1.2", "村里人手很多。")
    html = compared_html(version(1, OLD), version(2, new), changes_between(OLD, new))
    inline = html[html.index('<div class="paper inline"') : html.index('<div class="paper beside"')]
    assert (marks(inline, "del"), marks(inline, "ins")) == (["不够"], ["很多"])
    assert "1 处不同" in html
    assert not buttons(html, "accept")
    assert "没有不同" in compared_html(version(1, OLD), version(2, OLD), ())


def test_the_paper_names_its_version_and_what_waits() -> None:
    shown = Shown(version(7, OLD), OLD, None, {}, (5,), True, False)
    html = held_html("<p>x</p>", shown)
    assert 'data-version="7"' in html
    assert 'data-aside="5"' in html
    assert held_html("<p>x</p>", None) == "<p>x</p>"
    undo, redo = buttons(steps_html(shown), "undo")[0], buttons(steps_html(shown), "redo")[0]
    assert ("disabled" in undo, "disabled" in redo) == (False, True)
    assert steps_html(None) == ""


def test_a_lock_says_who_when_and_why() -> None:
    html = draft_html(OLD, locks={"1.2": Lock("1.2", "", "王改稿", AT, "书记改定")})
    (words,) = re.findall(r'data-lock="([^"]*)"', html)
    assert words.startswith("王改稿2020年5月6日")
    assert words.endswith("锁定：书记改定")
    assert "data-lock" not in draft_html(OLD)


def test_a_moment_is_said_as_people_say_it() -> None:
    now = datetime.now(UTC)
    assert time_label(now.isoformat()).startswith("今天")
    assert time_label(AT) == "2020年5月6日"


@pytest.mark.parametrize(
    ("sent", "wish"),
    [
        ({"do": "undo", "parent": 3}, Wish("undo", 3)),
        ({"do": "write", "parent": 3, "sentence": "1.1", "text": "改。"}, Wish("write", 3, "1.1", "改。")),
        ({"do": "lock", "parent": 3, "sentence": "1.1", "text": "因"}, Wish("lock", 3, "1.1", "因")),
        ({"do": "save-merged", "parent": 3, "aside": 2, "mine": ["k1"]},
         Wish("save-merged", 3, aside=2, mine=("k1",))),
        ({"do": "close"}, Wish("close")),
    ],
)  # fmt: skip
def test_a_click_is_understood(sent: Any, wish: Wish) -> None:
    assert asked(sent) == wish


@pytest.mark.parametrize(
    "sent",
    [
        None, [], {}, {"do": "drop"}, {"do": "undo", "parent": "3"}, {"do": "undo", "parent": True},
        {"do": "undo", "parent": -1}, {"do": "undo", "parent": 2**60},
        {"do": "write", "sentence": 1}, {"do": "write", "sentence": "1" * 65},
        {"do": "write", "sentence": "1.1", "text": "长" * 4001}, {"do": "write", "text": None},
        {"do": "lock", "sentence": "1.1", "text": "长" * 101},
        {"do": "save-merged", "mine": "k1"}, {"do": "save-merged", "mine": [1]},
        {"do": "save-merged", "mine": ["k"] * 501},
    ],
)  # fmt: skip
def test_what_a_browser_makes_up_is_refused(sent: Any) -> None:
    with pytest.raises(DraftError):
        asked(sent)


@pytest.mark.parametrize(
    "sent",
    [
        None, {}, {"do": "compare", "ids": [1]}, {"do": "compare", "ids": [1, 2, 3]},
        {"do": "compare", "ids": "12"}, {"do": "name", "ids": ["1"]},
        {"do": "name", "ids": [1], "text": "长" * 41}, {"do": "restore", "ids": [1], "parent": None},
    ],
)  # fmt: skip
def test_versions_are_asked_for_by_number(sent: Any) -> None:
    assert versions_screen.asked({"do": "compare", "ids": [1, 2]}) == ("compare", (1, 2), "", 0)
    with pytest.raises(DraftError):
        versions_screen.asked(sent)


@pytest.mark.parametrize(
    "sent", [None, {"before": "", "after": "好", "on": True}, {"before": "好", "after": "好"},
             {"before": "好", "after": 3, "on": True}, {"before": "长" * 21, "after": "好", "on": False}],
)  # fmt: skip
def test_a_term_is_turned_by_its_words(sent: Any) -> None:
    assert terms_screen.asked({"before": "好", "after": "优", "on": True}) == ("好", "优", True)
    with pytest.raises(DraftError):
        terms_screen.asked(sent)
