"""Changes by hand on the drafting screen: a sentence's words, undo and redo, locks, merging."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any, Literal

import gradio as gr

from assistant.errors import AssistantError, DraftError
from assistant.service import Assistant
from assistant.storage.asides import NeedsMerge
from assistant.storage.versions import Stale
from assistant.web.chips_html import chips_html
from assistant.web.desk import Desk, Updates, drafted
from assistant.web.editing_html import merge_html
from assistant.web.proposal_html import LONGEST_REWORDING
from assistant.web.proposal_screen import UNREADABLE, version_id
from assistant.web.seat import seat
from corpus.errors import CorpusError

Deed = Literal[
    "undo", "redo", "write", "lock", "unlock", "merge", "save-merged", "drop-aside", "close"
]
_DEEDS: tuple[Deed, ...] = (
    "undo", "redo", "write", "lock", "unlock", "merge", "save-merged", "drop-aside", "close",
)  # fmt: skip
_MOST_CONFLICTS, _LONGEST_ID, _LONGEST_REASON = 500, 64, 100
_NOTHING = {"undo": "已经是最早的一稿，没有可以撤销的修改了", "redo": "没有可以重做的修改"}
ON_LOAD = "window.nigaoEdit = (wish) => trigger('click', wish);"


@dataclass(frozen=True)
class Wish:
    """What a click asks for: `parent` is the version its window shows, `aside` what is merged,
    `mine` the conflicts that my side is wanted of."""

    deed: Deed
    parent: int = 0
    sentence: str = ""
    text: str = ""
    aside: int = 0
    mine: tuple[str, ...] = ()


def asked(data: Any) -> Wish:
    """What a click asks for. Raises DraftError: a browser can send anything."""
    sent = data if isinstance(data, dict) else {}
    deed = next((d for d in _DEEDS if d == sent.get("do")), None)
    sentence, text = sent.get("sentence", ""), sent.get("text", "")
    mine = sent.get("mine", [])
    longest = LONGEST_REWORDING if deed == "write" else _LONGEST_REASON
    if (
        deed is None
        or not isinstance(sentence, str)
        or len(sentence) > _LONGEST_ID
        or not isinstance(text, str)
        or len(text) > longest
        or not isinstance(mine, list)
        or len(mine) > _MOST_CONFLICTS
        or not all(isinstance(i, str) and len(i) <= _LONGEST_ID for i in mine)
    ):
        raise DraftError(UNREADABLE)
    parent, aside = version_id(sent.get("parent", 0)), version_id(sent.get("aside", 0))
    return Wish(deed, parent, sentence, text, aside, tuple(mine))


def do(assistant: Assistant, conversation_id: str, wish: Wish) -> int:
    """Do it; the version set aside that is to be merged next, 0 if none is.

    Raises AssistantError or CorpusError with words for users.
    """
    if not assistant.has_conversation(conversation_id):
        raise DraftError("会话已失效，请刷新页面")
    if wish.deed in ("undo", "redo"):
        assistant.require_current(conversation_id, wish.parent)
        step = assistant.undo if wish.deed == "undo" else assistant.redo
        if step(conversation_id) is None:
            raise DraftError(_NOTHING[wish.deed])
    elif wish.deed == "write":
        assistant.edit_sentence(conversation_id, wish.sentence, wish.text, wish.parent)
    elif wish.deed == "lock":
        assistant.lock(conversation_id, wish.sentence, wish.parent, wish.text)
    elif wish.deed == "unlock":
        assistant.unlock(conversation_id, wish.sentence, wish.parent)
    elif wish.deed == "merge":
        return wish.aside
    elif wish.deed == "save-merged":
        assistant.save_merged(conversation_id, wish.aside, wish.mine, wish.parent)
    elif wish.deed == "drop-aside":
        assistant.drop_aside(conversation_id, wish.aside)
    return 0


def wire_editing(assistant: Assistant, desk: Desk) -> None:
    """A change by hand is made and the draft shown anew, or the merge view in its place."""

    def edit(conversation_id: str, request: gr.Request, event: gr.EventData) -> Updates:
        me = seat(assistant, request)
        merging, redraws = _done(me, conversation_id, event._data)
        if not redraws:  # what was typed stays where it is
            return {desk.paper: gr.skip()}
        draft = me.open_draft(conversation_id)
        updates = {
            desk.chips: chips_html(me.answers(conversation_id), draft),
            **drafted(me, desk, conversation_id, draft),
        }
        if merging:
            updates[desk.paper] = merge_html(me.merging(conversation_id, merging))
        return updates

    desk.steps.click(
        edit,
        [desk.conversation],
        [desk.chips, *desk.of_draft],
        show_progress="hidden",
        trigger_mode="multiple",
        concurrency_id="rewrite",
        concurrency_limit=4,
        api_visibility="private",
    )


def _done(assistant: Assistant, conversation_id: str, sent: Any) -> tuple[int, bool]:
    """What is to be merged next (0 = nothing), and whether the screen has to be drawn anew."""
    wish: Wish | None = None
    try:
        wish = asked(sent)
        merging = do(assistant, conversation_id, wish)
        if merging:
            assistant.merging(conversation_id, merging)
        return merging, True
    except NeedsMerge as met:
        return met.aside, True
    except Stale as stale:
        at_merging = wish is not None and wish.deed == "save-merged"
        _tell("合并的时候稿子又有改动，请看过再保存" if at_merging else f"没有照做：{stale}")
        return (wish.aside if wish and at_merging else 0), True
    except (AssistantError, CorpusError) as error:
        _tell(str(error))
        stays = wish is not None and wish.deed in ("write", "save-merged")
        return 0, not stays


def _tell(words: str) -> None:
    gr.Warning(escape(words), title="提示")
