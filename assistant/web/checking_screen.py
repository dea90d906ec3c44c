"""The checking screen: any text as a page with what the rules found marked, and fixes by a click."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.checking.report import CheckedText, fixed
from assistant.errors import AssistantError, DraftError
from assistant.service import Assistant
from assistant.web.checking_html import checked_html, refused_html, welcome_html
from assistant.web.seat import seat
from corpus.errors import CorpusError, ReadError
from corpus.files import file_bytes
from corpus.report import Period

_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
_YEARS = 8
_MOST_FIXES = 5_000
_UNREADABLE = "没有看懂这次点击，请刷新页面再试"
_ON_LOAD = """window.nigaoMend = (wish) => trigger('click', wish);
watch('value', () => window.nigaoChecked?.());"""


@dataclass(frozen=True)
class Looked:
    """What the screen shows: the text as it came, and with the fixes that were made."""

    original: CheckedText
    shown: CheckedText
    made: int = 0
    period: str = ""  # as chosen; "" as the text itself names it


def build_checking_screen(assistant: Assistant) -> None:
    """Lay out the screen and wire it to the assistant; what is checked is kept for the page only."""
    with gr.Row(elem_classes="checking-head"):
        text = gr.Textbox(
            show_label=False,
            container=False,
            placeholder="把文稿贴在这里，或点右边上传文件",
            lines=2,
            max_lines=2,
            scale=6,
            elem_id="check-text",
        )
        period = gr.Dropdown(
            _periods(), value="", label="期间", scale=1, min_width=170, elem_id="check-period"
        )
        with gr.Column(scale=1, min_width=130):
            check = gr.Button("核验", variant="primary", size="sm", elem_id="check")
            upload = gr.UploadButton("上传文件", size="sm", elem_id="check-upload")
    result = gr.HTML(welcome_html(), elem_id="checked", js_on_load=_ON_LOAD)
    looked = gr.State(None)

    def paste(words: str, chosen: str, request: gr.Request) -> tuple[Any, Any]:
        me = seat(assistant, request)
        try:
            found = me.check_text(words or "", "", chosen)
        except (AssistantError, CorpusError) as error:
            return refused_html(str(error)), None
        return checked_html(found), Looked(found, found, period=chosen)

    def take(path: str | None, chosen: str, request: gr.Request) -> tuple[Any, Any]:
        me = seat(assistant, request)
        try:
            found = _read(me, path, chosen)
        except (AssistantError, CorpusError) as error:
            return refused_html(str(error)), None
        return checked_html(found), Looked(found, found, period=chosen)

    def click(before: Looked | None, request: gr.Request, event: gr.EventData) -> tuple[Any, Any]:
        me = seat(assistant, request)
        try:
            after = mended(me, before, event._data)
        except (AssistantError, CorpusError) as error:
            gr.Warning(escape(str(error)), title="提示")
            return gr.skip(), gr.skip()
        return checked_html(after.shown, after.made), after

    shared: dict[str, Any] = {"concurrency_id": "checking", "concurrency_limit": 4, **_PRIVATE}
    shown = [result, looked]
    check.click(paste, [text, period], shown, show_progress_on=result, **shared)
    upload.upload(take, [upload, period], shown, show_progress_on=result, **shared)
    result.click(click, [looked], shown, show_progress="hidden", trigger_mode="multiple", **shared)


def _periods() -> list[tuple[str, str]]:
    this = date.today().year
    periods = [Period(year, half) for year in range(this, this - _YEARS, -1) for half in (0, 1, 2)]
    return [("按文稿标题", ""), *((p.label, str(p)) for p in periods)]


def _read(me: Assistant, path: str | None, period: str) -> CheckedText:
    if not path:
        raise DraftError("没有收到文件，请再上传一次")
    try:
        ((name, data),) = file_bytes([Path(path)])
    finally:
        Path(path).unlink(missing_ok=True)  # the upload's copy
    if isinstance(data, ReadError):
        raise data
    return me.check_file(name, data, period)


def mended(me: Assistant, looked: Looked | None, sent: Any) -> Looked:
    """After a click: fixes made in the text shown, or all taken back.

    Raises DraftError: a browser can send anything.
    """
    wish = sent if isinstance(sent, dict) else {}
    if looked is None:
        raise DraftError("文稿已不在页面上，请重新核验")
    if wish.get("do") == "unmend":
        return Looked(looked.original, looked.original, period=looked.period)
    sent_numbers = wish.get("findings")
    numbers = sent_numbers if isinstance(sent_numbers, list) else []
    good = 0 < len(numbers) <= _MOST_FIXES and all(type(n) is int for n in numbers)
    if wish.get("do") != "mend" or not good:
        raise DraftError(_UNREADABLE)
    try:
        text = fixed(looked.shown, numbers)
    except ValueError as error:
        raise DraftError("核验意见已有变化，请看过现在的再改") from error
    after = me.check_text(text, looked.shown.name, looked.period)
    return Looked(looked.original, after, looked.made + len(numbers), looked.period)
