"""Ranges, lists and bare numbers of items as their names: 第二到四条 → 第二条、第三条、第四条. Pure.

Numbers that the draft does not have are left as they are: they count something else.
"""

from __future__ import annotations

import re
from functools import partial

from assistant.understanding.targets import ITEM, ITEMS_NAMED, named_items
from assistant.understanding.wording import NUM, value_of

_CLAUSE = r"(?<![^，。；])(?:把|将|(?:只|就)?(?:保留|留下|留|要))?"
# 第二到四条, 第1-3条; at the start of a clause 2到4条 too.
_RANGE = re.compile(
    rf"(?P<lead>第|{_CLAUSE})(?P<a>{NUM}){ITEM}?(?:到|至|[-—–~～])第?(?P<b>{NUM}){ITEM}(?!以[内上]|左右)"
)
_LIST = re.compile(
    rf"(?P<lead>{_CLAUSE})(?P<list>{NUM}(?:[、和与跟]{NUM})+)(?:{ITEM}|(?=[都也各]))(?!以[内上]|左右|就)"
)
_PAIR = re.compile(
    r"^(?P<a>[一二三四五六七八九])(?P<b>[一二三四五六七八九])(?=合并|合成|并成|对调|互换|调换|换位)"
)
_ALONE = re.compile(
    rf"^(?P<lead>把|将|删掉?|去掉)?(?P<n>{NUM})(?=太长|太短|[删短长]|再[压短展具详]|压|缩短|展开|换[个种]|重写|不要)"
    rf"|^(?P<verb>删掉?|去掉)(?P<m>{NUM})(?=[了吧]*$)"
)
# 一三五都再压压, 把二四条合了.
_DIGITS = re.compile(
    rf"(?P<lead>{_CLAUSE})(?P<list>[一二三四五六七八九]{{2,4}})(?:条(?=[合并对换调都各])|(?=[都各]))"
)
# 第二条以后的, 第三条之前的.
_BESIDE = re.compile(
    rf"第(?P<n>{NUM}){ITEM}(?:(?P<behind>以后|之后|后面)|以前|之前|前面)的(?:各条|几条|那几条)?(?!内容)"
)
_ONLY = re.compile(
    rf"^(?:只要|保留(?=[前后头]))(?P<ref>{ITEMS_NAMED.pattern}(?:[、和与]{ITEMS_NAMED.pattern})*)(?:就行|就好|即可|吧)?$"
)


def numbered(text: str, count: int) -> str:
    """The text with every item it means named; the draft has `count`."""
    for pattern, name in (
        (_DIGITS, _digits), (_BESIDE, _beside), (_RANGE, _range), (_LIST, _list),
    ):  # fmt: skip
        text = pattern.sub(partial(name, count=count), text)
    text = _ONLY.sub(r"只留\g<ref>", text)
    clauses = (_PAIR.sub(r"第\g<a>条和第\g<b>条", clause) for clause in text.split("，"))
    return "，".join(_ALONE.sub(partial(_alone, count=count), clause) for clause in clauses)


def _range(match: re.Match[str], count: int) -> str:
    first, last = value_of(match["a"]), value_of(match["b"])
    if not first < last <= count:
        return match.group()
    return match["lead"].removesuffix("第") + named_items(range(first, last + 1))


def _list(match: re.Match[str], count: int) -> str:
    numbers = [value_of(n) for n in re.findall(NUM, match["list"])]
    is_ours = all(1 <= n <= count for n in numbers) and len(set(numbers)) == len(numbers)
    return match["lead"] + named_items(numbers) if is_ours else match.group()


def _digits(match: re.Match[str], count: int) -> str:
    """一三五 by their digits; they rise, or they are a number (三五)."""
    numbers = [value_of(digit) for digit in match["list"]]
    rising = numbers == sorted(set(numbers)) and numbers[-1] <= count
    return match["lead"] + named_items(numbers) if rising else match.group()


def _beside(match: re.Match[str], count: int) -> str:
    number = value_of(match["n"])
    meant = range(number + 1, count + 1) if match["behind"] else range(1, number)
    return named_items(meant) if meant else match.group()


def _alone(match: re.Match[str], count: int) -> str:
    number = value_of(match["n"] or match["m"])
    lead = match["lead"] or match["verb"] or ""
    return lead + named_items([number]) if 1 <= number <= count else match.group()
