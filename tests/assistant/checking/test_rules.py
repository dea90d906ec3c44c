"""Each rule finds its fault at its place, and is silent on what is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.checking.catalogue import GROUPS, OF_KIND, RULES
from assistant.checking.report import CheckedText, checked_text, fixed
from assistant.checking.tables import Tables, load_tables
from assistant.document import Finding
from tests.assistant.checking.faults import RIGHT, WRONG, body, report

TABLES = load_tables()


def look(text: str, tables: Tables = TABLES, period: str = "") -> CheckedText:
    return checked_text(text, "", tables, period)


def found(text: str, rule: str, tables: Tables = TABLES) -> list[Finding]:
    return [f for f in look(text, tables).findings if f.rule == rule]


def words(text: str, rule: str) -> list[str]:
    return [text[f.start : f.end] for f in found(text, rule)]


@pytest.mark.parametrize(("rule", "text", "places", "fixes"), WRONG)
def test_a_fault_is_found(rule: str, text: str, places: list[str], fixes: list[str] | None) -> None:
    hits = found(text, rule)
    assert [text[f.start : f.end] for f in hits] == places
    if fixes is not None:
        assert [f.fix for f in hits] == fixes
    assert {(f.severity, f.basis) for f in hits} == {(RULES[rule].severity, RULES[rule].basis)}


@pytest.mark.parametrize(("rule", "text"), RIGHT)
def test_what_is_right_is_left_alone(rule: str, text: str) -> None:
    assert words(text, rule) == []


def test_every_rule_has_a_fault_in_the_table() -> None:
    elsewhere = {"cover.spare", "phrase.office"}  # of drafts only; of the office's own table only
    assert {row[0] for row in WRONG} | elsewhere == set(RULES)
    assert {rule.group for rule in RULES.values()} == set(GROUPS)
    assert set(OF_KIND.values()) <= set(RULES)


@pytest.mark.parametrize(("rule", "text", "places", "fixes"), [w for w in WRONG if w[3]])
def test_a_fix_leaves_no_such_fault(
    rule: str, text: str, places: list[str], fixes: list[str]
) -> None:
    checked = look(text)
    numbers = [n for n, f in enumerate(checked.findings) if f.rule == rule and f.fix is not None]
    mended = fixed(checked, numbers)
    assert mended != text
    assert [f.message for f in look(mended).findings if f.rule == rule and f.fix is not None] == []


def test_names_go_with_the_offices_of_the_offices_own_table() -> None:
    people = (("江一舟", "县委书记"), ("何大川", "县长"))
    tables = replace(TABLES, lists=replace(TABLES.lists, people=people))
    text = body("县长江一舟到会，县长何大川主持。")
    assert [text[f.start : f.end] for f in found(text, "phrase.office", tables)] == ["县长江一舟"]


def test_another_period_may_be_asked_for() -> None:
    text = report("一、工作情况", "有序。", title="青岚县文化馆工作总结")
    assert look(text).outline.period == ""
    checked = look(text.replace("有序", "2024年8月1日举办"), period="2024H1")
    assert "period.future" in {f.rule for f in checked.findings}
