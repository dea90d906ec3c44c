"""Locked sentences, a set for each section of a conversation."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assistant.document import Draft, SectionName
from assistant.errors import DraftError
from assistant.rewriting.locks import Lock, locked
from assistant.storage.lock_rows import locks_in, put_locks
from assistant.storage.opened import now
from assistant.storage.seal_rows import refuse_sealed
from assistant.storage.tables import ConversationRow
from assistant.storage.versions import Versions


class Locks(Versions):
    """Locks hold in whatever version of the section is current."""

    def locks(self, conversation_id: str, section: SectionName) -> tuple[Lock, ...]:
        """All locks of the section, also of sentences that are not in it at the moment."""
        with self._reading() as session:
            return locks_in(session, conversation_id, section)

    def locked_ids(self, conversation_id: str, section: SectionName) -> dict[str, Lock]:
        """Ids of the locked sentences of the current draft of the section, with their locks."""
        draft = self.current(conversation_id, section)
        return locked(draft, self.locks(conversation_id, section)) if draft else {}

    def lock(
        self, conversation_id: str, section: SectionName, sentence_id: str, by: str, why: str = ""
    ) -> Lock:
        """Lock a sentence of the current draft; one that is locked stays locked as it was."""
        with self._changing(conversation_id) as (session, conversation):
            refuse_sealed(session, conversation_id, section)
            draft = self._standing(session, conversation, section)
            known = locks_in(session, conversation_id, section)
            if lock := locked(draft, known).get(sentence_id):
                return lock
            text = next((s.text for s in draft.sentences() if s.id == sentence_id), None)
            if text is None:
                raise DraftError("这句话已经不在稿子里了，请刷新后再锁定")
            lock = Lock(sentence_id, text, by, now(), why.strip())
            put_locks(session, conversation_id, section, [*known, lock])
            return lock

    def unlock(self, conversation_id: str, section: SectionName, sentence_id: str) -> None:
        """Unlock a sentence of the current draft; nothing happens if it is not locked."""
        with self._changing(conversation_id) as (session, conversation):
            refuse_sealed(session, conversation_id, section)
            draft = self._standing(session, conversation, section)
            known = locks_in(session, conversation_id, section)
            gone = locked(draft, known).get(sentence_id)
            kept = [lock for lock in known if lock is not gone]
            put_locks(session, conversation_id, section, kept)

    def _standing(
        self, session: Session, conversation: ConversationRow, section: SectionName
    ) -> Draft:
        version_id = self._version_of(session, conversation, section)
        if version_id is None:
            raise DraftError("这一部分还没有稿子")
        return self._draft(session, version_id)
