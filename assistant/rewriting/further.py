"""Further words for an item that is there: from precedents on its theme that it has not used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.brief import Brief
from assistant.checking.following import clauses_in
from assistant.document import Draft, DraftItem, Sentence
from assistant.errors import DraftError
from assistant.plan import PlannedItem
from assistant.precedents import Precedent
from assistant.rewriting.desk import Task
from assistant.rewriting.sentences import is_fact
from assistant.writing.composing import Composer
from assistant.writing.job import Job, Length
from assistant.writing.pieces import Piece, assemble
from assistant.writing.pool import Pool, make_pool
from assistant.writing.used import Used

_LEAST_SENTENCE = 28
_SLACK = 0.1


@dataclass(frozen=True)
class Source:
    """What an item can be written from: the job with one planned item, and whose heading it has."""

    job: Job
    planned: PlannedItem
    head: Precedent


def brief_for(draft: Draft, themes: Sequence[str], facts: Sequence[str]) -> Brief:
    """An order for items on these themes, for the same report."""
    return Brief(
        action="draft",
        section=draft.section,
        period=draft.period,
        organisation=draft.organisation or None,
        themes=tuple(themes),
        items=len(themes) or None,
        facts=tuple(facts),
    )


def source_of(task: Task, item: DraftItem, chars: int, theme: str = "") -> Source:
    """`chars` is how long the item is to be. Raises DraftError if the archive has nothing on it."""
    draft, drafting = task.draft, task.desk.drafting
    wanted = brief_for(draft, (theme or item.theme or item.heading.text.rstrip("。"),), ())
    material = drafting.material_for(wanted, task.desk.choices)
    plan = drafting.plan(wanted, material)
    planned = next((p for p in plan.items if p.asked), None)
    if planned is None or not planned.precedents:
        raise DraftError("；".join(plan.notices) or "资料库里没有可以参考的先例")
    job = replace(drafting.job(wanted, material, plan), items=(planned,), item_limit=max(60, chars))
    given = {c.paragraph_id for c in item.heading.citations}
    near = [r.precedent for r in planned.precedents]
    head = next((p for p in near if p.paragraph.id in given), near[0])
    return Source(job, planned, head)


def used_in(draft: Draft, but: Iterable[Sentence] = (), also: Iterable[Draft] = ()) -> Used:
    """What the draft says, the sentences in `but` left out; spans of further drafts count as used."""
    left_out = [s.id for s in but]
    sentences = [s for s in draft.sentences() if s.id not in left_out]
    everything = [*draft.sentences(), *(s for d in also for s in d.sentences())]
    spans = {(c.report_id, c.start) for s in everything for c in s.citations}
    texts = [s.text[a:b] for s in sentences for a, b in clauses_in(s.text)]
    return Used(spans, [i.heading.text for i in draft.items], texts)


def more_sentences(
    task: Task, source: Source, used: Used, taken: int, target: int, most: int | None = None
) -> list[Sentence]:
    """Sentences that bring an item of `taken` characters to `target`, and not beyond `most`; as
    many as there are."""
    vectors = task.desk.vectors
    job = source.job
    most = most or round(target * (1 + _SLACK))
    length = Length(target, round(target * (1 - _SLACK)), most, target)
    pool = make_pool(job, source.planned, source.head, used, vectors)
    if not pool.candidates:
        return []
    composer = Composer(pool, used, job.section == "plan", source.head.paragraph.id)
    usual = max(_LEAST_SENTENCE, job.style.sentence_chars)
    room = target - taken
    # A short addition is one sentence, not a stump of a usual one.
    chosen = composer.compose(length, taken, min(usual, max(_LEAST_SENTENCE // 2, room)))
    reached = taken + sum(map(composer.chars, chosen))
    if reached < length.low:
        freer = replace(composer, most_of_item=1.0)
        more = freer.compose(length, taken, usual)
        if taken + sum(map(composer.chars, more)) > reached:
            chosen = more
    return [assemble(pieces, job.times) for pieces in _pieces(pool, chosen, used)]


def _pieces(pool: Pool, chosen: Sequence[tuple[int, ...]], used: Used) -> list[list[Piece]]:
    found: list[list[Piece]] = []
    for indexes in chosen:
        pieces = [pool.candidates[n].piece for n in indexes]
        for piece in pieces:
            used.take(piece)
        found.append([*pieces])
    return found


def facts_of(sentences: Iterable[Sentence]) -> tuple[int, ...]:
    """Numbers of the facts that are stated, in order."""
    ids = [c.paragraph_id for s in sentences for c in s.citations if is_fact(c)]
    return tuple(dict.fromkeys(int(i.partition(":")[2]) for i in ids))
