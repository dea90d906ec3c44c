"""The heading of an asked theme that no past heading names: a past heading with the theme in it.

The words around the theme are the archive's: 深化基层治理 → 深化网格治理, 基层治理不够有力 →
网格治理不够有力. The theme's are the writer's, who asked for it; the exchange is recorded as an adaptation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.clauses import Unit, coverage
from assistant.document import Adaptation, Sentence
from assistant.headings import ACTION_VERB, object_of, plan_core, starts_with_action, theme_of
from assistant.periods.period import has_year_or_figure
from assistant.precedents import Precedent
from assistant.writing.job import Job
from assistant.writing.pieces import Borrowed, assemble

_NAMED = 0.5  # share of its words from which a theme is named
_FITTING = re.compile(r"[㐀-鿿“”]{2,12}")
# What goes with any field of work; with 年轻干部 only as 年轻干部工作.
_VERBS = ("推进", "加强", "抓好", "抓实", "深化", "强化")
_VERBS_OF_WORK = ("加强", "抓好", "推进", "抓实", "强化", "深化")
_VERDICT = re.compile(
    r"(?:落实|推进|开展|抓得)?(?:仍|还|尚)?"
    r"(?:不够(?:扎实|有力|深入|到位|平衡|均衡|紧)|有待(?:加强|深化|提升|改进)|需加强|需深化)|推进不平衡"
)
_WORK = re.compile(
    r"(?:治理|创建|建设|教育|管理|培养|整改|引进|融合|监督|党建|宣传|服务|保障|工作|帮扶|发展|学习|培训|整治|改革|振兴|防控|"
    r"覆盖|运用|落实|履职|考核|巡察|审查|调查|转化|攻坚|排查|化解|统战|双拥|信访)$"
)
ASKED = "按您要求的题目"  # the reason of the adaptation


@dataclass(frozen=True)
class _Pattern:
    """A past heading in which `old` may give way to a theme: ``text[start:end] == old``."""

    precedent: Precedent
    unit: Unit
    old: str


def names(theme: str, text: str) -> bool:
    """Whether the text names the theme; the verb of a theme (加快媒体融合) is the house's to choose."""
    return coverage(object_of(theme), text) >= _NAMED


def heading_on(theme: str, job: Job, near: Sequence[Precedent]) -> Sentence | None:
    """A heading that names the theme, after one of the `near` precedents or of the others; None
    where no past heading can take it."""
    field, own = object_of(theme), plan_core(theme)
    if not _FITTING.fullmatch(own) or job.times.expired(own) or has_year_or_figure(own):
        return None
    patterns = [*_patterns(job, near), *_patterns(job, job.evidence.precedents)]
    if starts_with_action(own):
        return _with_own_verb(own, patterns, job) if job.section == "plan" else None
    # What is said of 基层治理 can be said of 网格治理.
    same_word = next((p for p in patterns if p.old[-2:] == field[-2:]), None)
    if same_word is not None:
        return _made(same_word, field, job)
    is_work = bool(_WORK.search(field))
    general = [p for p in patterns if _goes_with_all(p, job)]
    if not general:
        return None
    if job.section == "plan":
        verbs = _VERBS if is_work else _VERBS_OF_WORK
        general.sort(key=lambda p: verbs.index(p.unit.text.removesuffix(p.old)))
    return _made(general[0], field if is_work else f"{field}工作", job)


def _with_own_verb(own: str, patterns: Sequence[_Pattern], job: Job) -> Sentence | None:
    """加强老干部服务, as it was asked for, where a past heading stands."""
    if not patterns:
        return None
    return _made(replace(patterns[0], old=patterns[0].unit.text), own, job)


def _patterns(job: Job, precedents: Sequence[Precedent]) -> Iterator[_Pattern]:
    for precedent in precedents:
        heading, start = precedent.heading, precedent.heading_start
        if job.times.cannot_use(heading, precedent.period):
            continue
        if job.section == "problems":
            old = theme_of(heading)
            if old and old != heading and heading.startswith(old):
                unit = Unit(heading, start, start + len(heading), -1, "head")
                yield _Pattern(precedent, unit, old)
            continue
        core = plan_core(heading)
        verb = ACTION_VERB.match(core)
        if verb and len(core) - verb.end() >= 2:
            end = start + len(heading)
            unit = Unit(core, end - len(core), end, -1, "head")
            yield _Pattern(precedent, unit, core[verb.end() :])


def _goes_with_all(pattern: _Pattern, job: Job) -> bool:
    text = pattern.unit.text
    if job.section == "problems":
        return bool(_VERDICT.fullmatch(text[len(pattern.old) :]))
    return text.removesuffix(pattern.old) in _VERBS


def _made(pattern: _Pattern, field: str, job: Job) -> Sentence:
    prefix = job.style.heading_prefix if job.section == "plan" else ""
    sentence = assemble([Borrowed(pattern.precedent, pattern.unit, prefix)], job.times)
    start = sentence.text.index(pattern.old)
    end = start + len(pattern.old)
    cited = sentence.citations[0]
    return replace(
        sentence,
        text=sentence.text[:start] + field + sentence.text[end:],
        citations=(replace(cited, clause_end=cited.clause_end + len(field) - len(pattern.old)),),
        adaptations=(*sentence.adaptations, Adaptation(pattern.old, field, ASKED)),
    )
