"""Short ways of naming items, spelled out: 除了第三条其他都删掉 → 第一条、第二条、第四条都删掉. Pure.

People say what is to stay (第一条不动，其余压短), give ranges (第二到四条), amounts to take off (再压
20字) and parts of an item (后半部分). What carries out orders knows items and sentences by their
numbers only, so each of these is put into such words first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.document import Draft
from assistant.understanding.amounts import with_lengths
from assistant.understanding.item_numbers import numbered
from assistant.understanding.item_parts import with_sentences
from assistant.understanding.operations import operation_of
from assistant.understanding.questions import Question
from assistant.understanding.staying import leaves_open, with_numbers, without_kept
from assistant.understanding.targets import ITEM, ITEMS_NAMED, items_about, items_in, named_items
from assistant.understanding.wording import NUM, normalise

_OTHER_THEME = re.compile(
    rf"(第{NUM}{ITEM})不(?:要|用)?写[^，。；]{{1,12}}，(?:改写|改成写?|换成写?|写)"
)
# 薄弱村是9个不是12个: a figure put right.
_NOT_BUT = re.compile(
    r"(?:[^，]{0,8}，)?[^，\d“”]{2,12}(?:应该)?是(?P<new>\d[\d.]*[^，\d]{0,3}?)，?(?:而)?不是(?P<old>\d[\d.]*[^，\d]{0,3}?)(?:了|吧)?"
)
_MORE_ON = re.compile(
    r"^(?:再|请)?多写[点些](?:关于)?(?P<theme>[一-鿿]{2,10}?)(?:方面)?(?:的|内容|吧)*$"
)
# What is done to one item at a time.
_ONE_AT_A_TIME = frozenset(("replace", "split"))
_ADDS_SENTENCE = re.compile(r"[加补添写增]上?[一1]?句")


@dataclass(frozen=True)
class Spelled:
    """The message in plain words; `question` where nothing can be done before it is answered."""

    text: str
    question: Question | None = None


def spelled_out(message: str, draft: Draft | None) -> Spelled:
    """What the message says of the draft's items, each by its number; as it is where it names none
    of them in another way, and where it brings material (：, lines)."""
    if draft is None or not draft.items:
        return Spelled(message)
    text = normalise(message)
    if "：" in text or "\n" in text:
        return Spelled(message)
    if figure := _NOT_BUT.fullmatch(text):
        text = f"把“{figure['old']}”换成“{figure['new']}”"
    text = _MORE_ON.sub(lambda m: _more_on(m["theme"], draft), text)
    plain = _OTHER_THEME.sub(r"\1改写", numbered(text, len(draft.items)))
    plain = with_numbers(plain, draft)
    kept = without_kept(plain, draft)
    if kept is not None and leaves_open(kept):
        return Spelled(
            message, Question("没有听出哪几条不动，请用第几条来说，例如“第一条不动，其余压缩”。")
        )
    if kept is None:
        return Spelled(message, Question("好的，这些地方不动。还要改别处的话，请直接说。"))
    parts = with_sentences(kept, draft)
    if isinstance(parts, Question):
        return Spelled(message, parts)
    plain = _one_by_one(with_lengths(parts, draft), draft)
    return Spelled(message if plain == normalise(message) else plain)


def _more_on(theme: str, draft: Draft) -> str:
    """多写点招商: more of the item that is about it, or one more."""
    about = items_about(theme, draft)
    return f"{named_items(about[:1])}展开写" if about else f"再加一条关于{theme}的"


def _one_by_one(text: str, draft: Draft) -> str:
    """第二条和第四条都换个说法 → an order for each."""
    said = []
    for clause in text.split("，"):
        named = ITEMS_NAMED.search(clause)
        numbers = items_in(named.group(), draft) if named else []
        does = operation_of(clause)
        apart = does in _ONE_AT_A_TIME or (does == "free" and _ADDS_SENTENCE.search(clause))
        if named is None or len(numbers) < 2 or not apart:
            said.append(clause)
            continue
        before, after = clause[: named.start()], clause[named.end() :]
        after = re.sub(r"^(?:都|各|分别|也)+", "", after)
        said += [f"{before}{named_items([n])}{after}" for n in numbers]
    return "，".join(said)
