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
from assistant.web.editing_html import held_html, steps_html
from assistant.web.export_html import export_html
from assistant.web.export_screen import ExportBox
from assistant.web.facts_box import FactsBox
from assistant.web.handing_html import handing_html
from assistant.web.outline_screen import panel_html
from assistant.web.proposal_screen import paper_html
from assistant.web.render import NO_LOCKS, history_html, sources_html, waiting_of
from assistant.web.style_panel import fit_and_panel
from assistant.web.talk import talk_of
from assistant.web.terms_html import terms_html
from assistant.web.versions_html import versions_html

Updates = dict[Any, Any]  # component → its new value
EARLIER = "以前的会话"


@dataclass(frozen=True)
class Desk:
    """What of the screen reacts or changes."""

    conversation: gr.Textbox
    chat: gr.Chatbot
    message: gr.Textbox
    outline_first: gr.Checkbox
    chips: gr.HTML
    stop: gr.Button
    earlier: gr.Accordion
    history: gr.HTML
    sections: gr.HTML
    copy: gr.Button
    files: ExportBox
    steps: gr.HTML
    talk: gr.HTML
    paper: gr.HTML
    handing: gr.HTML
    side: gr.Tabs
    sources: gr.HTML
    outline: gr.HTML
    style: gr.HTML
    versions: gr.HTML
    terms: gr.HTML
    chosen: gr.HTML
    facts: FactsBox

    @property
    def shown(self) -> list[Any]:
        """What a turn changes."""
        return [self.chat, self.outline_first, self.chips, self.stop, self.side, self.outline,
                self.facts.told, self.facts.fold, *self.of_draft]  # fmt: skip

    @property
    def of_conversation(self) -> list[Any]:
        """What opening another conversation changes."""
        return [self.conversation, *self.shown, self.earlier, self.history]

    @property
    def of_draft(self) -> list[Any]:
        """What shows the open draft."""
        return [self.sections, self.files.menu, self.steps, self.talk, self.paper, self.handing,
                self.sources, self.style, self.versions, self.terms, self.chosen]  # fmt: skip


def whole(assistant: Assistant, desk: Desk, conversation_id: str) -> Updates:
    """A conversation that is opened."""
    draft = assistant.open_draft(conversation_id)
    panel = panel_html(assistant, conversation_id)
    planned = draft is None and "data-section" in panel
    conversations = assistant.conversations()
    waiting = waiting_of(assistant.user, conversations)
    return {
        desk.conversation: conversation_id,
        desk.chat: chat(assistant.messages(conversation_id)),
        desk.chips: chips_html(assistant.answers(conversation_id), draft),
        desk.outline: panel,
        desk.side: gr.Tabs(selected="outline" if planned else "sources"),
        desk.history: history_html(conversations, assistant.user),
        desk.earlier: gr.update(label=EARLIER + waiting, open=bool(waiting)),
        desk.handing: handing_html(assistant, conversation_id),
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
        desk.handing: handing_html(assistant, conversation_id),
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
    shown = assistant.shown(conversation_id, draft)
    draft = shown.draft if shown else None
    found, style = fit_and_panel(assistant, draft)
    proposal, locks = (shown.proposal, shown.locks) if shown else (None, NO_LOCKS)
    versions = assistant.versions(conversation_id) if shown else []
    return {
        desk.sections: section_tabs_html(assistant.sections(conversation_id), draft),
        desk.files.menu: export_html(draft, versions),
        desk.steps: steps_html(shown),
        desk.talk: talk_of(assistant, conversation_id),
        desk.paper: held_html(paper_html(draft, proposal, found, planned, locks), shown),
        desk.sources: sources_html(draft, assistant.report, assistant.replaced_by),
        desk.style: style,
        desk.versions: versions_html(versions, shown.asides if shown else ()),
        desk.terms: terms_html(assistant.house_terms()),
        desk.chosen: chosen_html(assistant, conversation_id, draft),
    }


def chat(messages: Sequence[Message]) -> list[dict[str, str]]:
    """Messages as the chat takes them; it renders HTML even where it renders no Markdown."""
    return [
        {"role": "user" if m.from_user else "assistant", "content": escape(m.text, quote=False)}
        for m in messages
    ]
