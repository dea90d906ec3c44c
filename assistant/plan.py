"""Themes → items: the asked ones first, then the most established ones not yet used."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.clauses import coverage, overlap
from assistant.evidence import Evidence, Precedent, Relevance, rank, scaled
from assistant.period import expired_terms
from corpus.embedding import EmbeddingModel
from corpus.report import Period

# A theme none of whose items has this share of its words is said to be without precedent.
_SUPPORTED = 0.5
_SAME_THEME = 0.55
_KEPT = 12
_VERDICT_TAIL = re.compile(
    r"(?:仍|还|尚)?(?:不够|有待|亟[需待]|[仍还尚][需待有显]|不[足强高深实细宽紧严畅平够]|有差距|薄弱|滞后|偏[低少弱慢]|较[低少弱慢]|缺乏|存在|欠|力度|水平).*$"
)
_HEADING_PREFIX = re.compile(
    r"^(?:进一步|着力|持续|切实|大力|全面|不断|深入|扎实|以更.{1,2}(?:的)?[一-鿿]{2}(?=[一-鿿]{4,})|实施|聚力|坚持)"
)
_FIGURE_PART = re.compile(r"(?:还有|仍有|尚有|只有|新建|完成|达到?|约|近|超过)?[\d.]+.*$")


@dataclass(frozen=True)
class PlannedItem:
    """One item to write. `precedents` are best first; `facts` are numbers from 1."""

    theme: str
    asked: bool
    precedents: tuple[Relevance, ...]
    facts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    items: tuple[PlannedItem, ...]
    notices: tuple[str, ...]


def make_plan(
    evidence: Evidence,
    embedding: EmbeddingModel,
    asked: Period,
    themes: Sequence[str],
    facts: Sequence[str],
    count: int,
) -> Plan:
    """`count` items where the archive has that many themes; fewer, with a notice, where not."""
    items: list[PlannedItem] = []
    notices: list[str] = []
    for theme in themes:
        ranked = rank(theme, embedding.encode_query(theme), evidence)
        if _words(ranked) < _SUPPORTED:
            notices.append(_no_precedent(theme, ranked))
        elif len(items) < max(count, len(themes)):
            items.append(PlannedItem(theme, True, tuple(ranked[:_KEPT])))
    for number, fact in enumerate(facts, 1):
        items = _place_fact(items, number, fact, evidence, embedding, max(count, len(items)))
    items += _established(evidence, asked, items, count - len(items))
    items = _place_left_over(items, facts)
    if len(items) < count:
        notices.append(f"资料库里同类部分的题目不足 {count} 个，只起草了 {len(items)} 条")
    return Plan(tuple(items), tuple(notices))


def _words(ranked: Sequence[Relevance]) -> float:
    return max((r.words for r in ranked), default=0.0)


def _no_precedent(theme: str, ranked: Sequence[Relevance]) -> str:
    nearest = dict.fromkeys(theme_of(r.precedent.heading) for r in ranked[:6] if r.precedent.heading)
    offered = "、".join(list(nearest)[:3])
    message = f"往年同类部分没有写过“{theme}”，这一条未起草"
    return message + (f"；较接近的题目有：{offered}" if offered else "")


# --- facts ----------------------------------------------------------------------------------


def _place_fact(
    items: list[PlannedItem],
    number: int,
    fact: str,
    evidence: Evidence,
    embedding: EmbeddingModel,
    room: int,
) -> list[PlannedItem]:
    """The fact joins the item about it; a fact about something else becomes a theme itself."""
    best = max(range(len(items)), key=lambda i: _nearness(fact, items[i]), default=None)
    if best is not None and _nearness(fact, items[best]) >= 0.3:
        items[best] = replace(items[best], facts=(*items[best].facts, number))
        return items
    subject = _FIGURE_PART.sub("", fact) or fact
    ranked = rank(subject, embedding.encode_query(fact), evidence)
    if _words(ranked) >= _SUPPORTED and len(items) < room:
        theme = theme_of(ranked[0].precedent.heading) or subject
        items.append(PlannedItem(theme, False, tuple(ranked[:_KEPT]), (number,)))
    return items


def _nearness(fact: str, item: PlannedItem) -> float:
    subject = _FIGURE_PART.sub("", fact) or fact
    nearest = item.precedents[0].precedent.text if item.precedents else ""
    theme_words = coverage(item.theme, fact)
    return max(theme_words, 0.8 * coverage(subject, item.theme), 0.6 * coverage(subject, nearest))


def _place_left_over(items: list[PlannedItem], facts: Sequence[str]) -> list[PlannedItem]:
    """A supplied fact is never dropped: the nearest item takes those still without a place."""
    placed = {n for item in items for n in item.facts}
    for number, fact in enumerate(facts, 1):
        if number not in placed and items:
            best = max(range(len(items)), key=lambda i: _nearness(fact, items[i]))
            items[best] = replace(items[best], facts=(*items[best].facts, number))
    return items


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
    alike = _likeness(evidence)
    weights = np.array([_weight(p, evidence, asked) for p in evidence.precedents])
    reports = [p.report.id for p in evidence.precedents]
    strength = _strength(alike, reports) * weights
    chosen: list[PlannedItem] = []
    for index in np.argsort(-strength, kind="stable"):
        if len(chosen) == count:
            break
        seed = evidence.precedents[index]
        theme = theme_of(seed.heading)
        if not theme or _used(theme, seed, [*taken, *chosen]):
            continue
        order = np.argsort(-alike[index], kind="stable")[:_KEPT]
        ranked = [
            Relevance(evidence.precedents[i], float(alike[index, i]), coverage(theme, evidence.precedents[i].text))
            for i in order
        ]
        chosen.append(PlannedItem(theme, False, tuple(ranked)))
    return chosen


def _likeness(evidence: Evidence) -> NDArray[np.float64]:
    """Pairwise likeness of precedents, 0–1: half shared words of headings, half meaning."""
    similarities = evidence.vectors @ evidence.vectors.T
    np.fill_diagonal(similarities, np.median(similarities))
    meaning = scaled(similarities)
    np.fill_diagonal(meaning, 1.0)
    cores = [theme_of(p.heading) or p.heading for p in evidence.precedents]
    words = np.array([[overlap(a, b) for b in cores] for a in cores])
    return np.asarray(0.5 * words + 0.5 * meaning, dtype=np.float64)


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
    own = 1.6 if precedent.organisation == evidence.organisation else 1.0
    stale = 0.2 if expired_terms(precedent.heading, asked) else 1.0
    return float(0.92**age * own * stale)


def _used(theme: str, seed: Precedent, items: Sequence[PlannedItem]) -> bool:
    for item in items:
        if overlap(theme, item.theme) >= _SAME_THEME or coverage(item.theme, seed.heading) >= 0.5:
            return True
        if item.precedents and item.precedents[0].precedent.paragraph.id == seed.paragraph.id:
            return True
        if overlap(theme, theme_of(item.precedents[0].precedent.heading)) >= _SAME_THEME:
            return True
    return False


def theme_of(heading: str) -> str:
    """The subject of a heading: 村集体经济发展思路不宽 → 村集体经济发展思路, 进一步夯实党建基础 → 夯实党建基础."""
    core = _HEADING_PREFIX.sub("", heading)
    return _VERDICT_TAIL.sub("", core) or core
