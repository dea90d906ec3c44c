"""The overview screen: the archive and the open draft in pictures."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from assistant.leaning import Leaning, leaning
from assistant.overview import EVERYONE, UNNAMED, Overview
from assistant.service import Assistant
from assistant.web.overview_html import overview_html, summary_html
from assistant.web.seat import seat
from corpus.errors import CorpusError

_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
# The conversation that is open on the drafting screen stands in the page's address.
_WITH_CONVERSATION = """(house) =>
  [house, new URLSearchParams(window.location.search).get('c') ?? '']"""


def build_overview_screen(assistant: Assistant, tab: gr.Tab) -> None:
    """Lay out the screen; it is drawn when its tab is opened or another house is chosen."""
    with gr.Row(elem_classes="overview-head"):
        house = gr.Dropdown(
            [], label="看哪个单位", elem_id="house", scale=0, min_width=280, interactive=True
        )
        summary = gr.HTML(elem_id="overview-summary", js_on_load=None)
    conversation = gr.Textbox(visible=False)
    pictures = gr.HTML(elem_id="overview", js_on_load=None)

    def show(chosen: str | None, conversation_id: str, request: gr.Request) -> tuple[Any, str, str]:
        me = seat(assistant, request)
        try:
            overview = me.overview(chosen)
        except CorpusError as error:
            raise gr.Error(escape(str(error)), print_exception=False) from error
        choices = gr.update(choices=_choices(overview), value=overview.house)
        lean = _leaning(me, conversation_id)
        return choices, summary_html(overview), overview_html(overview, lean)

    drawing: dict[str, Any] = {
        "fn": show,
        "inputs": [house, conversation],
        "outputs": [house, summary, pictures],
        "js": _WITH_CONVERSATION,
        "concurrency_id": "overview",
        "concurrency_limit": 2,
        **_PRIVATE,
    }
    tab.select(**drawing)
    house.input(**drawing)


def _choices(overview: Overview) -> list[tuple[str, str]]:
    named = [(f"{name or UNNAMED}（{n} 份）", name) for name, n in overview.organisations]
    everyone = [(f"{EVERYONE}（{overview.reports} 份）", EVERYONE)] if len(named) > 1 else []
    return [*named, *everyone]


def _leaning(assistant: Assistant, conversation_id: str) -> Leaning | None:
    if not conversation_id or not assistant.has_conversation(conversation_id):
        return None
    draft = assistant.open_draft(conversation_id)
    return leaning(draft) if draft else None
