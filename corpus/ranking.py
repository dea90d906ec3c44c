"""From two legs to the hits that are shown: boosts, copies put together, variety (pure)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.bigrams import bigrams, shared_spans
from corpus.catalogue import Excerpt
from corpus.embedded_text import folded
from corpus.query import Boosts, year_of
from corpus.report import Paragraph, Span

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


def boosted(hits: Sequence[Hit], boosts: Boosts) -> list[Hit]:
    """Best first, each with what it gained and why."""
    years = [year for hit in hits if (year := year_of(hit.period))]
    oldest, newest = min(years, default=0), max(years, default=0)
    gained = []
    for hit in hits:
        own: list[Boost] = []
        year = year_of(hit.period)
        if boosts.newer and year and newest > oldest:
            share = boosts.newer * (year - oldest) / (newest - oldest)
            own += [Boost("年份较新", share)] if share else []
        if boosts.same_organisation and hit.organisation == boosts.organisation:
            own.append(Boost("本单位", boosts.same_organisation))
        total = 1.0 + sum(boost.share for boost in own)
        gained.append(replace(hit, score=hit.score * total, boosts=tuple(own)))
    return sorted(gained, key=lambda hit: -hit.score)


def without_copies(hits: Sequence[Hit]) -> list[Hit]:
    """Paragraphs that say nearly the same become one hit, the best of them, with the others' ids.
    Figures and placeholders do not make a difference."""
    kept: list[Hit] = []
    their_pairs: list[frozenset[str]] = []
    for hit in hits:
        pairs = _pairs(folded(hit.text))
        n = next((n for n, other in enumerate(their_pairs) if _is_copy(pairs, other)), None)
        if n is None:
            kept.append(hit)
            their_pairs.append(pairs)
        else:
            kept[n] = replace(kept[n], copies=(*kept[n].copies, hit.paragraph.id))
    return kept


def _pairs(text: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(text)))


def _is_copy(one: frozenset[str], other: frozenset[str]) -> bool:
    fewer, more = sorted((len(one), len(other)))
    if fewer < _COPY * more:
        return False
    shared = len(one & other)
    return shared >= _COPY * (fewer + more - shared)


def varied(hits: Sequence[Hit], limit: int, query: str = "") -> list[Hit]:
    """The first `limit`, of which no more than two are of one report unless nothing else is left,
    or the query names its organisation or its year; best first."""
    taken: dict[str, int] = {}
    first: list[Hit] = []
    later: list[Hit] = []
    for hit in hits:
        report_id = hit.paragraph.report_id
        taken[report_id] = taken.get(report_id, 0) + 1
        wanted = taken[report_id] <= _PER_REPORT or _names(query, hit)
        (first if wanted else later).append(hit)
    return [*first, *later][:limit]


def _names(query: str, hit: Hit) -> bool:
    year = hit.period[:4]
    return bool((hit.organisation and hit.organisation in query) or (year and f"{year}年" in query))


def marked(hit: Hit, query: str) -> Hit:
    return replace(hit, marks=shared_spans(hit.text, bigrams(query)))
