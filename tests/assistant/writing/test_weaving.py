"""A supplied fact stands in the sentence where it says what kind of fact it is."""

from __future__ import annotations

import pytest

from assistant.document import SectionName
from assistant.periods.calendar_file import load_calendar
from assistant.writing.pieces import Supplied, assemble
from assistant.writing.times import Times
from assistant.writing.weaving import own_sentence, to_come, weave, woven_chars
from corpus.report import Period

HALF = Period.parse("2024H1")
TIMES = Times(HALF, HALF, load_calendar())


@pytest.mark.parametrize(
    ("section", "fact", "text"),
    [
        ("problems", "薄弱村还有12个", "目前薄弱村还有12个。"),
        ("problems", "目前薄弱村还有12个", "目前薄弱村还有12个。"),
        ("problems", "新建非公党组织7个", "虽已新建非公党组织7个，但。"),
        ("problems", "已建成驿站3个", "虽已建成驿站3个，但。"),
        ("problems", "党员总数达到3200名", "虽然党员总数达到3200名，但。"),
        ("plan", "薄弱村还有12个", "针对薄弱村还有12个的实际。"),
        ("plan", "建成党群服务中心8个", "在建成党群服务中心8个的基础上。"),
    ],
)
def test_a_fact_is_framed_by_what_it_says(section: SectionName, fact: str, text: str) -> None:
    woven = weave(section, [], Supplied(1, fact))
    assert woven is not None
    sentence = assemble(woven, TIMES)
    assert sentence.text == text
    (citation,) = sentence.citations
    assert sentence.text[citation.clause_start : citation.clause_end] == fact == citation.quote


@pytest.mark.parametrize(
    "fact",
    ["今年以来，全县共举办培训班12期，培训党员3200人次", "建" * 40 + "12个"],
)
def test_a_long_fact_is_a_sentence_of_its_own(fact: str) -> None:
    assert weave("plan", [], Supplied(1, fact)) is None


def test_facts_left_over_stand_together() -> None:
    facts = [Supplied(1, "薄弱村还有12个"), Supplied(2, "空壳村还有3个")]
    sentence = assemble(own_sentence(facts), TIMES)
    assert sentence.text == "目前薄弱村还有12个，空壳村还有3个。"
    assert [c.quote for c in sentence.citations] == [f.fact for f in facts]
    assert assemble(own_sentence([Supplied(1, "截至6月底完成8项")]), TIMES).text[0] == "截"


@pytest.mark.parametrize("section", ["problems", "plan"])
@pytest.mark.parametrize(
    "facts",
    [
        ["薄弱村还有12个"],
        ["已建成驿站3个"],
        ["党员总数达到3200名", "薄弱村还有12个"],
        ["今年以来，全县共举办培训班12期", "薄弱村还有12个", "空壳村还有3个"],
    ],
)
def test_facts_are_counted_with_all_that_they_bring(section: SectionName, facts: list[str]) -> None:
    left = [Supplied(n, fact) for n, fact in enumerate(facts, 1)]
    chars = 0
    while left and (woven := weave(section, [], left[0])):
        # A full stop stands for the comma that joins it to the rest; a 但 needs none.
        chars += len(assemble(woven, TIMES).text.replace("但。", "但"))
        left = left[1:]
    for start in range(0, len(left), 2):
        chars += len(assemble(own_sentence(left[start : start + 2]), TIMES).text)
    supplied = [Supplied(n, fact) for n, fact in enumerate(facts, 1)]
    assert woven_chars(section, supplied) == chars


def test_what_is_of_the_time_planned_is_nothing_to_build_on() -> None:
    fact = Supplied(1, "2025年新建高标准农田5.2万亩", coming=True)
    assert weave("plan", [], fact) == [fact]


@pytest.mark.parametrize(
    ("facts", "coming"),
    [
        (("2025年新建高标准农田3万亩", "改造老旧小区42个"), (1, 2)),
        (("绕城路计划10月通车", "全年新增保障房200套", "已培训党员300人次"), (1, 2)),
        (("改造老旧小区42个",), ()),  # nothing says when
        (("2024年计划新建驿站9个", "新建驿站9个"), ()),  # of the year told of
        (("绕城路将于2025年通车", "新增企业12家，同比增长8%"), (1,)),
    ],
)
def test_what_the_year_planned_brings_is_told_from_what_is_done(
    facts: tuple[str, ...], coming: tuple[int, ...]
) -> None:
    assert to_come(facts, 2024, 2025) == {facts[n - 1] for n in coming}
    assert to_come(facts, 2024, 2024) == frozenset()


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("绕城路将于2025年10月通车", None),  # a sentence of its own
        ("县医院新院区计划9月启用", None),
        ("计划培训党员300人次", "计划培训党员300人次。"),
        ("改造老旧小区42个", "改造老旧小区42个。"),
    ],
)
def test_what_is_to_come_is_a_measure_or_a_sentence(fact: str, text: str | None) -> None:
    supplied = Supplied(1, fact, coming=True)
    woven = weave("plan", [], supplied)
    assert (assemble(woven, TIMES).text if woven else None) == text
    assert assemble(own_sentence([supplied]), TIMES).text == f"{fact}。"
