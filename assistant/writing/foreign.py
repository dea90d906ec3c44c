"""Words that only the department, or the place, that wrote them can use. Pure."""

from __future__ import annotations

import re

from assistant.evidence import Evidence
from assistant.periods.begun import same_place
from assistant.place_names import place_names, seat_of, zone_names
from assistant.precedents import Precedent

_DEPARTMENT = re.compile(
    r"纪检|监察|巡察|组织部门|组工|宣传(?:部|干部|委员|力量|人才|队伍)|网络传播|县委|部机关|党组成员|取证|办案|执纪|廉情|专项监督|组织工作|组织路线|宣传思想"
)
# What one place set out to be: 打造万亿强市, 建设制造之城.
_OWN_AIM = re.compile(
    r"(?:打造|建设|建成|迈向)[^，；。]{2,12}(?:强[省市县区州]|[之造]城|之[都乡州]|高地|枢纽)"
)
LOCAL_NAME = re.compile(r"“[^”]{2,12}”(?!精神)")  # what an office calls its own
_NAMES_ITSELF = re.compile(r"我(?:部|办|局|委|院|厅|省|市|县|区|州|旗|乡|镇)|全(?:部门|局|院|厅)")


def is_foreign(precedent: Precedent, evidence: Evidence) -> bool:
    """Whether another organisation wrote it, and the writer did not pin it."""
    own = precedent.organisation == evidence.organisation
    return not own and precedent.paragraph.id not in evidence.pinned


def names_department(text: str, organisation: str, asked: str = "") -> bool:
    """Whether the text speaks of the duties or the name of a department; those that the `asked`
    theme is about (巡察 in an item on 巡察整改) are the writer's own there."""
    short = re.sub(r"^中共|^.{2,4}?[县市区省](?=委|纪|监)", "", organisation)
    named = len(short) >= 3 and short in text
    duties = any(found not in asked for found in _DEPARTMENT.findall(text))
    return named or duties or bool(_NAMES_ITSELF.search(text))


def names_other_place(text: str, precedent: Precedent, evidence: Evidence) -> bool:
    """Whether words of another place name that place, what it set out to be, or a place that the
    house's reports never name."""
    organisation, house = precedent.organisation, evidence.organisation
    if not is_foreign(precedent, evidence) or same_place(organisation, house):
        return False
    seat = seat_of(organisation)
    if (seat and seat in text) or _OWN_AIM.search(text):
        return True
    names = place_names(text) | zone_names(text)
    return any(all(name not in own for own in evidence.own_texts) for name in names)
