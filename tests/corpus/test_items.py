"""Lists of every family, run into a paragraph or in lines, nested, in a row, and mistyped."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from corpus.items import find_items
from corpus.numbering import render_marker
from corpus.report import Item


def marks(items: Sequence[Item]) -> list[object]:
    """Marks, each with those of the list inside it."""
    return [[i.marker, marks(i.items)] if i.items else i.marker for i in items]


def found(text: str) -> list[object]:
    return marks(find_items(text, 0, len(text)))


FAMILIES = [
    *("第一章", "一、", "（一）", "1.", "（1）", "①", "——"),
    *("一是", "一要", "一抓", "第一，", "首先", "一方面"),
]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_list_in_lines_is_found_in_every_family(family: str) -> None:
    lines = [render_marker(family, n) + "学理论。改作风。" for n in (1, 2)]
    text = "做法如下：\n" + "\n".join(lines)
    assert found(text) == [line.partition("学")[0].strip() for line in lines]


@pytest.mark.parametrize("family", [f for f in FAMILIES if f != "——"])
def test_a_list_in_one_paragraph_is_found_in_every_family(family: str) -> None:
    parts = [render_marker(family, n) + "学理论；" for n in (1, 2)]
    assert found("做法如下：" + "".join(parts)) == [p.partition("学")[0].strip() for p in parts]


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("㈠甲。㈡乙。", ["㈠", "㈡"]),
        ("⑴甲；⑵乙。", ["⑴", "⑵"]),
        ("❶甲；❷乙。", ["❶", "❷"]),
        ("1)甲。\n2）乙。", ["1)", "2）"]),
        ("1．甲。\n2、乙。\n3.丙。", ["1．", "2、", "3."]),
        ("（一）甲。\n(二)乙。\n三）丙。", ["（一）", "(二)", "三）"]),
        ("第一方面：甲。\n第二方面：乙。", ["第一方面：", "第二方面："]),
        ("（—）甲。\n（二）乙。", ["（—）", "（二）"]),
        ("—、甲。\n二、乙。", ["—、", "二、"]),
        ("一方面，甲。另一方面，乙。", ["一方面，", "另一方面，"]),
        ("第一,甲。第二,乙。", ["第一,", "第二,"]),
        ("不负人民——奋力前行。\n——继续。", []),
    ],
)
def test_marks_are_read_however_they_are_typed(text: str, tree: list[object]) -> None:
    assert found(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        (
            "（一）甲。一是子。二是丑。\n（二）乙。一是子。二是丑。三是寅。",
            [["（一）", ["一是", "二是"]], ["（二）", ["一是", "二是", "三是"]]],
        ),
        (
            "一、甲。\n1.子。①小。②大。\n2.丑。\n二、乙。",
            [["一、", [["1.", ["①", "②"]], "2."]], "二、"],
        ),
        ("首先，甲。一要子。二要丑。其次，乙。", [["首先，", ["一要", "二要"]], "其次，"]),
    ],
)
def test_families_nest(text: str, tree: list[object]) -> None:
    assert found(text) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("一是甲。二是乙。\n另外：一是丙。二是丁。", ["一是", "二是", "一是", "二是"]),
        ("一是甲。二是乙。下一步：一是丙。二是丁。", ["一是", "二是", "一是", "二是"]),
        ("——甲。\n——乙。\n重点：\n（一）丙。\n（二）丁。", ["——", "——", "（一）", "（二）"]),
        ("1.甲。\n子。\n2.乙。\n丑。\n（一）丙。\n（二）丁。", ["1.", "2.", "（一）", "（二）"]),
        ("1.甲。1.子。2.丑。\n2.乙。", ["1.", "2."]),
    ],
)
def test_lists_follow_each_other(text: str, tree: list[object]) -> None:
    assert found(text) == tree


@pytest.mark.parametrize(
    ("text", "ordinals"),
    [
        ("（一）甲。\n（二）乙。\n（二）丙。\n（三）丁。", [1, 2, 2, 3]),
        ("（一）甲。\n（二）乙。\n（四）丁。", [1, 2, 4]),
        ("（一）甲。（二）乙。（二）丙。", [1, 2, 2]),
        ("（一）甲。\n（一）乙。\n（二）丙。", [1, 1, 2]),
        ("一是甲。\n二是乙。\n四是丁。", [1, 2, 4]),
        ("（一）甲。\n（二）乙。\n（五）戊。", [1, 2]),
    ],
)
def test_a_mistyped_number_does_not_end_a_list(text: str, ordinals: list[int]) -> None:
    assert [item.ordinal for item in find_items(text, 0, len(text))] == ordinals


def test_bodies_may_span_paragraphs_and_an_address_ends_the_last() -> None:
    text = "（一）抓产业\n建园。\n招商。\n（二）抓民生\n建校。\n修路。\n各位代表！任务艰巨。"
    first, second = find_items(text, 0, len(text))
    assert (first.heading, text[first.body_start : first.end]) == ("抓产业", "建园。\n招商。")
    assert text[second.start : second.end] == "（二）抓民生\n建校。\n修路。"


def test_the_last_run_in_member_ends_with_its_line() -> None:
    text = "不足：一是甲。二是乙。\n对此，将认真解决。"
    assert text[find_items(text, 0, len(text))[-1].start :].startswith("二是乙。\n")
    assert find_items(text, 0, len(text))[-1].end == text.index("\n")
