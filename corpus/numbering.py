"""Numbering marks of Chinese reports: 一、 （一） 1. （1） ① 一是 一要 第一， 首先 …

The families and the traps around them are those of GB/T 9704-2012 §7.3.3 and of what offices
really type: half-width brackets, full-width digits, ㈠ and ⑴ in one character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_CN = "[一二三四五六七八九十百〇零]{1,4}"
_LEFT, _RIGHT = r"[（(﹙［\[【〔]", r"[）)﹚］\]】〕]"
_DIGITS = "[0-9０-９]{1,2}"
_BLANKS = r"[^\S\n]{0,8}"  # a mark never reaches into the next line, nor over a wide gap
_UP_TO_TEN = "十?[一二三四五六七八九十]"
_DIGIT_VALUES = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SEQUENCE_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 0, "另": 0}
_MISREAD_ONE = "[—－─ー]"  # what scanning and typing make of 一

# Families that number blocks, outermost first; each pattern has the ordinal as group "n".
_BLOCK_PATTERNS = {
    "第一章": rf"第{_BLANKS}(?P<n>{_CN}|{_DIGITS}){_BLANKS}(?:部分|方面|章|节|编)(?:[、，：:]|[^\S\n])*",
    "一、": rf"(?:(?P<n>{_CN}){_BLANKS}[、．.，,]|(?P<one>{_MISREAD_ONE}){_BLANKS}[、．])"
    rf"{_BLANKS}(?!\d(?!\d{{3}}\s*年))",
    "（一）": rf"(?:{_LEFT}{_BLANKS}(?:(?P<n>{_CN})|(?P<one>{_MISREAD_ONE})){_BLANKS}{_RIGHT}"
    rf"|(?P<n1>{_CN}){_BLANKS}[）)]|(?P<n2>[㈠-㈩]))[、，.．]?",
    "1.": rf"(?P<n>{_DIGITS}){_BLANKS}[.．、，]{_BLANKS}(?![0-9０-９])",
    "（1）": rf"(?:{_LEFT}{_BLANKS}(?P<n>{_DIGITS}){_BLANKS}{_RIGHT}|(?P<n1>{_DIGITS})[）)]"
    r"|(?P<n2>[⑴-⒇]))[、，.．]?",
    "①": r"(?P<n2>[①-⑳❶-❿])",
    "——": r"(?P<dash>[—―─]{2}|-{2,4}|[●■◆▪•·])(?![—―─-])",
}
# Families that number sentences inside a paragraph as well as paragraphs.
_RUN_IN_PATTERNS = {
    "一是": rf"(?P<n>{_UP_TO_TEN})是(?!一是二)",
    "一要": rf"(?P<n>{_UP_TO_TEN})要",
    "一抓": rf"(?P<n>{_UP_TO_TEN})抓",
    "第一，": rf"第(?P<n>{_UP_TO_TEN})[，,、：:]",
    "首先": r"(?P<n>首先|其次|再次|最后)[，,、：:]?",
    "一方面": rf"(?P<n>{_UP_TO_TEN}|另)一?方面[，,、：:]?",
}
BLOCK_FAMILIES = {name: re.compile(p) for name, p in _BLOCK_PATTERNS.items()}
_FAMILIES = BLOCK_FAMILIES | {name: re.compile(p) for name, p in _RUN_IN_PATTERNS.items()}
_ENCLOSED_STARTS = {"㈠": 1, "⑴": 1, "①": 1, "❶": 1}
# What a mark may start with → the families to try there.
_STARTS = {
    "第": ("第一章", "第一，"),
    "一二三四五六七八九十百〇零": ("一、", "（一）", "一是", "一要", "一抓", "一方面"),
    "（(﹙［[【〔": ("（一）", "（1）"),
    "0123456789０１２３４５６７８９": ("1.", "（1）"),
    "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩": ("（一）",),
    "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇": ("（1）",),
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿": ("①",),
    "首其再最": ("首先",),
    "另": ("一方面",),
    "—－─ー―-●■◆▪•·": ("一、", "——"),
}
_FAMILIES_AT = {start: families for starts, families in _STARTS.items() for start in starts}
_BOUNDARY = re.compile(r"[。；;：:！？\n]\s*")
_SPACES = re.compile(r"[^\S\n]*")


@dataclass(frozen=True)
class Marker:
    """A numbering mark at ``text[start:end]``, blanks after it included.

    ``at_line_start`` if only blanks precede it.
    """

    family: str
    ordinal: int
    text: str
    start: int
    end: int
    at_line_start: bool


@lru_cache(maxsize=1024)
def number_value(numeral: str) -> int:
    """The value of 一…九十九, 0-9, full-width digits or a sequence word (最后, a dash → 0, "the next")."""
    if not numeral or numeral in _SEQUENCE_WORDS:
        return _SEQUENCE_WORDS.get(numeral, 0)
    if numeral.isdigit() and not any(c in _DIGIT_VALUES for c in numeral):
        return int(numeral)
    if "十" not in numeral:
        return int("".join(str(_DIGIT_VALUES.get(c, 0)) for c in numeral) or 0)
    tens, _, units = numeral.partition("十")
    return _DIGIT_VALUES.get(tens, 1) * 10 + _DIGIT_VALUES.get(units, 0)


def chinese_number(value: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十; for 1…99."""
    digits = "〇一二三四五六七八九"
    tens, units = divmod(value, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else digits[tens] + "十")
    return head + (digits[units] if units else "")


def render_marker(family: str, ordinal: int) -> str:
    """The mark of the given family, as GB/T 9704 writes it."""
    number = chinese_number(ordinal)
    words = ("首先，", "其次，", "再次，")
    return {
        "第一章": f"第{number}部分 ",
        "一、": f"{number}、",
        "（一）": f"（{number}）",
        "1.": f"{ordinal}.",
        "（1）": f"（{ordinal}）",
        "①": chr(ord("①") + ordinal - 1),
        "一是": f"{number}是",
        "一要": f"{number}要",
        "一抓": f"{number}抓",
        "第一，": f"第{number}，",
        "首先": words[ordinal - 1] if ordinal <= len(words) else "最后，",
        "一方面": "一方面，" if ordinal == 1 else "另一方面，",
        "——": "——",
    }[family]


def match_marker(text: str, family: str, start: int, end: int) -> Marker | None:
    """The mark of `family` at exactly `start`, or None."""
    match = _FAMILIES[family].match(text, start, end)
    if match is None:
        return None
    return Marker(
        family=family,
        ordinal=_ordinal(match.groupdict()),
        text=match.group().strip(),
        start=start,
        end=_SPACES.match(text, match.end(), end).end(),  # type: ignore[union-attr]
        at_line_start=_at_line_start(text, start),
    )


def _ordinal(groups: dict[str, str | None]) -> int:
    if groups.get("one"):
        return 1
    if enclosed := groups.get("n2"):
        base = max(c for c in _ENCLOSED_STARTS if c <= enclosed)
        return ord(enclosed) - ord(base) + 1
    return number_value(groups.get("n") or groups.get("n1") or "")


def _at_line_start(text: str, position: int) -> bool:
    """Whether only blanks stand before; looks back no further than those blanks."""
    while position and text[position - 1] != "\n" and text[position - 1].isspace():
        position -= 1
    return position == 0 or text[position - 1] == "\n"


def block_marker(text: str, start: int, end: int) -> Marker | None:
    """The block mark that starts the line at `start`, or None."""
    for family in _FAMILIES_AT.get(text[start : start + 1], ()):
        if family in BLOCK_FAMILIES and (marker := match_marker(text, family, start, end)):
            return marker
    return None


def markers_in(text: str, start: int, end: int) -> Iterator[Marker]:
    """Every possible mark in ``text[start:end]``: at its start, a line start, a sentence end."""
    yield from _markers_at(text, _SPACES.match(text, start, end).end(), end)  # type: ignore[union-attr]
    for boundary in _BOUNDARY.finditer(text, start, end):
        if boundary.end() > start:
            yield from _markers_at(text, boundary.end(), end)


def _markers_at(text: str, position: int, end: int) -> Iterator[Marker]:
    if position < end:
        for family in _FAMILIES_AT.get(text[position], ()):
            marker = match_marker(text, family, position, end)
            if marker and (marker.at_line_start or family != "——"):
                yield marker
