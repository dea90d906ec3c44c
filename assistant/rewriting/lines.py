"""A draft as a flat list of sentences, where changes are easy to place, and back again. Pure.

A line with a frame is the heading of an item: it opens one. Taking a heading out therefore joins
its item to the one before, putting one in splits an item.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.document import (
    FACTS_ID,
    Citation,
    Draft,
    DraftItem,
    Sentence,
    fact_citation,
    with_sentence_ids,
)
from assistant.rewriting.changes import Frame
from corpus.numbering import render_marker


@dataclass(frozen=True)
class Line:
    sentence: Sentence
    frame: Frame | None = None

    @property
    def id(self) -> str:
        return self.sentence.id

    @property
    def text(self) -> str:
        return self.sentence.text


def lead_lines(draft: Draft) -> list[Line]:
    return [Line(sentence) for sentence in draft.lead]


def item_lines(item: DraftItem) -> list[Line]:
    """The heading, then the sentences."""
    frame = Frame(item.theme, item.answers, item.origin)
    return [Line(item.heading, frame), *(Line(sentence) for sentence in item.sentences)]


def lines_of(draft: Draft) -> list[Line]:
    return [*lead_lines(draft), *(line for item in draft.items for line in item_lines(item))]


def draft_of(draft: Draft, lines: Sequence[Line], markers: Sequence[str] = ()) -> Draft:
    """`draft` with these lines; ids and markers are made anew, findings no longer hold.

    `markers` stay where the family of numbering is none that is known.
    """
    lead: list[Sentence] = []
    items: list[DraftItem] = []
    for line in lines:
        if line.frame:
            marker = _marker(draft, len(items) + 1, markers)
            frame = line.frame
            items.append(
                DraftItem(marker, frame.theme, line.sentence, (), frame.answers, frame.origin)
            )
        elif items:
            items[-1] = replace(items[-1], sentences=(*items[-1].sentences, line.sentence))
        else:
            lead.append(line.sentence)
    made = replace(draft, lead=tuple(lead), items=tuple(items), findings=())
    return with_sentence_ids(made)


def _marker(draft: Draft, ordinal: int, markers: Sequence[str]) -> str:
    try:
        return render_marker(draft.numbering, ordinal)
    except KeyError:
        return markers[ordinal - 1] if ordinal <= len(markers) else ""


def same(a: Line, b: Line) -> bool:
    """Whether both say the same, cite the same and head the same item.

    Ids, verdicts and quotes do not count: they follow from the place, the check and the archive.
    """
    return a.frame == b.frame and bare(a.sentence) == bare(b.sentence)


def bare(sentence: Sentence) -> Sentence:
    """The sentence without what follows from its place, the check and the archive."""
    citations = tuple(replace(c, quote="") for c in sentence.citations)
    return replace(sentence, id="", verdict="", citations=citations)


def united_facts(facts: tuple[str, ...], more: Iterable[str]) -> tuple[str, ...]:
    """`facts` and after them those of `more` that are not among them."""
    return (*facts, *(fact for fact in dict.fromkeys(more) if fact not in facts))


def with_facts(draft: Draft, facts: tuple[str, ...]) -> Draft:
    """The draft with its citations of facts renumbered into `facts`, which hold all of its own."""
    if draft.facts == facts[: len(draft.facts)]:
        return replace(draft, facts=facts)
    lines = [
        replace(line, sentence=renumbered(line.sentence, draft.facts, facts))
        for line in lines_of(draft)
    ]
    findings, markers = draft.findings, [item.marker for item in draft.items]
    moved = draft_of(replace(draft, facts=facts), lines, markers)
    items = tuple(replace(i, marker=m) for i, m in zip(moved.items, markers, strict=True))
    return replace(moved, items=items, findings=findings)


def renumbered(sentence: Sentence, before: Sequence[str], after: Sequence[str]) -> Sentence:
    """The sentence with facts numbered as in `after` instead of `before`."""

    def moved(citation: Citation) -> Citation:
        number = int(citation.paragraph_id.partition(":")[2])
        if not 0 < number <= len(before) or before[number - 1] not in after:
            return citation
        place = after.index(before[number - 1]) + 1
        if place == number:
            return citation
        start, end = citation.clause_start, citation.clause_end
        return fact_citation(place, before[number - 1], start, end)

    citations = tuple(moved(c) if c.report_id == FACTS_ID else c for c in sentence.citations)
    return replace(sentence, citations=citations)
