"""The administrator's screen of accounts, and who is signed in above all screens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any, Literal

import gradio as gr

from assistant.errors import AccountError, AssistantError
from assistant.people.roles import LOCAL, ROLE_LABELS, Role
from assistant.service import Assistant
from assistant.web.guard import is_named_by_proxy
from assistant.web.people_html import begun_html, people_html, who_html
from assistant.web.seat import seat

Deed = Literal["add", "role", "password", "disable", "enable", "end", "remove"]
_DEEDS: tuple[Deed, ...] = ("add", "role", "password", "disable", "enable", "end", "remove")
_LONGEST = 200
_PRIVATE: dict[str, Any] = {"api_visibility": "private"}
_ON_LOAD = """
const wish = (from, deed) => {
  const row = from.closest('tr[data-name]');
  const form = from.closest('form');
  const value = (name) => (form ?? row)?.querySelector(`[name=${name}]`)?.value ?? '';
  return { do: deed, name: row ? row.dataset.name : value('name').trim(),
           role: value('role'), password: form ? value('password') : '' };
};
const sure = {
  disable: '停用后他会立即退出，不能再登录；稿件保留。确定停用吗？',
  remove: '删除后不能再登录；他的稿件保留，管理员可以看到。确定删除吗？',
};
element.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) { return; }
  if ('show' in button.dataset) {
    const box = button.parentElement.querySelector('input');
    box.type = box.type === 'password' ? 'text' : 'password';
    button.textContent = box.type === 'password' ? '显示' : '隐藏';
  } else if (button.dataset.do && !(sure[button.dataset.do] && !confirm(sure[button.dataset.do]))) {
    trigger('click', wish(button, button.dataset.do));
  }
});
element.addEventListener('change', (event) => {
  if (event.target.matches('tr select[name=role]')) { trigger('click', wish(event.target, 'role')); }
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  trigger('click', wish(event.target, event.target.dataset.do));
});
// Drawing anew leaves boxes as they are: what was typed is done, what was refused is not so.
watch('value', () => {
  element.querySelectorAll('form').forEach((form) => form.reset());
  element.querySelectorAll('tr select').forEach((select) => {
    select.value = select.querySelector('option[selected]').value;
  });
});
"""


@dataclass(frozen=True)
class Wish:
    deed: Deed
    name: str
    role: Role | None = None
    password: str = ""


def who_strip() -> gr.HTML:
    return gr.HTML(elem_id="who", js_on_load=None)


def wire_who(assistant: Assistant, page: gr.Blocks, who: gr.HTML, people: gr.Tab) -> None:
    """Opening the page tells who one is, and shows administrators their screen."""

    def load(request: gr.Request) -> tuple[str, Any]:
        me = seat(assistant, request)
        told = who_html(me.user, is_named_by_proxy(request.request))
        return told, gr.update(visible=me.may("people"))

    page.load(load, None, [who, people], **_PRIVATE)


def build_people_screen(assistant: Assistant, tab: gr.Tab) -> None:
    """Lay out the screen and wire it to the assistant."""
    people = gr.HTML(elem_id="people", js_on_load=_ON_LOAD)

    def show(request: gr.Request) -> str:
        return _listed(seat(assistant, request))

    def act(request: gr.Request, event: gr.EventData) -> Any:
        me = seat(assistant, request)
        try:
            said = _do(me, wish := asked(event._data))
        except AssistantError as error:
            gr.Warning(escape(str(error)), title="没有做")
            # A role that was not given is shown as it is; what was typed stays.
            is_typed = isinstance(event._data, dict) and event._data.get("do") in (
                "add",
                "password",
            )
            return gr.skip() if is_typed else _listed(me)
        gr.Info(escape(said), title="完成")
        return begun_html(wish.name) if me.user == LOCAL else _listed(me)

    tab.select(show, None, people, show_progress="hidden", **_PRIVATE)
    people.click(act, None, people, show_progress="hidden", trigger_mode="once", **_PRIVATE)


def asked(data: Any) -> Wish:
    """What a click asks for. Raises AccountError: a browser can send anything."""
    sent = data if isinstance(data, dict) else {}
    deed = next((d for d in _DEEDS if d == sent.get("do")), None)
    name, password = sent.get("name"), sent.get("password", "")
    role = next((r for r in ROLE_LABELS if r == sent.get("role")), None)
    good = isinstance(name, str) and isinstance(password, str)
    if deed is None or not good or len(str(name)) > _LONGEST or (deed == "role" and role is None):
        raise AccountError("没有看懂这次点击，请刷新页面再试")
    return Wish(deed, str(name), role, str(password))


def _do(me: Assistant, wish: Wish) -> str:
    """Do it; what to tell. Raises AssistantError."""
    name = wish.name
    if wish.deed == "add":
        role = me.add_person(name, wish.role, wish.password)
        return f"已建立账号：{name}（{ROLE_LABELS[role]}）"
    if wish.deed == "role" and wish.role is not None:
        me.set_role(name, wish.role)
        return f"{name}现在是{ROLE_LABELS[wish.role]}"
    if wish.deed == "password":
        me.set_password(name, wish.password)
        return f"已重设{name}的密码，请告诉本人；用旧密码登录的都已退出"
    if wish.deed in ("disable", "enable"):
        me.disable_person(name, wish.deed == "disable")
        return f"已停用{name}" if wish.deed == "disable" else f"已恢复{name}"
    if wish.deed == "end":
        me.end_sessions(name)
        return f"{name}在各处的登录都已结束"
    me.remove_person(name)
    return f"已删除账号：{name}"


def _listed(me: Assistant) -> str:
    return people_html(me.people(), me.user, datetime.now(UTC).isoformat(timespec="microseconds"))
