"""The open database file: durable, up to date, and how the parts of the storage reach it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine, event, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.document import Draft, draft_from_json, draft_to_json, requoted
from assistant.storage.migration import migrate
from assistant.storage.tables import ConversationRow, VersionRow

DRAFTS = "drafts.db"  # in the data folder
Quote = Callable[[str, int, int], str | None]


def nothing(*_: object) -> None:
    """For drafts that cite no report."""


class Opened:
    """Opens or creates the database at `path`; `quote` cuts a span out of the archive."""

    def __init__(self, path: Path, quote: Quote = nothing) -> None:
        self._path = path
        self._quote = quote
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(f"sqlite:///{path}")
        event.listen(self._engine, "connect", _durable)
        migrate(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with Session(self._engine) as session, session.begin():
            yield session

    @contextmanager
    def _changing(self, conversation_id: str) -> Iterator[tuple[Session, ConversationRow]]:
        """A transaction on a conversation that exists. Nobody else writes in the meantime, so what
        is read in it is still true when it is written."""
        with self._writing() as session:
            # SQLite takes the write lock with the first change, not with the first reading.
            same = {"title": ConversationRow.title}
            session.execute(
                update(ConversationRow).where(ConversationRow.id == conversation_id).values(same)
            )
            yield session, session.get_one(ConversationRow, conversation_id)

    def _draft(self, session: Session, version_id: int) -> Draft:
        stored = session.get_one(VersionRow, version_id).draft
        return requoted(draft_from_json(stored), self._quote)


def stored_form(draft: Draft) -> str:
    """The draft as JSON without quotes."""
    return json.dumps(draft_to_json(requoted(draft, nothing)), ensure_ascii=False)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _durable(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
