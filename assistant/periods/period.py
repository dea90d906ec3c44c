"""Borrowed words move to the asked period: years, half-years, what has expired; figures become XX.

`adapt` records every change; `expired_terms` (here for its callers) names what does not belong to
a period and could not be moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from assistant.document import Adaptation
from assistant.numerals import CHINESE_FIGURE, HALVES, PERCENT_IN_WORDS, VAGUE_FIGURE
from assistant.periods.calendar import Calendar, bounds
from assistant.periods.calendar_file import load_calendar
from assistant.periods.expired import expired_terms, renewed
from assistant.phrases import Expired, in_title
from corpus.report import Period

__all__ = [
    "Calendar",
    "Expired",
    "adapt",
    "bounds",
    "coming_words",
    "expired_terms",
    "has_year_or_figure",
    "load_calendar",
    "own_words",
]

_DIGITS = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")
_YEAR_NUMBER = r"(?<![\d０-９])(?:20\d\d|２０[０-９]{2}|二[〇○零][〇○零一二三四五六七八九]{2})"
_DASH = r"\s*(?:[-—–－~～至到]|——)+\s*"
# 2020-2022年, 2020年—2022年: a programme of its own years, which is nobody else's.
_YEARS = re.compile(rf"{_YEAR_NUMBER}年?{_DASH}{_YEAR_NUMBER}年")
_DAY = r"[\d０-９]{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = re.compile(rf"(?P<dated>{_YEAR_NUMBER})年(?:{_DAY})月(?:底|初|中旬|份|(?:(?:{_DAY})日))?")
_YEAR = re.compile(
    rf"(?P<year>{_YEAR_NUMBER})年(?P<half>度?(?:的?(?:上半年|下半年)))?(?:(?P<of>度(?!上|下))|(?P<since>以来))?"
)
_THIS_YEAR = "(?:今年|本年度)"
_OWN_YEAR_WORDS = r"(?:(?<![\d一])一年来|(?:今年(?![底初末])|本年度|年度内)(?:以来)?)"
# Behind a bare year that stands for the report's whole time, not for a name or a point in it.
_OF_THE_TIME = re.compile(r"$|[，、]|以来|来|的?工作|有|我们|全[县市省区州]")
_POINT_IN_YEAR = re.compile(r"年?[底初末中内]|年?第?[一二三四]季度")
_UNTIL = re.compile(r"(?:截至|截止到?|到|至|自|从)$")
# Not the 万亿 of 2万亿元, which would leave XXXX元.
_FIGURE_IN_WORDS = re.compile(rf"{PERCENT_IN_WORDS}|(?<![\d０-９]){CHINESE_FIGURE}")
_VAGUE = re.compile(rf"{VAGUE_FIGURE}|{HALVES}")
# Not 5G, 20年 (a length of time) or 20年代.
_FIGURE = re.compile(
    r"(?<![A-Za-z0-9])[\d０-９]+(?:[.,．，](?=[\d０-９])[\d０-９]+)*(?![A-Za-z0-9０-９年])"
)
_MONTHS = re.compile(rf"(?<![\d年])(?P<from>1|7|一|七)(?:月份?)?{_DASH}(?:6|12|六|十二)月份?")

_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str], str]
_THIS_TIME, _NEXT_TIME = "改为本期的时间", "改为下一期的时间"


def adapt(
    text: str,
    source: Period | None,
    asked: Period,
    target: Period | None = None,
    calendar: Calendar | None = None,
) -> tuple[str, tuple[Adaptation, ...]]:
    """Borrowed words, moved from the source's period to the asked one; figures become XX.

    `asked` is the period of the report, `target` the one the section is about (a plan's is the
    next). Only with a `target` are expired terms replaced by what took their place.
    """
    calendar = calendar or load_calendar()
    rules, any_rule = _swaps(source, asked, target or asked, calendar)
    changes: list[Adaptation] = []

    def swap(match: re.Match[str]) -> str:
        # One pass: what one rule has put in must not be changed again by the next.
        for pattern, after_of, reason in rules:
            if found := pattern.match(match.string, match.start()):
                if (after := after_of(found)) != found.group():
                    changes.append(Adaptation(found.group(), after, reason))
                return after
        raise AssertionError(match.group())

    text = any_rule.sub(swap, text)
    if target:
        text, replaced = renewed(text, target, calendar, report=asked)
        changes += replaced
    return text, tuple(changes)


@lru_cache(maxsize=256)
def _swaps(
    source: Period | None, asked: Period, target: Period, calendar: Calendar
) -> tuple[list[_Rule], re.Pattern[str]]:
    """The rules between two periods, and what finds where one of them applies."""
    rules = _rules(source, asked, target) if source else []
    # With XX in a word of the calendar nobody would see what has expired.
    rules += [(re.compile(re.escape(word)), _same, "") for word in calendar.words_with_digits]
    rules += [(p, lambda _: "XX", "往期数字不沿用，待填") for p in (_FIGURE_IN_WORDS, _FIGURE)]
    return rules, re.compile("|".join(f"(?:{_unnamed(rule.pattern)})" for rule, _, _ in rules))


def _unnamed(pattern: str) -> str:
    """The pattern without the names of its groups, which may occur only once in an alternative."""
    return re.sub(r"\(\?P<\w+>", "(?:", pattern)


def _same(match: re.Match[str]) -> str:
    return match.group()


def _rules(source: Period, asked: Period, target: Period) -> list[_Rule]:
    """Pattern, what comes in its place, and why; the first that matches counts."""

    def year(match: re.Match[str]) -> str:
        return _year(match, source, asked)

    def years(match: re.Match[str]) -> str:
        return re.sub(_YEAR_NUMBER, "XX", match.group())

    def day(match: re.Match[str]) -> str:
        number = int(match["dated"].translate(_DIGITS))
        moved = str(asked.year) if number == source.year else "XX"
        rest = match.group().removeprefix(match["dated"])
        return moved + re.sub(_DAY, "XX", rest)

    rules: list[_Rule] = [
        (_YEARS, years, "往期的起止年份不沿用，待填"),
        (_DATE, day, "改为本期的年份，日期待填"),
        (_YEAR, year, "改为本期的年份"),
    ]
    rules += [(re.compile(p), _always(w), why) for p, w, why in _words(source, asked, target)]
    if months := _months(source, asked):
        rules.append((_MONTHS, _always(months), _THIS_TIME))
    return rules


def _always(words: str) -> Callable[[re.Match[str]], str]:
    return lambda _: words


def _months(source: Period, asked: Period) -> str:
    """How 1至6月 of a half-year's report reads in the asked one; "" if it has no such range."""
    return ("1至12月", "1至6月", "7至12月")[asked.half] if source.half else ""


def _words(source: Period, asked: Period, target: Period) -> list[tuple[str, str, str]]:
    """Words for the source's own, its last and its coming time: pattern, words here, reason.

    Only what would be wrong in the asked report: 今年, 明年 and 去年 move with the report.
    """
    own, coming = own_words(asked), coming_words(asked)
    this_half = r"(?:今年|本年度?|当年)?的?{}(?:以来)?"
    first, second = this_half.format("上半年"), this_half.format("下半年")
    last_first, last_second = r"(?:去年|上年)的?上半年", r"(?:去年|上年)的?下半年"
    either = "的?[上下]半年"
    next_year = r"(?:明年|新的一年|来年)"
    here = {
        (1, 2): [(last_second, "上半年"), (rf"{next_year}的?下半年", "明年"), (first, own)],
        (1, 0): [(rf"(?:去年|上年){either}", "去年"), (rf"{next_year}{either}", "明年"),
                 ("(?<![上下])半年来", "一年来"), (first, own)],
        (2, 1): [(last_first, "前年下半年"), (rf"{next_year}的?下半年", "明年上半年"),
                 (first, "去年下半年"), (last_second, "去年上半年"), (second, own)],
        (2, 0): [(rf"(?:去年|上年){either}", "去年"), (rf"(?<!年)(?<!年的){second}", own)],
        (0, 1): [(rf"{_THIS_YEAR}{either}", "上半年"), (_OWN_YEAR_WORDS, own)],
        (0, 2): [(rf"{_THIS_YEAR}的?上半年", "上半年"), (_OWN_YEAR_WORDS, own)],
    }.get((source.half, asked.half), [])  # fmt: skip
    to_come = {
        (1, 2): [(second, coming)],
        (1, 0): [(second, coming)],
        (2, 1): [(rf"{next_year}(?=[底末])", "今年"), (rf"{next_year}(?:的?上半年)?", coming)],
        (2, 2): [(rf"{next_year}(?!{either})", coming)],
        (0, 1): [(rf"{next_year}(?=[底末])", "今年"), (rf"{next_year}(?:{either})?", coming)],
        (0, 2): [(rf"{next_year}(?!{either})", coming)],
    }.get((source.half, asked.half), [])
    if source.half == 0 and target != asked:
        # 做好今年的工作 in what a whole year's report plans is said of the year it plans.
        here = [(words, now) for words, now in here if words != _OWN_YEAR_WORDS]
        to_come = [(r"(?<!在)(?:今年(?!的?[上下]半年|[底初末来以])|本年度)", coming), *to_come]
    if source.half == 0 and asked.half:
        if target == asked:
            # What a whole year says of its second half is the newest it knows.
            here = [(second, own), *here, ("全年(?:以来)?", own)]
        elif asked.half == 1:
            to_come = [*to_come, (first, coming)]
    return [(p, w, _THIS_TIME) for p, w in here] + [(p, w, _NEXT_TIME) for p, w in to_come]


def _year(match: re.Match[str], source: Period, asked: Period) -> str:
    """A written year: the source's own, the one after it, or one nobody can move."""
    year = int(match["year"].translate(_DIGITS))
    text = match.string
    half = {"上": 1, "下": 2}.get((match["half"] or "").lstrip("度的")[:1], 0)
    if in_title(text, match.span()):
        return f"XX{match.group().removeprefix(match['year'])}"
    if year == source.year:
        return _own_year(match, half, source, asked)
    if year == source.year + 1 and source.half != 1:
        point = _POINT_IN_YEAR.match(text, match.end())
        if half and asked.half != 1:
            return f"{asked.year + 1}年{'上半年' if half == 1 else '下半年'}"
        # 下半年底 is nothing.
        return f"{asked.next.year}年" if point else coming_words(asked)
    return "XX年" + ("" if not half else ("上半年" if half == 1 else "下半年"))


def _own_year(match: re.Match[str], half: int, source: Period, asked: Period) -> str:
    own = own_words(asked) if asked.half else f"{asked.year}年"
    text = match.string
    if half:
        if half == source.half or source.half == 0:
            # The half of a whole year stays itself; its second is the newest there is.
            stays = source.half == 0 and (asked.half == 0 or half == 1)
            return f"{asked.year}年{'上半年' if half == 1 else '下半年'}" if stays else own
        if source.half == 1:
            return coming_words(asked)
        return "去年下半年" if asked.half == 1 else f"{asked.year}年上半年"
    degree = "度" if match["of"] else ""
    if not asked.half or source.half:
        return f"{asked.year}年{degree}{match['since'] or ''}"
    stands_for_all = degree or match["since"] or _OF_THE_TIME.match(text, match.end())
    if _POINT_IN_YEAR.match(text, match.end()) or not stands_for_all:
        return f"{asked.year}年"
    return f"{asked.year}年{own}" if _UNTIL.search(text[: match.start()]) else own


def own_words(period: Period) -> str:
    """How a report calls its own period."""
    return ("今年", "上半年", "下半年")[period.half]


def coming_words(period: Period) -> str:
    """How a report calls the period its plan is about."""
    return "下半年" if period.half == 1 else f"{period.year + 1}年"


def has_year_or_figure(text: str) -> bool:
    """Whether borrowing the text would mean touching a year or a figure."""
    return any(p.search(text) for p in (_YEARS, _YEAR, _FIGURE, _FIGURE_IN_WORDS, _VAGUE))
