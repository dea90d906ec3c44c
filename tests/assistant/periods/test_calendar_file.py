"""The office's calendar lies over the shipped one, is read again when changed, and errs in Chinese."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.periods.calendar import Calendar, Event, Term
from assistant.periods.calendar_file import NAME, CalendarError, load_calendar
from assistant.periods.expired import expired_terms, renewed
from corpus.report import Period

PERIOD = Period(2024, 1)


def office(home: Path, text: str) -> Calendar:
    (home / NAME).write_text(text, encoding="utf-8")
    return load_calendar(home)


def term(calendar: Calendar, name: str) -> Term:
    found = calendar.term(name)
    assert found
    return found


def test_the_shipped_calendar_is_in_order_and_says_where_it_is_from() -> None:
    calendar = load_calendar()
    events = [calendar.plenums, calendar.congresses, calendar.discipline_plenums]
    assert [[e.start for e in kind] for kind in events] == [
        sorted(e.start for e in kind) for kind in events
    ]
    everything: list[Event | Term] = [*calendar.terms, *(e for kind in events for e in kind)]
    assert [e.name for e in everything if not e.source] == []
    assert [e.name for e in everything if e.end and e.end < e.start] == []
    assert [e.name for e in everything if e.confirmed and e.source == "常识"] == []
    assert {e.confirmed for e in everything} == {True, False}
    assert calendar.local_plenums == calendar.rounds == ()


def test_every_term_is_found_under_its_own_name_until_its_chain_of_successors_ends() -> None:
    calendar = load_calendar()
    assert [t.name for t in calendar.terms if t.name not in t.spellings] == []
    for t in calendar.terms:
        seen = [t.name]
        while t.successor and (following := calendar.term(t.successor)):
            assert following.start > t.start
            assert following.name not in seen
            seen.append(following.name)
            t = following


@pytest.mark.parametrize("home", [None, "no such folder"])
def test_without_a_file_of_its_own_an_office_has_the_shipped_one(
    tmp_path: Path, home: str | None
) -> None:
    assert load_calendar(tmp_path / home if home else None) is load_calendar()


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert office(tmp_path, "# 暂无\n") == load_calendar()
    assert office(tmp_path, "\ufeffterms:\nplenums: []\n") == load_calendar()


def test_entries_are_added_replaced_and_switched_off(tmp_path: Path) -> None:
    calendar = office(
        tmp_path,
        """
        plenums:
          - {name: 二十届三中全会, start: 2024-07-15, end: 2024-07-18, confirmed: true, source: 公报}
        terms:
          - {term: 疫情防控, disabled: true}
          - {term: 新冠疫情防控, disabled: true}
          - term: 工业强县三年行动
            from: 2021-01-01
            to: 2023-12-31
            successor: 工业倍增行动
            confirmed: true
        """,
    )
    assert calendar.term("新冠疫情防控") is None
    assert load_calendar().term("新冠疫情防控") is not None
    assert len(calendar.plenums) == len(load_calendar().plenums)
    assert expired_terms("抓好疫情防控", PERIOD, calendar) == []
    (found,) = expired_terms("贯彻二十届三中全会精神", PERIOD, calendar)
    assert found.reason == "2024年上半年时尚未召开"  # confirmed now: no 未经核实
    text, changes = renewed("推进工业强县三年行动", PERIOD, calendar)
    assert text == "推进工业倍增行动"
    assert changes[0].reason == "改为本期的提法：“工业强县三年行动”限于2021—2023年"
    assert expired_terms("推进工业强县三年行动", PERIOD) == []


def test_an_offices_own_meetings_are_put_in_order(tmp_path: Path) -> None:
    calendar = office(
        tmp_path,
        """
        local_plenums:
          - {name: 县委十三届六次全会, start: 2024-02-01}
          - {name: 县委十三届五次全会, start: 2023-02-01}
        rounds:
          - {name: 县委第十轮巡察, start: 2024-03-01}
        """,
    )
    assert [e.name for e in calendar.local_plenums] == ["县委十三届五次全会", "县委十三届六次全会"]
    text = "贯彻县委十三届五次全会精神，启动县委第九轮巡察"
    assert renewed(text, PERIOD, calendar)[0] == "贯彻县委十三届六次全会精神，启动县委第十轮巡察"


def test_a_changed_file_counts_at_once(tmp_path: Path) -> None:
    entry = "terms:\n  - {{term: 大干快上, from: 2020-01-01, to: {}-12-31}}\n"
    assert term(office(tmp_path, entry.format(2021)), "大干快上").span == "2020—2021年"
    path = tmp_path / NAME
    before = path.stat()
    path.write_text(entry.format(2023), encoding="utf-8")
    # Written within the clock's tick and of the same length: only the stamp tells.
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1_000_000))
    assert term(load_calendar(tmp_path), "大干快上").span == "2020—2023年"
    path.unlink()
    assert load_calendar(tmp_path) is load_calendar()


BROKEN: list[tuple[str, list[str]]] = [
    ("terms: [\n", ["行不是合法的 YAML", "缩进"]),
    ("terms:\n  - {term: 甲乙, from: 2024-02-30}\n", ["YAML"]),
    ("terms: []\nplenums: []\nterms: []\n", ["第 3 行", "“terms”写了两次"]),
    ("- 甲\n", ["栏目组成"]),
    ("terms: 甲\n", ["第 1 行", "应为列表"]),
    ("terms:\n  - 甲\n", ["第 2 行", "应为一条记录"]),
    ("campaigns: []\n", ["第 1 行", "campaigns", "没有这个栏目"]),
    ("terms:\n  - {term: 甲乙丙}\n", ["第 2 行", "“甲乙丙”", "缺少 from"]),
    ("terms:\n  - from: 2024-01-01\n", ["第 2 行", "term", "缺少这个字段"]),
    (
        "terms:\n  - term: 甲乙丙\n    from: 今年\n",
        ["第 3 行", "“甲乙丙”的 from", "日期应写成 2024-07-15"],
    ),
    (
        "terms:\n  - term: 甲乙丙\n    form: 2024-01-01\n    from: 2024-01-01\n",
        ["第 3 行", "form", "检查拼写"],
    ),
    (
        "terms:\n  - {term: 甲乙丙, from: 2024-02-01, to: 2024-01-01}\n",
        ["第 2 行", "“甲乙丙”", "早于"],
    ),
    ("terms:\n  - {term: 甲乙丙, from: 2024-02-01, match: [丁]}\n", ["第 2 行", "至少要有两个字"]),
    ("terms:\n  - {term: 甲乙丙, from: 2024-02-01, match: 丁戊}\n", ["match", "应为列表"]),
    ("plenums:\n  - {name: 二十届三中全会}\n", ["第 2 行", "缺少 start"]),
    (
        "local_plenums:\n\n  - {name: 县委全会, start: 2024-01-01}\n",
        ["第 3 行", "“县委全会”", "县委十三届五次全会"],
    ),
    ("plenums:\n  - {name: 三中全会, start: 2024-07-15, confirmed: 也许}\n", ["confirmed", "true"]),
]


@pytest.mark.parametrize(("text", "said"), BROKEN)
def test_a_broken_file_says_where_and_what_to_do(
    tmp_path: Path, text: str, said: list[str]
) -> None:
    with pytest.raises(CalendarError) as error:
        office(tmp_path, text)
    message = str(error.value)
    assert str(tmp_path / NAME) in message
    assert [words for words in said if words not in message] == []
    assert isinstance(error.value, AssistantError)


def test_a_file_in_another_encoding_says_so(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes("terms: [] # 日历".encode("gb18030"))
    with pytest.raises(CalendarError, match="UTF-8"):
        load_calendar(tmp_path)


def test_a_folder_in_its_place_says_so(tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    with pytest.raises(CalendarError, match="无法读取"):
        load_calendar(tmp_path)
