"""House terms in the side panel: replacements accepted again and again, used once turned on."""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from assistant.errors import AssistantError, DraftError
from assistant.service import Assistant
from assistant.web.desk import Desk
from assistant.web.proposal_screen import UNREADABLE
from assistant.web.seat import seat
from assistant.web.terms_html import terms_html

_LONGEST = 20  # characters of a term as a browser sends it
ON_LOAD = "window.nigaoTerms = (wish) => trigger('click', wish);"


def asked(data: Any) -> tuple[str, str, bool]:
    """The term and whether to use it. Raises DraftError: a browser can send anything."""
    sent = data if isinstance(data, dict) else {}
    before, after, on = sent.get("before"), sent.get("after"), sent.get("on")
    for word in (before, after):
        if not isinstance(word, str) or not 0 < len(word) <= _LONGEST:
            raise DraftError(UNREADABLE)
    if not isinstance(on, bool):
        raise DraftError(UNREADABLE)
    return str(before), str(after), on


def wire_terms(assistant: Assistant, desk: Desk) -> None:
    """A click turns a term on or off."""

    def turn(request: gr.Request, event: gr.EventData) -> str:
        me = seat(assistant, request)
        try:
            me.turn_house_term(*asked(event._data))
        except AssistantError as error:
            gr.Warning(escape(str(error)), title="提示")
        return terms_html(me.house_terms())

    desk.terms.click(
        turn,
        None,
        [desk.terms],
        show_progress="hidden",
        trigger_mode="multiple",
        concurrency_id="terms",
        api_visibility="private",
    )
