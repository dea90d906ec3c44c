"""Numbering marks of Chinese reports: 一、 （一） 1. （1） ① 一是 一要 第一， 首先 …

The families and the traps around them are those of GB/T 9704-2012 §7.3.3 and of what offices
really type: half-width brackets, full-width digits, ㈠ and ⑴ in one character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CN = "[一二三四五六七八九十百〇零]{1,4}"
_LEFT, _RIGHT = r"[（(﹙［\[【〔]", r"[）)﹚］\]】〕]"
_DIGITS = "[0-9０-９]{1,2}"
_BLANKS = r"[^\S\n]*"  # a mark never reaches into the next line
_DIGIT_VALUES = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_SEQUENCE_WORDS = {"首先": 1, "其次": 2, "再次": 3, "最后": 0}

# Families that number blocks, outermost first; each pattern has the ordinal as group "n".
_BLOCK_PATTERNS = {
    "第一章": rf"第(?P<n>{_CN})(?:部分|章|节|编)(?:[、，：:]|[^\S\n])*",
    "一、": rf"(?P<n>{_CN}){_BLANKS}[、．.，,]{_BLANKS}(?!\d(?!\d{{3}}年))",
    "（一）": rf"(?:{_LEFT}{_BLANKS}(?P<n>{_CN}){_BLANKS}{_RIGHT}|(?P<n1>{_CN}){_BLANKS}[）)]"
    r"|(?P<n2>[㈠-㈩]))[、，.．]?",
    "1.": rf"(?P<n>{_DIGITS}){_BLANKS}[.．、，]{_BLANKS}(?![0-9０-９])",
    "（1）": rf"(?:{_LEFT}{_BLANKS}(?P<n>{_DIGITS}){_BLANKS}{_RIGHT}|(?P<n1>{_DIGITS})[）)]"
    r"|(?P<n2>[⑴-⒇]))[、，.．]?",
    "①": r"(?P<n2>[①-⑳❶-❿])",
}
# Families that number sentences inside a paragraph as well as paragraphs.
_RUN_IN_PATTERNS = {
    "一是": r"(?P<n>十?[一二三四五六七八九十])是(?!一是二)",
    "一要": r"(?P<n>十?[一二三四五六七八九十])要",
    "一抓": r"(?P<n>十?[一二三四五六七八九十])抓",
    "第一，": r"第(?P<n>十?[一二三四五六七八九十])[，、：:]",
    "首先": r"(?P<n>首先|其次|再次|最后)[，、：:]?",
}
BLOCK_FAMILIES = {name: re.compile(p) for name, p in _BLOCK_PATTERNS.items()}
_FAMILIES = BLOCK_FAMILIES | {name: re.compile(p) for name, p in _RUN_IN_PATTERNS.items()}
_ENCLOSED_STARTS = {"㈠": 1, "⑴": 1, "①": 1, "❶": 1}
_BOUNDARY = re.compile(r"[。；;：:！？\n]\s*")
_SPACES = re.compile(_BLANKS)


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


def number_value(numeral: str) -> int:
    """The value of 一…九十九, 0-9, full-width digits or a sequence word (最后 → 0, "the next")."""
    if numeral in _SEQUENCE_WORDS:
        return _SEQUENCE_WORDS[numeral]
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
    }[family]


def match_marker(text: str, family: str, start: int, end: int) -> Marker | None:
    """The mark of `family` at exactly `start`, or None."""
    match = _FAMILIES[family].match(text, start, end)
    if match is None:
        return None
    groups = match.groupdict()
    enclosed = groups.get("n2")
    if enclosed:
        base = max(c for c in _ENCLOSED_STARTS if c <= enclosed)
        ordinal = ord(enclosed) - ord(base) + 1
    else:
        ordinal = number_value(groups.get("n") or groups["n1"])
    line_start = text.rfind("\n", 0, start) + 1
    return Marker(
        family=family,
        ordinal=ordinal,
        text=match.group().strip(),
        start=start,
        end=_end_of_blanks(text, match.end(), end),
        at_line_start=not text[line_start:start].strip(),
    )


def block_marker(text: str, start: int, end: int) -> Marker | None:
    """The block mark that starts the line at `start`, or None."""
    for family in BLOCK_FAMILIES:
        if marker := match_marker(text, family, start, end):
            return marker
    return None


def markers_in(text: str, start: int, end: int) -> Iterator[Marker]:
    """Every possible mark in ``text[start:end]``: at its start, a line start, a sentence end."""
    starts = {_end_of_blanks(text, start, end)} | {
        boundary.end() for boundary in _BOUNDARY.finditer(text, start, end)
    }
    for position in sorted(starts):
        for family in _FAMILIES:
            if marker := match_marker(text, family, position, end):
                yield marker


def _end_of_blanks(text: str, start: int, end: int) -> int:
    match = _SPACES.match(text, start, end)
    return match.end() if match else start
