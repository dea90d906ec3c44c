"""How far the open draft reads like past years: its fit to the house style, and that style."""

from __future__ import annotations

from assistant.document import Draft
from assistant.service import Assistant
from assistant.style.card import style_card
from assistant.style.fit import Fit, fit
from assistant.web.style_html import fit_html, style_html
from corpus.report import Period, Role

_NOTHING = (
    '<div class="sources empty"><p>起草之后，这里把稿件与本单位往年的写法逐项相比。</p></div>'
)


def fit_and_panel(assistant: Assistant, draft: Draft | None) -> tuple[Fit | None, str]:
    """The fit of the draft, and the panel that explains it."""
    if draft is None:
        return None, _NOTHING
    period = Period.parse(draft.period)
    style = assistant.house_style(draft.section, draft.organisation or None, period)
    found = fit(draft, style)
    card = style_html(Role(draft.section), style_card(style), own=True)
    return found, f'<div class="style-panel">{fit_html(found)}{card}</div>'
