"""What a text claims that needs a source: figures with value, unit and relation; dates; names.

Everything is compared in one plain form, so that 十二个 is 12个, 3.5亿元 is 35000万元 and 三成 is
30%. Offsets are those of the text as given. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from assistant.numerals import (
    CHINESE_FIGURE,
    CHINESE_YEAR,
    HALVES,
    VAGUE_FIGURE,
    half_width,
    normalised,
    value_of,
)

ClaimKind = Literal["figure", "date", "name"]
Direction = Literal["up", "down", ""]

_DIGIT = r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_ONES = r"[一二两三四五六七八九]"
_CN = r"[一二三四五六七八九十百千两〇零]+"
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘范彭鲁马方任袁柳唐薛贺罗郝安常于齐康余顾孟黄"
    "萧尹姚邵汪毛戴宋熊董梁杜阮席季贾江郭梅林徐高夏蔡田胡万丁邓洪石崔吉龚程邢陆翁段侯习"
)
_OFFICES = r"(?:副)?(?:书记|主任|部长|局长|县长|市长|镇长|乡长|区长|院长|校长|常委|主席)"
# Titles, document numbers, persons and codes (5G, 4A): any cited span may lend them.
_NAME = re.compile(
    r"《[^》]{1,60}》|[〔\[［（(【]20\d\d[〕\]］）)】]\s*第?\d+号"
    rf"|[{_SURNAMES}][一-鿿]{{1,2}}(?=同志|{_OFFICES})"
    rf"|(?<=书记|主任|部长|局长|县长|市长|镇长|乡长|区长)[{_SURNAMES}][一-鿿]{{1,2}}(?=[，。、；（]|带队|主持|强调|到会|出席|任组长)"
    r"|(?<![A-Za-z0-9.])(?:\d+[A-Za-z]+|[A-Za-z]+\d+)[A-Za-z0-9]*"
)
_DATE = re.compile(
    rf"{CHINESE_YEAR}"
    r"|(?<!\d)(?:19|20)\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?|(?<!\d)(?:19|20)\d\d(?=\s*[-—–~～至到]+\s*(?:19|20)\d\d年)"
    r"|(?<!\d)\d{1,2}月(?:\d{1,2}日)?(?!份?的?增)"
)
_FIGURE = re.compile(
    rf"百分之(?P<percent>{_CN}(?:点{_CN})?|{_DIGIT})|翻(?:了)?(?P<times>{_ONES})?番"
    rf"|(?P<share>{_CN})分之(?P<of>{_CN})"
    rf"|(?<![一二三四五六七八九十完])(?P<tenths>{_ONES})成(?P<half>[一二三四五六七八九半])?(?=以上|左右|多|的|[，。、；]|$|村|群众|党员|企业|农户|干部)"
    rf"|(?P<fold>{_ONES})倍"
    rf"|(?P<halves>{HALVES})|(?P<vague>{VAGUE_FIGURE})"
    rf"|第(?P<ordinal>{_CN})(?=[批轮](?!巡[察视]|主题教育|学习教育))|(?<=[居列名排第国省市县区在])第(?P<rank>{_CN})(?=[位名，。；]|$)|(?P<first>首(?=批))"
    rf"|(?P<number>{_DIGIT}\s*(?:(?:万亿|[百千]万|[万亿千百])(?:\d+(?:[百千]?万|[千百]))?)?|{CHINESE_FIGURE})(?P<tail>个百分点|%|‰|余|多)?"
)
# A single numeral is mostly part of a phrase (两个责任); it is no claim by itself, but it must not
# speak against a fact.
_SOFT = re.compile(
    rf"(?<![第“一二三四五六七八九十百千万])(?P<number>{_ONES}|十)(?=(?:个|名|人|户|件|起|家|场|项|所|处|座|条|支|亩|元|万|亿)(?!不))"
)
# 还有三个村: there the numeral counts, whatever phrase it could be part of.
_COUNTED = re.compile(r"(?:[还仍尚只仅共]有|仅剩?|还剩)$")
_UNIT = re.compile(
    r"\s*(?:余|多|来)?(?:个百分点|百分点|%|‰|万人次|人次|户次|场次|平方公里|平方米|立方米|公里|千米|公斤|千克|公顷|美元|课时|学时|个月|小时|"
    r"分钟|千瓦时|千瓦|[\u4e00-\u9fff])"
)
_NO_UNIT = "的以左与和及至到或为是占于在了并后时前内外之达较比"
_SAME_UNIT = {
    "名": "人",
    "位": "人",
    "千米": "公里",
    "千克": "公斤",
    "块": "元",
    "百分点": "个百分点",
}
_NEXT_NUMBER = re.compile(rf"\s*[-—–~～至、和及与]+\s*(?={_DIGIT})")

_UP = r"增长|增加(?!值)|上升|提高|提升|增幅|涨幅|增收|上涨|扩大|攀升|回升|高于|增(?=\d)"
_DOWN = r"降幅|跌幅|下降|减少|降低|回落|下滑|缩减|压减|缩小|低于|收窄|跌|[减降](?=[至到\d])"
_MOVE = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_REACH = re.compile(r"到|至|为|达")
_RANGE_END = re.compile(
    rf"(?:百分之{_CN}|{_DIGIT}\s*(?:%|‰|个百分点)?)\s*[-—–~～至到]+\s*(?:百分之)?$"
)
_FAR = 6
_YEAR_ON_YEAR = re.compile(r"同比|[较比]上年|[较比]去年|[较比]\d{4}年|同期")
_MONTH_ON_MONTH = re.compile(r"环比|[较比]上月|[较比]上季")
_BREAK = re.compile(r"[，。；：！？\n（）()、,;]")
_CLAUSE_BREAK = re.compile(r"[，。；：！？\n（）()]")
_APPROXIMATE = {"余": "more", "多": "more"}
_BEFORE = re.compile(
    r"(?P<less>近|将近|不足|不到)$|(?P<about>约|大约|大概)$|(?P<more>超|超过|逾|突破)$"
)
_AFTER = re.compile(r"\s*[\u4e00-\u9fff%]{0,3}?以上")
_FUNCTION = re.compile(
    rf"{_UP}|{_DOWN}|目前|截至|还有|尚有|仍有|共有|只有|现有|拥有|累计|其中|分别|同比|环比|[较比]上年|[较比]去年|同期|达到|以上|左右|"
    r"总计|合计|平均|年均|针对|的实际|的?基础上|的?情况下|今年|去年|上半年|下半年|全[县市区省国]|[和与及已达为有约近超共占仅就均余多的了至到在由从尚仍还]|个|\s"
)
_NOT_WORDS = re.compile(r"[^\u4e00-\u9fffA-Za-z]")


@dataclass(frozen=True)
class Claim:
    """A token at ``text[start:end]``.

    A figure has its `value` in the `unit` (万 and 亿 multiplied out); `change` says that it tells
    by how much something moved, not where it stands. `date` is (year, month, day), 0 for what is
    not said. `subject` is what is counted, as far as the clause says.
    """

    kind: ClaimKind
    token: str
    start: int
    end: int
    value: Fraction = Fraction(0)
    unit: str = ""
    approximate: str = ""
    direction: Direction = ""
    change: bool = False
    basis: str = ""
    date: tuple[int, int, int] = (0, 0, 0)
    subject: str = ""
    soft: bool = False


def claims_of(text: str, soft: bool = False) -> list[Claim]:
    """Names, dates and figures of the text, in order; with `soft` also single Chinese numerals."""
    plain = half_width(text)
    found: list[Claim] = [
        Claim("name", text[m.start() : m.end()], *m.span()) for m in _NAME.finditer(plain)
    ]
    for match in _DATE.finditer(plain):
        if _free(match, found):
            words = text[match.start() : match.end()]
            found.append(Claim("date", words, *match.span(), date=_date(match.group())))
    figures = [m for m in _FIGURE.finditer(plain) if _free(m, found)]
    if soft:
        taken = [m.span() for m in figures]
        figures += [
            m
            for m in _SOFT.finditer(plain)
            if _free(m, found) and not any(s <= m.start() < e for s, e in taken)
        ]
    spans = sorted([(c.start, c.end) for c in found] + [m.span() for m in figures])
    for match in figures:
        if claim := _figure(text, plain, match, spans):
            found.append(claim)
    return sorted(found, key=lambda c: c.start)


def name_form(token: str) -> str:
    """A name as names are compared: brackets of one kind, no blanks, no 第."""
    return re.sub(
        r"[\[［（(【](20\d\d)[\]］）)】]\s*第?(?=\d+号)",
        r"〔\1〕",
        re.sub(r"\s", "", normalised(token)),
    ).upper()


def _free(match: re.Match[str], taken: list[Claim]) -> bool:
    return not any(c.start < match.end() and match.start() < c.end for c in taken)


def _date(words: str) -> tuple[int, int, int]:
    year, month, day = 0, 0, 0
    for number, mark in re.findall(r"(\d+|[一二三四五六七八九十〇○零]+)(年|月|日)?", words):
        value = value_of(number)
        whole = int(value) if value is not None else 0
        if mark == "月":
            month = whole
        elif mark == "日":
            day = whole
        else:
            year = whole
    return year, month, day


# --- figures ------------------------------------------------------------------------------------


def _figure(
    text: str, plain: str, match: re.Match[str], spans: list[tuple[int, int]]
) -> Claim | None:
    start, end = match.span()
    if match.re is _FIGURE and plain[start : start + 1].isdigit():
        # 5G and H1 are names; the digits of 2024 in 2024年 are a date.
        around = plain[max(0, start - 1) : start] + plain[end : end + 1]
        if re.search("[A-Za-z]", around):
            return None
    amount = _amount(match, plain)
    if amount is None:
        return None
    value, unit, approximate = amount
    if plain[max(0, start - 1) : start] == "第" or match.groupdict().get("ordinal"):
        unit = "第"  # 居第8位 counts nobody
    direction, change, basis = _relation(plain, start, end)
    groups = match.groupdict()
    if groups.get("times") is not None or plain.startswith("翻", start):
        direction, change = "up", True
    if unit == "倍" and change:
        value, unit = value * 100, "%"
    return Claim(
        "figure",
        text[start:end].rstrip(),
        start,
        start + len(text[start:end].rstrip()),
        value,
        unit,
        approximate or _approximate(plain, start, end),
        direction,
        change,
        basis,
        subject=_subject(plain, start, end, spans),
        soft=match.re is _SOFT and not _COUNTED.search(plain, max(0, start - 4), start),
    )


def _amount(match: re.Match[str], plain: str) -> tuple[Fraction, str, str] | None:
    """Value, unit, 余/多."""
    groups = match.groupdict()
    if groups.get("percent"):
        value = value_of(groups["percent"])
        return None if value is None else (value, "%", "")
    if groups.get("share"):
        below, above = value_of(groups["share"]), value_of(groups["of"])
        return (above / below, "分之", "") if below and above else None
    if groups.get("tenths"):
        value = (value_of(groups["tenths"]) or Fraction(0)) * 10
        half = groups["half"]
        value += 5 if half == "半" else (value_of(half) or 0) if half else 0
        return value, "%", ""
    if groups.get("fold"):
        return value_of(groups["fold"]) or Fraction(0), "倍", ""
    if order := groups.get("ordinal") or groups.get("rank") or groups.get("first"):
        value = value_of(order.replace("首", "一"))
        return None if value is None else (value, "第", "")
    if halves := groups.get("halves"):
        return Fraction(50), "%", "more" if halves in ("过半", "大半") else "about"
    if vague := groups.get("vague"):
        return _vague(vague, plain, match.end())
    if not groups.get("number"):
        times = value_of(groups.get("times") or "一") or Fraction(1)
        return Fraction(100 * (2 ** int(times) - 1)), "%", ""
    number = groups["number"]
    more = number[-1] if number[-1] in "余多" else groups.get("tail") or ""
    value = value_of(number.rstrip("余多").replace(" ", ""))
    if value is None:
        return None
    position = match.end()
    if groups.get("tail") in ("%", "‰", "个百分点"):
        return value, groups["tail"], ""
    scale, unit = _unit(plain, position, is_scaled=number[-1] in "百千万亿")
    return value * scale, unit, _APPROXIMATE.get(more, "")


def _vague(words: str, plain: str, end: int) -> tuple[Fraction, str, str] | None:
    """数百名 is 100 to 999 people, 十余个 11 to 19, 三五家 three to five."""
    scale, unit = _unit(plain, end)
    bare = words.rstrip("余几多")
    if bare[0] in "数几":
        value = value_of(bare[1:])
        return None if value is None else (value * scale, unit, "several")
    if len(bare) == 2 and bare[1] not in "十百千万":
        return (value_of(bare[0]) or Fraction(0)) * scale, unit, "about"
    value = value_of(bare.lstrip("上"))
    return None if value is None else (value * scale, unit, "more")


def _unit(plain: str, position: int, is_scaled: bool = False) -> tuple[int, str]:
    """What follows a number: a scale that stands behind 余 (3000余万元), and the measure."""
    if ahead := _NEXT_NUMBER.match(plain, position):
        behind = _FIGURE.match(plain, ahead.end())
        if behind and behind.groupdict().get("tail") in ("%", "‰", "个百分点"):
            return 1, behind["tail"]
        if behind is None:
            return 1, ""
        scale, unit = _unit(plain, behind.end())
        if is_scaled:
            return 1, unit
        if large := re.search(r"(?:万亿|[百千]万|[万亿])$", behind.groupdict().get("number") or ""):
            scale *= int(value_of(f"1{large.group()}") or 1)  # 10至20万元: the 10 are 10万, too
        return scale, unit
    scale = 1
    if scaled := re.match(r"\s*(?:余|多)?([万亿])", plain[position : position + 4]):
        scale = {"万": 10**4, "亿": 10**8}[scaled[1]]
        position += scaled.end()
    match = _UNIT.match(plain, position)
    if match is None:
        return scale, ""
    unit = match.group().strip().lstrip("余多来")
    return scale, "" if unit in _NO_UNIT else _SAME_UNIT.get(unit, unit)


def _approximate(plain: str, start: int, end: int) -> str:
    if before := _BEFORE.search(plain, max(0, start - 3), start):
        return str(before.lastgroup)
    return "more" if _AFTER.match(plain, end) else ""


def _relation(plain: str, start: int, end: int) -> tuple[Direction, bool, str]:
    """Which way it went, whether the figure says by how much, and against what."""
    before = _BREAK.split(plain[max(0, start - 30) : start])[-1]
    basis = "year" if _YEAR_ON_YEAR.search(before) else ""
    basis = "month" if _MONTH_ON_MONTH.search(before) else basis
    moves = list(_MOVE.finditer(before))
    if not moves:
        return "", False, basis
    last = moves[-1]
    raw = before[last.end() :]
    if upper := _RANGE_END.search(raw):  # 增长3%至5% grows by either
        raw = raw[: upper.start()]
    between = _FIGURE.sub("", raw)
    if len(between) > _FAR:  # it is about another figure
        return "", False, basis
    direction: Direction = "up" if last.lastgroup == "up" else "down"
    by_how_much = last.group().endswith("幅") or not _REACH.search(between)
    return direction, by_how_much, basis


def _subject(plain: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    """The content words around a figure, up to the next mark or the next figure."""
    left = max([e for s, e in spans if e <= start], default=0)
    right = min([s for s, e in spans if s >= end], default=len(plain))
    before = _BREAK.split(plain[left:start])[-1]
    after = _BREAK.split(plain[end:right])[0]
    if plain[end - 1] not in "%‰点":
        after = re.sub(rf"^{_UNIT.pattern}", "", after)
    words = _FUNCTION.sub("", before) + _FUNCTION.sub("", after)
    if len(_NOT_WORDS.sub("", words)) < 2:
        # “经营性收入达到、超过30万元”: the clause, as long as no other figure stands in it.
        clause = _CLAUSE_BREAK.split(plain[:start])[-1]
        words = _FUNCTION.sub("", clause) if start - len(clause) >= left else ""
    words = _NOT_WORDS.sub("", words)
    return words if len(words) > 1 else ""


def content_of(text: str) -> str:
    """The text without figures, marks and the small words between a subject and its figure."""
    return _NOT_WORDS.sub("", _FUNCTION.sub("", without_claims(text)))


def without_claims(text: str) -> str:
    """The text without its figures and dates."""
    pieces, position = [], 0
    for claim in claims_of(text):
        if claim.kind != "name":
            pieces.append(text[position : claim.start])
            position = claim.end
    return "".join([*pieces, text[position:]])


def figures_of(text: str, soft: bool = False) -> Iterator[Claim]:
    return (c for c in claims_of(text, soft) if c.kind == "figure")
