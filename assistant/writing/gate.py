"""The gate every model sentence passes: sources from a closed set, no unsupported figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.checking.figures import unsupported
from assistant.clauses import clause_spans, overlap
from assistant.document import Citation, Sentence, fact_citation
from assistant.evidence import Precedent, cite
from corpus.report import Period

_PLACEHOLDER = "【待补】"
_MARKUP = re.compile(r"(?:https?://|www\.)[!-~]+|!?\[[^\]]*\]\([^)]*\)|<[^>]{1,200}>|[*_`#]{1,}")
_MIN_SHARED = 0.25


def pass_gate(
    text: str,
    keys: Sequence[str],
    precedents: Mapping[str, Precedent],
    facts: Mapping[str, tuple[int, str]],
    period: Period,
) -> Sentence:
    """A model's sentence as it may enter a draft.

    Unknown keys are dropped, unsupported figures become 【待补】, links and markup go; what was
    taken out is kept in ``rejected`` for the check to report.
    """
    text = _MARKUP.sub("", text).replace("\n", "").strip()
    if text and text[-1] not in "。！？：；":
        text += "。"
    rejected: list[str] = []
    citations: list[Citation] = []
    for key in dict.fromkeys(keys):
        if key in precedents:
            citations.append(_nearest_span(text, precedents[key]))
        elif key in facts:
            number, fact = facts[key]
            citations.append(fact_citation(number, fact, 0, len(text)))
        else:
            rejected.append("模型引用了不存在的来源，已删去该引用")
    sentence = Sentence("", text, tuple(citations))
    for found in reversed(unsupported(sentence, period)):
        rejected.append(f"模型写入了没有出处的“{found.token}”，已改为{_PLACEHOLDER}")
        text = text[: found.start] + _PLACEHOLDER + text[found.end :]
    whole = tuple(replace(c, clause_start=0, clause_end=len(text)) for c in citations)
    return replace(sentence, text=text, citations=whole, rejected=tuple(rejected))


def _nearest_span(text: str, precedent: Precedent) -> Citation:
    """The clauses of the precedent that the sentence follows; its whole paragraph if none."""
    start, end = precedent.paragraph.start, precedent.paragraph.end
    report = precedent.report.text
    near = [
        (left, right)
        for left, right in clause_spans(report, start, end)
        if overlap(report[left:right], text) >= _MIN_SHARED
    ]
    if near:
        start, end = near[0][0], near[-1][1]
    return cite(precedent, start, end, 0, len(text))
