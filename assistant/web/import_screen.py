"""改一份现成的稿子: a section pasted in or uploaded becomes the open draft of the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.document import SectionName
from assistant.errors import AssistantError, DraftError
from assistant.service import Assistant
from assistant.web.desk import Desk, Updates, whole
from assistant.web.seat import seat
from corpus.errors import CorpusError, ReadError
from corpus.files import file_bytes

_LONGEST = 100_000  # characters of a pasted section
_AUTO = "自动识别"
_NAMES: dict[str, SectionName] = {"存在的问题": "problems", "工作打算": "plan"}


@dataclass(frozen=True)
class ImportBox:
    fold: gr.Accordion
    text: gr.Textbox
    section: gr.Radio
    period: gr.Textbox
    upload: gr.UploadButton
    open: gr.Button


@dataclass(frozen=True)
class Given:
    """What a person sends: words or the path of an upload, and what they say about it."""

    text: str
    path: str | None
    section: str
    period: str
    facts: tuple[str, ...]


def import_box() -> ImportBox:
    with gr.Accordion("改一份现成的稿子（粘贴或上传）", open=False, elem_id="import") as fold:
        text = gr.Textbox(
            show_label=False,
            container=False,
            lines=4,
            max_lines=10,
            placeholder="把“存在的问题”或“工作打算”这一部分粘贴到这里，带上序号；句句与资料库对照，"
            "找得到的标出处，找不到的标为没有出处。",
            elem_id="import-text",
        )
        section = gr.Radio(
            [_AUTO, *_NAMES], value=_AUTO, label="是哪一部分", elem_id="import-section"
        )
        period = gr.Textbox(
            label="哪个期间",
            placeholder="如 2024年上半年；不填就按标题识别",
            elem_id="import-period",
        )
        with gr.Row(elem_classes="along"):
            upload = gr.UploadButton(
                "上传 Word、文字、PDF", size="sm", min_width=84, elem_id="import-upload"
            )
            opened = gr.Button(
                "打开粘贴的稿子", variant="primary", size="sm", min_width=84, elem_id="import-open"
            )
    return ImportBox(fold, text, section, period, upload, opened)


def wire_import(assistant: Assistant, desk: Desk, box: ImportBox) -> None:
    """What was pasted or uploaded is opened; the facts that are ticked go along."""

    def paste(
        text: str, conversation_id: str, section: str, period: str, facts: list[str],
        request: gr.Request,
    ) -> Updates:  # fmt: skip
        me = seat(assistant, request)
        return opened(me, conversation_id, Given(text, None, section, period, tuple(facts)))

    def upload(
        path: str, conversation_id: str, section: str, period: str, facts: list[str],
        request: gr.Request,
    ) -> Updates:  # fmt: skip
        me = seat(assistant, request)
        return opened(me, conversation_id, Given("", path, section, period, tuple(facts)))

    def opened(me: Assistant, conversation_id: str, given: Given) -> Updates:
        try:
            imported(me, conversation_id, given)
        except (AssistantError, CorpusError) as error:
            raise gr.Error(escape(str(error)), title="提示", print_exception=False) from error
        cleared = {box.text: "", box.fold: gr.update(open=False)}
        return {**whole(me, desk, conversation_id), **cleared}

    along: list[Any] = [desk.conversation, box.section, box.period, desk.facts.chosen]
    shown: list[Any] = [*desk.of_conversation, box.text, box.fold]
    limits: dict[str, Any] = {"concurrency_id": "rewrite", "api_visibility": "private"}
    box.open.click(paste, [box.text, *along], shown, **limits)
    box.upload.upload(upload, [box.upload, *along], shown, **limits)


def imported(assistant: Assistant, conversation_id: str, given: Given) -> None:
    """Raises AssistantError or CorpusError with words for users."""
    if not assistant.has_conversation(conversation_id):
        raise DraftError("会话已失效，请刷新页面")
    section, about, facts = _NAMES.get(given.section), given.period, given.facts
    if given.path is not None:
        name, data = _taken(Path(given.path))
        assistant.import_file(conversation_id, data, name, section, about, facts)
    elif not given.text.strip():
        raise DraftError("请先把要改的稿子粘贴进来，或者上传文件")
    elif len(given.text) > _LONGEST:
        raise DraftError("内容太长了：请只粘贴要改的这一部分，或存成文件上传")
    else:
        assistant.import_text(conversation_id, given.text, section, about, facts)


def _taken(path: Path) -> tuple[str, bytes]:
    """Name and content of an upload, whose copy goes. Raises ReadError if it cannot be read."""
    try:
        ((name, data),) = file_bytes([path])
    finally:
        path.unlink(missing_ok=True)
    if isinstance(data, ReadError):
        raise data
    return name, data
