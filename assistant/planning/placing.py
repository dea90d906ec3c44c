"""Supplied facts and pinned paragraphs: which item each belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from assistant.clauses import coverage
from assistant.evidence import Evidence, Relevance, rank, told
from assistant.headings import object_of, theme_of
from assistant.plan import PlannedItem
from assistant.planning.near import Relevances, core, is_about, is_used, kept, like, words_of
from assistant.precedents import Precedent
from assistant.text_vectors import TextVectors

_SUPPORTED = 0.5
_SHORT = 3  # characters of a subject that count only as a whole
# A fact is about an item from this share of words on, or where one of the item's precedents is so
# many standard deviations near it, and by so much as near as the nearest of all.
_WORDS, _NOT_FAR, _AS_NEAR = 0.3, 1.3, 0.4
# or, less near, where it is so much nearer than every other item.
_NEAREST, _APART = 0.8, 0.4
_NEAR = 1.0
_NEAREST_OF_ALL = 3
_TOLD = 0.6  # of what a fact's subject tells, in the words of one of the item's precedents
_FITS = 0.4  # of the nearest precedent's nearness, for a pinned one to belong to a theme
_FEW = 2  # facts an item that are all to be used; of more, each item takes what is near it
_FIGURE_PART = re.compile(r"(?:还有|仍有|尚有|只有|新建|完成|达到?|约|近|超过)?[\d.]+.*$")


def place_facts(
    items: list[PlannedItem],
    facts: Sequence[str],
    evidence: Evidence,
    vectors: TextVectors,
    room: int,
    stale: Callable[[str], bool],
) -> list[PlannedItem]:
    """Each fact joins the item about it; a fact about something else becomes a theme itself, unless
    the past headings on it are `stale`."""
    if len(facts) > _FEW * room:
        return items  # material to choose from; see place_left_over
    placed = {number for item in items for number in item.facts}
    for number, fact in enumerate(facts, 1):
        if number in placed:
            continue
        items = _place_fact(items, number, fact, evidence, vectors, room, stale)
    return items


def _place_fact(
    items: list[PlannedItem],
    number: int,
    fact: str,
    evidence: Evidence,
    vectors: TextVectors,
    room: int,
    stale: Callable[[str], bool],
) -> list[PlannedItem]:
    subject = _subject(fact)
    ranked = _about(fact, evidence, vectors)
    near = _nearnesses(fact, items, evidence, vectors)
    best = int(np.argmax(near)) if near else -1
    theme = _theme(ranked) or subject
    own_theme = _names(subject, ranked[:3]) and len(items) < room and not stale(theme)
    if best >= 0 and near[best] >= _NEAR and _is_shared(fact, items[best], ranked, evidence):
        items[best] = items[best].with_facts(number)
    elif own_theme:
        items.append(PlannedItem(theme, "fact", kept(ranked), (number,), because=f"素材：{fact}"))
    return items


def _is_shared(fact: str, item: PlannedItem, ranked: Relevances, evidence: Evidence) -> bool:
    """Whether the item says the fact's words, or is about what one of the precedents nearest to
    the fact is about: near in meaning to a single item is anything."""
    if coverage(item.theme, fact) >= _WORDS:
        return True
    if not ranked:  # with what the writer asked for it was given, with another fact it need not be
        return item.asked
    near = [r.precedent for r in ranked[:_NEAREST_OF_ALL]]
    lent = {id(r.precedent) for r in item.precedents}
    return any(id(p) in lent or is_used(evidence.place[id(p)], [item], evidence) for p in near)


def _names(subject: str, ranked: Relevances) -> bool:
    """Whether the nearest precedents are about the subject."""
    if len(subject) <= _SHORT:
        return any(subject in r.precedent.text for r in ranked)
    return words_of(ranked) >= _SUPPORTED


def _theme(ranked: Relevances) -> str:
    """Of the nearest precedent that has a heading."""
    return next((theme_of(r.precedent.heading) for r in ranked[:5] if r.precedent.heading), "")


def place_left_over(
    items: list[PlannedItem], facts: Sequence[str], evidence: Evidence, vectors: TextVectors
) -> tuple[list[PlannedItem], int]:
    """Facts still without a place, and how many stay without one.

    A few facts are an order and are never dropped: the nearest item takes them. Many are material:
    each item takes at most two, those that are near it.
    """
    placed = {n for item in items for n in item.facts}
    few = len(facts) <= _FEW * max(1, len(items))
    left: list[tuple[float, int, int]] = []
    for number, fact in enumerate(facts, 1):
        if number in placed or not items:
            continue
        near = _nearnesses(fact, items, evidence, vectors, all_items=True)
        best = int(np.argmax(near))
        if few:
            apart = (*items[best].apart, *([number] if near[best] < _NEAR else []))
            items[best] = replace(items[best].with_facts(number), apart=apart)
        else:
            left.append((near[best], best, number))
    unused = 0
    for near_best, best, number in sorted(left, key=lambda found: (-found[0], found[2])):
        is_known = bool(_about(facts[number - 1], evidence, vectors))
        if near_best >= _NEAR and is_known and len(items[best].facts) < _FEW:
            items[best] = items[best].with_facts(number)
        else:
            unused += 1
    return items, unused


def _nearnesses(
    fact: str,
    items: Sequence[PlannedItem],
    evidence: Evidence,
    vectors: TextVectors,
    all_items: bool = False,
) -> list[float]:
    """How far the fact is about each item, from `_NEAR` on it is: by the words it shares with the
    theme, by its distance from the item's precedents beside that from the nearest of all and, once
    these are `all_items`, by what of its subject they have and the distance from the other items'."""
    meaning = vectors.query(fact)
    usual = evidence.background.usual(meaning)
    distances = [usual.distance(float(c)) for c in evidence.vectors @ meaning]
    subject = object_of(_subject(fact))
    own = [max(distances[evidence.place[id(r.precedent)]] for r in core(item)) for item in items]
    near = []
    for n, item in enumerate(items):
        words = max(coverage(item.theme, fact), _named_in(item.theme, _subject(fact)))
        others = max((d for m, d in enumerate(own) if m != n), default=0.0)
        meant = own[n] / max(distances) / _AS_NEAR if own[n] >= _NOT_FAR else 0.0
        if all_items and own[n] >= _NEAREST and own[n] - others >= _APART:
            meant = max(meant, _NEAR)
        said = 0.0
        if all_items and len(_subject(fact)) > _SHORT:
            said = max(told(subject, r.precedent.text, evidence.rarity) for r in core(item))
        near.append(max(words / _WORDS, meant, said / _TOLD))
    return near


def _named_in(theme: str, subject: str) -> float:
    """The share of the subject's words that the theme has; a short one counts as a whole."""
    return float(subject in theme) if len(subject) <= _SHORT else coverage(subject, theme)


def _about(fact: str, evidence: Evidence, vectors: TextVectors) -> list[Relevance]:
    """The precedents that are surely about the fact, nearest first."""
    subject, meaning = _subject(fact), vectors.query(fact)
    ranked = rank(subject, meaning, evidence)
    if len(subject) <= _SHORT:  # 薄弱村 shares 薄弱 with every verdict
        ranked = [r for r in ranked if subject in r.precedent.text]
    return [r for r in ranked[:5] if is_about(r, meaning, r.words, evidence)]


def _subject(fact: str) -> str:
    """What a fact is about: 软弱涣散村还有3个没有销号 → 软弱涣散村."""
    return _FIGURE_PART.sub("", fact) or fact


# --- pinned paragraphs ----------------------------------------------------------------------


def place_pinned(
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
    near = like(index, theme, evidence)
    theme = theme or next((theme_of(r.precedent.heading) for r in near if r.precedent.heading), "")
    if not theme:
        return None
    return _with_pinned(PlannedItem(theme, "pinned", near, because="您置顶的段落"), pinned)
