"""A message about a passage that is chosen already → its brief: nothing more is asked back."""

from __future__ import annotations

import re

from assistant.brief import Brief, understand
from assistant.document import Draft
from assistant.errors import DraftError
from assistant.rewriting.desk import Selection
from assistant.understanding.kinds import Target
from assistant.understanding.operations import operation_of
from corpus.numbering import chinese_number

_ACCEPT = re.compile(
    r"(?:全部|都|这些)?(?:接受|采纳|同意)(?:全部|所有)?(?:修改|改动|建议)*[。！!]?|(?:就)?(?:照此|照这样|这样)(?:修改|改)(?:吧|了)?[。！]?"
)
_REJECT = re.compile(
    r"(?:全部|都)?(?:不改|不接受|拒绝|放弃|不采纳)(?:了|全部|这些|所有)?(?:修改|改动|建议)*[。！!]?"
)


def decision_of(message: str) -> bool | None:
    """Whether the message accepts (True) or rejects (False) the open proposal as a whole."""
    text = re.sub(r"\s+", "", message)
    if _ACCEPT.fullmatch(text):
        return True
    return False if _REJECT.fullmatch(text) else None


def understood(
    message: str, draft: Draft, item: int | None = None, selection: Selection | None = None
) -> Brief:
    """The brief of an instruction; with an `item` (from 1) or a `selection` it is about that,
    whatever else the message names or leaves open.

    Raises DraftError with the question that is to be asked back.
    """
    brief = understand(message, draft, focus=item)
    number = item
    if selection is not None:
        name = selection.sentence_id.partition(".")[0]
        number = int(name) if name.isdigit() else None
    if item is None and selection is None:
        if brief.question:
            said = "".join(f"“{answer}”" for answer in brief.answers)
            raise DraftError(f"{brief.question}可以说：{said}" if said else brief.question)
        return _as_rewrite(brief, message)
    if brief.action != "rewrite" or not brief.operation:
        named = f"第{chinese_number(number)}条{message}" if number else f"全文{message}"
        brief = understand(named, draft, focus=number)
    targets = brief.targets
    if number is not None and (len(targets) < 2 or number not in targets):
        targets = (number,)
    target = Target(sentence=selection.sentence_id) if selection else Target(item=number)
    changed = brief.model_copy(update={"target": target, "targets": targets})
    return _as_rewrite(changed, message)


def _as_rewrite(brief: Brief, message: str) -> Brief:
    if brief.operation is None:
        operation = operation_of(message) or "free"
        return brief.model_copy(update={"action": "rewrite", "operation": operation})
    return brief
