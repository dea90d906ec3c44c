"""A circuit breaker: an endpoint that keeps failing is left alone for a while.

One breaker stands before an endpoint for the whole process, shared by all drafts.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

_FAILURES, _PAUSE = 3, 60.0


class Breaker:
    """Opens after `failures` in a row, for `pause` seconds; then one request may try again, and
    whether it succeeds decides for the others. Safe to share between threads."""

    def __init__(
        self,
        failures: int = _FAILURES,
        pause: float = _PAUSE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._pause = pause
        self._clock = clock
        self._failed = 0
        self._until: float | None = None
        self._lock = threading.Lock()

    def wait(self) -> float:
        """Seconds for which the endpoint is still to be left alone; 0.0 is the permission to ask.

        After the pause only the first to come gets it: for the others the pause begins anew, so a
        probe that never reports back blocks nobody for longer than that.
        """
        with self._lock:
            if self._until is None:
                return 0.0
            left = self._until - self._clock()
            if left > 0:
                return left
            self._until = self._clock() + self._pause
            return 0.0

    def succeeded(self) -> None:
        with self._lock:
            self._failed, self._until = 0, None

    def failed(self, at_once: bool = False, pause: float = 0.0) -> None:
        """A request failed. `at_once`: it is pointless to try again; `pause`: what the endpoint
        asked for, in seconds."""
        with self._lock:
            self._failed += 1
            if at_once or pause or self._failed >= self._limit:
                self._until = self._clock() + max(pause, 0.0 if pause else self._pause)
