"""The door in front of every route: nothing answers without it, the page's own files neither."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.people.roles import User
from assistant.web.door import COOKIE, REFUSALS, Door, Knock, Refusal
from assistant.web.door_html import refused_html

LOGIN = "/login"
_DOOR = "nigao.door"  # its place in the scope of every request
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
}
_STATUS: dict[Refusal, int] = {"sign-in": 401, "closed": 503}  # the others: 403


class Guard:
    """ASGI middleware: a request goes on with the door in its scope, or is refused."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks over a WebSocket
            await send({"type": "websocket.close", "code": 1008})
            return
        scope[_DOOR] = self._door
        connection = HTTPConnection(scope)
        knock = knock_of(connection)
        if self._door.is_secure(knock, scope["scheme"]):
            scope["scheme"] = "https"
        refusal: Refusal | None
        if scope["path"] == LOGIN:
            refusal = None if self._door.is_ours(knock) else "foreign"
        else:
            admitted = await run_in_threadpool(self._door.admit, knock)
            refusal = None if isinstance(admitted, User) else admitted
        if refusal is None:
            await self._app(scope, receive, _with_headers(send))
        else:
            await _refused(connection, refusal)(scope, receive, _with_headers(send))


def knock_of(connection: HTTPConnection) -> Knock:
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in connection.headers.items():
        headers[name] = (*headers.get(name, ()), value)
    peer = connection.client.host if connection.client else ""
    method = connection.scope.get("method", "GET")
    return Knock(peer, headers, connection.cookies.get(COOKIE, ""), method)


def admitted(connection: Any) -> User | Refusal:
    """Whose request it is, asked anew: it may have waited since it came in."""
    if not isinstance(connection, HTTPConnection) or _DOOR not in connection.scope:
        return "sign-in"
    door: Door = connection.scope[_DOOR]
    return door.admit(knock_of(connection))


def is_named_by_proxy(connection: Any) -> bool:
    """Whether the person signed in elsewhere, and must sign out there."""
    if not isinstance(connection, HTTPConnection) or _DOOR not in connection.scope:
        return False
    door: Door = connection.scope[_DOOR]
    return door.is_named_by_proxy(knock_of(connection))


def _refused(connection: HTTPConnection, refusal: Refusal) -> Response:
    """A page for whoever opens one, a line for a script."""
    status = _STATUS.get(refusal, 403)
    is_page = "text/html" in connection.headers.get("accept", "")
    if not is_page:
        return JSONResponse({"detail": REFUSALS[refusal]}, status_code=status)
    if refusal != "sign-in":
        return HTMLResponse(refused_html(REFUSALS[refusal]), status_code=status)
    query = connection.url.query
    back = quote(f"{connection.url.path}?{query}" if query else connection.url.path)
    ended = "&ended=1" if connection.cookies.get(COOKIE) else ""
    return RedirectResponse(f"{LOGIN}?back={back}{ended}", status_code=303)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", ()))
            known = {name.lower() for name, _ in headers}
            added = {k: v for k, v in _SAFE.items() if k.lower().encode() not in known}
            if any(n.lower() == b"content-type" and b"text/html" in v for n, v in headers):
                added["Cache-Control"] = "no-store"  # nobody pages back into another's work
            headers += [(k.lower().encode(), v.encode()) for k, v in added.items()]
            message = {**message, "headers": headers}
        await send(message)

    return sending
