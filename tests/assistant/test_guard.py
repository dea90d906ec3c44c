"""The guard in front of an app, whatever the app is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from assistant.people.accounts import Accounts
from assistant.people.roles import User
from assistant.web.door import Door, Proxy
from assistant.web.guard import Guard, admitted
from tests.assistant.accounts_at import PASSWORD, accounts_at


async def _whoami(request: Request) -> Response:
    user = admitted(request)
    return HTMLResponse(f"{user.name} {request.url.scheme}" if isinstance(user, User) else "?")


async def _login(request: Request) -> Response:
    return PlainTextResponse("login")


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    storage, accounts = accounts_at(tmp_path)
    yield accounts
    storage.close()


def visit(door: Door, peer: str = "127.0.0.1") -> TestClient:
    routes = [Route("/", _whoami), Route("/login", _login, methods=["GET", "POST"])]
    app = Guard(Starlette(routes=routes), door)
    return TestClient(app, "http://127.0.0.1", follow_redirects=False, client=(peer, 5))


def test_the_last_account_gone_while_others_can_listen(accounts: Accounts) -> None:
    with visit(Door(accounts, is_local=False)) as client:
        assert client.get("/").status_code == 503
        page = client.get("/", headers={"accept": "text/html"})
        assert (page.status_code, "nigao user add" in page.text) == (503, True)


def test_one_person_alone_needs_no_login(accounts: Accounts) -> None:
    with visit(Door(accounts)) as client:
        assert client.get("/").text == "本机用户 http"
        assert client.get("/", headers={"host": "evil.example"}).status_code == 403


def test_who_is_not_signed_in_gets_to_the_login_page_only(accounts: Accounts) -> None:
    accounts.add("周强", None, PASSWORD)
    with visit(Door(accounts)) as client:
        page = client.get("/?c=a", headers={"accept": "text/html"})
        assert (page.status_code, page.headers["location"]) == (303, "/login?back=/%3Fc%3Da")
        assert client.get("/").status_code == 401
        assert client.get("/login").text == "login"
        for path in ("//login", "/login/", "/Login", "/login/../", "/%2e/login"):
            assert client.get(path).status_code == 401
        assert client.post("/login", headers={"origin": "http://evil.example"}).status_code == 403
        with pytest.raises(WebSocketDisconnect), client.websocket_connect("/login"):
            pass


def test_every_answer_is_kept_from_frames_and_pages_from_caches(accounts: Accounts) -> None:
    with visit(Door(accounts)) as client:
        page = client.get("/")
        assert page.headers["x-frame-options"] == "SAMEORIGIN"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["cache-control"] == "no-store"
        assert "cache-control" not in client.get("/login").headers


def test_the_proxy_tells_the_scheme(accounts: Accounts) -> None:
    accounts.add("周强", None, PASSWORD)
    proxy = Proxy.named("X-User", "", "10.0.0.9")
    headers = {b"x-user": "周强".encode(), b"x-forwarded-proto": b"https"}
    with visit(Door(accounts, proxy=proxy), "10.0.0.9") as client:
        assert client.get("/", headers=headers).text == "周强 https"
    with visit(Door(accounts, proxy=proxy), "10.0.0.3") as client:
        assert client.get("/", headers=headers).status_code == 401
