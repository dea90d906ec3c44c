"""What the writer supplies for this period: figures and statements, kept word for word."""

from __future__ import annotations

import re

from assistant.numerals import MEASURE

_FIGURE = re.compile(
    rf"(?:[\d.]+|[一二三四五六七八九十百千]+)(?=\s*(?:余|多)?(?:万|亿)?{MEASURE})|百分之[一二三四五六七八九十]+"
)
_NUMERAL = re.compile(r"\d|百分之")
# Figures that belong to the order itself, not to the county.
_ORDER = re.compile(
    r"(?:分|写|列|来|共|要|拟|改成|压缩到|不超过|控制在)?\s*(?:\d+|[一二两三四五六七八九十]+)\s*(?:条|点|个方面|项|个?字)"
    r"(?:以内|之内|就行|即可|左右)?$"
)
_ORDER_NUMBERS = re.compile(
    r"20\d\d\s*年(?:度)?(?:上半年|下半年)?|第\s*(?:\d+|[一二三四五六七八九十]+)\s*[条点项]|\d+\s*个?字"
    r"|(?:^|[^\d])\d+\s*(?:条|点)(?!线)|1[.．、]|[（(]1[）)]"
)
_COMMAND = re.compile(
    r"起草|草拟|帮我|写一[份下个稿篇段]|请你|据此写|重点写|压缩[到至]|拆成|合并成|[序标编]号|存在的?(?:主要)?(?:问题|不足)$|工作(?:打算|计划|安排|思路)$"
)
_OPENING = re.compile(
    r"^(?:其中[，,]?|(?:素材|数据|情况|事实|材料|背景)[：:]|今年(?:以来)?[，,]?(?:我们|我县|全县|我市|我区|我部)?|我们|目前[，,]?(?:我们|我县)?|截至目前[，,]?|据此)"
)
# Word's clipboard brings \x0b for a line end; what else cannot be seen has no place in a document.
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# The comma of 1,200 ends no clause.
_CLAUSE = re.compile(r"(?:(?<!\d)[，,]|[，,](?!\d)|[。；;！!？?\n])+")


def facts_in(message: str) -> tuple[str, ...]:
    """Statements with figures in a free message: “今年我们新建…12个，…还有3个没有销号，据此写…”."""
    facts = []
    for clause in _CLAUSE.split(_visible(message)):
        clause = clause.strip(" 　“”")
        rest = _ORDER_NUMBERS.sub("", clause)
        if not _NUMERAL.search(rest) or not _FIGURE.search(rest):
            continue
        if _COMMAND.search(clause) or _ORDER.fullmatch(clause):
            continue
        fact = tidy(clause)
        if len(fact) >= 4:
            facts.append(fact)
    return tuple(dict.fromkeys(facts))


def facts_of_text(text: str) -> tuple[str, ...]:
    """A supplied list, one fact a line; bullets and numbering in front are dropped."""
    lines = [
        re.sub(r"^\s*(?:[-*•·]|\d{1,2}[.、．)]|[（(]\d{1,2}[）)])\s*", "", li)
        for li in _visible(text).splitlines()
    ]
    return tuple(dict.fromkeys(li.strip().rstrip("。；;") for li in lines if li.strip()))


def _visible(text: str) -> str:
    """The text with ``\\n`` for every line end and without control characters.

    A tab becomes a space: without it the cells 1 and 2 of a table would read 12.
    """
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", " ")


def tidy(clause: str) -> str:
    """The statement without the words that only tie it to the order: 今年我们…, 素材：…."""
    return _OPENING.sub("", clause.strip()).strip("，,：: ")
