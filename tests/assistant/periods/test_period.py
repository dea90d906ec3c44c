"""What belongs to another time is named; what is borrowed is moved to the asked period."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.document import Adaptation
from assistant.periods.period import (
    adapt,
    bounds,
    coming_words,
    has_year_or_figure,
    own_words,
)
from corpus.report import Period


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2024H1", date(2024, 1, 1), date(2024, 6, 30)),
        ("2024H2", date(2024, 7, 1), date(2024, 12, 31)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_period_has_its_first_and_last_day(code: str, first: date, last: date) -> None:
    assert bounds(Period.parse(code)) == (first, last)


H1, ANNUAL, NEXT_H1 = Period(2022, 1), Period(2022), Period(2024, 1)

# (words, source's period, asked period, words in the asked period, what was changed)
ADAPTED: list[tuple[str, Period | None, Period, str, list[tuple[str, str]]]] = [
    # half-year to half-year: relative words are right as they stand
    ("上半年有进展，下半年再加力", H1, NEXT_H1, "上半年有进展，下半年再加力", []),
    ("2022年上半年有进展", H1, NEXT_H1, "上半年有进展", [("2022年上半年", "上半年")]),
    ("下半年再加力", H1, H1, "下半年再加力", []),
    # annual to annual
    ("今年以来有进展，明年再加力", ANNUAL, Period(2023), "今年以来有进展，明年再加力", []),
    ("2022年有进展", ANNUAL, Period(2023), "2023年有进展", [("2022年", "2023年")]),
    ("2023年再加力", ANNUAL, Period(2023), "2024年再加力", [("2023年", "2024年")]),
    # half-year to annual
    ("上半年有进展", H1, Period(2023), "今年有进展", [("上半年", "今年")]),
    ("上半年以来有进展", H1, Period(2023), "今年有进展", [("上半年以来", "今年")]),
    ("下半年再加力", H1, Period(2023), "2024年再加力", [("下半年", "2024年")]),
    # annual to half-year
    ("一年来有进展", ANNUAL, NEXT_H1, "上半年有进展", [("一年来", "上半年")]),
    ("今年以来有进展", ANNUAL, NEXT_H1, "上半年有进展", [("今年以来", "上半年")]),
    ("明年再加力", ANNUAL, NEXT_H1, "下半年再加力", [("明年", "下半年")]),
    ("2023年再加力", ANNUAL, NEXT_H1, "下半年再加力", [("2023年", "下半年")]),
    # a year of neither: nobody knows what belongs there
    ("自2015年起", H1, NEXT_H1, "自XX年起", [("2015年", "XX年")]),
    # figures never pass
    ("还有12个村", H1, NEXT_H1, "还有XX个村", [("12", "XX")]),
    ("增长12.5%，共1,200人", H1, NEXT_H1, "增长XX%，共XX人", [("12.5", "XX"), ("1,200", "XX")]),
    ("还有12个村", None, NEXT_H1, "还有XX个村", [("12", "XX")]),
    ("下半年再加力", None, NEXT_H1, "下半年再加力", []),
    ("3月底前完成", H1, NEXT_H1, "XX月底前完成", [("3", "XX")]),
    # a date, a point in the year, a span of years: never 上半年3月, 上半年底
    ("2022年3月5日启动", H1, NEXT_H1, "2024年XX月XX日启动", [("2022年3月5日", "2024年XX月XX日")]),
    ("二〇二二年三月启动", H1, NEXT_H1, "2024年XX月启动", [("二〇二二年三月", "2024年XX月")]),
    ("2022年底前完成", H1, NEXT_H1, "2024年底前完成", [("2022年", "2024年")]),
    ("2023年底前完成", ANNUAL, NEXT_H1, "2024年底前完成", [("2023年", "2024年")]),
    ("2020-2022年行动", H1, NEXT_H1, "XX-XX年行动", [("2020-2022年", "XX-XX年")]),
    ("2020年—2022年", H1, NEXT_H1, "XX年—XX年", [("2020年—2022年", "XX年—XX年")]),
    # full-width digits and Chinese numerals are years like any other
    ("２０２２年上半年", H1, NEXT_H1, "上半年", [("２０２２年上半年", "上半年")]),
    ("二〇二二年上半年", H1, NEXT_H1, "上半年", [("二〇二二年上半年", "上半年")]),
    ("还有１２个村", H1, NEXT_H1, "还有XX个村", [("１２", "XX")]),
    # a year in a name is the document's; a bare one in a half-year's report is the year
    ("按《2022年工作要点》", H1, NEXT_H1, "按《XX年工作要点》", [("2022年", "XX年")]),
    ("落实2022年一号文件", ANNUAL, NEXT_H1, "落实2024年一号文件", [("2022年", "2024年")]),
    ("2022年，稳步推进", H1, NEXT_H1, "2024年，稳步推进", [("2022年", "2024年")]),
    ("2022年，稳步推进", ANNUAL, NEXT_H1, "上半年，稳步推进", [("2022年", "上半年")]),
    # an anniversary of the calendar keeps its figure, else nobody would see what has expired
    ("庆祝建党100周年", H1, NEXT_H1, "庆祝建党100周年", []),
    ("建县60周年", H1, NEXT_H1, "建县XX周年", [("60", "XX")]),
    ("本世纪20年代，全国两会", H1, NEXT_H1, "本世纪20年代，全国两会", []),
    ("今年底前完成", ANNUAL, NEXT_H1, "今年底前完成", []),
    ("明年底前完成", ANNUAL, NEXT_H1, "今年底前完成", [("明年", "今年")]),
    ("总额1.5万亿元", H1, NEXT_H1, "总额XX万亿元", [("1.5", "XX")]),
    # what is no figure stays
    ("用好5G和12345热线", H1, NEXT_H1, "用好5G和XX热线", [("12345", "XX")]),
    ("抓好三会一课", H1, NEXT_H1, "抓好三会一课", []),
]


@pytest.mark.parametrize(("text", "source", "asked", "expected", "changes"), ADAPTED)
def test_borrowed_words_move_to_the_asked_period(
    text: str,
    source: Period | None,
    asked: Period,
    expected: str,
    changes: list[tuple[str, str]],
) -> None:
    adapted, record = adapt(text, source, asked)
    assert adapted == expected
    assert [(a.before, a.after) for a in record] == changes


@pytest.mark.parametrize(("text", "source", "asked"), [row[:3] for row in ADAPTED])
def test_every_change_is_recorded_and_reasoned(
    text: str, source: Period | None, asked: Period
) -> None:
    adapted, record = adapt(text, source, asked)
    assert bool(record) is (adapted != text)
    assert all(isinstance(a, Adaptation) and a.reason and a.before in text for a in record)


@pytest.mark.parametrize(
    ("code", "own", "coming"),
    [("2024H1", "上半年", "下半年"), ("2024H2", "下半年", "2025年"), ("2024", "今年", "2025年")],
)
def test_a_report_names_its_own_and_the_coming_time(code: str, own: str, coming: str) -> None:
    period = Period.parse(code)
    assert (own_words(period), coming_words(period)) == (own, coming)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2022年度", True), ("还有12个", True), ("5G基站", False), ("上半年", False), ("", False)],
)
def test_years_and_figures_are_seen(text: str, expected: bool) -> None:
    assert has_year_or_figure(text) is expected


SOURCES = {1: Period(2022, 1), 2: Period(2022, 2), 0: Period(2022)}
ASKED = {1: Period(2024, 1), 2: Period(2024, 2), 0: Period(2024)}
# Words → what they become from a source's half (1, 2, 0 = whole year) to an asked half.
HALVES = {
    "2022年上半年": {
        (1, 1): "上半年", (1, 2): "下半年", (1, 0): "2024年",
        (2, 1): "去年下半年", (2, 2): "2024年上半年", (2, 0): "2024年上半年",
        (0, 1): "2024年上半年", (0, 2): "2024年上半年", (0, 0): "2024年上半年",
    },
    "2022年下半年": {
        (1, 1): "下半年", (1, 2): "2025年", (1, 0): "2025年",
        (2, 1): "上半年", (2, 2): "下半年", (2, 0): "2024年",
        (0, 1): "上半年", (0, 2): "下半年", (0, 0): "2024年下半年",
    },
    "2022年": {
        (1, 1): "2024年", (1, 2): "2024年", (1, 0): "2024年",
        (2, 1): "2024年", (2, 2): "2024年", (2, 0): "2024年",
        (0, 1): "上半年", (0, 2): "下半年", (0, 0): "2024年",
    },
    "2023年": {
        (1, 1): "XX年", (1, 2): "XX年", (1, 0): "XX年",
        (2, 1): "下半年", (2, 2): "2025年", (2, 0): "2025年",
        (0, 1): "下半年", (0, 2): "2025年", (0, 0): "2025年",
    },
    "2021年": {(s, a): "XX年" for s in (1, 2, 0) for a in (1, 2, 0)},
    "上半年": {
        (1, 1): "上半年", (1, 2): "下半年", (1, 0): "今年",
        (2, 1): "去年下半年", (2, 2): "上半年", (2, 0): "上半年",
        (0, 1): "上半年", (0, 2): "上半年", (0, 0): "上半年",
    },
    "下半年": {
        (1, 1): "下半年", (1, 2): "2025年", (1, 0): "2025年",
        (2, 1): "上半年", (2, 2): "下半年", (2, 0): "今年",
        (0, 1): "上半年", (0, 2): "下半年", (0, 0): "下半年",
    },
    "今年上半年": {
        (1, 1): "今年上半年", (1, 2): "下半年", (1, 0): "今年",
        (2, 1): "去年下半年", (2, 2): "今年上半年", (2, 0): "今年上半年",
        (0, 1): "上半年", (0, 2): "上半年", (0, 0): "今年上半年",
    },
    "今年": {
        (1, 1): "今年", (1, 2): "今年", (1, 0): "今年",
        (2, 1): "今年", (2, 2): "今年", (2, 0): "今年",
        (0, 1): "上半年", (0, 2): "下半年", (0, 0): "今年",
    },
    "去年": {(s, a): "去年" for s in (1, 2, 0) for a in (1, 2, 0)},
    "去年下半年": {
        (1, 1): "去年下半年", (1, 2): "上半年", (1, 0): "去年",
        (2, 1): "去年上半年", (2, 2): "去年下半年", (2, 0): "去年",
        (0, 1): "去年上半年", (0, 2): "去年下半年", (0, 0): "去年下半年",
    },
    "明年": {
        (1, 1): "明年", (1, 2): "明年", (1, 0): "明年",
        (2, 1): "下半年", (2, 2): "2025年", (2, 0): "明年",
        (0, 1): "下半年", (0, 2): "2025年", (0, 0): "明年",
    },
    "明年上半年": {
        (1, 1): "明年上半年", (1, 2): "明年下半年", (1, 0): "明年",
        (2, 1): "下半年", (2, 2): "明年上半年", (2, 0): "明年上半年",
        (0, 1): "下半年", (0, 2): "明年上半年", (0, 0): "明年上半年",
    },
    "1至6月": {
        (1, 1): "1至6月", (1, 2): "7至12月", (1, 0): "1至12月",
        (2, 1): "1至6月", (2, 2): "7至12月", (2, 0): "1至12月",
        (0, 1): "XX至XX月", (0, 2): "XX至XX月", (0, 0): "XX至XX月",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "halves", "expected"),
    [(words, halves, to) for words, row in HALVES.items() for halves, to in row.items()],
)
def test_time_words_move_between_all_kinds_of_periods(
    words: str, halves: tuple[int, int], expected: str
) -> None:
    adapted, _ = adapt(f"{words}，再加力", SOURCES[halves[0]], ASKED[halves[1]])
    assert adapted == f"{expected}，再加力"


@pytest.mark.parametrize(
    ("words", "target", "expected"),
    [
        ("全年", Period(2024, 1), "上半年"),
        ("全年", Period(2024, 2), "全年"),  # in a plan: the year that is not over yet
        ("下半年", Period(2024, 2), "下半年"),
        ("上半年", Period(2024, 2), "下半年"),  # of next year there, of the time to come here
        ("今年", Period(2024, 1), "上半年"),
        ("今年", Period(2024, 2), "下半年"),  # of a government's report, given in the year it plans
        ("在今年", Period(2024, 2), "在今年"),
        ("今年上半年", Period(2024, 2), "上半年"),
    ],
)
def test_a_whole_years_plan_speaks_of_the_time_to_come(
    words: str, target: Period, expected: str
) -> None:
    assert adapt(f"{words}目标", ANNUAL, NEXT_H1, target)[0] == f"{expected}目标"


def test_terms_are_renewed_only_for_a_target() -> None:
    words = "贯彻党的十九届五中全会精神"
    assert adapt(words, H1, NEXT_H1) == (words, ())
    text, changes = adapt(words, H1, NEXT_H1, NEXT_H1)
    assert text == "贯彻党的二十届二中全会精神"
    assert [(c.before, c.after) for c in changes] == [("十九届五中全会", "二十届二中全会")]
    assert "此后已召开二十届二中全会" in changes[0].reason
