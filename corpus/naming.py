"""Whose report it is and which period it is about, from its title, its dates and its file name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.numbering import number_value
from corpus.report import Period

_YEAR_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CN_YEAR = "[一二][〇○零一二三四五六七八九]{3}"
_YEAR = rf"(?P<year>(?<!\d)\d{{4}}|{_CN_YEAR})"
_NAMED_YEAR = re.compile(_YEAR + r"\s*年")
_BARE_YEAR = re.compile(_YEAR + r"(?![\d.]|[-_/]\d|\s*[万亿元人名户亩吨件个余多号])")
_YEARS = re.compile(rf"(?<!\d)(\d{{4}})\s*年?\s*[-—–~～至到]+\s*{_YEAR}\s*年")
_HALF = {
    1: re.compile(r"上半年|(?<!下)半年|(?<!\d)1\s*[-—–~～至到]+\s*6\s*月"),
    2: re.compile(r"下半年|(?<!\d)7\s*[-—–~～至到]+\s*12\s*月"),
}
_MONTH = (
    rf"(?P<year>\d{{4}}|{_CN_YEAR})\s*年\s*(?P<month>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月"
)
_DAY = r"(?:\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日)?"
_DATE = re.compile(_MONTH + _DAY)
_DATE_LINE = re.compile(rf"[（(]?{_MONTH}{_DAY}[）)]?")
_FILE_DATE = re.compile(
    r"(?<!\d)(?P<year>\d{4})[-_.]?(?P<month>0[1-9]|1[0-2])(?:[-_.]?[0-3]\d)?(?!\d)"
)

_BEFORE_YEAR = re.compile(
    r"^(?P<name>(?=.{0,3}[\u4e00-\u9fff])[^\d〇（《：]{2,30}?)(?:关于)?\s*(?=\d{4}|[一二][〇○零九])"
)
_ORGAN = re.compile(
    r"^(?:关于|在)?(?P<name>[^，。：\d（《]{0,24}?(?:委员会|县委|市委|省委|区委|州委|党委|党组|党工委|工委|人民政府|政府"
    r"|(?<![干全内外局])部(?!门|分|署|队)|局(?!面|部)|办公室|办(?!学|理|法|案|好|事)|纪委监委|纪委|监委|法院|检察院"
    r"|人大常委会|政协|总工会|团委|妇联|街道|镇|乡(?!村)|院|校|支部|集团|公司|中心(?!工作)))"
)
_OWN_GENRE = re.compile(r"总结|报告|汇报|计划|要点")
_LEADING_PERIOD = re.compile(rf"^(?:关于)?\s*{_YEAR}\s*年?(?:度|上半年|下半年)*\s*")
_GOVERNMENT_REPORT = re.compile(r"(?P<region>[\u4e00-\u9fff]{0,24}?)(?:人民)?政府工作报告")
_CONGRESS = re.compile(r"在?(?P<region>[\u4e00-\u9fff]{2,16}?[省市县区州盟旗])第?\S{1,6}届")
_SPEAKER = re.compile(
    r"(?P<organ>[\u4e00-\u9fff]{2,20}?人民政府|国务院)(?:代理?)?(?:[省市县区州旗]长|主席|总理)"
)


def period_of_title(title: str) -> Period | None:
    """The period a title or file name names: 2024年上半年 → 2024H1, 二〇二三年度 → 2023;
    of several years the last. A quarter belongs to its year."""
    match = _YEARS.search(title) or _NAMED_YEAR.search(title) or _BARE_YEAR.search(title)
    if match is None:
        return _period_of_match(_FILE_DATE.search(title))
    year = _year(match["year"])
    if not 1949 <= year <= 2100:
        return None
    half = next((half for half, words in _HALF.items() if words.search(title)), 0)
    return Period(year, half)


def period_of_date(line: str) -> Period | None:
    """The period a report signed on this date closes: June–August → the first half-year."""
    return _period_of_match(_DATE_LINE.fullmatch(line))


def period_of_session(line: str, title: str) -> Period | None:
    """The period by a date inside a line such as “——2026年1月27日在…会议上”.

    A government's work report bears the year it is given for, which its title would name; any
    other report closes the period before its date.
    """
    match = _DATE.search(line)
    if match is None or "政府工作报告" not in title:
        return _period_of_match(match)
    late = number_value(match["month"]) >= 11
    return Period(_year(match["year"]) + late)


def is_date_line(line: str) -> bool:
    return _DATE_LINE.fullmatch(line) is not None


def organisation_of_title(title: str) -> str:
    """The organisation a title begins with, or ""."""
    report = _GOVERNMENT_REPORT.search(title)
    if report and (region := report["region"].lstrip("年度关于")):
        return _government_of(region)
    match = _BEFORE_YEAR.match(title) or _ORGAN.match(_LEADING_PERIOD.sub("", title))
    if match is None or match["name"] == "政府" or _OWN_GENRE.search(match["name"]):
        return ""
    return match["name"].strip("“”《》 -_—·").removeprefix("在").removesuffix("关于")


def organisation_of_lines(lines: Iterable[str], title: str) -> str:
    """The organisation named below a title or in a signature: a speaker's office, a congress, an
    organ's own line; or ""."""
    texts = list(lines)
    for line in texts:
        if match := _SPEAKER.search(line):
            return match["organ"]
    for line in texts:
        if "政府工作报告" in title and (match := _CONGRESS.search(line)):
            return _government_of(match["region"].removeprefix("在"))
    for line in texts:
        match = _ORGAN.match(line)
        if match and match.end() == len(line):
            return match["name"]
    return ""


def _government_of(region: str) -> str:
    return region if region.endswith("国务院") else f"{region}人民政府"


def _period_of_match(match: re.Match[str] | None) -> Period | None:
    if match is None or not 1949 <= (year := _year(match["year"])) <= 2100:
        return None
    month = number_value(match["month"])
    if month in (6, 7, 8):
        return Period(year, 1)
    return Period(year - 1) if month in (1, 2, 3) else Period(year)


def _year(digits: str) -> int:
    return int(digits.translate(_YEAR_DIGITS))
