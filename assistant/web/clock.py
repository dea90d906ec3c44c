"""When something was done, as people read it: what is stored is ISO 8601 in UTC."""

from __future__ import annotations

from datetime import datetime


def hour_of(at: str) -> str:
    """07-01 09:30, on the wall."""
    return f"{datetime.fromisoformat(at).astimezone():%m-%d %H:%M}"


def day_of(at: str) -> str:
    """2024-07-01 09:30, on the wall."""
    return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
