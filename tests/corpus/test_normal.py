"""The tidy view of a text and the way back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.normal import View


@pytest.mark.parametrize(
    ("original", "tidy"),
    [
        ("甲\r\n乙\x0b丙\u2028丁", "甲\n乙\n丙\n丁"),
        ("下 半 年 工 作", "下半年工作"),
        ("甲。 “乙”", "甲。“乙”"),
        ("　　甲\xa0\t", "甲"),
        ("新建 3 处，GDP  1.4", "新建 3 处，GDP 1.4"),
        ("甲\u200b乙\ufeff\u00ad丙", "甲乙丙"),
        ("(五)抓,改:好;", "（五）抓，改：好；"),
        ("１２．５ a,b 1:2", "12．5 a,b 1:2"),
        ("\u200b \u200b", ""),
        ("", ""),
    ],
)
def test_a_view_is_tidy(original: str, tidy: str) -> None:
    assert View.of(original).text == tidy


def test_spans_map_back_to_the_original_words() -> None:
    original = "一、工 作\u200b情况\r\n　　甲， 乙。"
    view = View.of(original)
    start = view.text.index("工作情况")
    assert original[view.start(start) : view.end(start + 4)] == "工 作\u200b情况"
    start = view.text.index("甲")
    assert original[view.start(start) : view.end(start + 4)] == "甲， 乙。"


def test_a_virtual_line_end_has_no_width() -> None:
    original = "总结今 年"
    view = View.of(original).broken_at([2])
    assert view.text == "总结\n今年"
    assert [original[view.start(s) : view.end(e)] for s, e in view.lines()] == ["总结", "今 年"]
    assert (view.start(2), view.end(3)) == (2, 2)


def test_lines_are_given_without_blanks_and_empty_ones() -> None:
    view = View.of("a b \n\n \n c\n")
    assert [view.text[s:e] for s, e in view.lines()] == ["a b", "c"]
    assert [view.text[s:e] for s, e in view.lines(2)] == ["b", "c"]


@given(
    st.text(alphabet="甲乙，。 \u3000\xa0\t\r\n\u2028\u200b(（５5a“”"), st.sets(st.integers(0, 30))
)
def test_every_visible_character_is_kept_in_its_place(original: str, breaks: set[int]) -> None:
    view = View.of(original)
    broken = view.broken_at(n for n in breaks if n < len(view.text))
    assert len(broken.text) == len(broken.starts) == len(broken.ends)
    assert broken.text.replace("\n", "") == view.text.replace("\n", "")
    position = 0
    for start, end in zip(broken.starts, broken.ends, strict=True):
        assert position <= start <= end <= len(original)
        assert not original[position:start].replace("\u200b", "").strip()
        position = max(position, end)
    assert not original[position:].replace("\u200b", "").strip()
