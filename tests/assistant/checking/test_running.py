"""A whole report with the faults offices make, and the same rules over a draft's sentences."""

from __future__ import annotations

from collections import Counter

import pytest

from assistant.checking import checked
from assistant.checking.report import checked_text, fixed, place_of
from assistant.checking.running import findings_of_draft
from assistant.checking.tables import load_tables
from assistant.document import Draft, DraftItem, Finding, Sentence

TABLES = load_tables()
# Made up, with the kinds of fault that real half-year reports have.
FAULTY = """青岚县文化馆2020年度上半年工作总结

2020年，县文化馆以习近平新时代中国特色社会主义思想为指导，深入贯彻党的十九大和十九届二中、三中、四中全会精神，把制度建设贯彻其中，现将上半年工作总结如下。
一、上半年工作情况
（一）抓实阵地建设。改造分馆XX个，开放XX天，制定落实关于《关于加强分馆管理的意见》。 “数字文化馆”访问量居全市前列。
(二)抓实群众活动。组织群众参加红色教育基地XX人次，认真落实“三会一课”、“主题党日”。
（三）抓实队伍建设。举办培训XX期，配合县委第十轮巡察。
二、存在的问题
对标要求，还存在一些不足。一是阵地管理不够精细。分馆巡查不勤。二是群众活动不够丰富。展演场次偏少。三是非物质文化遗产传承经费不足。来源单一，后劲不够。\u00a0
三、下半年工作打算
下半年，我们将抓好落实。
一是进一步规范阵地管理。健全分馆巡查制度。
二是进一步丰富群众活动。做好十九届五中全会精神宣传、宣讲准备工作。
三是进一步强化作风建设。用好典型案例，纪律党员干部守住底线。
"""
FOUND = {
    ("placeholder.mark", "XX"): 4,
    ("placeholder.count", "一、上半年工作情况"): 1,
    ("period.redundant", "度"): 1,
    ("numbering.bracket", "(二)"): 1,
    ("word.confusable", "贯彻其中"): 1,
    ("word.doubled_about", "关于"): 1,
    ("word.collocation", "参加红色教育基地"): 1,
    ("word.no_verb", "纪律党员干部守住底线"): 1,
    ("punct.space", " "): 1,
    ("punct.space", "\u00a0"): 1,
    ("punct.between_quotes", "、"): 1,
    ("cover.unanswered", "非物质文化遗产传承经费不足"): 1,
    ("tone.parallel", "非物质文化遗产传承经费不足"): 1,
    ("term.unknown", "第十轮巡察"): 1,
    ("genre.signature", "。"): 1,
}


def found(text: str) -> Counter[tuple[str, str]]:
    findings = checked_text(text, "", TABLES).findings
    return Counter((f.rule, text[f.start : f.end]) for f in findings)


def test_every_fault_is_found_and_nothing_else() -> None:
    assert found(FAULTY) == FOUND


def test_a_meeting_to_come_may_be_prepared_for_but_not_cited() -> None:
    cited = FAULTY.replace("做好十九届五中全会精神宣传、宣讲准备工作", "贯彻落实十九届五中全会精神")
    new = found(cited) - Counter(FOUND)
    assert new == {("term.expired", "十九届五中全会"): 1}


def test_of_another_time_the_same_words_are_out_of_date() -> None:
    later = checked_text(FAULTY, "", TABLES, period="2026H1").findings
    assert "term.expired" in {f.rule for f in later}


def test_fixes_are_made_in_the_text_and_leave_the_rest() -> None:
    before = checked_text(FAULTY, "稿.txt", TABLES)
    numbers = [n for n, f in enumerate(before.findings) if f.fix is not None]
    mended = fixed(before, numbers)
    assert "（二）抓实群众活动" in mended
    assert "贯穿其中" in mended
    assert "落实《关于加强分馆管理的意见》" in mended
    left = checked_text(mended, "稿.txt", TABLES).findings
    assert [f for f in left if f.fix is not None] == []
    for wrong in ([len(before.findings)], [-1], [0]):
        if wrong != [0] or before.findings[0].fix is None:
            with pytest.raises(ValueError, match="no fix"):
                fixed(before, wrong)


def test_overlapping_fixes_are_made_once() -> None:
    text = "县文化馆2024年上半年工作总结\n一、工作情况\n增长5-8%。\n"
    before = checked_text(text, "", TABLES)
    numbers = [n for n, f in enumerate(before.findings) if f.fix is not None] * 2
    assert "增长5%～8%。" in fixed(before, numbers)


def test_a_place_is_told_for_people() -> None:
    before = checked_text("\n" + FAULTY, "", TABLES, pages=(0, 100))
    finding = next(f for f in before.findings if f.rule == "numbering.bracket")
    place = place_of(before, finding)
    assert (place.line, place.paragraph, place.page, place.quote) == (7, 5, 2, "(二)")


# --- a draft --------------------------------------------------------------------------------------


def draft(*sentences: str, heading: str = "阵地管理不够精细。", marker: str = "一是") -> Draft:
    body = tuple(Sentence(f"1.{n}", text) for n, text in enumerate(sentences, 1))
    item = DraftItem(marker, "阵地", Sentence("1.h", heading), body)
    lead = (Sentence("lead.1", "还存在一些不足。"),)
    return Draft("d", "problems", "2024H1", "precedent", "", "存在的问题", "一是", lead, (item,))


def of_rule(made: Draft, rule: str) -> list[Finding]:
    return [f for f in findings_of_draft(made, TABLES) if f.rule == rule]


@pytest.mark.parametrize(
    ("made", "rule", "place"),
    [
        (draft("增长5-8%。"), "numeral.range_percent", ("1.1", 2, 6, "5%～8%")),
        (draft("有序。", "完善台帐。"), "word.confusable", ("1.2", 2, 4, "台账")),
        (draft(heading="完善台帐。"), "word.confusable", ("1.h", 2, 4, "台账")),
        (draft("一、有序。", marker="(一)"), "numbering.bracket", ("1.h", 0, 0, None)),
    ],
)
def test_a_hit_is_told_of_its_sentence(
    made: Draft, rule: str, place: tuple[str, int, int, str | None]
) -> None:
    (finding,) = of_rule(made, rule)
    assert (finding.sentence_id, finding.start, finding.end, finding.fix) == place


def test_what_only_a_whole_report_shows_is_not_asked_of_a_draft() -> None:
    rules = {f.rule for f in findings_of_draft(draft("今年开放XX天，参加XX人次。"), TABLES)}
    assert rules == {"placeholder.mark"}


def test_the_older_checks_name_their_rule_and_basis() -> None:
    made = draft("阵地不实，。", "贯彻落实二十届五中全会精神。")
    found = {f.rule: f for f in checked(made, lambda *_: None).findings}
    assert found["punct.doubled"].kind == "broken"
    assert found["punct.doubled"].basis.startswith("GB/T 15834")
    assert found["term.expired"].kind == "expired_term"
