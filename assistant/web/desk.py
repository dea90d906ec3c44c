"""The drafting screen's parts, and how they show a conversation as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import gradio as gr

from assistant.document import Draft
from assistant.outline import mode_of
from assistant.service import Assistant, Message
from assistant.web.chips_html import chips_html, section_tabs_html
from assistant.web.choosing import chosen_html
from assistant.web.facts_box import FactsBox
from assistant.web.outline_screen import panel_html
from assistant.web.proposal_screen import paper_html
from assistant.web.render import history_html, sources_html
from assistant.web.style_panel import fit_and_panel
from assistant.web.talk import talk_of

Updates = dict[Any, Any]  # component → its new value


@dataclass(frozen=True)
class Desk:
    """What of the screen reacts or changes."""

    conversation: gr.Textbox
    chat: gr.Chatbot
    message: gr.Textbox
    outline_first: gr.Checkbox
    chips: gr.HTML
    stop: gr.Button
    history: gr.HTML
    sections: gr.HTML
    copy: gr.Button
    word: gr.Button
    talk: gr.HTML
    paper: gr.HTML
    side: gr.Tabs
    sources: gr.HTML
    outline: gr.HTML
    style: gr.HTML
    chosen: gr.HTML
    facts: FactsBox

    @property
    def shown(self) -> list[Any]:
        """What a turn changes."""
        return [self.chat, self.outline_first, self.chips, self.stop, self.sections, self.talk,
                self.paper, self.side, self.sources, self.outline, self.style, self.chosen, self.facts.told,
                self.facts.fold]  # fmt: skip

    @property
    def of_draft(self) -> list[Any]:
        """What shows the open draft."""
        return [self.sections, self.talk, self.paper, self.sources, self.style, self.chosen]


def whole(assistant: Assistant, desk: Desk, conversation_id: str) -> Updates:
    """A conversation that is opened."""
    draft = assistant.open_draft(conversation_id)
    panel = panel_html(assistant, conversation_id)
    planned = draft is None and "data-section" in panel
    return {
        desk.conversation: conversation_id,
        desk.chat: chat(assistant.messages(conversation_id)),
        desk.chips: chips_html(assistant.answers(conversation_id), draft),
        desk.outline: panel,
        desk.side: gr.Tabs(selected="outline" if planned else "sources"),
        desk.history: history_html(assistant.conversations()),
        **drafted(assistant, desk, conversation_id, draft, planned),
    }


def answered(
    assistant: Assistant,
    desk: Desk,
    conversation_id: str,
    text: str,
    draft: Draft | None,
    answers: Sequence[str],
) -> Updates:
    """The end of a turn that `text` began: the outline comes forward if it is what was made, the
    sources if it was written out. An open question keeps 先列提纲 ticked for its answer."""
    mode = None if answers else mode_of(text)
    panel = panel_html(assistant, conversation_id)
    planned = mode == "show" and "data-section" in panel
    side = {"show": "outline", "use": "sources"}.get(mode or "")
    return {
        desk.chips: chips_html(answers, draft),
        desk.stop: gr.update(visible=False),
        desk.outline: panel,
        **({desk.side: gr.Tabs(selected=side)} if side else {}),
        **({} if answers else {desk.outline_first: False}),
        **drafted(assistant, desk, conversation_id, draft, planned),
    }


def drafted(
    assistant: Assistant,
    desk: Desk,
    conversation_id: str,
    draft: Draft | None,
    planned: bool = False,
) -> Updates:
    """The open draft, the proposal that waits on it, and all that is said of it."""
    found, style = fit_and_panel(assistant, draft)
    proposal = assistant.proposal(conversation_id) if draft else None
    return {
        desk.sections: section_tabs_html(assistant.sections(conversation_id), draft),
        desk.talk: talk_of(assistant, conversation_id),
        desk.paper: paper_html(draft, proposal, found, planned),
        desk.sources: sources_html(draft, assistant.report, assistant.replaced_by),
        desk.style: style,
        desk.chosen: chosen_html(assistant, conversation_id, draft),
    }


def chat(messages: Sequence[Message]) -> list[dict[str, str]]:
    """Messages as the chat takes them; it renders HTML even where it renders no Markdown."""
    return [
        {"role": "user" if m.from_user else "assistant", "content": escape(m.text, quote=False)}
        for m in messages
    ]
