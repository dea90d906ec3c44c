"""The outline as a panel to arrange before anything is written. Every word passes `escape`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.outline import Outline, OutlineItem

WRITE = "按提纲起草"


def outlines_html(outlines: Sequence[Outline]) -> str:
    """A card for each section that is planned, and one button that writes them."""
    if not outlines:
        return (
            '<div class="outlines empty"><p>还没有提纲。</p>'
            "<p>在左边勾上“先列提纲”再发送要求，就先看要写哪几条，调整好了再起草。</p></div>"
        )
    cards = "".join(_outline_html(outline) for outline in outlines)
    return (
        f'<div class="outlines">{cards}<footer><button type="button" class="primary" data-do="say"'
        f' data-say="{WRITE}">{WRITE}</button></footer></div>'
    )


def refused_html(reason: str) -> str:
    return f'<div class="outlines empty"><p>{escape(reason)}</p></div>'


def _outline_html(outline: Outline) -> str:
    count = len(outline.items)
    items = "".join(_item_html(item, n, count) for n, item in enumerate(outline.items))
    return (
        f'<section class="outline" data-section="{outline.section}">'
        f"<h4>{escape(outline.heading)}<small>{escape(outline.period)}报告 · {count} 条</small></h4>"
        f"{_orphans_html(outline)}<ol>{items}</ol>{_growing_html()}"
        f"{_notices_html(outline)}{_promises_html(outline)}</section>"
    )


def _item_html(item: OutlineItem, place: int, count: int) -> str:
    theme = escape(item.theme, quote=True)
    kept = " kept" if item.kept else ""
    # A reason such as 针对问题“…” or 素材：… names it already.
    answers = [a for a in item.answers if a not in item.reason]
    facts = [f for f in item.facts if f not in item.reason]
    about = [f'<p class="reason">{escape(item.reason)}</p>']
    about += [f'<p class="fact"><i class="kind fact">素材</i>{escape(f)}</p>' for f in facts]
    about += [f'<p class="answers">回应问题：{escape(a)}</p>' for a in answers]
    buttons = (
        _button("up", "↑", f"上移：{theme}", off=place == 0)
        + _button("down", "↓", f"下移：{theme}", off=place == count - 1)
        + _button("keep", "已固定" if item.kept else "固定", f"固定：{theme}", item.kept)
        + _button("drop", "去掉", f"去掉：{theme}", off=count == 1)
    )
    return (
        f'<li class="theme{kept}" data-theme="{theme}"><div class="line"><b>{escape(item.theme)}</b>'
        f'<span class="acts">{buttons}</span></div>{"".join(about)}</li>'
    )


def _button(
    deed: str, words: str, label: str, pressed: bool | None = None, off: bool = False
) -> str:
    """`label` is escaped already; `pressed` makes it one that stays down."""
    state = "" if pressed is None else f' aria-pressed="{str(pressed).lower()}"'
    state += " disabled" if off else ""
    return (
        f'<button type="button" data-do="{deed}" aria-label="{label}" title="{label}"{state}>'
        f"{words}</button>"
    )


def _growing_html() -> str:
    return (
        '<div class="growing"><input type="text" maxlength="40" aria-label="要添加的题目"'
        ' placeholder="添加题目，如：党管武装">'
        '<button type="button" data-do="add">添加</button>'
        '<button type="button" data-do="others" title="没有固定的题目换成别的">换一批</button></div>'
    )


def _orphans_html(outline: Outline) -> str:
    if not outline.orphans:
        return ""
    rows = "".join(f"<li>{escape(problem)}</li>" for problem in outline.orphans)
    return f'<div class="orphans"><b>这些问题还没有对应的措施</b><ul>{rows}</ul></div>'


def _notices_html(outline: Outline) -> str:
    return "".join(f'<p class="notice">{escape(notice)}</p>' for notice in outline.notices)


def _promises_html(outline: Outline) -> str:
    """上期打算兑现核对: what was announced last time, and which fact reports on it."""
    if not outline.promises:
        return ""
    kept = sum(bool(fact) for _, fact in outline.promises)
    rows = "".join(
        f'<li class="{"done" if fact else "open"}">{escape(heading)}'
        f"<small>{f'素材说到：{escape(fact)}' if fact else '未说到'}</small></li>"
        for heading, fact in outline.promises
    )
    said = f"上期打算兑现核对：{len(outline.promises)} 项，素材说到 {kept} 项"
    return (
        f'<details class="promises" open><summary>{said}</summary>'
        f"<p>《{escape(outline.promised_in)}》中的打算</p><ul>{rows}</ul></details>"
    )
