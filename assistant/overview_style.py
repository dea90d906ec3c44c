"""The house style as a card: what `style.measure` found, each trait with the place it is seen in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from assistant.document import SectionName
from assistant.evidence import Evidence, Precedent
from assistant.style import HouseStyle, measure

_SEEN_IN = 2


@dataclass(frozen=True)
class Example:
    """A place a trait is seen in: the report, its parts down to the item, the words there.
    ``period`` is a code, or ""."""

    report_id: str
    report_title: str
    period: str
    section_path: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Trait:
    """One trait of the style, as people say it, with the places it is seen in."""

    name: str
    said: str
    examples: tuple[Example, ...]


@dataclass(frozen=True)
class StyleCard:
    """The usual form of a section. `reports` is how many it was measured on."""

    section: SectionName
    style: HouseStyle
    reports: int
    traits: tuple[Trait, ...]


def style_card(
    section: SectionName, organisation: str, precedents: Sequence[Precedent]
) -> StyleCard | None:
    """From the section's items, newest report first; None if there are none."""
    if not precedents:
        return None
    style = measure(
        Evidence(organisation, tuple(precedents), np.zeros((len(precedents), 0), np.float32), ()),
        section,
    )
    groups: dict[str, list[Precedent]] = {}
    for precedent in precedents:
        groups.setdefault(precedent.report.id, []).append(precedent)
    sections = list(groups.values())
    traits = (_items(style, sections), _length(style, precedents), _marker(style, sections[0]))
    return StyleCard(section, style, len(sections), (*traits, _heading(style, sections)))


def _items(style: HouseStyle, sections: Sequence[Sequence[Precedent]]) -> Trait:
    counts = sorted(len(items) for items in sections)
    out = len(counts) // 4  # a report that is nothing like the others says nothing of the habit
    few, many = counts[out], counts[-1 - out]
    spread = f"（多在 {few}–{many} 条）" if few != many else ""
    seen = tuple(_example(items[0], f"{len(items)} 条", depth=1) for items in sections[:_SEEN_IN])
    return Trait("条数", f"通常 {style.items} 条{spread}", seen)


def _length(style: HouseStyle, precedents: Sequence[Precedent]) -> Trait:
    usual = round(median(len(p.text) for p in precedents))
    aimed = f"（起草时按 {style.item_chars} 字）" if style.item_chars != usual else ""
    typical = min(precedents, key=lambda p: abs(len(p.text) - usual))
    seen = _example(typical, f"{len(typical.text)} 字")
    return Trait("篇幅", f"每条约 {usual} 字{aimed}", (seen,))


def _marker(style: HouseStyle, newest: Sequence[Precedent]) -> Trait:
    start = newest[0].paragraph.start
    opening = newest[0].report.quote(start, start + 12)
    return Trait("序号", f"“{style.numbering}”", (_example(newest[0], f"“{opening}……”"),))


def _heading(style: HouseStyle, sections: Sequence[Sequence[Precedent]]) -> Trait:
    prefix = style.heading_prefix
    headed = [p for items in sections for p in items if p.heading.startswith(prefix)]
    headed = [p for p in headed if p.heading]
    if not headed:
        return Trait("小标题", "不用小标题", ())
    alike = sum(all(p.heading.startswith(prefix) for p in items) for items in sections)
    said = (
        f"“{prefix}＋……”（{len(sections)} 份中 {alike} 份）"
        if prefix
        else f"{_usual_length(headed)} 字左右，没有固定开头"
    )
    first = next(iter(headed))
    other = [p for p in headed if p.report.id != first.report.id][:1]
    return Trait("小标题", said, tuple(_example(p, f"“{p.heading}”") for p in (first, *other)))


def _usual_length(headed: Sequence[Precedent]) -> int:
    return round(median(len(p.heading) for p in headed))


def _example(precedent: Precedent, words: str, depth: int | None = None) -> Example:
    outline = precedent.report.outline
    path = precedent.paragraph.section_path[:depth]
    return Example(precedent.report.id, outline.title, outline.period, path, words)
