"""The door: session, proxy header, or the one at the machine; everything else stays outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.people.accounts import Accounts
from assistant.people.roles import LOCAL, Role, User
from assistant.web.door import Door, Knock, Proxy
from tests.assistant.accounts_at import PASSWORD, accounts_at

PROXY = Proxy.named("X-User", "", "127.0.0.1, ::1")
TELLING = Proxy.named("X-User", "X-Role", "10.0.0.9")


def knock(peer: str = "127.0.0.1", token: str = "", method: str = "GET", **headers: str) -> Knock:
    named = {name.replace("_", "-"): (value,) for name, value in headers.items()}
    return Knock(peer, {"host": ("127.0.0.1:7860",), **named}, token, method)


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    storage, accounts = accounts_at(tmp_path)
    yield accounts
    storage.close()


@pytest.fixture
def peopled(accounts: Accounts) -> Accounts:
    accounts.add("周强", None, PASSWORD)
    accounts.add("王芳", "reviewer", PASSWORD)
    accounts.add("吴敏", "writer", PASSWORD)
    accounts.disable("吴敏")
    return accounts


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1:7860", LOCAL),
        ("localhost:7860", LOCAL),
        ("localhost", LOCAL),
        ("[::1]:7860", LOCAL),
        ("evil.example:7860", "elsewhere"),  # a name of theirs that leads here
        ("127.0.0.1.evil.example", "elsewhere"),
        ("[", "elsewhere"),
        ("", "elsewhere"),
    ],
)
def test_without_accounts_whoever_is_at_the_machine(
    accounts: Accounts, host: str, expected: object
) -> None:
    assert Door(accounts).admit(knock(host=host)) == expected


def test_without_accounts_nobody_from_elsewhere(accounts: Accounts) -> None:
    assert Door(accounts, is_local=False).admit(knock()) == "closed"
    assert Door(accounts, is_local=False).admit(knock("10.0.0.3")) == "closed"


def test_the_first_account_closes_the_open_door(accounts: Accounts) -> None:
    door = Door(accounts)
    assert door.admit(knock()) == LOCAL
    accounts.add("周强", None, PASSWORD)
    assert door.admit(knock()) == "sign-in"
    token = accounts.sign_in("周强", PASSWORD)
    assert door.admit(knock(token=token)) == User("周强", "admin")
    assert door.admit(knock(token=token[:-1] + "x")) == "sign-in"


@pytest.mark.parametrize(
    ("peer", "header", "expected"),
    [
        ("127.0.0.1", "王芳", User("王芳", "reviewer")),
        ("::1", "王芳", User("王芳", "reviewer")),
        ("::ffff:127.0.0.1", "王芳", User("王芳", "reviewer")),
        ("127.0.0.1", "%E7%8E%8B%E8%8A%B3", User("王芳", "reviewer")),
        ("10.0.0.3", "王芳", "sign-in"),  # not from the proxy: the header says nothing
        ("127.0.0.2", "王芳", "sign-in"),
        ("", "王芳", "sign-in"),
        ("127.0.0.1", "没有的人", "unknown"),
        ("127.0.0.1", "吴敏", "unknown"),  # disabled
        ("127.0.0.1", "", "unknown"),
        ("127.0.0.1", "本机用户", "unknown"),
        ("127.0.0.1", "%ff", "unknown"),
    ],
)
def test_a_header_counts_from_the_proxy_only(
    peopled: Accounts, peer: str, header: str, expected: object
) -> None:
    sent = header.encode().decode("latin-1")
    assert Door(peopled, proxy=PROXY).admit(knock(peer, x_user=sent)) == expected


def test_a_header_counts_only_where_it_was_configured(peopled: Accounts) -> None:
    assert Door(peopled).admit(knock(x_user="wang")) == "sign-in"


@pytest.mark.parametrize("addresses", ["proxy.office", "10.0.0.0/8", "127.0.0.1, 10.0.0"])
def test_an_address_that_is_none_is_told(addresses: str) -> None:
    with pytest.raises(SettingsError, match="NIGAO_PROXY_ADDRESSES"):
        Proxy.named("X-User", "", addresses)


def test_a_second_header_is_smuggled(peopled: Accounts) -> None:
    name = "王芳".encode().decode("latin-1")
    twice = Knock("127.0.0.1", {"x-user": (name, name)})
    assert Door(peopled, proxy=PROXY).admit(twice) == "unknown"


def test_behind_a_proxy_nobody_is_the_local_user(accounts: Accounts) -> None:
    assert Door(accounts, proxy=PROXY).admit(knock()) == "sign-in"
    assert Door(accounts, proxy=PROXY).admit(knock(x_user="wang")) == "unknown"


@pytest.mark.parametrize(
    ("name", "told", "expected"),
    [
        ("nobody", "editor", User("nobody", "editor")),
        ("nobody", "改稿人", User("nobody", "editor")),
        ("nobody", "root", "unknown"),
        ("nobody", "", "unknown"),
        ("王芳", "writer", User("王芳", "writer")),  # the proxy's word goes before the account's
        ("王芳", "", User("王芳", "reviewer")),
        ("吴敏", "admin", "unknown"),  # disabled stays disabled
    ],
)
def test_the_proxy_may_tell_the_role(
    peopled: Accounts, name: str, told: str, expected: User | str
) -> None:
    sent = {"x_user": name.encode().decode("latin-1"), "x_role": told.encode().decode("latin-1")}
    assert Door(peopled, proxy=TELLING).admit(knock("10.0.0.9", **sent)) == expected


def test_a_role_is_not_believed_from_elsewhere(peopled: Accounts) -> None:
    token = peopled.sign_in("王芳", PASSWORD)
    role: Role = "reviewer"
    sent = knock("10.0.0.3", token, x_user="nobody", x_role="admin")
    assert Door(peopled, proxy=TELLING).admit(sent) == User("王芳", role)


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({}, True),  # a script of one's own
        ({"origin": "http://127.0.0.1:7860"}, True),
        ({"origin": "http://127.0.0.1:9999"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "none"}, True),
        ({"sec_fetch_site": "same-site"}, False),
        ({"sec_fetch_site": "cross-site", "origin": "http://127.0.0.1:7860"}, False),
        ({"origin": "https://nigao.office", "x_forwarded_host": "nigao.office"}, True),
        ({"origin": "https://evil.example", "x_forwarded_host": "nigao.office"}, False),
    ],
)
def test_what_changes_something_must_come_from_our_page(
    accounts: Accounts, headers: dict[str, str], is_ours: bool
) -> None:
    door = Door(accounts, proxy=Proxy.named("", "", "127.0.0.1"))
    assert (door.admit(knock(method="POST", **headers)) == LOCAL) is is_ours
    assert door.admit(knock(method="GET", **headers)) == LOCAL


def test_a_forwarded_host_counts_from_the_proxy_only(accounts: Accounts) -> None:
    sent = {"origin": "https://nigao.office", "x_forwarded_host": "nigao.office"}
    assert Door(accounts).admit(knock(method="POST", **sent)) == "foreign"


@pytest.mark.parametrize(
    ("scheme", "peer", "told", "secure"),
    [
        ("https", "10.0.0.3", "", True),
        ("http", "127.0.0.1", "https", True),
        ("http", "10.0.0.3", "https", False),
        ("http", "127.0.0.1", "", False),
    ],
)
def test_when_the_browser_speaks_https(
    accounts: Accounts, scheme: str, peer: str, told: str, secure: bool
) -> None:
    assert (
        Door(accounts, proxy=PROXY).is_secure(knock(peer, x_forwarded_proto=told), scheme) is secure
    )
