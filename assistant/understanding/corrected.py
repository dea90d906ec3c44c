"""不是组织部的，是宣传部的: the order before, put right in one point and asked for anew. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.document import Draft, SectionName
from assistant.periods.asked import asked_period
from assistant.understanding.organisations import organisation_of, unknown_organisation
from assistant.understanding.wording import normalise

_AGAIN = r"(?:，?(?:再|重新)?(?:写|起草|来)一?[遍份版稿])"
_CORRECTS = re.compile(
    rf"(?:不对|错了|搞错了|弄错了)?，?(?:(?:不是|不要)[^，。]{{2,14}}，)?(?:应该|要的?|我要的?)?(?:就?是|换成|改成|改为|换为)(?P<what>[^，。“”]{{2,14}}?)的?(?:报告|总结)?{_AGAIN}?(?:吧)?"
)
_SECTIONS: dict[SectionName, re.Pattern[str]] = {
    "problems": re.compile(r"(?:存在的)?(?:问题|不足)(?:部分)?"),
    "plan": re.compile(r"(?:工作|下半年|下一?步)?(?:打算|计划)(?:部分)?"),
}
_PERIOD = re.compile(
    r"(?:20\d\d年|今年|去年|前年|本年)?度?(?:上半年|下半年|全年)?的?|[一二三四]季度"
)
_OFFICE = re.compile(r"[^\d]{1,12}?(?:[委部办局厅]|政府|监委|人大|政协)")


@dataclass(frozen=True)
class Corrected:
    """What of the draft's order is another; None where it stays."""

    section: SectionName | None = None
    period: str | None = None
    organisation: str | None = None
    unknown_organisation: str | None = None


def corrected(
    message: str, draft: Draft, organisations: Sequence[str], today: date
) -> Corrected | None:
    """None for a message that asks for anything else than the same draft of another section, time
    or office."""
    match = _CORRECTS.fullmatch(normalise(message))
    if match is None:
        return None
    what = match["what"]
    for section, named in _SECTIONS.items():
        if named.fullmatch(what) and section != draft.section:
            return Corrected(section=section)
    if _PERIOD.fullmatch(what):
        period = asked_period(what, draft.section, today)
        return Corrected(period=period) if period and period != draft.period else None
    if not _OFFICE.fullmatch(what):
        return None
    if organisation := organisation_of(what, organisations):
        return Corrected(organisation=organisation) if organisation != draft.organisation else None
    # The name alone does not say that it is an office; with a year behind it it does.
    unknown = unknown_organisation(f"{what}2024年", organisations)
    return Corrected(unknown_organisation=unknown) if unknown else None
