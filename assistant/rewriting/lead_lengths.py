"""压缩导语: what makes it an opening stays: of problems the verdict, of a plan who will do it.

尽管有成绩，但对照要求，仍有短板 → 尽管有成绩，但仍有短板, or 上半年，对照要求，仍有短板.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product

from assistant.document import Draft, Sentence
from assistant.errors import DraftError
from assistant.rewriting.desk import Task
from assistant.rewriting.sentences import (
    Edit,
    can_stand,
    edited,
    fact_spans,
    parts_of,
    touches,
    without,
)
from assistant.rewriting.trimming import trimmed
from assistant.rewriting.wording import breaks

_VERDICT = re.compile(r"存在|不足|差距|薄弱|短板|欠缺|弱项|问题")
_WILL = re.compile(r"将|我们|[县市区委部局]要")
_TIME = re.compile(r"20\d\d年(?:[上下]半年)?|今年(?:以来)?|[上下]半年|一年来|半年来|全年|下一步")
_BUT = re.compile(r"(?<=[，；])但是?")
_REASON = "压缩"
_MOST_PARTS, _MOST_WAYS = 9, 24


def lead_to_length(task: Task, target: int) -> tuple[Sentence, ...]:
    """The lead as near to `target` characters as it goes. Raises DraftError where it has to stay
    as it is."""
    lead = task.draft.lead
    if all(map(task.is_locked, lead)):
        raise DraftError("导语已锁定，不能压缩；请先解除锁定")
    bearer = _bearer(task.draft)
    ways = [
        [s] if task.is_locked(s) else _ways(task, s, target, bearer == n)
        for n, s in enumerate(lead)
    ]
    made = [tuple(s for s in some if s) for some in product(*ways)]
    made = [some for some in made if some != lead]
    if not made:
        raise DraftError("导语里没有可以省去的分句；可以说“导语换一种写法”")
    return min(made, key=lambda some: _miss(sum(len(s.text) for s in some), target))


def _bearer(draft: Draft) -> int:
    """The sentence without which it is no opening."""
    wanted = _VERDICT if draft.section == "problems" else _WILL
    found = [n for n, s in enumerate(draft.lead) if wanted.search(s.text)]
    return (found or [len(draft.lead) - 1])[-1]


def _miss(chars: int, target: int) -> float:
    return 1.2 * (chars - target) if chars > target else float(target - chars)


def _ways(task: Task, old: Sentence, target: int, bears: bool) -> list[Sentence | None]:
    """Some ways to have the sentence, the nearest to `target` first."""
    wording = task.desk.wording
    pattern = _VERDICT if task.draft.section == "problems" else _WILL
    fresh = [s for s in _shorter(old, pattern if bears else None) if not breaks(old, s)]
    made = {s.text: s for s in (old, *(trimmed(f, target, wording) for f in (old, *fresh)), *fresh)}
    kept: list[Sentence | None] = [*made.values()]
    if not bears and not fact_spans(old):
        kept.append(None)
    kept.sort(key=lambda s: _miss(len(s.text) if s else 0, target))
    return kept[: _MOST_WAYS if len(task.draft.lead) < 3 else 4]


def _shorter(old: Sentence, must: re.Pattern[str] | None) -> Iterator[Sentence]:
    """The sentence without some clauses; the last clause of the kind that must be there stays."""
    parts = parts_of(old)[:_MOST_PARTS]
    clauses = [old.text[p.start : p.end] for p in parts]
    parts = [  # 仍存在… needs no measure before it
        replace(p, needs_before=p.needs_before and clause[0] not in "仍还")
        for p, clause in zip(parts, clauses, strict=True)
    ]
    bearers = [n for n, clause in enumerate(clauses) if must and must.search(clause)]
    stay = {n for n, p in enumerate(parts) if p.fixed} | set(bearers[-1:])
    stay |= {n for n, clause in enumerate(clauses) if _TIME.fullmatch(clause)}
    free = [n for n in range(len(parts)) if n not in stay]
    for size in range(1, len(free) + 1):
        for gone in combinations(free, size):
            kept = [n for n in range(len(parts)) if n not in gone]
            if can_stand(parts, kept) and (new := without(old, gone)):
                yield new
    if must and (conceded := _without_concession(old)):
        yield conceded
        yield from _shorter(conceded, must)


def _without_concession(old: Sentence) -> Sentence | None:
    """虽有成绩，但对照要求，仍有短板 → 上半年，对照要求，仍有短板: the time is kept."""
    but = _BUT.search(old.text)
    if but is None or touches(0, but.end(), fact_spans(old)):
        return None
    time = _TIME.search(old.text, 0, but.start())
    return edited(old, [Edit(0, but.end(), f"{time.group()}，" if time else "", _REASON)])
