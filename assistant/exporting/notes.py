"""What the comments of a review file say: where a sentence is from, and what the checks found. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.document import (
    FACTS_ID,
    KIND_LABELS,
    Citation,
    Draft,
    Finding,
    Sentence,
    Severity,
    numbered_citations,
)
from corpus.report import period_label

SEVERITY_LABELS: dict[Severity, str] = {"error": "错误", "warning": "提醒", "info": "提示"}
_PATH = " › "


@dataclass(frozen=True)
class Note:
    """A comment: who speaks (the sources or the checks), and its lines."""

    author: str
    lines: tuple[str, ...]


def notes_of(draft: Draft) -> dict[str, list[Note]]:
    """Sentence id → its comments, sources first; "" has what the checks say of the whole."""
    labels = numbered_citations(draft)
    notes: dict[str, list[Note]] = {"": []}
    for sentence in draft.sentences():
        notes[sentence.id] = [
            _of_citation(sentence, citation, labels[citation.key])
            for citation in sentence.citations
        ]
    for finding in draft.findings:
        if finding.severity != "info":
            notes.setdefault(finding.sentence_id, []).append(_of_finding(draft, finding))
    return notes


def place_of(citation: Citation) -> str:
    """县委2022年度工作总结（2022年度） › 二、存在的问题 › …, or 拟稿人提供 › 素材1."""
    period = "" if citation.report_id == FACTS_ID else period_label(citation.period)
    title = citation.report_title + (f"（{period}）" if period else "")
    return _PATH.join((title, *citation.section_path))


def quote_of(citation: Citation) -> str:
    """The cited words, or that they are there no more."""
    return f"“{citation.quote}”" if citation.quote else "来源已变更：原文已不在资料库中的原处"


def _of_citation(sentence: Sentence, citation: Citation, label: str) -> Note:
    lines = [f"〔{label}〕{KIND_LABELS[citation.kind]} · {place_of(citation)}", quote_of(citation)]
    clause = sentence.text[citation.clause_start : citation.clause_end]
    if clause and clause != sentence.text:
        lines.append(f"对应：{clause}")
    return Note("拟稿·出处", tuple(lines))


def _of_finding(draft: Draft, finding: Finding) -> Note:
    return Note("拟稿·核验", tuple(_said(draft, finding)))


def _said(draft: Draft, finding: Finding) -> Iterator[str]:
    yield f"{SEVERITY_LABELS[finding.severity]}：{finding.message}"
    text = next((s.text for s in draft.sentences() if s.id == finding.sentence_id), "")
    spot = text[finding.start : finding.end]
    if spot and spot != text:
        yield f"位置：{spot}"
    if finding.basis:
        yield f"依据：{finding.basis}"
