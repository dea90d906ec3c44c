"""Roles that no heading names: the order of a report and its passages tell them.

A report goes from its 导语 over the review and the problems to the plan. Parts come in with the
roles their headings announce and leave with one each.
"""

from __future__ import annotations

import re
from dataclasses import replace

from corpus.heading import is_aside
from corpus.normal import View
from corpus.passages import SURE, Line, find_plan, find_problems
from corpus.report import Role
from corpus.sections import Part, trimmed

_LEAD_ENDS = re.compile(r"(?:如下|审议|意见|汇报|报告)[。：:！]?$")


def with_roles(view: View, parts: list[Part], planned: bool = False) -> list[Part]:
    """The parts with their roles settled and the passages that play one cut out.

    `planned` if the whole report is a plan.
    """
    if planned or not parts:
        return [replace(p, role=Role.PLAN) if p.role is Role.OTHER else p for p in parts]
    parts = _settle_roles(view, _with_problems(view, parts))
    return _with_lead(view, _with_plan(view, parts))


def _with_problems(view: View, parts: list[Part]) -> list[Part]:
    """The parts with the unheaded problems passage of the review cut out of the part it is in."""
    if any(part.role is Role.PROBLEMS for part in parts):
        return parts
    plan = next((n for n, p in enumerate(parts) if p.role is Role.PLAN), len(parts))
    reviewed = [n for n, p in enumerate(parts) if _is_review(p) and (n < plan or p.fixed)]
    review = [(n, _lines_of(view, parts[n])) for n in reviewed]
    # A plan may open with the situation it starts from; there only what is sure counts.
    opening = [(n, _lines_of(view, parts[n])) for n in range(plan, min(plan + 1, len(parts)))]
    situation = any(_is_situation(view, parts[n]) for n, _ in opening)
    for candidates, least in ((review, 0.0), (opening, 0.0 if situation else SURE)):
        each = ((find_problems(view, lines, _before_plan(parts, n)), n) for n, lines in candidates)
        found = [(f, n) for f, n in each if f and f.score > least]
        if found:
            best, n = max(found, key=lambda pair: (pair[0].score, pair[1]))
            pieces = _cut(view, parts[n], best.start, best.end, Role.PROBLEMS)
            return parts[:n] + pieces + parts[n + 1 :]
    return parts


def _is_review(part: Part) -> bool:
    return part.role in (Role.LEAD, Role.ACHIEVEMENTS, Role.OTHER)


def _before_plan(parts: list[Part], n: int) -> bool:
    return n + 1 < len(parts) and parts[n + 1].role is Role.PLAN


def _is_situation(view: View, part: Part) -> bool:
    heading = part.heading
    return heading is not None and is_aside(view.text[heading.start : heading.end])


def _lines_of(view: View, part: Part) -> list[Line]:
    """The lines of a part's text; the first of a 导语 is never anything else."""
    return view.lines(part.body, part.end)[part.role is Role.LEAD :]


def _cut(view: View, part: Part, start: int, end: int, role: Role) -> list[Part]:
    """The part with ``[start, end)`` as a part of its own; what follows keeps the former role."""
    pieces = [Part(role, start, end, fixed=True)]
    if start > part.body or part.heading:
        pieces.insert(0, replace(part, end=trimmed(view, part.start, start)))
    if view.text[end : part.end].strip():
        rest = end + len(view.text[end : part.end]) - len(view.text[end : part.end].lstrip())
        pieces.append(replace(part, start=rest, heading=None, level=0))
    return pieces


def _settle_roles(view: View, parts: list[Part]) -> list[Part]:
    """Roles from the order of a report: review, problems, plan. A heading that names none
    continues the plan, opens it after the problems, and is review before either of them."""
    known = {part.role for part in parts}
    settled: list[Part] = []
    # “2023年工作回顾” is the whole review, if no other part is said to be review or problems.
    last = max(
        (n for n, p in enumerate(parts) if p.role not in (Role.OTHER, Role.PLAN)), default=-1
    )
    problems_done = plan_begun = False
    for n, part in enumerate(parts):
        role = part.role
        if role is Role.OTHER and not part.fixed:
            if plan_begun or (problems_done and part.heading):
                role = Role.PLAN
            elif known & {Role.PROBLEMS, Role.PLAN}:
                role = Role.ACHIEVEMENTS
        problems_done = (
            problems_done or role is Role.PROBLEMS or (n == last and _is_whole(view, part))
        )
        plan_begun = plan_begun or role is Role.PLAN
        settled.append(replace(part, role=role))
    return settled


def _is_whole(view: View, part: Part) -> bool:
    return part.heading is not None and view.text.endswith("回顾", part.start, part.heading.end)


def _with_plan(view: View, parts: list[Part]) -> list[Part]:
    """The parts with an unheaded plan cut off from the review part that it ends."""
    problems = next((n for n, p in enumerate(parts) if p.role is Role.PROBLEMS), None)
    plan = next((n for n, p in enumerate(parts) if p.role is Role.PLAN), len(parts))
    if problems is None and plan < len(parts):
        return parts
    for n in range(0 if problems is None else problems, plan):
        part = parts[n]
        passage = n == problems and part.heading is None
        if (
            passage
            or (n == problems and plan < len(parts))
            or (problems is None and part.role is Role.LEAD)
        ):
            continue
        lines = view.lines(part.body, part.end)
        aims = problems is not None and n != problems
        found = find_plan(view, lines, early=problems is not None, aims=aims)
        if found is not None and (found or n != problems):
            pieces = _cut(view, part, lines[found][0], part.end, Role.PLAN)
            return _settle_roles(view, parts[:n] + pieces + parts[n + 1 :])
    return parts


def _with_lead(view: View, parts: list[Part]) -> list[Part]:
    """The parts with the 导语 and a review without a heading told apart: what stands before the
    problems or the plan, after the words that end a 导语, is the review."""
    first, following = parts[0], parts[1:]
    if first.heading or not following or following[0].role not in (Role.PROBLEMS, Role.PLAN):
        return parts
    lines = view.lines(first.start, first.end)
    ends = (
        n for n, (s, e) in enumerate(lines[:4]) if _LEAD_ENDS.search(view.text[max(s, e - 9) : e])
    )
    cut = next(ends, 0 if first.role is Role.LEAD else -1) + 1
    pieces = [replace(first, role=Role.LEAD, end=lines[cut - 1][1])] if cut else []
    if cut < len(lines):
        pieces.append(replace(first, role=Role.ACHIEVEMENTS, start=lines[cut][0]))
    return pieces + [
        replace(p, role=Role.ACHIEVEMENTS) if p.role is Role.LEAD else p for p in following
    ]
