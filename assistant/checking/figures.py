"""No figure, date, document title or number without support (promise 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.document import Draft, Finding, Sentence
from assistant.numerals import CHINESE_FIGURE, CHINESE_YEAR, PERCENT_IN_WORDS
from corpus.report import Period

# Titles, document numbers and persons: any cited span may lend them.
_NAME = re.compile(
    r"《[^》]{1,60}》|〔20\d\d〕\s*\d+号"
    r"|[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘范彭鲁马方任袁柳唐薛贺罗郝安常于齐康余顾孟黄"
    r"萧尹姚邵汪毛戴宋熊董梁杜阮席季贾江郭梅林徐高夏蔡田胡万丁邓洪石崔吉龚程邢陆翁段侯习][一-鿿]{1,2}"
    r"(?=同志|(?:副)?(?:书记|主任|部长|局长|县长|市长|镇长|乡长|常委|主席))"
)
# Figures and dates: last year's report proves nothing about this year.
_FIGURE = re.compile(
    rf"20\d\d年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?|{CHINESE_YEAR}|{PERCENT_IN_WORDS}|{CHINESE_FIGURE}"
    r"|\d+(?:[.,]\d+)*\s*(?:万|亿|千|百)?(?:个百分点|%|％|余)?"
)
_FULL_WIDTH = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0E)}


@dataclass(frozen=True)
class Unsupported:
    """A token at ``text[start:end]`` that nothing cited supports."""

    token: str
    start: int
    end: int


def check_figures(draft: Draft) -> Iterator[Finding]:
    """`unsupported_figure` for every figure, date, title, number or person without support."""
    for sentence in draft.sentences():
        for found in unsupported(sentence, Period.parse(draft.period)):
            old = found.token in "\n".join(c.quote for c in sentence.citations)
            yield Finding(
                "unsupported_figure",
                "error",
                f"“{found.token}”只见于往期报告，疑似沿用旧数据，请核实"
                if old
                else f"“{found.token}”在引用的原文和素材里都没有，请核实或删去",
                sentence.id,
                found.start,
                found.end,
            )


def unsupported(sentence: Sentence, period: Period) -> list[Unsupported]:
    """Figures, dates, titles, numbers and persons that no cited span supports, in text order.

    A figure needs a fact, or a report of the asked period: a span cited for its wording proves
    none. The asked year and the next are what the writer asked about and need no source.
    """
    cited = normalised("\n".join(c.quote for c in sentence.citations))
    current = normalised(
        "\n".join(
            c.quote for c in sentence.citations if c.kind == "fact" or c.period == str(period)
        )
    )
    figures = {m.group() for m in _FIGURE.finditer(current)}
    figures |= {f"{period.year}年", f"{period.year + 1}年"}
    names = {m.group() for m in _NAME.finditer(cited)}
    found: list[Unsupported] = []
    for name in _NAME.finditer(sentence.text):
        if normalised(name.group()) not in names:
            found.append(Unsupported(name.group(), *name.span()))
    taken = [name.span() for name in _NAME.finditer(sentence.text)]
    for figure in _FIGURE.finditer(sentence.text):
        inside = any(start <= figure.start() < end for start, end in taken)
        if not inside and normalised(figure.group()) not in figures:
            found.append(Unsupported(figure.group(), *figure.span()))
    return sorted(found, key=lambda u: u.start)


def normalised(text: str) -> str:
    """Full-width digits and signs in their plain form, without thousands separators."""
    return re.sub(r"(?<=\d)[,，](?=\d{3})|(?<=\d)\s+", "", text.translate(_FULL_WIDTH))
