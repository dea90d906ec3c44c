"""Names of places in borrowed words: one place cannot write of another's. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.tagging import tagged

_PLACE = "ns"  # the dictionary's mark
# Marked as places, and anybody's.
_ANYBODYS = re.compile(
    r"^(?:.{0,2}城市|城镇|城乡|乡镇|镇村|村镇|中国|全国|国家|世界|亚洲|欧洲|中央|党中央|.|[东西南北中]部|[东西南北]方|.*[省市县区乡镇]级)$"
)
_SEAT = re.compile(r"^(?:中共)?(?P<name>\S{2,}?)(?:自治)?[省市县区州盟旗]")
_REMEMBERED = 20_000


@lru_cache(maxsize=_REMEMBERED)
def place_names(text: str) -> frozenset[str]:
    """Names of places that the dictionary knows: 秀洲区, 长三角."""
    named = (word for word, mark in tagged(text) if mark == _PLACE)
    return frozenset(name for name in named if not _ANYBODYS.match(name))


@lru_cache(maxsize=_REMEMBERED)
def seat_of(organisation: str) -> str:
    """The name of an organisation's place without its kind: 包头市人民政府 → 包头; "" if it has none."""
    seat = _SEAT.match(organisation)
    return seat["name"] if seat else ""
