"""No figure, date, document title or number without support (promise 3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.document import Draft, Finding, Sentence
from corpus.report import Period

_TOKEN = re.compile(
    r"《[^》]{1,60}》"
    r"|〔20\d\d〕\s*\d+号"
    r"|20\d\d年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|百分之[一二三四五六七八九十百点]+"
    r"|\d+(?:[.,]\d+)*\s*(?:万|亿|千|百)?(?:个百分点|%|％|余)?"
)
_FULL_WIDTH = {c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), 0xFF05, 0xFF0E)}


@dataclass(frozen=True)
class Unsupported:
    """A token at ``text[start:end]`` that no cited span and no fact contains."""

    token: str
    start: int
    end: int


def check_figures(draft: Draft) -> Iterator[Finding]:
    """`unsupported_figure` for every figure, date, title or number without support."""
    for sentence in draft.sentences():
        for found in unsupported(sentence, Period.parse(draft.period)):
            yield Finding(
                "unsupported_figure",
                "error",
                f"“{found.token}”在引用的原文和素材里都没有，请核实或删去",
                sentence.id,
                found.start,
                found.end,
            )


def unsupported(sentence: Sentence, period: Period) -> list[Unsupported]:
    """Tokens of the sentence that stand in none of its cited spans.

    The asked year and the next one are what the writer asked about, so they need no source.
    """
    support = normalised("\n".join(c.quote for c in sentence.citations))
    given = {f"{period.year}年", f"{period.year + 1}年"}
    supported = {normalised(m.group()) for m in _TOKEN.finditer(support)} | given
    return [
        Unsupported(m.group(), m.start(), m.end())
        for m in _TOKEN.finditer(sentence.text)
        if normalised(m.group()) not in supported
    ]


def normalised(text: str) -> str:
    """Full-width digits and signs in their plain form, without thousands separators."""
    return re.sub(r"(?<=\d)[,，](?=\d{3})|(?<=\d)\s+", "", text.translate(_FULL_WIDTH))
