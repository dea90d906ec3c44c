"""The tone a draft was asked for (更正式, 平实, 上级口吻, 平级口吻), by the office's lists of words.

The same lists as when an open draft is rewritten: what is in no list stays as the archive has it,
and the draft says how the wish was met.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.brief import Brief
from assistant.document import Draft, with_sentence_ids
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.rewriting.desk import Task, Where
from assistant.rewriting.operations import desk_of
from assistant.rewriting.wording import formal, tone, without_set_phrases

_WAYS: tuple[tuple[re.Pattern[str], str, Callable[[Task], Draft]], ...] = (
    (re.compile("上级"), "换用上级口吻的说法", lambda task: tone(task, "upward")),
    (re.compile("平级"), "换用平级口吻的说法", lambda task: tone(task, "level")),
    (re.compile("平实|朴实|实事求是|通俗|接地气|简洁|精炼"), "删去套话", without_set_phrases),
    (re.compile("正式|严谨|严肃|书面|规范|庄重"), "换用公文用语", formal),
)


def toned(drafting: Drafting, draft: Draft, brief: Brief) -> Draft:
    """The draft in the tone of the brief; as it is, with a notice, where no list has a word for it.

    Raises WordingError if the office's lists cannot be used.
    """
    if not brief.tone:
        return draft
    named = with_sentence_ids(draft)
    for pattern, done, change in _WAYS:
        if not pattern.search(brief.tone):
            continue
        try:
            new = change(Task(desk_of(drafting), named, brief, "", Where()))
        except DraftError:  # nothing to change is no fault of a new draft
            return _saying(draft, f"“{brief.tone}”：稿子里没有用词表所列的说法，无须改动")
        return _saying(
            with_sentence_ids(replace(new, notices=draft.notices)),
            f"“{brief.tone}”：已按用词表{done}",
        )
    return _saying(draft, f"“{brief.tone}”没有对应的用词表，文字仍依往年的写法")


def _saying(draft: Draft, notice: str) -> Draft:
    return replace(draft, notices=(*draft.notices, notice))
