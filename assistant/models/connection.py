"""The HTTP client that chat requests go through: no proxies, no redirects, no hidden retries.

Texts go to the configured address and nowhere else. Each request has a connection of its own,
which `Line.hang_up` closes from another thread, whatever its thread is waiting for.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.models.budgets import Budgets
from assistant.models.failures import ModelFailure

if TYPE_CHECKING:
    import httpx2


class Line:
    """What one request keeps open. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closers: list[Callable[[], None]] = []
        self._hung_up = False

    @property
    def hung_up(self) -> bool:
        return self._hung_up

    def opened(self, close: Callable[[], None]) -> None:
        """Something was opened; it is closed at once if the line was hung up meanwhile."""
        with self._lock:
            if not self._hung_up:
                self._closers.append(close)
                return
        close()

    def hang_up(self) -> None:
        with self._lock:
            self._hung_up = True
            closers, self._closers = self._closers, []
        for close in closers:
            close()


# The line of the request that this thread makes.
LINE: ContextVar[Line | None] = ContextVar("LINE", default=None)


def http_client(budgets: Budgets) -> httpx2.Client:
    """A client for one endpoint; safe to share between threads."""
    import httpx2

    class Transport(httpx2.HTTPTransport):
        """Tells the line about its socket and counts what comes in."""

        def handle_request(self, request: httpx2.Request) -> httpx2.Response:
            if line := LINE.get():
                request.extensions = {**request.extensions, "trace": partial(_told, line)}
            response = super().handle_request(request)
            if response.headers.get("content-encoding", "identity") != "identity":
                response.close()
                raise ModelFailure("garbled")  # it was asked not to; a bomb could hide in it
            response.stream = Counted(response.stream)  # type: ignore[arg-type]
            return response

    class Counted(httpx2.SyncByteStream):
        def __init__(self, stream: httpx2.SyncByteStream) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            left = budgets.raw_bytes
            for part in self._stream:
                left -= len(part)
                if left < 0:
                    raise ModelFailure("too_long")
                yield part

        def close(self) -> None:
            self._stream.close()

    pause = max(budgets.first_token, budgets.between_tokens)
    return httpx2.Client(
        transport=Transport(
            trust_env=False, limits=httpx2.Limits(max_connections=None, max_keepalive_connections=0)
        ),
        headers={"Accept-Encoding": "identity"},
        timeout=httpx2.Timeout(pause, connect=budgets.connect),
        follow_redirects=False,
        trust_env=False,
    )


def _told(line: Line, event: str, info: dict[str, Any]) -> None:
    """Events of a request, as the HTTP library traces them."""
    if event == "connection.connect_tcp.complete":
        line.opened(partial(_shut, info["return_value"].get_extra_info("socket")))


def _shut(connected: socket.socket) -> None:
    """Wakes the thread that reads from it; closing alone would not."""
    with suppress(OSError):  # the other side may have been first
        connected.shutdown(socket.SHUT_RDWR)
