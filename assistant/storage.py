"""Conversations and the versions of their drafts. The only module that imports sqlalchemy.

Nothing is ever overwritten: a version points at the one it was made from, a conversation at its
current version; undoing moves that pointer back. Citations are stored as pointers: their quotes
are cut out of the archive again, so a forgotten report does not live on in here.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import ForeignKey, Text, create_engine, delete, event, exists, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from assistant.choices import Choice, Choices
from assistant.document import (
    SECTIONS,
    Draft,
    SectionName,
    draft_from_json,
    draft_to_json,
    requoted,
)

_TITLE_CHARS = 24


Quote = Callable[[str, int, int], str | None]


def nothing(*_: object) -> None:
    """For drafts that cite no report."""


class _Base(DeclarativeBase):
    pass


class _Conversation(_Base):
    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    created_at: Mapped[str]
    current_version: Mapped[int | None] = mapped_column(default=None)


class _Version(_Base):
    __tablename__ = "versions"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    draft_id: Mapped[str]
    parent_id: Mapped[int | None]
    instruction: Mapped[str]
    draft: Mapped[str] = mapped_column(Text)
    created_at: Mapped[str]


class _SectionVersion(_Base):
    """The current version of one section of a conversation's report."""

    __tablename__ = "section_versions"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    version_id: Mapped[int]


class _Chosen(_Base):
    """A paragraph that is pinned or excluded in a conversation."""

    __tablename__ = "choices"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    paragraph_id: Mapped[str]
    choice: Mapped[str]


@dataclass(frozen=True)
class ConversationSummary:
    id: str
    title: str
    created_at: str


class Storage:
    """Opens or creates the database at `path`; `quote` cuts a span out of the archive."""

    def __init__(self, path: Path, quote: Quote = nothing) -> None:
        self._quote = quote
        path.parent.mkdir(parents=True, exist_ok=True)
        self._engine = create_engine(f"sqlite:///{path}")
        event.listen(self._engine, "connect", _durable)
        _Base.metadata.create_all(self._engine)

    def close(self) -> None:
        self._engine.dispose()

    def new_conversation(self) -> str:
        """The id of a new, empty conversation; it cannot be guessed.

        Conversations in which nothing was said or chosen for a day are cleared away.
        """
        conversation_id = secrets.token_urlsafe(16)
        yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="microseconds")
        with Session(self._engine) as session, session.begin():
            unused = (_Conversation.title == "") & (_Conversation.created_at < yesterday)
            chosen = exists().where(_Chosen.conversation_id == _Conversation.id)
            session.execute(delete(_Conversation).where(unused & ~chosen))
            session.add(_Conversation(id=conversation_id, created_at=_now()))
        return conversation_id

    def has_conversation(self, conversation_id: str) -> bool:
        with Session(self._engine) as session:
            return session.get(_Conversation, conversation_id) is not None

    def name_conversation(self, conversation_id: str, first_message: str) -> None:
        """The first message names a conversation; later ones change nothing."""
        with Session(self._engine) as session, session.begin():
            row = session.get_one(_Conversation, conversation_id)
            row.title = row.title or first_message.strip()[:_TITLE_CHARS]

    def conversations(self, limit: int = 30) -> list[ConversationSummary]:
        """Named conversations, newest first."""
        with Session(self._engine) as session:
            rows = session.scalars(
                select(_Conversation)
                .where(_Conversation.title != "")
                .order_by(_Conversation.created_at.desc())
                .limit(limit)
            )
            return [ConversationSummary(r.id, r.title, r.created_at) for r in rows]

    def save(self, conversation_id: str, draft: Draft, instruction: str) -> None:
        """Add a version, make it the current one of its section and open it."""
        with Session(self._engine) as session, session.begin():
            conversation = session.get_one(_Conversation, conversation_id)
            version = _Version(
                conversation_id=conversation_id,
                draft_id=draft.id,
                parent_id=self._version_of(session, conversation, draft.section),
                instruction=instruction,
                draft=json.dumps(draft_to_json(requoted(draft, nothing)), ensure_ascii=False),
                created_at=_now(),
            )
            session.add(version)
            session.flush()
            self._point(session, conversation, draft.section, version.id)

    def current(self, conversation_id: str, section: SectionName | None = None) -> Draft | None:
        """The open draft of a conversation, or that of the section."""
        with Session(self._engine) as session:
            conversation = session.get(_Conversation, conversation_id)
            if conversation is None:
                return None
            version_id = conversation.current_version
            if section is not None:
                version_id = self._version_of(session, conversation, section)
            return self._draft(session, version_id) if version_id is not None else None

    def sections(self, conversation_id: str) -> list[Draft]:
        """The current draft of every section, in the order of a report."""
        drafts = (self.current(conversation_id, section) for section in SECTIONS)
        return [draft for draft in drafts if draft is not None]

    def open_section(self, conversation_id: str, section: SectionName) -> Draft | None:
        """Open the draft of the section, if there is one; the draft that is open now."""
        with Session(self._engine) as session, session.begin():
            conversation = session.get_one(_Conversation, conversation_id)
            version_id = self._version_of(session, conversation, section)
            if version_id is not None:
                self._point(session, conversation, section, version_id)
        return self.current(conversation_id)

    def history(self, conversation_id: str) -> list[Draft]:
        """The open version and those it was made from, newest first."""
        drafts = []
        with Session(self._engine) as session:
            conversation = session.get(_Conversation, conversation_id)
            version_id = conversation.current_version if conversation else None
            while version_id is not None:
                drafts.append(self._draft(session, version_id))
                version_id = session.get_one(_Version, version_id).parent_id
        return drafts

    def undo(self, conversation_id: str) -> Draft | None:
        """Go back to the version before the open one; None if there is none."""
        with Session(self._engine) as session, session.begin():
            conversation = session.get_one(_Conversation, conversation_id)
            if conversation.current_version is None:
                return None
            parent = session.get_one(_Version, conversation.current_version).parent_id
            if parent is None:
                return None
            draft = self._draft(session, parent)
            self._point(session, conversation, draft.section, parent)
            return draft

    def _version_of(
        self, session: Session, conversation: _Conversation, section: SectionName
    ) -> int | None:
        row = session.get(_SectionVersion, (conversation.id, section))
        if row is not None:
            return row.version_id
        # Conversations from before there were two sections have the open version only.
        version_id = conversation.current_version
        if version_id is not None and self._draft(session, version_id).section == section:
            return version_id
        return None

    def _point(
        self, session: Session, conversation: _Conversation, section: str, version_id: int
    ) -> None:
        conversation.current_version = version_id
        session.merge(
            _SectionVersion(conversation_id=conversation.id, section=section, version_id=version_id)
        )

    def choices(self, conversation_id: str) -> Choices:
        """What was chosen for the drafts of a conversation, in the order it was."""
        with Session(self._engine) as session:
            rows = session.scalars(
                select(_Chosen)
                .where(_Chosen.conversation_id == conversation_id)
                .order_by(_Chosen.id)
            ).all()
            return Choices(
                tuple(r.paragraph_id for r in rows if r.choice == "pinned"),
                tuple(r.paragraph_id for r in rows if r.choice == "excluded"),
            )

    def choose(self, conversation_id: str, choice: Choice, paragraph_ids: Sequence[str]) -> Choices:
        """Pin or exclude paragraphs, or ("none") take back that they were; what is chosen now."""
        ids = list(dict.fromkeys(paragraph_ids))
        with Session(self._engine) as session, session.begin():
            session.execute(
                delete(_Chosen).where(
                    _Chosen.conversation_id == conversation_id, _Chosen.paragraph_id.in_(ids)
                )
            )
            if choice != "none":
                session.add_all(
                    _Chosen(conversation_id=conversation_id, paragraph_id=i, choice=choice)
                    for i in ids
                )
        return self.choices(conversation_id)

    def _draft(self, session: Session, version_id: int) -> Draft:
        stored = session.get_one(_Version, version_id).draft
        return requoted(draft_from_json(stored), self._quote)


def _durable(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
