"""Accounts over a fresh database, with a clock that tests move and hashes that cost little."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.people.accounts import Accounts
from assistant.people.passwords import Passwords
from assistant.storage import Storage

PASSWORD = "河水清清向东流去-2024"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2024, 7, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **how_long: float) -> None:
        self.at += timedelta(**how_long)


def cheap() -> Passwords:
    return Passwords(passes=1, memory_kib=8, lanes=1)


def accounts_at(home: Path, clock: Clock | None = None) -> tuple[Storage, Accounts]:
    storage = Storage(home / "drafts.db")
    return storage, Accounts(storage, cheap(), clock or Clock())
