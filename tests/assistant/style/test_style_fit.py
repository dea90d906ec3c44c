"""A section fits the style of its own house, another's less, and no scrambled text does."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace
from statistics import median

import pytest

from assistant.document import SectionName
from assistant.style.fit import TRAITS, Fit, fit, fit_of_form, fit_of_section
from assistant.style.form import Form, form_of
from assistant.style.house import style_of
from corpus.archive import Archive
from corpus.report import Report, Role
from tests.assistant.test_overview import draft_of

SECTIONS: tuple[SectionName, ...] = ("problems", "plan")


@pytest.fixture(scope="module")
def reports(sample_archive: Archive) -> list[Report]:
    found = [sample_archive.report(s.id) for s in sample_archive.reports()]
    return sorted(found, key=lambda report: report.outline.period, reverse=True)


def house(report: Report) -> str:
    return report.outline.organisation


def held_out(reports: list[Report], section: SectionName) -> list[tuple[Report, Fit]]:
    """Each report's section against the rest of its house."""
    pairs = []
    for report in reports:
        style = style_of(section, house(report), [r for r in reports if r is not report])
        made = fit_of_section(report, section, style)
        assert made is not None
        assert style.basis.own
        pairs.append((report, made))
    return pairs


@pytest.mark.parametrize("section", SECTIONS)
def test_held_out_sections_fit_their_house(reports: list[Report], section: SectionName) -> None:
    totals = [made.total for _, made in held_out(reports, section)]
    assert 85 <= median(totals) <= 95
    assert min(totals) > 70


@pytest.mark.parametrize("section", SECTIONS)
def test_other_houses_fit_less(reports: list[Report], section: SectionName) -> None:
    """The sample houses are near relations: more often than not is all that can be asked."""
    won = []
    for report, own in held_out(reports, section):
        style = style_of(section, house(report), [r for r in reports if r is not report])
        for other in reports:
            if house(other) != house(report):
                foreign = fit_of_section(other, section, style)
                assert foreign is not None
                won.append(own.total > foreign.total)
    assert sum(won) / len(won) > 0.75


def scrambled(form: Form) -> Form:
    """Characters of each run shuffled; marks, markers and lengths stay."""
    shuffle = random.Random(7).shuffle

    def mixed(match: re.Match[str]) -> str:
        characters = list(match.group())
        shuffle(characters)
        return "".join(characters)

    text = re.sub(r"[\u4e00-\u9fff]{4,}", mixed, form.text)
    items = [
        replace(i, heading=text[i.heading_start : i.heading_start + len(i.heading)])
        for i in form.items
    ]
    return replace(form, text=text, items=tuple(items))


@pytest.mark.parametrize("section", SECTIONS)
def test_scrambled_text_does_not_fit(reports: list[Report], section: SectionName) -> None:
    for report in reports[:6]:
        style = style_of(section, house(report), [r for r in reports if r is not report])
        made = form_of(report, Role(section))
        assert made is not None
        assert fit_of_form(scrambled(made), style).total < 65 < fit_of_form(made, style).total


def doubled(form: Form) -> Form:
    return replace(form, items=(*form.items, *form.items))


def unheaded(form: Form) -> Form:
    return replace(form, items=tuple(replace(item, heading_end="line") for item in form.items))


def renumbered(form: Form) -> Form:
    return replace(form, items=tuple(replace(item, family="①") for item in form.items))


def longer(form: Form) -> Form:
    items = (replace(item, heading=item.heading + "的若干办法和举措") for item in form.items)
    return replace(form, items=tuple(items))


@pytest.mark.parametrize(
    ("change", "trait", "reason"),
    [
        (doubled, "items", "条数 14 条，往年 7 条"),
        (unheaded, "heading_end", "小标题断开 单独成行，往年 用句号断开（4/4）"),
        (renumbered, "numbering", "序号 “①”，往年 “一是”（2/4）"),
        (longer, "heading_chars", "小标题平均 18 字，往年 9.5 字"),
    ],
)
def test_what_is_off_is_said(
    reports: list[Report], change: Callable[[Form], Form], trait: str, reason: str
) -> None:
    own = [r for r in reports if house(r) == "青岚县委组织部"]
    style = style_of("plan", house(own[0]), own[1:])
    made = form_of(own[0], Role.PLAN)
    assert made is not None
    before, after = fit_of_form(made, style), fit_of_form(change(made), style)
    assert after.total < before.total
    (score,) = [s for s in after.scores if s.name == trait]
    assert score.score < 50
    assert score.reason == reason
    assert score in after.worst


def test_the_score_is_best_at_the_usual_and_falls_on_both_sides(reports: list[Report]) -> None:
    style = style_of("plan", None, reports)
    by_items = {}
    for count in (1, 7, 30):
        made = style.forms[0]
        items = (made.items * 5)[:count]
        scores = fit_of_form(replace(made, items=items), style).scores
        by_items[count] = next(s.score for s in scores if s.name == "items")
    assert by_items[7] > 90
    assert max(by_items[1], by_items[30]) < 10


def test_weights_and_names_are_sound() -> None:
    assert len({trait.name for trait in TRAITS}) == len(TRAITS)
    assert all(trait.weight > 0 and trait.floor > 0 for trait in TRAITS)


def test_a_poor_draft_fits_poorly_and_says_why(reports: list[Report]) -> None:
    style = style_of("problems", "青岚县委组织部", reports)
    made = fit(draft_of(), style)
    assert made.total < 60
    assert made.said.startswith(f"文风契合度 {made.total:.0f}：")
    assert "条数 1 条，往年 6 条" in [score.reason for score in made.worst]
    assert made.basis == "据青岚县委组织部 5 份报告统计"


def test_without_reports_nothing_is_scored() -> None:
    made = fit(draft_of(), style_of("problems", "某局", []))
    assert (made.total, made.scores, made.said) == (0.0, (), "没有往年的这一部分可比")
