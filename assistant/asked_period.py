"""Which period a request is about: the words people use for it → the report's period. Pure."""

from __future__ import annotations

import re
from datetime import date

from assistant.document import SectionName
from corpus.report import Period

# “2025年工作打算” is the plan that closes the report of 2024; “2025年度…” the report of 2025.
_PLANNED_YEAR = re.compile(r"(20\d\d)年的?(?:主要|重点)?(?:工作)?(?:打算|计划|安排|思路|谋划|要点)")
_FIRST_HALF = re.compile(
    r"(?<!\d)0?1月?份?[-—~～至到]0?6月份?|年中|前半年|(?<![上下前后])半年度?(?=的?(?:党建)?(?:工作|总结|报告|小结))|H1",
    re.IGNORECASE,
)
_SECOND_HALF = re.compile(r"(?<!\d)0?7月?份?[-—~～至到]12月份?|后半年|H2", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?<!\d)([12]\d)年(?=度|上半年|下半年|党建|存在|工作(?:总结|打算|计划))")


def current_period(today: date) -> Period:
    """The period a report written today closes: last year's until March, H1 until September."""
    if today.month <= 3:
        return Period(today.year - 1)
    return Period(today.year, 1) if today.month <= 9 else Period(today.year)


def asked_period(text: str, section: SectionName | None, today: date) -> str | None:
    """The code of the period of the report the section belongs to; None if none is named."""
    text = _SECOND_HALF.sub("下半年", _FIRST_HALF.sub("上半年", _SHORT_YEAR.sub(r"20\1年", text)))
    if section == "plan" and (planned := _PLANNED_YEAR.search(text)) and "总结" not in text:
        return str(Period(int(planned[1]) - 1))
    match = re.search(
        r"(?P<year>20\d\d|二[〇○零][一二三四五六七八九〇零]{2})年?(?:度)?的?(?P<half>上半年|下半年)?",
        text,
    )
    year = None
    half = ""
    if match and (match["year"].isdigit() or "年" in match.group()):
        digits = match["year"].translate(str.maketrans("〇○零一二三四五六七八九", "000123456789"))
        year, half = int(digits), match["half"] or ""
        if re.match(r"以来|至今|到", text[match.end() :]):
            return None
    elif word := re.search(r"(今年|本年度?|去年|上一?年度?|前年)的?(上半年|下半年)?", text):
        year = today.year - {"去": 1, "上": 1, "前": 2}.get(word[1][0], 0)
        half = word[2] or ""
        if not half and word[1][0] in "今本" and "下半年" not in text and not _whole_year(text):
            return str(current_period(today)) if today.month > 3 else str(Period(year))
    elif section == "plan" and re.search(r"明年|来年|新的一年", text):
        return str(Period(today.year))
    if year is None:
        if "上半年" in text:
            return str(Period(today.year, 1))
        if section == "plan" and "下半年" in text:
            return str(Period(today.year, 1))
        return None
    if half == "下半年" and section == "plan":
        return str(Period(year, 1))  # the plan for the second half closes the first half's report
    if not half and ("上半年" in text or (section == "plan" and "下半年" in text)):
        return str(Period(year, 1))
    return str(Period(year, {"上半年": 1, "下半年": 2}.get(half, 0)))


def _whole_year(text: str) -> bool:
    return bool(re.search(r"年度|全年|今年总结|年终|年底", text))
