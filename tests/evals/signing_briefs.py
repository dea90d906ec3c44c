"""Briefs as writers give them, many and varied, the same for the same seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from assistant.brief import Brief
from assistant.clauses import overlap
from assistant.document import SectionName
from assistant.headings import theme_of
from assistant.periods.told import period_of
from corpus.report import Item, Period, Report, Role

SECTIONS: tuple[SectionName, ...] = ("problems", "plan")
_SAME_THEME = 0.5  # nobody asks for one thing twice
_PERIODS = [f"{year}{half}" for year in range(2019, 2025) for half in ("H1", "")] + [
    "2025H1",
    "2025",
]
# What any office may ask for, whether it wrote about it before or not.
_COMMON = (
    "村集体经济", "党员教育", "人才引进", "基层治理", "干部作风", "意识形态", "乡村振兴", "年轻干部",
    "两新组织党建", "巡察整改", "廉政教育", "党管武装", "统战工作", "网格治理", "文明创建", "形式主义",
)  # fmt: skip
_NUMBERING = (None, None, None, "一是", "（一）", "1.", "一要", "第一，", "（1）", "①")
_MAX_CHARS = (None, None, None, 80, 100, 120, 150, 400, 600, 900)
_FACTS: dict[SectionName, tuple[str, ...]] = {
    "problems": (
        "薄弱村还有{}个", "流动党员还有{}名没有参学", "软弱涣散村还有{}个没有销号", "超龄党支部书记还有{}名",
        "已建成党群服务站{}个", "35岁以下村干部只有{}名", "巡察反馈问题还有{}个没有完成整改",
        "已培训党员{}人次", "新业态企业党组织覆盖率为{}%", "已引进急需紧缺人才{}名", "受理信访举报{}件",
    ),
    "plan": (
        "今年已新建党群服务站{}个", "薄弱村还有{}个", "计划培训党员{}人次", "已选派第一书记{}名",
        "年底前完成{}个老旧小区党支部组建", "拟引进急需紧缺人才{}名", "巡察反馈问题还有{}个没有完成整改",
        "计划开展理论宣讲{}场次", "村集体经营性收入超过{}万元的村已有17个",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A brief with its number; `known` are the asked themes that stand in past headings."""

    number: int
    brief: Brief
    known: frozenset[str]

    @property
    def label(self) -> str:
        """The brief in a line."""
        b = self.brief
        said = [b.section or "", b.period or "", b.organisation or "—", f"{b.items or '—'} items"]
        said += [f"max {b.max_chars}"] if b.max_chars else []
        said += [b.numbering] if b.numbering else []
        said += ["themes " + "、".join(b.themes)] if b.themes else []
        said += ["facts " + "；".join(b.facts)] if b.facts else []
        return f"#{self.number} " + " · ".join(said)


def briefs(reports: Sequence[Report], count: int, seed: int) -> list[Case]:
    """`count` cases over the reports' organisations and headings. Raises ValueError without any."""
    if not reports:
        raise ValueError("no reports to draw themes from")
    rng = Random(seed)
    return [_case(n, rng, reports, SECTIONS[n % 2]) for n in range(1, count + 1)]


def _case(number: int, rng: Random, reports: Sequence[Report], section: SectionName) -> Case:
    period = rng.choice(_PERIODS)
    house = rng.choice([*sorted({r.outline.organisation for r in reports}), None])
    # What only later reports wrote about nobody could have asked for as known.
    headings = sorted(_themes(_earlier(reports, Period.parse(period)), Role(section)))
    themes: list[str] = []
    for _ in range(rng.choice((0, 0, 1, 1, 2, 2, 3, 4))):
        theme = rng.choice(headings if headings and rng.random() < 0.6 else _COMMON)
        if all(overlap(theme, other) < _SAME_THEME for other in themes):
            themes.append(theme)
    facts = rng.sample(_FACTS[section], rng.choice((0, 0, 0, 1, 1, 2, 3, 4)))
    items = rng.choice((None, 2, 3, 4, 5, 6, 7))
    brief = Brief(
        action="draft",
        section=section,
        period=period,
        organisation=house,
        themes=tuple(themes),
        items=max(items, len(themes)) if items else None,
        max_chars=rng.choice(_MAX_CHARS),
        numbering=rng.choice(_NUMBERING),
        facts=tuple(fact.format(rng.randint(3, 96)) for fact in facts),
    )
    return Case(number, brief, frozenset(themes) & frozenset(headings))


def _earlier(reports: Sequence[Report], asked: Period) -> list[Report]:
    """Those of periods before the asked one; the asked one's may be left out when drafting."""
    return [r for r in reports if (period := period_of(r)) and period < asked]


def _themes(reports: Sequence[Report], role: Role) -> set[str]:
    found: set[str] = set()
    for report in reports:
        for section in report.outline.sections:
            if section.role is role:
                found |= {theme_of(i.heading) for i in leaf_items(section.items) if i.heading}
    return {theme for theme in found if 4 <= len(theme) <= 12}


def leaf_items(items: Sequence[Item]) -> list[Item]:
    """Items that hold no list of their own."""
    leaves: list[Item] = []
    for item in items:
        leaves += leaf_items(item.items) if item.items else [item]
    return leaves
