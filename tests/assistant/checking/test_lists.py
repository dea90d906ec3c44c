"""The lists of the checks, and an office's own laid over them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assistant.checking.lists import ChecksError, load_lists
from assistant.checking.report import checked_text
from assistant.checking.tables import load_tables

TEXT = "县文化馆2024年上半年工作总结\n一、工作情况\n落实“三会一课”、“主题党日”，完善台帐，其它有序，工作步入快车道。\n"


def rules(home: Path) -> dict[str, str]:
    return {f.rule: f.severity for f in checked_text(TEXT, "", load_tables(home)).findings}


def test_the_office_sets_how_grave_a_rule_is(tmp_path: Path) -> None:
    assert rules(tmp_path)["punct.between_quotes"] == "info"
    own = tmp_path / "checks.yaml"
    own.write_text("rules: {punct.between_quotes: error, genre.signature: off}", encoding="utf-8")
    found = rules(tmp_path)
    assert found["punct.between_quotes"] == "error"
    assert "genre.signature" not in found
    own.write_text("rules:\n", encoding="utf-8")
    os.utime(own, ns=(1, 1))  # a changed file counts at once
    assert rules(tmp_path)["punct.between_quotes"] == "info"


def test_the_offices_own_entries_come_over_ours(tmp_path: Path) -> None:
    (tmp_path / "checks.yaml").write_text(
        """
words:
  - {rule: word.confusable, say: 台帐, disabled: true}
  - {rule: tone.superlative, say: 快车道}
fixed:
  - {say: 青岚县三年行动计划}
people:
  - {name: 江一舟, office: 县委书记}
limits: {sentence: 60}
""",
        encoding="utf-8",
    )
    lists = load_lists(tmp_path)
    said = {w.say for w in lists.words}
    assert ("台帐" in said, "其它" in said, "快车道" in said) == (False, True, True)
    assert "青岚县三年行动计划" in {f.say for f in lists.fixed}
    assert lists.people == (("江一舟", "县委书记"),)
    assert (lists.most_sentence, lists.most_total) == (60, 5000)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rules: {punct.nothing: off}", "没有“punct.nothing”"),
        ("words:\n  - {rule: nothing, say: 台帐}", "没有“nothing”"),
        ("words:\n  - {rule: word.confusable}", "words.0.say"),
        ("limits: {total: 0}", "limits.total"),
        ("- x", "rules、fixed"),
        ("rules: {", "不是合法的 YAML"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "checks.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ChecksError, match=said) as caught:
        load_lists(tmp_path)
    assert str(tmp_path / "checks.yaml") in str(caught.value)
