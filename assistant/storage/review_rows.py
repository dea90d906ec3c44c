"""Decisions and comments as rows, for whoever has a transaction open."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from assistant.document import Draft
from assistant.review.comments import Remark, State, Thread, followed_threads
from assistant.review.decision import Decision, Verb
from assistant.review.standing import followed
from assistant.storage.tables import DecisionRow, RemarkRow, ThreadRow

_VERBS: dict[str, Verb] = {"passed": "passed", "returned": "returned"}
_STATES: dict[str, State] = {"open": "open", "answered": "answered", "resolved": "resolved"}


def decision_rows(session: Session, conversation_id: str, section: str) -> list[DecisionRow]:
    """Those that no later decision took the place of, as they were made."""
    return list(
        session.scalars(
            select(DecisionRow)
            .where(
                DecisionRow.conversation_id == conversation_id,
                DecisionRow.section == section,
                DecisionRow.is_current,
            )
            .order_by(DecisionRow.id)
        )
    )


def decision_of(row: DecisionRow) -> Decision:
    return Decision(row.sentence_id, row.stands_on, _VERBS[row.verb], row.by, row.at, row.note)


def thread_rows(session: Session, conversation_id: str, section: str) -> list[ThreadRow]:
    return list(
        session.scalars(
            select(ThreadRow)
            .where(ThreadRow.conversation_id == conversation_id, ThreadRow.section == section)
            .order_by(ThreadRow.id)
        )
    )


def threads_of(session: Session, rows: Sequence[ThreadRow]) -> tuple[Thread, ...]:
    said: dict[int, tuple[Remark, ...]] = {}
    ids = [row.id for row in rows]
    for remark in session.scalars(
        select(RemarkRow).where(RemarkRow.thread_id.in_(ids)).order_by(RemarkRow.id)
    ):
        before = said.get(remark.thread_id, ())
        said[remark.thread_id] = (*before, Remark(remark.by, remark.at, remark.text))
    return tuple(
        Thread(row.id, row.sentence_id, row.text, _STATES[row.state], said.get(row.id, ()))
        for row in rows
    )


def follow(session: Session, conversation_id: str, old: Draft, new: Draft) -> None:
    """Decisions and comments go where their sentences went from the one draft to the other."""
    here = (conversation_id, new.section)
    if rows := decision_rows(session, *here):
        moved = followed([decision_of(row) for row in rows], old, new)
        for row, decision in zip(rows, moved, strict=True):
            row.sentence_id = decision.sentence_id
    if threads := thread_rows(session, *here):
        gone = followed_threads(threads_of(session, threads), old, new)
        for thread_row, thread in zip(threads, gone, strict=True):
            thread_row.sentence_id = thread.sentence_id
