"""Words that stand in no draft: of whoever says what is to follow."""

from __future__ import annotations

import pytest

from assistant.writing.refusing import speaks_for


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("习近平总书记强调", True),
        ("省委经济工作会议明确要求", True),
        ("新时代新征程，总书记指出", True),
        ("落实中央要求", False),
        ("按照市委要求", False),
        ("强化责任落实要求", False),
        ("提出有针对性的措施", False),
    ],
)
def test_an_attribution_is_borrowed_with_its_own_words_or_not_at_all(
    text: str, speaks: bool
) -> None:
    assert speaks_for(text) is speaks
