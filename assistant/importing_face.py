"""What the face offers of sections that were not written here: they become the open draft."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date

from assistant.document import Draft, SectionName
from assistant.drafting import Drafting
from assistant.people import User
from assistant.rewriting.pasted import draft_of_text, section_and_period
from assistant.storage import Storage
from corpus.readers.sandbox import read_safely
from corpus.report import Period

IMPORTED = "导入"  # what the versions list says of it


class ImportingFace(ABC):
    """Over a conversation and the archive that the sentences are matched to."""

    _drafting: Drafting
    _user: User
    _today: Callable[[], date]

    @abstractmethod
    def _stored(self) -> Storage:
        """Raises DraftError where there are no conversations."""

    @abstractmethod
    def _checked(self, conversation_id: str, draft: Draft) -> Draft:
        """The draft with its findings."""

    def import_text(
        self,
        conversation_id: str,
        text: str,
        section: SectionName | None = None,
        period: Period | None = None,
        facts: Sequence[str] = (),
    ) -> Draft:
        """A pasted section as the open draft of the conversation; section and period are
        recognised if they are not given. Raises DraftError where there is no item in it."""
        section, period = section_and_period(text, section, period, self._today())
        draft = draft_of_text(text, section, period, self._drafting, facts=facts)
        name = self._user.name
        self._stored().name_conversation(conversation_id, f"改稿：{draft.heading}")
        self._stored().save(conversation_id, draft, IMPORTED, author=name)
        return self._checked(conversation_id, draft)

    def import_file(
        self,
        conversation_id: str,
        data: bytes,
        name: str,
        section: SectionName | None = None,
        period: Period | None = None,
        facts: Sequence[str] = (),
    ) -> Draft:
        """As `import_text`, of a file of any format the archive reads. Raises ReadError for one
        that cannot be read."""
        text = read_safely(data, name).text
        return self.import_text(conversation_id, text, section, period, facts)
