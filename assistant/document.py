"""The draft as values: Draft → Item → Sentence → Citation. Nothing here is changed in place."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import TypeAdapter

from corpus.report import Period, sha256_of

CitationKind = Literal["fact", "wording"]
Severity = Literal["error", "warning", "info"]
# How far what a sentence states rests on what it cites; "" before the check has run.
Verdict = Literal["supported", "partial", "unsupported", ""]
SectionName = Literal["problems", "plan"]
SECTIONS: tuple[SectionName, ...] = ("problems", "plan")  # in the order of a report

# Why an item is in a draft: asked for; about a supplied fact; from a pinned paragraph; the answer to
# a problem; announced last time and not yet reported on; established in past reports.
Why = Literal["asked", "fact", "pinned", "problem", "promise", "established"]

FACTS_ID = "facts"  # the "report" of what the writer supplied
KIND_LABELS: dict[CitationKind, str] = {"fact": "依据", "wording": "体例"}
VERDICT_LABELS: dict[Verdict, str] = {
    "supported": "支持", "partial": "部分支持", "unsupported": "无依据", "": "未核验",
}  # fmt: skip


@dataclass(frozen=True)
class Citation:
    """A pointer into the archive, or into fact number n (``paragraph_id`` = ``facts:n``).

    ``[start, end)`` indexes the report's text (or the fact); ``[clause_start, clause_end)`` the
    part of the sentence that rests on it. ``kind``: fact = 依据, wording = 体例.
    """

    key: str
    kind: CitationKind
    report_id: str
    report_title: str
    period: str
    section_path: tuple[str, ...]
    paragraph_id: str
    start: int
    end: int
    quote: str
    sha256: str
    clause_start: int = 0
    clause_end: int = 0


@dataclass(frozen=True)
class Adaptation:
    """What was changed in borrowed words, and why."""

    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Sentence:
    id: str
    text: str
    citations: tuple[Citation, ...] = ()
    adaptations: tuple[Adaptation, ...] = ()
    rejected: tuple[str, ...] = ()  # what the gate took out of a model's sentence, and why
    verdict: Verdict = ""
    by_model: bool = False  # a language model put it into words


@dataclass(frozen=True)
class Origin:
    """How an item came about; ids of paragraphs, never their words.

    `precedents` with their nearness to the theme (0–1), best first; `passed_over` with the reason
    why nothing was borrowed from them.
    """

    why: Why
    because: str = ""
    precedents: tuple[tuple[str, float], ...] = ()
    passed_over: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class DraftItem:
    """`answers` are the problems, as headings, that a measure answers."""

    marker: str
    theme: str
    heading: Sentence
    sentences: tuple[Sentence, ...]
    answers: tuple[str, ...] = ()
    origin: Origin | None = None

    @property
    def all_sentences(self) -> tuple[Sentence, ...]:
        return (self.heading, *self.sentences)

    @property
    def text(self) -> str:
        return "".join(s.text for s in self.all_sentences)


@dataclass(frozen=True)
class Finding:
    """One thing a check has to say; ``[start, end)`` indexes the sentence's text.

    `rule` is the id of the rule, `basis` the standard and clause it comes from; `fix` is what can
    safely stand in the place of the span, None if a person must decide.
    """

    kind: str
    severity: Severity
    message: str
    sentence_id: str = ""
    start: int = 0
    end: int = 0
    rule: str = ""
    basis: str = ""
    fix: str | None = None


@dataclass(frozen=True)
class Draft:
    """A drafted section. ``facts`` are what the writer supplied, ``notices`` what to tell them."""

    id: str
    section: SectionName
    period: str
    writer: str
    organisation: str
    heading: str
    numbering: str
    lead: tuple[Sentence, ...]
    items: tuple[DraftItem, ...]
    item_limit: int | None = None
    facts: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """The section as it would be pasted into a report, one paragraph a line."""
        lead = "".join(s.text for s in self.lead)
        return "\n".join([self.heading, lead, *(item.marker + item.text for item in self.items)])

    @property
    def chars(self) -> int:
        """Characters of the lead and of the items with their marks; the section's heading apart."""
        lead = sum(len(s.text) for s in self.lead)
        return lead + sum(len(i.marker) + len(i.text) for i in self.items)

    def sentences(self) -> Iterator[Sentence]:
        yield from self.lead
        for item in self.items:
            yield from item.all_sentences


_DRAFT = TypeAdapter(Draft)
_JSON: TypeAdapter[Any] = TypeAdapter(Any)


def draft_to_json(draft: Draft) -> dict[str, Any]:
    """The stable JSON shape of a draft."""
    return {**_DRAFT.dump_python(draft, mode="json"), "text": draft.text}


def draft_from_json(data: bytes | str) -> Draft:
    """A draft from its JSON; the keys beyond the stable shape may be missing.

    Raises pydantic.ValidationError on anything that is not a draft.
    """
    return _DRAFT.validate_python(_completed(_JSON.validate_json(data)), strict=False)


def _completed(value: Any) -> Any:
    """The same value with the keys filled in that other programs need not write."""
    if isinstance(value, list):
        return [_completed(member) for member in value]
    if not isinstance(value, dict):
        return value
    filled = {key: _completed(member) for key, member in value.items()}
    if "sha256" in filled:
        return {"period": "", **filled}
    if "section" in filled:
        return {"organisation": "", "numbering": "一是", **filled}
    return filled


def section_heading(section: SectionName, period: Period) -> str:
    """存在的问题 / 下半年工作打算 / 2025年工作打算."""
    if section == "problems":
        return "存在的问题"
    coming = period.next
    return "下半年工作打算" if coming.half == 2 else f"{coming.year}年工作打算"


def citation_key(paragraph_id: str, start: int, end: int) -> str:
    """A short opaque key, the same for the same span in every draft."""
    return "c" + hashlib.sha256(f"{paragraph_id}[{start},{end})".encode()).hexdigest()[:8]


def fact_citation(number: int, fact: str, start: int, end: int) -> Citation:
    """A citation of fact number `number` (from 1), whole, for ``sentence[start:end]``."""
    paragraph_id = f"{FACTS_ID}:{number}"
    return Citation(
        key=citation_key(paragraph_id, 0, len(fact)),
        kind="fact",
        report_id=FACTS_ID,
        report_title="拟稿人提供",
        period="",
        section_path=(f"素材{number}",),
        paragraph_id=paragraph_id,
        start=0,
        end=len(fact),
        quote=fact,
        sha256=sha256_of(fact),
        clause_start=start,
        clause_end=end,
    )


def numbered_citations(draft: Draft) -> dict[str, str]:
    """Citation key → label, in reading order: 1, 2, … for reports, 素材1, … for facts."""
    labels: dict[str, str] = {}
    count = 0
    for sentence in draft.sentences():
        for citation in sentence.citations:
            if citation.key in labels:
                continue
            if citation.report_id == FACTS_ID:
                labels[citation.key] = citation.section_path[0]
            else:
                count += 1
                labels[citation.key] = str(count)
    return labels


def requoted(draft: Draft, quote: Callable[[str, int, int], str | None]) -> Draft:
    """The draft with every quote from the archive cut anew; "" where nothing stands any more."""

    def cut(sentence: Sentence) -> Sentence:
        citations = tuple(
            c
            if c.report_id == FACTS_ID
            else replace(c, quote=quote(c.report_id, c.start, c.end) or "")
            for c in sentence.citations
        )
        return replace(sentence, citations=citations)

    return with_each(draft, cut)


def with_each(draft: Draft, change: Callable[[Sentence], Sentence | None]) -> Draft:
    """The draft with every sentence changed, in reading order; None takes one out. A heading
    stays, and so does an item's heading when all its sentences go."""
    lead = _changed(draft.lead, change)
    items = tuple(
        replace(i, heading=change(i.heading) or i.heading, sentences=_changed(i.sentences, change))
        for i in draft.items
    )
    return replace(draft, lead=lead, items=items)


def _changed(
    sentences: Sequence[Sentence], change: Callable[[Sentence], Sentence | None]
) -> tuple[Sentence, ...]:
    return tuple(new for s in sentences if (new := change(s)) is not None)


def with_sentence_ids(draft: Draft) -> Draft:
    """Sentence ids that say where a sentence stands: lead.1, 2.h, 2.1 …"""
    lead = tuple(replace(s, id=f"lead.{n}") for n, s in enumerate(draft.lead, 1))
    items = tuple(
        replace(
            item,
            heading=replace(item.heading, id=f"{n}.h"),
            sentences=tuple(replace(s, id=f"{n}.{k}") for k, s in enumerate(item.sentences, 1)),
        )
        for n, item in enumerate(draft.items, 1)
    )
    return replace(draft, lead=lead, items=items)
