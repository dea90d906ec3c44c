"""Which clauses of past items cannot stand in this draft, and why: what is told under 为什么这么写."""

from __future__ import annotations

import re

from assistant.checking.figures import unsupported
from assistant.clauses import Unit, coverage, leans_forward, overlap
from assistant.deeds import says_no_deed
from assistant.dropped import is_dropped
from assistant.faults import finds_fault
from assistant.periods.begun import is_long_done
from assistant.plan import PlannedItem
from assistant.precedents import Precedent
from assistant.tagging import names_person
from assistant.writing.foreign import is_foreign, names_department, names_other_place
from assistant.writing.job import Job
from assistant.writing.pieces import Borrowed, assemble
from assistant.writing.used import Used

# Of a heading in the words under it; in what is a heading itself: 经济总量不大 and 经济总量仍然偏小.
_ECHOES, _ECHOES_FAULT, _SAYS_THE_SAME = 0.75, 0.55, 0.45
# Half of something: 尤其是县域经济薄弱 wants a sentence before it, 生产性服务业方面 one after it.
_PART = re.compile(
    r"^(?:尤其|特别是|其中|即(?!将)|如(?![期实何火荼])|例如|因而|因此|从而|首先|其次|再次|主要[是有]|就是|也就是|越[要是]|以及|包括"
    r"|担负着|作为[^，]*$|(?:争取|力争|确保)?年内)|(?:方面|过程中|的同时|基础上|等(?:多种)?措施|的要求)$"
)
# 城乡互补、协调发展的新局面, cut off from what brings it about.
_SCENE = re.compile(r"的(?:新)?(?:局面|格局|氛围|态势|环境)$")
_BRINGS = re.compile(
    "形成|营造|构建|打造|推动|开创|巩固|建设|优化|创造|拓展|保持|完善|维护|塑造|打开|改善|培育|净化"
)
_ELSEWHERE_SAID = re.compile("上述|前述|下列|如下")
# 总书记强调: with other words behind it that nobody of that name said.
_ATTRIBUTES = re.compile(r"(?:强调|指出|提出|明确要求|要求|讲过|说过|嘱托|寄语|告诫)$")
_CARRIES_OUT = re.compile("按照?|根据|对照|对标|落实|贯彻|执行|围绕|符合|满足|深入|认真|全面|坚决")
_SPEAKER = re.compile("书记|主席|总理|中央|会议|全会|[省市县区]委|国务院|领导|同志|部长|省长|市长")
_MAY_COUNT = re.compile(r"\d|半|[数几上首]|[番倍成年月日]|分之|[一二两三四五六七八九十百千万亿]")
EXPIRED, FIGURE, USED, LENGTH, NO_VERDICT, FOREIGN, FAR = (
    "提法已过期", "带着往年的数字", "前面的条目已用过", "句子过长或过短", "没有点明不足", "是其他部门的职责", "离主题较远",
)  # fmt: skip
REFERS = "指的是别处写的话"
ELSEWHERE = "说的是别的地方"
NO_DEED = "讲的是道理，不是举措"
DONE = "说的是几年前的一次性工作"
OTHERS = "是另一条要写的"
PERSON = "点到了人名"
DROPPED = "说到的名称近几年的报告已不再提"
_NAMES_IT, _ALL_OF_IT = 5, 0.9
_LONG_AGO = 3  # years, after which what nobody names any more is given up
_MIN_UNIT, _MAX_UNIT = 7, 48


def unfit(job: Job, precedent: Precedent, unit: Unit, planned: PlannedItem) -> str:
    """Why the unit could stand in no draft of the kind; "" if it could."""
    if not _MIN_UNIT <= len(unit.text) <= _MAX_UNIT or leans_forward(unit.text):
        return LENGTH
    if _PART.search(unit.text) or (_SCENE.search(unit.text) and not _BRINGS.search(unit.text)):
        return LENGTH
    if _ELSEWHERE_SAID.search(unit.text) or speaks_for(unit.text):
        return REFERS
    if names_person(unit.text):
        return PERSON
    is_pinned = precedent.paragraph.id in planned.pinned
    if job.section == "problems" and not is_pinned and not finds_fault(unit.text):
        return NO_VERDICT
    if job.section == "plan" and not is_pinned and says_no_deed(unit.text):
        return NO_DEED
    foreign = is_foreign(precedent, job.evidence)
    asked = planned.theme if planned.asked else ""
    if foreign and names_department(unit.text, precedent.organisation, asked):
        return FOREIGN
    return ELSEWHERE if names_other_place(unit.text, precedent, job.evidence) else ""


def speaks_for(text: str) -> bool:
    """Whether it says who says what is to follow: such words are borrowed with their own or not at
    all."""
    last = text.rpartition("，")[2]
    if _CARRIES_OUT.match(last):
        return False
    return bool(_ATTRIBUTES.search(last) and _SPEAKER.search(last))


def stale(job: Job, precedent: Precedent, unit: Unit, used: Used) -> str:
    """Why the unit cannot stand in this draft any more; "" if it can."""
    if (precedent.report.id, unit.start) in used.units or used.says(unit.text):
        return USED
    headings = [
        part for h in used.headings for part in (h, *h.split("，")) if len(part) >= _MIN_UNIT
    ]
    most = _ECHOES_FAULT if job.section == "problems" else _ECHOES
    most = _SAYS_THE_SAME if unit.text == precedent.heading else most
    if any(overlap(unit.text, heading) > most for heading in headings):
        return USED
    if job.times.cannot_use(unit.text, precedent.period):
        return EXPIRED
    if is_long_done(unit.text, job.years_since(precedent)):
        return DONE
    if job.years_since(precedent) > _LONG_AGO and is_dropped(unit.text, job.evidence.recent_texts):
        return DROPPED
    return FIGURE if _keeps_a_figure(job, precedent, unit) else ""


def _keeps_a_figure(job: Job, precedent: Precedent, unit: Unit) -> bool:
    """Whether a figure of its time stays when it is adapted (产值再翻一番), as the gate sees it."""
    if not _MAY_COUNT.search(unit.text):
        return False
    return bool(unsupported(assemble([Borrowed(precedent, unit)], job.times), job.period))


def heads_another(job: Job, planned: PlannedItem, text: str) -> bool:
    """Whether the text is what another item of the draft is going to be about."""
    if job.section != "problems":
        return False
    others = (i.theme for i in job.items if i.theme != planned.theme and len(i.theme) >= _NAMES_IT)
    return any(
        coverage(theme, text) >= _ALL_OF_IT and len(text) < 2 * len(theme) for theme in others
    )
