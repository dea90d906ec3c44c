"""Whose report a message is about, among the organisations of the archive. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

# After 县委: not the committee itself but a department of it.
_NO_DEPARTMENT = r"(?!全会|常委会|〔|\[|.{0,3}(?:部(?![分署])|办|校)|政法委|编委|政研室)"
_GOVERNMENT = re.compile(
    r"^(?P<place>\S{2,}?(?P<kind>自治[区州县]|[省市县区州盟旗]))(?:人民)?政府$"
)
# Who reads it, or with whom one works, is not whose report it is.
_FOR_OTHERS = re.compile(
    r"(?:写给|上?报送?|呈送?|配合|会同|学习|按照?|根据|落实|突出|贯彻)[^，。；的写]{2,10}?"
    r"(?:[委部办局厅]|政府)(?=[的长，。；〔全]|$)"
)
_LEAST_NAME = 2
# What stands after whose report it is: 统战部2025年…, 县委办的工作打算.
_YEAR = r"(?:的|写|起草|拟)?一?[份个篇段]?(?:20\d\d|今年|明年|去年|[上下]半年|全年)"
_SECTION = r"的?(?:存在|问题|不足|工作(?:打算|计划|安排|总结)|下一?步)"
_OFFICE = (
    r"(?:统战|宣传|组织|社会工作|武装|人武)部|(?:政法|纪|监|团|工|编)委|[省市县区州旗盟](?:委|政府|府)|"
    r"[^\W\d写拟草给为帮替把的和、]{2,6}(?<![格布全大结僵开时])[局厅]|政府|人大|政协|法院|检察院|党校|"
    r"人大常委会|总工会|妇联|工商联|残联|文联|科协"
)
_BRANCH = "(?:办公室|办|研究室|政研室)?"
_PLACE = r"[^\W\d写拟草给为帮替把的和、一]{2,8}(?:自治)?[省市县区州旗盟](?<!全.)(?<!各.)(?<![省市县区]{2})"
_NAMED = re.compile(
    f"(?P<office>(?:{_OFFICE}){_BRANCH})(?=(?:{_YEAR}|{_SECTION}))|(?P<place>{_PLACE})(?={_YEAR})"
)
_OTHER_PLACE = "(?![省市县区州盟旗镇乡村街])"


def organisation_of(text: str, organisations: Sequence[str]) -> str | None:
    """The organisation the text names; of two names, one inside the other, the longer."""
    text = _FOR_OTHERS.sub("", text)
    in_full = [o for o in organisations if re.search(re.escape(o) + _NO_DEPARTMENT, text)]
    if in_full:
        return max(in_full, key=len)
    short = next((o for o in organisations if _named_short(text, o)), None)
    return short or next((o for o in organisations if _named_by_place(text, o)), None)


def unknown_organisation(text: str, organisations: Sequence[str]) -> str | None:
    """An office or a place the text asks to write for, and that the archive has no report of; for a
    text in which `organisation_of` finds none."""
    if not organisations:
        return None
    for match in _NAMED.finditer(text):
        name = re.sub(r"^(?:我|咱|本|全|请|们)+", "", match.group())
        if len(name) > 1 and not any(_in_order(name, o) for o in organisations):
            return name
    return None


def _in_order(name: str, organisation: str) -> bool:
    """Whether the name shortens the organisation's: 市政府, 惠州市人民政府."""
    left = iter(organisation)
    return all(character in left for character in name)


def _named_short(text: str, organisation: str) -> bool:
    """Whether the text names the organisation as people say it: 组织部, 纪委, 县委."""
    department = re.search(r"(?:[县市省区]委?)([^县市省区]{2,8})$", organisation)
    if department and not _GOVERNMENT.match(organisation):
        # 组织部分党员 and 宣传部署 name no department.
        return bool(re.search(re.escape(department[1].removesuffix("监委")) + "(?![分署长])", text))
    committee = re.search(r"[县市省区]委$", organisation)
    return bool(committee and re.search(committee.group() + _NO_DEPARTMENT, text))


def _named_by_place(text: str, organisation: str) -> bool:
    """Whether the text names the place whose government it is: 江门市, 江门2024年."""
    government = _GOVERNMENT.match(organisation)
    if government is None:
        return False
    place = government["place"]
    if re.search(re.escape(place) + "(?![委直级])", text):
        return True
    name = place.removesuffix(government["kind"])
    return len(name) >= _LEAST_NAME and bool(re.search(re.escape(name) + _OTHER_PLACE, text))
