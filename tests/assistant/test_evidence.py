"""How much of a subject a text tells, by how rare its words are."""

from __future__ import annotations

import pytest

from assistant.evidence import told

# ln(n / those that have them): 作用发挥 stands in every other item, 驻村帮扶 in few.
_RARITY = {
    "驻村": 3.0,
    "村帮": 3.0,
    "帮扶": 2.0,
    "扶作": 4.0,
    "作用": 0.5,
    "用发": 0.5,
    "发挥": 0.5,
}


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("村级监督员作用发挥有限", 0.05, 0.2),
        ("驻村帮扶干部精力不够", 0.5, 0.7),
        ("驻村帮扶作用发挥不平衡", 1.0, 1.0),
        ("党员教育方式单一", 0.0, 0.0),
    ],
)
def test_words_that_every_item_has_tell_little(text: str, least: float, most: float) -> None:
    assert least <= told("驻村帮扶作用发挥", text, _RARITY) <= most


def test_words_that_no_item_has_are_the_rarest() -> None:
    assert told("驻村冷链", "冷链物流", {"驻村": 2.0}) == pytest.approx(1 / 3)
