"""扩写: sentences from further precedents behind those that are there, which stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from assistant.document import Draft, DraftItem, Sentence, with_each
from assistant.errors import DraftError
from assistant.rewriting.desk import Task, name_of, nth, numbered
from assistant.rewriting.further import more_sentences, source_of, used_in
from assistant.rewriting.leads import longer_lead
from assistant.rewriting.sentences import joined, parts_of
from assistant.rewriting.shortening import to_length
from assistant.understanding.sizes import least_chars_of
from assistant.understanding.wording import normalise

USUAL = 1.4  # of what is there, where no number is said
_ENOUGH, _NEAR, _MOST = 0.9, 0.95, 1.1
_ABOVE = 1.06  # of a least number, so that what comes near it is not below
_ROUNDS = 3
_MOST_THEMES = 4
_LEAST_MORE, _USUAL_MORE = 16, 30  # characters worth adding to a sentence, to an item


def expand(task: Task) -> Draft:
    """Raises DraftError where the archive has nothing more to say."""
    where, limit = task.where, _limit(task)
    draft = task.draft
    if where.is_lead:
        return longer_lead(task, limit)
    if where.sentence:
        return _sentence(task, limit)
    if where.items:
        return _items(task, {i: _target(draft.items[i], limit) for i in where.items})
    if limit is not None and not _is_each(task, limit):
        return _section(task, limit)
    return _items(task, {i: _target(item, limit) for i, item in enumerate(draft.items)})


def _limit(task: Task) -> int | None:
    """The number the message names: 到200字; a little more than 不少于200字."""
    if least := least_chars_of(normalise(task.message)):
        return round(least * _ABOVE)
    return task.brief.max_chars


def _target(item: DraftItem, limit: int | None) -> int:
    return limit or round(USUAL * len(item.text))


def _is_each(task: Task, limit: int) -> bool:
    if task.brief.chars_scope:
        return task.brief.chars_scope == "item"
    return limit < task.draft.chars


def _section(task: Task, limit: int) -> Draft:
    draft = task.draft
    whole = draft.chars
    if limit <= whole:
        raise DraftError(f"现在已有{whole}字，不少于{limit}字；要缩短可以说“压缩到{limit}字”")
    new = draft
    for _ in range(_ROUNDS):
        lacking = limit - new.chars
        if lacking < max(_LEAST_MORE, (1 - _NEAR) * limit):
            break
        try:
            new = _items(replace(task, draft=new), _shares(new, lacking))
        except DraftError:
            if new is draft:
                raise
            break
    return _told(new, new.chars, limit, "全文")


def _shares(draft: Draft, lacking: int) -> dict[int, int]:
    """Targets of the shortest items, each with enough to add for a sentence."""
    count = max(1, min(len(draft.items), lacking // _USUAL_MORE))
    shortest = sorted(range(len(draft.items)), key=lambda n: len(draft.items[n].text))[:count]
    return {n: len(draft.items[n].text) + round(lacking / count) for n in sorted(shortest)}


def _told(draft: Draft, chars: int, target: int, name: str) -> Draft:
    if chars >= _ENOUGH * target:
        return replace(draft, notices=())
    said = f"{name}扩写到{chars}字：资料库里没有更多贴题的先例，可以补充素材再写"
    return replace(draft, notices=(said,))


def _items(task: Task, targets: dict[int, int]) -> Draft:
    draft = task.draft
    items = list(draft.items)
    notices: list[str] = []
    for index, target in targets.items():
        chars = len(items[index].text)
        if chars >= target:
            continue
        now = replace(draft, items=tuple(items))
        items[index] = longer(replace(task, draft=now), index, target)
        if len(items[index].text) < _ENOUGH * target:
            notices += _told(draft, len(items[index].text), target, nth(index)).notices
    new = replace(numbered(draft, items), notices=tuple(notices))
    if new.text == draft.text:
        if all(len(draft.items[i].text) >= t for i, t in targets.items()):
            raise DraftError("现在已经不少于这个字数了；要缩短可以说“压缩一下”")
        raise DraftError("资料库里没有更多贴题的先例，写不长了；可以补充素材再写")
    return new


def longer(task: Task, index: int, target: int) -> DraftItem:
    """The item with sentences added up to `target` characters, as far as there are precedents."""
    item = task.draft.items[index]
    chars = len(item.text)
    most = round(_MOST * target)
    if chars + _LEAST_MORE <= most:
        target = max(target, chars + _LEAST_MORE)
    used = used_in(task.draft)
    added: list[Sentence] = []
    for theme in islice(_themes(item), _MOST_THEMES):
        total = chars + sum(len(s.text) for s in added)
        if total >= _NEAR * target:
            break
        try:
            source = source_of(task, item, target, theme)
        except DraftError:  # nothing was written on this; on the next there may be
            continue
        added += more_sentences(task, source, used, total, target, most)
    if not added:
        return item
    new = replace(item, sentences=(*item.sentences, *added))
    if len(new.text) > most:
        tail = replace(item, sentences=tuple(added))
        fitted = to_length(task, tail, target - chars + len(item.heading.text))
        new = replace(item, sentences=(*item.sentences, *fitted.sentences))
    return new


def _themes(item: DraftItem) -> Iterator[str]:
    """What more can be looked for: the theme, then what the item itself speaks of."""
    yield item.theme or item.heading.text.rstrip("。")
    yield item.heading.text.rstrip("。")
    for sentence in item.sentences:
        for part in parts_of(sentence):
            if not part.fixed:
                yield sentence.text[part.start : part.end]


def _sentence(task: Task, limit: int | None) -> Draft:
    """The sentence goes on; a heading stays as it is."""
    name = task.where.sentence
    if name.endswith(".h"):
        raise DraftError("小标题不能扩写；可以说“第二条展开写”")
    index = task.where.items[0]
    item = task.draft.items[index]
    old = next(s for s in item.sentences if s.id == name)
    if task.is_locked(old):
        raise DraftError(f"{name_of(name)}已锁定，不能扩写")
    target = limit or max(round(USUAL * len(old.text)), len(old.text) + _LEAST_MORE)
    if target <= len(old.text):
        raise DraftError(f"这一句已有{len(old.text)}字，不少于{target}字")
    source = source_of(task, item, len(item.text) + target)
    added = more_sentences(task, source, used_in(task.draft), len(old.text), target)
    if not added:
        raise DraftError("资料库里没有更多贴题的先例，写不长了；可以补充素材再写")
    new = _one(task, item, old, added, target)

    def change(sentence: Sentence) -> Sentence:
        return new if sentence.id == old.id else sentence

    return _told(
        replace(with_each(task.draft, change), findings=()), len(new.text), target, name_of(name)
    )


def _one(
    task: Task, item: DraftItem, old: Sentence, added: Sequence[Sentence], target: int
) -> Sentence:
    new = old
    for sentence in added:
        new = joined(new, sentence)
    if len(new.text) > _MOST * target:
        tail = replace(item, sentences=tuple(added))
        room = target - len(old.text) + len(item.heading.text)
        new = old
        for sentence in to_length(task, tail, room).sentences:
            new = joined(new, sentence)
    return new
