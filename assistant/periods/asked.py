"""Which period a request is about: the words people use for it → the report's period. Pure."""

from __future__ import annotations

import re
from datetime import date

from assistant.document import SectionName
from assistant.periods.told import with_told_year
from corpus.report import Period

# “2025年工作打算” is the plan that closes the report of 2024; “2025年度…” the report of 2025.
_PLANNED_YEAR = re.compile(
    r"(20\d\d)年的?(?:主要|重点|总体)?(?:工作)?的?(?:打算|计划|安排|思路|谋划|要点|重点工作|工作重点|目标任务)"
)
_FIRST_HALF = re.compile(
    r"(?<!\d)0?1月?份?[-—–~～至到]0?6月份?|年中|前半年|上个半年|(?<![上下前后])半年度?(?=的?(?:党建)?(?:工作|总结|报告|小结|汇报|存在|问题|不足))|H1"
    r"|(?<!\d)0?1月?份?[-—–~～至到]0?[2-5]月份?|(?:第?[一二12]|Q[12])季度|Q[12](?!\d)",
    re.IGNORECASE,
)
_SECOND_HALF = re.compile(
    r"(?<!\d)0?7月?份?[-—–~～至到]1[0-2]月份?|后半年|H2|(?<!前)第?[三四34]季度|Q[34](?!\d)",
    re.IGNORECASE,
)
_THREE_QUARTERS = re.compile(r"前三个?季度|(?<!\d)0?1月?份?[-—–~～至到]0?(?:[789]|1[0-2])月份?")
# The quarter a plan is for → the half-year whose report it closes, 0 for last year's.
_PLANNED_QUARTER = re.compile(
    r"第?([一二三四1-4])季度(?:的)?(?:主要|重点)?(?:工作)?(?:打算|计划|安排|思路|重点)"
)
_SHORT_YEAR = re.compile(
    r"(?<![\d“.])([12]\d)年?(?=度|上半年|下半年|H[12])|(?<![\d“.])([12]\d)年(?=党建|存在|工作|全年|的|年|[1-9]月|0\d|[，。（]|$)",
    re.IGNORECASE,
)
_YEAR_IN_WORDS = re.compile(
    r"(?<![一二三四五六七八九十])二([〇○零0Oo])([一二三][〇○零0一二三四五六七八九])(?=年)|(?<![一二三四五六七八九十第])(二[一二三四五六七八九])(?=年(?:度|上半年|下半年))"
)
_MONTHS_OF_YEAR = re.compile(r"(20\d\d)[./](?=\d{1,2}月?[-—–~～至到])")
# Another report whose manner is to be followed.
_MODEL = re.compile(
    r"(?:参照|参考|仿照|借鉴|照着?)(?:20\d\d年?|去年|前年|往年|上一?年)[^，。；]{0,12}|按照?(?:20\d\d年?|去年|前年|往年|上一?年)[^，。；]{0,8}(?:格式|写法|模板|文风|框架|样式|体例|套路|风格|结构)"
)
# Another year that is mentioned and not written about: what is not to be repeated or to be made over,
# a document's number or name, a goal, the day the paper is handed in.
_OTHER_YEAR = r"(?:去年|前年|往年|上一?年|20\d\d年?)(?:度|上半年|下半年)?"
_NOT_MEANT = re.compile(
    rf"(?:跟|和|与|同){_OTHER_YEAR}的?[^，。；]{{0,8}}?(?:重复|雷同|重|不一样|不同|一样|区别|区分开?)"
    rf"|(?:把|将|沿用|套用|用|拿|在|按|看看|看){_OTHER_YEAR}(?:的|是)?[^，。；]{{1,10}}?(?:改改|改一改|改一下|改成|基础上|[，写套抄])"
    r"|[〔\[（(]20\d\d[〕\]）)]\d*号?|《[^》]*》|20\d\d年?(?:远景|目标)|20\d\d年\d{1,2}月(?:\d{1,2}[日号])?(?:前|之前)?(?:上?报|交|送|印发)"
)
_COMING_HALF = re.compile(r"(?:(20\d\d)年|明年|来年)的?上半年")
_MID_YEAR = re.compile(r"(?:截[至止]|到)?(?P<year>20\d\d)年0?6月(?:份|底|末|30[日号])")
_NO_PERIOD = re.compile(r"“?十[三四五六]五”?(?:规划)?(?:期间|时期|规划)?")
_WORDS = {c: str(n) for n, c in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○0Oo", "0")
_YEAR = re.compile(
    r"(?P<year>20\d\d)(?!\d)(?:年|(?=上半年|下半年|度))?(?:度)?的?(?P<half>上半年|下半年)?"
)
_RELATIVE = re.compile(r"(今年|本年度?|当年|去年|上一?年度?|前年)度?的?(上半年|下半年)?")
_COMING_YEAR = re.compile(r"明年|来年|新的?一年|下一?年度?(?!.?半)")
_WHOLE_YEAR = re.compile(r"年度|全年|今年总结|年终|年底|年末|岁末")


def current_period(today: date) -> Period:
    """The period a report written today closes: last year's until March, H1 until September."""
    if today.month <= 3:
        return Period(today.year - 1)
    return Period(today.year, 1) if today.month <= 9 else Period(today.year)


def asked_period(text: str, section: SectionName | None, today: date) -> str | None:
    """The code of the period of the report the section belongs to; None if none is named."""
    if section == "plan" and (quarter := _PLANNED_QUARTER.search(text)):
        text = text.replace(quarter.group(), "上半年" if quarter[1] in "三四34" else "去年全年")
    text = with_told_year(_in_one_spelling(_NOT_MEANT.sub("", _MODEL.sub("", text))))
    planned = _PLANNED_YEAR.search(text) if section == "plan" else None
    if planned and not re.search(rf"{planned[1]}年[^，。；]{{0,8}}总结", text):
        return str(Period(int(planned[1]) - 1))
    if section == "plan" and (ahead := _COMING_HALF.search(text)):
        coming = Period(int(ahead[1] or today.year + 1), 1)
        if coming > current_period(today):  # it closes the report of the year before
            return str(Period(coming.year - 1))
    match = _YEAR.search(text)
    if match:
        if re.match(r"年?(?:以来|至今|到)", text[match.end() :]):
            return None
        year, half = int(match["year"]), match["half"] or ""
    elif word := _RELATIVE.search(text):
        year = today.year - {"去": 1, "上": 1, "前": 2}.get(word[1][0], 0)
        half = word[2] or ""
        if half == "" and word[1][0] in "今本当" and not _names_whole(text, section):
            if "上半年" not in text and "下半年" not in text:
                return str(current_period(today)) if today.month > 3 else str(Period(year))
        elif half == "":
            return str(Period(year)) if word[1][0] in "今本当" else _with_half(text, year, section)
    else:
        return _without_year(text, section, today)
    return str(Period(year, _half_of(half, section))) if half else _with_half(text, year, section)


def _in_one_spelling(text: str) -> str:
    """Every spelling of a year or a half-year as 2024年 and 上半年 / 下半年."""
    text = _YEAR_IN_WORDS.sub(_digits, _NO_PERIOD.sub("", text))
    text = _MID_YEAR.sub(r"\g<year>年上半年", text.replace("元月", "1月"))
    text = _MONTHS_OF_YEAR.sub(r"\1年", text)
    text = _SHORT_YEAR.sub(lambda m: f"20{m[1] or m[2]}年", text)
    text = re.sub(r"(20\d\d)年底前", r"\1年下半年", text)
    text = _THREE_QUARTERS.sub("全年", text)
    return _SECOND_HALF.sub("下半年", _FIRST_HALF.sub("上半年", text))


def _digits(match: re.Match[str]) -> str:
    words = match.group()
    return ("20" if match[3] else "") + "".join(_WORDS[c] for c in words)


def _half_of(half: str, section: SectionName | None) -> int:
    """1 or 2; the plan for the second half closes the first half's report."""
    return 1 if half == "上半年" or section == "plan" else 2


def _with_half(text: str, year: int, section: SectionName | None) -> str:
    """The year with the half-year named elsewhere in the text."""
    if "上半年" in text:
        return str(Period(year, 1))
    if "下半年" in text:
        return str(Period(year, _half_of("下半年", section)))
    return str(Period(year))


def _names_whole(text: str, section: SectionName | None) -> bool:
    coming = section == "plan" and _COMING_YEAR.search(text)
    return bool(coming or ("下半年" not in text and _WHOLE_YEAR.search(text)))


def _without_year(text: str, section: SectionName | None, today: date) -> str | None:
    """A half-year, next year or a year's end named alone: that of the date of writing."""
    ended = today.year - (today.month <= 3)  # a review written until March is of last year
    if "上半年" in text:
        return str(Period(today.year, 1))
    if "下半年" in text:
        return str(Period(today.year, 1) if section == "plan" else Period(ended, 2))
    if section == "plan" and _COMING_YEAR.search(text):
        return str(Period(today.year))
    if re.search(r"全年|年终|年底|年末|岁末|年度总结|年度工作总结|年度报告", text):
        return str(Period(ended))
    return None
