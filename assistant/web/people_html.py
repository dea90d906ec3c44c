"""Accounts → HTML: who is signed in, and the administrator's list. Every name is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from assistant.people.passwords import LONGEST, SHORTEST
from assistant.people.roles import LOCAL, ROLE_LABELS, Role, User
from assistant.storage import Account

_DUTIES: dict[Role, str] = {
    "writer": "起草、修改自己的稿子，交改、送审",
    "editor": "另外可以修改、锁定交来改稿和核稿的稿子",
    "reviewer": "查看送审的稿子，逐句核定、写意见、定稿",
    "admin": "管理人员和资料库，可以查看、移交所有稿子",
}


def who_html(user: User, by_proxy: bool) -> str:
    """Name and role, and how to leave; nothing while there is only one who could be meant."""
    if user == LOCAL:
        return ""
    leave = (
        ""
        if by_proxy  # signed in elsewhere: that is where one signs out
        else '<a href="/password">改密码</a>'
        '<form method="post" action="/logout"><button type="submit">退出</button></form>'
    )
    return (
        f'<div class="who"><b>{escape(user.name)}</b><i>{ROLE_LABELS[user.role]}</i>{leave}</div>'
    )


def people_html(accounts: Sequence[Account], user: User, now: str) -> str:
    """The list with what can be done to each, and a form for another; `now` in ISO 8601, UTC."""
    if not accounts:
        return _beginning_html()
    rows = "".join(_row_html(account, user, now) for account in accounts)
    return (
        f'<div class="people" data-at="{escape(now, quote=True)}"><table><thead><tr><th>姓名</th>'
        f"<th>角色</th><th>状态</th><th>操作</th></tr></thead><tbody>{rows}</tbody></table>"
        f"<h4>新建账号</h4>{_form_html('建立', roles=True)}{_duties_html()}</div>"
    )


def begun_html(name: str) -> str:
    """Right after the first account: from here on one signs in."""
    return (
        f'<div class="people"><h4>已建立管理员账号“{escape(name)}”</h4>'
        "<p>从现在起要登录才能使用。原来的会话归这个账号，登录后仍在“以前的会话”里。</p>"
        '<p><a class="go" href="/login">去登录</a></p></div>'
    )


def _beginning_html() -> str:
    return (
        '<div class="people"><h4>现在是单人使用</h4>'
        "<p>没有账号时，只有这台电脑能打开拟稿，不用登录，什么都可以做。</p>"
        "<p>几个人一起用，先在这里给自己建一个管理员账号。建好后每个人都要登录，各人只看到自己的稿子"
        "和交到手里的稿子；再用 <code>nigao serve --host 0.0.0.0</code> 启动，别的电脑就能打开。</p>"
        f"{_form_html('建立管理员账号', roles=False)}"
        "<p class='note'>也可以在命令行里建：<code>nigao user add 姓名</code></p></div>"
    )


def _form_html(label: str, roles: bool) -> str:
    choice = f"<label>角色{_roles_html('writer')}</label>" if roles else ""
    return (
        '<form class="person" data-do="add">'
        '<label>姓名<input name="name" maxlength="32" autocomplete="off" required></label>'
        f"{choice}<label>密码{_password_html()}</label>"
        f'<button type="submit" class="go">{label}</button></form>'
    )


def _password_html() -> str:
    return (
        f'<span class="secret"><input name="password" type="password" minlength="{SHORTEST}"'
        f' maxlength="{LONGEST}" autocomplete="new-password" placeholder="至少 {SHORTEST} 个字符"'
        ' required><button type="button" data-show>显示</button></span>'
    )


def _row_html(account: Account, user: User, now: str) -> str:
    name = escape(account.name, quote=True)
    off = account.disabled
    toggle = ("enable", "恢复") if off or account.locked_until > now else ("disable", "停用")
    end = '<button type="button" data-do="end">结束登录</button>' if account.sessions else ""
    me = "<small>（我）</small>" if account.name == user.name else ""
    return (
        f'<tr data-name="{name}"{" class=off" if off else ""}><td>{escape(account.name)}{me}</td>'
        f"<td>{_roles_html(account.role)}</td><td>{_state(account, now)}</td>"
        '<td><div class="deeds">'
        f'<button type="button" data-do="{toggle[0]}">{toggle[1]}</button>{end}'
        '<button type="button" data-do="remove">删除</button>'
        '<details><summary>重设密码</summary><form data-do="password">'
        f'{_password_html()}<button type="submit" class="go">保存</button></form></details>'
        "</div></td></tr>"
    )


def _roles_html(chosen: Role) -> str:
    options = "".join(
        f'<option value="{role}"{" selected" if role == chosen else ""}>{label}</option>'
        for role, label in ROLE_LABELS.items()
    )
    return f'<select name="role">{options}</select>'


def _state(account: Account, now: str) -> str:
    if account.disabled:
        return "已停用"
    if account.locked_until > now:
        return f"密码连续输错，锁定到 {_moment(account.locked_until)}"
    if not account.sessions:
        return "没有登录"
    return f"{account.sessions} 处登录，最近 {_moment(account.seen_at)}"


def _moment(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone():%m-%d %H:%M}"


def _duties_html() -> str:
    lines = "".join(f"<li><b>{ROLE_LABELS[role]}</b>{duty}</li>" for role, duty in _DUTIES.items())
    return (
        f'<ul class="duties">{lines}</ul><p class="note">谁都可以查找资料库、起草自己的稿子；'
        "自己的稿子不能自己核定。删除账号后，他的稿件保留，管理员可以看到。</p>"
    )
