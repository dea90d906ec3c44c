"""The drafting screen: chat on the left, the draft in the middle, its sources on the right.

What the parts show is in `desk`, what a turn does to them in `turn`.
"""

from __future__ import annotations

from html import escape
from typing import Any

import gradio as gr

from assistant.answer import EXAMPLES
from assistant.document import SECTIONS
from assistant.errors import AssistantError
from assistant.service import Assistant
from assistant.web.chips_html import chips_html
from assistant.web.desk import EARLIER, Desk, Updates, drafted, whole
from assistant.web.editing_screen import ON_LOAD as EDITING
from assistant.web.editing_screen import wire_editing
from assistant.web.export_screen import FOLLOW, address_of, export_box, taken_back, told
from assistant.web.facts_box import facts_box, upload_button, wire_facts
from assistant.web.handing import handing_strip, wire_handing
from assistant.web.import_screen import ImportBox, import_box, wire_import
from assistant.web.outline_screen import outline_panel, wire_outline
from assistant.web.proposal_screen import ON_LOAD, done
from assistant.web.render import draft_html, history_html, sources_html
from assistant.web.seat import seat
from assistant.web.style_panel import fit_and_panel
from assistant.web.talk import talk_box
from assistant.web.terms_html import terms_html
from assistant.web.terms_screen import ON_LOAD as TERMS
from assistant.web.terms_screen import wire_terms
from assistant.web.turn import wire_turns
from assistant.web.versions_html import versions_html
from assistant.web.versions_screen import ON_LOAD as VERSIONS
from assistant.web.versions_screen import wire_versions
from corpus.errors import CorpusError

_EXAMPLES = (
    *EXAMPLES[:2],
    "起草2024年上半年存在的问题和下半年工作打算，各四条",
    "先列提纲：2024年下半年工作打算，五条",
)
_COPY = """() => {
  const paper = document.querySelector('.paper[data-text]');
  if (paper) { window.nigaoCopy(paper.dataset.text); }
}"""
# The address is the conversation: a reload shows it again, a new window starts a new one.
_REMEMBER = "(id) => { history.replaceState(null, '', '/?c=' + encodeURIComponent(id)); }"
_PAINT = "watch('value', () => window.nigaoPaint?.());"
_SAY = "window.nigaoSay = (words) => trigger('click', words);"
_SECTION = "window.nigaoSection = (section) => trigger('click', section);"
_PRIVATE: dict[str, Any] = {"api_visibility": "private"}


def build_drafting_screen(
    assistant: Assistant, page: gr.Blocks, chosen: gr.HTML
) -> tuple[gr.Textbox, gr.HTML]:
    """Lay out the screen and wire it to the assistant; what holds the id of the open conversation,
    and what shows the writer what the review says of it.

    `chosen` shows what is pinned and excluded for it, see `assistant.web.choosing`.
    """
    conversation = gr.Textbox(visible=False)
    with gr.Row(elem_classes="desk"):
        with gr.Column(scale=4, min_width=300, elem_classes="pane chat"):
            asking, pasted = _asking()
        with gr.Column(scale=6, min_width=400, elem_classes="pane draft"):
            paper = _paper()
        with gr.Column(scale=4, min_width=300, elem_classes="pane about"):
            about = _about(assistant)
    desk = Desk(conversation=conversation, chosen=chosen, **asking, **paper, **about)
    _wire_opening(assistant, page, desk)
    _wire_rewriting(assistant, desk)
    wire_editing(assistant, desk)
    wire_versions(assistant, desk)
    wire_terms(assistant, desk)
    wire_import(assistant, desk, pasted)
    _wire_files(assistant, desk)
    wire_turns(assistant, desk)
    wire_facts(desk.facts)
    wire_handing(assistant, desk)
    wire_outline(assistant, desk.outline, conversation)
    return conversation, desk.talk


def _asking() -> tuple[dict[str, Any], ImportBox]:
    """The left column: the chat, the message box, what goes along with a message, and the way in
    for a section from elsewhere."""
    chat = gr.Chatbot(
        show_label=False,
        height=240,  # it grows with the window, see page.css
        render_markdown=False,
        group_consecutive_messages=False,
        feedback_options=None,
        buttons=[],
        placeholder="请告诉我要起草哪一部分，例如（点一下就可以试）：",
        examples=[{"text": example} for example in _EXAMPLES],
        elem_id="chat",
    )
    with gr.Row(elem_classes="chips"):
        chips = gr.HTML(elem_id="chips", js_on_load=_SAY)
        stop = gr.Button("停止", size="sm", variant="stop", visible=False, elem_id="stop")
    message = gr.Textbox(
        show_label=False,
        placeholder="例如：起草2024年上半年存在的问题，四条，重点写村集体经济",
        lines=1,
        max_lines=6,
        submit_btn="发送",
        elem_id="message",
    )
    with gr.Row(elem_classes="along"):
        outline_first = gr.Checkbox(
            label="先列提纲，我调整后再写", container=False, elem_id="outline-first", scale=3
        )
        upload = upload_button()
    facts = facts_box(upload)
    pasted = import_box()
    with gr.Accordion(EARLIER, open=False, elem_id="earlier") as earlier:
        gr.HTML('<a href="/" class="new">新建会话</a>')
        history = gr.HTML(history_html([]))
    parts = {"chat": chat, "message": message, "outline_first": outline_first, "chips": chips,
             "stop": stop, "facts": facts, "earlier": earlier, "history": history}  # fmt: skip
    return parts, pasted


def _paper() -> dict[str, Any]:
    """The middle column: the draft."""
    handing = handing_strip()
    with gr.Row(elem_classes="toolbar"):
        sections = gr.HTML(elem_id="sections", js_on_load=_SECTION)
        steps = gr.HTML(elem_id="steps", js_on_load=EDITING)
        copy = gr.Button("复制", size="sm", elem_id="copy")
        files = export_box()
    talk = talk_box()
    paper = gr.HTML(draft_html(None), elem_id="paper", js_on_load=ON_LOAD)
    return {"sections": sections, "copy": copy, "files": files, "steps": steps, "talk": talk,
            "paper": paper, "handing": handing}  # fmt: skip


def _about(assistant: Assistant) -> dict[str, Any]:
    """The right column: what the draft rests on, how it was planned, how it reads."""
    _, nothing = fit_and_panel(assistant, None)
    with gr.Tabs(elem_id="side", selected="sources") as side:
        with gr.Tab("出处", id="sources"):
            empty = sources_html(None, assistant.report)
            sources = gr.HTML(empty, elem_id="sources", js_on_load=_PAINT)
        with gr.Tab("提纲", id="outline", render_children=True):
            outline = outline_panel()
        with gr.Tab("文风", id="style", render_children=True):
            style = gr.HTML(nothing, elem_id="style", js_on_load=None)
        with gr.Tab("版本", id="versions", render_children=True):
            versions = gr.HTML(versions_html([]), elem_id="versions", js_on_load=VERSIONS)
        with gr.Tab("用语", id="terms", render_children=True):
            terms = gr.HTML(terms_html([]), elem_id="terms", js_on_load=TERMS)
    return {"side": side, "sources": sources, "outline": outline, "style": style,
            "versions": versions, "terms": terms}  # fmt: skip


def _wire_opening(assistant: Assistant, page: gr.Blocks, desk: Desk) -> None:
    """Opening the page, turning to the other section, and taking the draft away."""

    def load(request: gr.Request) -> Updates:
        me = seat(assistant, request)
        asked = request.query_params.get("c", "")
        known = bool(asked) and me.has_conversation(asked)
        return whole(me, desk, asked if known else me.new_conversation())

    def turn_to(conversation_id: str, request: gr.Request, event: gr.EventData) -> Updates:
        me = seat(assistant, request)
        section = next((s for s in SECTIONS if s == event._data), None)
        if section is None or not me.has_conversation(conversation_id):
            raise gr.Error("没有看懂这次点击，请刷新页面再试", title="提示", print_exception=False)
        draft = me.open_section(conversation_id, section)
        return drafted(me, desk, conversation_id, draft)

    page.load(load, None, desk.of_conversation, **_PRIVATE).then(
        None, [desk.conversation], None, js=_REMEMBER, **_PRIVATE
    )
    desk.sections.click(
        turn_to,
        [desk.conversation],
        desk.of_draft,
        show_progress="hidden",
        trigger_mode="always_last",
        **_PRIVATE,
    )
    desk.copy.click(None, None, None, js=_COPY, **_PRIVATE)


def _wire_rewriting(assistant: Assistant, desk: Desk) -> None:
    """A click on the paper is done and the draft shown anew."""

    def rewrite(conversation_id: str, request: gr.Request, event: gr.EventData) -> Updates:
        me = seat(assistant, request)
        if not done(me, conversation_id, event._data):
            return {desk.paper: gr.skip()}
        draft = me.open_draft(conversation_id)
        return {
            desk.chips: chips_html(me.answers(conversation_id), draft),
            **drafted(me, desk, conversation_id, draft),
        }

    desk.paper.click(
        rewrite,
        [desk.conversation],
        [desk.chips, *desk.of_draft],
        show_progress="hidden",
        trigger_mode="multiple",  # every click is another decision
        concurrency_id="rewrite",
        concurrency_limit=4,
        **_PRIVATE,
    )


def _wire_files(assistant: Assistant, desk: Desk) -> None:
    """A choice in the menu is a file; a file that comes back is a proposal on the paper."""

    def order(conversation_id: str, event: gr.EventData, request: gr.Request) -> str:
        try:
            return address_of(seat(assistant, request), conversation_id, event._data)
        except (AssistantError, CorpusError) as error:
            told(error)
            return ""

    def take_back(path: str | None, conversation_id: str, request: gr.Request) -> Updates:
        me = seat(assistant, request)
        try:
            if path:
                gr.Info(escape(taken_back(me, conversation_id, path)), title="提示")
        except (AssistantError, CorpusError) as error:
            told(error)
        draft = me.open_draft(conversation_id)
        return drafted(me, desk, conversation_id, draft) if draft else {desk.paper: gr.skip()}

    files = desk.files
    files.menu.click(
        order, [desk.conversation], [files.address], show_progress="hidden", **_PRIVATE
    ).success(None, [files.address], None, js=FOLLOW, **_PRIVATE)
    files.upload.upload(
        take_back,
        [files.upload, desk.conversation],
        desk.of_draft,
        concurrency_id="facts",
        **_PRIVATE,
    )
