"""Whose cadres a theme is about."""

from __future__ import annotations

import pytest

from assistant.staff import is_own_staff


@pytest.mark.parametrize(
    ("theme", "organisation", "own"),
    [
        ("宣传队伍专业化程度", "青岚县委宣传部", True),
        ("干部专业素养", "青岚县纪委监委", True),
        ("锻造纪检铁军", "青岚县纪委监委", True),
        ("干部作风", "青岚县农业农村局", True),
        ("年轻干部培养", "中共青岚县委", False),
        ("锻造专业干部队伍", "青岚县委组织部", False),
        ("建强干部队伍", "青岚县云岭镇党委", True),
        ("锻造过硬队伍", "青岚县人力资源和社会保障局", False),
        ("村集体经济", "青岚县委宣传部", False),
    ],
)
def test_an_office_means_its_own_people_unless_cadres_are_its_business(
    theme: str, organisation: str, own: bool
) -> None:
    assert is_own_staff(theme, organisation) is own
