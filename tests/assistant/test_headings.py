"""What a heading is about, and the verb and object a plan heading ends in."""

from __future__ import annotations

import pytest

from assistant.headings import plan_core, starts_with_action, takes_prefix, theme_of

THEMES = [
    ("村集体经济发展思路不宽", "村集体经济发展"),
    ("党员教育管理实效性不强", "党员教育管理"),
    ("干部队伍建设仍需加强", "干部队伍建设"),
    ("基层党组织建设工作力度不够", "基层党组织建设"),
    ("人才引进存在短板", "人才引进"),
    ("意识形态阵地管理亟待规范", "意识形态阵地管理"),
    ("进一步夯实党建基础", "夯实党建基础"),
    ("以更实举措壮大集体经济", "壮大集体经济"),
    ("县域经济普遍不强", "县域经济"),
    (
        "以乡村振兴战略为统揽，大力推动农业农村现代化",
        "以乡村振兴战略为统揽，大力推动农业农村现代化",
    ),
    # too short to lose more
    ("作风不实", "作风不实"),
    ("提升服务能力", "提升服务能力"),
    ("", ""),
]

CORES = [
    ("进一步夯实党建基础", "夯实党建基础"),
    ("着力持续建强干部队伍", "建强干部队伍"),
    ("以更实举措壮大集体经济", "壮大集体经济"),
    ("持续“双培”提质", "“双培”提质"),
    ("围绕中心工作提升服务能力", "提升服务能力"),
    # no object behind the verb: the whole heading stays
    ("实施集体经济倍增行动", "实施集体经济倍增行动"),
    # “在…上” belongs to the object, it frames nothing
    ("在破解难题上推动改革创新", "在破解难题上推动改革创新"),
    # a frame around a whole heading stays, and a noun is no verb
    ("以推动绿色发展为导向，大力建设美丽临江", "以推动绿色发展为导向，大力建设美丽临江"),
    ("聚焦民生改善，共享发展成果", "聚焦民生改善，共享发展成果"),
    ("实施环境提升攻坚行动，激发发展活力", "实施环境提升攻坚行动，激发发展活力"),
    ("以高质量发展推动乡村振兴", "推动乡村振兴"),
    ("夯实党建基础", "夯实党建基础"),
    ("村集体经济家底薄弱", "村集体经济家底薄弱"),
]


@pytest.mark.parametrize(("heading", "theme"), THEMES)
def test_the_theme_is_the_field(heading: str, theme: str) -> None:
    assert theme_of(heading) == theme


@pytest.mark.parametrize(("heading", "core"), CORES)
def test_the_core_is_the_verb_and_its_object(heading: str, core: str) -> None:
    assert plan_core(heading) == core


@pytest.mark.parametrize("heading", [heading for heading, _ in [*THEMES, *CORES]])
def test_the_core_is_always_a_tail_and_the_theme_a_piece(heading: str) -> None:
    assert heading.endswith(plan_core(heading))
    assert theme_of(heading) in heading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("压实责任", True),
        ("推动发展", True),
        ("责任压实", False),
        ("村集体经济", False),
        ("", False),
    ],
)
def test_an_action_starts_with_its_verb(text: str, expected: bool) -> None:
    assert starts_with_action(text) is expected


@pytest.mark.parametrize(
    ("core", "expected"),
    [
        ("抓实作风建设", True),
        ("加快转型升级", True),
        ("突出抓好项目建设", False),
        ("必须坚持底线", False),
    ],
)
def test_a_prefix_stands_before_one_verb(core: str, expected: bool) -> None:
    assert takes_prefix(core) is expected
