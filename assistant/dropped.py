"""Names that an archive has stopped naming: a bridge, a firm, a brand or a decree of years ago. Pure.

What was to be built or carried out then is done with or given up, though no report says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# “青竹计划”, “岚山清风”行动, 《外贸五年倍增计划》; not “一岗双责” and other common words in marks.
_TITLED = re.compile(
    r"[“《]([^”》]{2,16}(?:行动|工程|计划|规划|纲要|活动|年))[”》]"
    r"|“([^”]{2,12})”(?=(?:[一-鿿]{0,4}(?:专项))?(?:行动|工程|计划|活动|项目|试点|系统|主题教育))"
)
# A work, a firm or a rule with a name of its own; its last characters are enough to know it by.
_NAMED = re.compile(
    r"[一-鿿]{3}(?:跨线桥|立交桥|大桥|隧道|高速公路|高铁|机场|水库|电站|集团|条例|纲要|三年行动|试点城市)"
)
# Kinds of things rather than one: 龙头企业集团, 相关条例.
_KINDS = re.compile(r"^(?:.?企业|.?公司|.?相关|.?有关|.?国有|.?大型|.?地方性?|.{0,2}法规)")


def names_in(text: str) -> list[str]:
    """Names in quotation or title marks and those of works, firms and rules."""
    works = (name for name in _NAMED.findall(text) if not _KINDS.match(name))
    return [*(one or other for one, other in _TITLED.findall(text)), *works]


def is_dropped(text: str, recent: Sequence[str]) -> bool:
    """Whether it names what none of the `recent` texts names any more; False where there are none."""
    return bool(recent) and any(not _is_in(name, recent) for name in names_in(text))


def _is_in(name: str, texts: Iterable[str]) -> bool:
    return any(name in text for text in texts)
