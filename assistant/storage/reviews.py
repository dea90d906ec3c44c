"""What reviewers decided and said, for each section of a conversation."""

from __future__ import annotations

from assistant.document import Draft, SectionName, Sentence
from assistant.errors import DraftError
from assistant.review.comments import State, Thread
from assistant.review.decision import Decision, Verb
from assistant.review.standing import holding, stands_on
from assistant.storage.locks import Locks
from assistant.storage.opened import now
from assistant.storage.review_rows import (
    decision_of,
    decision_rows,
    thread_rows,
    threads_of,
)
from assistant.storage.seal_rows import refuse_sealed
from assistant.storage.tables import DecisionRow, RemarkRow, ThreadRow

_CHANGED = "这句话刚被改过，请看过现在的再决定"


class Reviews(Locks):
    """Decisions and comments stay with their sentences in whatever version is current."""

    def decisions(self, conversation_id: str, section: SectionName) -> tuple[Decision, ...]:
        """The last decision on every sentence, also on words that are not there at the moment."""
        with self._reading() as session:
            rows = decision_rows(session, conversation_id, section)
            return tuple(decision_of(row) for row in rows)

    def decide_sentence(
        self,
        conversation_id: str,
        section: SectionName,
        sentence_id: str,
        verb: Verb | None,
        by: str,
        on: str = "",
        note: str = "",
    ) -> Decision | None:
        """Pass or return a sentence of the current draft, or (None) take the decision back.

        `on` is what the sentence stood on when it was looked at. Raises DraftError if it stands on
        something else by now, is gone, or the section is signed.
        """
        with self._changing(conversation_id) as (session, conversation):
            refuse_sealed(session, conversation_id, section)
            draft = self._standing(session, conversation, section)
            sentence = _sentence(draft, sentence_id)
            standing = stands_on(sentence)
            if on not in ("", standing):
                raise DraftError(_CHANGED)
            rows = {decision_of(r): r for r in decision_rows(session, conversation_id, section)}
            if before := holding(draft, list(rows)).get(sentence_id):
                rows[before].is_current = False
            if verb is None:
                return None
            made = Decision(sentence_id, standing, verb, by, now(), note.strip())
            values = {**vars(made), "conversation_id": conversation_id, "section": section}
            session.add(DecisionRow(**values, is_current=True))
            return made

    def threads(self, conversation_id: str, section: SectionName) -> tuple[Thread, ...]:
        with self._reading() as session:
            return threads_of(session, thread_rows(session, conversation_id, section))

    def comment(
        self, conversation_id: str, section: SectionName, sentence_id: str, text: str, by: str
    ) -> Thread:
        """Say something about a sentence of the current draft; it waits for an answer."""
        with self._changing(conversation_id) as (session, conversation):
            draft = self._standing(session, conversation, section)
            row = ThreadRow(
                conversation_id=conversation_id, section=section, sentence_id=sentence_id,
                text=_sentence(draft, sentence_id).text, state="open",
            )  # fmt: skip
            session.add(row)
            session.flush()
            session.add(RemarkRow(thread_id=row.id, by=by, at=now(), text=text))
            session.flush()
            return threads_of(session, [row])[0]

    def reply(
        self, conversation_id: str, thread_id: int, state: State, by: str, text: str = ""
    ) -> Thread:
        """Add a remark, if there is a text, and leave the thread in `state`."""
        with self._changing(conversation_id) as (session, _):
            row = session.get(ThreadRow, thread_id)
            if row is None or row.conversation_id != conversation_id:
                raise DraftError("这条意见已经不在了，请刷新页面")
            row.state = state
            if text:
                session.add(RemarkRow(thread_id=row.id, by=by, at=now(), text=text))
            session.flush()
            return threads_of(session, [row])[0]


def _sentence(draft: Draft, sentence_id: str) -> Sentence:
    found = next((s for s in draft.sentences() if s.id == sentence_id), None)
    if found is None:
        raise DraftError("这句话已经不在稿子里了，请刷新页面")
    return found
