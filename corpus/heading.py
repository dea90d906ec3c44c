"""What a section's heading announces: the work done, the problems, the plan, or none of them.

A heading is read clause by clause (“存在的问题|及|下一步打算”), each by the noun it ends with, since
that noun says what the section holds: “2023年工作|安排” is a plan, “计划完成|情况” is not.
"""

from __future__ import annotations

import re

from corpus.report import Role

_LONGEST = 60  # characters; a longer line is no heading, and every pattern here stays cheap
_CLAUSE = re.compile(r"[、，；,;]|以及|[和及与暨]")
_AFTERTHOUGHT = re.compile(r"（[^）]*）$|[：:。.]+$|^[*#\s]+")
_END_PLAN = re.compile(
    r"(?:打算|计划|安排|思路|举措|部署|谋划|方向|目标|任务|重点|建议|展望|要求|指导思想|指导方针|政策取向"
    r"|考虑|设想|构想|规划|措施|对策|意见|蓝图|愿景)$"
)
_END_DONE = re.compile(
    r"(?:情况|回顾|总结|小结|成效|成绩|成就|业绩|亮点|做法|进展|概况|评价|估价|成果|变化)$"
)
_END_PROBLEMS = re.compile(r"(?:问题|不足|不足之处|困难|短板|差距|薄弱环节|弱项|缺点|缺陷)$")
_END_WORK = re.compile(
    r"(?:主要|重点|具体|政府|[年的]|期间|时期)工作$|做好(?:\d{4}年|今年|明年).*工作$"
)
_PROBLEMS_INSIDE = re.compile(r"存在的?[^，]{0,8}(?:问题|不足|困难|短板)")
_NOT_OWN_PROBLEMS = re.compile(
    r"解决|整治|破解|化解|攻克|纠正|回应|治理|针对|紧盯|需要说明|[有相]关|关于|几个|若干|补|重视|应对|防范"
)
_FUTURE = re.compile(r"下半年|下一?步|下一?阶段|下一?年|明年|来年|今后|未来|新的?一年|后一阶段")
_TIME = re.compile(_FUTURE.pattern + r"|\d{4}\s*年|十[一二三四五六七八]五|今年")
_PAST = re.compile(r"过去|上半年|去年|本届|以来|[\d一二三四五十几]年来")
# A heading that starts with a verb names a theme (“突出抓好重点任务”), not a part of the report.
_VERB_FIRST = re.compile(
    r"坚持|坚定|强化|加强|推进|推动|突出|围绕|聚焦|落实|完成|实现|抓[好实紧]|加快|深化|全面|着力|持续|扎实|切实"
    r"|认真|紧扣|紧盯|把握|贯彻|严格|压实|提升|优化|健全|完善|细化|圆满|超额|全力|大力|积极|努力(?!方向)|不断"
    r"|深入|牢牢|准确|确保|统筹|锚定|瞄准|服务|助力|筑牢|夯实|打造|建设|构建|发挥|破解|解决|化解|整治|以[^上]|巩固|扩大|拓展"
    r"|开展|用好|做[优强大实]|守牢|兜牢|激发|培育|促进|保障|维护|创新|改善|办好|打[好赢]|争取|力争|严守|防范|注重|狠抓|高[质标]|始终"
    r"|采取|改进政府|出色|胜利|顺利|高度|用[心情]|凝聚|展现|彰显|弘扬|践行|树[立牢]|更[加好高实大]|进一步"
)
_SHORT = re.compile(r"..(?:情况|措施|举措|成效|建议|方向|总结)")
_SENTENCE = re.compile(
    r"[了即请：【]|提出|我们|如下|以下|[是有为]$|抓[好实]|做好|必须|包括|采取|把握|实现|围绕|为此|具体"
)
_EXPLICIT_PROBLEMS = re.compile(
    r"存在的?.{0,8}(?:问题|不足|困难|短板)|(?:问题|困难|不足|短板)[和与及](?:问题|困难|不足|差距)|^主要问题$|^问题|^不足|薄弱环节$|^短板"
)
_EXPLICIT_PLAN = re.compile(
    rf"打算|(?:{_FUTURE.pattern}|\d{{4}}年).*(?:安排|计划|思路|重点|任务|措施|举措)$|^努力方向|^整改措施"
)
_ASIDE = re.compile(r"(?:经验|体会|启示|教训|形势|原因|说明)(?:分析)?(?=$|[和及与、])")


def roles_of_heading(heading: str, after: Role | None = None) -> tuple[Role, ...]:
    """The roles a heading announces, in its order; () if it announces none.

    `after` is the role of what precedes it: “2024年主要工作” is what was done if it comes first,
    and what is to be done after a review.
    """
    plain = _AFTERTHOUGHT.sub("", re.sub(r"\s|[“”\"]", "", heading[: _LONGEST + 1]))
    if not plain or len(plain) > _LONGEST:
        return ()
    theme = _VERB_FIRST.match(plain) is not None and not _SHORT.fullmatch(plain)
    loose = theme or "，" in plain or "了" in plain or plain.startswith("关于")
    roles: list[Role] = []
    role, undecided = None, False
    for clause in filter(None, _CLAUSE.split(plain)):
        role = _role_of_clause(clause)
        if loose and role is not None and not _holds_as_theme(role, clause):
            role = None
        undecided = undecided or (role is None and _END_WORK.search(clause) is not None)
        if role is not None and role not in roles:
            roles.append(role)
    if role is None and not undecided and Role.PROBLEMS not in roles:
        return ()  # what the last noun says is what the heading is about
    if roles and roles[-1] is Role.ACHIEVEMENTS and not _FUTURE.search(plain):
        # “目标任务及完成情况”: the last noun governs; problems are never governed so.
        roles = [role for role in roles if role is not Role.PLAN]
    if not roles and undecided:
        return (_role_of_work(plain, after),)
    return tuple(roles)


def role_of_heading(heading: str) -> Role:
    """The first role a heading announces; OTHER if it announces none."""
    return next(iter(roles_of_heading(heading)), Role.OTHER)


def is_heading_phrase(line: str) -> bool:
    """Whether a short line without a number is a heading by its words alone."""
    plain = _AFTERTHOUGHT.sub("", line)
    if not 2 <= len(plain) <= 30 or re.search(r"[。；！？，]", plain) or _SENTENCE.search(plain):
        return False
    if _VERB_FIRST.match(plain):
        return False
    roles = roles_of_heading(plain)
    if roles[:1] == (Role.PROBLEMS,):
        return is_explicit(plain, Role.PROBLEMS)  # “力量不足” states one, “存在不足” heads them
    return bool(roles) or is_aside(plain)


def is_explicit(heading: str, role: Role) -> bool:
    """Whether a heading below a part's own names problems or a plan beyond doubt."""
    plain = re.sub(r"\s", "", heading[:_LONGEST])
    if role is Role.PROBLEMS:
        return _EXPLICIT_PROBLEMS.search(plain) is not None
    return role is Role.PLAN and _EXPLICIT_PLAN.search(plain) is not None


def is_aside(heading: str) -> bool:
    """Whether a heading is about experience, causes or the situation: neither review nor plan."""
    return _ASIDE.search(heading[:_LONGEST]) is not None


def _role_of_clause(clause: str) -> Role | None:
    if _END_PLAN.search(clause):
        return Role.PLAN
    if _END_DONE.search(clause):
        return Role.ACHIEVEMENTS
    own = not _NOT_OWN_PROBLEMS.search(clause)
    if own and (_END_PROBLEMS.search(clause) or _PROBLEMS_INSIDE.search(clause)):
        return Role.PROBLEMS
    return None


def _holds_as_theme(role: Role, clause: str) -> bool:
    """In a heading that may be a mere theme, only an unmistakable clause counts."""
    if role is Role.PLAN:
        return _TIME.search(clause) is not None
    if role is Role.PROBLEMS:
        return "存在" in clause  # “关于加强作风建设问题” is about no problem of its own
    return clause.endswith(("情况", "回顾")) and "工作" in clause


def _role_of_work(plain: str, after: Role | None) -> Role:
    if _FUTURE.search(plain) or "做好" in plain:
        return Role.PLAN
    if _PAST.search(plain):
        return Role.ACHIEVEMENTS
    first = after in (None, Role.LEAD)
    if after is Role.PLAN:
        return Role.PLAN
    if _TIME.search(plain) or "重点工作" in plain:
        return Role.ACHIEVEMENTS if first else Role.PLAN
    return Role.ACHIEVEMENTS
