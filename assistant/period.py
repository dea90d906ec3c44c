"""What is true of one period only: year and half-year words, plenums, campaigns.

`adapt` moves borrowed words to the period that is asked for and records every change;
`expired_terms` names what no longer (or not yet) belongs to it. The calendar is data (YAML).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from assistant.document import Adaptation
from assistant.numerals import CHINESE_FIGURE, CHINESE_YEAR, PERCENT_IN_WORDS
from corpus.report import Period

_PLENUM = re.compile(
    r"(?P<congress>十[六七八九]|二十一?)届(?P<list>[一二三四五六七]中(?:、[一二三四五六七]中)*)全会"
)
_NUMBERED_ROUND = re.compile(
    r"第[一二三四五六七八九十百XＸ\d]+轮(?:巡察|巡视)|[一二三四五六七八九十]+届[一-鿿]{1,2}委"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?:度)?(?:上半年|下半年)?")
_OWN_YEAR_WORDS = re.compile(r"(?<![\d一])一年来|(?:今年|本年度|全年|年度内)(?:以来)?")
_NEXT_YEAR_WORDS = re.compile(r"明年|新的一年|来年")
_FIGURE_IN_WORDS = re.compile(rf"{CHINESE_YEAR}|{PERCENT_IN_WORDS}|{CHINESE_FIGURE}")
_CALENDAR = Path(__file__).with_name("calendar.yaml")
_FIGURE = re.compile(r"(?<![A-Za-z0-9])\d+(?:[.,]\d+)*(?![A-Za-z0-9年])")


@dataclass(frozen=True)
class Term:
    """A term of its time; `unless` are longer phrases in which it never expires."""

    name: str
    start: date
    end: date
    spellings: tuple[str, ...]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Calendar:
    plenums: tuple[tuple[str, date], ...]
    congresses: tuple[tuple[str, date], ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Expired:
    """A term at ``text[start:end]`` that does not belong to the asked period."""

    term: str
    reason: str
    start: int
    end: int


@cache
def load_calendar(path: Path = _CALENDAR) -> Calendar:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Calendar(
        plenums=tuple((p["name"], p["start"]) for p in data["plenums"]),
        congresses=tuple((c["name"], c["start"]) for c in data["congresses"]),
        terms=tuple(
            Term(
                t["term"],
                t["from"],
                t["to"],
                tuple(dict.fromkeys([t["term"], *t.get("match", [])])),
                tuple(t.get("unless", [])),
            )
            for t in data["terms"]
        ),
    )


def bounds(period: Period) -> tuple[date, date]:
    """First and last day."""
    first = date(period.year, 7 if period.half == 2 else 1, 1)
    return first, date(period.year, 6, 30) if period.half == 1 else date(period.year, 12, 31)


def expired_terms(text: str, period: Period, calendar: Calendar | None = None) -> list[Expired]:
    """Terms of `text` that a report of `period` cannot use as they stand, in text order."""
    calendar = calendar or load_calendar()
    found = [*_expired_plenums(text, period, calendar), *_expired_words(text, period, calendar)]
    found += _expired_congresses(text, period, calendar)
    found += [
        Expired(m.group(), "届次、轮次需按当期核定", m.start(), m.end())
        for m in _NUMBERED_ROUND.finditer(text)
    ]
    return sorted(found, key=lambda e: e.start)


def _expired_plenums(text: str, period: Period, calendar: Calendar) -> Iterator[Expired]:
    held = [name for name, start in calendar.plenums if start <= bounds(period)[1]]
    known = {name for name, _ in calendar.plenums}
    for match in _PLENUM.finditer(text):
        last = f"{match['congress']}届{match['list'].split('、')[-1]}全会"
        if last not in held and last in known:
            yield Expired(match.group(), f"{period.label}时尚未召开", match.start(), match.end())
        elif held and last != held[-1]:
            reason = f"此后已召开{held[-1]}"
            yield Expired(match.group(), reason, match.start(), match.end())


def _expired_congresses(text: str, period: Period, calendar: Calendar) -> Iterator[Expired]:
    held = [name for name, start in calendar.congresses if start <= bounds(period)[1]]
    for name, _ in calendar.congresses:
        if held and name != held[-1]:
            # 二十大 ends with 十大 but never with 十九大; 十八大以来 is a fixed phrase.
            for match in re.finditer(rf"(?<!二){name}(?!以来)", text):
                reason = f"此后已召开{held[-1]}" if name in held else f"{period.label}时尚未召开"
                yield Expired(name, reason, match.start(), match.end())


def _expired_words(text: str, period: Period, calendar: Calendar) -> Iterator[Expired]:
    first, last = bounds(period)
    middle = first + (last - first) / 2
    for term in calendar.terms:
        # A campaign that ended early in the period is over when its report is written.
        if term.start <= last and term.end >= middle:
            continue
        reason = f"“{term.name}”限于{term.start:%Y}—{term.end:%Y}年"
        if term.start > last:
            reason = f"“{term.name}”在{period.label}尚未提出"
        exempt = [m.span() for p in term.unless for m in re.finditer(re.escape(p), text)]
        for spelling in term.spellings:
            places = (m.span() for m in re.finditer(re.escape(spelling), text))
            stale = next((s for s in places if not _inside(s, exempt)), None)
            if stale:
                yield Expired(spelling, reason, *stale)
                break


def _inside(span: tuple[int, int], phrases: list[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in phrases)


def adapt(text: str, source: Period | None, asked: Period) -> tuple[str, tuple[Adaptation, ...]]:
    """Borrowed words, moved from the source's period to the asked one; figures become XX."""
    rules = _rules(source, asked) if source else []
    rules.append((_FIGURE_IN_WORDS, lambda _: "XX", "往期数字不沿用，待填"))
    rules.append((_FIGURE, lambda _: "XX", "往期数字不沿用，待填"))
    changes: list[Adaptation] = []

    def swap(match: re.Match[str]) -> str:
        # One pass: what one rule has put in must not be changed again by the next.
        for pattern, after_of, reason in rules:
            if found := pattern.match(match.string, match.start()):
                if (after := after_of(found)) != match.group():
                    changes.append(Adaptation(match.group(), after, reason))
                return after
        raise AssertionError(match.group())

    pattern = "|".join(f"(?:{rule.pattern})" for rule, _, _ in rules)
    return re.sub(pattern, swap, text), tuple(changes)


_Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str], str]


def _rules(source: Period, asked: Period) -> list[_Rule]:
    """Pattern, what comes in its place, and why; the first that matches counts."""
    own, coming = own_words(asked), coming_words(asked)
    this_time, next_time = "改为本期的时间", "改为下一期的时间"
    rules: list[_Rule] = [(_YEAR, lambda m: _shifted(int(m[1]), source, asked), "改为本期的年份")]
    if asked.half != 1 or source.half != 1:
        this_half = "上半年" if source.half == 1 else "下半年"
        rules.append((re.compile(this_half + "(?:以来)?"), lambda _: own, this_time))
        if source.half == 1:
            rules.append((re.compile("下半年"), lambda _: coming, next_time))
    if source.half == 0 and asked.half:
        rules.append((_OWN_YEAR_WORDS, lambda _: own, this_time))
    if asked.half:
        rules.append((_NEXT_YEAR_WORDS, lambda _: coming, next_time))
    return rules


def _shifted(year: int, source: Period, asked: Period) -> str:
    if year == source.year:
        return own_words(asked) if asked.half else f"{asked.year}年"
    if year == source.year + 1 and source.half != 1:
        return coming_words(asked)
    return "XX年"


def own_words(period: Period) -> str:
    """How a report calls its own period."""
    return ("今年", "上半年", "下半年")[period.half]


def coming_words(period: Period) -> str:
    """How a report calls the period its plan is about."""
    return "下半年" if period.half == 1 else f"{period.year + 1}年"


def has_year_or_figure(text: str) -> bool:
    """Whether borrowing the text would mean touching a year or a figure."""
    return any(p.search(text) for p in (_YEAR, _FIGURE, _FIGURE_IN_WORDS))
