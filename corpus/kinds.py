"""The kind of a report (文种), read off its title."""

from __future__ import annotations

import re

OTHER_KIND = "其他"
# Longer names first: 工作总结 before 总结 would say the same, 述职报告 before 报告 does not.
_NAMES = (
    "述职述廉报告",
    "述职报告",
    "调研报告",
    "工作报告",
    "总结",
    "汇报",
    "要点",
    "计划",
    "打算",
    "方案",
    "意见",
    "通报",
    "讲话",
    "报告",
)
_MEANT = {"打算": "计划"}
KINDS = (*dict.fromkeys(_MEANT.get(name, name) for name in _NAMES), OTHER_KIND)
_KIND = re.compile("|".join(_NAMES))
_ASIDE = re.compile(r"[（(][^（）()]*[）)]\s*$")


def kind_of(title: str) -> str:
    """总结, 工作报告, 计划 …: the last name of a kind in the title; 其他 if it bears none.

    “工作总结暨2025年工作打算” is a 总结: what follows 暨, 及 or 和 is only its second part.
    """
    head = re.split("暨|[及和](?=20|下|明)", _ASIDE.sub("", title))[0]
    found = _KIND.findall(head) or _KIND.findall(title)
    return _MEANT.get(found[-1], found[-1]) if found else OTHER_KIND
