"""A message about a passage that is chosen already → its brief: nothing more is asked back."""

from __future__ import annotations

import re

from assistant.brief import Brief, understand
from assistant.document import Draft
from assistant.errors import DraftError
from assistant.rewriting.desk import Selection
from assistant.understanding.kinds import Target
from assistant.understanding.operations import operation_of
from assistant.understanding.targets import named_items

_ACCEPT = re.compile(
    r"(?:全部|都|这些)?(?:接受|采纳|同意)(?:全部|所有)?(?:修改|改动|建议)*|(?:就)?(?:照此|照这样|这样)(?:修改|改)(?:吧|了)?"
)
_REJECT = re.compile(
    r"(?:全部|都)?(?:不改|不接受|拒绝|放弃|不采纳)(?:了|全部|这些|所有)?(?:修改|改动|建议)*"
)
# What is said of a proposal that lies open; without one it says nothing.
_POLITE = re.compile(r"谢谢(?:你|您)?|辛苦了?|麻烦了?|多谢|感谢")
_TAIL = r"(?:的|了|吧|啊|呀|哈|嘞|呢|哦|嘛)*"
_YES = re.compile(
    r"(?:那就?|就|嗯+|好+|行|中|成|妥|可以|改|对|是|没问题|没毛病|没意见|确认|确定|OK|通过|照办|接受|采纳|采用|同意|都要|都改|全要|挺好|很好|不错"
    rf"|(?:按|照)(?:这个|此|这样|你说的?)?(?:来|改)|这[个样么](?:定|办|改)?|用(?:这个|吧)|改好{_TAIL}){_TAIL}",
    re.IGNORECASE,
)
_NO = re.compile(
    r"(?:还是|先|就|那|都|全)*(?:算|不行|不好|不要|不用改?|不满意|不合适|不同意|不采[用纳]|不删|没必要改?|不改|别改|别动|放着|驳回|拒绝|放弃|取消|撤[销回]|作废|还原"
    rf"|改得不好|改回(?:去|原来)?|换回去?|退回|(?:还是)?原来(?:的)?(?:好|样)?|保持原样|维持原[样状])(?:这[个次些]|改动|修改|建议|好)*{_TAIL}"
)
_LONGEST_WORDS = 12  # more is no yes or no, and would keep the pattern busy
_ONE_OF_IT = re.compile(r"第\s*[\d一二三四五六七八九十]+\s*处")
ONE_BY_ONE = "请在稿件上逐处点“接受”或“不改”；其余的可以说“全部接受”“全部不改”。"


def decision_of(message: str, is_open: bool = False) -> bool | None:
    """Whether the message accepts (True) or rejects (False) the open proposal as a whole. `is_open`:
    there is one, so that everyday words (好的, 算了) are about it."""
    said = [p for p in re.split(r"[\s，,。！!；;]+", _POLITE.sub("，", message)) if p]
    whole = "".join(said)
    if not said:
        return None
    if _ACCEPT.fullmatch(whole):
        return True
    if _REJECT.fullmatch(whole):
        return False
    if not is_open:
        return None
    if all(_is(p, _NO) or _REJECT.fullmatch(p) for p in said):
        return False
    return True if all(_is(p, _YES) or _ACCEPT.fullmatch(p) for p in said) else None


def _is(words: str, pattern: re.Pattern[str]) -> bool:
    """Whether the words are nothing but a few such words, one after the other."""
    return len(words) <= _LONGEST_WORDS and bool(
        re.fullmatch(f"(?:{pattern.pattern})+", words, pattern.flags)
    )


def decides_a_part(message: str) -> bool:
    """第一处不要: which is done on the draft itself."""
    return bool(_ONE_OF_IT.search(message))


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
        named = f"{named_items([number])}{message}" if number else f"全文{message}"
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
