"""拆分: one item as two or more; the later ones are headed by one of their own clauses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.clauses import has_verdict
from assistant.document import Draft, DraftItem, Sentence
from assistant.errors import DraftError
from assistant.headings import starts_with_action
from assistant.rewriting.desk import Task, numbered, refuse_locked
from assistant.rewriting.further import source_of, used_in
from assistant.rewriting.sentences import atoms_in, parted, parts_of, with_dependents, without
from assistant.understanding.wording import NUM, value_of
from assistant.writing.item_heading import write_heading

_INTO = re.compile(rf"(?:拆|分)(?:成|为|开成)?({NUM})[条点项个]")
_SHORTEST_HEAD, _LONGEST_HEAD = 5, 18


def split(task: Task) -> Draft:
    draft, index = task.draft, task.item_index()
    item = draft.items[index]
    refuse_locked(task, item.sentences)
    wanted = value_of(m[1]) if (m := _INTO.search(task.message)) else 2
    pieces = [item]
    while len(pieces) < max(2, wanted):
        longest = max(pieces, key=lambda piece: len(piece.text))
        halves = halved(task, longest)
        at = pieces.index(longest)
        pieces[at : at + 1] = halves
    return numbered(draft, [*draft.items[:index], *pieces, *draft.items[index + 1 :]])


def halved(task: Task, item: DraftItem) -> tuple[DraftItem, DraftItem]:
    """Two items of about the same length; the second is headed by one of its own clauses, or by a
    past heading on what it says."""
    draft = task.draft
    sentences = list(item.sentences)
    if len(sentences) == 1:
        size = len(parts_of(sentences[0]))
        cuts = [n for n in range(1, size) if _may_part(sentences[0], n)]
        if not cuts:
            raise DraftError("这一条只有一层意思，拆不成两条；可以先说“展开写”")
        middle = min(cuts, key=lambda n: abs(n - size / 2))
        sentences = list(parted(sentences[0], middle))
    total = sum(len(s.text) for s in sentences)
    cuts = sorted(
        range(1, len(sentences)),
        key=lambda n: abs(sum(len(s.text) for s in sentences[:n]) - total / 2),
    )
    found = ((cut, headed) for cut in cuts if (headed := _headed(draft, sentences[cut:])))
    cut, headed = next(found, (0, None))
    if headed is None:
        cut = cuts[0]
        headed = _past_heading(task, sentences[cut:]), tuple(sentences[cut:])
    first = replace(item, sentences=tuple(sentences[:cut]))
    heading, body = headed
    theme = heading.text.rstrip("。")
    return first, replace(
        item, theme=theme, heading=heading, sentences=body, origin=None, answers=()
    )


def _past_heading(task: Task, sentences: Sequence[Sentence]) -> Sentence:
    """A past heading near to what the sentences say. Raises DraftError if there is none."""
    used = used_in(task.draft)
    for sentence in sentences:
        for part in parts_of(sentence):
            clause = sentence.text[part.start : part.end]
            try:
                source = source_of(task, task.draft.items[0], len(clause), clause)
            except DraftError:
                continue
            return write_heading(source.job, source.planned, used, task.desk.vectors)[0]
    raise DraftError("这一条后半部分找不出可作小标题的话，拆不开；可以先说“展开写”")


def _may_part(sentence: Sentence, at: int) -> bool:
    parts = parts_of(sentence)
    return not parts[at].needs_before and not parts[at - 1].needs_after


def _headed(
    draft: Draft, sentences: Sequence[Sentence]
) -> tuple[Sentence, tuple[Sentence, ...]] | None:
    """The clause that makes the best heading, as a sentence of its own before the others; None if
    no clause can stand alone."""
    best: tuple[float, int, int] | None = None
    for number, sentence in enumerate(sentences):
        parts = parts_of(sentence)
        for n, part in enumerate(parts):
            clause = sentence.text[part.start : part.end]
            rest = set(range(len(parts))) - {n}
            alone = len(sentences) == 1 and not rest
            if part.needs_before or part.needs_after or alone or with_dependents(parts, {n}) != {n}:
                continue
            score = _as_heading(draft, clause) - 0.1 * number - 0.05 * n - part.fixed
            if best is None or score > best[0]:
                best = (score, number, n)
    if best is None:
        return None
    _, number, n = best
    chosen = sentences[number]
    size = len(parts_of(chosen))
    heading = without(chosen, set(range(size)) - {n})
    assert heading is not None
    left = without(chosen, {n})
    body = [left if s is chosen else s for s in sentences]
    return heading, tuple(s for s in body if s is not None)


def _as_heading(draft: Draft, clause: str) -> float:
    fits = _SHORTEST_HEAD <= len(clause) <= _LONGEST_HEAD
    kind = has_verdict(clause) if draft.section == "problems" else starts_with_action(clause)
    return 1.0 * kind + 1.0 * fits - 0.02 * abs(len(clause) - 10) - 0.3 * bool(atoms_in(clause))
