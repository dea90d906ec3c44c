"""The check of terms: what it says, and what can be put right in its very place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.checking.terms import check_terms, term_correction
from assistant.document import Citation, Draft, DraftItem, SectionName, Sentence
from assistant.periods.calendar import Calendar
from assistant.periods.period import load_calendar
from corpus.report import sha256_of


def draft_of(text: str, period: str = "2024H2", section: SectionName = "problems") -> Draft:
    item = DraftItem("一是", "党建", Sentence("1.h", "抓好党建。"), (Sentence("1.1", text),))
    return Draft("d", section, period, "precedent", "县委", "存在的问题", "cn_item", (), (item,))


@pytest.mark.parametrize(
    ("text", "message", "successor"),
    [
        (
            "贯彻党的十九大精神。",
            "“十九大”可能已过时：此后已召开二十大；可改为“二十大”",
            "二十大",
        ),
        (
            "落实“十三五”规划。",
            "“十三五”可能已过时：“十三五”限于2015—2020年；可改为“十四五”",
            "“十四五”",
        ),
        (
            "打赢脱贫攻坚战。",
            "“脱贫攻坚”可能已过时：“脱贫攻坚”限于2015—2020年（此日期未经核实），"
            "此后为“巩固拓展脱贫攻坚成果”",
            None,
        ),
        ("开展第三轮巡察。", "“第三轮巡察”需要核对：届次、轮次需按当期核定", None),
    ],
)
def test_a_finding_says_why_and_offers_what_fits(
    text: str, message: str, successor: str | None
) -> None:
    draft = draft_of(text)
    (finding,) = check_terms(draft)
    assert (finding.kind, finding.severity, finding.message) == ("expired_term", "warning", message)
    assert term_correction(draft, finding) == successor
    # The quotation marks go with the term, so putting one for the other keeps them paired.
    assert text[finding.start : finding.end] in {"十九大", "“十三五”", "脱贫攻坚", "第三轮巡察"}


def test_a_sentence_that_was_rewritten_is_not_corrected_any_more() -> None:
    draft = draft_of("贯彻党的十九大精神。")
    (finding,) = check_terms(draft)
    assert term_correction(draft_of("认真贯彻党的十九大精神。"), finding) is None
    assert term_correction(draft, replace(finding, kind="placeholder")) is None


def test_a_plan_need_not_know_what_was_held_after_it() -> None:
    text = "抓好党的十九届四中全会精神轮训，做好十九届五中全会精神宣传准备工作。"
    assert list(check_terms(draft_of(text, "2020H1", "plan"))) == []
    stale = draft_of("抓好党的十九届四中全会精神轮训。", "2020", "plan")
    assert [(f.start, f.end) for f in check_terms(stale)] == [(4, 11)]


def test_borrowed_words_may_not_look_back_on_what_others_finished() -> None:
    text = "脱贫攻坚取得决定性胜利。"
    own = draft_of(text, "2021H1")
    assert list(check_terms(own)) == []
    quote = text[:-1]
    cited = Citation("c", "wording", "r", "往年总结", "2020", (), "p", 0, len(quote), quote,
                     sha256_of(quote))  # fmt: skip
    sentence = replace(own.items[0].sentences[0], citations=(cited,))
    borrowed = replace(own, items=(replace(own.items[0], sentences=(sentence,)),))
    assert [f.kind for f in check_terms(borrowed)] == ["expired_term"]


def test_an_offices_calendar_is_asked_instead_of_the_shipped_one() -> None:
    shipped = load_calendar()
    without = Calendar(shipped.plenums, (), shipped.discipline_plenums, (), (), shipped.terms)
    draft = draft_of("贯彻党的十九大精神。")
    (finding,) = check_terms(draft)
    assert list(check_terms(draft, without)) == []
    assert term_correction(draft, finding, without) is None
