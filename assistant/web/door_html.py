"""The small pages before the app: signing in, a new password, and being refused. No script in them."""

from __future__ import annotations

from html import escape

_STYLE = """
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: #f5f2ee;
  color: #1d1d1f; font: 16px/1.7 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei",
  "PingFang SC", sans-serif; }
main { width: min(400px, 92vw); background: #fff; border: 1px solid #e4ded6; border-radius: 10px;
  border-top: 4px solid #b3261e; padding: 30px 34px 26px; box-shadow: 0 6px 24px rgb(60 30 10 / 8%); }
h1 { font-size: 26px; letter-spacing: .12em; margin: 0; }
h1 + p { margin: 2px 0 18px; color: #6b655e; font-size: 14px; }
label { display: block; font-size: 14px; color: #444; margin: 12px 0 4px; }
input { width: 100%; font: inherit; padding: 8px 11px; border: 1px solid #cfc8bf; border-radius: 6px; }
input:focus { outline: 2px solid #e0a49f; border-color: #b3261e; }
button { width: 100%; margin-top: 20px; font: inherit; font-size: 17px; letter-spacing: .3em;
  padding: 8px; border: 0; border-radius: 6px; background: #b3261e; color: #fff; cursor: pointer; }
button:hover, button:focus-visible { background: #8f1e18; }
.said { background: #fdecea; border-left: 4px solid #b3261e; padding: 7px 12px; font-size: 14px;
  color: #5f1a14; margin: 0 0 4px; }
.said.calm { background: #fff6e0; border-color: #c77700; color: #5a3d00; }
footer { margin-top: 18px; font-size: 13px; color: #857e76; line-height: 1.6; }
a { color: #8f1e18; }
"""


def login_html(said: str = "", name: str = "", back: str = "/", calm: bool = False) -> str:
    """`said` is what went wrong, or, `calm`, why one is here; `back` is where one wanted to go."""
    focus = ("", " autofocus") if name else (" autofocus", "")
    return _page(
        "登录",
        "登录后使用 · 账号由管理员建立",
        f"""{_said(said, calm)}<form method="post" action="/login">
<input type="hidden" name="back" value="{escape(back, quote=True)}">
<label for="name">姓名</label>
<input id="name" name="name" value="{escape(name, quote=True)}" autocomplete="username"
 maxlength="64" required{focus[0]}>
<label for="password">密码</label>
<input id="password" name="password" type="password" autocomplete="current-password"
 maxlength="200" required{focus[1]}>
<button type="submit">登录</button></form>
<footer>忘记密码请找管理员重设。拟稿只是辅助，内容由使用人核定；不得用于涉密系统。</footer>""",
    )


def password_html(name: str, said: str = "") -> str:
    """A new password for whoever is signed in."""
    return _page(
        "改密码",
        f"{name}，请设新密码",
        f"""{_said(said, False)}<form method="post" action="/password">
<label for="old">原密码</label>
<input id="old" name="old" type="password" autocomplete="current-password" maxlength="200"
 required autofocus>
<label for="new">新密码（至少 10 个字符）</label>
<input id="new" name="new" type="password" autocomplete="new-password" maxlength="200" required>
<label for="again">新密码再输一次</label>
<input id="again" name="again" type="password" autocomplete="new-password" maxlength="200" required>
<button type="submit">保存</button></form>
<footer>保存后所有窗口都要用新密码重新登录。<br><a href="/">不改了，回到拟稿</a></footer>""",
    )


def refused_html(why: str) -> str:
    return _page("不能打开", "这个页面现在不能打开", f'<p class="said">{escape(why)}。</p>')


def _said(said: str, calm: bool) -> str:
    kind = "said calm" if calm else "said"
    return f'<p class="{kind}" role="alert">{escape(said)}</p>' if said else ""


def _page(title: str, under: str, body: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)} · 拟稿</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>拟稿</h1><p>{escape(under)}</p>{body}</main></body></html>"
    )
