"""What the face of the assistant offers of reviewing: decisions, comments, waivers, signing.

Every method takes the section, so that what is done is done to what was looked at; who does it is
who holds the assistant (`acting`).
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from assistant.document import Draft, SectionName
from assistant.errors import DraftError
from assistant.people.permission import Permitting, needs
from assistant.review.comments import LONGEST_REMARK, Thread, threads_at
from assistant.review.decision import Decision, Verb
from assistant.review.sheet import Marks, ReviewSheet, sheet_of
from assistant.review.standing import holding
from assistant.rewriting.locks import Lock
from assistant.rewriting.rebasing import rebased
from assistant.storage.seal_rows import Seal
from assistant.storage.sign_log import Verification
from assistant.storage.signing import seen_of


class ReviewFace(Permitting):
    """Over a section of a conversation."""

    @abstractmethod
    def _checked(self, conversation_id: str, draft: Draft) -> Draft:
        """The draft with its findings."""

    # --- looking -------------------------------------------------------------------------------

    @needs("read")
    def review(self, conversation_id: str, section: SectionName) -> ReviewSheet | None:
        """The section as the desk shows it; None if there is no draft of it."""
        stored = self._stored()
        draft = stored.current(conversation_id, section)
        if draft is None:
            return None
        proposal = stored.open_proposal(conversation_id, section)
        marks = Marks(
            stored.decisions(conversation_id, section),
            stored.threads(conversation_id, section),
            stored.locks(conversation_id, section),
            stored.waivers(conversation_id, section),
            proposal is not None and rebased(proposal, draft) is not None,
        )
        return sheet_of(self._checked(conversation_id, draft), marks)

    @needs("read")
    def decisions(self, conversation_id: str, section: SectionName) -> Mapping[str, Decision]:
        """Sentence id → the decision that holds for it now."""
        draft = self._stored().current(conversation_id, section)
        return holding(draft, self._stored().decisions(conversation_id, section)) if draft else {}

    @needs("read")
    def threads(
        self, conversation_id: str, section: SectionName
    ) -> Mapping[str, tuple[Thread, ...]]:
        """Sentence id → the comments on it; those on sentences that are gone are under ""."""
        draft = self._stored().current(conversation_id, section)
        return threads_at(draft, self._stored().threads(conversation_id, section)) if draft else {}

    @needs("read")
    def signed(self, conversation_id: str, section: SectionName) -> Seal | None:
        """The seal on the section; None if it may be changed."""
        return self._stored().seal(conversation_id, section)

    @needs("read")
    def open_section_name(self, conversation_id: str) -> SectionName | None:
        """The section that is open; None if nothing is drafted."""
        draft = self._stored().current(conversation_id)
        return draft.section if draft else None

    @needs("read")
    def words(self, conversation_id: str, section: SectionName) -> Mapping[str, str]:
        """Sentence id → its text now."""
        draft = self._stored().current(conversation_id, section)
        return {s.id: s.text for s in draft.sentences()} if draft else {}

    # --- deciding ------------------------------------------------------------------------------

    @needs("decide")
    def decide_sentence(
        self,
        conversation_id: str,
        section: SectionName,
        sentence_id: str,
        verb: Verb,
        on: str = "",
        note: str = "",
    ) -> Decision:
        """Pass or return a sentence. `on` is what it stood on when it was looked at; raises
        DraftError if that is no longer so, or the section is signed."""
        made = self._stored().decide_sentence(
            conversation_id, section, sentence_id, verb, self._user.name, on, note
        )
        assert made is not None
        return made

    @needs("decide")
    def undecide_sentence(
        self, conversation_id: str, section: SectionName, sentence_id: str
    ) -> None:
        """Take the decision on a sentence back."""
        self._stored().decide_sentence(conversation_id, section, sentence_id, None, self._user.name)

    @needs("lock")
    def lock_sentence(
        self, conversation_id: str, section: SectionName, sentence_id: str, why: str = ""
    ) -> Lock:
        """Lock a sentence: nobody's change reaches it. Raises DraftError unless it was passed."""
        decision = self.decisions(conversation_id, section).get(sentence_id)
        if decision is None or decision.verb != "passed":
            raise DraftError("只有通过了的句子才能锁定，请先通过")
        return self._stored().lock(conversation_id, section, sentence_id, self._user.name, why)

    @needs("lock")
    def unlock_sentence(self, conversation_id: str, section: SectionName, sentence_id: str) -> None:
        self._stored().unlock(conversation_id, section, sentence_id)

    # --- talking -------------------------------------------------------------------------------

    @needs("comment")
    def comment(
        self, conversation_id: str, section: SectionName, sentence_id: str, text: str
    ) -> Thread:
        """Say something about a sentence; it waits for the writer's answer."""
        said = _said(text, "意见")
        return self._stored().comment(conversation_id, section, sentence_id, said, self._user.name)

    @needs("comment")
    def ask_again(self, conversation_id: str, thread_id: int, text: str) -> Thread:
        """Add to a comment; it waits for an answer again."""
        said = _said(text, "意见")
        return self._stored().reply(conversation_id, thread_id, "open", self._user.name, said)

    @needs("comment")
    def answer_comment(self, conversation_id: str, thread_id: int, text: str) -> Thread:
        """The writer's answer."""
        said = _said(text, "答复")
        return self._stored().reply(conversation_id, thread_id, "answered", self._user.name, said)

    @needs("comment")
    def resolve_comment(self, conversation_id: str, thread_id: int) -> Thread:
        return self._stored().reply(conversation_id, thread_id, "resolved", self._user.name)

    # --- signing -------------------------------------------------------------------------------

    @needs("waive")
    def waive(
        self, conversation_id: str, section: SectionName, blocker_id: str, reason: str
    ) -> None:
        """Let one thing that keeps the section from being signed pass, with a reason. It holds for
        the words it was made on. Raises DraftError if nothing of that id is in the way."""
        sheet = self._sheet(conversation_id, section)
        blocker = next((b for b in sheet.in_the_way if b.id == blocker_id), None)
        if blocker is None:
            raise DraftError("这一项已不妨碍定稿，或已有变化，请看过现在的再豁免")
        said = _said(reason, "豁免的理由")
        self._stored().waive(conversation_id, section, blocker, self._user.name, said)

    @needs("sign")
    def sign(self, conversation_id: str, section: SectionName) -> Seal:
        """Freeze the section as it stands and log it. Raises DraftError with how much is in the
        way if anything is that was not waived."""
        version = self._stored().current_version(conversation_id, section)
        sheet = self._sheet(conversation_id, section)
        assert version is not None  # there is a sheet
        if left := sheet.in_the_way:
            first = f"{left[0].place}：{left[0].message}"
            raise DraftError(f"还不能定稿：有 {len(left)} 项没有处理，第一项是{first}")
        return self._stored().sign(
            conversation_id,
            section,
            version.id,
            self._user.name,
            seen_of(sheet.decisions),
            sheet.waivers,
        )

    @needs("sign")
    def reopen(self, conversation_id: str, section: SectionName, reason: str) -> None:
        """Let a signed section be changed again; who and why is logged."""
        said = _said(reason, "重新打开的理由")
        self._stored().reopen(conversation_id, section, self._user.name, said)

    def verify_log(self) -> Verification:
        """Whether the sign-off log is whole, and what was signed still as it was."""
        return self._stored().verify_log()

    def _sheet(self, conversation_id: str, section: SectionName) -> ReviewSheet:
        sheet = self.review(conversation_id, section)
        if sheet is None:
            raise DraftError("这一部分还没有稿子")
        return sheet


def _said(text: str, what: str) -> str:
    said = text.encode("utf-8", "ignore").decode().strip()
    if not said:
        raise DraftError(f"请写下{what}")
    if len(said) > LONGEST_REMARK:
        raise DraftError(f"{what}太长了，请写在 {LONGEST_REMARK} 字以内")
    return said
