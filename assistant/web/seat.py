"""Whose request it is: every handler asks here before it touches the assistant.

The screens are built over an assistant in nobody's hands, so that one that does not ask is refused.
"""

from __future__ import annotations

import gradio as gr

from assistant.people.roles import User
from assistant.service import Assistant
from assistant.web.door import REFUSALS
from assistant.web.guard import admitted


def seat(assistant: Assistant, request: gr.Request) -> Assistant:
    """The assistant as the person who sent the request may use it. Raises gr.Error."""
    user = admitted(request.request)
    if not isinstance(user, User):
        raise gr.Error(REFUSALS[user], title="提示", print_exception=False)
    return assistant.acting(user)
