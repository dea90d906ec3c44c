"""Items and sentences deleted, moved and numbered anew; no word is written."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.checking.broken import broken_places
from assistant.checking.claims import claims_of
from assistant.document import Draft, Sentence, with_each
from assistant.errors import DraftError
from assistant.rewriting.desk import Task, name_of, nth, numbered, refuse_locked
from assistant.rewriting.sentences import (
    Edit,
    atoms_in,
    cuts_into,
    edited,
    fact_spans,
    parts_of,
    with_dependents,
    without,
)  # fmt: skip
from assistant.understanding.sizes import KEPT_NUMBERED
from assistant.understanding.targets import order_named
from assistant.understanding.wording import NUM, value_of

_STUMP = 4
_SWAPS = re.compile(
    r"对调|[调互对]换|[换调](?:个|下|一下)?位置|调个?个儿|[顺次]序(?:换|调|反)|换(?:换|一下|下)|颠倒|[弄搞写排]反|反了"
)
_TURNED = re.compile(r"颠倒|倒过来|倒序|反过来")
_UP = re.compile(rf"[上前]移|往[前上]|提前|靠前|向[前上]|[移挪调提升][上前]|[提升]{NUM}[位格]")
_DOWN = re.compile(rf"[下后]移|往[后下]|靠后|向[后下]|推后|[移挪调降][下后]|降{NUM}[位格]")
_TOP = re.compile(r"置顶|打头|排头|最前|最上|第一位|首[位条]|开头|头一[条个]")
_BOTTOM = re.compile(r"垫底|殿后|最[后末]|末尾|末[位条]|结尾|最下")
# Which item is meant, not where it goes.
_ITSELF = re.compile(
    rf"(?:最后|最末|末尾|末)(?:的?[那这])?一?[条点项]|倒数第{NUM}[条点项]|(?:最[前上]|开头)(?:的?[那这])一?[条点项]"
)
_TO = re.compile(rf"[到至成在]第?{NUM}|第{NUM}[条点]的?(?:之[前后]|[前后][面边头])")
_STEPS = re.compile(rf"(?<!第)({NUM})[位条个格步]")
_TO_ITEM = re.compile(rf"(?:到|至|进|入|在)第({NUM})[条点项](?!的?第)")
_TO_SENTENCE = re.compile(rf"(?:到|至|在)(?:第({NUM})句|(最?前|开头|句首|首句)|(最?后|末尾|结尾))")
_OTHER_SENTENCE = re.compile(rf"句[和跟与同、](?:第{NUM}[条点]的?)?第({NUM})句")
_BEHIND = re.compile(r"之?后面?")


def delete(task: Task) -> Draft:
    where, draft = task.where, task.draft
    if where.sentence:
        return _delete_words(task)
    if not where.items:
        task.item_index()  # says that an item must be named
    indexes = where.items or (0,)
    if len(indexes) >= len(draft.items):
        raise DraftError("只剩一条了，不能再删；可以说“第一条换一种写法”或重新起草")
    refuse_locked(task, (s for i in indexes for s in draft.items[i].all_sentences))
    return numbered(draft, [item for n, item in enumerate(draft.items) if n not in indexes])


def _delete_words(task: Task) -> Draft:
    """A sentence, or of a sentence what is selected."""
    where = task.where
    old = next(s for s in task.draft.sentences() if s.id == where.sentence)
    refuse_locked(task, [old])
    if where.sentence.endswith(".h"):
        raise DraftError("小标题不能单独删去；可以说“删掉第二条”，或改写小标题")
    new: Sentence | None = None
    if where.span:
        new = cut_out(old, *where.span)
    else:
        _refuse_bare(task, old)

    def change(sentence: Sentence) -> Sentence | None:
        return new if sentence.id == old.id else sentence

    return replace(with_each(task.draft, change), findings=())


def _refuse_bare(task: Task, sentence: Sentence) -> None:
    """An item is not left with its heading alone."""
    for index, item in enumerate(task.draft.items):
        if [s.id for s in item.sentences] == [sentence.id]:
            raise DraftError(
                f"{nth(index)}只有这一句，删去就只剩小标题了；可以说“删掉{nth(index)}”"
            )


def cut_out(sentence: Sentence, start: int, end: int) -> Sentence | None:
    """The sentence without the selected characters, no fixed phrase cut into; where what is left
    would not stand, without the clauses that are touched."""
    for left, right in atoms_in(sentence.text):
        if cuts_into(start, end, [(left, right)]):
            start, end = min(start, left), max(end, right)
    text = sentence.text
    figures = [(c.start, c.end) for c in claims_of(text, soft=True)]
    if cuts_into(start, end, [*figures, *fact_spans(sentence)]):
        return _without_touched(sentence, start, end)
    while (
        end < len(text) and text[end] in "，、；" and (start == 0 or text[start - 1] in "，、；。")
    ):
        end += 1
    if start > 0 and text[start - 1] in "，、；" and text[end : end + 1] in ("。", "；", ""):
        start -= 1
    rest = edited(sentence, [Edit(start, end)])
    if rest.text.strip("。；，") and not _is_stump(sentence, rest):
        known = {b.message for b in broken_places(text, ())}
        if all(b.message in known for b in broken_places(rest.text, (0,))):
            return rest
    return _without_touched(sentence, start, end)


def _is_stump(old: Sentence, new: Sentence) -> bool:
    """Whether hardly anything is left of a clause: 办好“三会一课” → 办好."""
    before = {old.text[p.start : p.end] for p in parts_of(old)}
    after = [new.text[p.start : p.end] for p in parts_of(new)]
    return any(len(clause) < _STUMP and clause not in before for clause in after)


def _without_touched(sentence: Sentence, start: int, end: int) -> Sentence | None:
    parts = parts_of(sentence)
    gone = {n for n, p in enumerate(parts) if p.start < end and start < p.end}
    return without(sentence, with_dependents(parts, gone))


# --- moving and numbering -------------------------------------------------------------------------


def move(task: Task) -> Draft:
    draft, indexes = task.draft, task.where.items
    if task.where.sentence:
        return _move_sentence(task)
    count = len(draft.items)
    if not indexes and _TURNED.search(task.message):
        return numbered(draft, draft.items[::-1])
    if order := order_named(task.message):
        if sorted(order) != list(range(1, count + 1)):
            raise DraftError(f"现在共 {count} 条，请把每一条的新位置都说到，例如“按2、1、3排”")
        return numbered(draft, [draft.items[n - 1] for n in order])
    if len(indexes) >= 2 and _SWAPS.search(task.message):
        items = list(draft.items)
        one, other = indexes[0], indexes[1]
        items[one], items[other] = items[other], items[one]
        return numbered(draft, items)
    if not indexes:
        raise DraftError("请说明移动哪一条、移到哪里，例如“第三条移到最前面”")
    index = indexes[0]
    place = _place(task, index)
    if place is None and len(indexes) >= 2:
        place = indexes[1] + 1
    if place is None:
        raise DraftError(f"请说明移到第几条，例如“{nth(index)}移到最前面”")
    if not 1 <= place <= count:
        raise DraftError(f"现在共 {count} 条，不能移到第{place}条的位置")
    if place == index + 1:
        raise DraftError(f"{nth(index)}已经在这个位置上了")
    items = [item for n, item in enumerate(draft.items) if n != index]
    items.insert(place - 1, draft.items[index])
    return numbered(draft, items)


def _place(task: Task, index: int) -> int | None:
    """The place, from 1, that the message says: 到第一条, 往前挪一位, 置顶."""
    message = _ITSELF.sub("", task.message, count=1)
    steps = value_of(m[1]) if (m := _STEPS.search(message)) else 1
    if _TOP.search(message):
        return 1
    if _BOTTOM.search(message):
        return len(task.draft.items)
    if not _TO.search(message):
        if _UP.search(message):
            return index + 1 - steps
        if _DOWN.search(message):
            return index + 1 + steps
    return task.brief.place


def _move_sentence(task: Task) -> Draft:
    """Within its item, or to the end of another one."""
    draft = task.draft
    if task.where.sentence.endswith(".h") or not task.where.items:
        raise DraftError("小标题和导语不能移动；可以说“第三条移到最前面”")
    index = task.where.items[0]
    item = draft.items[index]
    at = next(n for n, s in enumerate(item.sentences) if s.id == task.where.sentence)
    with_it = _OTHER_SENTENCE.search(task.message)
    if with_it and _SWAPS.search(task.message):
        return _swapped(task, index, at, value_of(with_it[1]) - 1)
    moved, rest = item.sentences[at], [s for n, s in enumerate(item.sentences) if n != at]
    rest_of = task.message[task.message.rfind("句", 0, task.message.rfind("到") + 1) + 1 :]
    if place := _TO_SENTENCE.search(rest_of):
        number = value_of(place[1]) if place[1] else (1 if place[2] else len(item.sentences))
        behind = bool(place[1]) and bool(_BEHIND.match(rest_of, place.end()))
        to = number - 1 + (behind and number - 1 < at)
        if not 0 <= to < len(item.sentences) or to == at:
            raise DraftError(
                f"{name_of(moved.id)}移不到那里，{nth(index)}共 {len(item.sentences)} 句"
            )
        rest.insert(to, moved)
        items = [replace(i, sentences=tuple(rest)) if i is item else i for i in draft.items]
        return numbered(draft, items)
    target = _TO_ITEM.search(rest_of)
    number = value_of(target[1]) if target else 0
    if not 1 <= number <= len(draft.items) or number - 1 == index:
        raise DraftError("请说明移到哪里，例如“第二条第一句移到第三条”“第二条第一句移到最后”")
    _refuse_bare(task, moved)
    items = list(draft.items)
    items[index] = replace(item, sentences=tuple(rest))
    other = items[number - 1]
    items[number - 1] = replace(other, sentences=(*other.sentences, moved))
    return numbered(draft, items)


def _swapped(task: Task, index: int, one: int, other: int) -> Draft:
    """Two sentences of an item in each other's place."""
    draft = task.draft
    sentences = list(draft.items[index].sentences)
    if not 0 <= other < len(sentences) or one == other:
        raise DraftError(f"{nth(index)}共 {len(sentences)} 句，不能这样对调")
    sentences[one], sentences[other] = sentences[other], sentences[one]
    items = list(draft.items)
    items[index] = replace(items[index], sentences=tuple(sentences))
    return numbered(draft, items)


def renumber(task: Task) -> Draft:
    numbering = task.brief.numbering
    if numbering is None and task.brief.is_unnumbered:
        raise DraftError(KEPT_NUMBERED)
    if numbering is None:
        raise DraftError("请说明改成哪种序号，例如“序号改成（一）（二）”或“序号改成一是”")
    if numbering == task.draft.numbering:
        raise DraftError("序号已经是这一种了，没有改动")
    return numbered(task.draft, task.draft.items, numbering)
