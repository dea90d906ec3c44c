"""The drafting screen: chat on the left, the draft in the middle, its sources on the right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from assistant.answer import EXAMPLES
from assistant.document import Draft
from assistant.service import Assistant, Message, Partial, Reply, Step
from assistant.web.choosing import chosen_html
from assistant.web.render import draft_html, history_html, sources_html

_CHIPS = ("第一条换一种写法", "删掉最后一条", "检查一下", "撤销")
_COPY = """() => {
  const paper = document.querySelector('.paper[data-text]');
  if (paper) { window.nigaoCopy(paper.dataset.text); }
}"""
_WORD = """(id) => {
  if (document.querySelector('.paper[data-text]')) {
    window.location.href = '/word?c=' + encodeURIComponent(id);
  }
}"""
# The address is the conversation: a reload shows it again, a new window starts a new one.
_REMEMBER = "(id) => { history.replaceState(null, '', '/?c=' + encodeURIComponent(id)); }"

_PAINT = "watch('value', () => window.nigaoPaint?.());"

Shown = tuple[list[dict[str, str]], str, str, str]


@dataclass(frozen=True)
class _Parts:
    """What of the screen reacts or changes."""

    conversation: gr.Textbox
    chat: gr.Chatbot
    message: gr.Textbox
    chips: list[gr.Button]
    history: gr.HTML
    copy: gr.Button
    word: gr.Button
    paper: gr.HTML
    sources: gr.HTML
    chosen: gr.HTML


def build_drafting_screen(assistant: Assistant, page: gr.Blocks, chosen: gr.HTML) -> gr.Textbox:
    """Lay out the screen and wire it to the assistant; holds the id of the open conversation.

    `chosen` shows what is pinned and excluded for it, see `assistant.web.choosing`.
    """
    conversation = gr.Textbox(visible=False)
    with gr.Row(elem_classes="desk"):
        with gr.Column(scale=4, min_width=320, elem_classes="pane chat"):
            chat, message = _chat_and_message()
            with gr.Row(elem_classes="chips"):
                chips = [gr.Button(text, size="sm", min_width=60) for text in _CHIPS]
            with gr.Accordion("以前的会话", open=False):
                gr.HTML('<a href="/" class="new">新建会话</a>')
                history = gr.HTML()
        with gr.Column(scale=6, min_width=420, elem_classes="pane"):
            with gr.Row(elem_classes="toolbar"):
                copy = gr.Button("复制全文", size="sm", elem_id="copy")
                word = gr.Button("下载 Word", size="sm", elem_id="word")
            paper = gr.HTML(draft_html(None), elem_id="paper", js_on_load=None)
        with gr.Column(scale=4, min_width=320, elem_classes="pane"):
            nothing_yet = sources_html(None, assistant.report)
            sources = gr.HTML(nothing_yet, elem_id="sources", js_on_load=_PAINT)
    parts = _Parts(conversation, chat, message, chips, history, copy, word, paper, sources, chosen)
    _wire(assistant, page, parts)
    return conversation


def _chat_and_message() -> tuple[gr.Chatbot, gr.Textbox]:
    chat = gr.Chatbot(
        show_label=False,
        height="calc(100vh - 330px)",
        min_height=260,
        render_markdown=False,
        group_consecutive_messages=False,
        feedback_options=None,
        buttons=[],
        placeholder="请告诉我要起草哪一部分，例如（点一下就可以试）：",
        examples=[{"text": example} for example in EXAMPLES],
        elem_id="chat",
    )
    message = gr.Textbox(
        show_label=False,
        placeholder="例如：起草2024年上半年存在的问题，四条，重点写村集体经济",
        lines=1,
        max_lines=6,
        submit_btn="发送",
        elem_id="message",
    )
    return chat, message


def _wire(assistant: Assistant, page: gr.Blocks, parts: _Parts) -> None:
    """Connect the parts: opening the page, sending, and the buttons."""
    shown: list[Any] = [parts.chat, parts.paper, parts.sources, parts.chosen]
    typed = gr.State("")

    def load(request: gr.Request) -> tuple[str, *Shown, str]:
        asked = request.query_params.get("c", "")
        known = bool(asked) and assistant.has_conversation(asked)
        opened = asked if known else assistant.new_conversation()
        draft = assistant.open_draft(opened)
        screen = _show(assistant, opened, assistant.messages(opened), draft)
        return opened, *screen, history_html(assistant.conversations())

    def send(text: str, conversation_id: str) -> Iterator[Shown]:
        yield from _turn(assistant, conversation_id, text)

    private: dict[str, Any] = {"api_visibility": "private"}
    turn: dict[str, Any] = {
        "fn": send,
        "outputs": shown,
        "concurrency_id": "draft",
        "concurrency_limit": 2,
        **private,
    }
    page.load(load, None, [parts.conversation, *shown, parts.history], **private).then(
        None, [parts.conversation], None, js=_REMEMBER, **private
    )
    parts.message.submit(
        lambda text: ("", text), [parts.message], [parts.message, typed], queue=False, **private
    ).then(inputs=[typed, parts.conversation], **turn).then(
        lambda: history_html(assistant.conversations()), None, parts.history, **private
    )
    parts.chat.example_select(_example, None, typed, queue=False, **private).then(
        inputs=[typed, parts.conversation], **turn
    )
    for chip in parts.chips:
        chip.click(inputs=[chip, parts.conversation], **turn)
    parts.copy.click(None, None, None, js=_COPY, **private)
    parts.word.click(None, [parts.conversation], None, js=_WORD, **private)


def _example(event: gr.SelectData) -> str:
    return str(event.value["text"])


def _turn(assistant: Assistant, conversation_id: str, text: str) -> Iterator[Shown]:
    """The screen after every event of a turn."""
    if not text.strip():
        raise gr.Error("请先输入要求", print_exception=False)
    if not assistant.has_conversation(conversation_id):
        raise gr.Error("会话已失效，请刷新页面", print_exception=False)
    before = [*assistant.messages(conversation_id), Message(True, text)]
    draft = assistant.open_draft(conversation_id)
    steps: list[str] = []
    yield _show(assistant, conversation_id, [*before, Message(False, "……")], draft)
    for event in assistant.send(conversation_id, text):
        if isinstance(event, Step):
            steps.append(event.label)
            waiting = Message(False, " → ".join(steps) + " ……")
            yield _show(assistant, conversation_id, [*before, waiting], draft)
        elif isinstance(event, Partial):
            draft = event.draft
            waiting = Message(False, " → ".join(steps) + " ……")
            shown = _show(assistant, conversation_id, [*before, waiting], draft)
            yield shown[0], draft_html(draft, writing=event.writing), *shown[2:]
        elif isinstance(event, Reply):
            answered = [*before, Message(False, event.text)]
            yield _show(assistant, conversation_id, answered, event.draft)


def _show(
    assistant: Assistant, conversation_id: str, messages: list[Message], draft: Draft | None
) -> Shown:
    return (
        _chat(messages),
        draft_html(draft),
        sources_html(draft, assistant.report, assistant.replaced_by),
        chosen_html(assistant, conversation_id, draft),
    )


def _chat(messages: list[Message]) -> list[dict[str, str]]:
    """Messages as the chat takes them; it renders HTML even where it renders no Markdown."""
    return [
        {"role": "user" if m.from_user else "assistant", "content": escape(m.text, quote=False)}
        for m in messages
    ]
