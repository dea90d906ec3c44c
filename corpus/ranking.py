"""From two legs to the hits that are shown: boosts, copies put together, variety (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from corpus.bigrams import Marker
from corpus.catalogue import Excerpt
from corpus.embedded_text import folded
from corpus.query import Boosts, year_of
from corpus.report import Paragraph, Span

_FIGURES = frozenset("0123456789０１２３４５６７８９.,．XxＸｘ×✕〇○*_")  # what `folded` folds
_COPY_OF_CHARACTERS = 0.65  # the same of single characters, below which that cannot be
_COPY = 0.8  # shared bigrams, as a share of all of both, from which two paragraphs are copies
_PER_REPORT = 2  # hits of one report among those that are shown, while others have some, too


@dataclass(frozen=True)
class Place:
    """Where one leg has a hit: its rank, from 1, and its score (cosine or BM25)."""

    rank: int
    score: float


@dataclass(frozen=True)
class Boost:
    """What a hit gained: `share` of its score, for a `reason` that users read."""

    reason: str
    share: float


@dataclass(frozen=True)
class Hit:
    """A found paragraph, and why it stands where it does.

    ``score`` orders the hits; ``relevance`` (0–1) is the probability that it is what was meant.
    ``marks`` are spans of ``text`` that have words of the query. ``copies`` are the ids of
    paragraphs that say nearly the same and are not shown themselves.
    """

    excerpt: Excerpt
    score: float
    relevance: float = 0.0
    meaning: Place | None = None
    words: Place | None = None
    boosts: tuple[Boost, ...] = ()
    marks: tuple[Span, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def paragraph(self) -> Paragraph:
        return self.excerpt.paragraph

    @property
    def text(self) -> str:
        return self.excerpt.text

    @property
    def report_title(self) -> str:
        return self.excerpt.report_title

    @property
    def period(self) -> str:
        return self.excerpt.period

    @property
    def organisation(self) -> str:
        return self.excerpt.organisation

    @property
    def page(self) -> int:
        return self.excerpt.page


@dataclass(frozen=True)
class Candidate:
    """A paragraph that may become a hit, with what it is compared by."""

    excerpt: Excerpt
    marker: Marker
    characters: frozenset[str]

    @classmethod
    def of(cls, excerpt: Excerpt, marker: Marker) -> Candidate:
        return cls(excerpt, marker, frozenset(excerpt.text) - _FIGURES)

    def prepare(self) -> None:
        """Work out now what would be worked out when asked for."""
        _ = self.marks, self.pairs

    @cached_property
    def marks(self) -> tuple[Span, ...]:
        return self.marker.spans(self.excerpt.text)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Of characters behind one another; figures and placeholders do not count."""
        return frozenset(map("".join, pairwise(folded(self.excerpt.text))))

    def is_copy_of(self, other: Candidate) -> bool:
        """Whether both say nearly the same. Few characters in common make that impossible, and
        are found out sooner."""
        return _share(self.characters, other.characters) >= _COPY_OF_CHARACTERS and (
            _share(self.pairs, other.pairs) >= _COPY
        )


@dataclass(frozen=True)
class Ranked:
    """A candidate with its score, and what is in it by boosts."""

    candidate: Candidate
    score: float
    boosts: tuple[Boost, ...] = ()


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """What both have of what either has."""
    fewer, more = sorted((len(one), len(other)))
    if fewer < _COPY_OF_CHARACTERS * more:
        return 0.0
    shared = len(one & other)
    return shared / max(1, fewer + more - shared)


def boosted(scored: Sequence[tuple[Candidate, float]], boosts: Boosts) -> list[Ranked]:
    """Best first, each with what it gained and why."""
    years = [year for one, _ in scored if (year := year_of(one.excerpt.period))]
    oldest, newest = min(years, default=0), max(years, default=0)
    ranked = []
    for candidate, score in scored:
        own: list[Boost] = []
        year = year_of(candidate.excerpt.period)
        if boosts.newer and year and newest > oldest:
            share = boosts.newer * (year - oldest) / (newest - oldest)
            own += [Boost("年份较新", share)] if share else []
        if boosts.same_organisation and candidate.excerpt.organisation == boosts.organisation:
            own.append(Boost("本单位", boosts.same_organisation))
        total = 1.0 + sum(boost.share for boost in own)
        ranked.append(Ranked(candidate, score * total, tuple(own)))
    return sorted(ranked, key=lambda one: -one.score)


def chosen(ranked: Sequence[Ranked], limit: int, query: str) -> list[tuple[Ranked, list[str]]]:
    """Those to be shown, at most `limit`, from `ranked`, best first, with the ids of their copies.

    Paragraphs that say nearly the same become one, the best of them. No more than two are of one
    report unless nothing else is left, or the query names its organisation or its year.
    """
    first: list[tuple[Ranked, list[str]]] = []
    later: list[tuple[Ranked, list[str]]] = []
    taken: dict[str, int] = {}
    for one in ranked:
        paragraph = one.candidate.excerpt.paragraph
        kept = (k for k in (*first, *later) if one.candidate.is_copy_of(k[0].candidate))
        if (same := next(kept, None)) is not None:
            same[1].append(paragraph.id)
            continue
        if len(first) >= limit:
            break
        taken[paragraph.report_id] = taken.get(paragraph.report_id, 0) + 1
        wanted = taken[paragraph.report_id] <= _PER_REPORT or _names(query, one.candidate.excerpt)
        (first if wanted else later).append((one, []))
    return [*first, *later][:limit]


def _names(query: str, excerpt: Excerpt) -> bool:
    year = excerpt.period[:4]
    return bool(
        (excerpt.organisation and excerpt.organisation in query) or (year and f"{year}年" in query)
    )
