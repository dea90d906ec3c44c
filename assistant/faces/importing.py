"""What the face offers of sections that were not written here: they become the open draft."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from datetime import date

from assistant.document import Draft, SectionName
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.people.permission import Permitting, needs
from assistant.periods.asked import asked_period
from assistant.rewriting.pasted import draft_of_text, section_and_period
from corpus.readers.sandbox import read_safely
from corpus.report import Period

IMPORTED = "导入"  # what the versions list says of it


class ImportingFace(Permitting):
    """Over a conversation and the archive that the sentences are matched to."""

    _drafting: Drafting
    _today: Callable[[], date]

    @abstractmethod
    def _checked(self, conversation_id: str, draft: Draft) -> Draft:
        """The draft with its findings."""

    @needs("draft")
    def import_text(
        self,
        conversation_id: str,
        text: str,
        section: SectionName | None = None,
        about: str = "",
        facts: Sequence[str] = (),
    ) -> Draft:
        """A pasted section as the open draft of the conversation; the section is recognised if it
        is not given, and so is the period if nothing is said `about` it. Raises DraftError where
        there is no item in it, or no period in what is said."""
        named = self._named(about, section) if about.strip() else None
        section, period = section_and_period(text, section, named, self._today())
        draft = draft_of_text(text, section, period, self._drafting, facts=facts)
        name = self._user.signature
        self._stored().name_conversation(conversation_id, f"改稿：{draft.heading}")
        self._stored().save(conversation_id, draft, IMPORTED, author=name)
        return self._checked(conversation_id, draft)

    @needs("draft")
    def import_file(
        self,
        conversation_id: str,
        data: bytes,
        name: str,
        section: SectionName | None = None,
        about: str = "",
        facts: Sequence[str] = (),
    ) -> Draft:
        """As `import_text`, of a file of any format the archive reads. Raises ReadError for one
        that cannot be read."""
        text = read_safely(data, name).text
        return self.import_text(conversation_id, text, section, about, facts)

    def _named(self, words: str, section: SectionName | None) -> Period:
        code = asked_period(words, section, self._today()) or words.strip()
        try:
            return Period.parse(code)
        except ValueError as error:
            raise DraftError("没有看懂期间，请写成“2024年上半年”或“2024年”") from error
