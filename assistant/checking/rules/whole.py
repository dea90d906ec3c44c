"""Groups 12 to 14: what only a whole report shows — coverage, length, genre."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.paper import Hit, Paper
from assistant.checking.tables import Tables
from assistant.clauses import coverage
from assistant.headings import theme_of
from corpus.naming import is_date_line
from corpus.report import Role

# Share of a problem's words in the plan below which nothing there answers it. Problems are put in
# other words than measures, so that only one that is nowhere mentioned is sure.
_NOWHERE = 0.2
_GENRE = re.compile(
    r"总结|报告|汇报|计划|要点|方案|打算|安排|意见|通知|通报|情况|说明|讲话|纪要|小结|思路|规划|体会|材料|述职|发言"
)
_NOW = re.compile(r"现将[^。；]{0,40}?(?P<genre>总结|报告|汇报|通报|计划|安排|打算)如下")
_PLANS = ("计划", "要点", "方案", "打算", "安排")
_COMPREHENSIVE = re.compile("工作总结|工作报告|党建.{0,4}总结")
_DATED = re.compile(
    r"(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年[\d一二三四五六七八九十]{1,2}月"
)


def check_whole(paper: Paper, tables: Tables) -> Iterator[Hit]:
    if paper.is_whole:
        yield from _unanswered(paper)
        yield from _length(paper, tables)
        yield from _genre(paper)


def _unanswered(paper: Paper) -> Iterator[Hit]:
    plan = "".join(paper.text[s.start : s.end] for s in paper.parts(Role.PLAN) if s.items)
    if not plan or paper.is_delivered:
        return
    for section in paper.parts(Role.PROBLEMS):
        for item in section.items:
            theme = theme_of(item.heading)
            if item.heading and coverage(theme, plan) < _NOWHERE:
                end = item.heading_start + len(item.heading)
                said = f"问题“{item.heading}”在打算里没有对应的措施"
                yield Hit("cover.unanswered", item.heading_start, end, said)


def _length(paper: Paper, tables: Tables) -> Iterator[Hit]:
    if paper.is_delivered:
        return
    count = len(re.sub(r"\s", "", paper.text))
    comprehensive = _COMPREHENSIVE.search(paper.outline.title)
    most = tables.lists.most_total if comprehensive else tables.lists.most_special
    if count > most:
        yield Hit("length.total", *_title(paper), f"全文 {count} 字，超过 {most} 字")


def _genre(paper: Paper) -> Iterator[Hit]:
    title = paper.outline.title
    if title and not _GENRE.search(title):
        yield Hit("genre.title", *_title(paper), "标题里没有总结、报告、汇报等文种")
    now = _NOW.search(paper.text)
    named = re.search("总结|报告|汇报|计划|要点|方案|打算", title[-6:])
    # A 总结 may well be 汇报: both look back. A plan does not.
    if now and named and (named.group() in _PLANS) != (now["genre"] in _PLANS):
        start = now.start("genre")
        said = f"标题是“{named.group()}”，这里说的是“{now['genre']}”"
        yield Hit("genre.mismatch", start, start + 2, said)
    if not _is_signed(paper) and not paper.is_delivered and paper.lines:
        last = paper.lines[-1]
        yield Hit("genre.signature", last.end - 1, last.end, "文末没有署名和成文日期")


def _is_signed(paper: Paper) -> bool:
    """A date on a line of its own below the title or at the end."""
    edges = [*paper.lines[:6], *paper.lines[-6:]]
    return any(
        is_date_line(re.sub(r"\s", "", line.text))
        or (len(line.text) < 40 and _DATED.search(line.text))
        for line in edges
        if line.text != paper.outline.title
    )


def _title(paper: Paper) -> tuple[int, int]:
    """Where the title stands, or the first line if it is not in the text."""
    at = paper.text.find(paper.outline.title) if paper.outline.title else -1
    if at >= 0:
        return at, at + len(paper.outline.title)
    return (paper.lines[0].start, paper.lines[0].end) if paper.lines else (0, 0)
