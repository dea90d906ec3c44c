"""换一种写法: from the next precedents, for an item, a heading, a sentence or selected clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.brief import Brief
from assistant.document import Draft, DraftItem, Sentence, fact_citation, with_each
from assistant.errors import DraftError
from assistant.pins import pin_notices
from assistant.rewriting.desk import Task, name_of, numbered, refuse_locked
from assistant.rewriting.free import free
from assistant.rewriting.further import brief_for, facts_of, more_sentences, source_of, used_in
from assistant.rewriting.leads import another_lead
from assistant.rewriting.sentences import is_fact, joined, parts_of, with_dependents, without
from assistant.writing.item_heading import write_heading
from assistant.writing.pieces import Supplied, assemble
from assistant.writing.precedent import PrecedentWriter
from assistant.writing.weaving import own_sentence

_EXHAUSTED = "这个主题的先例已经用完，写不出不同的{}了；可以撤销回到前面的写法"


class ExhaustedError(DraftError):
    """The past reports have no other wording."""


def another(task: Task) -> Draft:
    """Raises DraftError when the precedents are used up."""
    if task.where.is_lead:
        return another_lead(task)
    if task.where.sentence:
        try:
            return _sentence(task)
        except ExhaustedError:  # a model knows more wordings than the archive has
            if task.desk.model is None or task.where.sentence.endswith(".h"):
                raise
            return free(task)
    indexes = task.where.items
    if not indexes and len(task.draft.items) > 1:
        return _all(task)
    return _item(task, task.item_index())


def _all(task: Task) -> Draft:
    draft, notices, left = task.draft, [], 0
    for index, item in enumerate(task.draft.items):
        if any(task.is_locked(s) for s in item.all_sentences):
            notices.append(f"{name_of(item.heading.id)[:-4]}有锁定的句子，没有改写")
            continue
        try:
            draft = _item(replace(task, draft=draft), index)
        except DraftError:
            left += 1
    if draft is task.draft:
        raise ExhaustedError(_EXHAUSTED.format("一稿"))
    if left:
        notices.append(f"有 {left} 条的先例已经用完，没有改写")
    return replace(draft, notices=(*draft.notices, *notices))


def _item(task: Task, index: int) -> Draft:
    """Another wording of the item, on the theme and with the further facts the message names."""
    draft, brief = task.draft, task.brief
    old = draft.items[index]
    refuse_locked(task, old.all_sentences)
    kept = facts_of(old.all_sentences)
    added = tuple(range(len(draft.facts) + 1, len(draft.facts) + len(brief.facts) + 1))
    facts = (*(draft.facts[n - 1] for n in kept), *brief.facts)
    themes = brief.themes[:1] or (old.theme or old.heading.text.rstrip("。"),)
    wanted = brief_for(draft, themes, facts)
    earlier = [i for d in task.desk.history for i in d.items if i.theme == old.theme]
    elsewhere = [i for n, i in enumerate(draft.items) if n != index]
    avoid = frozenset(spans([old, *earlier, *elsewhere]))
    (new,), notices = compose(task, wanted, avoid, old.text)
    if new.text == old.text and task.desk.model:
        (new,), told = compose(task, wanted, avoid, by_precedents=True)
        notices = (*told, "模型给出的写法和现在一样，改由先例写法代写")
    if new.text == old.text:
        raise ExhaustedError(_EXHAUSTED.format("一条"))
    changed = with_fact_numbers(new, (*kept, *added))
    if changed.heading.text == old.heading.text:
        changed = replace(changed, heading=old.heading)
    grown = replace(draft, facts=(*draft.facts, *brief.facts))
    items = [*draft.items[:index], changed, *draft.items[index + 1 :]]
    return replace(numbered(grown, items), notices=notices)


def compose(
    task: Task,
    wanted: Brief,
    avoid: frozenset[tuple[str, int]],
    present: str = "",
    by_precedents: bool = False,
) -> tuple[list[DraftItem], tuple[str, ...]]:
    """The asked items, freshly written, and what to tell the writer about them; `present` is how
    the one item is worded now; `by_precedents` asks no model."""
    drafting, draft = task.desk.drafting, task.draft
    material = drafting.material_for(wanted, task.desk.choices)
    plan = drafting.plan(wanted, material)
    asked = tuple(item for item in plan.items if item.asked)
    if not asked:
        raise DraftError("；".join(plan.notices))
    job = replace(
        drafting.job(wanted, material, plan),
        items=asked,
        item_limit=draft.item_limit,
        present=present,
    )
    if draft.item_limit:
        job = replace(job, item_chars=min(job.item_chars, draft.item_limit))
    plain = PrecedentWriter(drafting.vectors, avoid)
    writer = plain if by_precedents else drafting.writer(avoid, task.desk.stop)
    items = list(writer.items(job))
    told = replace(draft, items=(*draft.items, *items))
    pins = pin_notices(told, material.evidence, plan)
    return items, (*plan.notices, *writer.notices, *pins)


def spans(items: Iterable[DraftItem]) -> Iterator[tuple[str, int]]:
    """(report, start) of every span the items cite."""
    return ((c.report_id, c.start) for i in items for s in i.all_sentences for c in s.citations)


def with_fact_numbers(item: DraftItem, numbers: Sequence[int]) -> DraftItem:
    """Facts 1, 2, … of a freshly composed item under their numbers in the whole draft."""

    def renumbered(sentence: Sentence) -> Sentence:
        citations = []
        for citation in sentence.citations:
            if is_fact(citation):
                number = numbers[int(citation.paragraph_id.partition(":")[2]) - 1]
                citation = fact_citation(
                    number, citation.quote, citation.clause_start, citation.clause_end
                )
            citations.append(citation)
        return replace(sentence, citations=tuple(citations))

    return replace(
        item,
        heading=renumbered(item.heading),
        sentences=tuple(renumbered(s) for s in item.sentences),
    )


# --- less than an item ------------------------------------------------------------------------------


def _sentence(task: Task) -> Draft:
    draft = task.draft
    old = next(s for s in draft.sentences() if s.id == task.where.sentence)
    refuse_locked(task, [old])
    item = draft.items[task.where.items[0]]
    if old.id.endswith(".h"):
        new = another_heading(task, item)
    elif task.where.span:
        new = _clauses(task, item, old, task.where.span)
    else:
        new = _whole(task, item, old)
    if new.text == old.text:
        raise ExhaustedError(_EXHAUSTED.format("一句"))

    def change(sentence: Sentence) -> Sentence:
        return new if sentence.id == old.id else sentence

    return replace(with_each(draft, change), findings=(), notices=())


def another_heading(task: Task, item: DraftItem) -> Sentence:
    source = source_of(task, item, len(item.text))
    used = used_in(task.draft, also=task.desk.history)
    heading, _ = write_heading(source.job, source.planned, used, task.desk.vectors)
    return heading


def _fresh(task: Task, item: DraftItem, old: Sentence, chars: int) -> Sentence | None:
    """A sentence of about so many characters that the draft has not said yet."""
    source = source_of(task, item, len(item.text) + chars)
    used = used_in(task.draft, but=[old], also=task.desk.history)
    made = more_sentences(task, source, used, 0, max(20, chars))
    if not made:
        return None
    new = made[0]
    for sentence in made[1:]:
        new = joined(new, sentence)
    return new


def _whole(task: Task, item: DraftItem, old: Sentence) -> Sentence:
    """The facts it states come first, as they were supplied."""
    facts = [
        Supplied(n, task.draft.facts[n - 1]) for n in facts_of([old]) if n <= len(task.draft.facts)
    ]
    taken = sum(len(f.fact) + 3 for f in facts)
    new = _fresh(task, item, old, max(len(old.text) - taken, 20))
    if new is None:
        raise ExhaustedError(_EXHAUSTED.format("一句"))
    if not facts:
        return new
    source = source_of(task, item, len(item.text))
    return joined(assemble(own_sentence(facts), source.job.times), new)


def _clauses(task: Task, item: DraftItem, old: Sentence, span: tuple[int, int]) -> Sentence:
    """Other clauses in the place of those that are selected, even in part; facts stay."""
    parts = parts_of(old)
    hit = {n for n, p in enumerate(parts) if p.start < span[1] and span[0] < p.end and not p.fixed}
    hit = with_dependents(parts, hit)
    if not hit or any(parts[n].fixed for n in hit):
        raise DraftError("选中的是素材或数字，不能换写；可以直接改字")
    if len(hit) == len(parts):
        return _whole(task, item, old)
    chars = sum(parts[n].end - parts[n].start for n in hit)
    new = _fresh(task, item, old, chars)
    if new is None:
        raise ExhaustedError(_EXHAUSTED.format("说法"))
    first = min(hit)
    size = len(parts)
    before = without(old, set(range(first, size))) if first else None
    rest = without(old, hit | set(range(first)))
    whole = joined(before, new) if before else new
    return joined(whole, rest) if rest else whole
