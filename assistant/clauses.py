"""Sentences → units that can stand in another sentence. Pure.

A unit is a clause with whatever cannot be parted from it: “对照新要求，体系尚不完善” stays one,
and so does a clause with the “但…”, “导致…” that leans on it. A unit is always one exact span of
the source, so that it can be cited.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from assistant.headings import ACTION_VERB
from corpus.bigrams import bigrams

UnitKind = Literal["head", "free", "tail"]

_OPEN, _CLOSE = "“《（〔【‘", "”》）〕】’"
_LEANS_BACK = re.compile(
    r"但|而|却|并(?!联|轨)|且|也|还|又|更(?!新|换|加注重)|从而|进而|致使|导致|造成|以致|以及|特别是|尤其|甚至|"
    r"其中|反而|仍|均|都|才|就|再|因此|所以|为此|对此|由此|相反|同时|有时|使(?!用|命)|既|且|与此|这|该|其|"
    r"它|他们|难以|未能|无法|没有|缺乏|偏|不(?!断|同)|重|轻|存在|容易|没|要么|或"
)
_LEANS_FORWARD = re.compile(
    r"对照|对标|面对|随着|按照|根据|由于|受(?!理)|虽|尽管|不仅|既|一方面|与|从|围绕|聚焦|针对|紧扣|紧盯|结合|"
    r"通过|依托|以(?!案|文|学|训|考)|在|自|当|为|坚持|立足|着眼|借助|利用|特别是|尤其"
)
# By what means something is done, not what: 采取约谈提醒、述责述廉等方式.
_MEANS = re.compile(
    r"(?:采取|采用|运用|综合运用|灵活运用|借助|利用).*(?:方式|办法|形式|手段|途径|方法|载体)$"
)
_CONCERNS = re.compile(r"对于?|关于")
_VERDICT = re.compile(
    r"不(?:够|足|强|高|深|实|细|宽|力|严|紧|到位|平衡|均衡|充分|扎实|明显|多|大|快|全|新|准|透|广|清|畅|齐|规范|及时|完善|"
    r"健全|具体|经常|稳定|熟|主动|合理|匹配|到|适应|平|精|密|顺|匀)|有待|欠|仍(?:需|有|然)|还(?:需|有|不|存在|较)|亟|尚|薄弱|滞后|"
    r"缺|弱|较少|较低|较弱|较慢|较浅|偏|单一|有限|差距|困难|短板|难|松|浅|少|慢|低|窄|空白|断档|老化|形式|脱节|随意|粗"
)
_ENDS_JUDGING = re.compile(
    r"(?:不(?:够|足|强|高|深|多|紧|均衡|平衡|明显|充分|及时|到位)|[较偏](?:低|弱|慢|少|浅|粗|窄|繁|晚)|有欠缺|有差距|有待.{2,4}|滞后|薄弱)"
    r".{0,4}$"
)
_VERBLESS = re.compile(
    r"(?:下|中|上|后|时|前|方面|过程|之际|为(?:主线|抓手|契机|重点|载体|统领|引领|目标|导向|牵引|核心|根本|遵循|指引|支撑|依托|基础)|载体|平台|渠道|阵地|方式|形式|途径|手段|影响|要求|部署|精神|目标|实际|形势)$"
)
_PURPOSE = re.compile(
    r"确保|倒逼|推动|促进|使|让|实现|为|带动|形成|营造|切实|做到|增强|不断|努力|真正|防止|避免|打造|构建|凝聚|"
    r"汇聚|提升|提高|激发|保障|助力|夯实|筑牢|变|以.+(?:推动|促进|带动|保障)"
)
_VOW = re.compile(
    r"我们(?:一定|必须|将)|认真加以解决|下一步|今后工作中|采取(?:有力|切实)?措施.{0,6}解决|在今后|切实加以|主要表现在|"
    r"主要是[：:]?$|这些问题|上述问题|以上问题|予以(?:重视|解决)"
)
# What the rest is about, hence no mere introduction: 对基层治理工作，….
_OBJECT = re.compile(r"对(?![照标])|关于|针对")
# Half a sentence, which waits for the other one.
_HALF = re.compile(
    r"虽|尽管|不仅|不但|不光|既|一方面|因|由于|要么|或者|只有|如果|一旦|无论|不论|即使"
)
_TURNS = re.compile(r"但|却|然而|不过|可是")
# 要强化权力制约 is 强化权力制约, and 要素 is no 要.
_MODAL = re.compile(
    rf"(?:我们)?(?:就是要|还要|要|必须|须|将)(?=以|依托|把|坚持|按照|围绕|不断|切实|牢固|牢牢|始终|进一步|全力|大力|坚决|着力|积极|{ACTION_VERB.pattern})"
)
_SUBJECT = re.compile(r"(?:个别|有的|有些|部分|少数|一些|某些|多数|不少|各别)")


@dataclass(frozen=True)
class Unit:
    """``text == report_text[start:end]``; `sentence` counts within the item.

    head = opens its sentence; tail = a purpose that closes one (“确保…”); free = the rest.
    """

    text: str
    start: int
    end: int
    sentence: int
    kind: UnitKind


@lru_cache(maxsize=8_000)
def units_of(text: str, start: int, end: int) -> tuple[Unit, ...]:
    """The units of ``text[start:end]`` in order; vows and unbalanced pieces are left out.

    Remembered, since every draft begins with those of all past items."""
    units: list[Unit] = []
    for number, (sentence_start, sentence_end) in enumerate(
        _split(text, start, end, "。！？；;\n")
    ):
        clauses = _split(text, sentence_start, sentence_end, "，,：")
        groups = _glue(text, clauses)
        for n, (unit_start, unit_end) in enumerate(groups):
            if modal := _MODAL.match(text, unit_start, unit_end):
                unit_start = modal.end()
            piece = text[unit_start:unit_end]
            if not balanced(piece) or _VOW.search(piece):
                continue
            kind: UnitKind = "head" if n == 0 else "free"
            if 0 < n == len(groups) - 1 and _PURPOSE.match(piece):
                kind = "tail"
            units.append(Unit(piece, unit_start, unit_end, number, kind))
    return tuple(units)


def shorter_units(text: str, unit: Unit) -> Iterator[Unit]:
    """The unit without the clause that only introduces it, and without the one that leans on it:
    对照新要求，体系尚不完善 → 体系尚不完善; 挂牌多、活动少，导致作用不明显 → 挂牌多、活动少."""
    spans = _split(text, unit.start, unit.end, "，,：")
    if len(spans) < 2 or unit.kind == "tail":
        return
    opening, rest = text[slice(*spans[0])], text[spans[1][0] : unit.end]
    if leans_forward(opening):
        leans = _LEANS_BACK.match(rest) or _PURPOSE.match(rest) or leans_forward(rest)
        if not leans and not _OBJECT.match(opening):
            yield replace(unit, text=rest, start=spans[1][0])
        return
    end = spans[-2][1]
    kept = text[unit.start : end]
    if _TURNS.match(text, spans[-1][0]):
        return  # what is said before 但 is not what is meant
    if not _HALF.search(kept) and not leans_forward(text[slice(*spans[-2])]):
        yield replace(unit, text=kept, end=end)


def clause_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Bare clauses of ``text[start:end]``, nothing glued; marks at their ends left out."""
    return _split(text, start, end, "，,：。！？；;\n")


def _split(text: str, start: int, end: int, stops: str) -> list[tuple[int, int]]:
    """Spans between stops that stand outside quotation marks and brackets."""
    spans, depth, begin = [], 0, start
    for position in range(start, end):
        char = text[position]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(0, depth - 1)
        elif char == "\n" or (depth == 0 and _stops_at(text, position, stops)):
            spans.append((begin, position))
            begin, depth = position + 1, 0
    spans.append((begin, end))
    trimmed = []
    for left, right in spans:
        piece = text[left:right]
        if core := piece.strip():
            left += len(piece) - len(piece.lstrip())
            trimmed.append((left, left + len(core)))
    return trimmed


def _stops_at(text: str, position: int, stops: str) -> bool:
    """A narrow colon stops as the wide one does, but not in 8:30."""
    char = text[position]
    if char == ":":
        return "：" in stops and not text[position + 1 : position + 2].isdigit()
    return char in stops


def _glue(text: str, clauses: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    groups: list[tuple[int, int]] = []
    holding = False  # the last group waits for the clause it introduces
    for start, end in clauses:
        clause = text[start:end]
        if groups and (holding or _LEANS_BACK.match(clause)):
            groups[-1] = (groups[-1][0], end)
        else:
            groups.append((start, end))
        holding = leans_forward(clause)
    return groups


def leans_forward(clause: str) -> bool:
    """Whether the clause only introduces the next one (“面对新形势”, “对基层治理工作”)."""
    if _CONCERNS.match(clause):
        return not _VERDICT.search(clause)
    if _MEANS.match(clause):
        return True
    opening = _LEANS_FORWARD.match(clause)
    if opening is None:
        return False
    if not _HALF.match(clause) and _ENDS_JUDGING.search(clause):
        return False  # 从业党员底数不够清晰, 在执纪执法方面还有欠缺 say all they have to
    rest = clause[opening.end() :]
    if opening.group() in ("围绕", "为", "以") and (aim := ACTION_VERB.match(rest)):
        rest = rest[aim.end() :]  # 围绕打造区域中心 says for what, not yet what is done
    return len(clause) <= 8 or bool(_VERBLESS.search(clause)) or not ACTION_VERB.search(rest)


def balanced(text: str) -> bool:
    """Whether every quotation mark and bracket has its partner, in order."""
    stack = []
    for char in text:
        if char in _OPEN:
            stack.append(_CLOSE[_OPEN.index(char)])
        elif char in _CLOSE and (not stack or stack.pop() != char):
            return False
    return not stack


def is_purpose(clause: str) -> bool:
    """Whether the clause says what another one is for (确保…, 推动…, 倒逼…)."""
    return bool(_PURPOSE.match(clause))


def is_vow(text: str) -> bool:
    """Whether the text promises to mend things or only announces them: it says nothing of its own."""
    return bool(_VOW.search(text))


def has_verdict(text: str) -> bool:
    """Whether the text finds fault, as a clause about a problem must."""
    return bool(_VERDICT.search(text))


def subject_word(text: str) -> str:
    """个别 / 有的 / 部分 … at the start, or ""."""
    match = _SUBJECT.match(text)
    return match.group() if match else ""


def overlap(a: str, b: str) -> float:
    """Shared bigrams as a share of the shorter text's; 0–1."""
    (left, left_total), (right, right_total) = _counts(a), _counts(b)
    shorter = min(left_total, right_total)
    shared = sum(min(left[gram], right[gram]) for gram in left.keys() & right.keys())
    return shared / shorter if shorter else 0.0


@lru_cache(maxsize=20_000)
def _counts(text: str) -> tuple[Counter[str], int]:
    """How often each bigram is there, and how many there are in all."""
    counts = Counter(bigrams(text))
    return counts, counts.total()


def coverage(query: str, text: str) -> float:
    """Share of the query's bigrams that the text has; 0–1."""
    wanted = _counts(query)[0].keys()
    return len(wanted & set(bigrams(text))) / len(wanted) if wanted else 0.0
