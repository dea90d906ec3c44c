"""How a person stops a draft that is being written.

A `StopSignal` is made for each turn and given to the writer; whoever serves the stop button sets
it from another thread, and the writer ends with Stopped within a second.
"""

from __future__ import annotations

import threading

from assistant.errors import AssistantError


class Stopped(AssistantError):  # noqa: N818 - nothing is wrong
    """The person at the screen stopped the draft; nothing of it is kept."""


class StopSignal:
    """Set once, from any thread; never unset."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def stop(self) -> None:
        self._event.set()

    @property
    def stopped(self) -> bool:
        return self._event.is_set()

    def check(self) -> None:
        """Raises Stopped if it is set."""
        if self._event.is_set():
            raise Stopped("已停止起草，原来的稿子没有改动")
