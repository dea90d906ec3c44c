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


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("有的村产业单一。", "所有村产业单一。", ("有的", "所有")),
        ("部分支部学习不实。", "全部支部学习不实。", ("部分", "全部")),
        ("个别干部不担当。", "不少干部不担当。", ("个别", "不少")),
        ("多数党员参学。", "全体党员参学。", ("多数", "全体")),
        ("有的支部松散，个别党员松懈。", "个别支部松散，个别党员松懈。", ("有的", "个别")),
        ("力争年底前销号。", "确保年底前销号。", ("力争", "确保")),
        ("计划建设3个站点。", "建成3个站点。", ("计划", "建成")),
        ("拟建3个站点。", "已建3个站点。", ("拟", "已")),
        ("正在推进建设。", "完成建设。", ("正在", "完成")),
        ("整改尚未完成。", "整改已完成。", ("尚未", "已")),
        ("有所提升。", "显著提升。", ("有所", "显著")),
        ("各单位应严格执行。", "各单位须严格执行。", ("应", "须")),
        ("原则上不新增。", "一律不新增。", ("原则上", "一律")),
        ("鼓励各村创新。", "要求各村创新。", ("鼓励", "要求")),
    ],
)
def test_force_is_seen_both_ways(one: str, other: str, words: tuple[str, str]) -> None:
    scales = load_wording().force
    assert change_of_force(one, other, scales) == f"语气变化：{words[0]} → {words[1]}"
    assert change_of_force(other, one, scales) == f"语气变化：{words[1]} → {words[0]}"


@pytest.mark.parametrize(
    ("with_it", "without", "word"),
    [
        ("基本完成整改任务。", "完成整改任务。", "基本"),
        ("初步建立机制。", "建立机制。", "初步"),
        ("未完成整改。", "完成整改。", "未"),
        ("要抓紧落实。", "抓紧落实。", "要"),
        ("必须做到“两个维护”。", "做到“两个维护”。", "必须"),
    ],
)
def test_a_word_of_force_that_goes_or_comes(with_it: str, without: str, word: str) -> None:
    scales = load_wording().force
    assert change_of_force(with_it, without, scales) == f"语气变化：{word} → （删去）"
    assert change_of_force(without, with_it, scales) == f"语气变化：（原无） → {word}"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("全部门参与。", "本部门参与。"),
        ("首要任务是抓落实。", "重要任务是抓落实。"),
        ("有的放矢开展工作。", "精准开展工作。"),
        ("平均收入增长。", "收入增长。"),
        ("不得不调整。", "只能调整。"),
        ("组织部分管同志到会。", "组织部同志到会。"),
        ("应急能力偏弱。", "能力偏弱。"),
        ("将军山景区建设慢。", "景区建设慢。"),
        ("供应链不稳。", "链条不稳。"),
        ("必要的手续不全。", "手续不全。"),
        ("未来三年发展目标。", "三年发展目标。"),
        ("已经建立台账。", "已建立台账。"),
        ("推动项目落地，完成投资。", "完成投资，推动项目落地。"),
    ],
)
def test_a_part_of_another_word_has_no_force(one: str, other: str) -> None:
    scales = load_wording().force
    assert change_of_force(one, other, scales) == change_of_force(other, one, scales) == ""
