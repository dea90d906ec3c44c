"""Where a text has lost its line ends, for the view to have virtual ones there.

Pasted and scanned text may come as one line, or with a heading glued to its neighbours. A break is
restored only where something expects it: the next number of the headings, a heading that names
its part, a passage's first words; so a list inside a sentence never becomes headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.heading import roles_of_heading
from corpus.naming import period_of_title
from corpus.normal import View
from corpus.numbering import Marker, match_marker
from corpus.passages import opens_passage

_LONG_LINE = 1200  # characters; paragraphs are hardly ever longer
_MAX_HEADING = 40
_PART_MARK = re.compile(r"[第一二三四五六七八九十—－]")
_SENTENCE_START = re.compile(r"(?<=[。！？；”）\n])[ ]?(?=\S)")
_STOP = re.compile(r"[。；：！？，\n]|（[一1]）|[㈠⑴①]|(?<!第)一是")
_NOUN = re.compile(
    r"情况|回顾|总结|成效|成绩|成就|亮点|做法|问题|不足|困难|短板|差距|薄弱环节|打算|计划|安排|思路|举措|措施|建议"
    r"|重点|任务|目标|要求|部署|方向|设想|工作(?![情重总目安计打思部的任要])"
)
_GENRE_END = re.compile(r"(?:总结|报告|汇报|要点|计划)(?![的如中和及与会》”，。、：；])")
_BETWEEN_NOUNS = re.compile(r"(?!上半|下半|今年|一年|去年)\D{0,4}|(?:[和及与、]|以及).{0,12}")
_THEME_END = re.compile(r"(?:自身建设|[^，。]{6,}建设)")
_SIGNED = re.compile(
    r"(?<=[。！])([^，。；：\d]{2,25})?(?:\d{4}|[一二][〇○零一二三四五六七八九]{3})年\d{0,2}[一二三四五六七八九十]{0,2}月[^，。；]{0,4}$"
)
_NEXT_START = re.compile(
    r"\d{4}年|今年|一年来|上半年|半年来|近年来|现将|按照|根据|[县市区局委]|我[县市区局委单]|各位|在|（|一、"
)


def restore_breaks(view: View) -> View:
    """The view with virtual line ends where headings and passages show that they were lost."""
    return view.broken_at(_breaks(view.text))


def _breaks(text: str) -> Iterator[int]:
    title_end = _glued_title(text)
    if title_end:
        yield title_end
    yield from _heading_breaks(text, title_end)
    for match in re.finditer(r"[^\n]+", text):
        if len(match.group()) > _LONG_LINE:
            for sentence in _SENTENCE_START.finditer(text, match.start() + 1, match.end()):
                if opens_passage(text[sentence.end() : sentence.end() + 160]):
                    yield sentence.end()
    last_line = text.rstrip().rfind("\n") + 1
    signed = _SIGNED.search(text.rstrip(), max(last_line, len(text) - 80))
    if signed and signed.start() > last_line:
        yield signed.start()


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
        if named and _NEXT_START.match(text, match.end()):
            return match.end()
    return 0


def _heading_breaks(text: str, title_end: int) -> Iterator[int]:
    """Before every expected heading inside a line, and after every heading glued to its text."""
    expected = 1
    glued_before = False
    starts = [0, title_end] + [match.end() for match in _SENTENCE_START.finditer(text)]
    for position in starts:
        if not (position < len(text) and _PART_MARK.match(text, position)):
            continue
        marker = _part_mark(text, position)
        if marker is None:
            continue
        heading_end = _glued_heading(text, marker)
        named = bool(roles_of_heading(text[marker.end : heading_end], None))
        inside = not marker.at_line_start and position != title_end
        if inside and (marker.ordinal != expected or not (named or glued_before)):
            continue
        expected = marker.ordinal + 1
        glued_before = inside or glued_before
        if inside:
            yield position
        alone = marker.at_line_start and _length_of_line(text, position) <= _MAX_HEADING
        if heading_end > marker.end and not alone and (named or inside):
            after = heading_end + (text[heading_end : heading_end + 1] == "：")
            if text[after : after + 1] not in ("\n", "", "。"):
                yield after


def _length_of_line(text: str, start: int) -> int:
    """Characters to the line's end, as far as a heading's length matters."""
    end = text.find("\n", start, start + 2 * _MAX_HEADING)
    return (end if end >= 0 else min(len(text), start + 2 * _MAX_HEADING)) - start


def _part_mark(text: str, position: int) -> Marker | None:
    for family in ("第一章", "一、"):
        if marker := match_marker(text, family, position, len(text)):
            return marker
    return None


def _glued_heading(text: str, marker: Marker) -> int:
    """Where the heading after the mark ends: with its line or sentence if that is short, before
    the first mark of its list, after the nouns that name a part; `marker.end` if nothing tells."""
    stop = _STOP.search(text, marker.end, marker.end + _MAX_HEADING + 1)
    limit = stop.start() if stop else min(marker.end + _MAX_HEADING, len(text))
    if stop and stop.group() not in "；：！？，" and limit > marker.end:
        return limit
    if limit == len(text):
        return limit
    end = marker.end
    for noun in _NOUN.finditer(text, marker.end, limit):
        between = text[end : noun.start()]
        if end > marker.end and not _BETWEEN_NOUNS.fullmatch(between):
            break
        end = noun.end()
    if end == marker.end and (theme := _THEME_END.match(text, marker.end, limit)):
        end = theme.end()
    return end
