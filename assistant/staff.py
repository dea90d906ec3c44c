"""Whose cadres a theme is about. Pure.

党管干部: the cadres of a whole county are the business of its committee and of those who keep their
files; every other office that writes about 干部 or 队伍 means its own, and what another says of its
people is no precedent for that.
"""

from __future__ import annotations

import re

_STAFF = re.compile("干部|队伍|铁军|自身建设|专业素养")
_MINDS_CADRES = re.compile(
    r"(?:[县市区省州盟旗乡镇]委|党工委|组织部|人事局|人社局|人力资源和社会保障局)$"
)


def is_own_staff(theme: str, organisation: str) -> bool:
    """Whether the theme, in a report of the organisation, is about its own people only."""
    return bool(_STAFF.search(theme)) and not _MINDS_CADRES.search(organisation)
