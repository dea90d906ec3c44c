"""Handing a draft over: a click goes to whoever edits, to whoever reviews, or takes it back."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import AssistantError
from assistant.people.roles import STAGES
from assistant.service import Assistant
from assistant.web.handing_html import handing_html
from assistant.web.render import history_html
from assistant.web.seat import seat

if TYPE_CHECKING:
    from assistant.web.desk import Desk

_ON_LOAD = """element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-stage]');
  if (button) { trigger('click', button.dataset.stage); }
});"""
_DONE = {"editing": "已交改稿：改稿人可以看到、可以改", "review": "已送审：核稿人可以看到",
         "": "已收回或退回：只有拟稿人自己可以改"}  # fmt: skip


def handing_strip() -> gr.HTML:
    """The strip, empty; `wire_handing` makes it work."""
    return gr.HTML(elem_id="handing", js_on_load=_ON_LOAD)


def wire_handing(assistant: Assistant, desk: Desk) -> None:
    """A click is done, and strip and list are shown anew."""

    def hand(conversation_id: str, request: gr.Request, event: gr.EventData) -> dict[Any, Any]:
        me = seat(assistant, request)
        stage = next((s for s in STAGES if s == event._data), None)
        if stage is None:
            raise gr.Error("没有看懂这次点击，请刷新页面再试", title="提示", print_exception=False)
        try:
            me.hand_over(conversation_id, stage)
        except AssistantError as error:
            raise gr.Error(escape(str(error)), title="提示", print_exception=False) from error
        gr.Info(_DONE[stage], title="完成")
        there = me.has_conversation(conversation_id)  # passed on, it may be out of sight
        return {
            desk.handing: handing_html(me, conversation_id) if there else _GONE,
            desk.history: history_html(me.conversations(), me.user),
        }

    desk.handing.click(
        hand,
        [desk.conversation],
        [desk.handing, desk.history],
        show_progress="hidden",
        trigger_mode="once",
        api_visibility="private",
    )


_GONE = '<div class="handing"><span>这份稿子已不在您手里</span><a href="/">新建会话</a></div>'
