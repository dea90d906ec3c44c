"""The opening of a section: written another way, or longer; from past openings, as it was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from assistant.document import Draft, Sentence
from assistant.errors import DraftError
from assistant.plan import Plan
from assistant.rewriting.desk import Task, refuse_locked
from assistant.rewriting.further import brief_for
from assistant.rewriting.sentences import Edit, can_stand, edited, joined, parts_of, without
from assistant.rewriting.wording import breaks
from assistant.writing.job import Job
from assistant.writing.lead import further_clauses, write_lead
from assistant.writing.pieces import assemble

USUAL = 1.4  # of what is there, where no number is said
_LOW, _HIGH = 0.9, 1.1
_MOST_MORE = 3  # clauses put in at once
_MOST_TRIED = 14
_BUT = re.compile(r"但是?")
_NO_OTHER = "往年的导语里没有别的写法了；可以选中后改字，或撤销回到前面的写法"


def another_lead(task: Task) -> Draft:
    """Raises DraftError when the past openings are used up."""
    refuse_locked(task, task.draft.lead)
    job = _job(task)
    said = {"".join(s.text for s in d.lead) for d in (task.draft, *task.desk.history)}
    for evidence_job in _with_other_openings(job, task.draft.lead):
        new = write_lead(evidence_job)
        if new and "".join(s.text for s in new) not in said:
            return replace(task.draft, lead=new, findings=(), notices=())
    raise DraftError(_NO_OTHER)


def _with_other_openings(job: Job, lead: Sequence[Sentence]) -> Iterator[Job]:
    """The job without the openings that are cited now, all of them or some."""
    cited = list(dict.fromkeys(c.paragraph_id for s in lead for c in s.citations))
    for size in range(len(cited), -1, -1):
        for gone in combinations(cited, size):
            leads = tuple(p for p in job.evidence.leads if p.paragraph.id not in gone)
            if size:
                yield replace(job, evidence=replace(job.evidence, leads=leads))
    for start in range(1, len(job.evidence.leads)):
        leads = job.evidence.leads[start:]
        yield replace(job, evidence=replace(job.evidence, leads=leads))


def longer_lead(task: Task, limit: int | None) -> Draft:
    """The opening with clauses of other openings before its last one.

    Raises DraftError where the archive has none that fit.
    """
    draft = task.draft
    refuse_locked(task, draft.lead)
    if not draft.lead:
        raise DraftError("这一稿没有导语，没有可扩写的")
    old = draft.lead[-1]
    rest = sum(len(s.text) for s in draft.lead[:-1])
    chars = rest + len(old.text)
    target = limit or round(USUAL * chars)
    if target <= chars:
        raise DraftError(f"导语已有{chars}字，不少于{target}字；要缩短可以说“导语压缩到{target}字”")
    new = next(_longer(old, _job(task), target - rest), None)
    if new is None:
        raise DraftError("往年的导语里没有可以补进来的话；可以选中后改字")
    reached = rest + len(new.text)
    notices: tuple[str, ...] = ()
    if not _LOW * target <= reached <= _HIGH * target:
        notices = (f"导语扩写到{reached}字：往年的导语里没有长短更合适的话",)
    return replace(draft, lead=(*draft.lead[:-1], new), findings=(), notices=notices)


def _longer(old: Sentence, job: Job, target: int) -> Iterator[Sentence]:
    """Longer wordings, the nearest to `target` characters first."""
    parts = parts_of(old)
    last = len(parts) - 1
    while last > 0 and not can_stand(parts, range(last)):
        last -= 1
    head = without(old, range(last, len(parts))) if last else None
    tail = without(old, range(last)) if last else old
    but = _BUT.match(tail.text) if tail else None
    if tail and but:  # 但 goes before the first of the clauses put in
        tail = edited(tail, [Edit(0, but.end())])
    clauses = further_clauses(job, old.text)[:_MOST_TRIED]
    groups = [
        some
        for size in range(1, _MOST_MORE + 1)
        for some in combinations(clauses, size)
        if len({piece.unit.text[0] for piece in some}) == size  # not 与…相比，与…相比
    ]
    lacking = target - len(old.text)
    groups.sort(key=lambda some: abs(sum(len(p.unit.text) + 1 for p in some) - lacking))
    for some in groups:
        first = replace(some[0], before=but.group() if but else "")
        more = assemble([first, *some[1:]], job.times)
        new = joined(head, more) if head else more
        new = joined(new, tail) if tail else new
        if not breaks(old, new):
            yield replace(new, id=old.id)


def _job(task: Task) -> Job:
    """For an opening alone. Raises DraftError if the archive has nothing to work from."""
    wanted = brief_for(task.draft, (), ())
    drafting = task.desk.drafting
    material = drafting.material_for(wanted, task.desk.choices)
    return drafting.job(wanted, material, Plan(items=(), notices=()))
