"""A proposal on the paper: marks, what changes in sources, ticks and groups; nothing unescaped."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from assistant.document import Draft, DraftItem, Finding, Sentence, fact_citation, with_sentence_ids
from assistant.errors import DraftError
from assistant.rewriting.changes import NUMBERING, Change, Proposal
from assistant.rewriting.desk import Selection
from assistant.rewriting.differences import applied, changes_between
from assistant.web.proposal_html import proposal_html, units_of
from assistant.web.proposal_screen import Wish, asked, paper_html
from assistant.web.render import draft_html
from tests.assistant.test_render import ATTACK, citation, draft
from tests.assistant.test_search_html import tags

FIRST = Sentence("", "发展路子偏窄，必须抓好整改。", (citation(),))
SECOND = Sentence("", "村里人手不够。")
OLD = draft(FIRST, SECOND)


def with_body(old: Draft, *sentences: Sentence) -> Draft:
    items = (replace(old.items[0], sentences=sentences), *old.items[1:])
    return with_sentence_ids(replace(old, items=items))


def proposal(old: Draft, new: Draft, **changes: Any) -> Proposal:
    made = Proposal("p1", "改一改", "formal", changes_between(old, new), old, new)
    return replace(made, **changes)


def part(html: str, view: str) -> str:
    """One of the two papers."""
    found = re.search(
        rf'<div class="paper {view}".*?(?=<div class="paper|<div class="checks)', html, re.DOTALL
    )
    assert found
    return found[0]


def marks(html: str, tag: str) -> list[str]:
    return [unescape(words) for words in re.findall(rf"<{tag}>(.*?)</{tag}>", html)]


def buttons(html: str, deed: str) -> list[str]:
    return re.findall(rf'<button [^>]*data-do="{deed}"[^>]*>', html)


REWORDED = with_body(OLD, replace(FIRST, text="发展路子偏窄，应当抓好整改。"), SECOND)


def test_what_goes_is_struck_and_what_comes_is_underlined() -> None:
    html = proposal_html(OLD, proposal(OLD, REWORDED))
    inline = part(html, "inline")
    assert (marks(inline, "del"), marks(inline, "ins")) == (["必须"], ["应当"])
    old, new = re.findall(
        r'<div class="row changed"><div>(.*?)</div><div>(.*?)</div>', html, re.DOTALL
    )[0]
    assert (marks(old, "del"), marks(old, "ins")) == (["必须"], [])
    assert (marks(new, "del"), marks(new, "ins")) == ([], ["应当"])
    assert "data-do" not in old
    assert 'id="s-1.2"' in inline  # what is not changed stays the draft's
    assert "修改建议：改一改" in html


def test_what_a_model_wrote_is_labelled_in_both_views() -> None:
    written = with_body(OLD, replace(FIRST, text="发展路子不宽。", by_model=True), SECOND)
    html = proposal_html(OLD, proposal(OLD, written))
    assert [part(html, view).count("模型起草") for view in ("inline", "beside")] == [1, 1]
    assert "模型起草" not in proposal_html(OLD, proposal(OLD, REWORDED))


def test_the_paper_is_the_draft_where_nothing_is_proposed() -> None:
    assert paper_html(OLD, None) == draft_html(OLD)
    assert paper_html(None, None, planned=True) == draft_html(None, planned=True)
    assert "proposal-bar" in paper_html(OLD, proposal(OLD, REWORDED))


def test_a_change_of_force_waits_for_its_tick() -> None:
    made = proposal(OLD, REWORDED)
    (change,) = made.changes
    free = proposal_html(OLD, made)
    assert not [b for b in buttons(free, "accept") if "disabled" in b]
    ticked = (replace(change, tick="语气变化：必须 → 应当"),)
    html = proposal_html(OLD, replace(made, changes=ticked))
    assert len(buttons(html, "accept")) == 2  # one in each view
    assert all("disabled" in button for button in buttons(html, "accept"))
    assert part(html, "inline").count(f'data-tick="{change.id}"') == 1
    assert "语气变化：必须 → 应当" in html


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (replace(FIRST, text="必须抓好整改。", citations=()), ("少了出处 〔1〕", "改后没有出处")),
        (replace(FIRST, citations=(*FIRST.citations, citation("产业门类少", (7, 13))),
                 text="发展路子偏窄，产业门类少。"), ("新增出处 〔体例 · 2022年总结 › 二、存在的问题〕",)),
        (replace(FIRST, citations=(fact_citation(1, "整改完成", 0, 4),), text="整改完成，发展路子偏窄。"),
         ("新增出处 〔素材1〕", "少了出处 〔1〕")),
    ],
)  # fmt: skip
def test_what_changes_in_sources_is_told_before(new: Sentence, said: tuple[str, ...]) -> None:
    html = proposal_html(OLD, proposal(OLD, with_body(OLD, new, SECOND)))
    effects = re.findall(r'class="effects">(.*?)</span>', part(html, "inline"))
    assert effects == ["　".join(said)]


def test_findings_and_verdicts_are_told() -> None:
    judged = with_body(OLD, replace(FIRST, verdict="supported"), SECOND)
    made = proposal(
        judged, with_body(OLD, replace(FIRST, text="必须整改。", verdict="partial"), SECOND)
    )
    found = (Finding("weak_support", "warning", "部分支持：<整改>"),)
    changes = tuple(replace(c, findings=found) for c in made.changes)
    html = part(proposal_html(judged, replace(made, changes=changes)), "inline")
    assert "支持 → 部分支持" in html
    assert "部分支持：&lt;整改&gt;" in html


def three_items() -> Draft:
    items = tuple(
        DraftItem(marker, theme, Sentence("", f"{theme}有短板。"), (Sentence("", f"{body}。"),))
        for marker, theme, body in (
            ("一是", "村集体经济", "产业链条不长"),
            ("二是", "党员教育", "学习形式不多"),
            ("三是", "人才引进", "年轻干部不足"),
        )
    )
    return with_sentence_ids(replace(OLD, items=items))


def moved() -> tuple[Draft, Proposal]:
    old = three_items()
    new = with_sentence_ids(replace(old, items=(old.items[2], *old.items[:2])))
    fresh = tuple(
        replace(i, marker=m) for i, m in zip(new.items, ("一是", "二是", "三是"), strict=True)
    )
    return old, proposal(old, replace(new, items=fresh))


def test_a_group_is_accepted_as_one() -> None:
    old, made = moved()
    units = units_of(made.changes)
    assert len(made.changes) > len(units) == 1
    inline = part(proposal_html(old, made), "inline")
    (accept,) = buttons(inline, "accept")
    assert f'data-changes="{" ".join(c.id for c in made.changes)}"' in accept
    assert "移到别处" in inline
    assert "从别处移来" in inline
    assert not buttons(inline, "reword")  # its words stay
    assert inline.count('class="deciding"') == 2  # where it was and where it comes
    assert applied(old, made.changes, [made.changes[0].id]).items[0].theme == "人才引进"


def test_both_papers_have_the_markers_of_their_side() -> None:
    old, made = moved()
    rows = re.findall(
        r'<div class="row[^"]*"><div><p>(.*?)</p></div><div><p>(.*?)</p></div></div>',
        part(proposal_html(old, made), "beside"),
        re.DOTALL,
    )
    found = [
        re.findall(r"<strong>([一二三]是)", "".join(column)) for column in zip(*rows, strict=True)
    ]
    assert found == [["一是", "二是", "三是"]] * 2


def test_another_numbering_is_a_change_of_the_whole() -> None:
    change = Change("c1", "replace", NUMBERING, "一是", "（一）")
    html = proposal_html(OLD, replace(proposal(OLD, OLD), changes=(change,)))
    assert "序号：" in html
    assert not buttons(html, "reword")
    assert len(buttons(part(html, "inline"), "accept")) == 1


def test_no_words_are_markup() -> None:
    hurt = with_sentence_ids(replace(OLD, heading=ATTACK, organisation=ATTACK))
    new = with_body(
        hurt, Sentence("", ATTACK, (citation("产业门类少", report_title=ATTACK),)), SECOND
    )
    made = proposal(hurt, new, id=ATTACK, instruction=ATTACK, notices=(ATTACK,))
    changes = tuple(
        replace(c, tick=ATTACK, findings=(Finding("x", "warning", ATTACK),), id=ATTACK)
        for c in made.changes
    )
    html = proposal_html(hurt, replace(made, changes=changes))
    assert "img" not in tags(html)
    assert "onerror" in unescape(html)


@pytest.mark.parametrize(
    ("sent", "wish"),
    [
        ({"do": "accept", "proposal": "p", "changes": ["c1"], "ticked": ["c1"]},
         Wish("accept", "p", ("c1",), ("c1",))),
        ({"do": "reject", "proposal": "p", "changes": ["c1", "c2"]}, Wish("reject", "p", ("c1", "c2"))),
        ({"do": "edit", "proposal": "p", "changes": ["c1"], "text": " 改。 "},
         Wish("edit", "p", ("c1",), (), "改。")),
        ({"do": "propose", "text": "压缩", "item": 2}, Wish("propose", text="压缩", item=2)),
        ({"do": "propose", "text": "压缩", "sentence": "1.1", "start": 2, "end": 5},
         Wish("propose", text="压缩", selection=Selection("1.1", 2, 5))),
        ({"do": "propose", "text": "压缩", "item": 2, "parent": 7},
         Wish("propose", text="压缩", item=2, parent=7)),
        ({"do": "fix", "rule": "punct.space", "sentence": "1.1", "start": 2},
          Wish("fix", text="punct.space", selection=Selection("1.1", 2, 2))),
    ],
)  # fmt: skip
def test_a_click_is_understood(sent: Any, wish: Wish) -> None:
    assert asked(sent) == wish


@pytest.mark.parametrize(
    "sent",
    [
        None, [], "accept", {}, {"do": "drop"}, {"do": "accept", "proposal": "p", "changes": []},
        {"do": "accept", "changes": ["c1"]}, {"do": "accept", "proposal": "p", "changes": [1]},
        {"do": "accept", "proposal": "p", "changes": ["c"] * 1001},
        {"do": "accept", "proposal": "p", "changes": ["c1"], "ticked": "c1"},
        {"do": "edit", "proposal": "p", "changes": ["c1"], "text": " "},
        {"do": "edit", "proposal": "p", "changes": ["c1"], "text": 3},
        {"do": "edit", "proposal": "p", "changes": ["c1"], "text": "长" * 4001},
        {"do": "propose", "text": "压缩"}, {"do": "propose", "text": "", "item": 1},
        {"do": "propose", "text": "压缩", "item": True}, {"do": "propose", "text": "压缩", "item": 0},
        {"do": "propose", "text": "压缩", "item": 1, "sentence": "1.1"},
        {"do": "propose", "text": "压缩", "sentence": "1.1", "start": 5, "end": 2},
        {"do": "propose", "text": "压缩", "sentence": "1.1", "start": "0", "end": 2},
        {"do": "propose", "text": "长" * 201, "item": 1},
        {"do": "propose", "text": "压缩", "item": 1, "parent": "7"},
        {"do": "propose", "text": "压缩", "item": 1, "parent": -1},
        {"do": "fix", "rule": "punct.space"}, {"do": "fix", "sentence": "1.1", "start": 2},
        {"do": "fix", "rule": 1, "sentence": "1.1"},
    ],
)  # fmt: skip
def test_what_a_browser_makes_up_is_refused(sent: Any) -> None:
    with pytest.raises(DraftError):
        asked(sent)
