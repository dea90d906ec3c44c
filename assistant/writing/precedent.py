"""The writer that needs no language model: new items out of the clauses of past ones.

For each theme the heading of one precedent, then units of several others, picked by relevance
minus redundancy and joined so that no item is copied whole and no sentence appears twice. Every
unit keeps the citation of the exact span it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.clauses import (
    Unit,
    clause_spans,
    coverage,
    has_verdict,
    leans_forward,
    overlap,
    subject_word,
)
from assistant.document import DraftItem, Sentence
from assistant.evidence import Precedent, Relevance, scaled
from assistant.headings import plan_core, starts_with_action
from assistant.period import expired_terms, has_year_or_figure
from assistant.plan import PlannedItem
from assistant.text_vectors import TextVectors
from assistant.writing.job import Job
from assistant.writing.lead import write_lead
from assistant.writing.pieces import Borrowed, Piece, Supplied, assemble
from corpus.numbering import render_marker

_MIN_UNIT, _MAX_UNIT = 7, 48
_REDUNDANT = 0.34
_OFF_THEME = 0.35
_SOME_WORDS = 0.2
_SECOND_SOURCE = 2
_MIN_SENTENCE = 14
_ANOTHER_REPORT = 0.5  # while an item is from one report only
_PINNED_HEADING, _OWED = 0.6, 4.0  # the latter outdoes whatever speaks against a unit
_LACKING = re.compile(r"还[有剩]|仍[有为]|尚[有未]|只有|仅|不足|未|没有|下降|减少|缺|滞后")
_CAMPAIGN = re.compile(r"^(?:实施|开展).*(?:行动|工程|计划)$")
_DEPARTMENT = re.compile(
    r"纪检|监察|巡察|组织部门|组工|宣传部|宣传干部|宣传委员|县委|部机关|党组成员|取证|办案|执纪|廉情|专项监督"
)
_LOCAL_NAME = re.compile(r"“[^”]{2,12}”")


@dataclass
class _Used:
    """What the draft has used so far, so that nothing is said twice; `owed` are pinned paragraphs
    that the item at hand has still to borrow from."""

    units: set[tuple[str, int]] = field(default_factory=set)
    headings: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    owed: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)  # reports that the item at hand is from


class PrecedentWriter:
    """Composes from precedents; one instance a draft, for it remembers what it has used.

    `avoid` holds (report, start) of further spans not to use again.
    """

    name = "precedent"

    def __init__(self, vectors: TextVectors, avoid: Iterable[tuple[str, int]] = ()) -> None:
        self._vectors = vectors
        self._used = _Used(set(avoid))
        self.notices: list[str] = []

    def lead(self, job: Job) -> tuple[Sentence, ...]:
        return write_lead(job)

    def items(self, job: Job) -> Iterator[DraftItem]:
        texts = list(
            dict.fromkeys(
                unit.text
                for item in job.items
                for r in item.precedents
                for unit in r.precedent.units
            )
        )
        for ordinal, planned in enumerate(job.items, 1):
            yield self._item(job, planned, ordinal, texts)

    def _item(
        self, job: Job, planned: PlannedItem, ordinal: int, texts: Sequence[str]
    ) -> DraftItem:
        used = self._used
        used.owed = set(planned.pinned)
        heading, head_source = _heading(job, planned, used)
        used.headings.append(heading.text)
        used.sources = {head_source.report.id}
        about = self._meaning(f"{planned.theme} {heading.text}", texts)
        candidates = _candidates(job, planned, head_source, used, about)
        sentences = _body(job, planned, candidates, used, len(heading.text))
        return DraftItem(
            render_marker(job.numbering, ordinal), planned.theme, heading, tuple(sentences)
        )

    def _meaning(self, subject: str, texts: Sequence[str]) -> Mapping[str, float]:
        """How near each unit is to the item's subject, read against all units of this draft."""
        if not texts:
            return {}
        meanings = scaled(self._vectors.passages(texts) @ self._vectors.query(subject))
        return dict(zip(texts, meanings.tolist(), strict=True))


# --- heading --------------------------------------------------------------------------------


def _heading(job: Job, planned: PlannedItem, used: _Used) -> tuple[Sentence, Precedent]:
    """A past heading on the theme, in this draft's pattern; the precedent it came from."""
    best = max(planned.precedents, key=lambda r: _heading_score(job, planned, r, used))
    precedent = best.precedent
    start, end = precedent.heading_start, precedent.heading_start + len(precedent.heading)
    core, prefix = precedent.heading, ""
    if job.section == "plan":
        core = plan_core(precedent.heading)
        start = end - len(core)
        prefix = job.style.heading_prefix
    used.units.add((precedent.report.id, start))
    unit = Unit(core, start, end, -1, "head")
    return assemble([Borrowed(precedent, unit, prefix)], job.period, job.target), precedent


def _heading_score(job: Job, planned: PlannedItem, r: Relevance, used: _Used) -> float:
    heading = r.precedent.heading
    if not heading:
        return -10.0
    score = r.score + 0.8 * coverage(planned.theme, heading)
    # A heading that says little beside the theme is about the theme.
    score += 0.3 * len(planned.theme) / max(len(heading), len(planned.theme))
    score += _PINNED_HEADING * (r.precedent.paragraph.id in planned.pinned)
    score -= 3.0 * bool(expired_terms(heading, job.target))
    score -= 1.0 * has_year_or_figure(heading)
    score -= 2.0 * ((r.precedent.report.id, r.precedent.heading_start) in used.units)
    score -= 1.0 * any(overlap(heading, h) > 0.5 for h in used.headings)
    if job.section == "problems":
        score += 0.3 * has_verdict(heading)
    else:
        core = plan_core(heading)
        score += 0.8 * starts_with_action(core) + 0.2 * (5 <= len(core) <= 8)
        # “进一步实施…行动” reads badly, and the name was that year's.
        score -= 0.6 * bool(_CAMPAIGN.search(core))
    return score


# --- body -----------------------------------------------------------------------------------


def _candidates(
    job: Job,
    planned: PlannedItem,
    head_source: Precedent,
    used: _Used,
    meaning: Mapping[str, float],
) -> list[tuple[float, Borrowed]]:
    """Usable units of the theme's precedents with what speaks for them, best first."""
    scored: list[tuple[float, Borrowed]] = []
    off_theme: list[tuple[float, Borrowed]] = []
    for rank, relevance in enumerate(planned.precedents):
        precedent = relevance.precedent
        for unit in _units(precedent, precedent is head_source):
            is_pinned = precedent.paragraph.id in planned.pinned
            if not _usable(job, precedent, unit, used, is_pinned):
                continue
            foreign = precedent.organisation != job.evidence.organisation and not is_pinned
            if foreign and _DEPARTMENT.search(unit.text):
                continue
            near, about = meaning.get(unit.text, 0.0), coverage(planned.theme, unit.text)
            score = 0.7 * relevance.score + 0.7 * near + 0.3 * about - 0.03 * rank
            score -= 0.25 * (precedent is head_source)
            score -= 0.5 * has_year_or_figure(unit.text)
            score -= 0.3 * ("XX" in unit.text or "Ｘ" in unit.text)
            score -= 0.1 * foreign
            score -= 0.35 * (foreign and bool(_LOCAL_NAME.search(unit.text)))
            on_theme = precedent is head_source or near >= _OFF_THEME or about >= _SOME_WORDS
            (scored if on_theme or is_pinned else off_theme).append(
                (score, Borrowed(precedent, unit))
            )
    # A tail alone is no second source: it only follows the clause whose purpose it was.
    sources = {b.precedent.report.id for _, b in scored if b.unit.kind != "tail"}
    if len(sources | {head_source.report.id}) < 2:
        others = [
            pair for pair in off_theme if pair[1].precedent.report.id != head_source.report.id
        ]
        scored += sorted(others, key=lambda pair: -pair[0])[:_SECOND_SOURCE]
    return sorted(scored, key=lambda pair: -pair[0])


def _units(precedent: Precedent, gave_heading: bool) -> Sequence[Unit]:
    """The precedent's units; one that is all its item has is shortened beside its own heading."""
    if not gave_heading or len(precedent.units) != 1:
        return precedent.units
    whole = precedent.units[0]
    spans = clause_spans(precedent.report.text, whole.start, whole.end)
    if len(spans) < 2 or not leans_forward(whole.text.partition("，")[0]):
        return precedent.units
    start = spans[1][0]
    return [replace(whole, text=precedent.report.text[start : whole.end], start=start)]


def _usable(job: Job, precedent: Precedent, unit: Unit, used: _Used, is_pinned: bool) -> bool:
    if (precedent.report.id, unit.start) in used.units:
        return False
    if not _MIN_UNIT <= len(unit.text) <= _MAX_UNIT or leans_forward(unit.text):
        return False
    if expired_terms(unit.text, job.target):
        return False
    return job.section == "plan" or is_pinned or has_verdict(unit.text)


def _body(
    job: Job,
    planned: PlannedItem,
    candidates: list[tuple[float, Borrowed]],
    used: _Used,
    heading_chars: int,
) -> list[Sentence]:
    """Sentences of two units from different reports, until the item is as long as usual."""
    sentences: list[Sentence] = []
    chosen: list[Borrowed] = []
    facts = [Supplied(n, job.facts[n - 1]) for n in planned.facts]
    length = heading_chars + sum(len(f.fact) + 4 for f in facts)
    limit = job.item_limit or job.item_chars + 15
    while length < min(job.item_chars, limit) - 12:
        pieces = _sentence(job, candidates, chosen, used, limit - length)
        if not pieces or (sentences and sum(len(p.unit.text) for p in pieces) < _MIN_SENTENCE):
            break
        chosen += pieces
        for piece in pieces:
            used.units.add((piece.precedent.report.id, piece.unit.start))
            used.texts.append(piece.unit.text)
            used.owed.discard(piece.precedent.paragraph.id)
            used.sources.add(piece.precedent.report.id)
        woven, facts = _weave(job, pieces, facts)
        sentences.append(assemble(woven, job.period, job.target))
        length += len(sentences[-1].text)
    sentences += [assemble([_own_sentence(fact)], job.period, job.target) for fact in facts]
    return sentences


def _sentence(
    job: Job,
    candidates: Sequence[tuple[float, Borrowed]],
    chosen: Sequence[Borrowed],
    used: _Used,
    room: int,
) -> list[Borrowed]:
    """An opening unit and one or two that go well with it; [] if nothing fits the room."""
    openers = [
        (s + 0.3 * (b.unit.kind == "head"), b) for s, b in candidates if b.unit.kind != "tail"
    ]
    first = _pick(openers, [], chosen, used, room)
    if first is None:
        return []
    pieces = [first]
    followers = [
        (s - 0.1 * (b.unit.kind == "head"), b) for s, b in candidates if b.unit.kind != "tail"
    ]
    second = _pick(followers, pieces, chosen, used, room - len(first.unit.text) - 1)
    if second:
        pieces.append(second)
    left = room - sum(len(p.unit.text) + 1 for p in pieces)
    tail = _tail(candidates, pieces, chosen, used, left) if job.section == "plan" else None
    if tail is None:
        return pieces
    # The purpose follows the clause whose purpose it was.
    own = next(p for p in pieces if _same_sentence(p, tail))
    return [*(p for p in pieces if p is not own), own, tail]


def _pick(
    candidates: Sequence[tuple[float, Borrowed]],
    sentence: Sequence[Borrowed],
    chosen: Sequence[Borrowed],
    used: _Used,
    room: int,
) -> Borrowed | None:
    best: tuple[float, Borrowed] | None = None
    reports = {b.precedent.paragraph.id for b in sentence}
    earlier = {b.precedent.paragraph.id for b in chosen}
    for score, candidate in candidates:
        unit, paragraph = candidate.unit, candidate.precedent.paragraph.id
        if (
            candidate in sentence
            or (candidate.precedent.report.id, unit.start) in used.units
            or len(unit.text) + 1 > room
        ):
            continue
        others = [*used.texts, *(b.unit.text for b in sentence)]
        if any(overlap(unit.text, text) > _REDUNDANT for text in others):
            continue
        if _completes_item(candidate, chosen, sentence):
            continue
        score -= 0.6 * (paragraph in reports) + 0.15 * (paragraph in earlier)
        score += _OWED * (paragraph in used.owed and paragraph not in reports)
        sources = used.sources | {b.precedent.report.id for b in sentence}
        score += _ANOTHER_REPORT * (
            len(sources) == 1 and candidate.precedent.report.id not in sources
        )
        score -= _clash(unit, [b.unit for b in (*sentence, *chosen)])
        if best is None or score > best[0]:
            best = (score, candidate)
    return best[1] if best else None


def _completes_item(
    candidate: Borrowed, chosen: Sequence[Borrowed], sentence: Sequence[Borrowed]
) -> bool:
    """Whether the candidate is the last unit of its item not taken yet: no item is copied whole."""
    paragraph = candidate.precedent.paragraph.id
    taken = sum(b.precedent.paragraph.id == paragraph for b in (*chosen, *sentence))
    return taken > 0 and taken + 1 >= len(candidate.precedent.units)


def _clash(unit: Unit, others: Sequence[Unit]) -> float:
    """What reads badly side by side: the same 个别…, the same …不够, the same first verb."""
    penalty = 0.0
    for other in others:
        subject = subject_word(unit.text)
        penalty += 0.3 * bool(subject and subject == subject_word(other.text))
        penalty += 0.3 * (unit.text[-2:] == other.text[-2:])
        penalty += 0.3 * (unit.text[:2] == other.text[:2])
    return penalty


def _tail(
    candidates: Sequence[tuple[float, Borrowed]],
    sentence: Sequence[Borrowed],
    chosen: Sequence[Borrowed],
    used: _Used,
    room: int,
) -> Borrowed | None:
    """The purpose that closed the sentence one of the pieces came from."""
    tails = [
        (score, b)
        for score, b in candidates
        if b.unit.kind == "tail" and any(_same_sentence(piece, b) for piece in sentence)
    ]
    return _pick(tails, [], chosen, used, room)


def _same_sentence(a: Borrowed, b: Borrowed) -> bool:
    return (
        a.precedent.paragraph.id == b.precedent.paragraph.id and a.unit.sentence == b.unit.sentence
    )


# --- facts ----------------------------------------------------------------------------------


def _weave(
    job: Job, pieces: Sequence[Borrowed], facts: list[Supplied]
) -> tuple[list[Piece], list[Supplied]]:
    """Put the first fact into the sentence where it says what kind of fact it is."""
    if not facts:
        return list(pieces), facts
    number, fact = facts[0].number, facts[0].fact
    lacking = bool(_LACKING.search(fact))
    rest = facts[1:]
    if job.section == "plan":
        frame = ("针对", "的实际") if lacking else ("在", "的基础上")
        return [Supplied(number, fact, *frame), *pieces], rest
    if lacking:
        return [*pieces, Supplied(number, fact, _now(fact))], rest
    opening = "虽" if fact.startswith("已") else "虽已"
    return [Supplied(number, fact, opening, "，但"), *pieces], rest


def _own_sentence(fact: Supplied) -> Supplied:
    return Supplied(fact.number, fact.fact, _now(fact.fact) + ("，" if _now(fact.fact) else ""))


def _now(fact: str) -> str:
    return "" if re.match(r"目前|截至|现|今年|上半年", fact) else "目前"
