"""Drafts for a human to read: whole ones with their sources, and the sentences most wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.checking.broken import check_broken
from assistant.checking.copying import copied_of_sentence
from assistant.document import Draft, Finding, Sentence, numbered_citations
from tests.evals.draft_measures import clauses_twice, is_vow, strange_facts, unflagged
from tests.evals.signing_briefs import Case

_LONG_COPY = 0.6
_WEIGHTS = {"error": 3.0, "warning": 1.5, "info": 0.0}
# What the copying of a joined sentence weighs beside a fault: it orders those without one.
_COPY_WEIGHT = 0.5


def worst_lines(made: Sequence[tuple[Case, Draft]], count: int) -> Iterator[str]:
    """The sentences with most against them, each once, with their briefs."""
    faults = [(weight, case, s, why) for case, d in made for weight, s, why in _faults(d)]
    told: set[str] = set()
    for weight, case, sentence, why in sorted(faults, key=lambda f: -f[0]):
        if sentence.text in told or len(told) == count:
            continue
        told.add(sentence.text)
        yield f"  {weight:.1f} {sentence.id} of {case.label}"
        yield f"      {sentence.text}"
        yield f"      {why}"


def _faults(draft: Draft) -> Iterator[tuple[float, Sentence, str]]:
    told: dict[str, list[Finding]] = {}
    for finding in (*check_broken(draft), *(f for f in draft.findings if f.kind != "broken")):
        told.setdefault(finding.sentence_id, []).append(finding)
    twice = {s.id: clause for s, clause in clauses_twice(draft)}
    strange = {s.id: number for s, number in strange_facts(draft)}
    bodies = {s.id for item in draft.items for s in item.sentences}
    for s in draft.sentences():
        faults = [(_WEIGHTS[f.severity], f.message) for f in told.get(s.id, [])]
        faults += [(3.0, "表态当作问题")] if is_vow(draft, s) else []
        faults += [(2.5, f"“{twice[s.id]}”用过")] if s.id in twice else []
        faults += [(1.0, f"素材{strange[s.id]}放错了条目")] if s.id in strange else []
        faults += [(3.0, f"过期“{term}”未标注") for term in unflagged(draft, s)]
        share = copied_of_sentence(s).share if s.id in bodies else 0.0
        if share >= _LONG_COPY:
            faults.append((_COPY_WEIGHT * share * len(s.text) / 100, f"照搬 {share:.0%}"))
        if faults:
            yield sum(weight for weight, _ in faults), s, "；".join(why for _, why in faults)


def draft_lines(case: Case, draft: Draft) -> Iterator[str]:
    """The whole draft with its citations, notices and findings."""
    labels = numbered_citations(draft)
    yield case.label
    yield draft.heading
    yield "".join(_cited(s, labels) for s in draft.lead)
    for item in draft.items:
        yield item.marker + "".join(_cited(s, labels) for s in item.all_sentences)
    known = {c.key: c for s in draft.sentences() for c in s.citations}
    for key, label in labels.items():
        yield f"    〔{label}〕{known[key].report_title}：{known[key].quote}"
    yield from (f"    ⚠ {notice}" for notice in draft.notices)
    yield from (f"    ✗ {f.sentence_id} {f.message}" for f in draft.findings)


def _cited(sentence: Sentence, labels: dict[str, str]) -> str:
    marks = dict.fromkeys(labels[c.key] for c in sentence.citations)
    return sentence.text + "".join(f"〔{mark}〕" for mark in marks)
