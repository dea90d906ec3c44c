"""The door of the web app: whose request it is, and whether it may come in.

Three ways in: a session cookie; a header set by an authenticating proxy, which counts only from the
proxy's own addresses; and none at all while there are no accounts and nobody else can listen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from assistant.errors import AccountError, SettingsError
from assistant.people.roles import LOCAL, ROLE_LABELS, Role, User, account_name

if TYPE_CHECKING:
    from assistant.people.accounts import Accounts

COOKIE = "nigao_session"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
Refusal = Literal["sign-in", "unknown", "closed", "elsewhere", "foreign"]
REFUSALS: dict[Refusal, str] = {
    "sign-in": "请先登录，或者登录已到期，请重新登录",
    "unknown": "您已通过单位的统一登录，但拟稿里没有您的账号，或账号已停用；请联系管理员",
    "closed": "还没有账号，不能从别的电脑使用；请在运行拟稿的电脑上执行 nigao user add 建立管理员账号",
    "elsewhere": "没有账号时只能用 http://127.0.0.1 或 http://localhost 打开",
    "foreign": "这个请求不是从拟稿的网页发出的，没有执行；如果用了代理，请让它原样转发 Host",
}


@dataclass(frozen=True)
class Proxy:
    """Which headers an authenticating proxy sets, lower case; "" for none."""

    user_header: str = ""
    role_header: str = ""
    addresses: frozenset[str] = frozenset()

    @classmethod
    def named(cls, user_header: str, role_header: str, addresses: str) -> Proxy:
        """`addresses` are separated by commas. Raises SettingsError if one is none: mistyped, it
        would count for nobody, or for others than meant."""
        given = [part.strip() for part in addresses.split(",") if part.strip()]
        if wrong := [part for part in given if not _is_address(part)]:
            raise SettingsError(f"NIGAO_PROXY_ADDRESSES 里不是 IP 地址：{'、'.join(wrong)}")
        trusted = frozenset(map(_address, given))
        return cls(user_header.strip().lower(), role_header.strip().lower(), trusted)

    @property
    def tells_roles(self) -> bool:
        """Whether nobody needs an account of ours."""
        return bool(self.user_header and self.role_header)


@dataclass(frozen=True)
class Knock:
    """A request as the door sees it: `headers` by lower-case name with all their values, `peer` the
    address at the other end of the connection, whatever any header says."""

    peer: str
    headers: Mapping[str, tuple[str, ...]]
    token: str = ""
    method: str = "GET"

    def header(self, name: str) -> str:
        return next(iter(self.headers.get(name, ())), "")


@dataclass(frozen=True)
class Door:
    """`is_local`: only this machine can reach the app."""

    accounts: Accounts
    is_local: bool = True
    proxy: Proxy = Proxy()

    def admit(self, knock: Knock) -> User | Refusal:
        """Whose request it is, or why it may not come in."""
        if not self.is_ours(knock):
            return "foreign"
        if self.is_named_by_proxy(knock):
            named = knock.headers[self.proxy.user_header]
            return self._named(named, knock.header(self.proxy.role_header)) or "unknown"
        if self.accounts.any() or self.proxy.user_header:
            return (self.accounts.user_of(knock.token) if knock.token else None) or "sign-in"
        if not self.is_local:
            return "closed"
        # Otherwise a page of another site could lead its own name here and read along.
        return LOCAL if _host(knock.header("host")) in LOOPBACK else "elsewhere"

    def is_named_by_proxy(self, knock: Knock) -> bool:
        """Whether it says whose it is in a header that counts."""
        named = self.proxy.user_header and self.proxy.user_header in knock.headers
        return bool(named) and self._is_from_proxy(knock)

    def is_secure(self, knock: Knock, scheme: str) -> bool:
        """Whether the browser speaks https, to us or to the proxy."""
        told = knock.header("x-forwarded-proto") if self._is_from_proxy(knock) else ""
        return (told or scheme) == "https"

    def is_ours(self, knock: Knock) -> bool:
        """Whether a request that may change something was sent by a page of ours, or by none."""
        if knock.method in ("GET", "HEAD", "OPTIONS"):
            return True
        if site := knock.header("sec-fetch-site"):  # browsers say it themselves, pages cannot
            return site in ("same-origin", "none")
        origin = knock.header("origin")
        if not origin:
            return True  # no browser
        hosts = [knock.header("host")]
        if self._is_from_proxy(knock):
            hosts.append(knock.header("x-forwarded-host"))
        return urlsplit(origin).netloc.lower() in [host.lower() for host in hosts if host]

    def _is_from_proxy(self, knock: Knock) -> bool:
        return _address(knock.peer) in self.proxy.addresses

    def _named(self, named: tuple[str, ...], told_role: str) -> User | None:
        if len(named) != 1:  # a second one was smuggled past the proxy
            return None
        try:
            name = account_name(_text(named[0]))
        except AccountError:
            return None
        account = self.accounts.account(name)
        if account is not None and account.disabled:
            return None
        role = _role(_text(told_role)) or (account.role if account else None)
        return User(name, role) if role else None


def _role(told: str) -> Role | None:
    return next((r for r, label in ROLE_LABELS.items() if told.strip() in (r, label)), None)


def _text(value: str) -> str:
    """Header values are Latin-1 to the server; proxies send UTF-8, bare or percent-encoded."""
    try:
        return unquote(value.encode("latin-1").decode("utf-8"), errors="strict")
    except UnicodeError:
        return value


def _host(value: str) -> str:
    try:
        return urlsplit(f"//{value}").hostname or ""
    except ValueError:
        return ""


def _is_address(value: str) -> bool:
    try:
        ip_address(value)
    except ValueError:
        return False
    return True


def _address(value: str) -> str:
    """One form of an address, IPv4 also where it comes mapped into IPv6."""
    if not _is_address(value):
        return value
    parsed = ip_address(value)
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped or parsed)
