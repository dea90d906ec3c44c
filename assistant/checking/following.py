"""Does a clause follow the words it cites, and does it still mean what they mean? Pure.

Words are compared without figures, dates, placeholders and marks (`checking.figures` has those).
Where clause and source run side by side, what was put between or left out is looked at: a
negation, an opposite, a planned thing told as done.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.checking.claims import content_of, without_claims
from assistant.clauses import clause_spans, has_verdict
from assistant.document import Adaptation
from corpus.bigrams import bigrams

# Of a clause's bigrams, how many the cited words must have; measured by `tests.evals.planted`.
FOLLOWS, RESEMBLES = 0.7, 0.3
_SIDE_BY_SIDE = 0.5
_ENOUGH = 3  # characters of content
_SHORT = 6  # characters of a part of a clause that stands for itself
_THOUSANDS = re.compile(r"[\d０-９][,，][\d０-９]{3}(?![\d０-９])")

_PLACEHOLDER = re.compile(r"(?<![A-Za-z0-9])[XxＸ×]{1,4}(?![A-Za-z0-9])|【[^】]{0,30}】")
_NOT_WORDS = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]")
_NEGATION = re.compile(
    r"(?:没有|未能|未曾|不能|不得|不再|不会|不可|不曾|不够|不太|并非|缺乏|缺少|欠缺|难以|无法|有待|亟待|亟需|严禁|禁止|拒绝|"
    r"(?<![三两一二四])不|未|没|无|非|莫|勿)$"
)
_STILL_NEGATIVE = re.compile(
    r"不(?![断仅但同少光失])|未|没|无|非|缺|欠|难|弱|差|少|低|薄|松|偏|滞|待|亟|尚|仍需|还需|禁|莫|勿"
)
_OPPOSITES = (
    ("增长", "下降"), ("增加", "减少"), ("上升", "下降"), ("上升", "下滑"), ("提高", "降低"),
    ("提升", "下降"), ("提升", "降低"), ("增长", "减少"), ("增长", "回落"), ("加强", "削弱"),
    ("加强", "弱化"), ("强化", "弱化"), ("强化", "淡化"), ("扩大", "缩小"), ("加快", "放缓"),
    ("加快", "减缓"), ("增强", "减弱"), ("增强", "削弱"), ("改善", "恶化"), ("好转", "恶化"),
    ("充足", "不足"), ("充足", "短缺"), ("有力", "乏力"), ("支持", "反对"), ("允许", "禁止"),
    ("开放", "关闭"), ("新增", "减少"), ("扩张", "收缩"), ("收紧", "放松"), ("严格", "宽松"),
    ("完善", "缺失"), ("健全", "缺失"), ("丰富", "匮乏"), ("积极", "消极"), ("主动", "被动"),
    ("顺畅", "不畅"), ("集中", "分散"), ("超额", "不足"), ("提前", "滞后"), ("领先", "落后"),
    ("合格", "不合格"), ("到位", "缺位"), ("高", "低"), ("多", "少"), ("强", "弱"), ("快", "慢"),
    ("大", "小"), ("好", "差"), ("宽", "窄"), ("深", "浅"), ("严", "松"), ("升", "降"), ("增", "减"),
    ("优", "劣"), ("盈", "亏"), ("厚", "薄"), ("密", "疏"),
)  # fmt: skip
_MODALITY = {
    "planned": re.compile(r"(?:将|拟|计划|预计|力争|争取|有望|打算|准备)$"),
    "done": re.compile(r"(?:已|已经|均已|全部已)$"),
    "in part": re.compile(r"(?:基本|部分|初步|大部|大多|多数|个别|少数|尝试)$"),
    "wholly": re.compile(r"(?:全部|全面|全都|完全|所有|彻底)$"),
    "must": re.compile(r"(?:必须|应当|务必)$"),
    "may": re.compile(r"(?:可以|可|鼓励|允许)$"),
}
# Of each kind one word takes the place of another, and means another thing.
_ONE_OF_A_KIND = (
    re.compile("今年|去年|明年|前年|上半年|下半年|全年|[一二三四]季度"),
    re.compile("全[国省市县区乡镇](?!面)"),
    re.compile("部分|全部|所有|个别|绝大多数|大多数|多数|少数"),
)
_PROPER = re.compile(
    r"^[\u4e00-\u9fff]{0,2}(?:[省市县区镇乡村州旗]|街道|社区|公司|集团|大学|学院|医院|银行|研究院|局|厅|办|园区|高速|水库|大桥|机场|铁路)"
)
_PROPER_END = re.compile(_PROPER.pattern.removeprefix("^") + "$")


@dataclass(frozen=True)
class Followed:
    """How far a clause follows the cited words (0–1); `against` is what it says otherwise, with
    `source` the clause it was compared with; `doubt` a lesser difference."""

    share: float
    against: str = ""
    doubt: str = ""
    source: str = ""


@lru_cache(maxsize=8192)
def words_of(text: str) -> str:
    """The words alone, as they are compared."""
    return _NOT_WORDS.sub("", _PLACEHOLDER.sub("", without_claims(text)))


def follow(
    clause: str, cited: Sequence[tuple[str, bool]], adaptations: Sequence[Adaptation] = ()
) -> Followed:
    """`clause` beside the quotes it cites; recorded adaptations of these are no difference. A quote
    with True is a fact: no content word may stand in the place of another."""
    words = words_of(clause)
    if not words:
        return Followed(1.0)
    sources: list[tuple[str, bool]] = []
    for quote, exact in cited:
        variants = dict.fromkeys([quote, _adapted(quote, adaptations)])
        sources += [(part, exact) for v in variants for part in _clauses(v)]
    texts = [source for source, _ in sources]
    share = covered(words, map(words_of, texts))
    if len(content := content_of(clause)) >= _ENOUGH:  # 尚有12个薄弱村 is 薄弱村还有12个
        share = max(share, covered(content, map(content_of, texts)))
    doubt = Followed(share)
    parts = _parts(clause)
    for n, part in enumerate(parts, 1):
        words = words_of(part)
        best, exact = max(
            sources, key=lambda s: _nearness(words, words_of(s[0])), default=("", False)
        )
        if _alike(words, words_of(best)) < _SIDE_BY_SIDE:
            continue
        is_last = n == len(parts)
        against, shaded = _differences(words_of(best), words, exact, is_last)
        if not against and not is_last:
            # A word put in front may cut the clause where its source was left whole: then the end
            # of the source stands in a later part, and is not gone.
            run = max(_runs(best), key=lambda run: _likeness(words, words_of(run)))
            against, _ = _differences(words_of(run), words, exact)
        if against:
            return Followed(share, against, "", best)
        shaded = shaded or _told_otherwise(best, part)
        if shaded and not doubt.doubt:
            doubt = Followed(share, "", shaded, best)
    return doubt


def clauses_in(text: str) -> list[tuple[int, int]]:
    """The spans of the clauses; the comma of 1,200 ends none."""
    spans: list[tuple[int, int]] = []
    for start, end in clause_spans(text, 0, len(text)):
        if spans and _THOUSANDS.match(text, spans[-1][1] - 1):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def covered(words: str, sources: Iterable[str]) -> float:
    """The share of the words' bigrams that the sources have together; 0–1."""
    wanted, sources = bigrams(words), list(sources)
    known = {g for source in sources for g in bigrams(source)}
    if len(words) < 3:  # 占 stands between two figures
        return float(all(any(c in source for source in sources) for c in words)) or _has(
            wanted, known
        )
    return _has(wanted, known)


def _has(wanted: list[str], known: set[str]) -> float:
    return sum(g in known for g in wanted) / len(wanted) if wanted else 0.0


def _alike(words: str, source: str) -> float:
    return _has(bigrams(words), set(bigrams(source)))


def _nearness(words: str, source: str) -> tuple[float, int]:
    """The source that has most of the words, and of several the shortest."""
    return _alike(words, source), -len(source)


def _likeness(words: str, source: str) -> float:
    """How much of both is in the other."""
    return _alike(words, source) + _alike(source, words)


@lru_cache(maxsize=4096)
def _clauses(quote: str) -> tuple[str, ...]:
    """The clauses of a quote, and their parts."""
    clauses = [quote[a:b] for a, b in clauses_in(quote)]
    return tuple(dict.fromkeys(p for clause in clauses for p in (clause, *_parts(clause))))


def _parts(clause: str) -> list[str]:
    """A clause cut at 、 where what is on both sides is long enough to say something."""
    parts: list[str] = []
    for piece in re.split("[、；]", clause):
        if parts and (len(words_of(parts[-1])) < _SHORT or len(words_of(piece)) < _SHORT):
            parts[-1] += f"、{piece}"
        else:
            parts.append(piece)
    return parts


@lru_cache(maxsize=4096)
def _runs(source: str) -> tuple[str, ...]:
    """What stands between any two 、 of a source, its ends counting as such."""
    pieces = source.split("、")
    spans = ((a, b) for a in range(len(pieces)) for b in range(a + 1, len(pieces) + 1))
    return tuple("、".join(pieces[a:b]) for a, b in spans)


def _adapted(quote: str, adaptations: Sequence[Adaptation]) -> str:
    """The quote as the recorded changes leave it. Changes of sense are not taken on trust."""
    for change in adaptations:
        if not _NEGATION.search(change.after) and not _opposite(change.before, change.after):
            quote = quote.replace(change.before, change.after)
    return quote


def _told_otherwise(source: str, words: str) -> str:
    """Where the words name another time, another area or another share of the whole than the source."""
    for kind in _ONE_OF_A_KIND:
        theirs, ours = kind.findall(source), kind.findall(words)
        if theirs and ours and set(theirs).isdisjoint(ours):
            return f"“{theirs[0]}”与“{ours[0]}”"
    return ""


# --- differences --------------------------------------------------------------------------------


def _differences(source: str, words: str, exact: bool, is_whole: bool = True) -> tuple[str, str]:
    """What the clause turns round, and what it only shades; "" for none. Unless it `is_whole`, the
    end of the source may stand behind it."""
    doubt = ""
    steps = SequenceMatcher(None, source, words, autojunk=False).get_opcodes()
    for n, (kind, a, b, c, d) in enumerate(steps):
        if kind == "equal":
            continue
        gone, new = source[a:b], words[c:d]
        followed = n + 1 < len(steps)
        turned = bool(_NEGATION.search(gone)) != bool(_NEGATION.search(new))
        turned = turned and not _stays(gone, new, source[:a])
        still = _STILL_NEGATIVE.search(gone) and _STILL_NEGATIVE.search(new)
        if followed and turned and not still:
            return f"“{gone or new}”", ""
        lost = is_whole and has_verdict(content_of(gone)) and not _STILL_NEGATIVE.search(new)
        if not followed and lost and not _one_of_a_pair(gone, words[:c]):
            return f"“{gone}”", ""
        if kind == "replace":
            around = source[max(0, a - 1) : b + 1], words[max(0, c - 1) : d + 1]
            if found := _opposite(*around, short=max(len(gone), len(new)) <= 2):
                return f"“{found[0]}”与“{found[1]}”", ""
        if exact and min(len(content_of(gone)), len(content_of(new))) > 1:
            doubt = doubt or f"“{gone}”与“{new}”"
        doubt = doubt or _shaded(gone, new, source[b:], words[d:])
    return "", doubt


def _stays(gone: str, new: str, before: str) -> bool:
    """Whether the negation is another's of the same kind: 不[平衡不]充分 and 不充分 both negate 充分."""
    negation = _NEGATION.search(gone or new)
    has_more = negation is not None and negation.start() > 0
    return has_more and not (gone and new) and bool(_NEGATION.search(before))


def _one_of_a_pair(gone: str, kept: str) -> bool:
    """Whether of 不深不透 one half was left out: what is kept finds the fault still."""
    ends = (kept[:-1], kept[:-2])
    return bool(_STILL_NEGATIVE.match(gone)) and any(_NEGATION.search(end) for end in ends)


def _opposite(before: str, after: str, short: bool = False) -> tuple[str, str] | None:
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            if len(one) == 1 and (not short or ("不" in before) != ("不" in after)):
                continue  # 不高 is no opposite of 偏低
            if one in before and other in after and one not in after and other not in before:
                return one, other
    return None


def _shaded(gone: str, new: str, source_rest: str, rest: str) -> str:
    """A planned thing told as done, a part as the whole; another name before 县 or 公司."""
    if rest and source_rest[:1] == rest[:1]:
        one, other = _modality(gone), _modality(new)
        if (
            one != other
            and {one, other} != {"", "done"}
            and not {"must", "may"} & {one, other} - {one and other}
        ):
            return f"“{gone}”与“{new}”" if gone and new else f"“{gone or new}”"
    named = (_PROPER.match(rest) and _PROPER.match(source_rest)) or (
        _PROPER_END.search(gone) and _PROPER_END.search(new)
    )
    if gone and new and named and len(gone) <= 6 and len(new) <= 6:
        return f"“{gone}”与“{new}”"
    return ""


def _modality(words: str) -> str:
    return next((name for name, pattern in _MODALITY.items() if pattern.search(words)), "")
