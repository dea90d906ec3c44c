"""Which of the ranked precedents an item works from, and whether two items are on one theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.clauses import coverage
from assistant.evidence import Evidence, Relevance
from assistant.headings import theme_of
from assistant.plan import PlannedItem
from assistant.precedents import Precedent
from assistant.topics import same_theme
from corpus.relevance import LEAST
from corpus.relevance import relevance as probability

Relevances = Sequence[Relevance]

_KEPT = 14
_NEAR_SHARE, _LOOSE_SHARE, _TOP_SHARE = 0.4, 0.25, 0.85
_SIBLING_SHARE = 0.75
_CHAPTERS, _PARAGRAPH = 0.5, 0.8  # of the best chapter's nearness
_FEW = 12  # precedents
_MAY_BE, _PERHAPS, _MEANT = 0.2, 0.08, 1.7  # probabilities; standard deviations
_NAMED = 0.5  # share of a theme's words in a heading that names it


def kept(ranked: Relevances) -> tuple[Relevance, ...]:
    """The precedents near enough to the best one to be about the same thing.

    An office writes about a topic once a report: the other items of a report are about others, but
    not the other paragraphs of the same one.
    """
    if not ranked:
        return ()
    best = ranked[0]
    in_report: dict[str, Relevance] = {}
    for r in ranked:
        in_report.setdefault(r.precedent.report.id, r)
    topical = [r for r in ranked if _is_topical(r, in_report[r.precedent.report.id])]
    near = [
        r
        for r in topical
        if r.score >= _NEAR_SHARE * best.score or r.precedent.is_of_item(best.precedent)
    ][:_KEPT]
    if all(r.precedent.report.id == best.precedent.report.id for r in near):
        # A second report is worth a looser tie.
        loose = (r for r in topical if r.score >= _LOOSE_SHARE * best.score)
        near += [r for r in loose if r.precedent.report.id != best.precedent.report.id][:2]
    return tuple(near)


def _is_topical(relevance: Relevance, best: Relevance) -> bool:
    """Beside the best one of the same report."""
    is_near = relevance.score >= _SIBLING_SHARE * best.score
    return is_near or relevance.precedent.is_of_item(best.precedent)


def headed(near: tuple[Relevance, ...], ranked: Relevances) -> tuple[Relevance, ...]:
    """With a precedent that has a heading, be it one less near; () if there is none among the
    nearest."""
    if any(r.precedent.heading for r in near):
        return near
    more = next((r for r in ranked[:_KEPT] if r.precedent.heading), None)
    return (*near, more) if more else ()


def like(index: int, theme: str, evidence: Evidence) -> tuple[Relevance, ...]:
    """What an item on what precedent number `index` is about works from; where that is a chapter,
    also from the paragraphs of the chapters like it."""
    near = kept(ranked_by(evidence.likeness[index], theme, evidence))
    if not evidence.precedents[index].is_chapter:
        return near
    known = {id(r.precedent) for r in near}
    shares = evidence.texts.of(theme)
    more = [
        Relevance(p, _PARAGRAPH * near[0].score, shares[n])
        for r in near
        if r.precedent.is_chapter and r.score >= _CHAPTERS * near[0].score
        for n, p in enumerate(evidence.precedents)
        if p.is_in_chapter(r.precedent) and id(p) not in known
    ]
    return tuple(sorted((*near, *more), key=lambda r: -r.score))


def ranked_by(alike: NDArray[np.float64], theme: str, evidence: Evidence) -> list[Relevance]:
    """Precedents by their likeness to one of them."""
    shares = evidence.texts.of(theme)
    return [
        Relevance(evidence.precedents[i], float(alike[i]), shares[i])
        for i in np.argsort(-alike, kind="stable")
    ]


def is_about(
    relevance: Relevance, vector: NDArray[np.float32], words: float, evidence: Evidence
) -> bool:
    """Whether the precedent is probably about what `vector` means; `words` is the share of what
    is said that it says, too. What is nearest need not be near."""
    return chance(relevance, vector, evidence, words) >= LEAST


def chance(
    relevance: Relevance,
    vector: NDArray[np.float32],
    evidence: Evidence,
    words: float | None = None,
) -> float:
    """How probably (0–1) the precedent is about what `vector` means."""
    said = relevance.words if words is None else words
    return probability(_distance(relevance, vector, evidence), said)


def on_theme(
    near: tuple[Relevance, ...], vector: NDArray[np.float32], evidence: Evidence
) -> tuple[Relevance, ...]:
    """Those of the precedents that may be about what `vector` means; () if none comes near it.

    An archive of a few items cannot tell what is usual: there all of them are taken.
    """
    if len(evidence.precedents) < _FEW:
        return near
    chances = {id(r): chance(r, vector, evidence) for r in near}
    about = [r for r in near if chances[id(r)] >= _MAY_BE]
    # 营商环境 named once in an item on something else is no precedent for it.
    if all(_distance(r, vector, evidence) < _MEANT for r in about):
        return ()
    reports = {r.precedent.report.id for r in about}
    if len(reports) == 1:  # a second report is worth a looser tie
        others = [r for r in near if r.precedent.report.id not in reports]
        second = max(others, key=lambda r: chances[id(r)], default=None)
        if second is not None and chances[id(second)] >= _PERHAPS:
            about.append(second)
    return tuple(about)


def _distance(relevance: Relevance, vector: NDArray[np.float32], evidence: Evidence) -> float:
    """By how many standard deviations the precedent is nearer to the meaning than is usual."""
    cosine = float(evidence.vectors[evidence.place[id(relevance.precedent)]] @ vector)
    return evidence.background.usual(vector).distance(cosine)


def words_of(ranked: Relevances) -> float:
    return max((r.words for r in ranked), default=0.0)


def is_used(index: int, items: Iterable[PlannedItem], evidence: Evidence) -> bool:
    """Whether an item is already about what precedent number `index` is about."""
    seed = evidence.precedents[index]
    theme = theme_of(seed.heading)
    return any(_is_about(item, index, seed, theme, evidence) for item in items)


def _is_about(
    item: PlannedItem, index: int, seed: Precedent, theme: str, evidence: Evidence
) -> bool:
    if coverage(item.theme, seed.heading) >= _NAMED or same_theme(item.theme, theme):
        return True
    place = evidence.place
    tops = top(item)
    for relevance in tops:
        precedent = relevance.precedent
        if precedent is seed or seed.is_in_chapter(precedent):
            return True
        if same_theme(theme_of(precedent.heading), theme):
            return True
    return any(evidence.same_topic[place[id(r.precedent)], index] for r in tops)


def core(item: PlannedItem) -> list[Relevance]:
    """Those on top and, where one of them is a chapter, what stands under it."""
    tops = top(item)
    chapters = [r.precedent for r in tops if r.precedent.is_chapter]
    parts = (r for r in item.precedents if any(r.precedent.is_in_chapter(c) for c in chapters))
    return [*tops, *(r for r in parts if r not in tops)]


def top(item: PlannedItem) -> list[Relevance]:
    """The precedents that are surely about the item's theme: the first, and those as near."""
    if not item.precedents:
        return []
    least = _TOP_SHARE * item.precedents[0].score
    return [r for r in item.precedents[:3] if r.score >= least]
