"""Deciding on a proposal: clicks on the paper accept, reject, reword, or ask for a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape
from typing import Any, Literal

import gradio as gr

from assistant.answer import locked_out
from assistant.document import Draft
from assistant.errors import AssistantError, DraftError
from assistant.rewriting.changes import Proposal
from assistant.rewriting.desk import Selection
from assistant.rewriting.locks import Lock
from assistant.service import Assistant
from assistant.style.fit import Fit
from assistant.web.proposal_html import LONGEST_REWORDING, proposal_html
from assistant.web.render import NO_LOCKS, draft_html
from corpus.errors import CorpusError

Deed = Literal["accept", "reject", "edit", "propose", "fix"]
_DEEDS: tuple[Deed, ...] = ("accept", "reject", "edit", "propose", "fix")
_MOST_CHANGES, _LONGEST_ID, _LONGEST_ORDER = 1000, 64, 200
UNREADABLE = "没有看懂这次点击，请刷新页面再试"
_CHANGED = "修改建议已有变化，请看过现在的再决定"
ON_LOAD = """window.nigaoRewrite = (wish) => trigger('click', wish);
watch('value', () => window.nigaoRewritten?.());"""


@dataclass(frozen=True)
class Wish:
    """What a click asks for. `changes` and those confirmed by hand are ids within `proposal`;
    `item` (from 1) or `selection` is what a new instruction is about, in the version `parent` (0 =
    whatever is current); a fix names in `text` the rule of the finding that stands at the start of
    `selection`."""

    deed: Deed
    proposal: str = ""
    changes: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    text: str = ""
    item: int | None = None
    selection: Selection | None = None
    parent: int = 0


def paper_html(
    draft: Draft | None,
    proposal: Proposal | None,
    fit: Fit | None = None,
    planned: bool = False,
    locks: Mapping[str, Lock] = NO_LOCKS,
) -> str:
    """The paper of a conversation, with the open proposal drawn in if there is one."""
    if draft is None or proposal is None:
        return draft_html(draft, fit=fit, planned=planned, locks=locks)
    return proposal_html(draft, proposal, fit, locks)


def asked(data: Any) -> Wish:
    """What a click asks for. Raises DraftError: a browser can send anything."""
    sent = data if isinstance(data, dict) else {}
    deed = next((d for d in _DEEDS if d == sent.get("do")), None)
    text = sent.get("text", "")
    if not isinstance(text, str) or len(text) > LONGEST_REWORDING:
        raise DraftError(UNREADABLE)
    if deed == "propose":
        return _proposing(sent, text.strip())
    if deed == "fix":
        return replace(_proposing({**sent, "end": sent.get("start")}, sent.get("rule")), deed="fix")
    proposal, changes = sent.get("proposal"), _ids(sent.get("changes"))
    ticked = _ids(sent.get("ticked", []))
    if deed is None or not isinstance(proposal, str) or not changes or ticked is None:
        raise DraftError(UNREADABLE)
    if deed == "edit" and (not text.strip() or len(changes) > 1):
        raise DraftError("请写下改成什么；要去掉这一句，请点“不改”后说“删去”")
    return Wish(deed, proposal, changes, ticked, text.strip())


def _proposing(sent: dict[str, Any], text: Any) -> Wish:
    item, sentence_id = sent.get("item"), sent.get("sentence")
    start, end = sent.get("start", 0), sent.get("end", 0)
    parent = version_id(sent.get("parent", 0))
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST_ORDER:
        raise DraftError(UNREADABLE)
    if type(item) is int and item > 0 and sentence_id is None:
        return Wish("propose", text=text, item=item, parent=parent)
    if (
        item is None
        and isinstance(sentence_id, str)
        and len(sentence_id) <= _LONGEST_ID
        and type(start) is int
        and type(end) is int
        and 0 <= start <= end
    ):
        selection = Selection(sentence_id, start, end)
        return Wish("propose", text=text, selection=selection, parent=parent)
    raise DraftError(UNREADABLE)


def version_id(sent: Any) -> int:
    """The id of a version as a browser sends it. Raises DraftError for anything else."""
    if type(sent) is not int or not 0 <= sent < 2**53:
        raise DraftError(UNREADABLE)
    return sent


def _ids(sent: Any) -> tuple[str, ...] | None:
    if not isinstance(sent, list) or len(sent) > _MOST_CHANGES:
        return None
    good = all(isinstance(i, str) and 0 < len(i) <= _LONGEST_ID for i in sent)
    return tuple(sent) if good else None


def decide(assistant: Assistant, conversation_id: str, wish: Wish) -> None:
    """Do it.

    Raises AssistantError or CorpusError with words for users.
    """
    if not assistant.has_conversation(conversation_id):
        raise DraftError("会话已失效，请刷新页面")
    if wish.deed == "propose":
        selection = wish.selection
        if selection is not None and wish.parent:
            selection = assistant.selection_of(conversation_id, selection, wish.parent)
        elif wish.parent:  # which item has this number now cannot be told
            assistant.require_current(conversation_id, wish.parent)
        assistant.propose(conversation_id, wish.text, wish.item, selection)
        return
    if wish.deed == "fix":
        if wish.selection is None:
            raise DraftError(UNREADABLE)
        sentence_id, start = wish.selection.sentence_id, wish.selection.start
        if wish.parent:
            sentence_id = assistant.place_of(conversation_id, sentence_id, wish.parent)
        assistant.propose_fix(conversation_id, wish.text, sentence_id, start)
        return
    proposal = assistant.proposal(conversation_id)
    known = {change.id for change in proposal.changes} if proposal else set()
    if proposal is None or proposal.id != wish.proposal or not set(wish.changes) <= known:
        raise DraftError(_CHANGED)
    if wish.deed == "accept":
        locked = assistant.barred(conversation_id, wish.changes)
        assistant.accept(conversation_id, wish.changes, wish.ticked)
        if locked:
            gr.Info(f"其余改动已接受；{escape(locked_out(locked))}", title="提示")
    elif wish.deed == "reject":
        assistant.reject(conversation_id, wish.changes)
    else:
        assistant.edit_change(conversation_id, wish.changes[0], wish.text)


def done(assistant: Assistant, conversation_id: str, sent: Any) -> bool:
    """Do what a click asks for and tell why it cannot be done; whether the screen has to be drawn
    anew. What was typed into a change stays there when it cannot be taken."""
    is_edit = False
    try:
        wish = asked(sent)
        is_edit = wish.deed == "edit"
        decide(assistant, conversation_id, wish)
    except (AssistantError, CorpusError) as error:
        gr.Warning(escape(str(error)), title="提示")
        return not is_edit or str(error) == _CHANGED
    return True
