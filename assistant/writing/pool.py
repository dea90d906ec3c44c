"""The units an item may be composed from, with what speaks for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from assistant.clauses import (
    Unit,
    clause_spans,
    coverage,
    leans_forward,
    shorter_units,
)
from assistant.coverages import shared_words
from assistant.evidence import Relevance, scaled, told
from assistant.headings import object_of, theme_of
from assistant.periods.period import has_year_or_figure
from assistant.plan import PlannedItem
from assistant.precedents import Precedent
from assistant.text_vectors import TextVectors
from assistant.writing.foreign import LOCAL_NAME, is_foreign
from assistant.writing.job import Job
from assistant.writing.pieces import Borrowed, adapted
from assistant.writing.refusing import FAR, LENGTH, OTHERS, heads_another, stale, unfit
from assistant.writing.topical import MORE_WORDS, OFF_THEME, SOME_WORDS, Standing, Topical
from assistant.writing.used import Used

_REDUNDANT = 0.34  # of the shorter one's words
_SHORTER_WORTH = 0.1  # less than the whole
_MEANT = 0.8
_SECOND_SOURCE = 2
_NAMED, _UNNAMED = 0.5, 1.0
_COUNTS = 1.2  # off for a figure of another time, which leaves a place to fill in
_AGED, _MOST_AGED = 0.04, 0.3  # off for each year beyond the last
_MATERIAL = 1.5  # of an item's length, to choose from
_MOST = 40
_READ, _REFERENCE = 60, 240  # units of an item that are read, and of the draft beside them
_PLACEHOLDER = re.compile("XX|ＸＸ|××")

CHOSEN_OTHERS = "与已选的句子意思重复，或不如已选的贴近主题"


@dataclass(frozen=True)
class Candidate:
    """`of`: where the unit starts of which this is a shorter form, to stand in its place; `chars`:
    how long it will be, adapted to the period (0: as it is)."""

    piece: Borrowed
    score: float
    of: int | None = None
    chars: int = 0

    @property
    def paragraph_id(self) -> str:
        return self.piece.precedent.paragraph.id

    @property
    def report_id(self) -> str:
        return self.piece.precedent.report.id

    @property
    def text(self) -> str:
        return self.piece.unit.text

    @property
    def is_tail(self) -> bool:
        return self.piece.unit.kind == "tail"

    @property
    def shortens(self) -> bool:
        return self.of is not None

    @property
    def whole(self) -> tuple[str, int]:
        """The same for a unit and its shorter forms."""
        return self.report_id, self.piece.unit.start if self.of is None else self.of


@dataclass(frozen=True)
class Pool:
    """Candidates, best first; `refused` names the paragraphs that lend nothing, and why."""

    candidates: tuple[Candidate, ...]
    vectors: NDArray[np.float32]
    refused: tuple[tuple[str, str], ...]

    @cached_property
    def redundant(self) -> list[frozenset[int]]:
        """For each candidate those that say much the same, itself among them."""
        words = shared_words([c.text for c in self.candidates])
        return [frozenset(np.flatnonzero(row > _REDUNDANT).tolist()) | {n}
                for n, row in enumerate(words)]  # fmt: skip

    @cached_property
    def nearness(self) -> list[list[float]]:
        """How near each pair is in meaning, (n, n), 0–1, read against all pairs."""
        if len(self.candidates) < 3:
            return [[0.0] * len(self.candidates) for _ in self.candidates]
        return [list(map(float, row)) for row in scaled(self.vectors @ self.vectors.T)]


@dataclass(frozen=True)
class _Offer:
    """A unit that may be borrowed; `about` is the share of the theme's words it has."""

    rank: int
    relevance: Relevance
    unit: Unit
    about: float

    @property
    def worth(self) -> float:
        return 0.7 * self.relevance.score + 0.3 * self.about - 0.03 * self.rank


def make_pool(
    job: Job,
    planned: PlannedItem,
    head_source: Precedent,
    used: Used,
    vectors: TextVectors,
    wide: bool = False,
) -> Pool:
    """`head_source` gave the heading. A `wide` one has what is on the theme elsewhere, too; any has
    where an asked length wants it."""
    offers, refused = _offers(job, planned, head_source, used)
    theme = vectors.query(planned.theme)
    meaning = _meaning(job, theme, [o.unit.text for o in offers], vectors)
    judge = Topical(job, planned, head_source, theme)
    found: dict[Standing, list[Candidate]] = {standing: [] for standing in Standing}
    for offer, meant in zip(offers, meaning, strict=True):
        standing = judge.standing(offer.relevance, offer.unit.text, meant, offer.about)
        score = _score(job, planned, offer, meant, head_source, used)
        piece = Borrowed(offer.relevance.precedent, offer.unit)
        found[standing].append(Candidate(piece, score))
    lending = {c.paragraph_id for c in (*found[Standing.NEAR], *found[Standing.SPARE])}
    off = {c.paragraph_id for c in (*found[Standing.SECOND], *found[Standing.BESIDE])} - lending
    wanted = round(_MATERIAL * job.length.aim)
    candidates = _enough(found, head_source, wanted)
    if wide or (job.length.is_asked and sum(len(c.text) for c in candidates) < wanted):
        more = sorted(found[Standing.SECOND], key=_by_score)
        candidates += _elsewhere(job, planned, used, theme, vectors)
        candidates += [c for c in more if c not in candidates]
    candidates = candidates[:_MOST]
    meanings = vectors.passages([c.text for c in candidates])
    # A shorter form means what its unit means: it is not embedded anew.
    forms = [(c, row) for row, c in enumerate(candidates)]
    forms += [(short, row) for c, row in forms for short in _shorter(job, c, planned)]
    return Pool(
        tuple(replace(c, chars=len(adapted(c.piece, job.times)[0])) for c, _ in forms),
        meanings[[row for _, row in forms]],
        tuple((refused | dict.fromkeys(off, FAR)).items()),
    )


def _score(
    job: Job,
    planned: PlannedItem,
    offer: _Offer,
    meant: float,
    head_source: Precedent,
    used: Used,
) -> float:
    precedent, text = offer.relevance.precedent, offer.unit.text
    score = offer.worth + 0.7 * meant
    # What the heading does not say the words under it have to.
    subject = object_of(planned.theme)
    is_named = coverage(subject, used.headings[-1] if used.headings else "") >= _NAMED
    score += 0.0 if is_named else _UNNAMED * coverage(subject, text)
    score -= 0.25 * (precedent is head_source)
    return score - _drawbacks(job, precedent, offer.unit)


def _offers(
    job: Job, planned: PlannedItem, head_source: Precedent, used: Used
) -> tuple[list[_Offer], dict[str, str]]:
    """The units worth reading, best first, and for each paragraph that has none the reason."""
    offers: list[_Offer] = []
    refused: dict[str, str] = {}
    for rank, relevance in enumerate(planned.precedents):
        precedent = relevance.precedent
        refused[precedent.paragraph.id] = LENGTH
        for unit in _units(precedent, precedent is head_source):
            if reason := unfit(job, precedent, unit, planned):
                refused[precedent.paragraph.id] = reason
            else:
                offers.append(_Offer(rank, relevance, unit, coverage(planned.theme, unit.text)))
    offers.sort(key=lambda o: (o.relevance.precedent.paragraph.id not in planned.pinned, -o.worth))
    read: list[_Offer] = []
    for offer in _in_turn(offers):
        if len(read) == _READ:
            break
        precedent = offer.relevance.precedent
        reason = stale(job, precedent, offer.unit, used)
        if not reason and heads_another(job, planned, offer.unit.text):
            reason = OTHERS
        if reason:
            refused[precedent.paragraph.id] = reason
        else:
            read.append(offer)
    for offer in read:
        refused.pop(offer.relevance.precedent.paragraph.id, None)
    return read, refused


def _in_turn(offers: Sequence[_Offer]) -> list[_Offer]:
    """One of each report in turn, each report's in their order: what is read is of several."""
    by_report: dict[str, list[_Offer]] = {}
    for offer in offers:
        by_report.setdefault(offer.relevance.precedent.report.id, []).append(offer)
    turns = zip_longest(*by_report.values())
    return [offer for turn in turns for offer in turn if offer is not None]


def _meaning(
    job: Job, theme: NDArray[np.float32], texts: Sequence[str], vectors: TextVectors
) -> list[float]:
    """How near each text is to the item's subject, 0–1, read against units of the whole draft."""
    units = [u.text for i in job.items for r in i.precedents for u in r.precedent.units]
    step = max(1, len(units) // _REFERENCE)
    reference = list(dict.fromkeys(units[::step]))
    if not texts:
        return []
    similarities = vectors.passages([*texts, *reference]) @ theme
    return [float(s) for s in scaled(similarities)[: len(texts)]]


def _drawbacks(job: Job, precedent: Precedent, unit: Unit) -> float:
    foreign = is_foreign(precedent, job.evidence)
    return (
        _COUNTS * has_year_or_figure(unit.text)
        + 0.3 * bool(_PLACEHOLDER.search(unit.text))
        + 0.3 * foreign
        + 0.35 * (foreign and bool(LOCAL_NAME.search(unit.text)))
        + min(_MOST_AGED, _AGED * max(0, job.years_since(precedent) - 1))
    )


def _enough(
    found: Mapping[Standing, Sequence[Candidate]], head_source: Precedent, wanted: int
) -> list[Candidate]:
    """The near ones, and of the spare ones as many as it takes to write `wanted` characters."""
    near, spare = list(found[Standing.NEAR]), sorted(found[Standing.SPARE], key=_by_score)
    chars = sum(len(c.text) for c in near)
    while spare and chars < wanted:
        near.append(spare.pop(0))
        chars += len(near[-1].text)
    # A tail alone is no second source: it only follows the clause whose purpose it was.
    sources = {c.report_id for c in near if not c.is_tail}
    if len(sources | {head_source.report.id}) < 2:
        others = [c for c in (*spare, *found[Standing.SECOND])
                  if c.report_id != head_source.report.id]  # fmt: skip
        near += sorted(others, key=_by_score)[:_SECOND_SOURCE]
    return sorted(near, key=_by_score)[:_MOST]


def _by_score(candidate: Candidate) -> float:
    """Best first."""
    return -candidate.score


def _elsewhere(
    job: Job, planned: PlannedItem, used: Used, theme: NDArray[np.float32], vectors: TextVectors
) -> list[Candidate]:
    """Units on the theme in items on other things, best first: each has more words of it than of
    what its own item is about, and means it."""
    near = {r.precedent.paragraph.id for r in planned.precedents}
    subject, rarity = object_of(planned.theme), job.evidence.rarity
    found: list[tuple[Precedent, Unit, float]] = []
    for precedent in job.evidence.precedents:
        own = object_of(theme_of(precedent.heading))
        for unit in () if precedent.paragraph.id in near else precedent.units:
            about = told(subject, unit.text, rarity)
            if about < SOME_WORDS or unit.kind == "tail" or about <= told(own, unit.text, rarity):
                continue
            if not unfit(job, precedent, unit, planned) and not stale(job, precedent, unit, used):
                found.append((precedent, unit, about))
    meaning = _meaning(job, theme, [unit.text for _, unit, _ in found], vectors)
    candidates = [
        Candidate(Borrowed(p, unit), 0.3 * about + 0.7 * meant - _drawbacks(job, p, unit))
        for (p, unit, about), meant in zip(found, meaning, strict=True)
        if meant >= _MEANT or (about >= MORE_WORDS and meant >= OFF_THEME)
    ]
    return sorted(candidates, key=lambda c: -c.score)


def _shorter(job: Job, candidate: Candidate, planned: PlannedItem) -> Iterator[Candidate]:
    precedent, unit = candidate.piece.precedent, candidate.piece.unit
    for short in shorter_units(precedent.report.text, unit):
        if not unfit(job, precedent, short, planned):
            score = candidate.score - _SHORTER_WORTH
            yield Candidate(Borrowed(precedent, short), score, of=unit.start)


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
