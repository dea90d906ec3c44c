"""What the face of the assistant offers of whose a conversation is, and of handing it over."""

from __future__ import annotations

from assistant.errors import Forbidden
from assistant.people.permission import Permitting, needs
from assistant.people.roles import Stage, stages_seen
from assistant.storage import ConversationSummary


class SharingFace(Permitting):
    """Conversations as the person at hand may see them."""

    @needs("work")
    def new_conversation(self) -> str:
        return self._stored().new_conversation(self._user.owns_as)

    def has_conversation(self, conversation_id: str) -> bool:
        """Whether there is one that the person may see."""
        try:
            self.standing(conversation_id)
        except Forbidden:
            return False
        return True

    @needs("work")
    def conversations(self) -> list[ConversationSummary]:
        """Named conversations that the person may see, newest first: their own, and others'."""
        stored, user = self._stored(), self._user
        mine = stored.conversations(owner=user.owns_as)
        return [*mine, *stored.conversations_of_others(user.owns_as, stages_seen(user.role))]

    @needs("hand")
    def hand_over(self, conversation_id: str, stage: Stage) -> None:
        """To whoever edits, to whoever reviews, or ("") back to its owner."""
        self._stored().hand_over(conversation_id, stage)
