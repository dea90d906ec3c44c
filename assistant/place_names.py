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
# Zones and works that bear a name of their own: 云岭高新区, 茶香大道; not 国家级高新区, 各开发区.
_ZONE = re.compile(
    r"(?P<name>[一-鿿]{2})(?:高新区|经开区|新区|开发区|保税区|大道|大桥|机场|水库|电站|码头)"
)
_ANY_ZONE = re.compile(
    "[省市县区级类个家的]$|国家|城市|城乡|建设|推进|加快|打造|支持|推动|提升|做强|做大|依托|经济|产业|工业|技术|综合|支线|国际|跨江|过江|病险|小型|中型|大型|城区|新型"
)
_SEAT = re.compile(r"^(?:中共)?(?P<name>\S{2,}?)(?:自治)?[省市县区州盟旗]")
_REMEMBERED = 20_000


@lru_cache(maxsize=_REMEMBERED)
def place_names(text: str) -> frozenset[str]:
    """Names of places that the dictionary knows: 秀洲区, 长三角."""
    named = (word for word, mark in tagged(text) if mark == _PLACE)
    return frozenset(name for name in named if not _ANYBODYS.match(name))


@lru_cache(maxsize=_REMEMBERED)
def zone_names(text: str) -> frozenset[str]:
    """Zones and works with names of their own, the two characters of the name with their kind."""
    return frozenset(m.group() for m in _ZONE.finditer(text) if not _ANY_ZONE.search(m["name"]))


@lru_cache(maxsize=_REMEMBERED)
def seat_of(organisation: str) -> str:
    """The name of an organisation's place without its kind: 包头市人民政府 → 包头; "" if it has none."""
    seat = _SEAT.match(organisation)
    return seat["name"] if seat else ""
