"""Supplied facts in the sentences where they say what kind of fact they are. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.document import SectionName
from assistant.headings import starts_with_action
from assistant.writing.pieces import Borrowed, Piece, Supplied

_LACKING = re.compile(r"还[有剩]|仍[有为]|尚[有未]|只有|仅|不足|未|没有|下降|减少|缺|滞后")
# Only what went well is conceded: 虽然…，但….
_GOOD = re.compile(
    "完成|增长|新[增建]|建成|实现|培训|开展|举办|覆盖|提[升高]|引进|发展|选派|整改|整顿|化解|办结|争取|创建|打造|投入|累计|立案|处分|查处|达到?|已"
)
_DATED = re.compile(
    r"[一二两三四五六七八九十半几]年来|近年来|目前|截至|现|今年|上半年|下半年|本年|全年|去年|\d{4}年"
)
_DONE = re.compile(r"^(?:已|累计|共|先后|新[建增]|完成|实现|举办|开展|建成|培训|选派)")
_TO_COME = re.compile(r"计划|拟(?!稿)|将|年底前|力争|预计|目标")
# 立案213件, 处分186人: nobody builds on these.
_PUNISHED = re.compile("立案|处分|查处|查办|通报|问责|留置|追责|移送|警示约谈")
# 高铁将于10月通车 is a sentence, not a measure beside others.
_MILESTONE = re.compile(
    r"(?:将|计划|预计|拟)(?:于|在)?[^，]{0,12}?(?:开业|启用|通车|投用|竣工|完工|建成|开工|投产|通航|合龙|开园|运营|铺轨|投运)"
)
# 全年新增…, 改造…42个: of the year planned, where what was supplied beside it is.
_MAY_COME = re.compile(
    r"^[^\d，]{0,8}?(?:新改?建|改扩?建|建设|改造|新增|新开|实施|培育|引进|打造|创建|开工|整治|治理|修复)[^，]*\d"
)
_IS_DONE = re.compile("已|了|累计|今年|目前|截至|半年|达到|增长|同比")
_LONGEST_WOVEN = 32
TOGETHER = 2  # facts in a sentence of their own


def weave(section: SectionName, pieces: Sequence[Borrowed], fact: Supplied) -> list[Piece] | None:
    """The sentence with the fact; None if the fact is better a sentence of its own."""
    words = fact.fact
    if len(words) > _LONGEST_WOVEN or re.search("[，。；：]", words):
        return None
    lacking = bool(_LACKING.search(words))
    if fact.coming or _TO_COME.search(words):
        is_measure = section == "plan" and not _MILESTONE.search(words)
        return [fact, *pieces] if is_measure else None
    if section == "plan":
        before, after = ("针对", "的实际") if lacking else ("在", "的基础上")
        if _PUNISHED.search(words):
            before, after = "针对", "反映出的问题"
        return [replace(fact, before=before, after=after), *pieces]
    if lacking or not _GOOD.search(words):
        return [*pieces, replace(fact, before=_now(words))]
    return [replace(fact, before=_concession(words), after="，但"), *pieces]


def to_come(facts: Sequence[str], told: int, planned: int) -> frozenset[str]:
    """The facts of the year `planned`, in what closes the report of the year `told`: 2025年新建…,
    and beside such ones also 改造老旧小区42个."""
    if planned <= told:
        return frozenset()
    sure = {
        f for f in facts if f"{planned}年" in f or (_TO_COME.search(f) and f"{told}年" not in f)
    }
    if not sure:
        return frozenset()
    return frozenset(sure | {f for f in facts if _MAY_COME.match(f) and not _IS_DONE.search(f)})


def _concession(fact: str) -> str:
    """虽 or 虽已 before a verb, 虽然 before a subject."""
    if fact.startswith("已"):
        return "虽"
    return "虽已" if _DONE.match(fact) or starts_with_action(fact) else "虽然"


def own_sentence(facts: Sequence[Supplied]) -> list[Piece]:
    """Facts as a sentence: 目前…，…。"""
    first, *others = facts
    return [first if first.coming else replace(first, before=_now(first.fact)), *others]


def woven_chars(section: SectionName, facts: Sequence[Supplied]) -> int:
    """How many characters the facts take with the words around them and the marks that join them,
    where there is a sentence for each that can be woven in."""
    total, left = 0, list(facts)
    while left and left[0].near and (woven := weave(section, [], left[0])):
        total += _framed(woven)
        left = left[1:]
    for start in range(0, len(left), TOGETHER):
        total += _framed(own_sentence(left[start : start + TOGETHER]))
    return total


def _framed(pieces: Sequence[Piece]) -> int:
    """With a mark after each that does not bring one of its own (虽然…，但)."""
    supplied = [p for p in pieces if isinstance(p, Supplied)]
    return sum(len(p.before + p.fact + p.after) + (not p.after.endswith("但")) for p in supplied)


def _now(fact: str) -> str:
    return "" if _DATED.match(fact) or _TO_COME.search(fact) else "目前"
