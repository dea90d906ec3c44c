"""Posts JSON to a model service: the only place that talks HTTP to one.

Proxies of the environment are ignored and redirects are not followed, so that texts go to the
address that was configured and nowhere else.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    import httpx

_MAX_ANSWER = 256 << 20  # bytes
_QUOTED = 200  # characters of an answer that a message repeats
_PAUSES = (0.5, 1.5)  # seconds before the second and the third attempt
_LONGEST_PAUSE = 10.0  # however long the service asks for
_BUSY = {429, 500, 502, 503, 504}


class EndpointError(Exception):
    """In Chinese: the address, what happened and what to do. `status` is 0 without an answer;
    `said` is what the service says about itself."""

    def __init__(self, message: str, status: int = 0, said: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.said = said


@dataclass(frozen=True)
class Patience:
    """Seconds for connecting and for the whole answer, and how often to try again."""

    connect: float = 3.0
    answer: float = 60.0
    retries: int = 2
    pause: Callable[[float], None] = time.sleep


PATIENCE = Patience()


class Endpoint:
    """One address; safe to share between threads. Raises EndpointError if it cannot be one."""

    def __init__(self, url: str, key: str = "", patience: Patience = PATIENCE) -> None:
        self.address = address_of(url)
        key = key.strip()
        if not (key.isascii() and (key.isprintable() or not key)):
            raise EndpointError("接口密钥含有无法使用的字符，请检查是否复制完整、有没有多余的文字")
        self._patience = patience
        self._client = self._open(url.strip(), key)

    def _open(self, url: str, key: str) -> httpx.Client:
        import httpx

        patience = self._patience
        self._url = httpx.URL(url)
        return httpx.Client(
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx.Timeout(patience.answer, connect=patience.connect),
            follow_redirects=False,
            trust_env=False,
        )

    def post(self, body: dict[str, Any]) -> Any:
        """The answer's JSON. Tries again when the service is busy, failing or unreachable, but not
        when it was silent for too long. Raises EndpointError."""
        for pause in (*_PAUSES[: self._patience.retries], None):
            try:
                status, headers, content = self._post(body)
            except _Unreachable as error:
                if pause is None:
                    raise EndpointError(str(error)) from error.__cause__
            else:
                if status not in _BUSY or pause is None:
                    return self._read(status, content)
                pause = max(pause, _asked_pause(headers))
            self._patience.pause(pause)
        raise AssertionError("the last attempt returns or raises")

    def _post(self, body: dict[str, Any]) -> tuple[int, httpx.Headers, bytes]:
        import httpx

        deadline = time.monotonic() + self._patience.answer
        try:
            with self._client.stream("POST", self._url, json=body) as response:
                content = bytearray()
                for chunk in response.iter_bytes():
                    content += chunk
                    if len(content) > _MAX_ANSWER:
                        raise EndpointError(f"{self.address} 的答复过大，请检查地址是否填对")
                    if time.monotonic() > deadline:
                        raise self._silent()
                return response.status_code, response.headers, bytes(content)
        except (httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
            raise self._silent() from error
        except httpx.ConnectTimeout as error:
            raise _Unreachable(f"{self._no_way()}（连接超时）") from error
        except httpx.HTTPError as error:
            raise _Unreachable(f"{self._no_way()}（{error or type(error).__name__}）") from error

    def _no_way(self) -> str:
        return f"连不上 {self.address}，请确认服务已经启动、地址和端口正确、防火墙放行"

    def _silent(self) -> EndpointError:
        seconds = self._patience.answer
        return EndpointError(
            f"{self.address} 在 {seconds:g} 秒内没有答复，请查看服务是否繁忙或卡住"
        )

    def _read(self, status: int, content: bytes) -> Any:
        if not 200 <= status < 300:
            said = _said(content)
            told = (
                f"{self.address} {_meaning(status)}（HTTP {status}{'：' + said if said else ''}）"
            )
            raise EndpointError(told, status, said)
        try:
            return json.loads(content)
        except ValueError as error:  # also what is no UTF-8
            raise EndpointError(
                f"{self.address} 的答复不是 JSON，请检查地址是否填对（常见的是少了 /v1）"
            ) from error


class _Unreachable(Exception):  # noqa: N818 - becomes an EndpointError when all attempts failed
    """The connection could not be made, or broke."""


def address_of(url: str) -> str:
    """The address as it may be shown: without user, password and query.

    Raises EndpointError if it is none.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or parts.scheme not in {"http", "https"} or re.search(r"\s", url.strip()):
        raise EndpointError(
            "接口地址应写成 http://主机:端口/v1 的样子"
            + (f"，不能是“{url}”" if "@" not in url else "")
        )
    host = f"[{host}]" if ":" in host else host
    netloc = f"{host}:{port}" if port else host
    return urlunsplit((parts.scheme, netloc, parts.path, "", ""))


def _asked_pause(headers: httpx.Headers) -> float:
    """Seconds of a Retry-After header, within reason; 0 without one."""
    value = headers.get("retry-after", "")
    return min(float(value), _LONGEST_PAUSE) if re.fullmatch(r"\d{1,6}", value) else 0.0


def _meaning(status: int) -> str:
    if status in {401, 403}:
        return "不接受接口密钥，请检查密钥"
    if status == 404:
        return "没有这个地址或没有这个模型，请检查接口地址（是否少了 /v1）和模型名"
    if 300 <= status < 400:
        return "要求转到别的地址，没有跟随，请直接填写最终的接口地址"
    if status == 429:
        return "请求过于频繁，请稍后再试"
    if status >= 500:
        return "出错，请查看该服务的日志"
    return "不接受这个请求"


def _said(content: bytes) -> str:
    """The reason in the answer's body, short and on one line."""
    text = content.decode("utf-8", "replace")
    try:
        found = json.loads(text)
        for key in ("error", "message", "detail"):
            if isinstance(found, dict) and found.get(key):
                found = found[key]
        text = found if isinstance(found, str) else text
    except ValueError:
        text = "" if "<" in text else text  # a page for people, not a reason
    return " ".join(text.split())[:_QUOTED]
