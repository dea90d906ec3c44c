"""The versions of the drafts of a conversation: saved, undone, redone, named, restored."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assistant.document import SECTIONS, Draft, SectionName
from assistant.errors import DraftError
from assistant.rewriting.locks import carried
from assistant.storage.lock_rows import locks_in, put_locks, refuse_locked
from assistant.storage.opened import Opened, now, stored_form
from assistant.storage.review_rows import follow
from assistant.storage.seal_rows import refuse_sealed
from assistant.storage.tables import (
    ConversationRow,
    SectionVersionRow,
    UndoneRow,
    VersionRow,
)


@dataclass(frozen=True)
class VersionSummary:
    """A version without its text. `created_at` is in ISO 8601, UTC; `name` is "" if it has none.

    `sources` are the paragraphs it cites and the version it was made from does not; `current`
    tells whether it is the one its section stands at.
    """

    id: int
    conversation_id: str
    section: SectionName
    parent_id: int | None
    instruction: str
    author: str
    created_at: str
    name: str
    sources: tuple[str, ...]
    current: bool


@dataclass(frozen=True)
class Version(VersionSummary):
    draft: Draft


class Stale(DraftError):  # noqa: N818 — a state of affairs, caught by name
    """The draft was saved by somebody else meanwhile; `current` is what they made of it."""

    def __init__(self, current: Version) -> None:
        self.current = current
        at = datetime.fromisoformat(current.created_at).astimezone()
        who = current.author or "别的窗口"
        super().__init__(
            f"这份稿子在{at:%H:%M}已被{who}改过（{current.instruction}），请看过现在的稿子再来"
        )


class Versions(Opened):
    """Every version there ever was; a section stands at one of its own.

    What is signed is not changed, and no locked sentence goes (DraftError), by whatever way a text
    would come in.
    """

    def save(
        self,
        conversation_id: str,
        draft: Draft,
        instruction: str,
        *,
        author: str = "",
        parent: int | None = None,
    ) -> Version:
        """Add a version, make it the current one of its section and open it.

        `parent` is the version the change was made on; None = whatever is current. Raises Stale
        if that is no longer current.
        """
        with self._changing(conversation_id) as (session, conversation):
            current = self._version_of(session, conversation, draft.section)
            if parent is not None and current is not None and parent != current:
                raise Stale(self._version(session, current))
            return self._add(session, conversation, draft, instruction, author, current)

    def restore(self, conversation_id: str, version_id: int, author: str = "") -> Version:
        """A new version with the text of an earlier one."""
        with self._changing(conversation_id) as (session, conversation):
            row = self._own(session, conversation_id, version_id)
            draft = self._draft(session, version_id)
            current = self._version_of(session, conversation, draft.section)
            said = f"恢复到“{row.name or row.instruction}”"
            return self._add(session, conversation, draft, said, author, current)

    def name_version(self, conversation_id: str, version_id: int, name: str) -> None:
        """Give a version a name; "" takes it away."""
        with self._changing(conversation_id) as (session, _):
            self._own(session, conversation_id, version_id).name = name.strip()

    def versions(
        self, conversation_id: str, section: SectionName | None = None
    ) -> list[VersionSummary]:
        """All versions, newest first, those that were undone too."""
        with self._reading() as session:
            wanted = select(VersionRow).where(VersionRow.conversation_id == conversation_id)
            if section is not None:
                wanted = wanted.where(VersionRow.section == section)
            rows = session.scalars(wanted.order_by(VersionRow.id.desc())).all()
            current = self._current_ids(session, conversation_id)
            return [_summary(row, row.id in current) for row in rows]

    def version(self, conversation_id: str, version_id: int) -> Version:
        """A version with its text. Raises DraftError if the conversation has no such version."""
        with self._reading() as session:
            self._own(session, conversation_id, version_id)
            return self._version(session, version_id)

    def current_version(
        self, conversation_id: str, section: SectionName | None = None
    ) -> Version | None:
        """The version of the open draft, or the one the section stands at."""
        with self._reading() as session:
            conversation = session.get(ConversationRow, conversation_id)
            if conversation is None:
                return None
            version_id = conversation.current_version
            if section is not None:
                version_id = self._version_of(session, conversation, section)
            return self._version(session, version_id) if version_id is not None else None

    def current(self, conversation_id: str, section: SectionName | None = None) -> Draft | None:
        """The open draft of a conversation, or that of the section."""
        version = self.current_version(conversation_id, section)
        return version.draft if version else None

    def sections(self, conversation_id: str) -> list[Draft]:
        """The current draft of every section, in the order of a report."""
        drafts = (self.current(conversation_id, section) for section in SECTIONS)
        return [draft for draft in drafts if draft is not None]

    def open_section(self, conversation_id: str, section: SectionName) -> Draft | None:
        """Open the draft of the section, if there is one; the draft that is open now."""
        with self._changing(conversation_id) as (session, conversation):
            version_id = self._version_of(session, conversation, section)
            if version_id is not None:
                _point(session, conversation, section, version_id)
        return self.current(conversation_id)

    def history(self, conversation_id: str) -> list[Draft]:
        """The open version and those it was made from, newest first."""
        drafts = []
        with self._reading() as session:
            conversation = session.get(ConversationRow, conversation_id)
            version_id = conversation.current_version if conversation else None
            while version_id is not None:
                drafts.append(self._draft(session, version_id))
                version_id = session.get_one(VersionRow, version_id).parent_id
        return drafts

    def undo(self, conversation_id: str) -> Draft | None:
        """Go back to the version before the open one; None if there is none."""
        with self._changing(conversation_id) as (session, conversation):
            if conversation.current_version is None:
                return None
            left = session.get_one(VersionRow, conversation.current_version)
            if left.parent_id is None:
                return None
            draft = self._draft(session, left.parent_id)
            refuse_sealed(session, conversation_id, draft.section)
            before = self._draft(session, left.id)
            refuse_locked(session, conversation_id, before, draft)
            follow(session, conversation_id, before, draft)
            session.add(
                UndoneRow(
                    conversation_id=conversation_id, section=draft.section, version_id=left.id
                )
            )
            _point(session, conversation, draft.section, left.parent_id)
            return draft

    def redo(self, conversation_id: str) -> Draft | None:
        """Take back the last undoing in the open section; None if a version came after it."""
        with self._changing(conversation_id) as (session, conversation):
            if conversation.current_version is None:
                return None
            section = session.get_one(VersionRow, conversation.current_version).section
            undone = session.scalars(
                select(UndoneRow)
                .where(UndoneRow.conversation_id == conversation_id, UndoneRow.section == section)
                .order_by(UndoneRow.id.desc())
            ).first()
            if undone is None:
                return None
            refuse_sealed(session, conversation_id, section)
            left = self._draft(session, conversation.current_version)
            draft = self._draft(session, undone.version_id)
            refuse_locked(session, conversation_id, left, draft)
            _point(session, conversation, section, undone.version_id)
            follow(session, conversation_id, left, draft)
            session.delete(undone)
            return draft

    def can_redo(self, conversation_id: str, section: SectionName) -> bool:
        """Whether there is an undone version of the section to go forward to."""
        with self._reading() as session:
            undone = select(UndoneRow.id).where(
                UndoneRow.conversation_id == conversation_id, UndoneRow.section == section
            )
            return session.scalars(undone).first() is not None

    def _add(
        self,
        session: Session,
        conversation: ConversationRow,
        draft: Draft,
        instruction: str,
        author: str,
        parent_id: int | None,
    ) -> Version:
        refuse_sealed(session, conversation.id, draft.section)
        before = self._draft(session, parent_id) if parent_id is not None else None
        if before:
            refuse_locked(session, conversation.id, before, draft)
        row = self._row(session, conversation, draft, instruction, author, parent_id, before)
        _point(session, conversation, draft.section, row.id)
        here = (conversation.id, draft.section)
        session.execute(
            delete(UndoneRow).where(
                UndoneRow.conversation_id == conversation.id, UndoneRow.section == draft.section
            )
        )
        if before:
            if locks := locks_in(session, *here):
                put_locks(session, *here, carried(locks, before, draft))
            follow(session, conversation.id, before, draft)
        return self._version(session, row.id)

    def _row(
        self,
        session: Session,
        conversation: ConversationRow,
        draft: Draft,
        instruction: str,
        author: str,
        parent_id: int | None,
        before: Draft | None,
    ) -> VersionRow:
        """A version that nothing points at yet."""
        known = set(_cited(before)) if before else set()
        row = VersionRow(
            conversation_id=conversation.id,
            draft_id=draft.id,
            parent_id=parent_id,
            instruction=instruction,
            draft=stored_form(draft),
            created_at=now(),
            section=draft.section,
            author=author,
            sources=json.dumps([i for i in _cited(draft) if i not in known], ensure_ascii=False),
        )
        session.add(row)
        session.flush()
        return row

    def _version_of(
        self, session: Session, conversation: ConversationRow, section: SectionName
    ) -> int | None:
        row = session.get(SectionVersionRow, (conversation.id, section))
        if row is not None:
            return row.version_id
        # Conversations from before there were two sections have the open version only.
        version_id = conversation.current_version
        if version_id is not None and session.get_one(VersionRow, version_id).section == section:
            return version_id
        return None

    def _current_ids(self, session: Session, conversation_id: str) -> set[int]:
        conversation = session.get(ConversationRow, conversation_id)
        if conversation is None:
            return set()
        ids = (self._version_of(session, conversation, section) for section in SECTIONS)
        return {version_id for version_id in ids if version_id is not None}

    def _own(self, session: Session, conversation_id: str, version_id: int) -> VersionRow:
        row = session.get(VersionRow, version_id)
        if row is None or row.conversation_id != conversation_id:
            raise DraftError("没有这个版本，请从版本列表里选一个")
        return row

    def _version(self, session: Session, version_id: int) -> Version:
        row = session.get_one(VersionRow, version_id)
        current = version_id in self._current_ids(session, row.conversation_id)
        summary = _summary(row, current)
        return Version(**vars(summary), draft=self._draft(session, version_id))


def _summary(row: VersionRow, current: bool) -> VersionSummary:
    section = next(name for name in SECTIONS if name == row.section)
    return VersionSummary(
        row.id, row.conversation_id, section, row.parent_id, row.instruction, row.author,
        row.created_at, row.name, tuple(json.loads(row.sources)), current,
    )  # fmt: skip


def _cited(draft: Draft) -> Sequence[str]:
    """Ids of the cited paragraphs and facts, each once."""
    return list(dict.fromkeys(c.paragraph_id for s in draft.sentences() for c in s.citations))


def _point(session: Session, conversation: ConversationRow, section: str, version_id: int) -> None:
    conversation.current_version = version_id
    session.merge(
        SectionVersionRow(conversation_id=conversation.id, section=section, version_id=version_id)
    )
