"""Which marks number a block or a sentence, and which words only look like one."""

from __future__ import annotations

import pytest

from corpus.numbering import (
    block_marker,
    chinese_number,
    markers_in,
    match_marker,
    number_value,
    render_marker,
)

BLOCKS = [
    # line, family, ordinal, mark as written, what follows it
    ("一、工作情况", "一、", 1, "一、", "工作情况"),
    ("十二、其他", "一、", 12, "十二、", "其他"),
    ("二．存在的问题", "一、", 2, "二．", "存在的问题"),
    ("二.存在的问题", "一、", 2, "二.", "存在的问题"),
    ("二,存在的问题", "一、", 2, "二,", "存在的问题"),
    ("二 、 存在的问题", "一、", 2, "二 、", "存在的问题"),
    ("三、2020年工作打算", "一、", 3, "三、", "2020年工作打算"),
    ("第一部分 工作回顾", "第一章", 1, "第一部分", "工作回顾"),
    ("第二章　存在的问题", "第一章", 2, "第二章", "存在的问题"),
    ("第三编：工作打算", "第一章", 3, "第三编：", "工作打算"),
    ("（一）抓学习。", "（一）", 1, "（一）", "抓学习。"),
    ("(五)抓作风。", "（一）", 5, "(五)", "抓作风。"),
    ("（五)抓作风。", "（一）", 5, "（五)", "抓作风。"),
    ("﹙二﹚抓作风。", "（一）", 2, "﹙二﹚", "抓作风。"),
    ("［二］抓作风。", "（一）", 2, "［二］", "抓作风。"),
    ("〔十一〕抓作风。", "（一）", 11, "〔十一〕", "抓作风。"),
    ("（ 三 ）抓作风。", "（一）", 3, "（ 三 ）", "抓作风。"),
    ("（三）、抓作风。", "（一）", 3, "（三）、", "抓作风。"),
    ("（三） 抓作风。", "（一）", 3, "（三）", "抓作风。"),
    ("三）抓作风。", "（一）", 3, "三）", "抓作风。"),
    ("㈠抓学习。", "（一）", 1, "㈠", "抓学习。"),
    ("㈩抓学习。", "（一）", 10, "㈩", "抓学习。"),
    ("1.抓学习。", "1.", 1, "1.", "抓学习。"),
    ("１．抓学习。", "1.", 1, "１．", "抓学习。"),
    ("１２、抓学习。", "1.", 12, "１２、", "抓学习。"),
    ("2、抓学习。", "1.", 2, "2、", "抓学习。"),
    ("（1）抓学习。", "（1）", 1, "（1）", "抓学习。"),
    ("(１０)抓学习。", "（1）", 10, "(１０)", "抓学习。"),
    ("3）抓学习。", "（1）", 3, "3）", "抓学习。"),
    ("⑴抓学习。", "（1）", 1, "⑴", "抓学习。"),
    ("⒇抓学习。", "（1）", 20, "⒇", "抓学习。"),
    ("①抓学习。", "①", 1, "①", "抓学习。"),
    ("⑳抓学习。", "①", 20, "⑳", "抓学习。"),
    ("❸抓学习。", "①", 3, "❸", "抓学习。"),
]

RUN_INS = [
    ("一是学习不深。", "一是", 1, "一是"),
    ("十二是学习不深。", "一是", 12, "十二是"),
    ("三要抓落实。", "一要", 3, "三要"),
    ("二抓作风。", "一抓", 2, "二抓"),
    ("第一，抓学习。", "第一，", 1, "第一，"),
    ("第二、抓学习。", "第一，", 2, "第二、"),
    ("第三：抓学习。", "第一，", 3, "第三："),
    ("首先，抓学习。", "首先", 1, "首先，"),
    ("其次抓学习。", "首先", 2, "其次"),
    ("再次：抓学习。", "首先", 3, "再次："),
    ("最后，抓学习。", "首先", 0, "最后，"),
]

FAMILIES = ["第一章", "一、", "（一）", "1.", "（1）", "①", "一是", "一要", "一抓", "第一，"]


@pytest.mark.parametrize(("line", "family", "ordinal", "mark", "rest"), BLOCKS)
def test_a_block_mark_is_recognised(
    line: str, family: str, ordinal: int, mark: str, rest: str
) -> None:
    marker = block_marker(line, 0, len(line))
    assert marker is not None
    assert (marker.family, marker.ordinal, marker.text) == (family, ordinal, mark)
    assert (marker.start, line[marker.end :], marker.at_line_start) == (0, rest, True)


@pytest.mark.parametrize(
    "line",
    [
        "1.5万名党员参加学习",
        "１．５万名党员参加学习",
        "2020年，县委坚持高标准",
        "12月底前完成",
        "100、抓学习",
        "一、5亿元以上项目",
        "一一对应",
        "一是一，二是二",
        "十年磨一剑",
        "第一书记驻村帮扶",
        "第十轮巡察启动",
        "（见附件）各项任务",
        "（2020年7月）",
        "抓学习。（一）抓作风",
        "",
    ],
)
def test_what_only_looks_like_a_block_mark_is_none(line: str) -> None:
    assert block_marker(line, 0, len(line)) is None


@pytest.mark.parametrize(("text", "family", "ordinal", "mark"), RUN_INS)
def test_a_run_in_mark_is_recognised_after_a_sentence_end(
    text: str, family: str, ordinal: int, mark: str
) -> None:
    for before in ("还有不足。", "还有不足：", "还有不足；", "还有不足。 ", "还有不足\n"):
        whole = before + text
        found = [(m.family, m.ordinal, m.text, m.start) for m in markers_in(whole, 0, len(whole))]
        assert found == [(family, ordinal, mark, len(before))]


@pytest.mark.parametrize(
    "text",
    [
        "我们坚持说一是一、实事求是。",
        "工作抓得实，一要有章法，二要有力度。",
        "全县第一，全市第二，成绩可喜。",
        "各村第一书记。第一书记下沉一线。第十轮巡察启动。",
        "这是我们首先要做的，最后才能见成效。",
    ],
)
def test_inside_a_sentence_nothing_is_a_mark(text: str) -> None:
    assert [m for m in markers_in(text, 0, len(text)) if m.start] == []


def test_marks_come_in_reading_order_and_know_if_they_start_a_line() -> None:
    text = "导语：一是甲。\n（一）乙。（1）丙；①丁。\n  二是戊。"
    found = [(m.text, m.at_line_start) for m in markers_in(text, 0, len(text))]
    assert found == [
        ("一是", False),
        ("（一）", True),
        ("（1）", False),
        ("①", False),
        ("二是", True),
    ]


def test_a_mark_stays_in_its_line() -> None:
    text = "一、\n　抓学习。"
    marker = block_marker(text, 0, len(text))
    assert marker is not None
    assert text[marker.start : marker.end] == "一、"


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("ordinal", [1, 2, 9, 10, 11, 19])
def test_a_rendered_mark_reads_back_as_itself(family: str, ordinal: int) -> None:
    mark = render_marker(family, ordinal)
    text = mark + "抓学习。"
    marker = match_marker(text, family, 0, len(text))
    assert marker is not None
    assert (marker.family, marker.ordinal) == (family, ordinal)
    assert text[marker.end :] == "抓学习。"


def test_sequence_words_end_with_the_last() -> None:
    marks = [render_marker("首先", ordinal) for ordinal in (1, 2, 3, 4, 7)]
    assert marks == ["首先，", "其次，", "再次，", "最后，", "最后，"]


def test_chinese_numbers_read_back() -> None:
    values = list(range(1, 100))
    assert [number_value(chinese_number(value)) for value in values] == values


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("十", 10), ("二十", 20), ("三十五", 35), ("12", 12), ("１２", 12), ("首先", 1), ("最后", 0)],
)
def test_numerals_have_values(numeral: str, value: int) -> None:
    assert number_value(numeral) == value
