"""压缩: clauses go, the least relevant first, until so many characters are left.

What stays whatever happens: headings, supplied facts, clauses with a figure. Clauses with a fixed
phrase (“…”, 《…》) go last. Nothing is put in but the full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import combinations

from assistant.checking.broken import broken_places
from assistant.clauses import coverage
from assistant.document import Draft, DraftItem, Sentence, with_each
from assistant.errors import DraftError
from assistant.rewriting.desk import Task, name_of, nth, numbered
from assistant.rewriting.lead_lengths import lead_to_length
from assistant.rewriting.sentences import (
    atoms_in,
    can_stand,
    parts_of,
    without,
)  # fmt: skip
from assistant.rewriting.trimming import trimmed
from assistant.understanding.sizes import share_of
from assistant.understanding.wording import normalise

USUAL = 0.7  # of what is there, where no number is said
_LEAST, _BEST, _MOST = 0.9, 0.94, 1.1
_MOST_PARTS = 9  # of a sentence of more, only the last ones may go
_ATOM_WORTH, _RELEVANT, _OPENS = 1.5, 1.2, 0.3
_ROUNDS = 4
_TRIED = 12  # plans that are tried with small words left out

_SAYS = re.compile(r"压|缩|精|简|短|减|砍|不超|以内|之内|以下|凝练|长")


@dataclass(frozen=True)
class _Way:
    """One way to have a sentence: with how many characters, and what is still said in it."""

    chars: int
    worth: float
    sentence: Sentence | None


@dataclass(frozen=True)
class _Plan:
    worth: float
    ways: tuple[_Way, ...]


def shorten(task: Task) -> Draft:
    """Raises DraftError where there is nothing to shorten."""
    where, limit = task.where, task.brief.max_chars
    if where.is_lead and where.span is None:
        return _lead_of(task, limit)
    if where.sentence:
        return _sentence(task, limit)
    if where.items:
        return _items(task, where.items, limit)
    if limit is not None and _is_each(task, limit):
        return _items(task, range(len(task.draft.items)), limit)
    return _section(task, limit)


def is_longer(task: Task) -> bool:
    """Whether the message names a length beyond what is there and does not say 压缩: 写到300字."""
    limit = task.brief.max_chars
    if limit is None or _SAYS.search(task.message):
        return False
    if task.where.is_lead:
        return sum(len(s.text) for s in task.draft.lead) < limit
    if task.where.sentence:
        sentence = next(s for s in task.draft.sentences() if s.id == task.where.sentence)
        return len(sentence.text) < limit
    if task.where.items:
        return all(len(task.draft.items[i].text) < limit for i in task.where.items)
    return not _is_each(task, limit) and task.draft.chars < limit


def _share(task: Task) -> float:
    """What is to be left where no number is said: 砍掉一半, 压缩三分之一."""
    return share_of(normalise(task.message)) or USUAL


def _is_each(task: Task, limit: int) -> bool:
    """Whether the number is meant for each item: said so, or too small for a section."""
    if task.brief.chars_scope:
        return task.brief.chars_scope == "item"
    longest = max((len(i.text) for i in task.draft.items), default=0)
    return limit <= 150 and longest > limit


def _sentence(task: Task, limit: int | None) -> Draft:
    old = next(s for s in task.draft.sentences() if s.id == task.where.sentence)
    if task.is_locked(old):
        raise DraftError(f"{name_of(old.id)}已锁定，不能压缩")
    span = task.where.span
    start, end = span or (0, len(old.text))
    chars = end - start
    target = limit or round(_share(task) * chars)
    if target >= chars:
        raise DraftError(f"现在只有{chars}字，已经不超过{target}字")
    about = _about(task, old)
    kept = len(old.text) - chars + target
    ways = [w for w in _ways(old, about, span) if w.sentence]
    made = [(trimmed(w.sentence, kept, task.desk.wording), w) for w in ways if w.sentence]
    new, _ = min(made, key=lambda m: (_miss(len(m[0].text), kept), -m[1].worth))
    if new.text == old.text:
        raise DraftError("这一句里没有可以省去的分句；可以说“换一种写法”，或选中要删的文字")
    notices = _short_of(len(new.text), kept, name_of(old.id))
    return replace(_with(task.draft, {old.id: new}), notices=notices)


def _lead_of(task: Task, limit: int | None) -> Draft:
    draft = task.draft
    chars = sum(len(s.text) for s in draft.lead)
    target = limit or round(_share(task) * chars)
    if target >= chars:
        raise DraftError(f"导语现在只有{chars}字，已经不超过{target}字")
    lead = lead_to_length(task, target)
    notices = _short_of(sum(len(s.text) for s in lead), target, "导语")
    return replace(draft, lead=lead, findings=(), notices=notices)


def _about(task: Task, sentence: Sentence) -> str:
    for item in task.draft.items:
        if any(s.id == sentence.id for s in item.all_sentences):
            return item.theme + item.heading.text
    return ""


def _items(task: Task, indexes: Sequence[int], limit: int | None) -> Draft:
    items = list(task.draft.items)
    notices: list[str] = []
    for index in indexes:
        target = limit or round(_share(task) * len(items[index].text))
        if len(items[index].text) <= target:
            continue
        items[index] = to_length(task, items[index], target)
        notices += _short_of(len(items[index].text), target, nth(index))
    long = [i for i in indexes if limit and len(task.draft.items[i].text) > limit]
    if not long and all(new is old for new, old in zip(items, task.draft.items, strict=True)):
        chars = max(len(items[i].text) for i in indexes)
        raise DraftError(f"现在最长的一条也只有{chars}字，已经不超过{limit or chars}字")
    return _changed(replace(numbered(task.draft, items), notices=tuple(notices)), task.draft)


def _section(task: Task, limit: int | None) -> Draft:
    """Every item gives in proportion; what one cannot give, the others do."""
    draft = task.draft
    whole = draft.chars
    target = limit or round(_share(task) * whole)
    if whole <= target:
        raise DraftError(f"现在只有{whole}字，已经不超过{target}字")
    marks = sum(len(i.marker) for i in draft.items) + sum(len(s.text) for s in draft.lead)
    room = target - marks
    body = whole - marks
    share = room / body if body else 1.0
    best = draft
    for _ in range(_ROUNDS):
        made = [to_length(task, i, max(1, round(share * len(i.text)))) for i in draft.items]
        new = replace(draft, items=tuple(made))
        if best is draft or _miss(new.chars, target) < _miss(best.chars, target):
            best = new
        reached = sum(len(i.text) for i in made)
        if _LEAST * target <= new.chars <= target:
            break
        share *= max(0.2, room) / max(1, reached) if room > 0 else 0.5
    over = best.chars - target
    if best.chars > _MOST * target and draft.lead:
        lead_chars = sum(len(s.text) for s in draft.lead)
        with suppress(DraftError):  # it stays as it is
            best = replace(best, lead=lead_to_length(task, max(1, lead_chars - over)))
    notices = _short_of(best.chars, target, "全文")
    return _changed(replace(best, findings=(), notices=notices), draft)


def _changed(new: Draft, old: Draft) -> Draft:
    if new.text == old.text:
        raise DraftError("余下的都是小标题、素材和数字，不能再压缩；可以说“删掉第三条”")
    return new


def _short_of(chars: int, target: int, name: str) -> tuple[str, ...]:
    if chars > _MOST * target + 0.5:
        return (f"{name}最短压到{chars}字：余下的是小标题、素材、数字和不能再分的话，没有删",)
    if chars < _LEAST * target - 0.5:
        return (f"{name}压到{chars}字：再多留一个分句就超过{target}字，分句里的话不能再拆",)
    return ()


# --- one item -------------------------------------------------------------------------------------


def to_length(task: Task, item: DraftItem, target: int) -> DraftItem:
    """The item with at least one sentence under its heading, as near to `target` as it goes."""
    about = item.theme + item.heading.text
    plans: dict[int, _Plan] = {0: _Plan(0.0, ())}
    for sentence in item.sentences:
        same = [_Way(len(sentence.text), 0.0, sentence)]
        ways = same if task.is_locked(sentence) else _ways(sentence, about, None)
        more: dict[int, _Plan] = {}
        for chars, plan in plans.items():
            for way in ways:
                total, worth = chars + way.chars, plan.worth + way.worth
                if total not in more or worth > more[total].worth:
                    more[total] = _Plan(worth, (*plan.ways, way))
        plans = more
    room = target - len(item.heading.text)
    full = {c: p for c, p in plans.items() if any(w.sentence for w in p.ways)} or plans
    near = sorted(full.items(), key=lambda e: (_miss(e[0], room, target), -e[1].worth))
    made = [_fitted(task, plan, chars - room) for chars, plan in near[:_TRIED]]
    kept = min(made, key=lambda m: _miss(sum(len(s.text) for s in m), room, target))
    return item if kept == item.sentences else replace(item, sentences=kept)


def _fitted(task: Task, plan: _Plan, over: int) -> tuple[Sentence, ...]:
    """The sentences of the plan without as many small words as are too many."""
    kept = [w.sentence for w in plan.ways if w.sentence]
    for n in sorted(range(len(kept)), key=lambda n: -len(kept[n].text)):
        if over <= 0:
            break
        if not task.is_locked(kept[n]):
            new = trimmed(kept[n], len(kept[n].text) - over, task.desk.wording)
            over -= len(kept[n].text) - len(new.text)
            kept[n] = new
    return tuple(kept)


def _miss(chars: int, room: int, target: int | None = None) -> float:
    """How far from what is asked; nothing just under it counts as a miss."""
    slack = round((1 - _BEST) * (target or room))
    if room - slack <= chars <= room:
        return 0.0
    return float(chars - room) * 1.2 if chars > room else float(room - slack - chars)


def _ways(sentence: Sentence, about: str, span: tuple[int, int] | None) -> list[_Way]:
    """Every way to have the sentence that stands as one, the best of each length; also not at all,
    where nothing in it has to stay."""
    parts = parts_of(sentence)
    found: dict[int, _Way] = {}
    for kept in _subsets(sentence, span):
        new = without(sentence, set(range(len(parts))) - set(kept))
        if new is None or not _stands(sentence, new):
            continue
        worth = sum(_worth(sentence, n, about) for n in kept)
        chars = len(new.text)
        if chars not in found or worth > found[chars].worth:
            found[chars] = _Way(chars, worth, new if len(kept) < len(parts) else sentence)
    ways = list(found.values()) or [_Way(len(sentence.text), 1.0, sentence)]
    if not any(p.fixed for p in parts) and span is None:
        ways.append(_Way(0, 0.0, None))
    return ways


def _subsets(sentence: Sentence, span: tuple[int, int] | None) -> Iterator[tuple[int, ...]]:
    parts = parts_of(sentence)
    free = [
        n
        for n, p in enumerate(parts)
        if not p.fixed and (span is None or (p.start < span[1] and span[0] < p.end))
    ][-_MOST_PARTS:]
    stay = [n for n in range(len(parts)) if n not in free]
    for size in range(len(free), -1, -1):
        for some in combinations(free, size):
            kept = tuple(sorted((*stay, *some)))
            if can_stand(parts, kept):
                yield kept


def _worth(sentence: Sentence, n: int, about: str) -> float:
    part = parts_of(sentence)[n]
    clause = sentence.text[part.start : part.end]
    size = len(clause)
    worth = size * (1.0 + _RELEVANT * coverage(about, clause)) if about else float(size)
    worth += _OPENS * size * (n == 0)
    return worth + _ATOM_WORTH * size * bool(atoms_in(clause))


def _stands(old: Sentence, new: Sentence) -> bool:
    """Whether nothing is broken that was not before."""
    before = {(b.rule, b.message) for b in broken_places(old.text, ())}
    return all((b.rule, b.message) in before for b in broken_places(new.text, (0,)))


def _with(draft: Draft, changed: Mapping[str, Sentence]) -> Draft:
    """The draft with some sentences in place of those of their ids."""
    new = with_each(draft, lambda sentence: changed.get(sentence.id, sentence))
    return replace(new, findings=())
