"""The web app over HTTP: nothing answers outside the door, and nobody reaches another's work."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import gradio.routes
import httpx
import pytest

from assistant.document import Draft, with_sentence_ids
from assistant.people.accounts import Accounts
from assistant.people.roles import ROLE_LABELS, STAGES, Role, Stage, User, standing
from assistant.storage import Storage
from assistant.web import guard
from assistant.web.door import COOKIE
from tests.app.conftest import copy_of, serve, stop
from tests.assistant.accounts_at import PASSWORD
from tests.assistant.rewriting.test_rebasing import OLD

MARK = "只有王芳看得到的一句"
SECRET: Draft = with_sentence_ids(
    replace(OLD, lead=(replace(OLD.lead[0], text=f"{MARK}。", citations=()),), items=OLD.items)
)
PEOPLE: dict[str, Role] = {
    "周强": "admin", "王芳": "writer", "李改": "editor", "赵核": "reviewer", "吴敏": "writer",
}  # fmt: skip
# What a click on a component sends, by its elem_id, so that its handler gets as far as it can.
CLICKS: dict[str, Any] = {
    "paper": {"do": "redo"},
    "sections": "problems",
    "handing": "review",
    "choices": {"choice": "none", "ids": ["x"]},
    "outline": {"do": "others", "section": "problems", "themes": ["x"], "kept": []},
    "people": {"do": "end", "name": "王芳"},
    "reader": "x",
    "chips": "全部接受",
}


@dataclass
class Office:
    url: str
    storage: Storage
    accounts: Accounts
    tokens: dict[str, str]
    conversation: str
    opened: list[httpx.Client] = field(default_factory=list)

    def client(self, name: str = "", address: str = "127.0.0.1") -> httpx.Client:
        """Somebody's browser; without a name one that is not signed in."""
        cookies = {COOKIE: self.tokens[name]} if name else {}
        transport = httpx.HTTPTransport(local_address=address)
        client = httpx.Client(base_url=self.url, cookies=cookies, transport=transport, timeout=60)
        self.opened.append(client)
        return client


@pytest.fixture(scope="module")
def office(
    sample_home: Path, bundled_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """A running app with accounts, behind a proxy that names people in X-User, and a conversation
    of 王芳's."""
    home = copy_of(sample_home, bundled_folder, tmp_path_factory.mktemp("site") / "home")
    storage = Storage(home / "drafts.db")
    accounts = Accounts(storage)
    for name, role in PEOPLE.items():
        accounts.add(name, role, PASSWORD)
    conversation = storage.new_conversation("王芳")
    storage.name_conversation(conversation, MARK)
    storage.save(conversation, SECRET, "起草")
    storage.save(conversation, SECRET, "再来一版")
    tokens = {name: accounts.sign_in(name, PASSWORD) for name in PEOPLE}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIGAO_PROXY_USER_HEADER", "X-User")
        patch.setenv("NIGAO_PROXY_ADDRESSES", "127.0.0.1")
        process, url = serve(home)
    yield Office(url, storage, accounts, tokens, conversation)
    stop(process)
    storage.close()


@pytest.fixture(autouse=True)
def _closed_windows(office: Office) -> Iterator[None]:
    yield
    for client in office.opened:
        client.close()
    office.opened.clear()


def routes() -> set[tuple[str, str]]:
    """Method and a path of every route that stands in our source or Gradio's."""
    web = Path(guard.__file__).parent
    sources = [Path(gradio.routes.__file__), *web.glob("*.py")]
    return {
        (method.upper(), re.sub(r"\{[^}]*\}", "x", path))
        for source in sources
        for method, path in _ROUTE.findall(source.read_text(encoding="utf-8"))
    }


_ROUTE = re.compile(r"@(?:app|router|api)\.(get|post|head|put|delete)\(\s*\"([^\"]+)\"")
GRADIO = ("", "/gradio_api")


def test_without_a_session_nothing_answers(office: Office) -> None:
    client = office.client()
    found = {(method, path) for method, path in routes() if path.rstrip("/") != "/login"}
    assert {path for _, path in found} >= {
        "/word",
        "/logout",
        "/password",
        "/config",
        "/queue/join",
    }
    found |= {("GET", p) for p in ("/", "/assets/index.js", "/static/x", "/theme.css", "/nothing")}
    answers = {}
    for method, path in sorted(found):
        for prefix in GRADIO:
            answer = client.request(method, prefix + path, params={"c": office.conversation})
            answers[method, prefix + path] = answer.status_code
            assert MARK not in answer.text
    assert len(answers) > 60
    assert set(answers.values()) == {401}
    page = client.get("/", params={"c": "abc"}, headers={"accept": "text/html"})
    assert (page.status_code, page.headers["location"]) == (303, "/login?back=/%3Fc%3Dabc")


@pytest.mark.parametrize("token", ["", "x" * 43, "王芳"])
def test_a_forged_cookie_is_none(office: Office, token: str) -> None:
    client = office.client()
    answer = client.get(
        "/word",
        params={"c": office.conversation},
        headers={b"cookie": f"{COOKIE}={token}".encode()},
    )
    assert answer.status_code == 401


# --- downloads ----------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", PEOPLE)
def test_who_may_download(office: Office, name: str, stage: Stage) -> None:
    office.storage.hand_over(office.conversation, stage)
    try:
        answer = office.client(name).get("/word", params={"c": office.conversation})
        may = "read" in standing(User(name, PEOPLE[name]), "王芳", stage).may
        assert answer.status_code == (200 if may else 404)
        assert (answer.content[:2] == b"PK") is may
        if not may:
            unknown = office.client(name).get("/word", params={"c": "gibtsnicht"})
            assert (answer.status_code, answer.content) == (unknown.status_code, unknown.content)
    finally:
        office.storage.hand_over(office.conversation, "")


# --- through Gradio's own queue ------------------------------------------------------------------


def dependencies(office: Office) -> list[dict[str, Any]]:
    config = office.client("周强").get("/config").json()
    office_ids = {c["id"]: c["props"].get("elem_id") for c in config["components"]}
    for dependency in config["dependencies"]:
        dependency["elem_id"] = next(
            (office_ids.get(target) for target, _ in dependency["targets"] if target), None
        )
    return [d for d in config["dependencies"] if d["backend_fn"]]


def run(client: httpx.Client, dependency: dict[str, Any], conversation: str, session: str) -> str:
    """What the browser gets when the handler runs with the conversation in every input."""
    body = {
        "data": [conversation] * len(dependency["inputs"]),
        "fn_index": dependency["id"],
        "session_hash": session,
        "event_data": CLICKS.get(dependency["elem_id"] or ""),
    }
    joined = client.post("/gradio_api/queue/join", params={"c": conversation}, json=body)
    assert joined.status_code == 200, joined.text
    return client.get("/gradio_api/queue/data", params={"session_hash": session}).text


def state(office: Office) -> list[Any]:
    """All there is of the conversation, to see whether anything of it changed."""
    kept = office.storage
    return [
        kept.versions(office.conversation), kept.whose(office.conversation),
        kept.choices(office.conversation), kept.open_proposal(office.conversation),
        kept.locks(office.conversation, "problems"), kept.current(office.conversation),
    ]  # fmt: skip


def test_another_conversation_through_every_handler(office: Office) -> None:
    before = state(office)
    client = office.client("吴敏")
    handlers = dependencies(office)
    assert len(handlers) > 15
    told = "".join(
        run(client, dependency, office.conversation, f"spy{n}")
        for n, dependency in enumerate(handlers)
    )
    assert "process_completed" in told
    assert MARK not in json.dumps(told, ensure_ascii=False)
    assert MARK not in _decoded(told)
    assert state(office) == before
    # The same by its owner does show it: the silence above is not that of a broken test.
    loading = [d for d in handlers if d["targets"] and d["targets"][0][1] == "load"]
    shown = "".join(
        run(office.client("王芳"), d, office.conversation, f"own{n}") for n, d in enumerate(loading)
    )
    assert MARK in _decoded(shown)


def _decoded(stream: str) -> str:
    return "".join(
        json.dumps(json.loads(line[6:]), ensure_ascii=False)
        for line in stream.splitlines()
        if line.startswith("data: ")
    )


def test_handlers_ask_whose_request_it_is_after_it_waited(office: Office) -> None:
    accounts = office.accounts
    token = accounts.sign_in("吴敏", PASSWORD)
    client = office.client()
    client.cookies.set(COOKIE, token)
    assert client.get("/config").status_code == 200
    accounts.sign_out(token)
    assert client.get("/config").status_code == 401
    assert client.post("/gradio_api/queue/join", json={}).status_code == 401


# --- signing in and out --------------------------------------------------------------------------


def test_signing_in_and_out(office: Office) -> None:
    client = office.client()
    page = client.get("/login")
    assert page.status_code == 200
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    wrong = client.post("/login", data={"name": "王芳", "password": "x"})
    assert wrong.status_code == 401
    assert "姓名或密码不对" in wrong.text
    form = {"name": "王芳", "password": PASSWORD, "back": f"/?c={office.conversation}"}
    right = client.post("/login", data=form)
    assert (right.status_code, right.headers["location"]) == (303, form["back"])
    cookie = right.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert client.get("/config").status_code == 200
    assert client.get("/login").headers["location"] == "/"
    out = client.post("/logout")
    assert out.headers["location"] == "/login"
    client.cookies.clear()
    client.cookies.set(COOKIE, right.cookies[COOKIE])
    assert client.get("/config").status_code == 401  # ended here, not only in the browser


def test_the_cookie_is_secure_where_the_browser_speaks_https(office: Office) -> None:
    headers = {"x-forwarded-proto": "https"}
    form = {"name": "王芳", "password": PASSWORD}
    answer = office.client().post("/login", data=form, headers=headers)
    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "back", ["//evil.example", "https://evil.example", "/\\evil.example", "/x", "/?c=a\r\nX: y", ""]
)
def test_signing_in_leads_nowhere_else(office: Office, back: str) -> None:
    form = {"name": "王芳", "password": PASSWORD, "back": back}
    assert office.client().post("/login", data=form).headers["location"] == "/"


@pytest.mark.parametrize("path", ["/login", "/logout", "/password", "/gradio_api/queue/join"])
@pytest.mark.parametrize(
    "header", [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_site_cannot_act_through_the_browser(
    office: Office, path: str, header: dict[str, str]
) -> None:
    client = office.client("吴敏")
    form = {"name": "吴敏", "password": PASSWORD}
    assert client.post(path, data=form, headers=header).status_code == 403
    assert client.get("/config").status_code == 200


def test_what_people_type_is_escaped(office: Office) -> None:
    bad = '"><script>alert(1)</script>'
    answer = office.client().post("/login", data={"name": bad, "password": "x", "back": bad})
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text
    assert "<script" not in office.client().get("/login", params={"back": bad}).text


def test_ones_own_new_password(office: Office) -> None:
    accounts = office.accounts
    client = office.client()
    client.cookies.set(COOKIE, accounts.sign_in("李改", PASSWORD))
    new = "另一条河流向西去-2024"
    for old, first, second, said in (
        (PASSWORD, new, new + "x", "两次输入的新密码不一样"),
        (PASSWORD, "短", "短", "至少"),
        ("不是这个-0000000", new, new, "原密码不对"),
    ):
        answer = client.post("/password", data={"old": old, "new": first, "again": second})
        assert (answer.status_code, said in answer.text) == (400, True)
    answer = client.post("/password", data={"old": PASSWORD, "new": new, "again": new})
    assert answer.headers["location"] == "/login?changed=1"
    assert client.get("/config").status_code == 401
    accounts.set_password("李改", PASSWORD)
    office.tokens["李改"] = accounts.sign_in("李改", PASSWORD)


# --- the other ways in ---------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLE_LABELS)
def test_a_proxy_that_authenticates(office: Office, role: Role) -> None:
    name = next(n for n, r in PEOPLE.items() if r == role)
    client = office.client()
    headers = {b"x-user": name.encode()}
    assert client.get("/config", headers=headers).status_code == 200
    got = client.get("/word", params={"c": office.conversation}, headers=headers).status_code
    assert got == (200 if name in ("王芳", "周强") else 404)


def test_a_proxys_stranger_gets_a_page_that_says_so(office: Office) -> None:
    headers = {"x-user": "stranger", "accept": "text/html"}
    answer = office.client().get("/", headers=headers)
    assert answer.status_code == 403
    assert "没有您的账号" in answer.text


def test_a_header_from_elsewhere_is_no_proxys(office: Office) -> None:
    headers = {b"x-user": "王芳".encode()}
    assert office.client(address="127.0.0.2").get("/config", headers=headers).status_code == 401
    # Nor does it help to name the proxy in a header.
    headers[b"x-forwarded-for"] = b"127.0.0.1"
    assert office.client(address="127.0.0.2").get("/config", headers=headers).status_code == 401


def test_it_listens_elsewhere_only_when_somebody_has_an_account(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "serve", "--host", "0.0.0.0", "--home", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "nigao user add" in result.stderr
