"""The plan of a section as people see and arrange it before it is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.brief import Brief
from assistant.document import SectionName, Why, section_heading
from assistant.origins import REASONS
from assistant.plan import Plan
from corpus.report import Period

Mode = Literal["show", "use"]

_USE = re.compile(
    r"按(?:照)?(?:这个|此|该|上面的|上述|调整后的|新的)?提纲(?:来)?(?:起草|写|拟稿|成文|重写|重新起草)"
)
_SHOW = re.compile(
    r"(?:先|只)?(?:列|拟|给|出|看|要|写|做|定|搭)(?:一?[个份下])?(?:起草|写作)?提纲|提纲先|先(?:列|看|给)[^，。]{0,8}提纲"
)


@dataclass(frozen=True)
class OutlineItem:
    """`reason` says why the theme is there; `facts` and `answers` are words, not numbers; `kept`
    themes stay when others are looked for."""

    theme: str
    why: Why
    reason: str
    facts: tuple[str, ...]
    answers: tuple[str, ...]
    kept: bool


@dataclass(frozen=True)
class Outline:
    """`promises` are items of the last plan, each with the supplied fact that reports on it or ""."""

    section: SectionName
    heading: str
    period: str
    items: tuple[OutlineItem, ...]
    orphans: tuple[str, ...]
    promises: tuple[tuple[str, str], ...]
    promised_in: str
    notices: tuple[str, ...]


def mode_of(message: str) -> Mode | None:
    """Whether a message asks to see the outline first, or to write by the one that is there."""
    if _USE.search(message):
        return "use"
    return "show" if _SHOW.search(message) else None


def outline_of(brief: Brief, plan: Plan, kept: Collection[str] = ()) -> Outline:
    """`kept` are themes. The brief has a section and a period."""
    assert brief.section
    assert brief.period
    items = tuple(
        OutlineItem(
            theme=item.theme,
            why=item.why,
            reason=item.because or REASONS[item.why],
            facts=tuple(brief.facts[n - 1] for n in item.facts),
            answers=tuple(plan.problems[n - 1].rstrip("。") for n in item.answers),
            kept=item.theme in kept,
        )
        for item in plan.items
    )
    return Outline(
        section=brief.section,
        heading=section_heading(brief.section, Period.parse(brief.period)),
        period=Period.parse(brief.period).label,
        items=items,
        orphans=tuple(plan.problems[n - 1].rstrip("。") for n in plan.orphans),
        promises=tuple((p.heading, p.kept) for p in plan.promises),
        promised_in=plan.promises[0].report_title if plan.promises else "",
        notices=plan.notices,
    )


def arranged(plan: Mapping[str, Any], order: Sequence[int]) -> dict[str, Any]:
    """A stored plan with its items in the given order; those not in it are dropped.

    Raises ValueError unless `order` holds different places of items, at least one.
    """
    items = plan["items"]
    if not order or len(set(order)) != len(order) or not set(order) <= set(range(len(items))):
        raise ValueError(f"no order of {len(items)} items: {order}")
    left = [items[place] for place in order]
    answered = {number for item in left for number in item["answers"]}
    orphans = [n for n in range(1, len(plan["problems"]) + 1) if n not in answered]
    return {**plan, "items": left, "orphans": orphans}


def outline_text(outline: Outline) -> str:
    """The outline as the chat tells it."""
    lines = [f"{outline.period}“{outline.heading}”提纲，共 {len(outline.items)} 条："]
    for n, item in enumerate(outline.items, 1):
        lines.append(f"{n}. {item.theme}（{item.reason}）")
    lines += [f"⚠ 问题“{problem}”没有对应的措施" for problem in outline.orphans]
    if outline.promises:
        kept = sum(bool(fact) for _, fact in outline.promises)
        lines.append(
            f"上期打算兑现核对：《{outline.promised_in}》作了 {len(outline.promises)} 项打算，"
            f"素材中说到 {kept} 项。"
        )
    return "\n".join(lines)
