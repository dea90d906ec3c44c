"""Borrowed pieces → one sentence: adapted to the period, joined, each piece with its citation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.clauses import Unit
from assistant.document import Adaptation, Citation, Sentence, fact_citation
from assistant.evidence import cite
from assistant.precedents import Precedent
from assistant.writing.times import Times

_STRAY_SPACES = re.compile(
    r"(?<=[^\x00-\x7f])[ \t\u00a0\u3000]+|[ \t\u00a0\u3000]+(?=[^\x00-\x7f])"
)
# Marks of another script between Chinese words: 强化学习,提升能力.
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff”》）])[,;:](?=[\u4e00-\u9fff“《（])")
_CHINESE_MARKS = {",": "，", ";": "；", ":": "："}
_LEADING_LINK = re.compile(
    r"^(?:也(?=还|仍|尚|存在|反映出?|要|看到|清醒)|但是?|同时，?|此外，?|另外，?|而且|并且|而)"
)
_JOINS_ON = ("，", "但", "将")
FLAG = "【待核】"


@dataclass(frozen=True)
class Borrowed:
    """A unit of a precedent, to be used with optional own words before it."""

    precedent: Precedent
    unit: Unit
    before: str = ""
    strip_link: bool = False


@dataclass(frozen=True)
class Supplied:
    """Fact number `number` (from 1), verbatim, with own words around it."""

    number: int
    fact: str
    before: str = ""
    after: str = ""
    near: bool = True  # about the theme of the item it stands in
    coming: bool = False  # of the time that is planned, not of what is done


Piece = Borrowed | Supplied


def assemble(pieces: Sequence[Piece], times: Times) -> Sentence:
    """Join the pieces with commas into one sentence; ids are given later."""
    text = ""
    citations: list[Citation] = []
    adaptations: list[Adaptation] = []
    for piece in pieces:
        joint = "，" if text and not text.endswith(_JOINS_ON) else ""
        text += joint + piece.before
        start = len(text)
        if isinstance(piece, Supplied):
            text += piece.fact
            citations.append(fact_citation(piece.number, piece.fact, start, len(text)))
            text += piece.after
            continue
        words, changes = adapted(piece, times)
        text += words
        adaptations += changes
        unit = piece.unit
        citations.append(cite(piece.precedent, unit.start, unit.end, start, len(text)))
    return Sentence("", text + "。", tuple(citations), tuple(adaptations))


def adapted(piece: Borrowed, times: Times) -> tuple[str, list[Adaptation]]:
    """Borrowed words as they may stand in the new report; what expired is flagged."""
    words = _STRAY_SPACES.sub("", piece.unit.text)
    words = _HALF_WIDTH.sub(lambda m: _CHINESE_MARKS[m.group()], words)
    if piece.strip_link:
        words = _LEADING_LINK.sub("", words)
    words, changes = times.adapted(words, piece.precedent.period)
    adaptations = list(changes)
    for expired in reversed(times.expired(words)):
        words = words[: expired.end] + FLAG + words[expired.end :]
        adaptations.append(Adaptation(expired.term, expired.term + FLAG, expired.reason))
    return words, adaptations
