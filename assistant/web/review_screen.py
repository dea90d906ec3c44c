"""The review screen: sentences in order of risk beside their sources, decided on by click or key."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import gradio as gr

from assistant.document import SECTIONS, SectionName
from assistant.errors import AssistantError, DraftError
from assistant.review.comments import LONGEST_REMARK
from assistant.service import Assistant
from assistant.web.review_html import review_html
from assistant.web.seat import seat
from assistant.web.talk import talk_of
from corpus.errors import CorpusError

Deed = Literal[
    "show", "passed", "returned", "undecide", "lock", "unlock", "comment", "ask", "answer", "resolve",
    "waive", "sign", "reopen",
]  # fmt: skip
_DEEDS: tuple[Deed, ...] = (
    "show", "passed", "returned", "undecide", "lock", "unlock", "comment", "ask", "answer", "resolve",
    "waive", "sign", "reopen",
)  # fmt: skip
_LONGEST_ID = 80
_UNREADABLE = "没有看懂这次点击，请刷新页面再试"
_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
_ON_LOAD = """window.nigaoReview = (wish) => trigger('click', wish);
watch('value', () => window.nigaoReviewed?.());"""


@dataclass(frozen=True)
class Wish:
    """What a click asks for. `of` is a sentence or what is in the way of signing; `on` what the
    sentence stood on when it was looked at."""

    deed: Deed
    section: SectionName
    of: str = ""
    on: str = ""
    text: str = ""
    thread: int = 0


def build_review_screen(
    assistant: Assistant, tab: gr.Tab, conversation: gr.Textbox, talk: gr.HTML
) -> None:
    """Lay out the screen and wire it; `talk` shows the writer what was said."""
    desk = gr.HTML(review_html(None), elem_id="review", js_on_load=_ON_LOAD)
    shown: dict[str, Any] = {"show_progress": "hidden", **_PRIVATE}

    def show(conversation_id: str, request: gr.Request) -> str:
        return desk_html(seat(assistant, request), conversation_id)

    def act(conversation_id: str, request: gr.Request, event: gr.EventData) -> tuple[str, str]:
        me = seat(assistant, request)
        section = done(me, conversation_id, event._data)
        return desk_html(me, conversation_id, section), talk_of(me, conversation_id)

    def answer(conversation_id: str, request: gr.Request, event: gr.EventData) -> str:
        me = seat(assistant, request)
        done(me, conversation_id, event._data)
        return talk_of(me, conversation_id)

    tab.select(show, [conversation], desk, **shown)
    # One after the other: what is drawn last is how things stand.
    acting: dict[str, Any] = {
        "trigger_mode": "multiple",
        "concurrency_id": "review",
        "concurrency_limit": 1,
    }
    desk.click(act, [conversation], [desk, talk], **acting, **shown)
    talk.click(answer, [conversation], talk, **acting, **shown)


def desk_html(
    assistant: Assistant, conversation_id: str, section: SectionName | None = None
) -> str:
    """The desk of the section, or of the one that is open."""
    sections = assistant.sections(conversation_id)
    if section not in sections:
        section = assistant.open_section_name(conversation_id)
    if section is None:
        return review_html(None)
    return review_html(
        assistant.review(conversation_id, section),
        sections,
        assistant.signed(conversation_id, section),
        assistant.report,
        assistant.replaced_by,
    )


def asked(data: Any) -> Wish:
    """What a click asks for. Raises DraftError: a browser can send anything."""
    sent = data if isinstance(data, dict) else {}
    deed = next((d for d in _DEEDS if d == sent.get("do")), None)
    section = next((s for s in SECTIONS if s == sent.get("section")), None)
    of, on, text = (sent.get(name, "") for name in ("of", "on", "text"))
    thread = sent.get("thread", 0)
    if deed is None or section is None or type(thread) is not int or not 0 <= thread < 2**31:
        raise DraftError(_UNREADABLE)
    if not all(isinstance(word, str) and len(word) <= _LONGEST_ID for word in (of, on)):
        raise DraftError(_UNREADABLE)
    if not isinstance(text, str) or len(text) > 4 * LONGEST_REMARK:
        raise DraftError(_UNREADABLE)
    return Wish(deed, section, of, on, text, thread)


def decide(assistant: Assistant, conversation_id: str, wish: Wish) -> None:
    """Do it. Raises AssistantError or CorpusError with words for users."""
    here = (conversation_id, wish.section)
    match wish.deed:
        case "show":
            return
        case "passed" | "returned":
            assistant.decide_sentence(*here, wish.of, wish.deed, wish.on)
        case "undecide":
            assistant.undecide_sentence(*here, wish.of)
        case "lock":
            assistant.lock_sentence(*here, wish.of)
        case "unlock":
            assistant.unlock_sentence(*here, wish.of)
        case "comment":
            assistant.comment(*here, wish.of, wish.text)
        case "ask":
            assistant.ask_again(conversation_id, wish.thread, wish.text)
        case "answer":
            assistant.answer_comment(conversation_id, wish.thread, wish.text)
        case "resolve":
            assistant.resolve_comment(conversation_id, wish.thread)
        case "waive":
            assistant.waive(*here, wish.of, wish.text)
        case "sign":
            assistant.sign(*here)
        case "reopen":
            assistant.reopen(*here, wish.text)


def done(assistant: Assistant, conversation_id: str, sent: Any) -> SectionName | None:
    """Do what a click asks for, or tell why not; the section it was about."""
    try:
        wish = asked(sent)
        if not assistant.has_conversation(conversation_id):
            raise DraftError("会话已失效，请刷新页面")
        decide(assistant, conversation_id, wish)
    except (AssistantError, CorpusError) as error:
        gr.Warning(escape(str(error)), title="提示")
        section = sent.get("section") if isinstance(sent, dict) else None
        return next((s for s in SECTIONS if s == section), None)
    return wish.section
