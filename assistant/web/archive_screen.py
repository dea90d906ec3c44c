"""The archive screen: what is there, and adding to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gradio as gr

from assistant.service import Assistant
from assistant.web.render import ingest_html, reports_html
from corpus.archive import file_bytes
from corpus.errors import CorpusError
from corpus.readers import SUPPORTED


def build_archive_screen(assistant: Assistant, page: gr.Blocks) -> None:
    """Lay out the screen and wire it to the assistant."""
    gr.Markdown("### 往年报告\n起草时只从这里取材。文件只存在本机。")
    files = gr.File(
        label=f"把报告拖到这里（{'、'.join(SUPPORTED)}）",
        file_count="multiple",
        elem_id="upload",
        height=140,
    )
    add = gr.Button("入库", variant="primary", elem_id="ingest")
    outcome = gr.HTML(elem_id="outcome", js_on_load=None)
    listing = gr.HTML(elem_id="reports", js_on_load=None)

    def ingest(paths: list[str] | None) -> Iterator[tuple[str, str]]:
        if not paths:
            raise gr.Error("请先选择文件", print_exception=False)
        results = []
        yield ingest_html([], len(paths)), reports_html(assistant.reports())
        try:
            for result in assistant.ingest(file_bytes([Path(p) for p in paths])):
                results.append(result)
                yield ingest_html(results, len(paths)), reports_html(assistant.reports())
        except CorpusError as error:
            raise gr.Error(str(error), print_exception=False) from error

    page.load(lambda: reports_html(assistant.reports()), None, listing, api_visibility="private")
    add.click(
        ingest,
        [files],
        [outcome, listing],
        api_visibility="private",
        concurrency_id="ingest",
        concurrency_limit=1,
    ).then(lambda: None, None, files, api_visibility="private")
