"""What the drafting screen shows of the review: the seal, and the comments the writer answers."""

from __future__ import annotations

import gradio as gr

from assistant.service import Assistant
from assistant.web.threads_html import talk_html

_ON_LOAD = """window.nigaoTalk = (wish) => trigger('click', wish);
watch('value', () => window.nigaoTalked?.());"""


def talk_box() -> gr.HTML:
    """Stands above the paper; `assistant.web.review_screen` answers its clicks."""
    return gr.HTML(elem_id="writer-talk", js_on_load=_ON_LOAD)


def talk_of(assistant: Assistant, conversation_id: str) -> str:
    """What the writer sees of the review of the open section."""
    section = assistant.open_section_name(conversation_id)
    if section is None:
        return ""
    words = assistant.words(conversation_id, section)
    threads = assistant.threads(conversation_id, section)
    return talk_html(section, threads, words, assistant.signed(conversation_id, section))
