"""What belongs to another time is named; what is borrowed is moved to the asked period."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.document import Adaptation
from assistant.period import (
    Calendar,
    adapt,
    bounds,
    coming_words,
    expired_terms,
    has_year_or_figure,
    load_calendar,
    own_words,
)
from corpus.report import Period

CALENDAR = Path(load_calendar.__wrapped__.__code__.co_filename).with_name("calendar.yaml")


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar()


def test_the_calendar_is_in_order_and_says_what_was_checked(calendar: Calendar) -> None:
    starts = [start for _, start in calendar.plenums]
    assert starts == sorted(starts)
    assert [start for _, start in calendar.congresses] == sorted(s for _, s in calendar.congresses)
    assert [t.name for t in calendar.terms if t.start >= t.end] == []
    data = yaml.safe_load(CALENDAR.read_text(encoding="utf-8"))
    entries = [*data["plenums"], *data["congresses"], *data["terms"]]
    assert {type(entry.get("confirmed")) for entry in entries} == {bool}


def test_a_term_is_found_under_its_own_name_too(calendar: Calendar) -> None:
    assert [t.name for t in calendar.terms if t.name not in t.spellings] == []


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


# (words, period of the section, terms that do not belong to it)
EXPIRED: list[tuple[str, str, list[str]]] = [
    # plenums: the newest one held is right, a later or an earlier one is not
    ("贯彻党的二十届三中全会精神", "2024H2", []),
    ("贯彻党的二十届三中全会精神", "2024H1", ["二十届三中全会"]),
    ("贯彻党的二十届二中全会精神", "2024H1", []),
    ("贯彻党的二十届二中全会精神", "2024H2", ["二十届二中全会"]),
    ("贯彻党的十九届四中全会精神", "2024H1", ["十九届四中全会"]),
    ("贯彻十九届二中、三中、四中全会精神", "2020H1", []),
    ("贯彻十九届二中、三中全会精神", "2020H1", ["十九届二中、三中全会"]),
    ("贯彻党的历次全会精神", "2024H1", []),
    # congresses: 二十大 is not 十大, 十九大以来 counts time
    ("贯彻党的二十大精神", "2024H1", []),
    ("贯彻党的十九大精神", "2024H1", ["十九大"]),
    ("贯彻党的十九大精神", "2020H1", []),
    ("贯彻党的二十大精神", "2021", ["二十大"]),
    ("党的十八大以来", "2024H1", []),
    ("党的十九大以来，贯彻党的十九大精神", "2024H1", ["十九大"]),
    # campaigns: over, running, not yet
    ("深入开展脱贫攻坚", "2020H1", []),
    ("深入开展脱贫攻坚", "2024H1", ["脱贫攻坚"]),
    ("巩固拓展脱贫攻坚成果", "2024H1", []),
    ("巩固拓展脱贫攻坚成果，打赢脱贫攻坚战", "2024H1", ["脱贫攻坚"]),
    ("抓好疫情防控", "2021H1", []),
    ("抓好疫情防控", "2024H1", ["疫情"]),
    ("抓好疫情防控", "2019", ["疫情"]),
    ("开展党纪学习教育", "2024H1", []),
    ("开展党纪学习教育", "2023", ["党纪学习教育"]),
    ("开展党纪学习教育", "2025", ["党纪学习教育"]),
    ("开展党史学习教育", "2021H1", []),
    # a campaign that ended in the first weeks is over when the report is written
    ("开展“不忘初心、牢记使命”主题教育", "2019H2", []),
    ("完善不忘初心、牢记使命制度", "2024H1", []),
    ("谋划“十五五”规划", "2024H1", ["“十五五”"]),
    # rounds and numbered sessions are always to be checked
    ("开展十三届县委第三轮巡察", "2024H1", ["十三届县委", "第三轮巡察"]),
    ("配合第XX轮巡视", "2024H1", ["第XX轮巡视"]),
    ("选派第一书记", "2024H1", []),
    ("推动各项任务落实", "2024H1", []),
    ("", "2024H1", []),
]


@pytest.mark.parametrize(("text", "period", "terms"), EXPIRED)
def test_terms_of_another_time_are_named(text: str, period: str, terms: list[str]) -> None:
    found = expired_terms(text, Period.parse(period))
    assert [text[e.start : e.end] for e in found if e.term in terms] == terms
    assert [e.term for e in found] == terms


@pytest.mark.parametrize(
    ("text", "period", "reason"),
    [
        ("二十届三中全会", "2024H1", "2024年上半年时尚未召开"),
        ("二十届二中全会", "2024", "此后已召开二十届三中全会"),
        ("十九大", "2024H1", "此后已召开二十大"),
        ("党史学习教育", "2024H1", "“党史学习教育”限于2021—2021年"),
        ("党纪学习教育", "2023", "“党纪学习教育”在2023年度尚未提出"),
        ("第五轮巡察", "2024H1", "届次、轮次需按当期核定"),
    ],
)
def test_the_reason_says_why(text: str, period: str, reason: str) -> None:
    assert [e.reason for e in expired_terms(text, Period.parse(period))] == [reason]


def test_terms_come_in_text_order() -> None:
    found = expired_terms("抓好疫情防控，贯彻十九大精神，打赢脱贫攻坚战", Period(2024, 1))
    assert [e.term for e in found] == ["疫情", "十九大", "脱贫攻坚"]


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
