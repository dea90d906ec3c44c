"""支持, 部分支持 and 无依据: what a sentence says against what it cites."""

from __future__ import annotations

import pytest

from assistant.checking import checked
from assistant.checking.verdicts import judge, verdict_of
from assistant.document import (
    Adaptation,
    Citation,
    CitationKind,
    Draft,
    DraftItem,
    Finding,
    Sentence,
    fact_citation,
)
from corpus.report import Period, sha256_of

PERIOD = Period(2024, 1)


def cited(quote: str, kind: CitationKind = "wording", start: int = 0, end: int = 0) -> Citation:
    return Citation(
        f"c{quote}", kind, "r1", "2022年总结", "2022", ("二、存在的问题",), "r1:0",
        0, len(quote), quote, sha256_of(quote), start, end,
    )  # fmt: skip


def verdict(text: str, *citations: Citation, changes: tuple[Adaptation, ...] = ()) -> str:
    return verdict_of(judge(Sentence("1.1", text, citations, changes), PERIOD))


# (sentence, words cited for their wording, verdict)
WORDING = [
    ("发展路子偏窄。", "发展路子偏窄", "supported"),
    ("但发展路子偏窄。", "发展路子偏窄", "supported"),
    ("上半年，发展路子偏窄。", "发展路子偏窄", "supported"),
    ("2025年，发展路子偏窄。", "发展路子偏窄", "supported"),
    ("进一步壮大集体经济。", "以更实举措壮大集体经济", "supported"),
    ("薄弱村还有XX个。", "薄弱村还有12个", "supported"),
    ("薄弱村还有【待补】个。", "薄弱村还有12个", "supported"),
    ("贯彻全会【待核】精神。", "贯彻全会精神", "supported"),
    ("薄弱村还有12个。", "薄弱村还有12个", "partial"),
    ("发展路子偏窄，信访秩序好转。", "发展路子偏窄", "partial"),
    ("人才引进力度不大。", "发展路子偏窄，产业门类少", "unsupported"),
    ("加强队伍建设。", "纠治“四风”顽疾", "unsupported"),
    # negation
    ("作用发挥充分。", "作用发挥不充分", "unsupported"),
    ("作用发挥不充分。", "作用发挥充分", "unsupported"),
    ("责任未落实到位。", "责任落实到位", "unsupported"),
    ("没有完成整改任务。", "完成整改任务", "unsupported"),
    ("创新手段。", "缺乏创新手段", "unsupported"),
    ("宣传深入。", "宣传有待深入", "unsupported"),
    ("干部教育培训针对性。", "干部教育培训针对性不强", "unsupported"),
    ("持续提升服务水平。", "不断提升服务水平", "supported"),
    ("不断不提升服务水平。", "不断提升服务水平", "unsupported"),
    # a word in front makes a part long enough to be looked at by itself, where its source is whole
    ("但对基层治理、干部监督研究不深。", "对基层治理、干部监督研究不深", "supported"),
    ("对基层治理、干部监督研究不深。", "但对基层治理、干部监督研究不深", "supported"),
    ("但对基层治理、干部监督研究很深。", "对基层治理、干部监督研究不深", "unsupported"),
    ("但对基层治理、干部监督研究。", "对基层治理、干部监督研究不深", "unsupported"),
    ("但对基层治理、干部监督研究不深。", "对基层治理、干部监督研究深", "unsupported"),
    ("但对基层治理没有研究、干部监督不严。", "对基层治理研究、干部监督不严", "unsupported"),
    ("但农村党员文化程度、干部队伍年龄老化。", "农村党员文化程度偏低、干部队伍年龄老化", "unsupported"),
    ("仍然高端创新人才、创新团队不足。", "高端创新人才、创新团队仍然不足", "supported"),
    # one half of a pair of negations
    ("但对新情况研究不深。", "对新情况研究不深不透", "supported"),
    ("对新情况研究不深不透。", "对新情况研究不深", "supported"),
    ("发展不充分。", "发展不平衡不充分", "supported"),
    ("对新情况研究。", "对新情况研究不深不透", "unsupported"),
    ("发展平衡不充分。", "发展不平衡不充分", "unsupported"),
    ("发展不平衡充分。", "发展不平衡不充分", "unsupported"),
    # clauses joined with 、 are looked at one by one
    ("完善运行机制、确保义务不教育均衡发展。", "完善运行机制，确保义务教育均衡发展", "unsupported"),
    ("完善运行机制、确保义务教育均衡发展。", "完善运行机制，确保义务教育均衡发展", "supported"),
    # opposites
    ("村集体收入明显下降。", "村集体收入明显增长", "unsupported"),
    ("组织领导有所削弱。", "组织领导有所加强", "unsupported"),
    ("村级债务水平降低。", "村级债务水平提高", "unsupported"),
    ("参与度不高。", "参与度偏低", "partial"),
    # planned is not done, a part is not the whole
    ("整改任务已完成销号。", "整改任务计划完成销号", "partial"),
    ("整改任务完成销号。", "整改任务基本完成销号", "partial"),
    # another name
    ("支持翔安县创建旅游名县。", "支持蓬安县创建旅游名县", "partial"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "quote", "expected"), WORDING)
def test_borrowed_wording_follows_the_words_and_their_sense(
    text: str, quote: str, expected: str
) -> None:
    assert verdict(text, cited(quote)) == expected


# (sentence, supplied fact, verdict)
FACTS = [
    ("目前薄弱村还有12个。", "薄弱村还有12个", "supported"),
    ("薄弱村还有十二个。", "薄弱村还有12个", "supported"),
    ("目前尚有12个薄弱村。", "薄弱村还有12个", "supported"),
    ("虽已新建产业园3个。", "新建产业园3个", "supported"),
    ("在新建产业园3个的基础上。", "新建产业园3个", "supported"),
    ("针对薄弱村还有12个的实际。", "薄弱村还有12个", "supported"),
    ("村集体收入达1,200万元。", "村集体收入达1200万元", "supported"),
    ("示范村12个。", "薄弱村12个", "partial"),
    ("薄弱村还有13个。", "薄弱村还有12个", "partial"),
    ("薄弱村还有12户。", "薄弱村还有12个", "partial"),
    ("建成物流园3个。", "建成产业园3个", "partial"),
    ("查处12起。", "查处48起，其中违规吃喝12起", "partial"),
    ("引进人才30名。", "薄弱村还有12个", "unsupported"),
]


@pytest.mark.parametrize(("text", "fact", "expected"), FACTS)
def test_a_fact_is_stated_as_it_was_supplied(text: str, fact: str, expected: str) -> None:
    assert verdict(text, fact_citation(1, fact, 0, len(text) - 1)) == expected


def test_every_clause_is_judged_by_what_it_cites_itself() -> None:
    text = "发展路子偏窄，产业门类少。"
    first, second = (0, 6), (7, 12)
    sound = (cited("发展路子偏窄", "wording", *first), cited("产业门类少", "wording", *second))
    assert verdict(text, *sound) == "supported"
    crossed = (cited("发展路子偏窄", "wording", *second), cited("产业门类少", "wording", *first))
    assert verdict(text, *crossed) == "unsupported"
    assert verdict(text, sound[0]) == "partial"
    assert verdict(text, cited("发展路子偏窄"), cited("产业门类少")) == "supported"


def test_recorded_changes_are_no_difference_but_those_of_sense_are() -> None:
    moved = Adaptation("今年", "上半年", "改为本期的时间")
    assert (
        verdict("截止上半年底台账不全。", cited("截止今年底台账不全"), changes=(moved,))
        == "supported"
    )
    turned = Adaptation("增长", "下降", "")
    assert verdict("收入明显下降。", cited("收入明显增长"), changes=(turned,)) == "unsupported"


def test_a_sentence_without_source_has_no_ground() -> None:
    assert verdict("发展路子偏窄。") == "unsupported"


def findings_of(text: str, *citations: Citation) -> tuple[str, list[Finding]]:
    item = DraftItem("一是", "主题", Sentence("1.h", text, citations), ())
    draft = Draft(
        "d", "problems", "2024H1", "precedent", "县委", "存在的问题", "一是", (), (item,),
        facts=("薄弱村还有12个",),
    )  # fmt: skip
    result = checked(draft, lambda _, start, end: citations[0].quote[start:end])
    kinds = ("weak_support", "unsupported_sentence", "uncited")
    return result.items[0].heading.verdict, [f for f in result.findings if f.kind in kinds]


@pytest.mark.parametrize(
    ("text", "citations", "expected", "found"),
    [
        ("发展路子偏窄。", [cited("发展路子偏窄")], "supported", []),
        (
            "发展路子偏窄，信访秩序好转。", [cited("发展路子偏窄")], "partial",
            [("weak_support", "warning", "信访秩序好转",
              "部分支持：“信访秩序好转”与所引的原文不是一回事")],
        ),
        (
            "信访秩序好转。", [cited("发展路子偏窄")], "unsupported",
            [("unsupported_sentence", "warning", "信访秩序好转",
              "无依据：“信访秩序好转”与所引的原文不是一回事")],
        ),
        (
            "作用发挥充分。", [cited("作用发挥不充分", "fact")], "unsupported",
            [("unsupported_sentence", "error", "作用发挥充分",
              "无依据：“作用发挥充分”与原文“作用发挥不充分”意思相反（“不”）")],
        ),
        (
            "示范村还有12个。", [fact_citation(1, "薄弱村还有12个", 0, 8)], "partial",
            [("weak_support", "warning", "示范村还有12个",
              "部分支持：“示范村还有12个”与原文“薄弱村还有12个”说法不同（“薄弱”与“示范”）")],
        ),
        ("发展路子偏窄。", [], "unsupported", [("uncited", "warning", "发展路子偏窄。", "这一句没有出处")]),
    ],
)  # fmt: skip
def test_what_is_weak_is_named_with_its_clause(
    text: str,
    citations: list[Citation],
    expected: str,
    found: list[tuple[str, str, str, str]],
) -> None:
    given, findings = findings_of(text, *citations)
    assert given == expected
    assert [(f.kind, f.severity, text[f.start : f.end], f.message) for f in findings] == found
