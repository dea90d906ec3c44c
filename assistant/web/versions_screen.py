"""The tab with the versions of the open section: named, compared, restored."""

from __future__ import annotations

from html import escape
from typing import Any, Literal

import gradio as gr

from assistant.errors import AssistantError, DraftError
from assistant.service import Assistant
from assistant.web.desk import Desk, Updates, drafted
from assistant.web.proposal_screen import UNREADABLE, version_id
from assistant.web.seat import seat
from assistant.web.versions_html import LONGEST_NAME, compared_html

Deed = Literal["name", "restore", "compare"]
# How many versions each is about.
_DEEDS: dict[Deed, int] = {"name": 1, "restore": 1, "compare": 2}
ON_LOAD = """window.nigaoVersions = (wish) => trigger('click', wish);
watch('value', () => window.nigaoVersioned?.());"""


def asked(data: Any) -> tuple[Deed, tuple[int, ...], str, int]:
    """Deed, versions, text and the version that is shown. Raises DraftError: a browser can send
    anything."""
    sent = data if isinstance(data, dict) else {}
    deed = next((d for d in _DEEDS if d == sent.get("do")), None)
    ids, text = sent.get("ids"), sent.get("text", "")
    if (
        deed is None
        or not isinstance(ids, list)
        or len(ids) != _DEEDS[deed]
        or not isinstance(text, str)
        or len(text) > LONGEST_NAME
    ):
        raise DraftError(UNREADABLE)
    return deed, tuple(map(version_id, ids)), text, version_id(sent.get("parent", 0))


def wire_versions(assistant: Assistant, desk: Desk) -> None:
    """A click in the list is done and shown; a comparison takes the place of the paper."""

    def act(conversation_id: str, request: gr.Request, event: gr.EventData) -> Updates:
        me = seat(assistant, request)
        try:
            deed, ids, text, parent = asked(event._data)
            if not me.has_conversation(conversation_id):
                raise DraftError("会话已失效，请刷新页面")
            if deed == "compare":
                return {desk.paper: compared(me, conversation_id, *ids)}
            if deed == "name":
                me.name_version(conversation_id, ids[0], text)
            else:
                if parent:
                    me.require_current(conversation_id, parent)
                me.restore(conversation_id, ids[0])
        except AssistantError as error:
            gr.Warning(escape(str(error)), title="提示")
        return drafted(me, desk, conversation_id, me.open_draft(conversation_id))

    desk.versions.click(
        act,
        [desk.conversation],
        desk.of_draft,
        show_progress="hidden",
        trigger_mode="multiple",
        concurrency_id="rewrite",
        concurrency_limit=4,
        api_visibility="private",
    )


def compared(assistant: Assistant, conversation_id: str, one: int, other: int) -> str:
    """The two versions compared, the older first. Raises DraftError if they cannot be."""
    old, new = sorted((one, other))
    changes = assistant.compare(conversation_id, old, new)
    versions = [assistant.version(conversation_id, number) for number in (old, new)]
    return compared_html(versions[0], versions[1], changes)
