"""A checked text on the screen: everything escaped, every finding at its words, clicks judged."""

from __future__ import annotations

import re
from typing import Any, cast

import pytest

from assistant.checking.report import CheckedText, checked_text
from assistant.checking.tables import load_tables
from assistant.errors import DraftError
from assistant.service import Assistant
from assistant.web.checking_html import checked_html, refused_html
from assistant.web.checking_screen import Looked, mended

TABLES = load_tables()
ATTACK = "<img src=x onerror=alert(1)>\"'&"
TEXT = f"县文化馆2024年上半年工作总结\n一、工作情况\n完善台帐{ATTACK}，其它有序。\n增长5-8%。\n"


class _Checker:
    """The one method of the face that a click on the screen needs."""

    def check_text(self, text: str, name: str, period: str) -> CheckedText:
        return checked_text(text, name, TABLES, period)


ME = cast(Assistant, _Checker())


def looked() -> Looked:
    seen = checked_text(TEXT, "a<b>.docx", TABLES)
    return Looked(seen, seen)


def number(looked: Looked, words: str) -> int:
    shown = looked.shown
    return next(n for n, f in enumerate(shown.findings) if shown.text[f.start : f.end] == words)


def test_nothing_of_a_text_is_markup() -> None:
    html = checked_html(looked().shown)
    assert "<img" not in html
    assert "a<b>" not in html
    assert "<script" not in refused_html("<script>")


def test_every_finding_is_marked_and_listed_with_its_basis() -> None:
    seen = looked()
    html = checked_html(seen.shown)
    for n, finding in enumerate(seen.shown.findings):
        assert re.search(rf'<mark [^>]*data-findings="(?:\d+ )*{n}(?: \d+)*"', html), finding
        assert f'<li data-finding="{n}">' in html
    assert "依据：GB/T 15835-2011 5.1.3" in html
    assert "改为“5%～8%”" in html
    assert html.index("<h4>提醒</h4>") < html.index("<h4>提示</h4>")


def test_a_text_without_faults_says_so() -> None:
    right = "县文化馆2024年上半年工作总结\n一、工作情况\n有序。\n县文化馆\n2024年7月5日\n"
    assert "没有发现问题" in checked_html(checked_text(right, "", TABLES))


def test_a_fix_changes_the_text_shown_and_can_be_taken_back() -> None:
    before = looked()
    after = mended(ME, before, {"do": "mend", "findings": [number(before, "台帐")]})
    assert "台账" in after.shown.text
    assert after.original.text == TEXT
    assert after.made == 1
    assert "已改 1 处" in checked_html(after.shown, after.made)
    assert mended(ME, after, {"do": "unmend"}).shown.text == TEXT


@pytest.mark.parametrize(
    "sent",
    [None, "x", {}, {"do": "mend"}, {"do": "mend", "findings": []}, {"do": "mend", "findings": "1"},
     {"do": "mend", "findings": [True]}, {"do": "mend", "findings": [9999]},
     {"do": "mend", "findings": [-1]}, {"do": "forget", "findings": [0]}],
)  # fmt: skip
def test_a_browser_can_send_anything(sent: Any) -> None:
    with pytest.raises(DraftError):
        mended(ME, looked(), sent)


def test_a_click_without_a_text_is_told() -> None:
    with pytest.raises(DraftError, match="重新核验"):
        mended(ME, None, {"do": "unmend"})
