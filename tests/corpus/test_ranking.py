"""Boosts are seen, copies are one hit, and no report fills the page."""

from __future__ import annotations

import pytest

from corpus.bigrams import Marker
from corpus.catalogue import Excerpt
from corpus.query import NO_BOOSTS, Boosts
from corpus.ranking import Boost, Candidate, Ranked, boosted, chosen
from corpus.report import Paragraph, Role, Span

TEXTS = [
    "村集体经济基础薄弱，发展路子不宽。",
    "党员教育方式单一，吸引力不强。",
    "巡察整改跟踪督办力度不够大。",
    "渔港码头设施老化，管护经费短缺。",
    "干部年轻化程度不高，后备力量不足。",
    "营商环境仍有堵点，办事环节偏多。",
]


def _candidate(
    report: str, text: str, period: str = "2022", organisation: str = "临江县委", ordinal: int = 0
) -> Candidate:
    paragraph = Paragraph(
        f"{report}:{ordinal}", report, ordinal, Role.PROBLEMS, ("存在的问题",), 0, len(text)
    )
    excerpt = Excerpt(paragraph, f"{organisation}总结", period, organisation, text, 0)
    return Candidate.of(excerpt, Marker(["集体"]))


def _scored(*periods: str, organisation: str = "临江县委") -> list[tuple[Candidate, float]]:
    """Of equal scores, each of a report of its own."""
    return [
        (_candidate(f"r{n}", TEXTS[n], period, organisation), 1.0)
        for n, period in enumerate(periods)
    ]


def _boosts(ranked: list[Ranked]) -> dict[str, tuple[Boost, ...]]:
    return {one.candidate.excerpt.paragraph.report_id: one.boosts for one in ranked}


def _ids(shown: list[tuple[Ranked, list[str]]]) -> list[str]:
    return [one.candidate.excerpt.paragraph.id for one, _ in shown]


# --- boosts ---------------------------------------------------------------------------------------


def test_the_newest_gain_all_the_oldest_nothing() -> None:
    ranked = boosted(_scored("2020", "2022", "", "2024H1"), Boosts(newer=0.5))
    assert _boosts(ranked) == {
        "r3": (Boost("年份较新", 0.5),),
        "r1": (Boost("年份较新", 0.25),),
        "r0": (),
        "r2": (),
    }
    assert [one.score for one in ranked] == [1.5, 1.25, 1.0, 1.0]
    assert list(_boosts(ranked)) == ["r3", "r1", "r0", "r2"]


@pytest.mark.parametrize("periods", [("2022", "2022H1"), ("", ""), ("", "2022")])
def test_among_one_year_nobody_is_newer(periods: tuple[str, ...]) -> None:
    assert set(_boosts(boosted(_scored(*periods), Boosts(newer=0.2))).values()) == {()}


def test_the_same_organisation_gains() -> None:
    ours = [(_candidate("ours", TEXTS[0], organisation="白鹭镇"), 0.9)]
    boosts = Boosts(0.0, 0.25, "白鹭镇")
    ranked = boosted([*_scored("2022"), *ours], boosts)
    assert _boosts(ranked) == {"ours": (Boost("本单位", 0.25),), "r0": ()}
    assert [one.score for one in ranked] == pytest.approx([1.125, 1.0])
    assert set(_boosts(boosted(_scored("2022", organisation=""), Boosts(0.0, 0.0))).values()) == {
        ()
    }


def test_boosts_add_up_and_can_be_none() -> None:
    scored = _scored("2020", "2024")
    ranked = boosted(scored, Boosts(0.2, 0.1, "临江县委"))
    assert ranked[0].score == pytest.approx(1.3)
    assert [boost.reason for boost in ranked[0].boosts] == ["年份较新", "本单位"]
    assert [(one.candidate, one.score) for one in boosted(scored, NO_BOOSTS)] == scored
    assert boosted([], Boosts()) == []


# --- copies and variety ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "copies"),
    [
        ("薄弱村还有12个，占比3.5%。", "薄弱村还有XX个，占比XX%。", True),
        (
            "党员教育管理还不够严格，学习方式不够灵活。",
            "党员教育管理还不够严格，学习方式不够灵活多样。",
            True,
        ),
        ("党员教育管理不够严格。", "党员教育管理不够严格。村集体经济发展路子不宽。", False),
        ("党员教育管理不够严格。", "干部教育管理较为宽松。", False),
        ("其中12个村、345户、6.78万元。", "其中9个村、XX户、××万元。", True),
        ("甲", "乙", False),
        ("", "党员教育管理不够严格。", False),
    ],
)
def test_what_says_nearly_the_same_is_a_copy(one: str, other: str, copies: bool) -> None:
    a, b = _candidate("a", one), _candidate("b", other)
    assert a.is_copy_of(b) is b.is_copy_of(a) is copies


def _ranked(*candidates: Candidate) -> list[Ranked]:
    return [Ranked(one, 1.0 - n / 100) for n, one in enumerate(candidates)]


def test_copies_become_the_best_of_them() -> None:
    last = [_candidate(f"r{n}", f"还有{n}个村没有达标，任务艰巨。") for n in range(3)]
    other = _candidate("other", TEXTS[1])
    shown = chosen(_ranked(last[0], other, last[1], last[2]), 10, "达标")
    assert [(one.candidate, copies) for one, copies in shown] == [
        (last[0], ["r1:0", "r2:0"]),
        (other, []),
    ]


def test_no_more_than_two_are_of_one_report_while_others_have_some() -> None:
    same = [_candidate("same", TEXTS[n], ordinal=n) for n in range(4)]
    others = [_candidate("a", TEXTS[4]), _candidate("b", TEXTS[5])]
    ranked = _ranked(*same, *others)
    assert _ids(chosen(ranked, 4, "问题")) == ["same:0", "same:1", "a:0", "b:0"]
    assert _ids(chosen(ranked, 5, "问题")) == ["same:0", "same:1", "a:0", "b:0", "same:2"]
    assert _ids(chosen(ranked, 50, "问题"))[4:] == ["same:2", "same:3"]
    assert _ids(chosen(ranked[:4], 3, "问题")) == ["same:0", "same:1", "same:2"]


@pytest.mark.parametrize(
    ("query", "limited"),
    [("临江县委的问题", False), ("2022年的问题", False), ("2021年的问题", True), ("2022", True)],
)
def test_who_names_a_report_gets_all_of_it(query: str, limited: bool) -> None:
    same = [_candidate("same", TEXTS[n], "2022H1", ordinal=n) for n in range(3)]
    other = _candidate("other", TEXTS[4], "2020", "外县县委")
    ids = _ids(chosen(_ranked(*same, other), 3, query))
    assert ids == ["same:0", "same:1", "other:0" if limited else "same:2"]


def test_no_more_are_chosen_than_asked_for() -> None:
    ranked = boosted(_scored(*["2022"] * 6), NO_BOOSTS)
    for limit in (1, 3, 6, 9):
        assert len(chosen(ranked, limit, "问")) == min(limit, 6)
    assert chosen([], 5, "问") == []


def test_a_candidate_knows_where_its_words_are() -> None:
    assert _candidate("r", TEXTS[0]).marks == (Span(1, 3),)
