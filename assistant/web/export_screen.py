"""Taking a draft away as a file, and reading an edited one back."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import gradio as gr

from assistant.errors import AssistantError, DraftError
from assistant.exporting.export import FORM_LABELS, Form
from assistant.service import Assistant
from assistant.web.export_html import export_html
from corpus.errors import CorpusError
from corpus.files import file_bytes

SUPPORTED = (".docx", ".doc", ".wps", ".odt")
_UNREADABLE = "没有看懂这次点击，请刷新页面再试"
# The menu closes when something was chosen, or when one clicks or escapes elsewhere.
_ON_LOAD = """element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do=export]');
  if (!button) { return; }
  const menu = button.closest('details');
  trigger('click', { form: button.dataset.form,
    yellow: menu.querySelector('[data-yellow]').checked,
    since: menu.querySelector('[data-since]')?.value || '' });
  menu.open = false;
});
const close = (event) => {
  const menu = element.querySelector('details.export[open]');
  if (menu && (event.key === 'Escape' || (event.type === 'click' && !menu.contains(event.target)))) {
    menu.open = false;
  }
};
document.addEventListener('click', close);
document.addEventListener('keydown', close);"""
FOLLOW = "(address) => { if (address) { window.location.href = address; } }"


@dataclass(frozen=True)
class ExportBox:
    """What of it reacts or changes; `address` is that of the file asked for last."""

    menu: gr.HTML
    address: gr.Textbox
    upload: gr.UploadButton


def export_box() -> ExportBox:
    return ExportBox(
        gr.HTML(export_html(None, ()), elem_id="word", js_on_load=_ON_LOAD),
        gr.Textbox(visible=False),
        gr.UploadButton(
            "从 Word 读回",
            file_count="single",
            file_types=list(SUPPORTED),
            size="sm",
            elem_id="word-back",
        ),
    )


def address_of(assistant: Assistant, conversation_id: str, sent: Any) -> str:
    """Where the file that was asked for is to be had, once it is sure that it can be made.

    Raises AssistantError or CorpusError with words for users: a page that only says so would take
    the place of the draft.
    """
    sent = sent if isinstance(sent, dict) else {}
    form: Form | None = next((f for f in FORM_LABELS if f == sent.get("form")), None)
    since, yellow = sent.get("since", ""), sent.get("yellow") is True
    if form is None or not isinstance(since, str) or not (since == "" or since.isascii()):
        raise DraftError(_UNREADABLE)
    if since and (not since.isdigit() or len(since) > 12):
        raise DraftError(_UNREADABLE)
    asked: dict[str, str] = {"c": conversation_id, "form": form}
    if yellow and form == "clean":
        asked["yellow"] = "1"
    if since and form == "review":
        asked["since"] = since
    assistant.export(
        conversation_id,
        form,
        allow_placeholders="yellow" in asked,
        since=int(since) if "since" in asked else None,
    )
    return f"/word?{urlencode(asked)}"


def taken_back(assistant: Assistant, conversation_id: str, path: str) -> str:
    """Read the uploaded file and propose what it changes; what to tell the writer. The upload's
    copy is deleted. Raises AssistantError or CorpusError."""
    try:
        ((name, data),) = file_bytes([Path(path)])
        if isinstance(data, CorpusError):
            raise data
        proposals = assistant.take_back(conversation_id, name, data)
    finally:
        Path(path).unlink(missing_ok=True)
    if not proposals:
        return "文件与稿件一致，没有改动"
    told = [f"“{p.old.heading}”有 {len(p.changes)} 处改动" for p in proposals]
    return f"已从 Word 读回：{'，'.join(told)}，请在稿面上逐处接受或不改"


def told(error: AssistantError | CorpusError) -> None:
    gr.Warning(escape(str(error)), title="提示")
