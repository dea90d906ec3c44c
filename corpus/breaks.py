"""Where a text has lost its line ends, for the view to have virtual ones there.

Pasted and scanned text may come as one line, or with a heading glued to its neighbours. A break is
restored only where something expects it: the next number of the headings, a heading that names
its part, a passage's first words; so a list inside a sentence never becomes headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.heading import roles_of_heading
from corpus.naming import period_of_title
from corpus.normal import View
from corpus.numbering import Marker, match_marker
from corpus.passages import opens_passage

_LONG_LINE = re.compile(r"[^\n]{1200,}")  # paragraphs are hardly ever longer
_OPENING = 180  # characters that show whether a sentence opens a passage
_MAX_HEADING = 40
_OUTER = ("第一章", "一、")
_INNER = ("（一）", "1.")  # number the parts of a report only if nothing higher does
_SENTENCE_START = re.compile(r"(?<=[。！？；”）\n])[ ]?(?=\S)")
_FULL_STOP = re.compile(r"[。！？]”?[ ]?(?=\S)")
_LIST_MARK = re.compile(r"（[一1]）|[㈠⑴①]|(?<![\d第])[1一][.．、](?!\d)|(?<!第)一是|首先")
_STOP = re.compile(r"[。；：！？，\n]")

# The nouns a heading ends with; the shortest heading is taken (“存在的问题|上半年…”), unless the noun
# only begins a longer one (“重点工作|任务完成情况”) or another is joined to it (“问题|和不足”).
_NOUN = (
    r"(?:情况|回顾|总结|成效|成绩|成就|亮点|做法|问题|不足|困难|短板|差距|薄弱环节|打算|安排|思路|举措|措施|建议|部署|设想"
    r"|(?:工作|重点|任务|目标|计划|要求|方向)(?!.{0,4}(?:情况|回顾|总结|打算|安排|思路|举措|建议|部署|要求|任务|计划|重点|目标|亮点|成效|方向)))"
)
_NAMED_HEADING = re.compile(rf".{{0,25}}?{_NOUN}(?:(?:[和及与暨、]|以及).{{0,10}}?{_NOUN})*")
_THEME_HEADING = re.compile(r"[^，。]{2,12}自身建设")

_GENRE_END = re.compile(r"(?:总结|报告|汇报|要点|计划)(?![的如中和及与会》”，。、：；])")
_TEXT_START = re.compile(
    r" ?(?:\d{4}年|今年|[一半近]年来|[上下]半年|全年|现将|按照|根据|围绕|对照|回顾|虽然|尽管"
    r"|我?[县市区局委单]|我们|各|在|下一|今后|（|一、|第一)"
)
_SIGNED = re.compile(
    r"(?<=[。！])(?P<organ>[^，。；：\d]{2,25}?)?"
    r"(?P<date>(?:\d{4}|[一二][〇○零一二三四五六七八九]{3})年[\d一二三四五六七八九十]{1,2}月[\d一二三四五六七八九十]{0,3}日?)$"
)


@dataclass(frozen=True)
class _Glued:
    """A numbered heading inside or at the start of a line, and where its words end."""

    marker: Marker
    end: int
    named: bool


def restore_breaks(view: View) -> View:
    """The view with virtual line ends where headings and passages show that they were lost."""
    return view.broken_at(_breaks(view.text))


def _breaks(text: str) -> Iterator[int]:
    title_end = _glued_title(text)
    if title_end:
        yield title_end
    yield from _heading_breaks(text, title_end)
    for line in _LONG_LINE.finditer(text):
        for stop in _FULL_STOP.finditer(text, line.start(), line.end()):
            if opens_passage(text[stop.end() : stop.end() + _OPENING]):
                yield stop.end()
    stripped = text.rstrip()
    if signed := _SIGNED.search(stripped, max(0, len(stripped) - 80)):
        yield from {signed.start(), signed.start("date")}


def _glued_title(text: str) -> int:
    """Where a title ends that is glued to the text after it, or 0."""
    start = len(text) - len(text.lstrip())
    line_end = text.find("\n", start)
    if 0 <= line_end <= start + _MAX_HEADING:
        return 0
    stop = re.compile(r"[，。；：]").search(text, start, start + _MAX_HEADING + 10)
    limit = stop.start() if stop else start + _MAX_HEADING + 10
    for match in _GENRE_END.finditer(text, start, limit):
        named = period_of_title(text[start : match.end()])
        if named and _TEXT_START.match(text, match.end()):
            return match.end()
    return 0


def _heading_breaks(text: str, title_end: int) -> Iterator[int]:
    """Before every expected heading inside a line, and after every heading glued to its text."""
    starts = [0, title_end] + [match.end() for match in _SENTENCE_START.finditer(text)]
    for family in (*_OUTER, *_INNER):
        chain = _chain(text, starts, family, title_end)
        named = sum(glued.named for glued in chain)
        inside = sum(not glued.marker.at_line_start for glued in chain)
        if (family == "一、" and named) or (named >= 2 and (inside or family in _OUTER)):
            break
    else:
        return
    for glued in chain:
        start, end = glued.marker.start, glued.end
        if not glued.marker.at_line_start:
            yield start
        if end > glued.marker.end and _is_glued_to_text(text, glued):
            after = end + (text[end : end + 1] == "：")
            if text[after : after + 1] not in ("\n", "", "。"):
                yield after


def _chain(text: str, starts: list[int], family: str, title_end: int) -> list[_Glued]:
    """The headings of a family: all at a line start, and inside a line the expected next."""
    chain: list[_Glued] = []
    inside_before = False
    markers = [
        m for p in starts if p < len(text) and (m := match_marker(text, family, p, len(text)))
    ]
    own_line = {m.ordinal: m.start for m in markers if m.at_line_start}
    for marker in markers:
        end = _end_of_heading(text, marker)
        named = end > marker.end and bool(roles_of_heading(text[marker.end : end]))
        inside = not marker.at_line_start and marker.start != title_end
        expected = chain[-1].marker.ordinal + 1 if chain else 1
        if inside and (marker.ordinal != expected or not (named or inside_before)):
            continue
        if inside and own_line.get(marker.ordinal, -1) > marker.start:
            continue  # that number has a line of its own: this one is of a list in a sentence
        inside_before = inside_before or inside
        chain.append(_Glued(marker, end, named))
    return chain


def _end_of_heading(text: str, marker: Marker) -> int:
    """Where the words of a heading end: before the first mark of its list, or with the nouns that
    name a part, or with its line or sentence; `marker.end` if nothing tells."""
    start = marker.end
    stop = _STOP.search(text, start, start + _MAX_HEADING + 1)
    limit = stop.start() if stop else min(start + _MAX_HEADING, len(text))
    ends_here = limit == len(text) or (stop is not None and stop.group() in "\n。")
    listed = _LIST_MARK.search(text, start, limit)
    if listed and roles_of_heading(text[start : listed.start()]):
        return listed.start()
    if ends_here and marker.at_line_start and roles_of_heading(text[start:limit]):
        return limit
    if found := _NAMED_HEADING.match(text, start, limit) or _THEME_HEADING.match(
        text, start, limit
    ):
        return found.end()
    if listed:
        return listed.start()
    return limit if ends_here else start


def _is_glued_to_text(text: str, glued: _Glued) -> bool:
    """Whether text follows the heading in its line. A heading sentence at a line start is not
    glued, nor is a short line, which is a heading alone."""
    marker, end = glued.marker, glued.end
    if not marker.at_line_start or (glued.named and _LIST_MARK.match(text, end)):
        return True
    line_end = text.find("\n", marker.start)
    length = (line_end if line_end >= 0 else len(text)) - marker.start
    if length <= _MAX_HEADING and text[end : end + 1] != " ":
        return False
    one_sentence = "。" in text[end : marker.end + _MAX_HEADING]
    return glued.named and (not one_sentence or _TEXT_START.match(text, end) is not None)
