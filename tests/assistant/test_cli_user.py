"""`nigao user`: accounts from the shell, beside a running app."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.cli.frame import commands
from assistant.errors import AccountError
from assistant.people.accounts import Accounts
from assistant.people.roles import ROLE_LABELS
from assistant.storage import Storage
from tests.assistant.accounts_at import PASSWORD, accounts_at

OTHER = "另一条河流向西去-2024"


def user(home: Path, *arguments: str, password: str = "") -> None:
    """Run the command in this process; raises what `run` would tell in one line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", _Line(password))
        commands(["user", *arguments, "--home", str(home)], standalone_mode=False)


class _Line:
    """Standard input that is no terminal."""

    def __init__(self, text: str) -> None:
        self._text = text

    def isatty(self) -> bool:
        return False

    def readline(self) -> str:
        return f"{self._text}\r\n"


def add(home: Path, name: str, *more: str) -> None:
    user(home, "add", name, *more, "--password-stdin", password=PASSWORD)


def test_accounts_from_the_shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(tmp_path, "周强")
    add(tmp_path, "王芳", "--role", "核稿人")
    add(tmp_path, "李明")
    assert "已建立账号：周强（管理员）" in capsys.readouterr().err
    user(tmp_path, "role", "李明", "editor")
    user(tmp_path, "disable", "王芳")
    user(tmp_path, "list", "--json")
    listed = json.loads(capsys.readouterr().out)
    assert {a["name"]: (a["role"], a["disabled"]) for a in listed} == {
        "周强": ("admin", False),
        "王芳": ("reviewer", True),
        "李明": ("editor", False),
    }
    assert "password" not in listed[0]
    user(tmp_path, "list")
    out = capsys.readouterr().out
    assert "王芳　核稿人" in out
    assert "已停用" in out
    user(tmp_path, "enable", "王芳")
    user(tmp_path, "remove", "李明")
    user(tmp_path, "passwd", "王芳", "--password-stdin", password=OTHER)
    storage = Storage(tmp_path / "drafts.db")
    accounts = Accounts(storage)
    assert [a.name for a in accounts.listed()] == ["周强", "王芳"]
    assert accounts.sign_in("王芳", OTHER)
    storage.close()


def test_it_works_beside_a_running_app(tmp_path: Path) -> None:
    storage, running = accounts_at(tmp_path)
    add(tmp_path, "周强")
    add(tmp_path, "王芳")
    token = running.sign_in("王芳", PASSWORD)
    user(tmp_path, "disable", "王芳")
    assert running.any()
    assert running.user_of(token) is None
    storage.close()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["add", "王芳", "--role", "writer"], "第一个账号必须是管理员"),
        (["passwd", "王芳"], "没有账号"),
        (["remove", "王芳"], "没有账号"),
        (["add", "a/b"], "姓名要"),
    ],
)
def test_what_cannot_be(tmp_path: Path, arguments: list[str], said: str) -> None:
    given = ["--password-stdin"] if arguments[0] in ("add", "passwd") else []
    with pytest.raises(AccountError, match=said):
        user(tmp_path, *arguments, *given, password=PASSWORD)


def test_a_password_is_asked_for_at_a_terminal_only(tmp_path: Path) -> None:
    with pytest.raises(AccountError, match="--password-stdin"):
        user(tmp_path, "add", "周强", password=PASSWORD)
    with pytest.raises(AccountError, match="至少"):
        user(tmp_path, "add", "周强", "--password-stdin", password="短")


@pytest.mark.parametrize("option", ["--password", "-p"])
def test_a_password_is_never_an_argument(tmp_path: Path, option: str) -> None:
    command = [sys.executable, "-m", "app", "user", "add", "周强", option, PASSWORD]
    result = subprocess.run(
        [*command, "--home", str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "No such option" in result.stderr


def test_an_unknown_role_names_the_known_ones(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app", "user", "add", "周强", "--role", "root"]
    result = subprocess.run(
        [*command, "--password-stdin", "--home", str(tmp_path)],
        input=PASSWORD, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    assert all(role in result.stderr for role in ROLE_LABELS)
