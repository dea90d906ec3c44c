"""The opening sentence of a section, composed from the slots such openings have.

Problems: [time] [虽然… what was achieved] [但对照… the measure] [还存在… the verdict].
Plan: [time] [we will, by…] [insisting on…] [so that…]. Each slot may come from another report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.clauses import Unit, clause_spans, overlap
from assistant.document import Sentence
from assistant.evidence import Evidence, Precedent
from assistant.period import coming_words, expired_terms, has_year_or_figure, own_words
from assistant.writing.job import Job
from assistant.writing.pieces import Borrowed, Piece, assemble
from corpus.report import Period

_TIME = re.compile(
    r"^(?:上半年|下半年|今年(?:以来)?|一年来|下一步|今后|\d{4}年(?:度)?(?:上半年|下半年)?|半年来|新的一年|明年)[里来]?$"
)
_WHOLE_PERIOD = re.compile(r"全年|一年来|半年来|今年以来")
_CONCESSION = re.compile(r"虽|尽管|取得|在(?:总结|肯定)")
_ALTHOUGH = re.compile(r"虽|尽管")
_MEASURE = re.compile(r"对照|对标|对表|相比|比较|比照|要求|期待|期盼|衡量|审视")
_VERDICT = re.compile(r"存在|不足|差距|薄弱|短板|欠缺|弱项")
_ANNOUNCE = re.compile(
    r"主要(?:表现|是|体现)|集中(?:表现|体现)|突出(?:表现|反映)|具体(?:表现|体现)"
)
_WILL = re.compile(r"将")
_BUT = re.compile(r"^(?:但是?|然而|可)")
_Choice = tuple[Precedent, Unit]


def write_lead(job: Job) -> tuple[Sentence, ...]:
    """One opening sentence, cited slot by slot; () if the archive has no usable opening."""
    slots = _problem_slots(job) if job.section == "problems" else _plan_slots(job)
    if not slots:
        return ()
    sentence = assemble(_join(slots, job), job.period, job.target)
    time = own_words(job.period) if job.section == "problems" else coming_words(job.period)
    if time in sentence.text[:12] or _WHOLE_PERIOD.search(sentence.text[:12]):
        return (sentence,)
    return (_prepend(sentence, f"{time}，"),)


def _prepend(sentence: Sentence, words: str) -> Sentence:
    shift = len(words)
    citations = tuple(
        replace(c, clause_start=c.clause_start + shift, clause_end=c.clause_end + shift)
        for c in sentence.citations
    )
    return replace(sentence, text=words + sentence.text, citations=citations)


def _join(slots: Sequence[_Choice], job: Job) -> list[Piece]:
    """The concession takes a 但 after it; without a concession no 但 is left."""
    conceded = bool(slots) and bool(_ALTHOUGH.search(slots[0][1].text))
    pieces: list[Piece] = []
    for n, (precedent, unit) in enumerate(slots):
        before = ""
        if job.section == "problems" and conceded and n == 1 and not _BUT.match(unit.text):
            before = "但"
        strip = not conceded and job.section == "problems"
        pieces.append(Borrowed(precedent, unit, before, strip))
    return pieces


def _clauses(evidence: Evidence, asked: Period) -> Iterable[list[_Choice]]:
    """The usable clauses of each lead: what the writer pinned, then the house's newest first."""
    leads = sorted(
        evidence.leads,
        key=lambda p: (
            p.paragraph.id not in evidence.pinned,
            p.organisation != evidence.organisation,
        ),
    )
    for precedent in leads:
        if precedent.period is None:
            continue
        text = precedent.report.text
        paragraph = precedent.paragraph
        found = []
        for left, right in clause_spans(text, paragraph.start, paragraph.end):
            piece = text[left:right]
            usable = not expired_terms(piece, asked) and not has_year_or_figure(piece)
            if usable and not _TIME.match(piece):
                found.append((precedent, Unit(piece, left, right, 0, "free")))
        yield found


def _first(
    pool: Sequence[_Choice],
    pattern: re.Pattern[str],
    taken: Sequence[_Choice],
    *not_like: re.Pattern[str],
) -> _Choice | None:
    """The first clause of the wanted kind, from another report than the last one if it can be."""
    fitting = [
        c
        for c in pool
        if pattern.search(c[1].text) and not any(n.search(c[1].text) for n in not_like)
    ]
    used = {precedent.report.id for precedent, _ in taken}
    fresh = [c for c in fitting if c[0].report.id not in used]
    return next(iter(fresh), next(iter(fitting), None))


def _problem_slots(job: Job) -> list[_Choice]:
    pool = [c for lead in _clauses(job.evidence, job.target) for c in lead]
    same_half = [c for c in pool if _half(c[0]) == bool(job.period.half)] or pool
    slots: list[_Choice] = []
    concession = next(
        (c for c in same_half if _CONCESSION.search(c[1].text) and not _MEASURE.search(c[1].text)),
        None,
    )
    if concession:
        slots.append(concession)
    measure = _first(pool, _MEASURE, slots, _CONCESSION, _VERDICT, _ANNOUNCE)
    if measure:
        slots.append(measure)
    verdict = _first(pool, _VERDICT, slots, _CONCESSION, _ANNOUNCE, _MEASURE)
    return [*slots, verdict] if verdict else []


def _half(precedent: Precedent) -> bool:
    return bool(precedent.period and precedent.period.half)


def _plan_slots(job: Job) -> list[_Choice]:
    leads = [lead for lead in _clauses(job.evidence, job.target) if lead]
    for lead in leads:
        opening = next((c for c in lead[:2] if _WILL.search(c[1].text)), None)
        if opening is None or len(opening[1].text) < 6:
            continue
        slots = [opening]
        own = [c for c in lead if c != opening]
        others = [
            c for other in leads if other is not lead for c in other if not _WILL.search(c[1].text)
        ]
        middle = next((c for c in others if _fits(c, slots)), None)
        closing = own[-1] if own else None
        if middle and len(others) > 1:
            slots.append(middle)
        if closing and _fits(closing, slots):
            slots.append(closing)
        if len(slots) > 1:
            return slots
    return []


def _fits(choice: _Choice, slots: Sequence[_Choice]) -> bool:
    text = choice[1].text
    apart = all(overlap(text, u.text) < 0.3 and text[:2] not in u.text for _, u in slots)
    return apart and 6 <= len(text) <= 40
