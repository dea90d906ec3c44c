"""What an office has finished it does not promise again: the bypass that a later report tells as
open to traffic, the title it tells as won. Pure.

Only names are compared that the later report itself gives (城东大桥建成通车, 获评省级森林城市), and only
with clauses that would build or win them: 巩固省级森林城市创建成果 may follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.clauses import clause_spans

_OPENED = "(?:建成|竣工|通车|通航|投用|投入(?:使用|运营|营运|运行)|投产|完工|开通|落成|开园|开馆|启用|开业)"
_TOLD = (
    # 城东大桥、城西隧道建成通车
    re.compile(
        r"^(?P<names>[^，。；：]{4,60}?)(?:正式|顺利|全面|如期|全线|主体|建设|项目|工程|一期)*"
        rf"(?:已|均)?(?:实现)?{_OPENED}"
    ),
    # 建成城东大桥
    re.compile(
        r"^(?:如期|顺利|全面)?(?:建成|开通|启用)(?:了|并[^，]{2,4})?(?P<names>[^，。；：]{4,60})$"
    ),
    # 获评省级森林城市
    re.compile(
        r"(?:成功创建|创建成为|创成|获评|荣获|荣膺|入选|获批|被(?:评|命名|授予|确定|列)为?)"
        r"(?:了|为|成为)?(?P<names>[^，。；：]{4,40})"
    ),
)
_AND = re.compile("[、和及与]")
_MARKS = re.compile('[“”"《》]')
_BEFORE = re.compile(
    r"^(?:.*(?:新建|续建|推动|加快|推进|促进|实施|随着|建设|完成|等|了|的)|(?:全国|全省|全市)?首[批个家])+(?=.{5})"
)
_BEHIND = re.compile(r"(?:称号|荣誉|名单|验收|考核|行列|试点|项目|工程|建设)+$")
# Many of a kind, or of each year.
_SEVERAL = re.compile(
    r"(?<![A-Za-z])\d|[X×]|一大?批|[一二两三四五六七八九十]+(?:个|条|座|所|家|项|批)|^(?:在|对|以|使|让|将|把|从)|(?:基本|全部|相继|陆续|主动|按时)$"
)
_SHORTEST, _LONGEST = 5, 14
_WOULD = re.compile(
    "建设|建成|新建|扩建|续建|创建|争创|申报|申创|创成|获评|完成|开工|启动|推进|加快|实施|投入|通车|开通|打通|投用|竣工"
)
_GOES_ON = re.compile("巩固|成果|复查|复审|复评|蝉联|深化|提升|管理|运营好|[二三四]期|扩容")


@lru_cache(maxsize=512)
def finished_names(text: str) -> frozenset[str]:
    """Names of what the text, which tells of work done, says is finished or won."""
    return frozenset(
        name for start, end in clause_spans(text, 0, len(text)) for name in _names(text[start:end])
    )


def _names(clause: str) -> Iterator[str]:
    for told in _TOLD:
        if match := told.search(clause):
            for part in _AND.split(match["names"]):
                name = _BEFORE.sub("", _BEHIND.sub("", _MARKS.sub("", part)))
                if _SHORTEST <= len(name) <= _LONGEST and not _SEVERAL.search(name):
                    yield name


@lru_cache(maxsize=50_000)
def is_finished(clause: str, names: frozenset[str]) -> bool:
    """Whether the clause would build, or win, what one of the names stands for."""
    if not names or not _WOULD.search(clause) or _GOES_ON.search(clause):
        return False
    bare = _MARKS.sub("", clause)
    return any(name in bare for name in names)
