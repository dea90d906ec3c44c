"""What no report of the last years names any more is not planned again."""

from __future__ import annotations

import pytest

from assistant.dropped import is_dropped, names_in

RECENT = ("深化“清风护航”行动。", "推进沿江大桥建设，实施“头雁领航”工程。")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("开展“清风护航”专项行动", ["清风护航"]),
        ("落实《外贸倍增五年规划》", ["外贸倍增五年规划"]),
        ("推进城北路跨线桥建设", ["城北路跨线桥"]),
        ("强化“一岗双责”", []),  # common words in marks
        ("支持大型企业集团发展", []),
        ("完善基础设施", []),
    ],
)
def test_names_of_works_and_campaigns(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "dropped"),
    [
        ("实施“头雁领航”工程", False),
        ("推进沿江大桥二期", False),
        ("实施“百日攻坚”工程", True),
        ("推进城北路跨线桥建设", True),
        ("完善基础设施", False),
    ],
)
def test_what_is_named_no_more_is_given_up(text: str, dropped: bool) -> None:
    assert is_dropped(text, RECENT) is dropped


def test_without_recent_reports_nothing_is_given_up() -> None:
    assert not is_dropped("推进城北路跨线桥建设", ())
