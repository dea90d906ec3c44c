"""Parts of an item that a message names, as its sentences: 后半部分, 只留第一句, 第二句和第三句. Pure.

Orders on sentences of one item go from the last to the first, so that none moves another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.document import Draft
from assistant.understanding.operations import operation_of
from assistant.understanding.questions import Question
from assistant.understanding.targets import ITEM, named_items
from assistant.understanding.wording import NUM, value_of
from corpus.numbering import chinese_number

_ITEM = rf"第(?P<item>{NUM}){ITEM}"
_AWAY = r"(?:删|去|砍|拿|划)[掉去除]?|不要"
_HALF = re.compile(
    rf"{_ITEM}(?:{_AWAY})?的?(?:里|中)?(?P<end>[前后])(?P<what>半句|半(?:部分|部|段|截)?|面?一半)"
)
_ONE = re.compile(
    rf"{_ITEM}(?:里|中|再|可以)*的?(?:{_AWAY})(?:其中)?的?一句(?!话?[“：])|(?:{_AWAY})第(?P<item2>{NUM}){ITEM}(?:里|中)?的?(?:其中)?一句"
)
_FEW_WORDS = re.compile(
    rf"(第{NUM}{ITEM})(?:再|可以)*(?:{_AWAY}|少)(?:掉)?(?:[几些点]|一些|一点)(?:个?字|内容)?$"
)
_ONLY = re.compile(
    rf"{_ITEM}(?:里|中)?的?[只就]?(?:保留|留下|留|(?<=只)要)着?(?:小?标题[和与、])?(?:第(?P<n>{NUM})|(?P<end>最?[前后头])(?P<size>{NUM})|(?P<last>最后)一?)句(?:话)?(?:就行|即可|吧|，其[余他].*)?$"
)
_SENTENCES = re.compile(rf"{_ITEM}的?(?P<list>第{NUM}句?(?:[、和与跟及]第?{NUM}句?)+)(?<=句)")


def with_sentences(text: str, draft: Draft) -> str | Question:
    """The text with every part as the sentences it is; a question where only the writer can say
    which sentence is meant."""
    said: list[str] = []
    if (match := _ONLY.search(text)) and (orders := _all_but(match, draft)):
        return orders
    for clause in text.split("，"):
        made = _clause(clause, draft)
        if isinstance(made, Question):
            return made
        said.append(made)
    return "，".join(said)


def _clause(clause: str, draft: Draft) -> str | Question:
    if match := _SENTENCES.search(clause):
        return _each(clause, match, draft)
    if operation_of(clause) != "delete":
        return clause
    if few := _FEW_WORDS.search(clause):
        return f"{few[1]}压短一点"
    if match := _ONE.search(clause):
        return _which(value_of(match["item"] or match["item2"]), draft)
    if match := _HALF.search(clause):
        number = value_of(match["item"])
        size = _size(number, draft)
        if match["what"] == "半句" or size < 2:
            return _which(number, draft)
        half = size // 2
        gone = range(1, half + 1) if match["end"] == "前" else range(size - half + 1, size + 1)
        return _deleted(number, gone)
    return clause


def _each(clause: str, match: re.Match[str], draft: Draft) -> str | Question:
    """第二条第二句和第三句删掉 → an order for each sentence."""
    does = operation_of(clause)
    number = value_of(match["item"])
    if does == "merge":
        name = named_items([number])
        return Question(
            f"同一条里的句子不能并成一句。可以点开句子直接改，或者让{name}压短一些。",
            (f"{name}压缩一下",),
        )
    if does not in ("delete", "replace", "shorten"):
        return clause
    before, after = clause[: match.start()], re.sub(r"^[都各]", "", clause[match.end() :])
    numbers = sorted({value_of(n) for n in re.findall(NUM, match["list"])}, reverse=True)
    return "，".join(f"{before}{_sentence(number, n)}{after}" for n in numbers)


def _all_but(match: re.Match[str], draft: Draft) -> str:
    """The orders that leave only the sentences named; "" if that is not to be said."""
    number = value_of(match["item"])
    size = _size(number, draft)
    if match["n"]:
        kept = range(value_of(match["n"]), value_of(match["n"]) + 1)
    elif match["last"]:
        kept = range(size, size + 1)
    else:
        count = value_of(match["size"])
        kept = (
            range(1, count + 1) if "后" not in match["end"] else range(size - count + 1, size + 1)
        )
    if not all(1 <= n <= size for n in kept) or len(kept) == size:
        return ""
    return _deleted(number, (n for n in range(1, size + 1) if n not in kept))


def _deleted(item: int, sentences: Iterable[int]) -> str:
    numbers = sorted(sentences, reverse=True)
    return "，".join(f"删掉{_sentence(item, n)}" for n in numbers)


def _which(item: int, draft: Draft) -> str | Question:
    size = _size(item, draft)
    answers = tuple(f"删掉{_sentence(item, n)}" for n in range(1, size + 1))
    asked = f"{named_items([item])}共 {size} 句，删哪一句？句子里的几个字可以选中后再删。"
    return Question(asked, answers)


def _sentence(item: int, number: int) -> str:
    """第二条第三句."""
    return f"{named_items([item])}第{chinese_number(number)}句"


def _size(item: int, draft: Draft) -> int:
    return len(draft.items[item - 1].sentences) if 1 <= item <= len(draft.items) else 0
