"""How much a sentence wants to be looked at, and why, in words. Pure.

Kinds go before numbers: what must be changed, then what nothing supports, then what is supported
in part, then what is left open or outdated, then what merely bears figures; no number of the lesser
outweighs one of the greater. A placeholder comes after a doubtful statement, since nobody can miss
it: the section is not signed with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.checking.catalogue import RULES
from assistant.checking.copying import copied_of_sentence
from assistant.document import Finding, Sentence
from assistant.review.traces import Trace

Band = Literal["high", "middle", "low"]
BAND_LABELS: dict[Band, str] = {"high": "先看", "middle": "留意", "low": "平常"}
FINDING_LABELS = {
    "source_changed": "来源已变更", "unsupported_figure": "无依据数字", "unsupported_sentence": "无依据",
    "weak_support": "部分支持", "uncited": "没有出处", "placeholder": "待补", "expired_term": "过期提法",
    "repeated": "重复", "broken": "语句不通", "copied_item": "照搬旧条目", "hostile": "指令性文字",
    "rejected": "删过模型写的内容", "spare_measure": "措施不对应问题", "unanswered_problem": "问题没有措施",
}  # fmt: skip

_ERROR, _MORE_ERRORS = 1000, 20
_UNSUPPORTED, _PARTIAL = 400, 250
_WARNINGS = {"source_changed": 300, "placeholder": 40, "expired_term": 40}
# The verdict weighs these already.
_IN_VERDICT = ("weak_support", "unsupported_sentence", "uncited")
_WARNING, _INFO = 20, 1
_ASTRAY, _FIGURE, _MOST_FIGURES = 15, 5, 15
_MODEL, _COPIED = 4, 3
_COPIED_SHARE = 0.6
_HIGH, _MIDDLE = 250, 20


@dataclass(frozen=True)
class Risk:
    """`reasons` are a few words each, the weightiest first; () where nothing speaks up."""

    score: int
    reasons: tuple[str, ...]

    @property
    def band(self) -> Band:
        return "high" if self.score >= _HIGH else "middle" if self.score >= _MIDDLE else "low"


def risk_of(
    sentence: Sentence,
    findings: Sequence[Finding],
    traces: Sequence[Trace] = (),
    is_model: bool = False,
    is_heading: bool = False,
) -> Risk:
    """`findings` and `traces` are those of the sentence. Headings are common property: their 照搬率
    is not counted."""
    parts = [
        *_of_findings(findings),
        *_of_verdict(sentence, findings),
        *_of_figures(traces),
    ]
    if is_model:
        parts.append((_MODEL, "模型写的"))
    if not is_heading and (share := copied_of_sentence(sentence).share) >= _COPIED_SHARE:
        parts.append((_COPIED, f"照搬率 {share:.0%}"))
    parts.sort(key=lambda part: -part[0])
    return Risk(sum(weight for weight, _ in parts), tuple(dict.fromkeys(w for _, w in parts if w)))


def label_of(finding: Finding) -> str:
    if label := FINDING_LABELS.get(finding.kind):
        return label
    return RULES[finding.rule].title if finding.rule in RULES else "其他核验项"


def _of_findings(findings: Sequence[Finding]) -> Iterator[tuple[int, str]]:
    errors = [f for f in findings if f.severity == "error"]
    for n, finding in enumerate(errors):
        yield (_MORE_ERRORS if n else _ERROR), f"{label_of(finding)}（须改）"
    said = dict.fromkeys((f.severity, f.kind, label_of(f)) for f in findings)
    for severity, kind, label in said:
        if severity == "warning" and kind not in _IN_VERDICT:
            yield _WARNINGS.get(kind, _WARNING), label
        elif severity == "info":
            yield _INFO, label


def _of_verdict(sentence: Sentence, findings: Sequence[Finding]) -> Iterator[tuple[int, str]]:
    if sentence.verdict == "partial":
        yield _PARTIAL, "部分支持"
    elif sentence.verdict == "unsupported":
        said = any(f.kind == "unsupported_sentence" and f.severity == "error" for f in findings)
        yield _UNSUPPORTED, "" if said else "无依据" if sentence.citations else "没有出处"


def _of_figures(traces: Sequence[Trace]) -> Iterator[tuple[int, str]]:
    """A figure that stands where it should is still to be compared."""
    if any(t.where == "elsewhere" for t in traces):
        yield _ASTRAY, "数字说的不是一回事"
    if carried := sum(t.where != "asked" for t in traces):
        yield min(_FIGURE * carried, _MOST_FIGURES), f"带 {carried} 处数字或名称"
