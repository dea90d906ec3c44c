"""What a message says is to stay as it is: 除了第三条, 第一条不动，其余…, 别删第二条. Pure."""

from __future__ import annotations

import re

from assistant.document import Draft
from assistant.understanding.targets import (
    ITEMS_NAMED,
    items_about,
    items_in,
    mentions_item,
    named_items,
    names_lead,
)

_REF = f"(?P<ref>{ITEMS_NAMED.pattern})"
_OTHERS = re.compile(
    r"(?:其[余他它]|别的|剩下|余下|(?<![^，。；])后面的)(?:的)?(?:[几各那][条点]|[条点]|部分)?(?:的)?(?![条点]件|人|地方)"
)
_EXCEPT = re.compile(
    rf"(?<![删去清拿解免])除(?:了|去|开)?{_REF}(?:以外|之外|外)?(?:保?留着?|不动|不变|不改)?，?(?:{_OTHERS.pattern})?(?!，|还|再[加补写]|也)"
)
_EXCEPT_NAMED = re.compile(
    r"(?<![删去清拿解免])除(?:了|去|开)?(?P<names>[^第，。；]{2,24}?)(?=以外|之外|外|，?(?:其[余他它]|别的|剩下|余下))"
)
_OUTSIDE = re.compile(
    r"(?<![^，。；])(?P<names>[^第除，。；]{2,24}?)(?=(?:以外|之外)的?(?:其[余他它]|别的)?(?:都|全|各条))"
)
_NAMED_STAYS = re.compile(
    r"(?<![^，。；])(?P<names>[^第，。；]{2,16}?)(?=(?:那条|这条)?(?:先|就)?(?:不动|别动|不变|留着|不改)，(?:其[余他它]|别的|剩下|余下))"
)
_TOGETHER = re.compile(
    r"(?<![^，。；])(?:把|将)?(?P<names>[^第把将，。；]{2,12}?[和跟与][^第，。；]{2,12}?)(?=(?:这?两条)?(?:合并|合成|对调|互换|调换))"
)
_OPEN_OTHERS = re.compile(r"(?:其[余他它]|别的|剩下|余下)(?:的|各条|几条|条)*(?:都|全|也|统统)")
_VERB = r"(?:动|删掉?|去掉|改动?|压缩?|缩短?|扩写?|展开|合并|拆开?|换掉?|移动?|挪动?|重写)"
_FORBIDDEN = rf"(?:先|也|都|就|千万)*(?:别|不要|不用|不必|无需|不能|不许|甭)再?{_VERB}"
_AS_IT_IS = re.compile(
    rf"(?:把|将|让)?{_REF}(?:的?(?:内容|写法))?(?:先|就|都|也|暂时)*"
    rf"(?:{_FORBIDDEN}|不动|不变|保持不变|保留|不[用要]?改|不删|留着)(?:它|了|吧|的)*"
)
_NOT_TO = re.compile(
    rf"{_FORBIDDEN}{_REF}(?:了|吧)*|(?:保留|留下|留着)(?P<ref2>{ITEMS_NAMED.pattern})(?:不动|不变)?"
)
_NOT_IT = re.compile(rf"{_FORBIDDEN}(?:它|了|吧)*")
# Praise leaves an item alone where the message goes on to another one.
_PRAISED = re.compile(
    rf"{_REF}(?:写得|写的|都|还|已经)*(?:挺好|很好|不错|可以|没问题|就这样)(?:了|吧|的)*"
)
_ALL = re.compile(r"全[文篇稿]|通篇|整[篇体个稿]|导语|开头|小?标题|序号|编号")


def with_numbers(text: str, draft: Draft) -> str:
    """Several items, or what is to stay, by number where named by what they are about:
    除了村集体经济，其他都…; 基层基础跟干部队伍合并."""

    def numbered(match: re.Match[str]) -> str:
        numbers: list[int] = []
        for name in re.split("[、和与及跟]", match["names"]):
            about = items_about(re.sub(r"(?:那|这)?一?条$", "", name), draft)
            if len(about) != 1:
                return match.group()
            numbers += about
        at = match.start("names") - match.start()
        rest = match.group()[at + len(match["names"]) :]
        lead = "除" if match.re is _OUTSIDE else match.group()[:at]
        return f"{lead}{named_items(numbers)}{rest}"

    for pattern in (_EXCEPT_NAMED, _OUTSIDE, _NAMED_STAYS, _TOGETHER):
        text = pattern.sub(numbered, text)
    return text


def leaves_open(text: str) -> bool:
    """Whether the text still speaks of “the others” of nothing."""
    return bool(_OPEN_OTHERS.search(text))


def without_kept(text: str, draft: Draft) -> str | None:
    """The text without what is to stay, and the others by their numbers; None if it says no more
    than that something is to stay."""
    count = len(draft.items)
    if match := _EXCEPT.search(text):
        others = _others(items_in(match["ref"], draft), count)
        if not others or not text[match.end() :].strip("，。的都"):
            return None
        return text[: match.start()] + others + text[match.end() :].removeprefix("的")
    clauses = [c for c in re.split("[，。；！]", text) if c]
    kept: list[int] = []
    left: list[str] = []
    for n, clause in enumerate(clauses):
        match = _AS_IT_IS.fullmatch(clause) or _NOT_TO.fullmatch(clause)
        goes_on = any(_has_subject(c) for c in (*clauses[:n], *clauses[n + 1 :]))
        if match is None and goes_on:
            match = _PRAISED.fullmatch(clause)
        if match is not None:
            named = match["ref"] or match.groupdict().get("ref2") or ""
            kept += items_in(named, draft)
        elif not (kept and _NOT_IT.fullmatch(clause)):
            left.append(clause)
    if not kept:
        return text
    if not left:
        return None
    others = _others(kept, count)
    if not any(map(_has_subject, left)):
        left[0] = others + left[0]
    return "，".join(_OTHERS.sub(others, clause) for clause in left) if others else None


def _others(kept: list[int], count: int) -> str:
    return named_items(n for n in range(1, count + 1) if n not in kept)


def _has_subject(clause: str) -> bool:
    named = mentions_item(clause) or names_lead(clause)
    return named or bool(_OTHERS.search(clause) or _ALL.search(clause))
