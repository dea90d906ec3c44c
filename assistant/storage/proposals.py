"""The proposal that is open on a section, so that a reload shows it again."""

from __future__ import annotations

from dataclasses import replace

from pydantic import TypeAdapter
from sqlalchemy import delete

from assistant.document import Draft, SectionName, Sentence, requoted
from assistant.rewriting.changes import Proposal
from assistant.storage.opened import Opened, Quote, nothing, now
from assistant.storage.seal_rows import refuse_sealed
from assistant.storage.tables import ConversationRow, ProposalRow, VersionRow

_PROPOSAL = TypeAdapter(Proposal)


class Proposals(Opened):
    """One open proposal a section; a new one takes its place, nothing accepted depends on it."""

    def keep_proposal(self, conversation_id: str, proposal: Proposal) -> None:
        """The proposal is the open one of the section its draft belongs to."""
        stored = _PROPOSAL.dump_json(_requoted(proposal, nothing)).decode()
        with self._changing(conversation_id) as (session, _):
            refuse_sealed(session, conversation_id, proposal.old.section)
            session.merge(
                ProposalRow(
                    conversation_id=conversation_id,
                    section=proposal.old.section,
                    proposal=stored,
                    created_at=now(),
                )
            )

    def open_proposal(
        self, conversation_id: str, section: SectionName | None = None
    ) -> Proposal | None:
        """The open proposal of the section (None = the one that is open), as it was kept.

        The draft may have moved on: see `assistant.rewriting.rebasing`.
        """
        with self._reading() as session:
            conversation = session.get(ConversationRow, conversation_id)
            if section is None and conversation and conversation.current_version is not None:
                version = session.get_one(VersionRow, conversation.current_version)
                row = session.get(ProposalRow, (conversation_id, version.section))
            else:
                row = session.get(ProposalRow, (conversation_id, section or ""))
            if row is None:
                return None
            return _requoted(_PROPOSAL.validate_json(row.proposal), self._quote)

    def drop_proposal(self, conversation_id: str, section: SectionName) -> None:
        """Nothing is proposed any more; nothing happens if nothing was."""
        with self._changing(conversation_id) as (session, _):
            session.execute(
                delete(ProposalRow).where(
                    ProposalRow.conversation_id == conversation_id, ProposalRow.section == section
                )
            )


def _requoted(proposal: Proposal, quote: Quote) -> Proposal:
    """The proposal with every quote from the archive cut anew."""
    cited = {
        change.id: _quoted(proposal.new, change.sentence, quote)
        for change in proposal.changes
        if change.sentence
    }
    changes = tuple(replace(c, sentence=cited.get(c.id)) for c in proposal.changes)
    old, new = requoted(proposal.old, quote), requoted(proposal.new, quote)
    return replace(proposal, changes=changes, old=old, new=new)


def _quoted(draft: Draft, sentence: Sentence, quote: Quote) -> Sentence:
    (cut,) = requoted(replace(draft, lead=(sentence,), items=()), quote).lead
    return cut
