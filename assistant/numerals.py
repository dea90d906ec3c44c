"""Figures as reports write them, in Arabic digits and in Chinese numerals. Pure patterns."""

from __future__ import annotations

import re
from fractions import Fraction

MEASURE = (
    r"(?:%|％|个百分点|名|人次|人|次|个|件|起|场次|场|支|户|期|元|家|批|项|份|篇|条|所|处|村|亩|吨|公里|岁|天|小时|成|轮|类|"
    r"间|台|辆|座|倍|位|套|栋|册|堂|例|宗|组|班|站|公顷|平方公里|平方米|立方米|课时|学时|"
    r"笔|头|张|株|米|千克|斤|升(?![级学任值温])|款|棵|艘|架|枚|美元|分钟|万|亿)"
)
_WORDS = "一二三四五六七八九十百千万亿两〇零"
# Two numerals or more with 十百千万 among them and a measure behind: 十二个村, 三千余人. A single
# one is mostly part of a phrase: 一把手, 两个责任, 三会一课, 四种形态.
CHINESE_FIGURE = (
    rf"(?<![第“一二三四五六七八九十百千])(?:(?=[一二三四五六七八九两]?[十百千万亿])[{_WORDS}]{{2,}}"
    rf"|[一二三四五六七八九十百]+点[一二三四五六七八九〇零]+[万亿]*)(?:余|多)?(?="
    + MEASURE
    + r"|度|页|党员|企业|干部|乡镇|群众|农户)"
)
# About how many: 十余个, 数百名, 上千人, 三五家. Not the 数 of 人数百分之…, nor 以上十个.
VAGUE_FIGURE = (
    r"(?:(?<![人户总基分倍件次个系指参])数[十百千万]+|几[十百千万]+|(?<!以)(?<!之)上[百千万]+(?=[名人个家户件起次场项亩元吨条处种座])"
    r"|(?<![第“一二三四五六七八九十百千])[一二三四五六七八九两]?[十百千]+万?(?=[余几])"
    rf"|(?<![第一二三四五六七八九十])(?:两三|三五|三四|四五|五六|六七|七八|八九)(?={MEASURE})(?!成群))[余几多]?"
)
HALVES = r"半数|过半(?=[，。；的数党村支群人企])|一半|大半"
PERCENT_IN_WORDS = r"百分之[一二三四五六七八九十百点〇零]+"
CHINESE_YEAR = r"二[〇○零][〇○零一二三四五六七八九]{2}年(?:[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?)?"

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 10**4, "亿": 10**8}
_FULL_WIDTH = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0E)}
_SEPARATOR = re.compile(r"(?<=\d)[,，](?=\d{3})|(?<=\d)\s+")
_MIXED = re.compile(r"(\d+亿)(\d+[百千]?万)|(\d+[万千])(\d+[千百])")


def half_width(text: str) -> str:
    """Full-width digits, ％ and ． in their plain form; as long as the text was."""
    return text.translate(_FULL_WIDTH)


def normalised(text: str) -> str:
    """Full-width digits and signs in their plain form, without thousands separators."""
    return _SEPARATOR.sub("", half_width(text))


def value_of(words: str) -> Fraction | None:
    """1,200 · 1.2万 · 十二 · 三千零五 · 一点五亿 · 二〇二四 → the number; None for anything else."""
    words = normalised(words)
    if mixed := _MIXED.fullmatch(words):  # 1亿2千万, 1万2千
        parts = [value_of(part) for part in mixed.groups() if part]
        return sum((p for p in parts if p is not None), Fraction(0))
    if "点" not in words and (value := _whole(words)) is not None:
        return value
    scale = 1
    while words and words[-1] in _LARGE:
        scale *= _LARGE[words[-1]]
        words = words[:-1]
    if re.fullmatch(r"\d+(?:\.\d+)?[十百千]?", words):
        scale *= _SMALL.get(words[-1], 1)
        return Fraction(words.rstrip("十百千")) * scale
    whole, point, rest = words.partition("点")
    value = _whole(whole)
    if value is None or (point and not (rest and all(c in _DIGITS for c in rest))):
        return None
    part = Fraction(int("".join(str(_DIGITS[c]) for c in rest)), 10 ** len(rest)) if rest else 0
    return (value + part) * scale


def _whole(words: str) -> Fraction | None:
    """A whole number in Chinese numerals; 二〇二四 and 一二 are read digit by digit."""
    if not words:
        return None
    if len(words) > 1 and all(c in _DIGITS for c in words):
        return Fraction(int("".join(str(_DIGITS[c]) for c in words)))
    for unit in ("亿", "万"):  # 三亿五千万 is 三亿 and 五千万
        above, found, below = words.rpartition(unit)
        if not found:
            continue
        many = _whole(above) if above else Fraction(1)
        rest = _whole(below) if below else Fraction(0)
        if many is None or rest is None:
            return None
        if len(below) == 1:  # 一万二
            rest *= _LARGE[unit] // 10
        return many * _LARGE[unit] + rest
    return _below_10_000(words)


def _below_10_000(words: str) -> Fraction | None:
    """十二 · 三千零五 · 三千五; None for anything else."""
    total, digit, last = 0, None, 1
    for c in words:
        if c in _SMALL:
            total += (1 if digit is None else digit) * _SMALL[c]
            digit, last = None, _SMALL[c]
        elif c in _DIGITS:
            digit = _DIGITS[c]
            last = 1 if c in "零〇○" else last
        else:
            return None
    # 三千五 is 3500, 三千零五 3005.
    return Fraction(total + (digit or 0) * (last // 10 if last > 10 else 1))
