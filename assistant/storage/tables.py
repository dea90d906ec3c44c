"""The tables, as they are now; `assistant.storage.migration` brings older databases here."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class ConversationRow(Base):
    """`owner` is "" for whoever sits at the machine without accounts, `handed` the stage."""

    __tablename__ = "conversations"
    id: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(default="")
    created_at: Mapped[str]
    current_version: Mapped[int | None] = mapped_column(default=None)
    owner: Mapped[str] = mapped_column(server_default="")
    handed: Mapped[str] = mapped_column(server_default="")


class VersionRow(Base):
    """`sources` are the ids, as JSON, of the paragraphs that the version cites and its parent does
    not."""

    __tablename__ = "versions"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    draft_id: Mapped[str]
    parent_id: Mapped[int | None]
    instruction: Mapped[str]
    draft: Mapped[str] = mapped_column(Text)
    created_at: Mapped[str]
    section: Mapped[str] = mapped_column(server_default="")
    author: Mapped[str] = mapped_column(server_default="")
    name: Mapped[str] = mapped_column(server_default="")
    sources: Mapped[str] = mapped_column(server_default="[]")


class SectionVersionRow(Base):
    """The current version of one section of a conversation's report."""

    __tablename__ = "section_versions"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    version_id: Mapped[int]


class UndoneRow(Base):
    """A version that undoing left; the last of a section is what redoing goes to."""

    __tablename__ = "undone"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    section: Mapped[str]
    version_id: Mapped[int]


class ChosenRow(Base):
    """A paragraph that is pinned or excluded in a conversation."""

    __tablename__ = "choices"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    paragraph_id: Mapped[str]
    choice: Mapped[str]


class ProposalRow(Base):
    """The open proposal of a section, without quotes."""

    __tablename__ = "proposals"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    section: Mapped[str] = mapped_column(primary_key=True)
    proposal: Mapped[str] = mapped_column(Text)
    created_at: Mapped[str]


class LockRow(Base):
    """A sentence nobody may change; known by its words, and by its place if they repeat."""

    __tablename__ = "locks"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    section: Mapped[str]
    sentence_id: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    why: Mapped[str]
    at: Mapped[str]


class ReplacementRow(Base):
    """One accepted replacement of wording."""

    __tablename__ = "replacements"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    before: Mapped[str] = mapped_column(index=True)
    after: Mapped[str]
    author: Mapped[str]
    at: Mapped[str]


class HouseTermRow(Base):
    """A replacement that was decided about: applied (on) or not to be offered again."""

    __tablename__ = "house_terms"
    before: Mapped[str] = mapped_column(primary_key=True)
    after: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str]
    by: Mapped[str]
    at: Mapped[str]


class UserRow(Base):
    """An account; `failed` counts wrong passwords in a row, times are ISO 8601, UTC."""

    __tablename__ = "users"
    name: Mapped[str] = mapped_column(primary_key=True)
    role: Mapped[str]
    password: Mapped[str]
    disabled: Mapped[bool] = mapped_column(default=False)
    failed: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[str] = mapped_column(default="")
    created_at: Mapped[str]


class SessionRow(Base):
    """Somebody who signed in; the token itself is only in their browser."""

    __tablename__ = "sessions"
    token: Mapped[str] = mapped_column(primary_key=True)  # its SHA-256
    user: Mapped[str] = mapped_column(ForeignKey("users.name", ondelete="CASCADE"), index=True)
    created_at: Mapped[str]
    seen_at: Mapped[str]
    expires_at: Mapped[str]


class AsideRow(Base):
    """A version that was made on one which was no longer current, and waits to be merged."""

    __tablename__ = "asides"
    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True)


class DecisionRow(Base):
    """A decision on a sentence. `is_current` is false once another was made in its place."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    section: Mapped[str]
    sentence_id: Mapped[str]
    stands_on: Mapped[str]
    verb: Mapped[str]
    by: Mapped[str]
    at: Mapped[str]
    note: Mapped[str] = mapped_column(Text)
    is_current: Mapped[bool]


class ThreadRow(Base):
    """Comments on a sentence that read `text` when the first was made."""

    __tablename__ = "threads"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    section: Mapped[str]
    sentence_id: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str]


class RemarkRow(Base):
    __tablename__ = "remarks"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id"), index=True)
    by: Mapped[str]
    at: Mapped[str]
    text: Mapped[str] = mapped_column(Text)


class WaiverRow(Base):
    """A blocker of signing that was let pass; it holds for the words it was made on."""

    __tablename__ = "waivers"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    section: Mapped[str]
    blocker_id: Mapped[str]
    kind: Mapped[str]
    message: Mapped[str] = mapped_column(Text)
    by: Mapped[str]
    at: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)


class SealRow(Base):
    """A signed version; it is frozen while nobody reopened it. `seq` and `hash` are those of its
    record in the log, `reopened_seq` that of the record of reopening."""

    __tablename__ = "seals"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    section: Mapped[str]
    version_id: Mapped[int]
    by: Mapped[str]
    at: Mapped[str]
    seq: Mapped[int]
    hash: Mapped[str]
    reopened_seq: Mapped[int | None] = mapped_column(default=None)
    reopened_by: Mapped[str] = mapped_column(default="")
    reopened_at: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(Text, default="")


class LogRow(Base):
    """A copy of a line of the sign-off log; `is_written` once the line is safe in the file."""

    __tablename__ = "sign_log"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str]
    line: Mapped[str] = mapped_column(Text)
    is_written: Mapped[bool]
