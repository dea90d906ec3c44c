"""Clauses of a plan that say nothing to be done. Pure.

Between its measures a plan reasons — 茶业是农民增收的主要来源 — and paints: 秀美的山水、淳朴的民风.
Borrowed into another plan these stand there as measures, which they are not.
"""

from __future__ import annotations

import re

from assistant.headings import ACTION_VERB
from assistant.tagging import tagged

_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
# Not 特别是, 尤其是, 于是, 就是, 一是, 是非.
_IS = re.compile(r"(?<![别其于就还但可正都便总更也一二三四五六七八九])是(?![非否])")
_IS_OUR = re.compile("就是(?:我们|要让|为了)")
_MUST = re.compile(r"^[^，]{2,8}(?<![需首主重简])(?:要有|离不开|在于|取决于)")
# 践行绿水青山就是金山银山理念, 坚持房子是用来住的: what is held, not what is reasoned.
_HELD = re.compile("理念|意识|定位|观念|思想|坚持|践行|牢记|树牢|树立|秉持")
# 世界格局正在调整, 全县处于爬坡期: how things stand.
_STANDS = re.compile("正在|已是|已经|仍然|依然|面临|处于|前所未有|复杂多变|孕育")
# 营商环境进入全国先进行列, 现代产业体系基本形成: what is to be reached, told as if it were.
_REACHED = re.compile(
    r"(?:取得[^，]{0,6}(?:进展|成果|成效|突破|提升)|(?:基本|全面|初步)(?:形成|建成|实现|建立)|(?:进入|跻身|迈入)[^，]{0,8}(?:行列|前列)"
    r"|(?:根本|明显|显著|持续|稳步|大幅|全面|不断)(?:好转|提升|增强|改善|向好|提高|优化|进步|上升)|实现全覆盖|再上新台阶|(?:迈[上向]|走向|跃上|步入)[^，]{1,10}|突破[百千万]亿)$"
)
_MAKES = re.compile(
    "推动|促进|确保|力争|争取|努力|使|让|实现|保持|加快|加速|奋力|着力|推进|支持|引导|帮助"
)
# What a report closes with, and how weak things are, told beside what is done about it.
_PERORATES = re.compile(
    r"各位代表|同志们|^让我们(?!的)|我们(?:一起|坚信|相信|深信|有信心)|昂首|携手(?:前行|奋进|并进)$|美好(?:明天|未来)|不负(?!责)"
)
_WEAK = re.compile(r"(?:不[够强足高优实大]|偏[弱低]|滞后)$")
_MENDS = re.compile("解决|破解|补|改变|扭转|克服|针对|防止|化解|应对|缓解|改善|帮助")
_PRINCIPLE = re.compile("^(?:必须|要始终|始终坚持)")
_NAMES = {"n", "vn", "an", "a", "b", "j", "m", "c", "ns", "nz", "u", "uj", "x"}
_JOINS = {"u", "uj"}  # 等, 的
# Verbs that the dictionary has as names.
_ALSO_VERBS = re.compile("营造|活化|技改|[改扩迁新]建|严[守把]|谋划|布局|弘扬|打击|争取|配套|细化")


def is_goal(heading: str) -> bool:
    """Whether the heading of a plan's item names a goal or a principle: …取得重大进展, 必须坚持…."""
    return bool(_PRINCIPLE.match(heading) or is_reached(heading))


def is_reached(clause: str) -> bool:
    """Whether it tells what is to be reached as a state, with nobody who brings it about."""
    if ACTION_VERB.match(clause) or not (match := _REACHED.search(clause)):
        return False
    return not _MAKES.search(clause[: match.start()])


def says_no_deed(clause: str) -> bool:
    """Whether it reasons, tells how things stand or only names them, where something is to be done."""
    bare = _QUOTED.sub("", clause)
    if _IS_OUR.search(bare):
        return True
    if (_IS.search(bare) or _MUST.search(bare)) and not _HELD.search(bare):
        return True
    if is_reached(bare) or _PERORATES.search(bare):
        return True
    if _WEAK.search(bare) and not _MENDS.search(bare):
        return True
    if _STANDS.search(bare) and not ACTION_VERB.match(bare):
        return True
    if ACTION_VERB.search(bare) or _ALSO_VERBS.search(bare):
        return False
    marks = {mark for _, mark in tagged(bare)}
    return marks <= _NAMES and bool(marks & _JOINS)
