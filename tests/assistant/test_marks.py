"""The counts below the paper lead to the sentences they count."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.checking.copying import copied_of_sentence, copied_share
from assistant.document import Draft, Finding, Sentence, Verdict
from assistant.style.fit import Fit, Score
from assistant.web.checks_html import checks_html
from assistant.web.marks import marks_of
from assistant.web.render import draft_html
from tests.assistant.test_render import ATTACK, QUOTE, citation, draft
from tests.assistant.test_search_html import tags

COPY = Sentence("", f"{QUOTE}。", (citation(),), verdict="supported")
FREE = Sentence("", f"{QUOTE}，这方面的工作还要继续往深里做、往实里做。", (citation(),))


def found(kind: str, severity: str = "warning", start: int = 0, end: int = 0) -> Draft:
    finding = Finding(kind, severity, f"说明{kind}", "1.1", start, end)  # type: ignore[arg-type]
    return draft(Sentence("", "甲乙丙丁。"), findings=(finding,))


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        ("weak_support", "partial"), ("unsupported_sentence", "unsupported"),
        ("uncited", "unsupported"), ("placeholder", "placeholder"), ("expired_term", "expired"),
        ("unsupported_figure", "figure"), ("broken", "noted"), ("source_changed", "noted"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("span", "drawn"), [((1, 3), "乙丙"), ((0, 0), "甲乙丙丁。"), ((3, 99), "丁。")]
)
def test_a_finding_draws_its_words(kind: str, tag: str, span: tuple[int, int], drawn: str) -> None:
    mark = marks_of(found(kind, "warning", *span))["1.1"]
    assert tag in mark.tags
    assert [("甲乙丙丁。"[a:b], t) for t, a, b in mark.runs(0, 5) if t] == [(drawn, tag)]
    assert mark.said == (f"说明{kind}",)


def test_a_narrow_finding_is_drawn_over_a_wide_one() -> None:
    wide = Finding("unsupported_sentence", "error", "无依据", "1.1", 0, 5)
    narrow = Finding("placeholder", "warning", "待填写", "1.1", 2, 3)
    for order in ((wide, narrow), (narrow, wide)):
        mark = marks_of(draft(Sentence("", "甲乙丙丁。"), findings=order))["1.1"]
        assert list(mark.runs(0, 5)) == [
            ("unsupported", 0, 2), ("placeholder", 2, 3), ("unsupported", 3, 5),
        ]  # fmt: skip


@pytest.mark.parametrize("verdict", ["supported", ""])
def test_a_supported_sentence_is_calm(verdict: Verdict) -> None:
    mark = marks_of(draft(replace(FREE, verdict=verdict)))["1.1"]
    assert mark.is_calm
    assert not any(mark.paint)


def test_what_is_copied_is_marked_and_headings_are_not() -> None:
    made = draft(COPY, FREE)
    heading = Sentence("1.h", f"{QUOTE}。", (citation(),))
    made = replace(made, items=(replace(made.items[0], heading=heading),))
    marks = marks_of(made)
    assert [i for i, mark in marks.items() if "copied" in mark.tags] == ["1.1"]
    share = copied_of_sentence(made.items[0].sentences[1]).share
    assert 0 < share < 0.6
    assert marks["1.2"].said == (f"照搬率 {share:.0%}",)


def test_a_count_is_a_button_if_there_is_something_to_see() -> None:
    made = draft(
        COPY, Sentence("", "乙。", verdict="partial"), Sentence("", "丙。", verdict="unsupported")
    )
    html = checks_html(made, Fit(87.4, (Score("x", "条数", 10.0, 1.0, "4 条", "5 条"),), "据"))
    steps = re.findall(r'data-do="step" data-mark="(\w+)"', html)
    assert steps == ["supported", "partial", "unsupported", "copied"]
    text = re.sub(r"<[^>]+>", " ", html)
    said = re.sub(r"\s+", " ", text)
    for words in (
        "引用 1 处", "支持 1", "部分支持 1", "无依据 1", "待补 0", "过期提法 0",
        f"照搬率 {copied_share(made):.0%}", "像往年 87 分",
    ):  # fmt: skip
        assert words in said
    assert "像往年" not in checks_html(made)
    assert "像往年" not in checks_html(made, Fit(0.0, (), ""))
    shown = draft_html(made)
    for tag in steps:
        assert re.search(rf'data-marks="[^"]*\b{tag}\b', shown), tag


def test_errors_unfold_the_findings_and_each_leads_to_its_sentence() -> None:
    assert '<details class="findings" open>' in checks_html(found("broken", "error"))
    html = checks_html(found("uncited", "warning"))
    assert '<details class="findings"><summary>核验意见 1 条</summary>' in html
    assert 'data-do="sentence" data-of="1.1"' in html


def test_several_notices_are_behind_the_first() -> None:
    html = checks_html(replace(draft(), notices=("甲", "乙", "丙")))
    assert "甲（另有 2 条说明）" in html
    assert '<p class="notice">甲</p>' in checks_html(replace(draft(), notices=("甲",)))
    assert "notice" not in checks_html(draft())


def test_nothing_below_the_paper_is_markup() -> None:
    finding = Finding("x", "error", ATTACK, ATTACK)
    html = checks_html(replace(draft(), notices=(ATTACK, ATTACK), findings=(finding,)))
    assert "img" not in tags(html)
