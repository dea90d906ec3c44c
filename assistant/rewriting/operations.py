"""What can be done to an open draft: another wording, delete, add, renumber."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.brief import Brief
from assistant.choices import NO_CHOICES, Choices
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
from assistant.evidence import Evidence
from assistant.pins import pin_notices
from assistant.plan import Plan
from corpus.numbering import render_marker

_ADDS = re.compile(
    r"(?:再|增|新|补|多|另).{0,3}(?:加|写|来|补|增)?.{0,2}(?:[一二两三四五六\d]条|点)|加[一二两三四五六\d]条"
)
_OTHER_THEME = re.compile(r"改成|改为|换成|换为|改写成|写成")
_EXAMPLES = "“第二条换一种写法”“删掉第三条”“再加一条关于党员教育的”“序号改成（一）（二）”“撤销”"


@dataclass(frozen=True)
class _Desk:
    """Who drafts, and from which paragraphs."""

    drafting: Drafting
    choices: Choices


@dataclass(frozen=True)
class _Composed:
    """Freshly written items, and what to tell the writer about them."""

    items: list[DraftItem]
    notices: tuple[str, ...]
    evidence: Evidence
    plan: Plan

    def told(self, changed: Draft) -> Draft:
        """The draft they went into, with its notices."""
        pins = pin_notices(changed, self.evidence, self.plan)
        return replace(changed, notices=(*self.notices, *pins))


def rewrite(
    drafting: Drafting,
    draft: Draft,
    brief: Brief,
    message: str,
    history: Sequence[Draft],
    choices: Choices = NO_CHOICES,
) -> Draft:
    """The draft after the instruction. `history` are its earlier versions, newest first. What is
    written anew keeps to `choices`.

    Raises DraftError with what can be done instead; nothing is done by halves.
    """
    if brief.target and brief.target.sentence:
        raise DraftError("目前只能整条修改，例如“第二条换一种写法”")
    desk = _Desk(drafting, choices)
    operation = brief.operation
    if operation == "free" and brief.themes:
        if brief.target and _OTHER_THEME.search(message):
            operation = "replace"
        elif brief.target or not _ADDS.search(message):
            operation = None
    operations: dict[str, Callable[[], Draft]] = {
        "delete": lambda: _delete(draft, _target(draft, brief)),
        "replace": lambda: _replace(desk, draft, _target(draft, brief), brief, history),
        "renumber": lambda: _renumber(draft, brief.numbering),
        "free": lambda: _add(desk, draft, brief),
    }
    do = operations.get(operation or "")
    if do is None or (operation == "free" and not brief.themes):
        raise DraftError(f"这个改法现在还做不到。可以这样说：{_EXAMPLES}")
    return with_sentence_ids(do())


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


def _replace(
    desk: _Desk, draft: Draft, index: int, brief: Brief, history: Sequence[Draft]
) -> Draft:
    """Another wording of the item, on the theme and with the further facts the message names."""
    old = draft.items[index]
    kept = _facts_of(old)
    added = tuple(range(len(draft.facts) + 1, len(draft.facts) + len(brief.facts) + 1))
    wanted = Brief(
        action="draft",
        section=draft.section,
        period=draft.period,
        organisation=draft.organisation,
        themes=brief.themes[:1] or (old.theme,),
        items=1,
        facts=(*(draft.facts[n - 1] for n in kept), *brief.facts),
    )
    earlier = [i for d in history for i in d.items if i.theme == old.theme]
    elsewhere = [i for n, i in enumerate(draft.items) if n != index]
    avoid = frozenset(_spans([old, *earlier, *elsewhere]))
    composed = _compose(desk, draft, wanted, avoid)
    (new,) = composed.items
    if new.text == old.text:
        raise DraftError("这个主题的先例已经用完，写不出不同的一条了；可以撤销回到前面的写法")
    changed = _with_fact_numbers(new, (*kept, *added))
    grown = replace(draft, facts=(*draft.facts, *brief.facts))
    items = [*draft.items[:index], changed, *draft.items[index + 1 :]]
    return composed.told(_numbered(grown, items, draft.numbering))


def _add(desk: _Desk, draft: Draft, brief: Brief) -> Draft:
    """One more item for each theme the message names."""
    wanted = brief.model_copy(
        update={
            "action": "draft",
            "section": draft.section,
            "period": draft.period,
            "organisation": draft.organisation,
            "items": len(brief.themes),
        }
    )
    composed = _compose(desk, draft, wanted, frozenset(_spans(draft.items)))
    offset = len(draft.facts)
    numbers = tuple(range(offset + 1, offset + len(brief.facts) + 1))
    grown = replace(draft, facts=(*draft.facts, *brief.facts))
    added = [_with_fact_numbers(item, numbers) for item in composed.items]
    return composed.told(_numbered(grown, [*draft.items, *added], draft.numbering))


def _compose(
    desk: _Desk, draft: Draft, wanted: Brief, avoid: frozenset[tuple[str, int]]
) -> _Composed:
    """The asked items."""
    drafting = desk.drafting
    material = drafting.material_for(wanted, desk.choices)
    plan = drafting.plan(wanted, material)
    asked = tuple(item for item in plan.items if item.asked)
    if not asked:
        raise DraftError("；".join(plan.notices))
    job = replace(drafting.job(wanted, material, plan), items=asked, item_limit=draft.item_limit)
    if draft.item_limit:
        job = replace(job, item_chars=min(job.item_chars, draft.item_limit))
    writer = drafting.writer(avoid)
    items = list(writer.items(job))
    return _Composed(items, (*plan.notices, *writer.notices), material.evidence, plan)


def _numbered(draft: Draft, items: Sequence[DraftItem], numbering: str) -> Draft:
    marked = tuple(
        replace(item, marker=render_marker(numbering, n)) for n, item in enumerate(items, 1)
    )
    return replace(draft, items=marked, findings=())


def _spans(items: Sequence[DraftItem]) -> list[tuple[str, int]]:
    return [(c.report_id, c.start) for i in items for s in i.all_sentences for c in s.citations]


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
