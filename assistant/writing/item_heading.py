"""The heading of an item: a past one on the theme, in this draft's pattern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from assistant.clauses import Unit, clause_spans, coverage, has_verdict, leans_forward, overlap
from assistant.document import Sentence
from assistant.evidence import Relevance, scaled
from assistant.headings import object_of, plan_core, starts_with_action, takes_prefix
from assistant.periods.period import has_year_or_figure
from assistant.plan import PlannedItem
from assistant.precedents import Precedent
from assistant.text_vectors import TextVectors
from assistant.writing.foreign import LOCAL_NAME, is_foreign, names_other_place
from assistant.writing.job import Job
from assistant.writing.pieces import Borrowed, assemble
from assistant.writing.theme_heading import heading_on, names
from assistant.writing.used import Used

_PINNED = 0.6
_LEAST, _MOST = 5, 16  # characters of a clause that may serve as a heading
_PLAN_CORE = range(6, 9)
_UNEVEN = 0.06  # for each character beside V2+N4
_NAMED = 0.5
_OFF_THEME = 0.25  # share of the theme's words, and nearness in meaning, a heading has at least
_CAMPAIGN = re.compile(r"^(?:实施|开展).*(?:行动|工程|计划)$")
# 抓住关键 is about anything.
_VAGUE = re.compile("(?:抓住|抓好|把握|突出|紧扣|聚焦)(?:关键|重点|根本|主线|核心|要害)(?:，|$)")
_VAGUE_IS = 2.0
_CLAUSES = re.compile(r"[，：；]|虽|但")
_SHORT, _SEVERAL = 10, re.compile(r"[和与及、]|^对")
_TWO_IN_ONE = re.compile(r"[和与及]")


@dataclass(frozen=True)
class _Choice:
    """Words of a precedent that may head the item; `own` if they headed their item already."""

    relevance: Relevance
    start: int
    end: int
    own: bool

    @property
    def text(self) -> str:
        return self.relevance.precedent.report.text[self.start : self.end]


def write_heading(
    job: Job, planned: PlannedItem, used: Used, vectors: TextVectors
) -> tuple[Sentence, Precedent]:
    """The heading sentence, and the precedent it came from — or, where no past heading names an asked
    theme, the precedent nearest to it. Nothing is taken as used."""
    choices = list(_choices(job, planned))
    core = object_of(planned.theme)
    choices = [c for c in choices if coverage(core, c.text) > _OFF_THEME] or choices
    if planned.asked:
        choices = [c for c in choices if names(planned.theme, c.text)] or choices
    meanings = _meanings(planned.theme, choices, vectors)
    best = max(
        range(len(choices)), key=lambda n: _score(job, planned, choices[n], meanings[n], used)
    )
    choice, precedent = choices[best], choices[best].relevance.precedent
    if planned.asked and not planned.pinned and not _heads_well(choice, planned.theme):
        on_theme = heading_on(planned.theme, job, [r.precedent for r in planned.precedents])
        if on_theme is not None:
            return on_theme, precedent
    start, core, prefix = choice.start, choice.text, ""
    if job.section == "plan":
        core = plan_core(core)
        start = choice.end - len(core)
        prefix = job.style.heading_prefix if takes_prefix(core) else ""
    unit = Unit(core, start, choice.end, -1, "head")
    return assemble([Borrowed(precedent, unit, prefix)], job.times), precedent


def _heads_well(choice: _Choice, theme: str) -> bool:
    """Whether it names the theme as a heading does: 编制意识形态责任清单和负面清单 is a clause."""
    is_heading = choice.own or (len(choice.text) <= _SHORT and not _SEVERAL.search(choice.text))
    return is_heading and names(theme, choice.text)


def _choices(job: Job, planned: PlannedItem) -> Iterator[_Choice]:
    """Past headings; where they do not name the theme, also short clauses that do."""
    named, core = False, object_of(planned.theme)
    for relevance in planned.precedents:
        precedent = relevance.precedent
        if precedent.heading:
            named = named or coverage(core, precedent.heading) >= _NAMED
            end = precedent.heading_start + len(precedent.heading)
            yield _Choice(relevance, precedent.heading_start, end, True)
            for part in _parts(job, precedent):
                yield _Choice(relevance, *part, True)
    if named:
        return
    for relevance in planned.precedents:
        precedent = relevance.precedent
        for start, end in clause_spans(
            precedent.report.text, precedent.paragraph.start, precedent.paragraph.end
        ):
            text = precedent.report.text[start:end]
            if _LEAST <= len(text) <= _MOST and _can_head(job, planned, text):
                yield _Choice(relevance, start, end, False)


def _parts(job: Job, precedent: Precedent) -> Iterator[tuple[int, int]]:
    """Clauses of a heading of several that can head an item alone: 心系万家，办好民生实事."""
    text, start = precedent.report.text, precedent.heading_start
    spans = clause_spans(text, start, start + len(precedent.heading))
    for left, right in spans if len(spans) > 1 else ():
        if _LEAST <= right - left <= _MOST and _says_enough(job, text[left:right]):
            yield left, right


def _says_enough(job: Job, text: str) -> bool:
    return has_verdict(text) if job.section == "problems" else starts_with_action(plan_core(text))


def _can_head(job: Job, planned: PlannedItem, text: str) -> bool:
    if leans_forward(text) or coverage(object_of(planned.theme), text) < _NAMED:
        return False
    return _says_enough(job, text)


def _meanings(theme: str, choices: list[_Choice], vectors: TextVectors) -> list[float]:
    similarities = vectors.passages([c.text for c in choices]) @ vectors.query(theme)
    # With a few there is nothing to read them against.
    if len(choices) < 3:
        return [0.5] * len(choices)
    return [float(s) for s in scaled(np.asarray(similarities))]


def _score(job: Job, planned: PlannedItem, choice: _Choice, meaning: float, used: Used) -> float:
    heading, relevance = choice.text, choice.relevance
    score = relevance.score + 0.8 * coverage(planned.theme, heading) + 0.3 * meaning
    # A heading that says little beside the theme is about the theme.
    score += 0.3 * len(planned.theme) / max(len(heading), len(planned.theme))
    score += 0.2 * choice.own
    score += _PINNED * (relevance.precedent.paragraph.id in planned.pinned)
    score -= 3.0 * job.times.cannot_use(heading, relevance.precedent.period)
    score -= 2.0 * has_year_or_figure(heading)
    score -= 3.0 * names_other_place(heading, relevance.precedent, job.evidence)
    foreign = is_foreign(relevance.precedent, job.evidence)
    score -= 1.0 * (foreign and bool(LOCAL_NAME.search(heading)))
    score -= 2.0 * ((relevance.precedent.report.id, choice.start) in used.units)
    score -= 2.0 * any(overlap(heading, h) > 0.5 for h in used.headings)
    score -= 1.0 * any(used.says(part) for part in heading.split("，"))
    score -= 0.2 * bool(_TWO_IN_ONE.search(heading)) + 0.5 * bool(_CLAUSES.search(heading))
    if job.section == "problems":
        return score + 0.3 * has_verdict(heading)
    core = plan_core(heading)
    prefix = job.style.heading_prefix
    usual = min(max(job.style.heading_chars - len(prefix), _PLAN_CORE.start), _MOST)
    score += 0.8 * starts_with_action(core) + 0.2 * (len(core) in _PLAN_CORE)
    score -= _UNEVEN * abs(len(core) - usual)
    score -= _VAGUE_IS * bool(_VAGUE.match(core))
    # “进一步实施…行动” reads badly, and the name was that year's.
    score -= 0.6 * bool(_CAMPAIGN.search(core))
    # What follows a prefix is a verb and its object, not a frame: 在凝心铸魂上再深化.
    return score - 2.0 * bool(job.style.heading_prefix and not starts_with_action(core))
