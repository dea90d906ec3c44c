"""Words of a sentence cut or replaced, its citations moved along. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from assistant.checking.claims import claims_of
from assistant.checking.following import clauses_in
from assistant.clauses import is_purpose, leans_forward, subject_word
from assistant.document import FACTS_ID, Adaptation, Citation, Sentence
from assistant.rewriting.words import marked

_LEANS_BACK = re.compile(
    r"但|而|却|并(?!联|轨)|且|也|还|又|从而|进而|致使|导致|造成|以致|以及|其中|反而|仍|均|都|才|就|再|因此|所以|为此|对此|"
    r"由此|使(?!用|命)|该|其|它|他们|难以|未能|无法|没有|存在|容易|要么|或"
)
_HALF = re.compile(r"虽|尽管|不仅|不但|不光|一方面|既|^(?:针对|在).*(?:实际|基础上|情况下)$")
_ATOM = re.compile(r"“[^”]*”|《[^》]*》|【[^】]*】|〔[^〕]*〕")
_MARKS = "，,；;：:。！？"


@dataclass(frozen=True)
class Edit:
    """``text[start:end]`` becomes `text`; a `reason` makes it an adaptation of borrowed words."""

    start: int
    end: int
    text: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Part:
    """A clause at ``text[start:end]``; it needs the one before it, the one behind it, or is fixed:
    a supplied fact, a figure."""

    start: int
    end: int
    needs_before: bool
    needs_after: bool
    fixed: bool


def edited(sentence: Sentence, edits: Sequence[Edit]) -> Sentence:
    """The sentence after the edits, which must not overlap. A citation all of whose clause went
    goes too."""
    edits = sorted(
        (e for e in edits if e.text != sentence.text[e.start : e.end]), key=lambda e: e.start
    )
    if not edits:
        return sentence
    text, last = "", 0
    for edit in edits:
        text += sentence.text[last : edit.start] + edit.text
        last = edit.end
    text += sentence.text[last:]
    citations = [c for old in sentence.citations if (c := _moved(old, edits)) is not None]
    adaptations = [a for a in sentence.adaptations if a.after in text]
    for edit in edits:
        before = sentence.text[edit.start : edit.end]
        if edit.reason and any(_holds(c, edit) for c in sentence.citations):
            adaptations.append(Adaptation(before, edit.text, edit.reason))
    return replace(
        sentence,
        text=text,
        citations=tuple(citations),
        adaptations=tuple(dict.fromkeys(adaptations)),
        verdict="",
    )


def with_words(sentence: Sentence, text: str) -> Sentence:
    """The sentence with other words; citations stay with the words that are left of theirs."""
    edits: list[Edit] = []
    position = 0
    for piece in marked(sentence.text, text):
        if piece.kind == "new":
            start = position
            if edits and edits[-1].end == position and not edits[-1].text:
                start = edits.pop().start
            edits.append(Edit(start, position, piece.text))
            continue
        if piece.kind == "gone":
            edits.append(Edit(position, position + len(piece.text), ""))
        position += len(piece.text)
    return edited(sentence, edits)


def _holds(citation: Citation, edit: Edit) -> bool:
    if citation.report_id == FACTS_ID:
        return False
    whole = citation.clause_end <= citation.clause_start
    return whole or (citation.clause_start <= edit.start and edit.end <= citation.clause_end)


def _moved(citation: Citation, edits: Sequence[Edit]) -> Citation | None:
    start, end = citation.clause_start, citation.clause_end
    if end <= start:  # of the whole sentence
        return citation
    left, right = start, end
    for edit in edits:
        shift = len(edit.text) - (edit.end - edit.start)
        if edit.end <= start:
            left += shift
        elif edit.start < start:  # its head goes
            left += edit.end - start + shift
        if edit.end <= end and not edit.start == edit.end == end:
            right += shift
        elif edit.start < end < edit.end:  # its tail goes
            right -= end - edit.start
    if right <= left:
        return None
    return replace(citation, clause_start=left, clause_end=right)


def is_fact(citation: Citation) -> bool:
    return citation.report_id == FACTS_ID


def fact_spans(sentence: Sentence) -> list[tuple[int, int]]:
    """Where supplied facts stand in it."""
    return [(c.clause_start, c.clause_end) for c in sentence.citations if is_fact(c)]


def atoms_in(text: str) -> list[tuple[int, int]]:
    """“…”, 《…》 and placeholders, none of which may be cut into."""
    return [m.span() for m in _ATOM.finditer(text)]


def cuts_into(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether ``[start, end)`` takes some of one of the spans but not all of it."""
    return any(a < end and start < b and not (start <= a and b <= end) for a, b in spans)


def touches(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in spans)


# --- clauses --------------------------------------------------------------------------------------


def parts_of(sentence: Sentence) -> list[Part]:
    """The clauses of the sentence and what each cannot do without."""
    text, spans = sentence.text, clauses_in(sentence.text)
    facts = fact_spans(sentence)
    figures = [(c.start, c.end) for c in claims_of(text)]
    parts = []
    for n, (start, end) in enumerate(spans):
        clause = text[start:end]
        same = n > 0 and _one_unit(sentence, spans[n - 1], (start, end))
        tail = n > 0 and is_purpose(clause) and _one_source(sentence, spans[n - 1], (start, end))
        subject = n > 0 and _shares_subject(sentence, spans[0], (start, end))
        held = touches(start, end, facts) or touches(start, end, figures)
        parts.append(
            Part(
                start,
                end,
                needs_before=n > 0 and (bool(_LEANS_BACK.match(clause)) or same or tail or subject),
                needs_after=n + 1 < len(spans)
                and (
                    leans_forward(clause)
                    or bool(_HALF.search(clause))
                    or text[end : end + 1] in "：:"
                ),
                fixed=held or "【" in clause,
            )
        )
    return parts


def _one_unit(sentence: Sentence, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether the clauses were borrowed as one piece that opens with a frame."""
    return any(
        c.clause_start <= one[0] and other[1] <= c.clause_end and c.clause_start < c.clause_end
        for c in sentence.citations
    ) and bool(_LEANS_BACK.match(sentence.text[other[0] : other[1]]))


def _shares_subject(sentence: Sentence, first: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether 个别干部… at the start is the subject of this clause too: nobody joined the two."""
    if not subject_word(sentence.text[slice(*first)]) or subject_word(sentence.text[slice(*other)]):
        return False
    cited = [c for c in sentence.citations if c.clause_start < other[1] and other[0] < c.clause_end]
    return not cited or _one_source(sentence, first, other)


def _one_source(sentence: Sentence, one: tuple[int, int], other: tuple[int, int]) -> bool:
    def sources(span: tuple[int, int]) -> set[str]:
        return {
            c.paragraph_id
            for c in sentence.citations
            if c.clause_start < span[1] and span[0] < c.clause_end
        }

    return bool(sources(one) & sources(other))


def can_stand(parts: Sequence[Part], kept: Collection[int]) -> bool:
    """Whether every kept clause has the neighbour it needs."""
    for n in kept:
        if parts[n].needs_before and n - 1 not in kept:
            return False
        if parts[n].needs_after and n + 1 not in kept:
            return False
    return bool(kept)


def without(sentence: Sentence, dropped: Collection[int]) -> Sentence | None:
    """The sentence without some of its clauses, by index; None if none is left."""
    spans = clauses_in(sentence.text)
    gone = sorted(set(dropped))
    if len(gone) >= len(spans):
        return None
    edits: list[Edit] = []
    for n in gone:
        if all(m in gone for m in range(n, len(spans))):  # the rest of the sentence
            edits.append(Edit(spans[n - 1][1], spans[-1][1]))
            break
        edits.append(Edit(spans[n][0], spans[n + 1][0]))
    return edited(sentence, edits)


def with_dependents(parts: Sequence[Part], dropped: Collection[int]) -> set[int]:
    """`dropped` and whatever cannot stand without them."""
    gone = set(dropped)
    while more := {
        n
        for n in range(len(parts))
        if n not in gone
        and ((parts[n].needs_before and n - 1 in gone) or (parts[n].needs_after and n + 1 in gone))
    }:
        gone |= more
    return gone


def joined(first: Sentence, second: Sentence) -> Sentence:
    """Two sentences as one, with a comma between."""
    head = first.text.rstrip(_MARKS)
    shift = len(head) + 1
    moved = tuple(
        replace(c, clause_start=c.clause_start + shift, clause_end=c.clause_end + shift)
        if c.clause_end > c.clause_start
        else replace(c, clause_start=shift, clause_end=shift + len(second.text))
        for c in second.citations
    )
    return replace(
        first,
        text=f"{head}，{second.text}",
        citations=(*first.citations, *moved),
        adaptations=tuple(dict.fromkeys((*first.adaptations, *second.adaptations))),
        verdict="",
    )


def parted(sentence: Sentence, at: int) -> tuple[Sentence, Sentence]:
    """The sentence as two, the second beginning with clause `at`."""
    spans = clauses_in(sentence.text)
    size = len(spans)
    first = without(sentence, range(at, size))
    second = without(sentence, range(at))
    assert first is not None
    assert second is not None
    return first, second
