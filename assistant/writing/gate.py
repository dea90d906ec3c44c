"""The gate every model sentence passes: sources from a closed set, no unsupported figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.checking.claims import claims_of
from assistant.checking.figures import said_of, stands_in, unsupported
from assistant.checking.following import clauses_in, words_of
from assistant.checking.hostile import is_instruction, plain
from assistant.clauses import clause_spans, coverage
from assistant.document import Citation, Sentence, fact_citation
from assistant.errors import ModelError
from assistant.evidence import cite
from assistant.precedents import Precedent
from corpus.report import Period

PLACEHOLDER = "【待补】"
_MIN_SHARED = 0.25
_ASIDE = re.compile(r"(?<!\])[（(]([^（）()]{2,})[）)]")
Precedents = Mapping[str, Precedent]
Facts = Mapping[str, tuple[int, str]]


def pass_gate(
    text: str, keys: Sequence[str], precedents: Precedents, facts: Facts, period: Period
) -> Sentence:
    """A model's sentence as it may enter a draft.

    Unknown keys are dropped, unsupported figures become 【待补】, links and markup go; what was
    taken out is kept in ``rejected`` for the check to report. Each clause cites what it follows.

    Raises ModelError for a sentence that speaks to or as a program, and for one of which nothing
    is left: a model that obeys a document is not to be trusted with the item.
    """
    if is_instruction(text):
        raise ModelError("模型的回答里有对程序说的话，没有采用")
    given, text = text, plain(_without_asides(text, precedents, facts))
    if given.strip() and not text.strip("。！？：；，、.,"):
        raise ModelError("模型的句子除了链接和标记什么也没有")
    if is_instruction(text):  # what was hidden in markup is read now
        raise ModelError("模型的回答里有对程序说的话，没有采用")
    if text and text[-1] not in "。！？：；":
        text += "。"
    known = [key for key in dict.fromkeys(keys) if key in precedents or key in facts]
    unknown = len(dict.fromkeys(keys)) - len(known)
    rejected = ["模型引用了不存在的来源，已删去该引用"] * unknown
    sentence = Sentence("", text, _citations(text, known, precedents, facts))
    claims = {c.start: c for c in claims_of(text, soft=True)}
    for found in reversed(unsupported(sentence, period)):
        claim = claims[found.start]
        old = next(
            (
                precedents[k]
                for k in known
                if k in precedents and stands_in(claim, precedents[k].text)
            ),
            None,
        )
        rejected.append(_refusal(found.token, old))
        text = text[: found.start] + PLACEHOLDER + text[found.end :]
    citations = _citations(text, known, precedents, facts)
    return Sentence("", text, citations, rejected=tuple(rejected), by_model=True)


def _without_asides(text: str, precedents: Precedents, facts: Facts) -> str:
    """The text without what it says in brackets and no source has."""
    sources = [p.text for p in precedents.values()] + [fact for _, fact in facts.values()]

    def kept(match: re.Match[str]) -> str:
        return match.group() if any(match[1] in source for source in sources) else ""

    return _ASIDE.sub(kept, text)


def _refusal(token: str, old: Precedent | None) -> str:
    if old is None or token.startswith(("《", "〔")):
        return f"模型写入了没有出处的“{token}”，已改为{PLACEHOLDER}"
    where = said_of(cite(old, old.paragraph.start, old.paragraph.end, 0, 0))
    return f"模型写入的“{token}”只见于{where}，疑似沿用旧数据，已改为{PLACEHOLDER}"


# --- which clause rests on what ---------------------------------------------------------------------


def _citations(
    text: str, keys: Sequence[str], precedents: Precedents, facts: Facts
) -> tuple[Citation, ...]:
    """For each key the clauses of the sentence that follow it; a source that none follows is cited
    for those that follow no other, or for all."""
    spans = clauses_in(text)
    sources = {k: precedents[k].text if k in precedents else facts[k][1] for k in keys}
    near: dict[str, list[tuple[int, int]]] = {key: [] for key in keys}
    loose: list[tuple[int, int]] = []
    for start, end in spans:
        words = words_of(text[start:end])
        shares = {key: _nearness(words, text[start:end], sources[key]) for key in keys}
        best = max(shares.values(), default=0.0)
        if best < _MIN_SHARED:
            loose.append((start, end))
        for key, share in shares.items():
            # A clause joined from two sources rests on both.
            if share >= _MIN_SHARED and share >= best * 0.8:
                near[key].append((start, end))
    citations: list[Citation] = []
    for key in keys:
        for start, end in _runs(near[key] or loose, spans) or [(0, len(text))]:
            citations.append(_citation(text, start, end, key, precedents, facts))
    return tuple(sorted(citations, key=lambda c: (c.clause_start, c.clause_end)))


def _nearness(words: str, clause: str, source: str) -> float:
    """How much of the clause the source has; by its figures if it has hardly any words."""
    if len(words) < 2:
        return float(any(stands_in(claim, source) for claim in claims_of(clause, soft=True)))
    return coverage(words, words_of(source))


def _runs(
    clauses: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Neighbouring clauses as one."""
    runs: list[tuple[int, int]] = []
    for span in clauses:
        before = spans.index(span) - 1
        if runs and before >= 0 and runs[-1][1] == spans[before][1]:
            runs[-1] = (runs[-1][0], span[1])
        else:
            runs.append(span)
    return runs


def _citation(
    text: str, start: int, end: int, key: str, precedents: Precedents, facts: Facts
) -> Citation:
    if key in facts:
        return fact_citation(*facts[key], start, end)
    return _nearest_span(text[start:end], precedents[key], start, end)


def _nearest_span(words: str, precedent: Precedent, start: int, end: int) -> Citation:
    """The clauses of the precedent that the words follow; its whole paragraph if none."""
    first, last = precedent.paragraph.start, precedent.paragraph.end
    report = precedent.report.text
    near = [
        (left, right)
        for left, right in clause_spans(report, first, last)
        if max(coverage(report[left:right], words), _best(words, report[left:right])) >= _MIN_SHARED
    ]
    if near:
        first, last = near[0][0], near[-1][1]
    return cite(precedent, first, last, start, end)


def _best(words: str, source: str) -> float:
    spans = clauses_in(words)
    return max((coverage(words[a:b], source) for a, b in spans), default=0.0)
