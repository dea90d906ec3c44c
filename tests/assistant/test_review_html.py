"""The review desk on the page: everything is there, and no word of anybody reaches it as markup."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from assistant.document import (
    Adaptation,
    Draft,
    Finding,
    Sentence,
    fact_citation,
)
from assistant.errors import DraftError
from assistant.review.blockers import Waiver
from assistant.review.comments import Remark, State, Thread
from assistant.review.decision import Decision
from assistant.review.sheet import Marks, sheet_of
from assistant.review.standing import stands_on
from assistant.rewriting.locks import Lock
from assistant.storage.seal_rows import Seal
from assistant.web.review_html import review_html
from assistant.web.review_screen import Wish, asked
from assistant.web.threads_html import talk_html
from corpus.report import Report
from tests.assistant.test_render import ATTACK, citation, draft, report
from tests.assistant.test_search_html import tags

AT = "2024-07-01T00:00:00+00:00"
FACT = "薄弱村还有12个"
CITED = Sentence(
    "", f"发展路子偏窄，{FACT}。", (citation(), fact_citation(1, FACT, 7, 7 + len(FACT))),
    (Adaptation("今年", "上半年", "期间"),), verdict="supported",
)  # fmt: skip
FOUND = (
    Finding("unsupported_figure", "error", "“35”没有", "1.2", 0, 2, "5.1", "GB/T 15835—2011"),
    Finding("placeholder", "warning", "“XX”待填写或核实", "1.2", 0, 2),
)
NOTHING = Marks()
SEAL = Seal("problems", 3, "王核稿", AT, 7, "f" * 64)


def made() -> Draft:
    return draft(CITED, Sentence("", "网箱35个。"), findings=FOUND, facts=(FACT,))


def decided(on: Draft, place: str, verb: Any = "passed", note: str = "") -> Decision:
    (sentence,) = (s for s in on.sentences() if s.id == place)
    return Decision(place, stands_on(sentence), verb, "王核稿", AT, note)


def thread(state: State = "open", place: str = "1.1", text: str = "请核实") -> Thread:
    return Thread(4, place, CITED.text, state, (Remark("王核稿", AT, text),))


def page(
    marks: Marks = NOTHING, seal: Seal | None = None, of: Draft | None = None, **about: Any
) -> str:
    found = {"r1": report()}
    return review_html(
        sheet_of(of or made(), marks), ("problems", "plan"), seal, about.get("report_of", found.get),
        about.get("replaced_by", lambda _: None),
    )  # fmt: skip


def card(html: str, place: str) -> str:
    (found,) = re.findall(
        rf'<article class="card" data-sentence="{place}".*?</article>', html, re.S
    )
    return str(found)


def line(html: str, place: str) -> str:
    (found,) = re.findall(rf'<li class="[a-z]+" data-sentence="{place}".*?</li>', html, re.S)
    return str(found)


def test_the_riskiest_sentence_comes_first_and_says_why() -> None:
    html = page()
    assert re.findall(r'<li class="(\w+)" data-sentence="([^"]+)"', html)[0] == ("high", "1.2")
    assert "第 1 / 4 句" in card(html, "1.2")
    assert "先看：无依据数字（须改）、没有出处、待补" in card(html, "1.2") or "先看：" in card(
        html, "1.2"
    )
    assert "没有结论的在前" in html


def test_a_card_has_all_that_is_known_of_a_sentence() -> None:
    first, second = card(page(), "1.1"), card(page(), "1.2")
    assert '<b class="verdict supported">支持</b>' in first
    assert '<li class="supplied"><b>12</b> 见于素材' in first
    assert "<del>今年</del> → <ins>上半年</ins> <small>期间</small>" in first
    assert 'id="r-1.1"' in first
    assert "家底薄弱。" in first  # in its paragraph
    assert '<li class="nowhere"><b>35</b> 哪里都没有</li>' in second
    assert "5.1 · GB/T 15835—2011" in second
    assert "这一句没有出处" in second


def test_the_source_stands_in_its_place_with_neighbours() -> None:
    shown = card(page(), "1.1")
    wording, fact = re.findall(r'<section class="cited (?:wording|fact)".*?</section>', shown, re.S)
    assert "一是<mark>发展路子偏窄</mark>，产业门类少。" in wording
    assert "前一段。" in wording
    assert "后一段。" in wording
    assert "2022年度 › 二、存在的问题" in wording
    assert "写法参照往年，不证明事实" in wording
    assert "支撑：<q>发展路子偏窄</q>" in wording
    assert "事实出自来源" in fact
    assert f"<mark>{FACT}</mark>" in fact
    assert "在报告里看" in wording
    assert "在报告里看" not in fact


def test_a_past_paragraph_says_which_sentences_use_it() -> None:
    both = draft(
        CITED, replace(CITED, text="发展路子偏窄。", citations=(citation(),)), facts=(FACT,)
    )
    assert re.findall(
        r'data-of="([^"]+)"( disabled)?>第1条第\d句</button>',
        card(page(of=both), "1.2").partition("这一段用在")[2],
    ) == [("1.1", ""), ("1.2", " disabled")]


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ({"report_of": lambda _: None}, "原文已不在资料库中的原处"),
        ({"report_of": {"r1": report("前一段。\n一是发展路子偏宽，产业门类少。\n后一段。")}.get},
         "原文已不在资料库中的原处"),
        ({"replaced_by": lambda _: "r2"}, "这份报告已有新版本"),
    ],
)  # fmt: skip
def test_a_changed_source_is_said(about: dict[str, Any], said: str) -> None:
    assert said in card(page(**about), "1.1")


def test_decisions_locks_and_what_fell_are_shown() -> None:
    on = made()
    marks = Marks(
        (decided(on, "1.1"), decided(on, "1.2", "returned", "没有这回事"),
         replace(decided(on, "1.h"), stands_on="0" * 64)),
        locks=(Lock("1.1", CITED.text, "王核稿", AT),),
    )  # fmt: skip
    html = page(marks)
    assert '<p class="decided passed">通过 · 王核稿' in card(html, "1.1")
    assert "已由王核稿锁定" in card(html, "1.1")
    assert "退回 · 王核稿" in card(html, "1.2")
    assert "没有这回事" in card(html, "1.2")
    assert "已失效：之后这一句的文字或出处改过" in card(html, "1.h")
    assert "改过，须重核" in line(html, "1.h")
    assert 'data-review="unlock"' in card(html, "1.1")
    assert 'data-review="lock"' not in card(html, "1.2")
    assert "核定</b>" in html
    assert "<i>2 / 4 句</i>" in html


def test_the_coverage_bar_leads_to_its_sentences() -> None:
    html = page()
    shares = dict(
        re.findall(
            r'class="(\w+)" style="flex-basis:([\d.]+%)" data-review="filter" data-of="\1"', html
        )
    )
    assert shares == {"open": "100.0%", "fact": "25.0%", "uncited": "75.0%", "proven": "25.0%"}
    assert "依据 1 · 体例 0 · 无 3" in html
    held = dict(re.findall(r'data-sentence="([^"]+)" data-holds="([^"]+)"', html))
    assert "proven" in held["1.1"].split()
    assert "uncited" in held["1.2"].split()


def test_what_is_in_the_way_is_listed_with_a_jump() -> None:
    html = page()
    assert "还不能定稿：有 6 项没有处理" in html
    assert "定稿（还有 6 项）" in html
    assert re.findall(r'<details class="blockers (\w+)"', html) == [
        "error", "placeholder", "undecided",
    ]  # fmt: skip
    assert html.count('data-review="waiving"') == 6
    assert "可以定稿" in page(
        Marks(tuple(decided(made(), s.id) for s in draft(CITED).sentences())),
        of=draft(CITED, facts=(FACT,)),
    )


def test_a_signed_section_offers_only_reopening() -> None:
    html = page(seal=SEAL)
    assert "已定稿" in html
    assert SEAL.hash in html
    assert 'data-review="reopen"' in html
    for deed in ("passed", "returned", "waive", "sign"):
        assert f'data-review="{deed}"' not in html


@pytest.mark.parametrize(
    ("state", "reviewer", "writer"),
    [("open", True, True), ("answered", True, True), ("resolved", False, False)],
)
def test_comments_are_answered_until_they_are_settled(
    state: State, reviewer: bool, writer: bool
) -> None:
    html = card(page(Marks(threads=(thread(state),))), "1.1")
    assert "请核实" in html
    assert ('data-review="resolve"' in html) is reviewer
    said = talk_html("problems", {"1.1": (thread(state),)}, {"1.1": CITED.text}, None)
    assert ('data-review="answer"' in said) is writer
    assert ("1 条待答复" in said) is (state == "open")
    gone = talk_html("problems", {"": (thread(),)}, {}, None)
    assert "原句已不在稿子里" in gone
    changed = talk_html("problems", {"1.1": (thread(),)}, {"1.1": "改过了。"}, None)
    assert "提意见后改过" in changed


def test_nothing_is_shown_to_the_writer_where_nothing_was_said() -> None:
    assert talk_html("problems", {}, {}, None) == ""
    assert "已定稿" in talk_html("problems", {}, {}, SEAL)


def test_no_word_becomes_markup() -> None:
    """The same tags with words that attack in every place as with plain ones."""

    def whole(word: str) -> str:
        cited = replace(citation(report_title=word), section_path=(word,))
        fact = fact_citation(1, word, 0, 1)
        sentence = Sentence("", f"甲{word}。", (cited, fact), (Adaptation(word, word, word),))
        on = draft(
            sentence, Sentence("", f"乙{word}。"), organisation=word, facts=(word,),
            findings=(Finding("broken", "error", word, "1.1", 0, 1, word, word),),
        )  # fmt: skip
        talk = Thread(1, "1.1", sentence.text, "open", (Remark(word, AT, word),))
        lost = replace(talk, id=2, sentence_id="9.9", text=word)
        passed = replace(decided(on, "1.2", "returned", word), by=word)
        fell = replace(decided(on, "1.h"), stands_on="0" * 64, by=word)
        lock = Lock("1.2", f"乙{word}。", word, AT)
        sheet = sheet_of(on, Marks((passed, fell), (talk, lost), (lock,)))
        blocker = next(b for b in sheet.blockers if b.kind == "error")
        waived = Waiver(blocker.id, "error", word, word, AT, word)
        sheet = sheet_of(on, Marks((passed, fell), (talk, lost), (lock,), (waived,)))
        before = word[:4]  # the cited span stands where it did
        text = f"{before}\n一是发展路子偏窄，产业门类少。\n{word}"
        sources: dict[str, Report] = {"r1": report(text)}
        seal = replace(SEAL, by=word)
        html = review_html(sheet, ("problems",), None, sources.get)
        html += review_html(sheet, ("problems",), seal, sources.get)
        html += talk_html("problems", {"1.1": (talk,), "": (lost,)}, {"1.1": f"甲{word}。"}, seal)
        return html

    attacked = whole(ATTACK)
    assert ATTACK not in attacked
    assert "<mark>发展路子偏窄</mark>" in attacked
    assert tags(attacked) == tags(whole(re.sub(r"[<>\"'&=]", "甲", ATTACK)))


@pytest.mark.parametrize(
    ("sent", "wish"),
    [
        ({"do": "passed", "section": "problems", "of": "1.1", "on": "a" * 64},
         Wish("passed", "problems", "1.1", "a" * 64)),
        ({"do": "answer", "section": "plan", "text": "好", "thread": 4},
         Wish("answer", "plan", text="好", thread=4)),
        ({"do": "sign", "section": "plan"}, Wish("sign", "plan")),
    ],
)  # fmt: skip
def test_a_click_is_read(sent: dict[str, Any], wish: Wish) -> None:
    assert asked(sent) == wish


@pytest.mark.parametrize(
    "sent",
    [
        None, "passed", [], {}, {"do": "passed"}, {"do": "passed", "section": "lead"},
        {"do": "delete", "section": "plan"}, {"do": "passed", "section": "plan", "of": 3},
        {"do": "passed", "section": "plan", "of": "x" * 81}, {"do": "ask", "section": "plan", "thread": True},
        {"do": "ask", "section": "plan", "thread": -1}, {"do": "ask", "section": "plan", "thread": 2**40},
        {"do": "ask", "section": "plan", "text": "长" * 5000}, {"do": "ask", "section": "plan", "text": None},
    ],
)  # fmt: skip
def test_what_a_browser_makes_up_is_refused(sent: Any) -> None:
    with pytest.raises(DraftError, match="没有看懂这次点击"):
        asked(sent)
