"""Files of facts beside the message box: read, listed, and those that are ticked go along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.facts.files import SUPPORTED, facts_of_file
from assistant.facts.statements import MOST_FACTS
from corpus.errors import ReadError
from corpus.files import file_bytes

_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
_AT_ONCE = 20  # files


@dataclass(frozen=True)
class FactsBox:
    """What of it reacts or changes; the value of `chosen` are the statements that go along."""

    upload: gr.UploadButton
    told: gr.HTML
    fold: gr.Accordion
    chosen: gr.CheckboxGroup
    listed: gr.State
    clear: gr.Button


@dataclass(frozen=True)
class Read:
    """One file: how many statements it gave, or why none."""

    name: str
    count: int = 0
    reason: str = ""


def upload_button() -> gr.UploadButton:
    return gr.UploadButton(
        "上传素材", file_count="multiple", size="sm", min_width=84, elem_id="facts-upload"
    )


def facts_box(upload: gr.UploadButton) -> FactsBox:
    """The list, hidden until there is something in it; `wire_facts` makes it work."""
    told = gr.HTML(elem_id="facts-told", js_on_load=None)
    with gr.Accordion("素材", visible=False, open=True, elem_id="facts") as fold:
        chosen = gr.CheckboxGroup([], show_label=False, container=False, elem_id="facts-list")
        clear = gr.Button("清空素材", size="sm", elem_id="facts-clear")
    return FactsBox(upload, told, fold, chosen, gr.State(()), clear)


def wire_facts(box: FactsBox) -> None:
    shown: list[Any] = [box.told, box.fold, box.chosen, box.listed]

    def take(
        paths: list[str] | None, before: tuple[str, ...], ticked: list[str]
    ) -> tuple[Any, ...]:
        try:
            lines, facts = read_all(file_bytes([Path(p) for p in (paths or [])[:_AT_ONCE]]))
        finally:
            for path in paths or []:
                Path(path).unlink(missing_ok=True)  # the upload's copy
        listed = tuple(dict.fromkeys((*before, *facts)))[:MOST_FACTS]
        wanted = [f for f in listed if f in ticked or f not in before]
        return told_html(lines), _fold(listed, wanted), _boxes(listed, wanted), listed

    box.upload.upload(
        take, [box.upload, box.listed, box.chosen], shown, concurrency_id="facts", **_PRIVATE
    )
    box.chosen.input(
        lambda ticked, listed: _fold(listed, ticked),
        [box.chosen, box.listed],
        [box.fold],
        show_progress="hidden",
        trigger_mode="always_last",
        **_PRIVATE,
    )
    box.clear.click(
        lambda: ("", _fold((), ()), _boxes((), ()), ()), None, shown, queue=False, **_PRIVATE
    )


def read_all(files: Iterable[tuple[str, bytes | ReadError]]) -> tuple[list[Read], list[str]]:
    """A line for each file, and the statements of all."""
    lines: list[Read] = []
    facts: list[str] = []
    for name, data in files:
        try:
            if isinstance(data, ReadError):
                raise data
            found = facts_of_file(name, data)
        except ReadError as error:
            lines.append(Read(name, reason=str(error)))
            continue
        lines.append(Read(name, len(found)))
        facts += found
    return lines, facts


def told_html(lines: Sequence[Read]) -> str:
    """What became of each file; nothing is said of what went well, the list shows it."""
    refused = "".join(
        f"<li>没有读入“{escape(line.name)}”：{escape(line.reason)}</li>"
        for line in lines
        if line.reason
    )
    if not refused:
        return ""
    kinds = "、".join(SUPPORTED)
    return (
        f'<div class="refused-facts" role="alert"><ul>{refused}</ul><p>可以上传 {kinds}。</p></div>'
    )


def _fold(listed: Sequence[str], ticked: Sequence[str]) -> Any:
    said = f"素材 {len(listed)} 条，勾选的 {len(ticked)} 条随要求一起用"
    return gr.update(label=said, visible=bool(listed), open=True)


def _boxes(listed: Sequence[str], ticked: Sequence[str]) -> Any:
    return gr.update(choices=list(listed), value=list(ticked))
