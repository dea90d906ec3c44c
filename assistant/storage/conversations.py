"""Conversations, and which paragraphs were chosen in them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select

from assistant.choices import Choice, Choices
from assistant.people.roles import STAGES, Stage
from assistant.storage.opened import Opened, now
from assistant.storage.tables import ChosenRow, ConversationRow

_TITLE_CHARS = 24


@dataclass(frozen=True)
class ConversationSummary:
    id: str
    title: str
    created_at: str
    owner: str = ""
    handed: Stage = ""


class Conversations(Opened):
    """The conversations of the database."""

    def new_conversation(self, owner: str = "") -> str:
        """The id of a new, empty conversation; it cannot be guessed.

        Conversations in which nothing was said or chosen for a day are cleared away.
        """
        conversation_id = secrets.token_urlsafe(16)
        yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat(timespec="microseconds")
        with self._writing() as session:
            unused = (ConversationRow.title == "") & (ConversationRow.created_at < yesterday)
            empty = ConversationRow.current_version.is_(None)
            chosen = exists().where(ChosenRow.conversation_id == ConversationRow.id)
            session.execute(delete(ConversationRow).where(unused & empty & ~chosen))
            session.add(ConversationRow(id=conversation_id, created_at=now(), owner=owner))
        return conversation_id

    def has_conversation(self, conversation_id: str) -> bool:
        with self._reading() as session:
            return session.get(ConversationRow, conversation_id) is not None

    def name_conversation(self, conversation_id: str, first_message: str) -> None:
        """The first message names a conversation; later ones change nothing."""
        with self._writing() as session:
            row = session.get_one(ConversationRow, conversation_id)
            row.title = row.title or first_message.strip()[:_TITLE_CHARS]

    def conversations(self, limit: int = 30, owner: str | None = None) -> list[ConversationSummary]:
        """Named conversations, those of `owner` or all, newest first."""
        mine = [ConversationRow.owner == owner] if owner is not None else []
        return self._summaries(limit, *mine)

    def conversations_of_others(
        self, name: str, stages: Sequence[Stage], limit: int = 30
    ) -> list[ConversationSummary]:
        """Named conversations in these stages that are not `name`'s, newest first."""
        there = ConversationRow.handed.in_(stages)
        return self._summaries(limit, ConversationRow.owner != name, there)

    def whose(self, conversation_id: str) -> tuple[str, Stage] | None:
        """Owner and stage; None if there is no such conversation."""
        with self._reading() as session:
            row = session.get(ConversationRow, conversation_id)
            return (row.owner, _stage(row.handed)) if row else None

    def hand_over(self, conversation_id: str, stage: Stage) -> None:
        with self._changing(conversation_id) as (_, conversation):
            conversation.handed = stage

    def _summaries(self, limit: int, *wanted: ColumnElement[bool]) -> list[ConversationSummary]:
        with self._reading() as session:
            rows = session.scalars(
                select(ConversationRow)
                .where(ConversationRow.title != "", *wanted)
                .order_by(ConversationRow.created_at.desc())
                .limit(limit)
            )
            return [
                ConversationSummary(r.id, r.title, r.created_at, r.owner, _stage(r.handed))
                for r in rows
            ]

    def choices(self, conversation_id: str) -> Choices:
        """What was chosen for the drafts of a conversation, in the order it was."""
        with self._reading() as session:
            rows = session.scalars(
                select(ChosenRow)
                .where(ChosenRow.conversation_id == conversation_id)
                .order_by(ChosenRow.id)
            ).all()
            return Choices(
                tuple(r.paragraph_id for r in rows if r.choice == "pinned"),
                tuple(r.paragraph_id for r in rows if r.choice == "excluded"),
            )

    def choose(self, conversation_id: str, choice: Choice, paragraph_ids: Sequence[str]) -> Choices:
        """Pin or exclude paragraphs, or ("none") take back that they were; what is chosen now."""
        ids = list(dict.fromkeys(paragraph_ids))
        with self._writing() as session:
            session.execute(
                delete(ChosenRow).where(
                    ChosenRow.conversation_id == conversation_id, ChosenRow.paragraph_id.in_(ids)
                )
            )
            if choice != "none":
                session.add_all(
                    ChosenRow(conversation_id=conversation_id, paragraph_id=i, choice=choice)
                    for i in ids
                )
        return self.choices(conversation_id)


def _stage(stored: str) -> Stage:
    return next(stage for stage in STAGES if stage == stored)
