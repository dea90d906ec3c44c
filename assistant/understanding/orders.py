"""One message with several orders: 删掉第三条，第二条压缩到60字 → its orders, each with its subject. Pure.

A clause that only says more about the order before it (太长了，压到60字) is no order of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.understanding.operations import operation_of
from assistant.understanding.targets import ITEM, mentions_item, names_lead
from assistant.understanding.wording import NUM, normalise

_BREAK = re.compile(
    r"[，；。！\n]+(?![^“]*”)|(?<=[一-鿿）”])(?=(?:然后|接着|顺便|同时|并|再)(?:再)?[把将])(?![^“]*”)"
)
_LINK = re.compile(
    r"^(?:先|首先|然后|接着|之后|同时|另外|此外|顺便|还有|其次|并且|最后(?=[再把将全])|也|并(?=[把将])|再(?=[把将第全整]|[删压缩扩换改放挪移]))+"
)
_COMPLAINT = re.compile(
    r"^(?:[^，]*?)(?:不太?好|不行|不对|[不欠]妥|不满意|[太过][^改换写压缩扩删]{1,4}|(?:有[点些]|偏|过于)[一-鿿]{1,3}|啰嗦|罗嗦|冗长|单薄|重复)(?:了|哈|啦|啊)*$"
)
_MORE_SAID = re.compile(
    r"^(?:重点|主要|突出|围绕|结合|体现|内容|尤其|特别|比如|例如|保留|不变|其[余他])"
)
_ADDS = re.compile(r"(?:再|新|另)?[加增添补来][加增上]?一[条点段]")
_PLACE_ONLY = re.compile(r"^(?:放|排|插|摆|列|作为|作|放置)(?:到|在|为|入)?(?:第|最|开头|末)")
_ALL = re.compile(r"全[文篇稿]|通篇|整[篇体个稿]|每一?条|各条|所有|[全都]部")
_NUMBERS = re.compile(r"序号|编号|标号|一是|（一）|一、")
_SUBJECT = re.compile(
    rf"(?:倒数)?第{NUM}(?:[、和与及跟同]第?{NUM})*{ITEM}(?:的?第{NUM}句)?|最后一?{ITEM}|[前后]{NUM}{ITEM}"
    rf"|[^，。；把将]{{2,12}}?那一?{ITEM}|导语|开头|导言|引言|帽子"
)
# What an order without a subject of its own is about: what the one before it was about.
_INHERITS = frozenset(("shorten", "expand", "replace", "split", "move", "delete", "formal"))


@dataclass
class _Order:
    words: str
    operation: str | None
    is_weak: bool  # a complaint, or nothing yet: what follows says what is to be done


def orders_in(message: str) -> tuple[str, ...]:
    """The orders of the message in turn; one that names no item has the subject of the one before
    it put in front. A message that brings material (：) is one order."""
    text = normalise(message)
    if "：" in text:
        return (text,)
    orders: list[_Order] = []
    for piece in _pieces(text):
        operation = operation_of(piece)
        weak = operation is None or bool(_COMPLAINT.search(piece))
        if orders and not _is_own(piece, operation, orders[-1]):
            last = orders[-1]
            last.words += f"，{piece}"
            last.is_weak = last.is_weak and weak
            last.operation = last.operation or operation
        else:
            orders.append(_Order(piece, operation, weak))
    if len(orders) < 2:
        return (text,)
    return tuple(_with_subjects(orders))


def _pieces(text: str) -> list[str]:
    return [bare for piece in _BREAK.split(text) if (bare := _LINK.sub("", piece))]


def _is_own(piece: str, operation: str | None, last: _Order) -> bool:
    if operation is None or _MORE_SAID.search(piece):
        return False
    if last.is_weak:  # 前两条太长，后三条太短 are two all the same
        return last.operation is not None and mentions_item(last.words) and mentions_item(piece)
    if _ADDS.search(last.words) and _PLACE_ONLY.search(piece):
        return False
    if operation == "renumber":
        return not _NUMBERS.search(last.words)
    if operation == last.operation and not _has_subject(last.words):
        return "“" in piece  # 把“A”换成“B”，把“C”换成“D”
    if _has_subject(piece) or operation == "restyle" or _ADDS.search(piece):
        return True
    if operation == last.operation:
        return "“" in piece
    if operation == "move":
        return _SUBJECT.search(last.words) is not None
    return True


def _has_subject(piece: str) -> bool:
    return mentions_item(piece) or names_lead(piece) or bool(_ALL.search(piece))


def _with_subjects(orders: list[_Order]) -> list[str]:
    subject = ""
    whole: list[str] = []
    for order in orders:
        own = _SUBJECT.search(order.words)
        if own is None and not _has_subject(order.words) and order.operation in _INHERITS:
            whole.append(subject + order.words)
        else:
            subject = own.group() if own else ""
            whole.append(order.words)
    return whole
