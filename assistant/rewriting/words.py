"""Word-level marks between an old and a new wording.

Words are those of a dictionary. Figures with their units, dates, whatever stands in “ ”, 《 》 and
【 】, and fixed phrases are one word each: half a figure marked as changed misleads a reader.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Literal

from assistant.checking.claims import claims_of
from assistant.rewriting.lists import load_wording

PieceKind = Literal["same", "gone", "new"]

_ENCLOSED = r"“[^“”\n]*”|《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》|【[^【】\n]*】|[Xx×]{2,}"
# 两个维护, 四个意识, 三会一课, 一岗双责: numbered phrases are names.
_NUMBERED = r"[两三四五六七八九十]个(?:维护|意识|自信|确立|责任|务必|全覆盖)|[一二两三四五六七八九]会一课|一岗双责"
_PHRASES = (
    "三重一大", "四风", "三农", "八项规定", "中国特色社会主义", "全面从严治党", "全过程人民民主", "形式主义", "官僚主义",
    "党风廉政建设", "意识形态工作责任制", "民主集中制", "高质量发展", "乡村振兴",
    "不敢腐", "不能腐", "不想腐", "村集体经济", "习近平新时代中国特色社会主义思想",
)  # fmt: skip
_HARDLY_WORDS = re.compile(r"[\W的了和与及在等地得]", re.UNICODE)
_UNIT = re.compile(
    r"(?:余|多)?(?:个百分点|百分点|[万亿]?元|人次|户次|场次|平方公里|公里|公斤|公顷|课时|学时|个月|小时|分钟|"
    r"[个名位人户件起家场项所处座条支亩次年月日天轮批期篇份倍成])"
)
_ISLAND = 4  # characters that cannot stand by themselves between two longer changes


@dataclass(frozen=True)
class Piece:
    """A stretch of text: in both wordings (same), only in the old (gone) or the new one (new)."""

    kind: PieceKind
    text: str


def marked(before: str, after: str, phrases: Iterable[str] = ()) -> tuple[Piece, ...]:
    """What stayed, went and came, in reading order; what went stands before what came instead.

    same + gone make `before`, same + new make `after`. `phrases` are further words not to be
    divided. Stretches too short to be read between two changes are part of them.
    """
    fixed = tuple(phrases)
    old, new = words_of(before, fixed), words_of(after, fixed)
    runs = _absorbed(_runs(old, new))
    return tuple(
        piece
        for same, gone, come in runs
        for piece in (Piece("same", same), Piece("gone", gone), Piece("new", come))
        if piece.text
    )


def replaced_words(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """(what went, what came instead), as short as words allow: for counting, not for reading."""
    runs = _runs(words_of(before), words_of(after))
    return tuple((gone, come) for _, gone, come in runs if gone and come)


@lru_cache(maxsize=4096)
def words_of(text: str, phrases: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The words and marks of the text in order; joined they are the text."""
    words: list[str] = []
    position = 0
    for start, end in _atoms(text, phrases):
        words += _segmenter()(text[position:start])
        words.append(text[start:end])
        position = end
    return (*words, *_segmenter()(text[position:]))


@cache
def _segmenter() -> Callable[[str], list[str]]:
    # Its dictionary takes 60 MB and a tenth of a second, which only comparing is worth.
    import rjieba

    return rjieba.Jieba().cut


@lru_cache(maxsize=16)
def _fixed(phrases: tuple[str, ...]) -> re.Pattern[str]:
    shipped = (entry.say for entry in load_wording().fixed)
    known = {*_PHRASES, *shipped, *filter(None, phrases)}
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile("|".join([_ENCLOSED, _NUMBERED, *map(re.escape, longest_first)]))


def _atoms(text: str, phrases: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Spans that are one word, in order; of two that overlap the first or longer one."""
    spans = [match.span() for match in _fixed(phrases).finditer(text)]
    for claim in claims_of(text):
        unit = _UNIT.match(text, claim.end) if claim.kind == "figure" and claim.unit else None
        spans.append((claim.start, unit.end() if unit else claim.end))
    position = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= position and end > start:
            yield start, end
            position = end


Run = tuple[str, str, str]  # what is the same, and then what went and what came


def _runs(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    runs: list[Run] = []
    same = ""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            same += "".join(old[a:b])
            continue
        head, gone, come, tail = _trimmed(old[a:b], new[c:d])
        if gone or come:
            runs.append((same + head, gone, come))
            same = tail
        else:
            same += head + tail
    return [*runs, (same, "", "")]


def _trimmed(old: Sequence[str], new: Sequence[str]) -> tuple[str, str, str, str]:
    """(common head, what went, what came, common tail): the same characters may be divided into
    other words beside other neighbours. Only cut between words of both."""
    gone, come = "".join(old), "".join(new)
    if gone == come:
        return gone, "", "", ""
    head = _common(old, new)
    tail = _common([w[::-1] for w in reversed(old)], [w[::-1] for w in reversed(new)])
    tail = min(tail, min(len(gone), len(come)) - head)
    ends = len(gone) - tail, len(come) - tail
    return gone[:head], gone[head : ends[0]], come[head : ends[1]], gone[ends[0] :]


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    """Characters from the start that are the same up to where a word ends in both."""
    a, b = "".join(old), "".join(new)
    length = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), None)
    length = min(len(a), len(b)) if length is None else length
    return max((n for n in _ends(old) & _ends(new) if n <= length), default=0)


def _ends(words: Sequence[str]) -> set[int]:
    ends = {0}
    for word in words:
        ends.add(max(ends) + len(word))
    return ends


def _absorbed(runs: list[Run]) -> list[Run]:
    """The runs without stretches of sameness that are too short to be read by themselves."""
    kept: list[Run] = []
    for run in runs:
        same, gone, come = run
        if kept and (gone or come) and _is_island(same, kept[-1], run):
            before, last_gone, last_come = kept[-1]
            kept[-1] = (before, last_gone + same + gone, last_come + same + come)
        else:
            kept.append(run)
    return kept if len(kept) == len(runs) else _absorbed(kept)


def _is_island(same: str, before: Run, after: Run) -> bool:
    read = len(_HARDLY_WORDS.sub("", same))
    if read == 0 or not same:
        return len(same) <= 1 or max(map(len, before[1:])) + max(map(len, after[1:])) > 4
    around = min(max(map(len, before[1:])), max(map(len, after[1:])))
    return read == 1 or (len(same) <= _ISLAND and len(same) < around)
