"""Which words only the department that wrote them can use."""

from __future__ import annotations

import pytest

from assistant.writing.foreign import names_department


@pytest.mark.parametrize(
    ("text", "asked", "named"),
    [
        ("巡察成果综合运用还不充分", "", True),
        ("巡察成果综合运用还不充分", "巡察整改", False),
        ("纪检、组织部门与巡察整改贯通不够", "巡察整改", True),
        ("我局服务意识不强", "", True),
        ("建章立制跟进不及时", "", False),
    ],
)
def test_duties_of_a_department_are_the_writers_own_where_asked_for(
    text: str, asked: str, named: bool
) -> None:
    assert names_department(text, "青岚县纪委监委", asked) is named
