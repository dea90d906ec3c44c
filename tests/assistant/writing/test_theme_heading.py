"""An asked theme is named by its item's heading; what the archive does not have is said."""

from __future__ import annotations

import pytest

from assistant.brief import Brief
from assistant.clauses import coverage
from assistant.document import Draft
from assistant.drafting import Drafting
from assistant.headings import object_of
from assistant.writing.theme_heading import ASKED, heading_on, names


def written(drafting: Drafting, section: str, *themes: str, **wanted: object) -> Draft:
    asked = {"action": "draft", "section": section, "period": "2024H1", "themes": themes}
    brief = Brief.model_validate({**asked, "items": len(themes), **wanted})
    material = drafting.material_for(brief)
    *_, draft = drafting.write(brief, material, drafting.plan(brief, material))
    return draft


@pytest.mark.parametrize(
    ("theme", "text", "is_named"),
    [
        ("网格治理", "进一步深化网格治理", True),
        ("网格治理", "进一步深化基层治理", False),
        ("加快媒体融合", "持续推进媒体融合", True),
        ("实施干部能力提升行动", "进一步提升干部能力", True),
        ("在两新党建上再突破", "着力推进两新党建", True),
    ],
)
def test_the_verb_of_a_theme_is_the_houses(theme: str, text: str, is_named: bool) -> None:
    assert names(theme, text) is is_named


@pytest.mark.parametrize("section", ["problems", "plan"])
def test_every_asked_theme_stands_in_a_heading(drafting: Drafting, section: str) -> None:
    themes = ("文明创建", "干部作风", "巡察整改", "年轻干部", "网格治理")
    draft = written(drafting, section, *themes)
    assert len(draft.items) == len(themes)
    for theme, item in zip(themes, draft.items, strict=True):
        assert coverage(object_of(theme), item.heading.text) >= 0.5
        assert item.heading.citations


def test_the_theme_takes_the_place_of_another_in_a_past_heading(drafting: Drafting) -> None:
    (item,) = written(drafting, "plan", "文明创建").items
    (exchange,) = [a for a in item.heading.adaptations if a.reason == ASKED]
    (cited,) = item.heading.citations
    assert exchange.after == "文明创建"
    assert cited.quote.endswith(exchange.before)
    words = item.heading.text[cited.clause_start : cited.clause_end]
    assert words == cited.quote.replace(exchange.before, exchange.after)


@pytest.mark.parametrize("theme", ["<b>网格</b>", "2019年扶贫", "ABC", "强" * 20])
def test_what_cannot_stand_in_a_heading_is_not_put_there(drafting: Drafting, theme: str) -> None:
    brief = Brief.model_validate({"action": "draft", "section": "plan", "period": "2024H1"})
    material = drafting.material_for(brief)
    job = drafting.job(brief, material, drafting.plan(brief, material))
    assert heading_on(theme, job, job.evidence.precedents) is None


def test_a_theme_without_precedent_is_said_and_heads_nothing(drafting: Drafting) -> None:
    draft = written(drafting, "plan", "量子计算")
    assert any("没有写过“量子计算”" in notice for notice in draft.notices)
    assert not any(names("量子计算", item.heading.text) for item in draft.items)


def test_what_is_short_of_an_asked_length_is_said(drafting: Drafting) -> None:
    draft = written(drafting, "problems", "媒体融合", "年轻干部", max_chars=400, chars_scope="item")
    short = [n for n, item in enumerate(draft.items, 1) if len(item.text) < 360]
    assert short
    (notice,) = [n for n in draft.notices if "不足要求的" in n]
    assert all(f"第{n}条" in notice for n in short)
