"""The screens of people as HTML: what is offered to whom, and everything escaped."""

from __future__ import annotations

import re
from typing import Any

import pytest

from assistant.errors import AccountError
from assistant.people.roles import LOCAL, ROLE_LABELS, Role, Stage, User, standing
from assistant.storage import Account, ConversationSummary
from assistant.web.door_html import login_html, password_html, refused_html
from assistant.web.handing_html import strip_html
from assistant.web.people_html import begun_html, people_html, who_html
from assistant.web.people_screen import Wish, asked
from assistant.web.render import history_html, waiting_of

ATTACK = '"><script>alert(1)</script>'
NOW = "2024-07-01T09:00:00.000000+00:00"
LATER = "2024-07-01T09:10:00.000000+00:00"


def account(name: str = "王芳", role: Role = "writer", **more: Any) -> Account:
    state = {"disabled": False, "locked_until": "", "sessions": 0, "seen_at": "", **more}
    return Account(name=name, role=role, created_at=NOW, **state)


@pytest.mark.parametrize(
    "shown",
    [
        people_html([account(ATTACK)], User(ATTACK, "admin"), NOW),
        begun_html(ATTACK),
        who_html(User(ATTACK, "admin"), by_proxy=False),
        strip_html(User("李核", "reviewer"), standing(User("李核", "reviewer"), ATTACK, "review")),
        login_html(ATTACK, ATTACK, ATTACK),
        password_html(ATTACK, ATTACK),
        refused_html(ATTACK),
        history_html(
            [ConversationSummary("c", ATTACK, NOW, ATTACK, "review")], User("李核", "reviewer")
        ),
    ],
)
def test_names_are_escaped(shown: str) -> None:
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize(
    ("role", "owner", "stage", "said", "buttons"),
    [
        ("writer", "王芳", "", "我的稿子", ["交改稿", "送审"]),
        ("writer", "王芳", "editing", "已交改稿", ["送审", "收回"]),
        ("writer", "王芳", "review", "已交核稿", ["交改稿", "收回"]),
        ("editor", "李明", "editing", "李明交来改稿", ["送审", "退给拟稿人"]),
        ("editor", "李明", "review", "李明交来核稿", []),
        ("reviewer", "李明", "review", "李明交来核稿", ["交改稿", "退给拟稿人"]),
        ("admin", "李明", "", "李明的稿子 · 只能查看", ["交改稿", "送审"]),
        ("admin", "", "", "本机的稿子 · 只能查看", ["交改稿", "送审"]),
    ],
)
def test_whose_it_is_and_where_it_can_go(
    role: Role, owner: str, stage: Stage, said: str, buttons: list[str]
) -> None:
    user = User("王芳", role)
    shown = strip_html(user, standing(user, owner, stage))
    assert said in re.sub("<[^>]*>", "", shown)
    assert re.findall("<button[^>]*>([^<]*)", shown) == buttons


def test_one_person_alone_sees_nothing_of_people() -> None:
    assert strip_html(LOCAL, standing(LOCAL, "", "")) == ""
    assert who_html(LOCAL, by_proxy=False) == ""
    assert "<h5>" not in history_html([ConversationSummary("c", "起草", NOW)])


def test_who_signed_in_elsewhere_signs_out_there() -> None:
    assert "/logout" in who_html(User("王芳", "writer"), by_proxy=False)
    assert "/logout" not in who_html(User("王芳", "writer"), by_proxy=True)


def test_earlier_conversations_are_grouped_and_counted() -> None:
    editor = User("李改", "editor")
    listed = [
        ConversationSummary("a", "甲", NOW, "李改", "review"),
        ConversationSummary("b", "乙", NOW, "王芳", "editing"),
        ConversationSummary("c", "丙", NOW, "王芳", "review"),
        ConversationSummary("d", "丁", NOW, "李明", "editing"),
    ]
    shown = re.sub("<[^>]*>", " ", history_html(listed, editor)).split()
    assert shown == [
        "我的", "甲", "已交核稿", "交我改", "乙", "王芳", "丁", "李明", "交我核", "丙", "王芳",
    ]  # fmt: skip
    assert waiting_of(editor, listed) == " · 交我改 2 · 交我核 1"
    assert waiting_of(User("王芳", "writer"), listed[1:3]) == ""


@pytest.mark.parametrize(
    ("state", "said", "deeds"),
    [
        ({}, "没有登录", ["disable", "remove"]),
        ({"sessions": 2, "seen_at": NOW}, "2 处登录", ["disable", "end", "remove"]),
        ({"disabled": True}, "已停用", ["enable", "remove"]),
        ({"locked_until": LATER}, "锁定到", ["enable", "remove"]),
        ({"locked_until": NOW}, "没有登录", ["disable", "remove"]),
    ],
)
def test_what_can_be_done_to_an_account(state: dict[str, Any], said: str, deeds: list[str]) -> None:
    shown = people_html([account(**state)], User("周强", "admin"), NOW)
    row = shown[shown.index("<tbody>") : shown.index("</tbody>")]
    assert said in row
    assert re.findall(r'<button type="button" data-do="(\w+)"', row) == deeds


def test_without_accounts_it_says_how_to_begin() -> None:
    shown = people_html([], LOCAL, NOW)
    assert "现在是单人使用" in shown
    assert "nigao user add" in shown
    assert "<select" not in shown  # the first is an administrator


def test_every_role_is_explained() -> None:
    shown = people_html([account()], User("周强", "admin"), NOW)
    assert all(f"<b>{label}</b>" in shown for label in ROLE_LABELS.values())


def test_a_click_is_read() -> None:
    sent = {"do": "add", "name": "王芳", "role": "editor", "password": "x"}
    assert asked(sent) == Wish("add", "王芳", "editor", "x")
    assert asked({"do": "remove", "name": "王芳"}) == Wish("remove", "王芳")


@pytest.mark.parametrize(
    "sent",
    [
        None, "add", [], {}, {"do": "add"}, {"do": "drop", "name": "x"}, {"do": "add", "name": 1},
        {"do": "add", "name": "x", "password": ["x"]}, {"do": "role", "name": "x", "role": "root"},
        {"do": "role", "name": "x"}, {"do": "add", "name": "x" * 201},
    ],
)  # fmt: skip
def test_a_browser_can_send_anything(sent: Any) -> None:
    with pytest.raises(AccountError, match="没有看懂"):
        asked(sent)
