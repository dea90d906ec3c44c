"""What the face of the assistant offers of files: drafts out as Word or Markdown, and back in.

What comes back is a proposal like any other: nothing changes until it is accepted.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace

from assistant.document import Draft, SectionName
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.exporting.export import Exported, Form, Layout, Order, export
from assistant.people.permission import Permitting, needs
from assistant.review.decision import Decision
from assistant.rewriting.changes import Proposal, given_way
from assistant.rewriting.lists import load_wording
from assistant.rewriting.returning import read_words, returned
from assistant.storage.seal_rows import Seal

_NOTHING = "还没有可以下载的稿子，请先起草一份"


class ExportingFace(Permitting):
    """Over the sections of a conversation that belong to one report."""

    _drafting: Drafting
    _layout: Callable[[], Layout]

    @abstractmethod
    def _checked(self, conversation_id: str, draft: Draft) -> Draft:
        """The draft with its findings."""

    @abstractmethod
    def decisions(self, conversation_id: str, section: SectionName) -> Mapping[str, Decision]:
        """Sentence id → the decision that holds for it now."""

    @abstractmethod
    def signed(self, conversation_id: str, section: SectionName) -> Seal | None:
        """The seal on the section; None if it may be changed."""

    @needs("read")
    def export(
        self,
        conversation_id: str,
        form: Form = "clean",
        *,
        title: str = "",
        allow_placeholders: bool = False,
        since: int | None = None,
    ) -> Exported:
        """The open draft as a file, with the other section of the same report if there is one.

        `since` is a version of either section: a review file shows what has changed after it.
        Raises DraftError without a draft, for a version that is not there, and for a clean file of
        a text with placeholders unless they are allowed.
        """
        drafts = self._of_report(conversation_id)
        order = Order(
            form,
            title,
            allow_placeholders,
            self._versions_at(conversation_id, since) if since is not None else (),
            self._user.name,
            {draft.section: self.decisions(conversation_id, draft.section) for draft in drafts},
            all(self.signed(conversation_id, draft.section) for draft in drafts),
        )
        return export([self._checked(conversation_id, d) for d in drafts], order, self._layout())

    @needs("rewrite")
    def take_back(self, conversation_id: str, name: str, data: bytes) -> list[Proposal]:
        """What an edited Word file of the report changes, the open section first; a proposal for
        each section that has changes stays open.

        Raises DraftError without a draft or where none of its sections is in the file, ReadError
        for a file that cannot be read.
        """
        drafts = self._of_report(conversation_id)
        current = self._stored().current(conversation_id)
        words = read_words(name, data)
        wording = load_wording(self._drafting.home)
        proposals = returned(drafts, words, f"从 Word 读回：{name}", wording)
        found = [p for p in proposals if p.changes]
        for n, proposal in enumerate(found):
            before = self._stored().open_proposal(conversation_id, proposal.old.section)
            if before is not None:
                found[n] = replace(proposal, notices=(*proposal.notices, given_way(before)))
            self._stored().keep_proposal(conversation_id, found[n])
        return sorted(found, key=lambda p: current is None or p.old.section != current.section)

    def _of_report(self, conversation_id: str) -> list[Draft]:
        current = self._stored().current(conversation_id)
        if current is None:
            raise DraftError(_NOTHING)
        about = (current.period, current.organisation)
        sections = self._stored().sections(conversation_id)
        return [d for d in sections if (d.period, d.organisation) == about]

    def _versions_at(self, conversation_id: str, version_id: int) -> list[Draft]:
        """The version, and what the other sections were when it was made."""
        stored = self._stored()
        chosen = stored.version(conversation_id, version_id)
        found = {chosen.section: chosen.draft}
        for summary in stored.versions(conversation_id):  # newest first
            if summary.section not in found and summary.id < chosen.id:
                found[summary.section] = stored.version(conversation_id, summary.id).draft
        return list(found.values())
