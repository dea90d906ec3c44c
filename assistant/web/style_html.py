"""The house style and a draft's fit to it as HTML. Every word of a report passes `escape`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from assistant.style.card import Bar, Example, StyleCard, Trait
from assistant.style.fit import Fit, Score
from corpus.report import Role, period_label

_ITEM = re.compile(r"^(第\d+条) .*", re.DOTALL)
_WELL, _FAIR = 85, 60  # scores from which a trait fits well, or fairly


def styles_html(cards: Sequence[tuple[Role, StyleCard | None]], own: bool) -> str:
    """Cards side by side; with `own` reports are named by their periods alone."""
    return (
        f'<div class="styles">{"".join(style_html(role, card, own) for role, card in cards)}</div>'
    )


def style_html(role: Role, card: StyleCard | None, own: bool = False) -> str:
    """One section's style: a row a trait, its examples folded under it."""
    head = f'<h4 class="of-{role.value}">{escape(role.label)}</h4>'
    if card is None:
        return f'<section class="house-style">{head}<p class="said">没有这一部分，无从统计。</p></section>'
    is_short = own and card.basis.own
    rows = "".join(_row(trait, is_short) for trait in card.traits)
    borrowed = "" if card.basis.own else " borrowed"
    return (
        f'<section class="house-style">{head}<p class="said{borrowed}">{escape(card.basis.said)}</p>'
        f"<dl>{rows}</dl></section>"
    )


def _row(trait: Trait, own: bool) -> str:
    bar = _bar_html(trait.bar) if trait.bar else ""
    examples = "".join(_example(example, own) for example in trait.examples)
    seen = f"<details><summary>看例句</summary>{examples}</details>" if examples else ""
    return f"<dt>{escape(trait.name)}</dt><dd><span>{escape(trait.said)}</span>{bar}{seen}</dd>"


def _bar_html(bar: Bar) -> str:
    """The middle half on an axis from 0, the median as a tick."""
    low, mid, high = (
        100 * value / max(bar.most, 1e-9) for value in (bar.low, bar.median, bar.high)
    )
    told = f"一半在 {bar.low:g}–{bar.high:g} 之间，中间是 {bar.median:g}，最多 {bar.most:g}"
    where = f"--low:{low:.1f}%;--mid:{mid:.1f}%;--high:{high:.1f}%"
    return f'<i class="spread" role="img" aria-label="{told}" title="{told}" style="{where}"></i>'


def _example(example: Example, own: bool) -> str:
    """The words and where they stand; a report of the house is named by its period."""
    whole = " › ".join((example.report_title, *example.section_path))
    named = f"{period_label(example.period)}报告"
    report = named if own and example.period else example.report_title
    short = " › ".join((report, *(_ITEM.sub(r"\1", part) for part in example.section_path)))
    return (
        f'<div class="seen" data-paragraph="{escape(example.paragraph_id, quote=True)}">'
        f'<q class="words">{escape(example.quote)}</q>'
        f'<small title="{escape(whole, quote=True)}">{escape(short)} '
        '<button type="button" data-do="read">打开报告</button></small></div>'
    )


# --- a draft's fit --------------------------------------------------------------------------------


def fit_html(fit: Fit) -> str:
    """The total, what costs most, and every trait folded under it."""
    if not fit.scores:
        return f'<div class="fit"><p class="said">{escape(fit.said)}</p></div>'
    off = "".join(f"<li>{escape(score.reason)}</li>" for score in fit.worst[:4])
    said = f"<ul>{off}</ul>" if off else '<p class="said">各项都在往年的范围内。</p>'
    rows = "".join(_score_html(score) for score in sorted(fit.scores, key=lambda s: s.score))
    return (
        f'<div class="fit"><header><b class="{_tone(fit.total)}">{fit.total:.0f}</b>'
        f"<div>文风契合度<small>{escape(fit.basis)}；往年各篇互相比大多在 85–95</small></div></header>"
        f"{said}<details><summary>各项得分</summary><dl>{rows}</dl></details></div>"
    )


def _score_html(score: Score) -> str:
    width = f"--score:{score.score:.0f}%"
    return (
        f"<dt>{escape(score.label)}</dt><dd>"
        f'<i class="score {_tone(score.score)}" style="{width}"></i>'
        f"<span>{escape(score.value)}，往年 {escape(score.usual)}</span></dd>"
    )


def _tone(score: float) -> str:
    return "well" if score >= _WELL else "fair" if score >= _FAIR else "off"
