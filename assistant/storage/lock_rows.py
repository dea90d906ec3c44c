"""Locks as rows, for whoever has a transaction open."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.document import Draft
from assistant.errors import DraftError
from assistant.rewriting.locks import Lock, lost
from assistant.storage.tables import LockRow


def locks_in(session: Session, conversation_id: str, section: str) -> tuple[Lock, ...]:
    """The locks of a section, in the order they were set."""
    rows = session.scalars(
        select(LockRow)
        .where(LockRow.conversation_id == conversation_id, LockRow.section == section)
        .order_by(LockRow.id)
    )
    return tuple(Lock(r.sentence_id, r.text, r.by, r.at, r.why) for r in rows)


def put_locks(session: Session, conversation_id: str, section: str, locks: Iterable[Lock]) -> None:
    """These locks instead of those the section has."""
    session.execute(
        delete(LockRow).where(
            LockRow.conversation_id == conversation_id, LockRow.section == section
        )
    )
    session.add_all(
        LockRow(
            conversation_id=conversation_id, section=section, sentence_id=lock.sentence_id,
            text=lock.text, by=lock.by, why=lock.why, at=lock.at,
        )
        for lock in locks
    )  # fmt: skip


def refuse_locked(session: Session, conversation_id: str, before: Draft, after: Draft) -> None:
    """Raises DraftError naming the locked sentences that would go if `after` came in the place of
    `before`. To be asked in every transaction that puts another text there. A draft of another
    period is another report, which the locks are not about."""
    if before.period != after.period:
        return
    if gone := lost(before, after, locks_in(session, conversation_id, before.section)):
        raise DraftError(f"{gone}已锁定，这样会改掉或删去；请先解除锁定")
