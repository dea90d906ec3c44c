"""改一份现成的稿子: a section pasted in or uploaded becomes the open draft of the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

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
    file: gr.File
    section: gr.Radio
    period: gr.Textbox
    open: gr.Button


def import_box() -> ImportBox:
    with gr.Accordion("改一份现成的稿子（粘贴或上传）", open=False, elem_id="import") as fold:
        text = gr.Textbox(
            show_label=False,
            container=False,
            lines=5,
            max_lines=10,
            placeholder="把“存在的问题”或“工作打算”这一部分粘贴到这里，带上序号；句句与资料库对照，"
            "找得到的标出处，找不到的标为没有出处。",
            elem_id="import-text",
        )
        file = gr.File(
            label="或者上传文件（Word、文字、PDF）",
            file_count="single",
            height=88,
            elem_id="import-file",
        )
        section = gr.Radio(
            [_AUTO, *_NAMES], value=_AUTO, label="是哪一部分", elem_id="import-section"
        )
        period = gr.Textbox(
            label="哪个期间",
            placeholder="如 2024年上半年；不填就按标题识别",
            elem_id="import-period",
        )
        opened = gr.Button("打开来改", variant="primary", size="sm", elem_id="import-open")
    return ImportBox(fold, text, file, section, period, opened)


def wire_import(assistant: Assistant, desk: Desk, box: ImportBox) -> None:
    """What was pasted or uploaded is opened; the facts that are ticked go along."""

    def open_it(
        conversation_id: str,
        text: str,
        path: str | None,
        section: str,
        period: str,
        facts: list[str],
        request: gr.Request,
    ) -> Updates:
        me = seat(assistant, request)
        try:
            imported(me, conversation_id, text, path, section, period, facts)
        except (AssistantError, CorpusError) as error:
            raise gr.Error(escape(str(error)), title="提示", print_exception=False) from error
        cleared = {box.text: "", box.file: None, box.fold: gr.update(open=False)}
        return {**whole(me, desk, conversation_id), **cleared}

    box.open.click(
        open_it,
        [desk.conversation, box.text, box.file, box.section, box.period, desk.facts.chosen],
        [desk.conversation, *desk.shown, desk.history, box.text, box.file, box.fold],
        concurrency_id="rewrite",
        api_visibility="private",
    )


def imported(
    assistant: Assistant,
    conversation_id: str,
    text: str,
    path: str | None,
    section: str,
    period: str,
    facts: list[str],
) -> None:
    """Raises AssistantError or CorpusError with words for users."""
    if not assistant.has_conversation(conversation_id):
        raise DraftError("会话已失效，请刷新页面")
    if len(text) > _LONGEST:
        raise DraftError("内容太长了：请只粘贴要改的这一部分，或存成文件上传")
    named = _NAMES.get(section)
    if path is None and not text.strip():
        raise DraftError("请先粘贴要改的稿子，或选一个文件")
    if path is None:
        assistant.import_text(conversation_id, text, named, period, facts)
        return
    try:
        ((name, data),) = file_bytes([Path(path)])
    finally:
        Path(path).unlink(missing_ok=True)  # the upload's copy
    if isinstance(data, ReadError):
        raise data
    assistant.import_file(conversation_id, data, name, named, period, facts)
