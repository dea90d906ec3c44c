"""Commands about accounts; they work beside a running app. A password is never an argument: other
people of the machine can read those."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from assistant.cli.frame import Home, Json, commands, print_result, say, settings_at
from assistant.errors import AccountError
from assistant.people.roles import ROLE_LABELS, Role

if TYPE_CHECKING:
    from assistant.people.accounts import Accounts
    from assistant.storage import Account

user = typer.Typer(no_args_is_help=True, help="账号：谁可以登录网页，是什么角色。")
commands.add_typer(user, name="user")

_ROLES = "、".join(f"{role} {label}" for role, label in ROLE_LABELS.items())
RoleName = Annotated[str | None, typer.Option("--role", help=_ROLES)]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读一行密码")]


@contextmanager
def accounts_at(home: Path | None) -> Iterator[Accounts]:
    """The accounts of a data folder, closed at the end; the archive is left alone."""
    settings = settings_at(home)
    from assistant.people.accounts import Accounts
    from assistant.storage import DRAFTS, Storage

    storage = Storage(settings.home / DRAFTS)
    try:
        yield Accounts(storage)
    finally:
        storage.close()


@user.command()
def add(
    name: str, role: RoleName = None, password_stdin: FromStdin = False, home: Home = None
) -> None:
    """建立账号；第一个账号是管理员，其余不说明角色就是拟稿人。"""
    wanted = _role(role) if role is not None else None
    with accounts_at(home) as accounts:
        given = accounts.add(name, wanted, _password(password_stdin))
    say(f"已建立账号：{name}（{ROLE_LABELS[given]}）")


@user.command("list")
def list_accounts(home: Home = None, as_json: Json = False) -> None:
    """列出账号。"""
    with accounts_at(home) as accounts:
        listed = accounts.listed()
        locked = {account.name for account in listed if accounts.is_locked(account)}
    rows = [{**asdict(account), "locked": account.name in locked} for account in listed]
    print_result(as_json, rows, lambda: _lines(listed, locked))


@user.command()
def passwd(name: str, password_stdin: FromStdin = False, home: Home = None) -> None:
    """重设密码；用这个账号登录的都要重新登录。"""
    with accounts_at(home) as accounts:
        if accounts.account(name) is None:
            raise AccountError(f"没有账号“{name}”")
        accounts.set_password(name, _password(password_stdin))
    say(f"已重设{name}的密码")


@user.command()
def role(
    name: str, new: Annotated[str, typer.Argument(metavar="ROLE", help=_ROLES)], home: Home = None
) -> None:
    """改角色。"""
    wanted = _role(new)
    with accounts_at(home) as accounts:
        accounts.set_role(name, wanted)
    say(f"{name}现在是{ROLE_LABELS[wanted]}")


@user.command()
def disable(name: str, home: Home = None) -> None:
    """停用账号：立即退出，不能再登录，稿件保留。"""
    with accounts_at(home) as accounts:
        accounts.disable(name)
    say(f"已停用{name}")


@user.command()
def enable(name: str, home: Home = None) -> None:
    """恢复停用或锁定的账号。"""
    with accounts_at(home) as accounts:
        accounts.disable(name, disabled=False)
    say(f"已恢复{name}")


@user.command()
def remove(name: str, home: Home = None) -> None:
    """删除账号；他的稿件保留，管理员可以看到。"""
    with accounts_at(home) as accounts:
        accounts.remove(name)
    say(f"已删除账号：{name}")


def _role(named: str) -> Role:
    for known, label in ROLE_LABELS.items():
        if named in (known, label):
            return known
    raise typer.BadParameter(f"没有“{named}”这个角色，可用：{_ROLES}")


def _password(from_stdin: bool) -> str:
    """Asked for twice without being shown, or one line of standard input."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise AccountError("不在终端里，不能询问密码；请加 --password-stdin，从标准输入给出")
    return cast(
        str, typer.prompt("密码", hide_input=True, confirmation_prompt="再输一次", err=True)
    )


def _lines(listed: list[Account], locked: set[str]) -> Iterator[str]:
    for account in listed:
        states = [
            "已停用" if account.disabled else "",
            "暂时锁定" if account.name in locked else "",
            f"{account.sessions} 处登录" if account.sessions else "",
        ]
        said = "，".join(filter(None, states))
        made = datetime.fromisoformat(account.created_at).astimezone()
        label = ROLE_LABELS[account.role]
        yield f"{account.name}　{label}　{made:%Y-%m-%d} 建立" + (f"　{said}" if said else "")
    if not listed:
        yield "还没有账号：只能在本机使用。建立第一个：nigao user add 姓名"
