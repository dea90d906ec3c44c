"""The parts of a body as its headings make them.

All positions are those of a `View`. A part is a run of whole lines, save where one paragraph
holds both the problems and the plan.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.heading import is_aside, is_explicit, is_heading_phrase, roles_of_heading
from corpus.normal import View
from corpus.numbering import Marker, block_marker, markers_in
from corpus.passages import Line, find_plan, find_problems, plan_sentence
from corpus.report import Role

_MAX_HEADING = 40  # characters of a heading that has a line to itself
_MAX_RUN_IN = 30  # characters of a heading sentence before its text
_FAMILIES = ("第一章", "一、", "（一）", "1.")
_PERIOD = re.compile(r"\d{4}年|十[一二三四五六七八]?五")
_OPEN_END = "；，,;"

_ORDER = {Role.ACHIEVEMENTS: 0, Role.OTHER: 0, Role.PROBLEMS: 1, Role.PLAN: 2}


@dataclass(frozen=True)
class Heading:
    """A heading: its mark, its words at ``[start, end)``, and where the text after it begins."""

    family: str
    marker: Marker | None
    first: int
    start: int
    end: int
    body: int
    roles: tuple[Role, ...]
    aside: bool
    alone: bool


@dataclass(frozen=True)
class Part:
    """``[start, end)`` of the view with one role. `fixed` if the heading's own words decide it."""

    role: Role
    start: int
    end: int
    heading: Heading | None = None
    level: int = 0
    fixed: bool = False

    @property
    def body(self) -> int:
        return min(self.heading.body, self.end) if self.heading else self.start


def parts_of(view: View, lines: list[Line]) -> list[Part]:
    """The parts of the body that stands in `lines`, with the roles their headings announce."""
    if not lines:
        return []
    parts = _headed_parts(view, lines, section_headings(view, lines))
    parts = [piece for part in parts for piece in _split_by_subheadings(view, part)]
    return [piece for part in parts for piece in _split_mixed(view, part)]


# --- headings -------------------------------------------------------------------------------


def section_headings(view: View, lines: list[Line]) -> list[Heading]:
    """The headings of the outermost parts: of the highest family that names roles, or without
    marks. Themes numbered anew under a heading without a mark are its list, not parts."""
    found = [h for line in lines if (h := _heading(view, line))]
    unmarked = [h for h in found if not h.family]
    for family in _FAMILIES:
        marked = [h for h in found if h.family == family]
        named = {role for h in marked for role in h.roles}
        alone = sum(h.alone for h in marked)
        enough = alone >= 2 if family in ("第一章", "一、") else len(named) >= 2 and not unmarked
        if enough or (family == "一、" and named) or (family == "第一章" and len(named) >= 2):
            return _in_context(sorted(marked + unmarked, key=lambda h: h.first))
    return _in_context(unmarked)


def _heading(view: View, line: Line) -> Heading | None:
    text = view.text
    start, end = line
    marker = block_marker(text, start, end)
    if marker is None:
        words = text[start:end].rstrip("：")
        if end - start > _MAX_HEADING or any(markers_in(text, start, end)):
            return None
        if not is_heading_phrase(words):
            return None
        roles, stop = roles_of_heading(words), start + len(words)
        return Heading("", None, start, start, stop, end, roles, is_aside(words), True)
    if marker.family not in _FAMILIES or marker.end >= end:
        return None
    words = text[marker.end : min(end, marker.end + _MAX_HEADING + 20)]
    sentence, stop_found, rest = words.partition("。")
    if end - marker.end <= _MAX_HEADING and not rest:
        if sentence[-1:] in _OPEN_END or (marker.text[-1] in "，," and "，" in sentence):
            return None
        return _marked(marker, sentence.rstrip("：:"), end, alone=True)
    if stop_found and len(sentence) <= _MAX_RUN_IN:
        return _marked(marker, sentence, marker.end + len(sentence) + 1, alone=False)
    return None


def _marked(marker: Marker, words: str, body: int, alone: bool) -> Heading:
    stop = marker.end + len(words)
    roles = roles_of_heading(words)
    aside = is_aside(words) and not roles
    family, start = marker.family, marker.start
    return Heading(family, marker, start, marker.end, stop, body, roles, aside, alone)


def _in_context(headings: list[Heading]) -> list[Heading]:
    kept: list[Heading] = []
    for heading in headings:
        before = kept[-1] if kept else None
        if before and not before.family and heading.family:
            own = heading.roles and heading.roles[:1] != before.roles[:1]
            if not own and not heading.aside:
                continue
        if before and before.family and not heading.family and heading.roles == before.roles:
            continue
        kept.append(heading)
    return kept


# --- parts ----------------------------------------------------------------------------------


def _headed_parts(view: View, lines: list[Line], headings: list[Heading]) -> list[Part]:
    parts: list[Part] = []
    body_end = lines[-1][1]
    before = [line for line in lines if not headings or line[0] < headings[0].first]
    if before:
        # No heading tells a 导语 from the rest.
        role = Role.LEAD if headings else Role.OTHER
        parts.append(Part(role, before[0][0], before[-1][1]))
    after: Role | None = None
    last_problems = max((n for n, h in enumerate(headings) if Role.PROBLEMS in h.roles), default=-1)
    for n, heading in enumerate(headings):
        limit = headings[n + 1].first if n + 1 < len(headings) else body_end
        end = heading.first + len(view.text[heading.first : limit].rstrip())
        words = view.text[heading.start : heading.end]
        roles = roles_of_heading(words, None if n < last_problems else after)
        role = roles[0] if roles else Role.OTHER
        after = role if roles else after
        heading = replace(heading, roles=roles)
        parts.append(Part(role, heading.first, end, heading, 1, bool(roles) or heading.aside))
    return parts


def _split_by_subheadings(view: View, part: Part) -> list[Part]:
    """“一、工作情况 … （四）存在的问题”: a numbered line that names a later role is a part."""
    if part.heading is None or part.role in (Role.PLAN, Role.LEAD):
        return [part]
    pieces = [part]
    for line in view.lines(part.body, part.end):
        heading = _heading(view, line)
        if heading is None or not heading.roles or heading.family in ("", part.heading.family):
            continue
        role = heading.roles[0]
        later = _ORDER.get(role, 0) > _ORDER.get(pieces[-1].role, 0)
        if not later or not is_explicit(view.text[heading.start : heading.end], role):
            continue
        pieces[-1] = replace(pieces[-1], end=trimmed(view, pieces[-1].start, heading.first))
        pieces.append(Part(role, heading.first, part.end, heading, 2, fixed=True))
    return pieces


def _split_mixed(view: View, part: Part) -> list[Part]:
    """“存在的问题及下一步打算”: the part turns to the next role where its text does."""
    if part.heading is None or len(part.heading.roles) < 2:
        return [part]
    pieces = [part]
    for role in part.heading.roles[1:]:
        last = pieces[-1]
        if _ORDER.get(role, 0) <= _ORDER.get(last.role, 0):
            continue
        position = _turn(view, last, part.heading, role)
        if position is not None and position > last.body:
            pieces[-1] = replace(last, end=trimmed(view, last.start, position))
            pieces.append(Part(role, position, last.end, fixed=True))
    return pieces


def _turn(view: View, part: Part, heading: Heading, role: Role) -> int | None:
    """Where the text of a part that starts in another role turns to `role`, or None."""
    lines = view.lines(part.body, part.end)
    if role is Role.PROBLEMS:
        found = find_problems(view, lines)
        return found.start if found else None
    if part.role is Role.PROBLEMS and (at := plan_sentence(view, part.body, part.end)) is not None:
        return at
    # “十四五”时期成就和“十五五”时期目标: the plan is where the later period is named.
    periods = _PERIOD.findall(view.text[heading.start : heading.end])
    later = [
        n
        for n, line in enumerate(lines)
        if periods and periods[-1] in view.text[line[0] : line[0] + 60]
    ]
    first = later[0] if len(set(periods)) > 1 and later else 0
    n = find_plan(view, lines[first:], early=True, aims=True)
    return lines[first + n][0] if n is not None else None


def trimmed(view: View, start: int, end: int) -> int:
    """`end` without the blanks before it."""
    return start + len(view.text[start:end].rstrip())
