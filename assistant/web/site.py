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
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, Response

from assistant.errors import AssistantError, DraftError, Forbidden
from assistant.exporting.export import Form
from assistant.people.roles import NOBODY, User
from assistant.service import Assistant
from assistant.web.archive_screen import build_archive_screen
from assistant.web.checking_screen import build_checking_screen
from assistant.web.choosing import choices_strip, wire_choices
from assistant.web.door import LOOPBACK, REFUSALS, Door, Proxy
from assistant.web.drafting_screen import build_drafting_screen
from assistant.web.guard import Guard, admitted
from assistant.web.login import add_login_routes
from assistant.web.overview_screen import build_overview_screen
from assistant.web.people_screen import build_people_screen, who_strip, wire_who
from assistant.web.review_screen import build_review_screen
from assistant.web.search_screen import build_search_screen
from corpus.errors import CorpusError

_log = logging.getLogger(__name__)
_WEB = Path(__file__).parent
_STYLES = (
    "page.css", "proposal.css", "editing.css", "export.css", "review.css", "checking.css", "people.css",
)  # fmt: skip
# page.js comes first: the others use what it offers.
_SCRIPTS = (
    "page.js", "editing.js", "proposal.js", "selection.js", "versions.js", "review.js",
    "checking.js",
)  # fmt: skip


def build(assistant: Assistant) -> gr.Blocks:
    """The page with its screens."""
    with gr.Blocks(
        title="拟稿", fill_width=True, analytics_enabled=False, delete_cache=(3600, 3600)
    ) as page:
        gr.HTML(
            "<h1 class='brand'>拟稿<small>照往年写法起草，逐句标明出处 · 辅助起草，内容由使用人核定</small></h1>"
        )
        who = who_strip()
        problems = gr.HTML(elem_id="problems", js_on_load=None)
        chosen = choices_strip()
        with gr.Tab("起草"):
            conversation, talk = build_drafting_screen(assistant, page, chosen)
        wire_choices(assistant, chosen, conversation)
        with gr.Tab("核稿") as review:
            build_review_screen(assistant, review, conversation, talk)
        with gr.Tab("查找") as search:
            build_search_screen(assistant, search)
        with gr.Tab("核验"):
            build_checking_screen(assistant)
        with gr.Tab("资料库"):
            build_archive_screen(assistant, page, problems)
        with gr.Tab("概览") as overview:
            build_overview_screen(assistant, overview)
        with gr.Tab("人员", visible=False) as people:
            build_people_screen(assistant, people)
        wire_who(assistant, page, who, people)
    page.queue(max_size=64, api_open=False)
    assert isinstance(page, gr.Blocks)
    return page


def create_app(assistant: Assistant, door: Door | None = None) -> FastAPI:
    """The page, the way in and the download route as one ASGI application.

    Without a `door` it is that of one machine.
    """
    door = door or Door(assistant.accounts)
    # What forgets to ask whose request it is finds itself in nobody's hands.
    assistant = assistant.acting(NOBODY)
    api = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    api.add_middleware(Guard, door=door)
    add_login_routes(api, assistant)

    @api.get("/word")
    def word(
        c: str,
        request: Request,
        form: Form = "clean",
        yellow: bool = False,
        since: int | None = None,
    ) -> Response:
        user = admitted(request)
        if not isinstance(user, User):
            return PlainTextResponse(REFUSALS[user], status_code=401)
        try:
            made = assistant.acting(user).export(c, form, allow_placeholders=yellow, since=since)
        except (DraftError, Forbidden) as error:
            return PlainTextResponse(str(error), status_code=404)
        return Response(
            made.content,
            media_type=made.media_type,
            headers={
                "Content-Disposition": f"attachment; filename*=UTF-8''{quote(made.name)}",
                "X-Content-Type-Options": "nosniff",
            },
        )

    mounted: FastAPI = gr.mount_gradio_app(
        api,
        build(assistant),
        path="/",
        theme=gr.themes.Default(primary_hue="red", radius_size="sm"),
        css_paths=[_WEB / name for name in _STYLES],
        js=_script(),
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


def _script() -> str:
    """One function of the functions in the files, each called with what they share."""
    calls = "".join(f"({(_WEB / name).read_text(encoding='utf-8')})(nigao);\n" for name in _SCRIPTS)
    return f"() => {{\nconst nigao = {{}};\n{calls}}}"


def launch(assistant: Assistant, host: str, port: int, proxy: Proxy) -> None:
    """Serve until interrupted; port 0 takes a free one. Raises AssistantError if it is taken.

    Indexes are repaired and the embedding model loads while the page already opens.
    """
    listener = _listen(host, port)
    threading.Thread(target=_prepare, args=[assistant], name="prepare", daemon=True).start()
    door = Door(assistant.accounts, host in LOOPBACK, proxy)
    config = uvicorn.Config(
        create_app(assistant, door),
        log_level="warning",
        proxy_headers=False,  # the door must see who is at the other end
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
