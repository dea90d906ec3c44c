"""Whatever the text: a sound tree, nothing lost, the same tree under any disguise, in time.

The invariant: sections in order and apart; leads and items inside them, items inside items; every
word character of the text in exactly one paragraph, or in the title, or in a section's heading.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.numbering import BLOCK_FAMILIES, render_marker
from corpus.outline import paragraphs_of, parse_outline
from corpus.report import Item, Outline

RUN_IN = ("一是", "一要", "一抓", "第一，", "首先", "一方面")
PIECES = [
    *(render_marker(f, n) for f in (*BLOCK_FAMILIES, *RUN_IN) for n in (1, 2, 3)),
    *("工作情况", "2023年工作回顾", "存在的问题及下一步打算", "今后五年的目标任务", "工作经验"),
    *(
        "我们也清醒地看到，还存在不少困难和问题，基础薄弱，能力不强，",
        "主要表现在：",
        "下一步，我们将",
    ),
    *("各位代表：", "各位代表！", "县长 某某", "附件：", "名词解释", "抄送：", "（联系人：某）"),
    *(
        "临江县2023年工作总结",
        "政府工作报告",
        "——2024年1月9日在会议上",
        "2023年7月5日",
        "临江县水利局",
    ),
    *("抓学习", "建园区。", "1.5万名", "第一书记", "说一是一，", "学" * 45, "㈠", "⑵", "（—）"),
    *(
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\u2028",
        "。",
        "：",
        "，",
        "；",
        " ",
        "　",
        "\u200b",
        "“",
        "”",
        "(",
        "１",
    ),
]
COMPOSED = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
TEXTS = st.one_of(COMPOSED, COMPOSED, st.text(max_size=120))


@given(TEXTS)
@settings(max_examples=1500, deadline=None)
def test_the_tree_is_sound_and_nothing_is_lost(text: str) -> None:
    outline = parse_outline(text, "材料.txt")
    assert outline.text == text
    for one, following in pairwise(outline.sections):
        assert one.end <= following.start
    for section in outline.sections:
        assert 0 <= section.start < section.end <= len(text)
        assert text[section.start :].startswith(section.marker)
        position = section.start
        if section.lead:
            assert section.start <= section.lead.start < section.lead.end <= section.end
            position = section.lead.end
        assert_nested(text, section.items, position, section.end)
    paragraphs = paragraphs_of(outline, "r")
    for paragraph in paragraphs:
        quote = text[paragraph.start : paragraph.end]
        assert quote == quote.strip() != ""
    for before, after in pairwise(paragraphs):
        assert before.end <= after.start
    assert words_outside(outline) == ""


def assert_nested(text: str, items: Sequence[Item], start: int, end: int) -> None:
    position = start
    for item in items:
        assert position <= item.start < item.end <= end
        assert item.start + len(item.marker) <= item.heading_start <= item.body_start
        assert bool(item.marker) is (item.start < item.heading_start)
        assert text[item.start :].startswith(item.marker)
        assert text[item.heading_start :].startswith(item.heading)
        assert_nested(text, item.items, item.body_start, item.end)
        position = item.end


def words_outside(outline: Outline) -> str:
    """Word characters in no paragraph, title or heading."""
    text = list(outline.text)
    for paragraph in paragraphs_of(outline, "r"):
        text[paragraph.start : paragraph.end] = " " * (paragraph.end - paragraph.start)
    for section in outline.sections:
        stop = section.start + len(section.marker)
        at = outline.text.index(section.heading, stop)
        assert not re.search(r"\w", outline.text[stop:at])
        end = at + len(section.heading)
        text[section.start : end] = " " * (end - section.start)
    title = iter(outline.title)
    wanted = next(title, None)
    for n, character in enumerate(text):
        if character == wanted:
            text[n] = " "
            wanted = next(title, None)
    return "".join(re.findall(r"\w", "".join(text)))


DISGUISES = {
    "line ends of Windows": lambda text: text.replace("\n", "\r\n"),
    "old line ends": lambda text: text.replace("\n", "\u2028"),
    "indents": lambda text: "\n".join("　　" + line + " \xa0" for line in text.split("\n")),
    "empty lines": lambda text: text.replace("\n", "\n \n\n"),
    "invisible characters": lambda text: "\u200b".join(text),
    "letters spaced": lambda text: re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", " ", text),
    "half-width brackets": lambda text: text.translate(str.maketrans("（）", "()")),
    "half-width punctuation": lambda text: text.translate(str.maketrans("，：；", ",:;")),
    "full-width digits": lambda text: text.translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
}
HEADS = ["工作情况", "存在的问题", "下一步工作打算"]
BODIES = st.lists(
    st.tuples(
        st.sampled_from(["（一）", "1.", "一是", "第一，", "①", "——"]),
        st.lists(
            st.sampled_from(["抓学习。开展轮训。", "改作风。", "建园区，招商三家。"]),
            min_size=2,
            max_size=4,
        ),
        st.booleans(),
    ),
    min_size=3,
    max_size=3,
)


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES.keys())
@given(bodies=BODIES)
@settings(max_examples=40, deadline=None)
def test_a_disguise_changes_no_tree(disguise, bodies) -> None:  # type: ignore[no-untyped-def]
    lines = ["临江县水利局2023年工作总结", "现将情况报告如下。"]
    for head, mark, (family, items, in_lines) in zip(HEADS, "一二三", bodies, strict=True):
        marked = [render_marker(family, n) + item for n, item in enumerate(items, 1)]
        between = "\n" if in_lines or family == "——" else ""
        lines += [f"{mark}、{head}", "分述如下：", between.join(marked)]
    plain = "\n".join(lines)
    one, other = parse_outline(plain), parse_outline(disguise(plain))
    assert tree(one) == tree(other)
    assert (one.organisation, one.period) == (other.organisation, other.period)


def tree(outline: Outline) -> list[object]:
    return [(s.role, tidy(s.marker), tidy(s.heading), branch(s.items)) for s in outline.sections]


def branch(items: Sequence[Item]) -> list[object]:
    return [(tidy(i.marker), i.ordinal, tidy(i.heading), branch(i.items)) for i in items]


def tidy(words: str) -> str:
    table = str.maketrans("(),:;０１２３４５６７８９", "（），：；0123456789")
    return re.sub(r"[\s\u200b]", "", words).translate(table)


@pytest.mark.parametrize(
    "unit",
    [
        "一是",
        "一、",
        "（",
        "（一）",
        "（ ",
        " ",
        "　",
        "\n",
        "——",
        "第一，",
        "2024年",
        "清醒",
        "问题不足，",
        "甲",
    ],
)
def test_a_hostile_line_of_a_million_characters_is_read_in_time(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    start = time.process_time()
    paragraphs_of(parse_outline(text, "a.txt"), "r")
    assert time.process_time() - start < 60  # quadratic would be hours


@pytest.mark.parametrize(
    "unit", ["一是甲。二是乙。", "一是甲。\n二是乙。\n", "附件\n", "一、工作回顾\n", "——甲\n"]
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    times = []
    for size in (20_000, 80_000):
        text = unit * (size // len(unit))
        start = time.process_time()
        parse_outline(text, "a.txt")
        times.append(time.process_time() - start)
    assert times[1] < 12 * times[0] + 2  # four times the text; sixteen would be quadratic
