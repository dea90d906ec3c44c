"""Group 6: figures as GB/T 15835-2011 writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.checking.paper import Hit, Paper
from assistant.checking.rules.patterns import Pattern
from assistant.checking.tables import Tables
from assistant.numerals import half_width

_N = r"\d+(?:\.\d+)?"
_TO = r"(?:[-—–－~～]{1,2}|至|到)"
_CN = "一二三四五六七八九十"


def _day(match: re.Match[str]) -> str:
    return re.sub(r"(?<!\d)0(?=\d)", "", match.group())


_PATTERNS = (
    Pattern(
        "numeral.range_percent",
        re.compile(rf"(?<![\d.年月])({_N})({_TO})({_N})[%％](?!\d)"),
        "前一个数也要写百分号",
        lambda m: f"{m[1]}%～{m[3]}%" if m[2] not in "至到" else f"{m[1]}%{m[2]}{m[3]}%",
    ),
    Pattern(
        "numeral.range_unit",
        re.compile(rf"(?<![\d.年月])({_N})([-—–－~～]{{1,2}})({_N})(万|亿)"),
        "前一个数也要写万、亿",
        lambda m: f"{m[1]}{m[4]}～{m[3]}{m[4]}",
    ),
    Pattern(
        "numeral.short_year",
        re.compile(r"(?<![\d.第近前后])\d\d年(?=(?:1[0-2]|[1-9])月|度?[上下]半年)"),
        "年份写四位数字",
    ),
    Pattern(
        "numeral.zero_padded",
        re.compile(
            r"(?<!\d)\d{4}年(?:0[1-9]月(?:\d{1,2}日)?|\d{1,2}月0[1-9]日)|(?<!\d)0[1-9]月\d{1,2}日"
        ),
        "月、日不补零",
        _day,
    ),
    Pattern(
        "numeral.full_width",
        re.compile(r"[０-９][０-９．％]*"),
        "阿拉伯数字用半角",
        lambda m: half_width(m.group()),
    ),
    Pattern(
        "numeral.day",
        re.compile(r"(?<=月)(\d{1,2})号(?!线|楼|文|台|院|店|令|机|地|矿)"),
        "日期用“日”",
        lambda m: f"{m[1]}日",
    ),
    Pattern(
        "numeral.mixed_date",
        re.compile(rf"\d{{4}}年[{_CN}]{{1,2}}月|[二一][〇○零九][〇○零{_CN}]{{2}}年\d{{1,2}}月"),
        "同一日期用一种数字",
    ),
    Pattern(
        "numeral.zero",
        re.compile(rf"二[零○][零○{_CN}]{{2}}年|二〇[{_CN}〇]?[零○][{_CN}〇]?年"),
        "汉字年份用“〇”",
        lambda m: re.sub("[零○]", "〇", m.group()),
    ),
    Pattern(
        "numeral.about",
        re.compile(
            r"(?<![第、十百千一二三四五六七八九])([一二三四五六七八九])、([一二三四五六七八九])(十?(?:个月|个|天|次|倍|名|户|万|百|千)(?![产类级组队是要抓、]))"
        ),
        "表示概数，中间不用顿号",
        lambda m: f"{m[1]}{m[2]}{m[3]}",
    ),
    Pattern(
        "numeral.twice_about",
        re.compile(
            rf"(?:约|大约|将近|近){_N}(?:万|亿)?(?:余|多(?=[名人个件户元万亿项场次])|[名人个件户元项场次]{{1,2}}左右)"
        ),
        "前面有“约”“近”，后面不再用“余”“左右”",
    ),
)


def check_numerals(paper: Paper, tables: Tables) -> Iterator[Hit]:
    for pattern in _PATTERNS:
        yield from pattern.hits(paper.text)
    yield from _idioms(paper, tables)


def _idioms(paper: Paper, tables: Tables) -> Iterator[Hit]:
    """4个意识, 3会1课: a fixed phrase with its numerals in digits."""
    if not re.search(r"\d", paper.text):
        return
    for fixed in tables.lists.fixed:
        words = fixed.say.strip("“”")
        if not fixed.quoted or not re.search("[一二两三四五六七八九十]", words):
            continue
        for match in _in_digits(words).finditer(paper.text):
            if match.group() != words:
                yield Hit(
                    "numeral.idiom", *match.span(), f"“{match.group()}”应写作“{words}”", words
                )


@lru_cache(maxsize=256)
def _in_digits(words: str) -> re.Pattern[str]:
    either = re.sub("[一二两三四五六七八九]", lambda m: f"[{m.group()}{_digit(m.group())}]", words)
    return re.compile(rf"(?<!\d){either}")


def _digit(numeral: str) -> int:
    return 2 if numeral == "两" else "一二三四五六七八九".index(numeral) + 1
