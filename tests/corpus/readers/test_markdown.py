"""Markdown loses its marks and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from corpus.errors import ReadError
from corpus.readers import markdown
from corpus.readers.reading import Note, NoteKind, Reading


def text_of(written: str) -> str:
    return markdown.read(written.encode(), "a.md").text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("# 工作总结\n\n## 一、存在的问题\n\n正文。", "工作总结\n一、存在的问题\n正文。"),
        ("工作总结\n===\n正文。", "工作总结\n正文。"),
        ("**一是**学得不深。*二是*做得不实。", "一是学得不深。二是做得不实。"),
        ("~~旧~~新", "旧新"),
        (
            "**（一）抓学习。**读原著。**（二）抓作风。**改陋习。",
            "（一）抓学习。读原著。（二）抓作风。改陋习。",
        ),
        ("县委**“三会一课”**制度，*要点：*务实", "县委“三会一课”制度，要点：务实"),
        ("第一行\n接着写", "第一行\n接着写"),
        ("一" * 40 + "\n接着写", "一" * 40 + "接着写"),
        ("一" * 40 + "。\n接着写", "一" * 40 + "。\n接着写"),
        ("GB 9704 " * 5 + "x\nand more", "GB 9704 " * 5 + "x and more"),
        ("第一行  \n第二行", "第一行\n第二行"),
        ("[条例](http://a.cn/)全文", "条例全文"),
        ("> 引用一段\n>\n> > 再引一段", "引用一段\n再引一段"),
        ("```\n一、甲\n二、乙\n```", "一、甲\n二、乙"),
        ("    一、甲", "一、甲"),
        ("甲\n\n---\n\n乙", "甲\n乙"),
        (r"1\. 抓学习", "1. 抓学习"),
        (r"占\*\*\*平方米，5 < 6 & 7", "占***平方米，5 < 6 & 7"),
        ("", ""),
    ],
)
def test_marks_go(written: str, text: str) -> None:
    assert text_of(written) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1. 抓学习\n2. 抓作风", "1.抓学习\n2.抓作风"),
        ("3) 抓学习", "3)抓学习"),
        ("1. 抓学习\n1. 抓作风", "1.抓学习\n1.抓作风"),  # as it is typed
        ("1. **抓学习**\n\n   接着写\n\n2. 抓作风", "1.抓学习\n接着写\n2.抓作风"),
        ("- 抓学习\n* 抓作风\n+ 抓纪律", "抓学习\n抓作风\n抓纪律"),
        ("1. 甲\n   - 乙\n     1. 丙\n2. 丁", "1.甲\n乙\n1.丙\n2.丁"),
        ("- [ ] 抓学习\n- [x] **抓**作风", "抓学习\n抓作风"),
        ("1. [X] 抓学习", "1.抓学习"),
        ("[x] 不是任务", "[x] 不是任务"),
    ],
)
def test_list_numbers_stay_and_bullets_go(written: str, text: str) -> None:
    assert text_of(written) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            "|事项|进度|\n|---|:-:|\n|建校|完成|\n|修路|**过半**|",
            "事项\t进度\n建校\t完成\n修路\t过半",
        ),
        ("<div align=center>\n<b>总结</b><!-- 注 -->\n</div>\n\n正文", "总结\n正文"),
        ("上行<br>下<u>行</u>", "上行\n下行"),
        ("<script>alert(1)</script>\n\n正文", "正文"),
    ],
)
def test_tables_and_html_are_read(written: str, text: str) -> None:
    assert text_of(written) == text


@pytest.mark.parametrize(
    ("written", "text", "note"),
    [
        (
            "---\ntitle: 总结\ntags:\n  - 党建\n---\n正文",
            "正文",
            Note(NoteKind.IGNORED, "文件头信息：title: 总结\ntags:\n  - 党建"),
        ),
        ("前![会场](a.png)后", "前后", Note(NoteKind.IGNORED, "图片：会场")),
        ("![](a.png)正文", "正文", Note(NoteKind.IGNORED, "图片：无说明")),
        ("前<i style='display:none'>藏着</i>后", "前后", Note(NoteKind.HIDDEN, "藏着")),
    ],
)
def test_what_is_left_out_is_told(written: str, text: str, note: Note) -> None:
    assert markdown.read(written.encode(), "a.md") == Reading(text, (note,))


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert text_of("---\n正文。\n\n---\n下文。") == "正文。\n下文。"


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(ReadError, match="编码不是"):
        markdown.read("临江县".encode()[:-1] + b"\xff", "a.md")


@given(st.text("县委。 1.-#*>~\n\\", max_size=200))
@example("~~~。")
def test_no_word_is_lost(written: str) -> None:
    text = text_of(written)
    assert [c for c in text if c in "县委。"] == [c for c in written if c in "县委。"]


@given(st.text("县委。 1.-#*>|`[]()<b/>:!~\n\\&", max_size=200))
def test_any_markdown_is_read(written: str) -> None:
    assert isinstance(markdown.read(written.encode(), "a.md"), Reading)
