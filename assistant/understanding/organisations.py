"""Whose report a message is about, among the organisations of the archive. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

# After 县委: not the committee itself but a department of it.
_NO_DEPARTMENT = r"(?!.{0,3}(?:部(?![分署])|办|校))"
_GOVERNMENT = re.compile(
    r"^(?P<place>\S{2,}?(?P<kind>自治[区州县]|[省市县区州盟旗]))(?:人民)?政府$"
)
_LEAST_NAME = 2
_OTHER_PLACE = "(?![省市县区州盟旗镇乡村街])"


def organisation_of(text: str, organisations: Sequence[str]) -> str | None:
    """The organisation the text names; of two names, one inside the other, the longer."""
    in_full = [o for o in organisations if re.search(re.escape(o) + _NO_DEPARTMENT, text)]
    if in_full:
        return max(in_full, key=len)
    short = next((o for o in organisations if _named_short(text, o)), None)
    return short or next((o for o in organisations if _named_by_place(text, o)), None)


def _named_short(text: str, organisation: str) -> bool:
    """Whether the text names the organisation as people say it: 组织部, 纪委, 县委."""
    department = re.search(r"(?:[县市省区]委?)([^县市省区]{2,8})$", organisation)
    if department and not _GOVERNMENT.match(organisation):
        # 组织部分党员 and 宣传部署 name no department.
        return bool(re.search(re.escape(department[1].removesuffix("监委")) + "(?![分署])", text))
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
