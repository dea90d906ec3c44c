"""One turn on the drafting screen: what is sent, what is seen while it runs, and stopping it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.outline import mode_of
from assistant.service import Assistant, Message, Partial, Reply, Step
from assistant.web.chips_html import CHANGES
from assistant.web.desk import Desk, Updates, answered, chat
from assistant.web.handing_html import READING_ONLY
from assistant.web.outline_html import WRITE
from assistant.web.render import draft_html, history_html, sources_html
from assistant.web.seat import seat

_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
_LONGEST = 100_000  # characters of a message
_OUTLINE_FIRST = "先列提纲："


def wire_turns(assistant: Assistant, desk: Desk) -> None:
    """Whatever sends a message: the box, an example, a chip, the outline's button."""
    typed = gr.State("")
    along: list[Any] = [desk.conversation, desk.outline_first, desk.facts.chosen]

    def send(
        text: str, conversation_id: str, outline: bool, facts: list[str], request: gr.Request
    ) -> Iterator[Updates]:
        me = seat(assistant, request)
        yield from turn(me, desk, conversation_id, worded(text, outline), facts)

    def listing(request: gr.Request) -> str:
        me = seat(assistant, request)
        return history_html(me.conversations(), me.user)

    def stop(conversation_id: str, request: gr.Request) -> None:
        seat(assistant, request).stop(conversation_id)

    turned: dict[str, Any] = {
        "fn": send,
        "inputs": [typed, *along],
        "outputs": desk.shown,
        "show_progress": "hidden",  # the chat tells the steps
        "concurrency_id": "draft",
        "concurrency_limit": 2,
        **_PRIVATE,
    }
    listed: dict[str, Any] = {
        "fn": listing,
        "inputs": None,
        "outputs": desk.history,
        "show_progress": "hidden",
        **_PRIVATE,
    }
    desk.message.submit(
        lambda text: ("", text), [desk.message], [desk.message, typed], queue=False, **_PRIVATE
    ).then(**turned).then(**listed)
    desk.chat.example_select(_example, None, typed, queue=False, **_PRIVATE).then(**turned).then(
        **listed
    )
    desk.chips.click(_chip, None, typed, queue=False, **_PRIVATE).then(**turned).then(**listed)
    desk.stop.click(
        stop,
        [desk.conversation],
        None,
        queue=False,
        **_PRIVATE,
    )


def _example(event: gr.SelectData) -> str:
    return str(event.value["text"])


def _chip(event: gr.EventData) -> str:
    return event._data if isinstance(event._data, str) else ""


def worded(text: str, outline: bool) -> str:
    """The message, with 先列提纲 before it if that is ticked and it is not a matter of course."""
    is_order = text.strip() and text not in (*CHANGES, WRITE) and mode_of(text) is None
    return f"{_OUTLINE_FIRST}{text}" if outline and is_order else text


def turn(
    assistant: Assistant, desk: Desk, conversation_id: str, text: str, facts: Sequence[str]
) -> Iterator[Updates]:
    """The screen after every event of a turn."""
    if not text.strip():
        raise gr.Error("请先输入要求", title="提示", print_exception=False)
    if len(text) > _LONGEST:
        raise gr.Error(
            "内容太长了：请把素材存成文件，用“上传素材”", title="提示", print_exception=False
        )
    if not assistant.has_conversation(conversation_id):
        raise gr.Error("会话已失效，请刷新页面", title="提示", print_exception=False)
    if "rewrite" not in assistant.standing(conversation_id).may:
        gr.Warning(READING_ONLY, title="提示")
        yield {desk.facts.told: ""}
        return
    before = [*assistant.messages(conversation_id), Message(True, text)]
    steps: list[str] = []
    yield {
        desk.chat: chat([*before, Message(False, "……")]),
        desk.chips: "",
        desk.stop: gr.update(visible=True),
        desk.facts.told: "",
        desk.facts.fold: gr.update(open=False),
    }
    # A change of the open draft takes its own facts only.
    supplied = () if text in CHANGES else tuple(facts)
    for event in assistant.send(conversation_id, text, supplied):
        if isinstance(event, Step):
            steps.append(event.label)
            yield {desk.chat: chat([*before, Message(False, " → ".join(steps) + " ……")])}
        elif isinstance(event, Partial):
            yield {
                desk.paper: draft_html(event.draft, writing=event.writing),
                desk.sources: sources_html(event.draft, assistant.report, assistant.replaced_by),
            }
        elif isinstance(event, Reply):
            said = chat([*before, Message(False, event.text)])
            shown = answered(assistant, desk, conversation_id, text, event.draft, event.answers)
            yield {desk.chat: said, **shown}
