"""合并: several items as one, under one heading, nothing said twice; no word is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.clauses import overlap
from assistant.document import Draft, DraftItem, Sentence
from assistant.errors import DraftError
from assistant.rewriting.desk import Task, numbered, refuse_locked
from assistant.rewriting.sentences import parts_of, with_dependents, without
from assistant.understanding.operations import DOWN_TO
from assistant.understanding.wording import normalise, value_of

_SAME = 0.5


def merge(task: Task) -> Draft:
    draft = task.draft
    indexes = list(task.where.items)
    if len(indexes) < 2:
        if number := DOWN_TO.search(normalise(task.message)):
            return _merged_down(task, value_of(next(g for g in number.groups() if g)))
        if len(indexes) == 1 and len(draft.items) > 1:
            other = _most_alike(draft, indexes[0])
            indexes = sorted((indexes[0], other))
        elif len(draft.items) == 2:
            indexes = [0, 1]
        else:
            raise DraftError("请说明合并哪两条，例如“第一条和第二条合并”")
    refuse_locked(task, (draft.items[i].heading for i in indexes[1:]))
    return _merge(task, draft, indexes)


def _merge(task: Task, draft: Draft, indexes: Sequence[int]) -> Draft:
    whole = union(task, [draft.items[i] for i in indexes])
    place = min(indexes)
    items = [
        whole if n == place else item
        for n, item in enumerate(draft.items)
        if n == place or n not in indexes
    ]
    return numbered(draft, items)


def union(task: Task, items: Sequence[DraftItem]) -> DraftItem:
    """One item: the first one's heading, the sentences of all, nothing said twice."""
    first = items[0]
    kept: list[Sentence] = []
    for item in items:
        for sentence in item.sentences:
            if task.is_locked(sentence):
                kept.append(sentence)
            elif (new := _unsaid(sentence, kept)) is not None:
                kept.append(new)
    answers = dict.fromkeys(a for item in items for a in item.answers)
    return replace(first, sentences=tuple(kept), answers=tuple(answers))


def _unsaid(sentence: Sentence, before: Sequence[Sentence]) -> Sentence | None:
    """The sentence without the clauses that say what is said before."""
    said = [s.text[p.start : p.end] for s in before for p in parts_of(s)]
    parts = parts_of(sentence)
    again = {
        n
        for n, p in enumerate(parts)
        if any(
            sentence.text[p.start : p.end] == other
            or (not p.fixed and overlap(sentence.text[p.start : p.end], other) > _SAME)
            for other in said
        )
    }
    return without(sentence, with_dependents(parts, again)) if again else sentence


def _most_alike(draft: Draft, index: int) -> int:
    others = [n for n in range(len(draft.items)) if n != index]
    return max(others, key=lambda n: overlap(draft.items[n].text, draft.items[index].text))


def _merged_down(task: Task, count: int) -> Draft:
    """The most alike neighbours merged until so many items are left."""
    draft = task.draft
    if not 1 <= count < len(draft.items):
        raise DraftError(f"现在共 {len(draft.items)} 条，不能合并成 {count} 条")
    refuse_locked(task, (i.heading for i in draft.items))
    while len(draft.items) > count:
        pairs = [(a, b) for b in range(len(draft.items)) for a in range(b)]
        pair = max(pairs, key=lambda p: _nearness(draft.items[p[0]], draft.items[p[1]]))
        draft = _merge(task, draft, pair)
    return draft


def _nearness(one: DraftItem, other: DraftItem) -> float:
    both = len(one.text) + len(other.text)
    return overlap(one.text, other.text) - both / 2000
