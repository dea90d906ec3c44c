"""Signing in and out, and changing one's password: our own routes, which work without a script."""

from __future__ import annotations

import re
import threading
from typing import Annotated

from fastapi import FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from assistant.errors import AccountError, AssistantError
from assistant.people.accounts import Accounts
from assistant.people.roles import LOCAL, User
from assistant.service import Assistant
from assistant.web.door import COOKIE
from assistant.web.door_html import login_html, password_html, refused_html
from assistant.web.guard import LOGIN, admitted

# Where one may be sent on to: pages of ours, never another site.
_BACK = re.compile(r"/(\?[\w=&%-]*)?")
_SEALED = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline';"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
}
# Hashing takes a while and holds a thread: many who try at once must not keep all others waiting.
_AT_ONCE = 8
_ENDED = "登录已到期，请重新登录；已经保存的稿子都在。"


def add_login_routes(api: FastAPI, assistant: Assistant) -> None:
    accounts = assistant.accounts
    _add_sign_in(api, accounts)
    _add_sign_out(api, accounts)
    _add_password(api, assistant)


def _add_sign_in(api: FastAPI, accounts: Accounts) -> None:
    gate = threading.BoundedSemaphore(_AT_ONCE)

    @api.get(LOGIN)
    def ask(
        request: Request, back: str = "/", ended: bool = False, changed: bool = False
    ) -> Response:
        if isinstance(admitted(request), User):
            return RedirectResponse(_local(back), status_code=303)
        if not accounts.any():
            # Without accounts there is nothing to sign in with; the page itself says what to do.
            return RedirectResponse("/", status_code=303) if not _asks(request) else _closed()
        said = "密码已改，请用新密码登录。" if changed else _ENDED if ended else ""
        return _html(login_html(said, back=_local(back), calm=True))

    @api.post(LOGIN)
    def sign_in(
        request: Request,
        name: Annotated[str, Form(max_length=64)] = "",
        password: Annotated[str, Form(max_length=200)] = "",
        back: Annotated[str, Form(max_length=500)] = "/",
    ) -> Response:
        if not gate.acquire(blocking=False):
            page = login_html("同时登录的人太多，请过几秒再试。", name, _local(back))
            return _html(page, 503)
        try:
            token = accounts.sign_in(name, password)
        except AccountError as error:
            return _html(login_html(f"{error}。", name, _local(back)), 401)
        finally:
            gate.release()
        if before := request.cookies.get(COOKIE):
            accounts.sign_out(before)
        response = RedirectResponse(_local(back), status_code=303)
        response.set_cookie(
            COOKIE, token, httponly=True, samesite="lax", secure=request.url.scheme == "https"
        )
        return response


def _add_sign_out(api: FastAPI, accounts: Accounts) -> None:
    @api.post("/logout")
    def sign_out(request: Request) -> Response:
        accounts.sign_out(request.cookies.get(COOKIE, ""))
        response = RedirectResponse(LOGIN, status_code=303)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response


def _add_password(api: FastAPI, assistant: Assistant) -> None:
    @api.get("/password")
    def ask_new(request: Request) -> Response:
        user = admitted(request)
        if not isinstance(user, User) or user == LOCAL:
            return RedirectResponse("/", status_code=303)
        return _html(password_html(user.name))

    @api.post("/password")
    def change(
        request: Request,
        old: Annotated[str, Form(max_length=200)] = "",
        new: Annotated[str, Form(max_length=200)] = "",
        again: Annotated[str, Form(max_length=200)] = "",
    ) -> Response:
        user = admitted(request)
        if not isinstance(user, User) or user == LOCAL:
            return RedirectResponse("/", status_code=303)
        try:
            if new != again:
                raise AccountError("两次输入的新密码不一样")
            assistant.acting(user).change_password(old, new)
        except AssistantError as error:
            return _html(password_html(user.name, f"{error}。"), 400)
        return RedirectResponse(f"{LOGIN}?changed=1", status_code=303)


def _asks(request: Request) -> bool:
    """Whether somebody has to say who they are although there are no accounts."""
    return admitted(request) == "sign-in"


def _closed() -> Response:
    proxy = "拟稿要从单位的统一登录进入，请从单位门户打开"
    return _html(refused_html(proxy), 403)


def _local(back: str) -> str:
    return back if _BACK.fullmatch(back) else "/"


def _html(page: str, status: int = 200) -> Response:
    return HTMLResponse(page, status_code=status, headers=_SEALED)
