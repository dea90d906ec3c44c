"""Group 3: the time a report is about — its years, its halves, dates and words for them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.paper import Hit, Line, Paper, Words
from assistant.checking.tables import Tables
from corpus.naming import period_of_title
from corpus.report import Period, Role

_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)年")
_NOW = re.compile(r"现将[^。；]{0,40}如下")
_REDUNDANT = re.compile(r"(?<=\d年)度(?=[上下]半年)")
_HALF = re.compile(r"^(?:[一二三四五六七八九十]{1,2}、)?(?:20\d\d年)?的?(?P<half>[上下]半年)")
_OTHER_HALF = {"上半年": "下半年", "下半年": "上半年"}
_AHEAD = re.compile(r"将|计划|打算|拟|准备|力争|确保|要|继续|预计|目标|下一步|谋划|部署")
_DATE = re.compile(r"(?<![\d.])(?P<year>20\d\d)年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?")
_THIS_YEAR = re.compile(r"今年|去年|前年")
_DONE = (Role.ACHIEVEMENTS, Role.PROBLEMS)


def check_period(paper: Paper, tables: Tables) -> Iterator[Hit]:
    yield from _redundant(paper)
    if paper.is_whole:
        yield from _relative(paper)
    if paper.period is None or paper.is_delivered:
        return
    for line in paper.lines:
        yield from _headings(paper, line, paper.period)
    for sentence in paper.sentences:
        yield from _halves(sentence, paper.period)
        yield from _dates(sentence, paper.period)
    if paper.is_whole:
        yield from _lead_year(paper, paper.period)


def _redundant(paper: Paper) -> Iterator[Hit]:
    """2020年度上半年, in a title above all."""
    for match in _REDUNDANT.finditer(paper.text):
        yield Hit("period.redundant", *match.span(), "“年度”与“半年”重复，删去“度”", "")


def _headings(paper: Paper, line: Line, period: Period) -> Iterator[Hit]:
    """The year and the half of a heading: its own for the review, its own or the next for a plan."""
    if not line.is_heading or line.role not in (*_DONE, Role.PLAN):
        return
    named = period_of_title(line.text) if _YEAR.search(line.text) else None
    if named:
        right = {period.year, period.next.year} if line.role is Role.PLAN else {period.year}
        if named.year not in right:
            match = _YEAR.search(line.text)
            assert match
            place = line.start + match.start()
            said = f"本文期间为{period.label}，这里写的是{match[1]}年"
            yield Hit("period.year", place, place + 4, said)
    if period.half:
        match = _HALF.match(line.text)
        wanted = "上下"[(period.next if line.role is Role.PLAN else period).half - 1]
        is_year_plan = line.role is Role.PLAN and period.half == 2
        if match and not is_year_plan and match["half"][0] != wanted:
            yield _swapped(line.start + match.start("half"), match["half"], period)


def _swapped(start: int, half: str, period: Period) -> Hit:
    right = _OTHER_HALF[half]
    said = f"本文期间为{period.label}，这里的“{half}”应为“{right}”"
    return Hit("period.half", start, start + 3, said, right)


def _halves(sentence: Words, period: Period) -> Iterator[Hit]:
    """下半年，… told as done in a report on the first half; 上半年，我们将… in its plan."""
    match = re.match(r"(?P<half>[上下]半年)[，、]", sentence.text)
    if match is None or period.half != 1:
        return
    ahead = bool(_AHEAD.search(sentence.text))
    done = sentence.line.role in _DONE and match["half"] == "下半年" and not ahead
    planned = (
        sentence.line.role is Role.PLAN and match["half"] == "上半年" and "将" in sentence.text
    )
    if done or planned:
        yield _swapped(sentence.start, match["half"], period)


def _dates(sentence: Words, period: Period) -> Iterator[Hit]:
    if sentence.line.role not in _DONE:
        return
    for match in _DATE.finditer(sentence.text):
        when = (int(match["year"]), int(match["month"]))
        late = when > (period.year, 6 if period.half == 1 else 12)
        if late and not _AHEAD.search(sentence.text):
            start = sentence.start + match.start()
            said = f"本文期间为{period.label}，“{match.group()}”在此之后"
            yield Hit("period.future", start, start + len(match.group()), said)


def _relative(paper: Paper) -> Iterator[Hit]:
    """今年 and 去年, told once a report; where it is delivered to an audience they are right."""
    found = [] if paper.is_delivered else list(_THIS_YEAR.finditer(paper.text))
    if found:
        words = "、".join(dict.fromkeys(f"“{m.group()}”" for m in found))
        said = f"全文 {len(found)} 处用了{words}，存档文稿宜写明年份"
        yield Hit("period.relative", *found[0].span(), said)


def _lead_year(paper: Paper, period: Period) -> Iterator[Hit]:
    """The year at the head of the 导语, and the one in 现将…如下."""
    lead = [line for line in paper.lines if line.role is Role.LEAD and len(line.text) > 20]
    for line in lead[:2]:
        spots = [
            m
            for m in [re.match(r"((?:19|20)\d\d)年(?:来|度|以来|[上下]半年)?[，、]", line.text)]
            if m
        ]
        if told := _NOW.search(line.text):
            spots += [m for m in [_YEAR.search(line.text, *told.span())] if m]
        for match in spots:
            if int(match[1]) != period.year:
                start = line.start + match.start(1)
                said = f"本文期间为{period.label}，导语里写的是{match[1]}年"
                yield Hit("period.year", start, start + 4, said)
