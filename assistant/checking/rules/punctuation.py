"""Group 7: marks as GB/T 15834-2011 has them, and what is doubled or lonely."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.broken import broken_places
from assistant.checking.catalogue import OF_KIND
from assistant.checking.paper import Hit, Line, Paper
from assistant.checking.rules.patterns import Pattern
from assistant.checking.tables import Tables

_CJK = r"[\u4e00-\u9fff“”‘’《》（）、，。；：！？…—]"
_LONG = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_N = r"\d+(?:\.\d+)?"


def _number(match: re.Match[str]) -> str:
    return f"〔{match['year']}〕{int(match['n'])}号"


_PATTERNS = (
    Pattern(
        "punct.between_quotes",
        re.compile("(?<=”)、(?=“)|(?<=》)、(?=《)"),
        "并列的引号、书名号之间通常不用顿号",
        lambda _: "",
    ),
    Pattern(
        "punct.before_deng",
        re.compile("、(?=等(?!级|候|待|次|额|外|同|效))"),
        "“等”之前不用顿号",
        lambda _: "",
    ),
    Pattern(
        "punct.half_width",
        re.compile(rf"(?<={_CJK})[,:;?!]|[,;?!](?=[\u4e00-\u9fff])"),
        "应用全角标点",
        lambda m: _LONG[m.group()],
    ),
    Pattern(
        "punct.half_width",
        re.compile(r"\((?=[^()\n]*[\u4e00-\u9fff][^()\n]*\))|(?<=[\u4e00-\u9fff])\)"),
        "应用全角括号",
        lambda m: _LONG[m.group()],
    ),
    Pattern(
        "punct.ellipsis",
        re.compile(r"。{2,}|(?<=[\u4e00-\u9fff])\.{3,}(?!\d|\.)|(?<![…])…(?!…)"),
        "省略号应为“……”",
        lambda _: "……",
    ),
    Pattern(
        "punct.years",
        re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?:[-–－~～]{1,2}|——)((?:19|20)\d\d)年"),
        "起止年份用一字线",
        lambda m: f"{m[1]}—{m[2]}年",
    ),
    Pattern(
        "punct.range",
        re.compile(
            rf"(?<![\d.年月A-Za-z-])({_N})(?:[-–－—]|——)({_N})(?=[名人个件户元亩项场次岁倍天吨](?![A-Za-z]))"
        ),
        "数值范围用浪纹线",
        lambda m: f"{m[1]}～{m[2]}",
    ),
    Pattern(
        "punct.ordinal",
        re.compile(
            r"(?:(?<=^)|(?<=[。；：\n]))(第[一二三四五六七八九十]|首先|其次|再次|最后)、(?![一二三四五六七八九十])"
        ),
        "后用逗号",
        lambda m: f"{m[1]}，",
    ),
    Pattern(
        "punct.document_number",
        re.compile(
            r"(?<=[\u4e00-\u9fff])[\[（(［【﹝](?P<year>20\d\d|19\d\d)[\]）)］】﹞]第?(?P<n>\d{1,4})号"
        ),
        "年份用六角括号〔〕，序号不加“第”",
        _number,
    ),
    Pattern(
        "punct.document_number",
        re.compile(r"〔(?P<year>20\d\d|19\d\d)〕(?:第(?P<n>\d{1,4})|(?P<z>0\d{1,3}))号"),
        "序号不加“第”、不补零",
        lambda m: f"〔{m['year']}〕{int(m['n'] or m['z'])}号",
    ),
)
_GAP = re.compile(rf"(?<={_CJK})[ \t\u00a0\u3000]+(?={_CJK})")
_TRAILING = re.compile(r"[ \t\u00a0\u3000]+(?=\n|$)")
_SPACED_OUT = re.compile(r"^[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff])+$")
_BROKEN = ("unbalanced", "doubled_mark", "doubled_word")


def check_punctuation(paper: Paper, tables: Tables) -> Iterator[Hit]:
    text = paper.text
    markers = [(m.start, m.start + len(m.text)) for line in paper.lines if (m := line.marker)]
    for pattern in _PATTERNS:
        for hit in pattern.hits(text):
            if not any(start <= hit.start < end for start, end in markers):
                yield hit
    for line in paper.lines:
        yield from _nested(line)
        if paper.is_whole:
            yield from _gaps(line)
            yield from _broken(line)
    if paper.is_whole:
        for match in _TRAILING.finditer(text):
            if match.start() and text[match.start() - 1] != "\n":
                yield Hit("punct.space", *match.span(), "段末有多余的空格", "")


def _gaps(line: Line) -> Iterator[Hit]:
    """Blanks between characters; after a mark and in spaced-out titles (报 告) they have a sense."""
    if _SPACED_OUT.match(line.text) or (line.is_heading and not line.marker):
        return
    body = line.marker.end - line.start if line.marker else 0
    for match in _GAP.finditer(line.text, body):
        stops = re.search("[。，；：、！？”]", line.text)
        if stops and len(match.group()) <= 2:
            start = line.start + match.start()
            yield Hit("punct.space", start, start + len(match.group()), "句中有多余的空格", "")


def _nested(line: Line) -> Iterator[Hit]:
    """“…“…”…”: the inner marks are single ones. A lonely mark is another rule's."""
    if line.text.count("“") != line.text.count("”"):
        return
    depth = 0
    for place, char in enumerate(line.text):
        depth += (char == "“") - (char == "”")
        if char == "“" and depth == 2:
            start = line.start + place
            yield Hit("punct.nested", start, start + 1, "引号里的引号用单引号‘’")


def _broken(line: Line) -> Iterator[Hit]:
    """What no text may have, whoever wrote it; a draft is looked at more closely (`broken`)."""
    for place in broken_places(line.text, ()):
        if place.rule in _BROKEN and not _is_bracket_of_mark(line, place.start):
            rule = OF_KIND[f"broken.{place.rule}"]
            yield Hit(rule, line.start + place.start, line.start + place.end, place.message)


def _is_bracket_of_mark(line: Line, place: int) -> bool:
    """三）…: the bracket of a mark has no partner."""
    return line.marker is not None and place < line.marker.end - line.start
