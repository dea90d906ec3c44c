"""What no rewrite may bring in, and which changes of force want a tick."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.document import Draft, DraftItem, Sentence, with_sentence_ids
from assistant.rewriting.guards import brought_in, change_of_force
from assistant.rewriting.lists import load_wording


def draft(*texts: str, facts: tuple[str, ...] = ()) -> Draft:
    items = tuple(
        DraftItem(f"{n}.", "", Sentence("", text), (Sentence("", "有待加强。"),))
        for n, text in enumerate(texts, 1)
    )
    made = Draft("d", "problems", "2024H1", "precedent", "县委", "存在的问题", "1.", (), items)
    return with_sentence_ids(replace(made, facts=facts))


@pytest.mark.parametrize(
    ("new", "brought"),
    [
        ("薄弱村还有12个。", ()),
        ("薄弱村还有十二个。", ()),
        ("薄弱村还有15个。", ("15",)),
        ("按照《条例》办理。", ("《条例》",)),
        ("2024年有进步。", ()),
        ("2019年有进步。", ("2019年",)),
        ("县委发〔2023〕5号要求。", ("〔2023〕5号",)),
        ("王建国同志到会。", ("王建国",)),
        ("流动党员有21名。", ()),
    ],
)
def test_nothing_without_a_source_comes_in(new: str, brought: tuple[str, ...]) -> None:
    old = draft("薄弱村还有12个。")
    assert brought_in(old, draft(new, facts=("流动党员有21名",))) == brought


@pytest.mark.parametrize(
    ("before", "after", "tick"),
    [
        ("各级必须落实责任。", "各级应当落实责任。", "语气变化：必须 → 应当"),
        ("要严格执行制度。", "可以严格执行制度。", "语气变化：要 → 可以"),
        ("拟建设3个站点。", "已建设3个站点。", "语气变化：拟 → 已"),
        ("年底前完成站点建设。", "年底前推进站点建设。", "语气变化：完成 → 推进"),
        ("部分支部学习不实。", "所有支部学习不实。", "语气变化：部分 → 所有"),
        ("拟建设3个站点。", "建设3个站点。", "语气变化：拟 → （删去）"),
        ("主要任务是抓落实。", "重要任务是抓落实。", ""),
        ("完善制度，健全清单。", "健全清单。", ""),
        ("老百姓参与不多。", "群众参与不多。", ""),
        ("要抓好落实。", "村里产业单一，带头人少。", ""),
    ],
)
def test_changes_of_force_want_a_tick(before: str, after: str, tick: str) -> None:
    assert change_of_force(before, after, load_wording().force) == tick
