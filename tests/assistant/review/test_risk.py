"""The riskiest sentence comes first, and the rank says why in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.document import (
    Draft,
    DraftItem,
    Finding,
    Sentence,
    Severity,
    Verdict,
    fact_citation,
    with_sentence_ids,
)
from assistant.review.decision import Decision
from assistant.review.entries import FILTERS, SHARES, Entry, counted, entries_of, uses_of
from assistant.review.risk import Risk, risk_of
from assistant.review.standing import stands_on
from assistant.review.traces import Where, traces_of
from corpus.report import Period
from tests.assistant.test_render import QUOTE, citation

ASKED = Period(2024, 1)
FACT = "薄弱村还有12个"


def found(kind: str, severity: Severity = "warning") -> Finding:
    return Finding(kind, severity, f"说明{kind}", "1.1")


def risk(*findings: Finding, verdict: Verdict = "supported", text: str = "甲乙丙。") -> Risk:
    sentence = Sentence("1.1", text, (citation(),), verdict=verdict)
    return risk_of(sentence, findings, traces_of(sentence, ASKED))


# Riskiest first; each must be above the next.
LADDER = (
    risk(found("unsupported_figure", "error"), found("repeated", "error"), verdict="partial"),
    risk(found("source_changed", "error")),
    risk(found("uncited"), found("expired_term"), verdict="unsupported"),
    risk(found("uncited"), verdict="unsupported"),
    risk(found("source_changed")),
    risk(found("weak_support"), verdict="partial"),
    risk(*[found(kind) for kind in ("expired_term", "placeholder", "broken", "a", "b")]),
    risk(found("placeholder")),
    risk(found("broken")),
    risk(text="走访12户，培训30人，办班3期。"),
    risk(text="走访12户。"),
    risk(found("spare_measure", "info")),
    risk(),
)


@pytest.mark.parametrize("place", range(len(LADDER) - 1))
def test_the_order_of_risk(place: int) -> None:
    above, below = LADDER[place], LADDER[place + 1]
    assert above.score > below.score, (above, below)


@pytest.mark.parametrize(
    ("found_risk", "band", "reasons"),
    [
        (LADDER[0], "high", ("无依据数字（须改）", "部分支持", "重复（须改）")),
        (LADDER[3], "high", ("无依据",)),
        (LADDER[5], "high", ("部分支持",)),
        (LADDER[7], "middle", ("待补",)),
        (LADDER[-2], "low", ("措施不对应问题",)),
        (LADDER[-1], "low", ()),
    ],
)
def test_the_rank_is_told_in_words(found_risk: Risk, band: str, reasons: tuple[str, ...]) -> None:
    assert found_risk.band == band
    assert tuple(r for r in found_risk.reasons if not r.startswith("带")) == reasons


def test_what_a_model_wrote_or_a_report_lent_is_said() -> None:
    plain = Sentence("1.1", f"{QUOTE}。", (citation(),), verdict="supported")
    assert risk_of(plain, ()).reasons == ("照搬率 100%",)
    assert risk_of(plain, (), is_model=True).reasons == ("模型写的", "照搬率 100%")
    assert risk_of(plain, (), is_heading=True).reasons == ()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("目前薄弱村还有12个。", "supplied"),
        ("目前薄弱村还有15个。", "nowhere"),
        ("2024年薄弱村不少。", "asked"),
        ("2019年薄弱村不少。", "nowhere"),
        ("目前信访积案还有12个。", "elsewhere"),
    ],
)
def test_a_figure_is_traced_to_where_it_stands(text: str, where: Where) -> None:
    sentence = Sentence("1.1", text, (citation(), fact_citation(1, FACT, 2, len(text) - 1)))
    (trace,) = traces_of(sentence, ASKED)
    assert trace.where == where
    assert text[trace.start : trace.end] == trace.token
    assert (trace.citation is not None) is (where == "supplied")


def test_a_figure_of_a_report_of_the_period_is_traced_to_its_span() -> None:
    spans = [citation(), citation(quote="全县薄弱村还有12个", kind="fact", period="2024H1")]
    (trace,) = traces_of(Sentence("1.1", "薄弱村还有12个。", tuple(spans)), ASKED)
    assert (trace.where, trace.citation) == ("cited", spans[1])


def a_draft() -> Draft:
    fact = fact_citation(1, FACT, 0, len(FACT))
    said = (
        Sentence("", f"{FACT}。", (fact,), verdict="supported"),
        Sentence("", "发展路子偏窄，办法也不多。", (citation(),), verdict="partial"),
        Sentence("", "全年建成网箱35个。", (), verdict="unsupported"),
        Sentence("", "产业门类少。", (citation("产业门类少"),), verdict="supported"),
    )
    made = with_sentence_ids(
        Draft("d", "problems", "2024H1", "precedent", "县委", "存在的问题", "一是", (),
              (DraftItem("一是", "产业", Sentence("", "家底薄弱。"), said),), facts=(FACT,))
    )  # fmt: skip
    return replace(made, findings=(found("unsupported_figure", "error"), found("weak_support")))


def places(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.id for entry in entries]


def test_undecided_comes_first_then_returned_then_passed() -> None:
    draft = replace(a_draft(), findings=(Finding("unsupported_figure", "error", "没有", "1.3"),))
    assert places(entries_of(draft)) == ["1.3", "1.2", "1.1", "1.4", "1.h"]
    hashes = {s.id: stands_on(s) for s in draft.sentences()}
    decisions = [
        Decision("1.3", hashes["1.3"], "passed", "甲", "2024-07-01T00:00:00+00:00"),
        Decision("1.2", hashes["1.2"], "returned", "甲", "2024-07-01T00:00:01+00:00"),
    ]
    assert places(entries_of(draft, decisions)) == ["1.1", "1.4", "1.h", "1.2", "1.3"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("open", "1.h 1.1 1.2 1.3 1.4"), ("found", "1.1"), ("unsupported", "1.3"), ("figures", "1.1 1.3"),
        ("returned", ""), ("commented", ""), ("all", "1.h 1.1 1.2 1.3 1.4"), ("passed", ""),
        ("fact", "1.1"), ("wording", "1.2 1.4"), ("uncited", "1.h 1.3"), ("proven", "1.1"),
    ],
)  # fmt: skip
def test_filters_and_shares(name: str, expected: str) -> None:
    entries = entries_of(a_draft())
    holds = {**FILTERS, **SHARES}[name].holds
    inside = [e for e in sorted(entries, key=lambda e: e.number) if holds(e)]
    assert " ".join(places(tuple(inside))) == expected
    assert counted(entries)[name] == len(inside)


def test_a_past_paragraph_leads_to_the_sentences_that_use_it() -> None:
    assert uses_of(a_draft()) == {"facts:1": ("1.1",), "r1:1": ("1.2", "1.4")}
