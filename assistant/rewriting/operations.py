"""What can be done to an open draft: another wording, delete, add, renumber."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.brief import Brief
from assistant.document import (
    FACTS_ID,
    Draft,
    DraftItem,
    Sentence,
    fact_citation,
    with_sentence_ids,
)
from assistant.drafting import Drafting
from assistant.errors import DraftError
from corpus.numbering import render_marker

_EXAMPLES = "“第二条换一种写法”“删掉第三条”“再加一条关于党员教育的”“序号改成（一）（二）”“撤销”"


def rewrite(drafting: Drafting, draft: Draft, brief: Brief, history: Sequence[Draft]) -> Draft:
    """The draft after the instruction. `history` are its earlier versions, newest first.

    Raises DraftError with what can be done instead.
    """
    operations: dict[str, Callable[[], Draft]] = {
        "delete": lambda: _delete(draft, _target(draft, brief)),
        "replace": lambda: _replace(drafting, draft, _target(draft, brief), history),
        "renumber": lambda: _renumber(draft, brief.numbering),
        "free": lambda: _add(drafting, draft, brief, history),
    }
    operation = operations.get(brief.operation or "")
    if operation is None or (brief.operation == "free" and not brief.themes):
        raise DraftError(f"这个改法现在还做不到。可以这样说：{_EXAMPLES}")
    return with_sentence_ids(operation())


def _target(draft: Draft, brief: Brief) -> int:
    """Index of the item that is meant."""
    number = brief.target.item if brief.target else None
    if number is None:
        raise DraftError(f"请说明是第几条（现在共 {len(draft.items)} 条），例如“第二条换一种写法”")
    return number - 1


def _delete(draft: Draft, index: int) -> Draft:
    if len(draft.items) == 1:
        raise DraftError("只剩一条了，不能再删；可以说“第一条换一种写法”或重新起草")
    items = [item for n, item in enumerate(draft.items) if n != index]
    return _numbered(draft, items, draft.numbering)


def _renumber(draft: Draft, numbering: str | None) -> Draft:
    if numbering is None:
        raise DraftError("请说明改成哪种序号，例如“序号改成（一）（二）”或“序号改成一是”")
    return replace(_numbered(draft, draft.items, numbering), numbering=numbering)


def _replace(drafting: Drafting, draft: Draft, index: int, history: Sequence[Draft]) -> Draft:
    old = draft.items[index]
    facts = _facts_of(old)
    wanted = Brief(
        action="draft",
        section=draft.section,
        period=draft.period,
        organisation=draft.organisation,
        themes=(old.theme,),
        items=1,
        facts=tuple(draft.facts[n - 1] for n in facts),
    )
    earlier = [i for d in history for i in d.items if i.theme == old.theme]
    elsewhere = [i for n, i in enumerate(draft.items) if n != index]
    new = _compose(drafting, draft, wanted, frozenset(_spans([old, *earlier, *elsewhere])))
    if new.text == old.text:
        raise DraftError("这个主题的先例已经用完，写不出不同的一条了；可以撤销回到前面的写法")
    items = [*draft.items[:index], _with_fact_numbers(new, facts), *draft.items[index + 1 :]]
    return _numbered(draft, items, draft.numbering)


def _add(drafting: Drafting, draft: Draft, brief: Brief, history: Sequence[Draft]) -> Draft:
    wanted = brief.model_copy(
        update={
            "action": "draft",
            "section": draft.section,
            "period": draft.period,
            "organisation": draft.organisation,
            "items": len(brief.themes),
        }
    )
    new = _compose(drafting, draft, wanted, frozenset(_spans(draft.items)))
    offset = len(draft.facts)
    numbers = tuple(range(offset + 1, offset + len(brief.facts) + 1))
    item = _with_fact_numbers(new, numbers)
    grown = replace(draft, facts=(*draft.facts, *brief.facts))
    return _numbered(grown, [*draft.items, item], draft.numbering)


def _compose(
    drafting: Drafting, draft: Draft, wanted: Brief, avoid: frozenset[tuple[str, int]]
) -> DraftItem:
    material = drafting.material_for(wanted)
    plan = drafting.plan(wanted, material)
    if not any(item.asked for item in plan.items):
        raise DraftError("；".join(plan.notices))
    job = drafting.job(wanted, material, plan)
    job = replace(job, items=plan.items[:1], item_limit=draft.item_limit)
    if draft.item_limit:
        job = replace(job, item_chars=min(job.item_chars, draft.item_limit))
    return next(iter(drafting.writer(avoid).items(job)))


def _numbered(draft: Draft, items: Sequence[DraftItem], numbering: str) -> Draft:
    marked = tuple(
        replace(item, marker=render_marker(numbering, n)) for n, item in enumerate(items, 1)
    )
    return replace(draft, items=marked, findings=())


def _spans(items: Sequence[DraftItem]) -> list[tuple[str, int]]:
    return [(c.paragraph_id, c.start) for i in items for s in i.all_sentences for c in s.citations]


def _facts_of(item: DraftItem) -> tuple[int, ...]:
    """Numbers of the facts an item uses."""
    ids = [
        c.paragraph_id for s in item.all_sentences for c in s.citations if c.report_id == FACTS_ID
    ]
    return tuple(dict.fromkeys(int(i.partition(":")[2]) for i in ids))


def _with_fact_numbers(item: DraftItem, numbers: Sequence[int]) -> DraftItem:
    """Facts 1, 2, … of a freshly composed item under their numbers in the whole draft."""

    def renumbered(sentence: Sentence) -> Sentence:
        citations = []
        for citation in sentence.citations:
            if citation.report_id == FACTS_ID:
                number = numbers[int(citation.paragraph_id.partition(":")[2]) - 1]
                fact = fact_citation(
                    number, citation.quote, citation.clause_start, citation.clause_end
                )
                citations.append(fact)
            else:
                citations.append(citation)
        return replace(sentence, citations=tuple(citations))

    return replace(
        item,
        heading=renumbered(item.heading),
        sentences=tuple(renumbered(s) for s in item.sentences),
    )
