"""Arranging the outline: clicks in the panel become a new order, other themes or a further one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import gradio as gr

from assistant.document import SECTIONS, SectionName
from assistant.errors import AssistantError, DraftError
from assistant.outline import Outline
from assistant.service import Assistant
from assistant.web.outline_html import outlines_html, refused_html
from assistant.web.seat import seat
from corpus.errors import CorpusError

Deed = Literal["arrange", "others", "add"]
_DEEDS: tuple[Deed, ...] = ("arrange", "others", "add")
_MOST_THEMES, _LONGEST_THEME = 40, 60
_CHANGED = "提纲已有变化，请刷新后再调整"
_ON_LOAD = """window.nigaoOutline = (wish) => trigger('click', wish);
watch('value', () => window.nigaoOutlined?.());"""


@dataclass(frozen=True)
class Wish:
    """What a click asks for: the themes as they should stand, those fixed, one to add."""

    deed: Deed
    section: SectionName
    themes: tuple[str, ...]
    kept: tuple[str, ...]
    added: str


def outline_panel() -> gr.HTML:
    """The panel, empty; `wire_outline` makes it work."""
    return gr.HTML(outlines_html([]), elem_id="outline", js_on_load=_ON_LOAD)


def wire_outline(assistant: Assistant, panel: gr.HTML, conversation: gr.Textbox) -> None:
    """A click in the panel is done and the panel shown anew."""

    def arrange(conversation_id: str, request: gr.Request, event: gr.EventData) -> str:
        me = seat(assistant, request)
        try:
            _do(me, conversation_id, asked(event._data))
        except (AssistantError, CorpusError) as error:
            gr.Warning(escape(str(error)), title="提示")
        return panel_html(me, conversation_id)

    panel.click(
        arrange,
        [conversation],
        [panel],
        show_progress="hidden",
        # Every click tells the whole order, so that of several quick ones the last is enough.
        trigger_mode="always_last",
        concurrency_id="outline",
        concurrency_limit=4,
        api_visibility="private",
    )


def panel_html(assistant: Assistant, conversation_id: str) -> str:
    """The panel of a conversation; the archive may have changed since it was planned."""
    try:
        return outlines_html(assistant.outlines(conversation_id))
    except (AssistantError, CorpusError) as error:
        return refused_html(str(error))


def asked(data: Any) -> Wish:
    """What a click asks for. Raises DraftError: a browser can send anything."""
    sent = data if isinstance(data, dict) else {}
    deed = next((d for d in _DEEDS if d == sent.get("do")), None)
    section = next((s for s in SECTIONS if s == sent.get("section")), None)
    themes, kept = _words(sent.get("themes")), _words(sent.get("kept"))
    added = str(sent.get("theme", "")).strip()[:_LONGEST_THEME]
    if deed is None or section is None or not themes or kept is None:
        raise DraftError("没有看懂这次点击，请刷新页面再试")
    if deed == "add" and not added:
        raise DraftError("请先写下要添加的题目")
    return Wish(deed, section, themes, kept, added)


def _words(sent: Any) -> tuple[str, ...] | None:
    if not isinstance(sent, list) or len(sent) > _MOST_THEMES:
        return None
    return tuple(sent) if all(isinstance(word, str) for word in sent) else None


def _do(assistant: Assistant, conversation_id: str, wish: Wish) -> None:
    if not assistant.has_conversation(conversation_id):
        raise DraftError("会话已失效，请刷新页面")
    outlines = assistant.outlines(conversation_id)
    outline = next((o for o in outlines if o.section == wish.section), None)
    if outline is None:
        raise DraftError(_CHANGED)
    order = places(outline, wish.themes)
    assistant.arrange(conversation_id, wish.section, order, wish.kept)
    if wish.deed != "arrange":
        asked_themes = (wish.added,) if wish.deed == "add" else ()
        assistant.other_themes(conversation_id, wish.section, asked_themes)


def places(outline: Outline, themes: Sequence[str]) -> list[int]:
    """Where the themes stand now. Raises DraftError if one is not there (any more)."""
    free: dict[str, list[int]] = {}
    for place, item in enumerate(outline.items):
        free.setdefault(item.theme, []).append(place)
    if Counter(themes) - Counter(item.theme for item in outline.items):
        raise DraftError(_CHANGED)
    return [free[theme].pop(0) for theme in themes]
