"""What went wrong with a model, told in one Chinese sentence.

Every failure means: this item without the model. It also says whether the endpoint is to blame
(the circuit breaker counts those) and whether asking again at once would be pointless.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.errors import ModelError

Kind = Literal[
    "unreachable", "timeout", "key", "missing", "busy", "broken", "redirect", "refused",
    "context", "cut", "garbled", "empty", "format", "too_long", "resting", "unusable", "given_up",
]  # fmt: skip

_MESSAGES: dict[Kind, str] = {
    "unreachable": "连接不上模型接口",
    "timeout": "模型响应超时",
    "key": "模型接口不接受密钥，请检查 NIGAO_MODEL_API_KEY",
    "missing": "模型接口没有这个地址或模型，请检查 NIGAO_MODEL_BASE_URL（是否少了 /v1）和 NIGAO_MODEL",
    "busy": "被模型接口限流",
    "broken": "模型接口出错",
    "redirect": "模型接口要求转到别的地址，没有跟随，请直接填写最终的地址",
    "refused": "模型接口不接受这个请求",
    "context": "提示超出了模型的上下文长度，请换用上下文不少于 8k 的模型",
    "cut": "模型的回答中途断开",
    "garbled": "模型的回答不是可以解读的文字",
    "empty": "模型没有回答内容",
    "format": "模型的回答不合格式",
    "too_long": "模型的回答过长，已截断不用",
    "resting": "模型接口刚才连续出错，暂不再请求",
    "unusable": "模型写的内容不合要求",
    "given_up": "模型连续几条没有写成，本稿不再请求",
}
# What the model said is at fault here, not the endpoint.
_BLAMELESS: frozenset[Kind] = frozenset(
    {"format", "too_long", "resting", "unusable", "given_up", "context"}
)
# These do not get better by themselves.
_LASTING: frozenset[Kind] = frozenset({"key", "missing", "redirect"})
_CONTEXT = re.compile(
    r"context.{0,20}(?:length|window|size)|maximum.{0,20}(?:length|tokens)|prompt is too long|上下文",
    re.IGNORECASE,
)
_LONGEST_PAUSE = 600.0  # seconds, whatever Retry-After says


class ModelFailure(ModelError):  # noqa: N818 - so it is called all over
    """One request that came to nothing. `status` is the HTTP status or 0, `retry_after` seconds."""

    def __init__(
        self, kind: Kind, detail: str = "", status: int = 0, retry_after: float = 0.0
    ) -> None:
        told = "，".join(part for part in (detail, f"HTTP {status}" if status else "") if part)
        super().__init__(_MESSAGES[kind] + (f"（{told}）" if told else ""))
        self.kind = kind
        self.status = status
        self.retry_after = retry_after

    @property
    def endpoint_at_fault(self) -> bool:
        return self.kind not in _BLAMELESS

    @property
    def lasting(self) -> bool:
        return self.kind in _LASTING


@dataclass(frozen=True)
class Rejection:
    """The endpoint did not like something about the request; `said` is its reason, if it gave one.
    It becomes a failure when nothing is left to leave out."""

    status: int
    said: str


def failure_of(error: BaseException) -> ModelFailure | Rejection:
    """What an error of the client's libraries means."""
    import openai

    cause: BaseException | None = error
    while cause is not None:  # clients wrap what comes from below
        if isinstance(cause, ModelFailure):
            return cause
        cause = cause.__cause__
    if isinstance(error, openai.APIStatusError):
        return _of_status(error.status_code, error.message, error.response.headers)
    if isinstance(error, openai.APITimeoutError):
        return ModelFailure("unreachable" if _has(error, "ConnectTimeout") else "timeout")
    if isinstance(error, openai.APIConnectionError):
        return ModelFailure("unreachable" if _has(error, "ConnectError") else "cut")
    if isinstance(error, openai.APIError):  # an error event in the stream
        return ModelFailure("context" if _CONTEXT.search(str(error)) else "broken")
    if isinstance(error, ValueError) and "No generation" in str(error):
        return ModelFailure("empty")
    # What the protocol says is not what came: anything may fail over it.
    return ModelFailure("cut" if _has(error, "ReadError", "RemoteProtocolError") else "garbled")


def _has(error: BaseException | None, *names: str) -> bool:
    """Whether the error, or one that led to it, is of a class of that name: the HTTP libraries
    below the client have classes of their own for the same things."""
    while error is not None:
        if type(error).__name__ in names:
            return True
        error = error.__cause__
    return False


def _of_status(status: int, said: str, headers: object) -> ModelFailure | Rejection:
    if 300 <= status < 400:
        return ModelFailure("redirect", status=status)
    if status in {401, 403}:
        return ModelFailure("key", status=status)
    if status == 404:
        return ModelFailure("missing", status=status)
    if status == 429:
        return ModelFailure("busy", status=status, retry_after=_retry_after(headers))
    if _CONTEXT.search(said):
        return ModelFailure("context", status=status)
    if status < 500 or status == 501 or _names_an_option(said):
        return Rejection(status, said)
    return ModelFailure("broken", status=status, retry_after=_retry_after(headers))


def _names_an_option(said: str) -> bool:
    """Some servers answer 500 to an option they do not know."""
    return bool(re.search(r"response_format|json_schema|json_object|grammar|temperature", said))


def _retry_after(headers: object) -> float:
    get = getattr(headers, "get", None)
    value = str(get("retry-after", "")) if get else ""
    return min(float(value), _LONGEST_PAUSE) if re.fullmatch(r"\d{1,6}", value) else 0.0
