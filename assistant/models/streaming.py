"""Reading a model's stream within budgets.

The request runs in a thread of its own, and the caller waits for its parts: so nothing a library
does — looking up a name, waiting for headers, a silent server — can hold a draft longer than its
budget, and a stop is obeyed at once.
"""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from langchain_core.messages import BaseMessage

from assistant.models.answers import without_thoughts
from assistant.models.budgets import Budgets
from assistant.models.connection import LINE, Line
from assistant.models.failures import ModelFailure
from assistant.writing.stopping import StopSignal

_POLL = 0.05  # seconds; how soon a stop is noticed
_AFTER_THE_END = 1.0  # seconds for the end of a stream whose last part has come
_GROWTH = 1.5  # after which the answer's length is looked at again

Stream = Callable[[], Iterator[BaseMessage]]
_Parts = SimpleQueue[BaseMessage | BaseException | None]  # None ends it


@dataclass(frozen=True)
class Reply:
    """What the model said without its thoughts, and the reason it gave for ending there ("" if
    none: the stream was cut)."""

    text: str
    finish: str


def read_reply(start: Stream, budgets: Budgets, stop: StopSignal, deadline: float) -> Reply:
    """All of the stream that `start` opens; `deadline` is on the monotonic clock.

    Raises ModelFailure ("timeout", "too_long"), Stopped, or whatever the stream raised.
    """
    stop.check()
    line, parts = Line(), _Parts()
    context = contextvars.copy_context()
    context.run(LINE.set, line)
    threading.Thread(
        target=context.run, args=(_pump, start, line, parts), name="nigao-model", daemon=True
    ).start()
    try:
        return _collect(parts, budgets, stop, deadline)
    finally:
        line.hang_up()


def _pump(start: Stream, line: Line, parts: _Parts) -> None:
    try:
        for part in start():
            if line.hung_up:
                return
            parts.put(part)
        parts.put(None)
    except Exception as error:  # noqa: BLE001 - handed to the thread that waits
        parts.put(error)


def _collect(parts: _Parts, budgets: Budgets, stop: StopSignal, deadline: float) -> Reply:
    said: list[str] = []
    length, look_at, finish = 0, float(budgets.answer_chars), ""
    heard, patience = time.monotonic(), budgets.first_token
    while True:
        stop.check()
        now = time.monotonic()
        if now >= min(heard + patience, deadline):
            if finish:  # the answer is whole; the endpoint only does not hang up
                return Reply(without_thoughts("".join(said)), finish)
            raise _late(budgets, not said, now >= deadline)
        try:
            part = parts.get(timeout=min(_POLL, min(heard + patience, deadline) - now))
        except Empty:
            continue
        if part is None:
            return Reply(without_thoughts("".join(said)), finish)
        if isinstance(part, BaseException):
            raise part
        # Thoughts arrive as empty parts: the model is at work.
        heard, patience = time.monotonic(), budgets.between_tokens
        said.append(part.text)
        length += len(part.text)
        finish = part.response_metadata.get("finish_reason") or finish
        patience = min(patience, _AFTER_THE_END) if finish else patience
        if length > look_at:
            look_at = _GROWTH * length
            if len(without_thoughts("".join(said))) > budgets.answer_chars:
                raise ModelFailure("too_long")


def _late(budgets: Budgets, is_first: bool, is_whole: bool) -> ModelFailure:
    if is_whole:
        return ModelFailure("timeout", "规定时间内没有写完")
    if is_first:
        return ModelFailure("timeout", f"{budgets.first_token:g} 秒内没有开始回答")
    return ModelFailure("timeout", f"回答中断超过 {budgets.between_tokens:g} 秒")
