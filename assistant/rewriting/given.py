"""第三条标题改成“…”, 第二条第一句改成：…: what the writer puts in words of their own."""

from __future__ import annotations

from dataclasses import replace

from assistant.document import Draft
from assistant.errors import DraftError
from assistant.rewriting.by_hand import one_line, reworded
from assistant.rewriting.desk import Task, refuse_locked


def with_given(task: Task, words: str) -> Draft:
    """A sentence, the heading of an item, or that of the section, in the words given; citations stay
    with what is left of theirs. Raises DraftError if several items are meant or it is locked."""
    draft, where = task.draft, task.where
    if not where.items and not where.sentence:
        return replace(draft, heading=one_line(words).rstrip("。"), findings=(), notices=())
    if len(where.items) > 1:
        raise DraftError("一次只能给一条写小标题，例如“第二条标题改成“……””")
    name = where.sentence or draft.items[where.items[0]].heading.id
    refuse_locked(task, (s for s in draft.sentences() if s.id == name))
    return reworded(draft, name, words)
