"""House terms as a list: offered, in use, turned off. Every word is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.rewriting.house_terms import ENOUGH, HouseTerm

_ADVICE = (
    '<p class="legend">同样的换词被接受满 '
    f"{ENOUGH} 处，就列在这里。启用后，新起草和新改写的文字照此用词，并写进借用记录；"
    "已有的文字、引号和书名号里的、锁定的句子不动。</p>"
)


def terms_html(terms: Sequence[HouseTerm]) -> str:
    """Nothing is used before somebody turns it on."""
    offered, on, off = ([t for t in terms if t.state == s] for s in ("offered", "on", "off"))
    groups = _group_html(
        "可以启用", offered, ("term-on", "启用"), ("term-off", "不再提示")
    ) + _group_html("正在使用", on, ("term-off", "停用"))
    if not offered and not on:
        groups = '<p class="nothing">现在还没有。</p>'
    if off:
        rows = _group_html("", off, ("term-on", "启用"))
        groups += f"<details><summary>停用和不再提示的（{len(off)}）</summary>{rows}</details>"
    return f'<div class="terms">{_ADVICE}{groups}</div>'


def _group_html(label: str, terms: Sequence[HouseTerm], *buttons: tuple[str, str]) -> str:
    if not terms:
        return ""
    heading = f"<h4>{label}</h4>" if label else ""
    return f"{heading}<ul>{''.join(_term_html(term, buttons) for term in terms)}</ul>"


def _term_html(term: HouseTerm, buttons: Sequence[tuple[str, str]]) -> str:
    before, after = escape(term.before, quote=True), escape(term.after, quote=True)
    acts = "".join(
        f'<button type="button" data-do="{deed}">{words}</button>' for deed, words in buttons
    )
    return (
        f'<li class="term" data-before="{before}" data-after="{after}"><span><del>{before}</del> → '
        f"<ins>{after}</ins> <small>接受过 {term.count} 处</small></span>{acts}</li>"
    )
