"""The web app as one ASGI application: the page with its screens, and the download route."""

from __future__ import annotations

import errno
import logging
import socket
import sys
import threading
from pathlib import Path
from urllib.parse import quote

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response

from assistant.errors import AssistantError, DraftError
from assistant.service import Assistant
from assistant.web.archive_screen import build_archive_screen
from assistant.web.checking_screen import build_checking_screen
from assistant.web.choosing import choices_strip, wire_choices
from assistant.web.drafting_screen import build_drafting_screen
from assistant.web.overview_screen import build_overview_screen
from assistant.web.search_screen import build_search_screen
from corpus.errors import CorpusError

_log = logging.getLogger(__name__)
_WEB = Path(__file__).parent
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def build(assistant: Assistant) -> gr.Blocks:
    """The page with its screens."""
    with gr.Blocks(
        title="拟稿", fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)
    ) as page:
        gr.HTML(
            "<h1 class='brand'>拟稿<small>照往年写法起草，逐句标明出处 · 辅助起草，内容由使用人核定</small></h1>"
        )
        problems = gr.HTML(elem_id="problems", js_on_load=None)
        chosen = choices_strip()
        with gr.Tab("起草"):
            conversation = build_drafting_screen(assistant, page, chosen)
        wire_choices(assistant, chosen, conversation)
        with gr.Tab("查找") as search:
            build_search_screen(assistant, search)
        with gr.Tab("核验"):
            build_checking_screen(assistant)
        with gr.Tab("资料库"):
            build_archive_screen(assistant, page, problems)
        with gr.Tab("概览") as overview:
            build_overview_screen(assistant, overview)
    page.queue(max_size=64, api_open=False)
    assert isinstance(page, gr.Blocks)
    return page


def create_app(assistant: Assistant) -> FastAPI:
    """The page and the download route as one ASGI application."""
    api = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)

    @api.get("/word")
    def word(c: str) -> Response:
        try:
            name, content = assistant.word(c)
        except DraftError as error:
            return PlainTextResponse(str(error), status_code=404)
        return Response(
            content,
            media_type=_WORD,
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
                "X-Content-Type-Options": "nosniff",
            },
        )

    mounted: FastAPI = gr.mount_gradio_app(
        api,
        build(assistant),
        path="/",
        theme=gr.themes.Default(primary_hue="red", radius_size="sm"),
        css_paths=[_WEB / "page.css"],
        js=(_WEB / "page.js").read_text(encoding="utf-8"),
        show_error=False,
        max_file_size="50mb",
        allowed_paths=[],
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        footer_links=[],
    )
    return mounted


def launch(assistant: Assistant, host: str, port: int) -> None:
    """Serve until interrupted; port 0 takes a free one. Raises AssistantError if it is taken.

    Indexes are repaired and the embedding model loads while the page already opens.
    """
    listener = _listen(host, port)
    threading.Thread(target=_prepare, args=[assistant], name="prepare", daemon=True).start()
    config = uvicorn.Config(
        create_app(assistant),
        log_level="warning",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    name = f"[{host}]" if ":" in host else host
    address = f"http://{name}:{listener.getsockname()[1]}"
    sys.stderr.write(f"拟稿已打开：{address}　（按 Ctrl+C 退出）\n")
    server.run(sockets=[listener])


def _prepare(assistant: Assistant) -> None:
    try:
        for result in assistant.repair():
            sys.stderr.write(f"上次没有完成的文件：{result.line}\n")
        assistant.warm_up()
    except CorpusError as error:
        sys.stderr.write(f"错误：{error}\n")
    except Exception:  # noqa: BLE001 - logged
        # The page works without; whoever asks next meets the fault with a number.
        _log.exception("preparing failed")


def _listen(host: str, port: int) -> socket.socket:
    """A socket that already accepts: who comes before the server is ready waits in the queue."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        if sys.platform != "win32":  # there it would let two programs share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise AssistantError(f"端口 {port} 已被占用，请用 --port 换一个") from error
        raise AssistantError(f"不能在 {host} 的端口 {port} 上打开，请用 --port 换一个") from error
    return listener
