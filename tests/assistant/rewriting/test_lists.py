"""The lists of words, and an office's own laid over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.rewriting.lists import WordingError, load_wording

OWN = """
formal:
  - {say: 老百姓, as: 人民群众}
  - {say: 太少, disabled: true}
  - {say: 拎得清, as: 分得清}
set_phrases:
  - {say: 谱写…华章}
level: {before_action: 协同}
"""


def test_the_offices_own_entries_come_over_ours(tmp_path: Path) -> None:
    (tmp_path / "wording.yaml").write_text(OWN, encoding="utf-8")
    own, shipped = load_wording(tmp_path), load_wording()
    said = {r.say: r.instead for r in own.formal}
    assert (said["老百姓"], said["拎得清"]) == ("人民群众", "分得清")
    assert "太少" not in said
    assert len(said) == len(shipped.formal)
    assert own.level.before_action == "协同"
    assert own.level.replacements == shipped.level.replacements
    assert any(list(r.spots("奋力谱写时代华章")) for r in own.set_phrases)


def test_a_changed_file_counts_at_once(tmp_path: Path) -> None:
    file = tmp_path / "wording.yaml"
    assert load_wording(tmp_path) == load_wording()
    file.write_text("formal: [{say: 甲乙, as: 丙}]", encoding="utf-8")
    first = load_wording(tmp_path)
    file.write_text("formal: [{say: 甲乙, as: 丙丁}]", encoding="utf-8")
    second = load_wording(tmp_path)
    assert [r.instead for f in (first, second) for r in f.formal if r.say == "甲乙"] == [
        "丙",
        "丙丁",
    ]


@pytest.mark.parametrize(
    "text", ["formal: [{word: 老百姓}]", "- 老百姓", "formal: {say", "colloquial: []"]
)
def test_a_file_that_cannot_be_used_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "wording.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(WordingError, match=r"wording\.yaml"):
        load_wording(tmp_path)


@pytest.mark.parametrize(
    ("say", "text", "found"),
    [
        ("还没", "还没有落实", []),
        ("还没", "还没落实", [(0, 2)]),
        ("为…提供坚强保障", "为乡村振兴提供坚强保障", [(0, 11)]),
        ("为…提供坚强保障", "为民服务，提供坚强保障", []),
        ("建议", "提出意见建议", []),
    ],
)
def test_words_are_found_where_they_mean_what_they_say(
    say: str, text: str, found: list[tuple[int, int]]
) -> None:
    wording = load_wording()
    entries = (*wording.formal, *wording.set_phrases, *wording.upward.replacements)
    (entry,) = [e for e in entries if e.say == say]
    assert list(entry.spots(text)) == found
