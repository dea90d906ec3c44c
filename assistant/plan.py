"""Themes → items: the asked ones first, then the most established ones not yet used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.clauses import coverage, overlap
from assistant.evidence import Evidence, Precedent, Relevance, rank
from assistant.headings import theme_of
from assistant.period import expired_terms
from assistant.text_vectors import TextVectors
from corpus.report import Period

# A theme none of whose items has this share of its words is said to be without precedent.
_SUPPORTED = 0.5
_SAME_THEME = 0.55
_KEPT = 8
_NEAR_SHARE, _LOOSE_SHARE, _SAME_SHARE = 0.5, 0.25, 0.6
_CLEAR_SUBJECT = 4
_FITS = 0.4  # of the nearest precedent's nearness, for a pinned one to belong to a theme
_TIED = 0.55
_FIGURE_PART = re.compile(r"(?:还有|仍有|尚有|只有|新建|完成|达到?|约|近|超过)?[\d.]+.*$")


@dataclass(frozen=True)
class PlannedItem:
    """One item to write. `precedents` are best first; `facts` are numbers from 1; `pinned` are ids
    of paragraphs it is to cite."""

    theme: str
    asked: bool
    precedents: tuple[Relevance, ...]
    facts: tuple[int, ...] = ()
    pinned: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """`unplaced` are ids of pinned paragraphs that no item is for."""

    items: tuple[PlannedItem, ...]
    notices: tuple[str, ...]
    unplaced: tuple[str, ...] = ()


def make_plan(
    evidence: Evidence,
    vectors: TextVectors,
    asked: Period,
    themes: Sequence[str],
    facts: Sequence[str],
    count: int,
) -> Plan:
    """`count` items where the archive has that many themes; fewer, with a notice, where not."""
    items: list[PlannedItem] = []
    notices: list[str] = []
    for theme in themes:
        ranked = rank(theme, vectors.query(theme), evidence)
        headed = any(r.precedent.heading for r in ranked[:_KEPT])
        if _words(ranked) < _SUPPORTED or not headed:
            notices.append(_no_precedent(theme, ranked))
        elif len(items) < max(count, len(themes)):
            items.append(PlannedItem(theme, True, _kept(ranked)))
    for number, fact in enumerate(facts, 1):
        items = _place_fact(items, number, fact, evidence, vectors, max(count, len(items)))
    items, unplaced = _place_pinned(items, evidence, vectors, max(count, len(items)))
    items += _established(evidence, asked, items, count - len(items))
    items = _place_left_over(items, facts, evidence, vectors)
    if len(items) < count:
        notices.append(f"资料库里同类部分的题目不足 {count} 个，只起草了 {len(items)} 条")
    if len({p.report.id for p in evidence.precedents}) == 1:
        notices.append("资料库里只有一份报告可参照，出处单一、照搬率偏高，建议再入库几份往年报告")
    return Plan(tuple(items), tuple(notices), unplaced)


def _kept(ranked: Sequence[Relevance]) -> tuple[Relevance, ...]:
    """The precedents near enough to the best one to be about the same thing."""
    best = ranked[0]
    near = [r for r in ranked if r.score >= _NEAR_SHARE * best.score][:_KEPT]
    if all(r.precedent.report.id == best.precedent.report.id for r in near):
        # A second report is worth a looser tie.
        loose = (r for r in ranked if r.score >= _LOOSE_SHARE * best.score)
        others = [r for r in loose if r.precedent.report.id != best.precedent.report.id]
        near += others[:2]
    return tuple(near)


def _words(ranked: Sequence[Relevance]) -> float:
    return max((r.words for r in ranked), default=0.0)


def _no_precedent(theme: str, ranked: Sequence[Relevance]) -> str:
    nearest = dict.fromkeys(
        theme_of(r.precedent.heading) for r in ranked[:6] if r.precedent.heading
    )
    offered = "、".join(list(nearest)[:3])
    message = f"往年同类部分没有写过“{theme}”，这一条未起草"
    return message + (f"；可以写的题目有：{offered}" if offered else "")


# --- facts ----------------------------------------------------------------------------------


def _place_fact(
    items: list[PlannedItem],
    number: int,
    fact: str,
    evidence: Evidence,
    vectors: TextVectors,
    room: int,
) -> list[PlannedItem]:
    """The fact joins the item about it; a fact about something else becomes a theme itself."""
    ranked = rank(_subject(fact), vectors.query(fact), evidence)
    near = [_nearness(fact, ranked, item) for item in items]
    best = int(np.argmax(near)) if near else -1
    # “薄弱村还有12个” is too short to be a theme of its own beside the ones asked for.
    subject = _subject(fact)
    clear = len(subject) >= _CLEAR_SUBJECT or not items
    own_theme = clear and _words(ranked[:3]) >= _SUPPORTED and len(items) < room
    if best >= 0 and (near[best] >= 0.3 or not own_theme):
        items[best] = replace(items[best], facts=(*items[best].facts, number))
    elif own_theme:
        theme = theme_of(ranked[0].precedent.heading) or _subject(fact)
        items.append(PlannedItem(theme, False, _kept(ranked), (number,)))
    return items


def _nearness(fact: str, ranked: Sequence[Relevance], item: PlannedItem) -> float:
    """How far the fact is about the item: words it shares with the theme, precedents they share."""
    nearest = {r.precedent.paragraph.id: 1.0 / (n + 1) for n, r in enumerate(ranked[:5])}
    shared = sum(nearest.get(r.precedent.paragraph.id, 0.0) for r in item.precedents)
    return max(coverage(item.theme, fact), coverage(_subject(fact), item.theme)) + 0.4 * shared


def _subject(fact: str) -> str:
    """What a fact is about: 软弱涣散村还有3个没有销号 → 软弱涣散村."""
    return _FIGURE_PART.sub("", fact) or fact


def _place_left_over(
    items: list[PlannedItem], facts: Sequence[str], evidence: Evidence, vectors: TextVectors
) -> list[PlannedItem]:
    """A supplied fact is never dropped: the nearest item takes those still without a place."""
    placed = {n for item in items for n in item.facts}
    for number, fact in enumerate(facts, 1):
        if number not in placed and items:
            ranked = rank(_subject(fact), vectors.query(fact), evidence)
            best = max(range(len(items)), key=lambda i: _nearness(fact, ranked, items[i]))
            items[best] = replace(items[best], facts=(*items[best].facts, number))
    return items


# --- pinned paragraphs ----------------------------------------------------------------------


def _place_pinned(
    items: list[PlannedItem], evidence: Evidence, vectors: TextVectors, room: int
) -> tuple[list[PlannedItem], tuple[str, ...]]:
    """Each pinned precedent joins the item whose theme it fits best, or becomes an item itself
    while there is room; the ids of those that do neither."""
    unplaced: list[str] = []
    pinned = [n for n, p in enumerate(evidence.precedents) if p.paragraph.id in evidence.pinned]
    if not pinned:
        return items, ()
    themes = [_fitness(item.theme, evidence, vectors) for item in items]
    for n in pinned:
        precedent = evidence.precedents[n]
        fits = [fitness[n] for fitness in themes]
        best = int(np.argmax(fits)) if fits else -1
        if best >= 0 and fits[best] >= _FITS:
            items[best] = _with_pinned(items[best], precedent)
        elif len(items) < room and (own := _own_item(n, evidence)):
            items.append(own)
            themes.append(_fitness(own.theme, evidence, vectors))
        else:
            unplaced.append(precedent.paragraph.id)
    return items, tuple(unplaced)


def _fitness(theme: str, evidence: Evidence, vectors: TextVectors) -> list[float]:
    """For each precedent how near it is to the theme, as a share of the nearest one's nearness."""
    scores = {id(r.precedent): r.score for r in rank(theme, vectors.query(theme), evidence)}
    best = max(scores.values())
    return [scores[id(p)] / best if best > 0 else 0.0 for p in evidence.precedents]


def _with_pinned(item: PlannedItem, pinned: Precedent) -> PlannedItem:
    near = Relevance(pinned, item.precedents[0].score, coverage(item.theme, pinned.text))
    others = tuple(r for r in item.precedents if r.precedent is not pinned)
    ids = dict.fromkeys((*item.pinned, pinned.paragraph.id))
    return replace(item, precedents=(near, *others), pinned=tuple(ids))


def _own_item(index: int, evidence: Evidence) -> PlannedItem | None:
    """An item on what the precedent is about; None if neither it nor one like it has a heading."""
    pinned = evidence.precedents[index]
    theme = theme_of(pinned.heading)
    kept = _kept(_ranked_by(evidence.likeness[index], theme, evidence))
    theme = theme or next((theme_of(r.precedent.heading) for r in kept if r.precedent.heading), "")
    return _with_pinned(PlannedItem(theme, False, kept), pinned) if theme else None


# --- established themes ---------------------------------------------------------------------


def _established(
    evidence: Evidence,
    asked: Period,
    taken: Sequence[PlannedItem],
    count: int,
) -> list[PlannedItem]:
    """Themes that came up in most reports, the house's own and recent ones before others."""
    if count <= 0 or not evidence.precedents:
        return []
    alike = evidence.likeness
    weights = np.array([_weight(p, evidence, asked) for p in evidence.precedents])
    reports = [p.report.id for p in evidence.precedents]
    strength = _strength(alike, reports) * weights
    order = np.argsort(-strength, kind="stable")
    chosen: list[PlannedItem] = []
    # Themes that a single report wrote about come last: they have one source only.
    for several in (True, False):
        for index in order:
            if len(chosen) == count:
                break
            seed = evidence.precedents[index]
            theme = theme_of(seed.heading)
            if not theme or _used(theme, seed, [*taken, *chosen]):
                continue
            kept = _kept(_ranked_by(alike[index], theme, evidence))
            if several and len({r.precedent.report.id for r in kept if r.score >= _TIED}) < 2:
                continue
            chosen.append(PlannedItem(theme, False, kept))
    return chosen


def _ranked_by(alike: NDArray[np.float64], theme: str, evidence: Evidence) -> list[Relevance]:
    return [
        Relevance(p, float(alike[i]), coverage(theme, p.text))
        for i in np.argsort(-alike, kind="stable")
        for p in (evidence.precedents[i],)
    ]


def _strength(alike: NDArray[np.float64], reports: Sequence[str]) -> NDArray[np.float64]:
    """For each item the sum, over the other reports, of its likeness to their likest item."""
    total = np.zeros(len(reports))
    for report in dict.fromkeys(reports):
        columns = [i for i, r in enumerate(reports) if r == report]
        nearest = alike[:, columns].max(axis=1)
        nearest[columns] = 0.0
        total += np.where(nearest > 0.35, nearest, 0.0)
    return total + 0.1


def _weight(precedent: Precedent, evidence: Evidence, asked: Period) -> float:
    period = precedent.period
    age = max(0, asked.year - period.year) if period else 5
    # Another department's field is taken only when the house's own are used up.
    own = 1.0 if precedent.organisation == evidence.organisation else 0.1
    stale = 0.2 if expired_terms(precedent.heading, asked) else 1.0
    two_in_one = 0.6 if re.search(r"[和与及]", precedent.heading) else 1.0
    return float(0.92**age * own * stale * two_in_one)


def _used(theme: str, seed: Precedent, items: Sequence[PlannedItem]) -> bool:
    """Whether an item is on this theme already, or works from this very precedent."""
    for item in items:
        nearest = item.precedents[0].score
        sources = [
            r.precedent.paragraph.id for r in item.precedents if r.score >= _SAME_SHARE * nearest
        ]
        headings = [item.theme, theme_of(item.precedents[0].precedent.heading)]
        if (
            seed.paragraph.id in sources
            or coverage(item.theme, seed.heading) >= 0.5
            or any(_same_theme(theme, other) for other in headings)
        ):
            return True
    return False


def _same_theme(a: str, b: str) -> bool:
    """Whether two themes share most words or begin alike (意识形态责任 / 意识形态风险)."""
    return overlap(a, b) >= _SAME_THEME or (len(a) >= 4 and a[:4] == b[:4])
