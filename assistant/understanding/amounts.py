"""How much is to go or to come, as the length that makes: 第三条再压20字 → 第三条压到98字. Pure."""

from __future__ import annotations

import re

from assistant.document import Draft
from assistant.understanding.sizes import chars_of
from assistant.understanding.targets import items_in, named_items

_NUMBER = r"(?P<n>\d{1,3}|[一二两三四五六七八九十百]{1,4})(?:来|多)?个?字(?!以[内上下]|之内|左右|上下|符|段)"
_LESS = re.compile(
    rf"(?P<again>再|各|多)*(?P<verb>压缩|压短|压掉|压|缩短|缩减|缩|减少|减掉|减去|减|砍掉|砍|删掉|删去|删|去掉|精简掉?|少写|少){_NUMBER}"
)
_MORE = re.compile(
    rf"(?P<again>再|各)*(?P<verb>增加|增写|加写|加上|加|扩写|扩|多写|补写|补|添){_NUMBER}"
)
_TWICE = re.compile(r"(?:再)?(?:加|增加|扩|扩写|翻)(?:了|上)?一倍|字数翻一?番")
# 压缩80字 of an item of 100 says how long it is to be, not how much is to go.
_MAY_BE_LENGTH, _MOST_OFF = frozenset(("压缩", "压", "缩短", "缩", "缩减", "精简")), 0.4
_EACH = re.compile(r"每[一个]?[条点项]|各条|都$|各$")
_LEAST = 20


def with_lengths(text: str, draft: Draft) -> str:
    """The text with every amount as a length to reach, of each item it is said of or of all."""
    return "，".join(_clause(clause, draft) for clause in text.split("，"))


def _clause(clause: str, draft: Draft) -> str:
    match = _LESS.search(clause) or _MORE.search(clause) or _TWICE.search(clause)
    if match is None or "“" in clause:
        return clause
    subject = clause[: match.start()]
    numbers = items_in(subject, draft)
    if not numbers and _EACH.search(subject + (match.groupdict().get("again") or "")):
        numbers = list(range(1, len(draft.items) + 1))
    if any(not 1 <= n <= len(draft.items) for n in numbers):
        return clause
    lengths = [len(draft.items[n - 1].text) for n in numbers] or [draft.chars]
    wanted = [_wanted(match, length) for length in lengths]
    if not all(wanted):
        return clause
    names = [named_items([n]) for n in numbers] or ["全文"]
    verb = "压到" if match.re is _LESS else "扩到"
    return "，".join(f"{name}{verb}{chars}字" for name, chars in zip(names, wanted, strict=True))


def _wanted(match: re.Match[str], length: int) -> int:
    """The length that the amount leads to; 0 if the words name a length themselves."""
    if match.re is _TWICE:
        return 2 * length
    amount = chars_of(f"{match['n']}字").most or 0
    if match.re is _MORE:
        return length + amount if amount else 0
    if not match["again"] and match["verb"] in _MAY_BE_LENGTH and amount > _MOST_OFF * length:
        return 0
    return max(_LEAST, length - amount) if 0 < amount < length else 0
