"""What frames a report: the title and the lines below it, the signature and the appendices."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.heading import roles_of_heading
from corpus.naming import is_date_line, period_of_title
from corpus.normal import View
from corpus.numbering import block_marker
from corpus.report import Role

SENTENCE_END = "。！？；，：,.;:"
_MAX_LINE = 45  # characters; a longer line is neither title nor signature
_GENRE = re.compile(
    r"(?:总结|报告|汇报|计划|要点|打算|方案|通报|情况|小结|规划|安排|讲话|汇报材料|材料)(?:（[^）]*）)?$"
)
_CONTINUES = re.compile(r"^(?:和|及|与|暨|并)")
_LETTERHEAD = re.compile(
    r"〔\d{4}〕\s*\d*\s*号|文件$|^签发人|^[（(]?(?:内部资料|送审稿|征求意见稿)"
)
_OCCASION = re.compile(r"^(?:——|――|──|--|—|－)|^[（(].*[）)]$")
_SUBTITLE = re.compile(
    rf"{_OCCASION.pattern}|会议上|通过[）)]?$|^原标题|^来源|^[*#]*\s*政府工作报告$"
)
_OFFICE = re.compile(
    r"(?:[省市县区州旗乡镇]长|主席|总理|书记|主任|局长|部长|院长|检察长)\s*[\u4e00-\u9fff]\s?[\u4e00-\u9fff·]{1,3}$"
)
_ORGAN_LINE = re.compile(
    r"(?:委员会|[省市县区州]委|党委|党组|党工委|政府|部|局|办公室|办|纪委|监委|法院|检察院|人大常委会|政协"
    r"|总工会|团委|妇联|街道|[镇乡]|院|校|支部|集团|公司|中心)$"
)
_ADDRESS = re.compile(
    r"^(?:(?:各位|同志)[\u4e00-\u9fff、，]{1,24}|[\u4e00-\u9fff、]{2,24}(?:委|府|部|局|办|办公室|党组))[：！]$"
)
_APPENDIX = re.compile(
    r"^附\s*件\s*[\d一二三四五六七八九十]*\s*(?:$|[：:.、．])|^附[：:]|^(?:名词(?:解释|注释)|附\s*注|注\s*释|附\s*录|附\s*表"
    r"|有关用语说明|相关名词解释)[一二三四\d]*\s*[：:]?$|^附件[\d一二三四五六七八九十]+(?=[^，。]{2,40}$)"
    r"|^[^，。：]{0,20}(?:名词|用语|报告|内容)[^，。：]{0,8}(?:解释|注释|说明)[^，。：]{0,4}[：:]?$|^(?:解释|注释)(?:和说明)?[：:]?$"
)
_COLOPHON = re.compile(r"^[（(]?(?:抄送|抄报|主送|印发|联系人|联系电话|来源|责任编辑|此件)|印发$")


@dataclass(frozen=True)
class Title:
    """The title stands in ``lines[first:below]``; what stands below it, before the text, in
    ``lines[below:after]``: occasion, date, speaker, address."""

    text: str
    first: int
    below: int
    after: int


def find_title(view: View, lines: list[tuple[int, int]]) -> Title:
    """The title of a text whose non-empty lines stand at `lines`; its text is "" if it has none."""
    first = 0
    while first < min(4, len(lines)) and _LETTERHEAD.search(view.text[slice(*lines[first])]):
        first += 1
    taken = _title_lines(view, lines, first)
    title = "".join(view.text[slice(*lines[n])] for n in range(first, taken)).lstrip("*# ")
    if not taken > first:
        first = taken = 0
    after = _end_of_block(view, lines, taken, title)
    return Title(title, first, taken, after)


def _title_lines(view: View, lines: list[tuple[int, int]], first: int) -> int:
    """The line after the title's last: up to three lines until a 文种 word ends one."""
    taken = first
    while taken < min(first + 3, len(lines)):
        line = view.text[slice(*lines[taken])]
        if len(line) > _MAX_LINE or line[-1] in SENTENCE_END or _is_numbered(view, lines[taken]):
            break
        if _OCCASION.search(line):
            break
        roles = roles_of_heading(line)
        opens_part = bool(roles) and roles[0] in (Role.PROBLEMS, Role.PLAN)
        if opens_part and not (taken == first and _GENRE.search(line) and period_of_title(line)):
            break
        taken += 1
        if _GENRE.search(line):
            following = view.text[slice(*lines[taken])] if taken < len(lines) else ""
            return taken + bool(_CONTINUES.match(following) and _GENRE.search(following))
    # Without a 文种 word only the first line can be trusted to be the title.
    return min(taken, first + 1)


def _end_of_block(view: View, lines: list[tuple[int, int]], start: int, title: str) -> int:
    """The line after the last one that still belongs to the title's surroundings."""
    for n in range(start, min(start + 9, len(lines))):
        line = view.text[slice(*lines[n])]
        if _ADDRESS.match(line):
            return n + 1
        if len(line) > 2 * _MAX_LINE or line[-1] in "。；，" or _is_numbered(view, lines[n]):
            break
    after = start
    while start and after < min(start + 8, len(lines)):
        line = view.text[slice(*lines[after])]
        if not _is_below_title(line, title):
            break
        after += 1
    return after


def _is_below_title(line: str, title: str) -> bool:
    if len(line) > 2 * _MAX_LINE or line[-1] in "。；，：":
        return False
    if line == title or is_date_line(line) or _SUBTITLE.search(line):
        return True
    return len(line) <= _MAX_LINE and bool(_OFFICE.search(line) or _ORGAN_LINE.search(line))


def find_tail(view: View, lines: list[tuple[int, int]], after_title: int) -> tuple[int, ...]:
    """Where the parts of the tail start, as indices of `lines`: signature, each appendix, colophon.

    The body ends before the first of them; () if the text ends with its body.
    """
    texts = [view.text[start : min(end, start + 2 * _MAX_LINE)] for start, end in lines]
    heads = [n for n in range(after_title, len(lines)) if _APPENDIX.match(texts[n])]
    # 附件2 / 名词解释 are the heading of one appendix.
    starts = [n for n, before in zip(heads, [-1, *heads], strict=False) if n - 1 != before]
    ends = [starts[0], len(lines)] if starts else [len(lines)]
    found = set(starts)
    for floor, end in zip([after_title, *(n + 1 for n in starts[-1:])], ends, strict=True):
        limit = end
        while limit > floor and _COLOPHON.search(texts[limit - 1]):
            limit -= 1
        signature = _signature(view, lines, texts, floor, limit)
        found |= {n for n in (limit, signature) if n is not None and n < len(lines)}
    return tuple(sorted(found))


def _signature(
    view: View, lines: list[tuple[int, int]], texts: list[str], after_title: int, end: int
) -> int | None:
    """The first line of organ names and a date that end before `end`; None if there are none."""
    last = end - 1
    if last < after_title:
        return None
    dated = is_date_line(texts[last])
    if not dated and (_is_numbered(view, lines[last]) or not _signs(texts[last])):
        return None
    first = last
    while first > after_title and end - first < 4:
        line = texts[first - 1]
        short = len(line) <= 25 and line[-1] not in SENTENCE_END
        own = is_date_line(line) or not re.search(r"\d", line)
        if not short or not own or _is_numbered(view, lines[first - 1]):
            break
        if not dated and not is_date_line(line):
            break
        first -= 1
    return first


def _signs(line: str) -> bool:
    """Whether an undated last line is a signature by itself: an organ, an office with a name."""
    if not 3 <= len(line) <= 25 or "，" in line or roles_of_heading(line):
        return False
    return bool(_ORGAN_LINE.search(line) or _OFFICE.search(line))


def _is_numbered(view: View, line: tuple[int, int]) -> bool:
    marker = block_marker(view.text, *line)
    return marker is not None and marker.family != "——"
