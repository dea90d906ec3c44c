"""Whose request it is: every handler asks here before it touches the assistant."""

from __future__ import annotations

import gradio as gr

from assistant.people import LOCAL
from assistant.service import Assistant


def seat(assistant: Assistant, request: gr.Request) -> Assistant:
    """The assistant as the person who sent the request may use it."""
    return assistant.acting(LOCAL)
