"""What belongs to another time is named with its reason, and replaced where that reads well."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.periods.calendar import Calendar, Event
from assistant.periods.expired import expired_terms, renewed
from assistant.periods.period import load_calendar
from corpus.report import Period

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
    ("贯彻县委十三届五次全会精神", "2024H1", ["县委十三届五次全会"]),
    ("新一届市委班子", "2024H1", []),
    ("实施十五大民生工程", "2024H1", []),
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
        ("二十届三中全会", "2024H1", "2024年上半年时尚未召开（此日期未经核实）"),
        ("二十届二中全会", "2024", "此后已召开二十届三中全会（此日期未经核实）"),
        ("十九大", "2024H1", "此后已召开二十大"),
        ("党史学习教育", "2024H1", "“党史学习教育”限于2021—2021年（此日期未经核实）"),
        ("党纪学习教育", "2023", "“党纪学习教育”在2023年度尚未提出（此日期未经核实）"),
        ("第五轮巡察", "2024H1", "届次、轮次需按当期核定"),
    ],
)
def test_the_reason_says_why(text: str, period: str, reason: str) -> None:
    assert [e.reason for e in expired_terms(text, Period.parse(period))] == [reason]


def test_terms_come_in_text_order() -> None:
    found = expired_terms("抓好疫情防控，贯彻十九大精神，打赢脱贫攻坚战", Period(2024, 1))
    assert [e.term for e in found] == ["疫情", "十九大", "脱贫攻坚"]


# (words, period, period of the report if they plan ahead, terms that do not belong there)
COMING: list[tuple[str, str, str | None, list[str]]] = [
    # a meeting to come may be prepared for
    ("做好十九届五中全会精神宣传、轮训准备工作", "2020H1", None, []),
    ("做好十九届五中全会精神宣传、轮训准备工作", "2020H2", "2020H1", []),
    ("抓好十九届五中全会精神学习", "2020H1", None, ["十九届五中全会"]),
    ("抓好十九届五中全会精神学习，认真准备汇报", "2020H1", None, ["十九届五中全会"]),
    ("十九届五中全会召开后及时传达", "2020H1", None, []),
    ("以优异成绩迎接党的二十大", "2022H1", None, []),
    ("贯彻党的二十大精神", "2022H1", None, ["二十大"]),
    ("迎接党的二十大", "2015", None, ["迎接党的二十大"]),
    ("今年将召开党的二十大", "2022H1", None, []),
    ("今年将召开党的二十大", "2018", None, ["二十大"]),
    ("今年将召开党的二十大", "2023", "2022", ["将召开党的二十大"]),
    ("党的二十大即将胜利召开", "2023", "2022", ["二十大即将胜利召开"]),
    ("编制“十四五”规划", "2020H1", None, []),
    ("落实“十四五”规划", "2019", None, ["“十四五”"]),
    # a plan's guiding line names what was held when it was written
    ("抓好十九届四中全会精神轮训", "2020H2", "2020H1", []),
    ("抓好十九届四中全会精神轮训", "2020H2", None, ["十九届四中全会"]),
    ("贯彻党的十九届六中全会精神", "2022", "2021", []),
    ("贯彻党的二十大精神", "2022", "2021", ["二十大"]),
    ("贯彻二十届中央纪委四次全会精神", "2024", None, []),  # finished in the January after
]


@pytest.mark.parametrize(
    ("text", "period", "report", "terms"),
    [
        ("以迎接和学习贯彻党的二十届三中全会为动力", "2024H2", "2024H1", []),
        ("以迎接和学习贯彻党的二十届三中全会为动力", "2025", "2024", ["迎接和学习贯彻党的二十届三中全会"]),
        ("以学习贯彻党的二十届三中全会精神为动力", "2025", "2024", []),
    ],
)  # fmt: skip
def test_what_is_over_is_no_longer_awaited(
    text: str, period: str, report: str, terms: list[str]
) -> None:
    found = expired_terms(text, Period.parse(period), report=Period.parse(report))
    assert [e.term for e in found] == terms


@pytest.mark.parametrize(("text", "period", "report", "terms"), COMING)
def test_what_is_still_to_come_may_be_prepared_for(
    text: str, period: str, report: str | None, terms: list[str]
) -> None:
    found = expired_terms(
        text, Period.parse(period), report=Period.parse(report) if report else None
    )
    assert [e.term for e in found] == terms


# (words, period, terms): ordinals, lists and terms of office
LISTS: list[tuple[str, str, list[str]]] = [
    ("贯彻党的十九大和十九届二中、三中全会精神", "2021H1", ["十九届二中、三中全会"]),
    ("贯彻党的十九大和十九届历次全会精神", "2021H1", []),
    ("贯彻党的十九大和十九届历次全会精神", "2024H1", ["十九大", "十九届历次全会"]),
    ("贯彻党的十九大、二十大和二十届二中全会精神", "2024H1", []),
    ("贯彻十九届四中全会、十九届五中全会精神", "2021H1", []),
    ("贯彻十九届中央委员会第四次全体会议精神", "2021H1", ["十九届中央委员会第四次全体会议"]),
    ("贯彻十八届三中四中五中全会精神", "2016H1", []),
    ("党的十九届四中全会提出的目标", "2024H1", []),
    ("贯彻《十九届四中全会决定》", "2024H1", []),
    ("党的十一届三中全会以来", "2024H1", []),
    ("贯彻十九届八中全会精神", "2024H1", ["十九届八中全会"]),
    ("贯彻二十一届三中全会精神", "2024H1", ["二十一届三中全会"]),
    ("贯彻二十届中央纪委三次全会精神", "2024H1", []),
    ("贯彻二十届中央纪委二次全会精神", "2024H1", ["二十届中央纪委二次全会"]),
    ("贯彻十九届中央纪委五次全会精神", "2024H1", ["十九届中央纪委五次全会"]),
    ("贯彻中央纪委四次全会精神", "2025H1", []),
    ("贯彻二十届中央纪委九次全会精神", "2025H1", ["二十届中央纪委九次全会"]),
    ("落实“十三五”规划，做好“八五”普法", "2024H1", ["“十三五”"]),
    ("开展“七五”普法", "2024H1", ["“七五”普法"]),
    ("做好北京冬奥会服务保障", "2024H1", ["北京冬奥会"]),
    ("庆祝建党100周年，全国两会精神", "2024H1", ["建党100周年"]),
    ("防范重大动物疫情，做好卫生防疫", "2024H1", []),
]


@pytest.mark.parametrize(("text", "period", "terms"), LISTS)
def test_a_guiding_line_names_the_newest(text: str, period: str, terms: list[str]) -> None:
    assert [e.term for e in expired_terms(text, Period.parse(period))] == terms


def test_an_ordinal_of_no_table_is_called_a_slip() -> None:
    found = expired_terms("贯彻十九届八中全会精神", Period(2024, 1))
    assert [e.reason for e in found] == ["会议表中没有“十九届八中全会”，请核对届次"]


@pytest.mark.parametrize(
    ("text", "period", "in_own_words", "when_borrowed"),
    [
        ("脱贫攻坚取得决定性胜利", "2021H1", [], ["脱贫攻坚"]),
        ("脱贫攻坚取得决定性成效", "2024H1", ["脱贫攻坚"], ["脱贫攻坚"]),
        ("将继续打好脱贫攻坚战，取得更大成效", "2021H1", ["脱贫攻坚"], ["脱贫攻坚"]),
        ("2019年开展扫黑除恶专项斗争", "2024H1", [], ["扫黑除恶专项斗争"]),
        ("产值比“十三五”时期翻番", "2024H1", [], ["“十三五”"]),
        ("巩固拓展党纪学习教育成果", "2025H1", [], []),
        ("巩固拓展党纪学习教育成果", "2029", ["党纪学习教育"], ["党纪学习教育"]),
        # a session of one year: nobody knows which one follows it
        ("对照市五届人大三次会议确定的目标", "2024", [], ["五届人大三次会议"]),
        ("落实县政协十届二次会议部署", "2024", [], ["政协十届二次会议"]),
        ("巩固拓展脱贫攻坚成果", "2026", ["巩固拓展脱贫攻坚成果"], ["巩固拓展脱贫攻坚成果"]),
    ],
)
def test_only_own_words_may_look_back_on_what_is_over(
    text: str, period: str, in_own_words: list[str], when_borrowed: list[str]
) -> None:
    asked = Period.parse(period)
    assert [e.term for e in expired_terms(text, asked)] == in_own_words
    assert [e.term for e in expired_terms(text, asked, borrowed=True)] == when_borrowed


# (borrowed words, period, words with successors): the rest stays and is flagged
RENEWED: list[tuple[str, str, str]] = [
    ("贯彻党的十九届五中全会精神", "2024H2", "贯彻党的二十届三中全会精神"),
    (
        "贯彻党的十九大和十九届二中、三中、四中全会精神",
        "2024H2",
        "贯彻党的二十大和二十届二中、三中全会精神",
    ),
    ("贯彻党的十九大和十九届历次全会精神", "2024H2", "贯彻党的二十大和二十届历次全会精神"),
    ("贯彻党的十八大精神", "2024H2", "贯彻党的二十大精神"),
    ("即将召开党的十九大", "2024H2", "即将召开党的十九大"),
    ("党的十八大以来", "2024H2", "党的十八大以来"),
    ("学习党的十九大报告", "2024H2", "学习党的十九大报告"),
    ("落实十九届四中全会《决定》", "2024H2", "落实十九届四中全会《决定》"),
    ("贯彻十九届中央纪委五次全会精神", "2024H1", "贯彻二十届中央纪委三次全会精神"),
    ("贯彻十九届八中全会精神", "2024H1", "贯彻二十届二中全会精神"),
    # nothing is moved to what was only announced, or named twice
    ("贯彻党的二十届四中全会精神", "2026", "贯彻党的二十届四中全会精神"),
    ("开展扫黑除恶专项斗争", "2024H1", "开展常态化扫黑除恶斗争"),
    ("扫黑除恶专项斗争取得成效", "2024H1", "扫黑除恶专项斗争取得成效"),
    ("聚焦脱贫攻坚", "2024H1", "聚焦巩固拓展脱贫攻坚成果"),
    ("聚焦脱贫攻坚", "2026", "聚焦脱贫攻坚"),
    ("打赢脱贫攻坚战", "2024H1", "打赢脱贫攻坚战"),
    ("学习《脱贫攻坚》", "2024H1", "学习《脱贫攻坚》"),
    ("落实“十三五”规划", "2021", "落实“十四五”规划"),
    ("落实“十三五”规划", "2026", "落实“十五五”规划"),
    ("落实“十二五”规划", "2026", "落实“十五五”规划"),
    ("十三五规划", "2024H1", "十四五规划"),
    ("“十三五”收官之年", "2024H1", "“十三五”收官之年"),
    ("比“十三五”增长一倍", "2024H1", "比“十三五”增长一倍"),
    ("实现“十三五”良好开局", "2024H1", "实现“十三五”良好开局"),
    ("按照十七大、十八大要求", "2024H1", "按照十七大、十八大要求"),
    ("落实《县“十三五”规划》", "2024H1", "落实《县“十三五”规划》"),
    ("开展“七五”普法", "2024H1", "开展“八五”普法"),
]


@pytest.mark.parametrize(("text", "period", "expected"), RENEWED)
def test_what_has_expired_is_replaced_where_that_reads_well(
    text: str, period: str, expected: str
) -> None:
    asked = Period.parse(period)
    changed, record = renewed(text, asked)
    assert changed == expected
    assert bool(record) is (changed != text)
    assert all(a.before in text and a.after in changed and a.reason for a in record)
    assert expired_terms(changed, asked, borrowed=True) == [] or changed == text


def test_beside_what_was_only_announced_the_newest_held_is_named_and_still_flagged() -> None:
    text, _ = renewed("贯彻党的十九大和十九届二中、三中全会精神", Period(2026))
    assert text == "贯彻党的二十大和二十届二中、三中、四中全会精神"
    (found,) = expired_terms(text, Period(2026))
    assert found.reason == "二十届五中全会预告于2026年10月召开（此日期未经核实）"
    assert found.successor is None


def test_what_took_its_place_is_told_where_it_does_not_fit() -> None:
    (found,) = expired_terms("打赢脱贫攻坚战", Period(2024, 1))
    assert found.successor is None
    assert found.reason.endswith("，此后为“巩固拓展脱贫攻坚成果”")


@pytest.fixture
def office() -> Calendar:
    """A county with its own plenums and inspection rounds."""
    shipped = load_calendar()
    local = [
        ("县委十三届五次全会", 2023),
        ("县委十三届六次全会", 2024),
        ("县委十四届一次全会", 2026),
    ]
    rounds = [("十三届县委第三轮巡察", 2023), ("十三届县委第四轮巡察", 2024)]
    return Calendar(
        shipped.plenums,
        shipped.congresses,
        shipped.discipline_plenums,
        tuple(Event(n, date(y, 2, 1), date(y, 2, 2), True) for n, y in local),
        tuple(Event(n, date(y, 3, 1), date(y, 9, 1)) for n, y in rounds),
        shipped.terms,
    )


@pytest.mark.parametrize(
    ("text", "period", "expected"),
    [
        ("县委十三届六次全会精神", "2024H1", []),
        ("县委十三届五次全会精神", "2024H1", [("此后已召开县委十三届六次全会", "县委十三届六次全会")]),
        ("县委十三届九次全会精神", "2024H1",
         [("会议表中没有“县委十三届九次全会”，请核对届次", "县委十三届六次全会")]),
        ("省委十二届五次全会精神", "2024H1", [("届次、轮次需按当期核定", None)]),
        ("十三届县委", "2024H1", []),
        ("十二届县委", "2024H1", [("此时为十三届县委", "十三届县委")]),
        ("第四轮巡察", "2024H1", []),
        ("第三轮巡察", "2024H1", [("此时为十三届县委第四轮巡察（此日期未经核实）", "第四轮巡察")]),
        ("启动第四轮巡察", "2023H2", []),
        ("完成第四轮巡察", "2023H2",
         [("2023年下半年时尚未开展（此日期未经核实）", "第三轮巡察")]),
        ("第四轮巡视", "2024H1", [("届次、轮次需按当期核定", None)]),
    ],
)  # fmt: skip
def test_an_office_that_keeps_its_own_calendar_is_told_more(
    office: Calendar, text: str, period: str, expected: list[tuple[str, str | None]]
) -> None:
    found = expired_terms(text, Period.parse(period), office)
    assert [(e.reason, e.successor) for e in found] == expected
