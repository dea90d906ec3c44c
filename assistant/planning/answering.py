"""This period's problems → the measures that answer them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.clauses import coverage
from assistant.evidence import Evidence, Relevance, rank
from assistant.headings import starts_with_action, theme_of
from assistant.plan import PlannedItem
from assistant.planning.near import is_about, is_used, like
from assistant.text_vectors import TextVectors

_FIRST_CLAUSE = re.compile(r"[，,。；;：:]")
_LONGEST = 24
_PLAIN = 4


def answer_problems(
    items: list[PlannedItem],
    problems: Sequence[str],
    evidence: Evidence,
    vectors: TextVectors,
    room: int,
) -> tuple[list[PlannedItem], tuple[int, ...]]:
    """Each problem joins the item that answers it or becomes an item while there is room; the
    numbers (from 1) of those without a measure."""
    orphans: list[int] = []
    answered = {number for item in items for number in item.answers}
    for number, problem in enumerate(problems, 1):
        if number in answered:
            continue
        theme = field_of(problem)
        meaning = vectors.query(problem)
        ranked = rank(theme, meaning, evidence)
        headed = [r for r in ranked if r.precedent.heading]
        best = headed[0] if headed else None
        if best is None or not is_about(
            best, meaning, max(best.words, _named(theme, best)), evidence
        ):
            orphans.append(number)
            continue
        index = evidence.place[id(best.precedent)]
        same = next((n for n, i in enumerate(items) if is_used(index, [i], evidence)), None)
        if same is not None:
            items[same] = items[same].answering(number)
        elif len(items) < room:
            because = f"针对问题“{_short(problem)}”"
            near = like(index, theme, evidence)
            measure = _measure(near) or theme_of(best.precedent.heading)
            items.append(PlannedItem(measure, "problem", near, answers=(number,), because=because))
        else:
            orphans.append(number)
    return items, tuple(orphans)


def field_of(problem: str) -> str:
    """What a problem is about: 村级集体经济发展不均衡。个别村… → 村级集体经济发展."""
    heading = _FIRST_CLAUSE.split(problem.strip(), maxsplit=1)[0]
    return theme_of(heading[:_LONGEST]) or heading[:_LONGEST]


def _measure(near: Sequence[Relevance]) -> str:
    """What to do, of the nearest heading that says it plainly: 从严教管党员, not 在…上再细化."""
    themes = (theme_of(r.precedent.heading) for r in near[:_PLAIN])
    return next((t for t in themes if starts_with_action(t)), "")


def _named(theme: str, best: Relevance) -> float:
    return coverage(theme, best.precedent.heading)


def _short(problem: str) -> str:
    heading = _FIRST_CLAUSE.split(problem.strip(), maxsplit=1)[0]
    return heading if len(heading) <= _LONGEST else f"{heading[:_LONGEST]}…"
