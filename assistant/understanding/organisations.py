"""Whose report a message is about, among the organisations of the archive. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

# After 县委: not the committee itself but a department of it.
_NO_DEPARTMENT = r"(?!.{0,3}(?:部(?![分署])|办|校))"


def organisation_of(text: str, organisations: Sequence[str]) -> str | None:
    """The organisation the text names; of two names, one inside the other, the longer."""
    in_full = [o for o in organisations if re.search(re.escape(o) + _NO_DEPARTMENT, text)]
    if in_full:
        return max(in_full, key=len)
    return next((o for o in organisations if _named_short(text, o)), None)


def _named_short(text: str, organisation: str) -> bool:
    """Whether the text names the organisation as people say it: 组织部, 纪委, 县委."""
    department = re.search(r"(?:[县市省区]委?)([^县市省区]{2,8})$", organisation)
    if department:
        # 组织部分党员 and 宣传部署 name no department.
        return bool(re.search(re.escape(department[1].removesuffix("监委")) + "(?![分署])", text))
    committee = re.search(r"[县市省区]委$", organisation)
    return bool(committee and re.search(committee.group() + _NO_DEPARTMENT, text))
