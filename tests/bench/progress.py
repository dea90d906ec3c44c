"""Tells whoever waits what is going on; the table alone goes to stdout."""

from __future__ import annotations

import sys
import time

_STARTED = time.monotonic()


def since_start() -> float:
    """Seconds since this process has begun, but for the start of the interpreter itself."""
    return time.monotonic() - _STARTED


def say(message: str) -> None:
    """One line on stderr with the time of day."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {message}\n")
    sys.stderr.flush()
