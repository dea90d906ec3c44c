"""What an office has once begun it does not begin again: last time's “启动‘青竹计划’” is stale as
soon as a later report of the same place speaks of it as there.

Only names in quotation or title marks are compared, and only verbs of a beginning that happens
once: 开展 and 推行 may be said of the same thing every year. What is begun or completed once, be it
named or not, is done with or given up after some years. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_ONCE = "启动|开启|设立|成立|组建|筹建|创建|创设|建立|出台|印发|发布|制定|编制|推出|上线|开通|新建|开设|揭牌"
_BEGINNING = re.compile(
    rf"(?:{_ONCE})(?:了|并[^，。；“《]{{2,4}})?[^，。；“《]{{0,6}}[“《]([^”》]{{2,20}})[”》]"
)
_AGAIN = re.compile("新一[轮批期]|第[二三四五六七八九十]+[轮批期]|[二三四五]期|升级版|[2-9]\\.0")
_DEED = re.compile(
    "启动|完成(?!.{0,8}(?:任务|目标|指标|整改))|建成|竣工|开工|动工|投产|通车|通航|开通|揭牌|挂牌|创成|成功创建|"
    "组建|筹建|设立|成立|新建|迁建|扩建|投入(?:使用|运营|营运)|收官|换届|换出|普查|新(?:修订|修正|颁布|印发|出台|实施)的"
)
# 实施第四期学前教育行动计划; not 第二轮土地承包到期后再延长三十年.
_PHASE = re.compile("第[一二三四五六七八九十]+(?:期|轮(?!土地|承包)|批)")
# 办好第十一届科博会: last year's; not a congress.
_NTH = re.compile("第[一二三四五六七八九十]+届(?!全国|中央|人大|政协|党|[省市县区委])")
_YEARS = re.compile("(?P<n>[二两三四五])年(?:攻坚|专项)?(?:行动|计划|攻坚)")
_LONG, _LONG_FOR_PHASE = 3, 2  # years
_PARTY = re.compile(r"^中[共国](?:共产党)?")
_PLACE = 2  # characters, with which the names of all offices of a place begin


def begins(clause: str) -> list[str]:
    """Names of what the clause says will be begun: 启动“青竹计划” → 青竹计划."""
    return [] if _AGAIN.search(clause) else _BEGINNING.findall(clause)


def is_begun(clause: str, later: Iterable[str]) -> bool:
    """Whether one of the `later` texts already speaks of what the clause begins."""
    names = begins(clause)
    return bool(names) and any(name in text for text in later for name in names)


def is_long_done(clause: str, years: int) -> bool:
    """Whether it tells of a deed of one time, or a phase of one, that was planned or told `years`
    ago."""
    if (years >= _LONG_FOR_PHASE and _PHASE.search(clause)) or (years and _NTH.search(clause)):
        return True
    run = _YEARS.search(clause)
    if run and years > "两三四五".find(run["n"].replace("二", "两")) + 2:
        return True
    return years >= _LONG and bool(_DEED.search(clause))


def same_place(one: str, other: str) -> bool:
    """Whether two organisations are of one place, by how their names begin: 中共青岚县委,
    青岚县委组织部. Another county may well begin what this one has."""
    place = _PARTY.sub("", one)[:_PLACE]
    return len(place) == _PLACE and _PARTY.sub("", other).startswith(place)
