"""上期打算兑现核对: what the last plan announced, and whether this period's facts report on it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.clauses import coverage, overlap
from assistant.deeds import says_no_deed
from assistant.evidence import Evidence, scaled
from assistant.headings import plan_core
from assistant.plan import PlannedItem, Promise
from assistant.planning.near import is_used, like
from assistant.precedents import Precedent
from assistant.text_vectors import TextVectors
from corpus.report import Period, Role

_OLDEST = 1  # years; an older plan was not about this period
_REPORTED_WORDS, _REPORTED_TEXT, _REPORTED_MEANING = 0.6, 0.3, 0.85


def promises_of(
    evidence: Evidence, asked: Period, facts: Sequence[str], vectors: TextVectors
) -> tuple[Promise, ...]:
    """The items of the organisation's last plan before `asked`, each with the fact that reports on
    it; () for a section of problems or without such a plan."""
    announced = _last_plan(evidence, asked)
    if not announced:
        return ()
    found: dict[int, Promise] = {}
    for p, fact in zip(announced, _reports(announced, facts, vectors), strict=True):
        known = found.get(p.heading_start)  # by another paragraph of the same item
        if known is None or (fact and not known.kept):
            first = known.paragraph_id if known else p.paragraph.id
            found[p.heading_start] = Promise(first, p.heading, p.report.outline.title, fact)
    return tuple(found.values())


def continue_promises(
    items: list[PlannedItem], promises: Sequence[Promise], evidence: Evidence, count: int
) -> list[PlannedItem]:
    """What was announced and is not reported on goes on, while there is room.

    Without any fact that reports on a promise nothing can be said about the others.
    """
    if not any(promise.kept for promise in promises):
        return items
    for promise in promises:
        index = next(
            (n for n, p in enumerate(evidence.precedents) if p.paragraph.id == promise.paragraph_id)
        )
        if promise.kept or len(items) >= count or is_used(index, items, evidence):
            continue
        theme = plan_core(promise.heading)
        near = like(index, theme, evidence)
        because = "上期作了打算，素材中未见兑现情况"
        items.append(PlannedItem(theme, "promise", near, because=because))
    return items


def _last_plan(evidence: Evidence, asked: Period) -> list[Precedent]:
    own = [
        p
        for p in evidence.precedents
        if p.organisation == evidence.organisation
        and p.paragraph.role is Role.PLAN
        and p.heading
        and not p.is_part
        and not says_no_deed(p.heading)
        and p.period
        and p.period < asked
        and p.period.year >= asked.year - _OLDEST
    ]
    if not own:
        return []
    newest = max((p.period for p in own if p.period), key=lambda period: period)
    report = next(p.report.id for p in own if p.period == newest)
    return [p for p in own if p.report.id == report]


def _reports(
    announced: Sequence[Precedent], facts: Sequence[str], vectors: TextVectors
) -> list[str]:
    """For each announced item the fact that is about it, or ""."""
    if not facts:
        return [""] * len(announced)
    cores = [plan_core(p.heading) for p in announced]
    meaning = scaled(vectors.passages([p.text for p in announced]) @ vectors.passages(facts).T)
    told = []
    for row, (precedent, core) in enumerate(zip(announced, cores, strict=True)):
        words = [coverage(core, fact) for fact in facts]
        texts = [overlap(fact, precedent.text) for fact in facts]
        score = np.array(words) + np.array(texts) + 0.3 * meaning[row]
        best = int(score.argmax())
        reported = (
            words[best] >= _REPORTED_WORDS
            or texts[best] >= _REPORTED_TEXT
            or (meaning[row, best] >= _REPORTED_MEANING and texts[best] >= _REPORTED_TEXT / 2)
        )
        told.append(facts[best] if reported else "")
    return told
