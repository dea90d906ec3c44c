"""A name shows what it is and leads nowhere."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.file_names import LONGEST, display_name

LONG = "清河县委关于全面从严治党工作情况的报告" * 10


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        # as they are
        ("2023年总结.docx", "2023年总结.docx"),
        ("县委/2023年/总结.docx", "县委/2023年/总结.docx"),
        ("总结（定稿） v2.1.DOCX", "总结（定稿） v2.1.DOCX"),
        ("总结", "总结"),
        ("县委.2023/总结", "县委.2023/总结"),
        ("CONTRACT.docx", "CONTRACT.docx"),
        ("a…b.txt", "a…b.txt"),
        # one way to write a character
        ("re\u0301sume\u0301.txt", "r\u00e9sum\u00e9.txt"),
        ("e\u200b\u0301.txt", "\u00e9.txt"),
        # ways out of a folder
        ("../../etc/passwd", "etc/passwd"),
        ("/etc/passwd", "etc/passwd"),
        ("//server/共享/总结.docx", "server/共享/总结.docx"),
        ("\\\\server\\共享\\总结.docx", "server/共享/总结.docx"),
        ("\\\\?\\C:\\共享\\总结.docx", "共享/总结.docx"),
        ("C:\\用户\\..\\总结.docx", "用户/总结.docx"),
        ("C:总结.docx", "总结.docx"),
        ("./县委/.//总结.docx", "县委/总结.docx"),
        (".. /..\\. ./总结.docx", "总结.docx"),
        (".\u200b./总结.docx", "总结.docx"),
        # what cannot be seen
        ("总结\x00.docx", "总结.docx"),
        ("总\x07结\x7f\x85.docx", "总结.docx"),
        ("总结\r\n入库成功.docx", "总结  入库成功.docx"),
        ("总结\u202excod.exe", "总结xcod.exe"),
        ("\u2066总\u2069结\u200b\ufeff\u00ad\u061c.docx", "总结.docx"),
        ("总\u3164结\u2800.docx", "总结.docx"),
        ("总\u2028结.docx", "总 结.docx"),
        ("总结\ud800.docx", "总结.docx"),
        # what Windows makes of it
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("com1.总结.docx", "_com1.总结.docx"),
        ("LPT¹", "_LPT¹"),
        ("aux/总结.docx", "_aux/总结.docx"),
        ("总结.docx. . ", "总结.docx"),
        ("  县委 / 总结.docx", "县委/总结.docx"),
        # nothing left
        ("", "未命名"),
        (" . ", "未命名"),
        ("../..", "未命名"),
        ("\u200b\u202e\x00", "未命名"),
        ("县委/", "县委/未命名"),
        (".docx", "未命名.docx"),
        # too much
        ("a/b/c/总结.txt", "a/b/c/总结.txt"),
        ("a/b/c/d/e/总结.txt", "a/…/e/总结.txt"),
        (LONG + ".docx", LONG[:114] + "….docx"),
        (LONG, LONG[:119] + "…"),
        (f"{LONG}/{LONG}/总结.txt", f"{LONG[:19]}…/{LONG[:19]}…/总结.txt"),
        (f"{LONG}/{LONG}.txt", f"{LONG[:19]}…/{LONG[:94]}….txt"),
        ("a." + "b" * 200, "a." + "b" * 117 + "…"),
    ],
)
def test_a_name_is_shown(name: str, shown: str) -> None:
    assert display_name(name) == shown


def test_names_in_gbk_on_an_old_file_server() -> None:
    name = "县委总结.docx".encode("gb18030").decode("utf-8", "surrogateescape")
    assert display_name(name) == "县委总结.docx"


def test_names_that_differ_in_case_stay_two() -> None:
    assert len({display_name("Report.docx"), display_name("report.DOCX")}) == 2


@given(
    st.text(st.sampled_from("ab县.·/\\ :?\u3000\u200b\u202e\u0301\x00\udc80CON…") | st.characters())
)
def test_whatever_comes_the_name_is_safe(name: str) -> None:
    shown = display_name(name)
    assert 0 < len(shown) <= LONGEST
    assert display_name(shown) == shown
    levels = shown.split("/")
    assert len(levels) <= 4
    assert not {"", ".", ".."} & set(levels)
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in shown)
    assert "\\" not in shown
    shown.encode("utf-8")
