"""Does every problem have its measure, and every measure its problem? Pure."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.clauses import coverage
from assistant.document import Draft, DraftItem, Finding
from assistant.headings import theme_of

_ABOUT = 0.6  # share of a problem's words in a measure that answers it


def check_answers(plan: Draft, problems: Draft) -> Iterator[Finding]:
    """`unanswered_problem` for each problem that no item of the plan answers, `spare_measure` for
    each item that answers none; domain: 存在的问题与工作打算一一对应."""
    answering: set[str] = set()
    for problem in problems.items:
        measures = [item for item in plan.items if _answers(item, problem)]
        answering |= {item.heading.id for item in measures}
        if not measures:
            said = problem.heading.text.rstrip("。")
            yield Finding("unanswered_problem", "warning", f"问题“{said}”没有对应的措施")
    for item in plan.items:
        if item.heading.id not in answering:
            message = "这一条措施不对应所列的任何问题，请确认是否需要"
            heading = item.heading
            yield Finding("spare_measure", "info", message, heading.id, 0, len(heading.text))


def _answers(item: DraftItem, problem: DraftItem) -> bool:
    if {problem.heading.text, problem.theme} & set(item.answers):
        return True
    field = theme_of(problem.heading.text.rstrip("。"))
    return max(coverage(field, item.text), coverage(problem.theme, item.text)) >= _ABOUT
