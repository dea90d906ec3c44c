"""What a heading or a title says: its role, the organisation, the period.

The synonyms are those of real reports: “主要工作及成效”, “存在的突出问题和不足”, “下一步工作安排”.
"""

from __future__ import annotations

import re

from corpus.numbering import number_value
from corpus.report import Period, Role

_PLAN = re.compile(
    r"(?:下半年|下一?步|下一?阶段|下一年度?|明年|今后|\d{4}年度?|后一阶段)?的?(?:主要|重点)?"
    r"(?:工作)?(?:的)?(?:主要|重点|总体)?(?:工作)?"
    r"(?:打算|计划|安排|思路|举措|重点|措施|努力方向|谋划|部署|任务)"
    r"|整改(?:措施|方向|打算)|对策建议|努力方向|改进措施"
)
_PLAN_START = re.compile(r"下半年|下一?步|下一?阶段|明年|今后|整改|对策|努力方向|改进")
_PROBLEMS = re.compile(
    r"存在的?(?:主要|突出|一些|几个)?(?:的)?(?:问题|不足|困难|短板|差距|薄弱环节)|(?:问题|困难|短板)[和与及](?:不足|差距|挑战)"
    r"|薄弱环节|不足之处|困难和问题|主要问题"
)
_ACHIEVEMENTS = re.compile(
    r"工作.{0,8}(?:情况|回顾|成效|成绩|亮点|做法)|主要(?:工作|做法|成效|成绩|亮点)|取得.{0,4}成[绩效]"
    r"|做法(?:和|及|与)?成效|^工作总结$"
)
_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(?P<year>\d{4}|[二][〇○零一二三四五六七八九]{3})\s*年?\s*度?"
_PERIOD = re.compile(
    _YEAR + r"\s*(?P<half>上半年|下半年|第?[一二三四1-4]季度)?(?=.*(?:总结|报告|汇报|情况|$))?"
)
_ORGANISATION = re.compile(r"^(?P<name>[^\d〇]{2,30}?)(?:关于)?\s*" + r"(?=(?:\d{4}|二[〇○零])\s*)")
_ORGANISATION_WORD = re.compile(
    r"^(?:关于)?(?P<name>[^，。\d]{0,20}?(?:委员会|县委|市委|省委|区委|党委|党组|党工委|政府|部|局|办公室|办|"
    r"纪委监委|纪委|监委|法院|检察院|人大常委会|政协|总工会|团委|妇联|街道|镇|乡|院|校))"
)
_DATE_LINE = re.compile(
    r"[（(]?(?P<year>\d{4}|[二][〇○零一二三四五六七八九]{3})年"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?[）)]?"
)


def role_of_heading(heading: str) -> Role:
    """The role a section's heading announces; OTHER if it announces none."""
    plain = re.sub(r"\s", "", heading)
    problems, plan = _PROBLEMS.search(plain), _PLAN.search(plain)
    if problems and (plan is None or problems.start() <= plan.start()):
        # “针对存在问题的整改措施” is a plan although it names problems first.
        return (
            Role.PLAN if re.search(r"(?:针对|围绕).{0,12}问题", plain) and plan else Role.PROBLEMS
        )
    if plan and (_PLAN_START.search(plain) or not _ACHIEVEMENTS.search(plain)):
        return Role.PLAN
    if _ACHIEVEMENTS.search(plain):
        return Role.ACHIEVEMENTS
    return Role.OTHER


def period_of_title(title: str) -> Period | None:
    """The period a title or file name names: 2024年上半年 → 2024H1, 二〇二三年度 → 2023."""
    match = _PERIOD.search(title)
    if match is None:
        return None
    year = int(match["year"].translate(_YEAR_DIGITS))
    if not 1949 <= year <= 2100:
        return None
    half = match["half"] or next((h for h in ("上半年", "下半年") if h in title), "")
    return Period(year, {"上半年": 1, "下半年": 2}.get(half, 0))


def period_of_date(line: str) -> Period | None:
    """The period a report signed on this date closes: June–August → the first half-year."""
    match = _DATE_LINE.fullmatch(line)
    if match is None:
        return None
    year = int(match["year"].translate(_YEAR_DIGITS))
    month = number_value(match["month"])
    if month in (6, 7, 8):
        return Period(year, 1)
    return Period(year - 1) if month in (1, 2, 3) else Period(year)


def is_date_line(line: str) -> bool:
    return _DATE_LINE.fullmatch(line) is not None


def organisation_of_title(title: str) -> str:
    """The organisation a title begins with, or ""."""
    match = _ORGANISATION.match(title) or _ORGANISATION_WORD.match(title)
    return match["name"].strip("“”《》 ").removesuffix("关于") if match else ""
