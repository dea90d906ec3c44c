"""What the face of the assistant offers of changing a draft: proposals, versions, locks, terms.

An instruction makes a proposal; nothing of the draft changes until one of its changes is accepted,
and every accepted set is a version.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.brief import Brief
from assistant.document import Draft, SectionName
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.rewriting.asking import understood
from assistant.rewriting.changes import HEADING, NUMBERING, Change, Proposal, given_way
from assistant.rewriting.desk import Selection
from assistant.rewriting.differences import changes_between, chosen_of
from assistant.rewriting.house_terms import HouseTerm, replacements_in
from assistant.rewriting.lists import load_wording
from assistant.rewriting.locks import Lock, blocked
from assistant.rewriting.operations import desk_of, proposal_of, propose
from assistant.rewriting.rebasing import accepted_draft, rebased
from assistant.rewriting.sentences import reworded
from assistant.storage import Storage
from assistant.storage.versions import Version, VersionSummary
from assistant.writing.stopping import StopSignal

_NOTHING = "没有待定的修改建议"


class RevisingFace(ABC):
    """Over the open section of a conversation."""

    _drafting: Drafting

    @abstractmethod
    def _stored(self) -> Storage:
        """Raises DraftError where there are no conversations."""

    @abstractmethod
    def _checked(self, conversation_id: str, draft: Draft) -> Draft:
        """The draft with its findings."""

    # --- proposals -----------------------------------------------------------------------------

    def propose(
        self,
        conversation_id: str,
        text: str,
        item: int | None = None,
        selection: Selection | None = None,
    ) -> Proposal:
        """What the instruction would change, about the item or the selected characters if one is
        given; it stays open. Raises DraftError with what can be done instead."""
        draft = self._open(conversation_id)
        brief = understood(text, draft, item, selection)
        return self._propose(conversation_id, brief, text, selection)

    def _propose(
        self,
        conversation_id: str,
        brief: Brief,
        text: str,
        selection: Selection | None = None,
        stop: StopSignal | None = None,
    ) -> Proposal:
        stored = self._stored()
        history = stored.history(conversation_id)
        if not history:
            raise DraftError("还没有打开的稿子，请先起草一份")
        locked = stored.locked_ids(conversation_id, history[0].section)
        choices = stored.choices(conversation_id)
        desk = replace(desk_of(self._drafting, history[1:], choices, locked), stop=stop)
        proposal = propose(desk, history[0], brief, text, selection)
        if not proposal.changes:
            raise DraftError("照这个要求，稿子没有要改的地方")
        if (before := self.proposal(conversation_id)) is not None:
            proposal = replace(proposal, notices=(*proposal.notices, given_way(before)))
        stored.keep_proposal(conversation_id, proposal)
        return proposal

    def proposal(self, conversation_id: str) -> Proposal | None:
        """The open proposal, as it fits the draft now; None if nothing is proposed."""
        kept = self._stored().open_proposal(conversation_id)
        draft = self._stored().current(conversation_id)
        if kept is None or draft is None:
            return None
        proposal = rebased(kept, draft)
        if proposal is None:
            self._stored().drop_proposal(conversation_id, kept.old.section)
            return None
        return proposal if proposal.old is kept.old else self._looked_at(proposal)

    def accept(
        self, conversation_id: str, change_ids: Collection[str], ticked: Collection[str] = ()
    ) -> Draft:
        """Make the changes, and those of their groups; the rest stays proposed.

        Raises DraftError if nothing is proposed, a change waits for its tick (语气变化) and is not
        in `ticked`, or touches a locked sentence.
        """
        stored, proposal = self._stored(), self._proposed(conversation_id)
        chosen = chosen_of(proposal.changes, change_ids)
        if not chosen:
            raise DraftError("这处修改已不在建议里，请刷新后再选")
        for change in chosen:
            if change.tick and change.id not in ticked:
                raise DraftError(f"{change.tick}，请先勾选确认再接受")
        locked = frozenset(stored.locked_ids(conversation_id, proposal.old.section))
        if set(blocked(proposal.changes, locked)) & set(chosen):
            raise DraftError("这处修改涉及已锁定的句子，请先解除锁定")
        parent = stored.current_version(conversation_id, proposal.old.section)
        new = accepted_draft(proposal, change_ids)
        stored.save(
            conversation_id, new, proposal.instruction, parent=parent.id if parent else None
        )
        stored.note_replacements(replacements_in(chosen))
        self._keep(conversation_id, rebased(proposal, new, [c.id for c in chosen]), new.section)
        return self._checked(conversation_id, new)

    def decide(self, conversation_id: str, accepts: bool) -> int:
        """Accept all of the open proposal that needs no tick, or reject all of it; how many of its
        changes still wait, -1 if nothing was proposed."""
        proposal = self.proposal(conversation_id)
        if proposal is None:
            return -1
        if not accepts:
            self._stored().drop_proposal(conversation_id, proposal.old.section)
            return 0
        ticking = {c.id for c in proposal.changes if c.tick}
        ticking |= {c.id for c in chosen_of(proposal.changes, ticking)}
        if ready := [c.id for c in proposal.changes if c.id not in ticking]:
            self.accept(conversation_id, ready)
        return len(ticking)

    def reject(self, conversation_id: str, change_ids: Collection[str]) -> Proposal | None:
        """Take the changes, and those of their groups, out of the proposal; what is left of it."""
        proposal = self._proposed(conversation_id)
        gone = chosen_of(proposal.changes, change_ids)
        left = tuple(c for c in proposal.changes if c not in gone)
        kept = self._of(proposal, left) if left else None
        self._keep(conversation_id, kept, proposal.old.section)
        return kept

    def edit_change(self, conversation_id: str, change_id: str, text: str) -> Proposal:
        """Put other words in place of what the change brings in; citations stay with the words
        that are left of theirs."""
        proposal = self._proposed(conversation_id)
        change = next((c for c in proposal.changes if c.id == change_id), None)
        if change is None or change.sentence is None or change.sentence_id in (HEADING, NUMBERING):
            raise DraftError("这处修改不能改写，请接受或不改")
        if not text.strip():
            raise DraftError("改后的文字是空的；不要这一句就选“不改”")
        sentence = reworded(change.sentence, text.strip())
        rewritten = replace(change, after=sentence.text, sentence=sentence)
        changes = tuple(rewritten if c.id == change_id else c for c in proposal.changes)
        changed = self._looked_at(self._of(proposal, changes))
        self._stored().keep_proposal(conversation_id, changed)
        return changed

    def _proposed(self, conversation_id: str) -> Proposal:
        proposal = self.proposal(conversation_id)
        if proposal is None:
            raise DraftError(_NOTHING)
        return proposal

    def _of(self, proposal: Proposal, changes: Sequence[Change]) -> Proposal:
        """The proposal with these changes only."""
        left = replace(proposal, changes=tuple(changes))
        return replace(left, new=accepted_draft(left, [c.id for c in changes]))

    def _looked_at(self, proposal: Proposal) -> Proposal:
        """With ticks and findings that are those of its words now."""
        brief = Brief(action="rewrite", operation=proposal.operation)
        wording = load_wording(self._drafting.home)
        fresh = proposal_of(proposal.old, proposal.new, proposal.instruction, brief, wording)
        by_words = {(c.before, c.after): c for c in fresh.changes}
        changes = tuple(
            replace(c, findings=same.findings, tick=same.tick)
            if (same := by_words.get((c.before, c.after)))
            else c
            for c in proposal.changes
        )
        return replace(proposal, changes=changes)

    def _keep(self, conversation_id: str, left: Proposal | None, section: SectionName) -> None:
        if left is None:
            self._stored().drop_proposal(conversation_id, section)
        else:
            self._stored().keep_proposal(conversation_id, self._looked_at(left))

    def _open(self, conversation_id: str) -> Draft:
        draft = self._stored().current(conversation_id)
        if draft is None:
            raise DraftError("还没有打开的稿子，请先起草一份")
        return draft

    # --- versions ------------------------------------------------------------------------------

    def undo(self, conversation_id: str) -> Draft | None:
        """Back to the version before; None if there is none."""
        return self._shown(conversation_id, self._stored().undo(conversation_id))

    def redo(self, conversation_id: str) -> Draft | None:
        """Forward to the version that was undone; None if there is none."""
        return self._shown(conversation_id, self._stored().redo(conversation_id))

    def versions(self, conversation_id: str) -> list[VersionSummary]:
        """All versions of the open section, newest first."""
        return self._stored().versions(conversation_id, self._open(conversation_id).section)

    def compare(self, conversation_id: str, old: int, new: int) -> tuple[Change, ...]:
        """What makes the one version of the other."""
        versions = [self._stored().version(conversation_id, number) for number in (old, new)]
        if versions[0].draft.section != versions[1].draft.section:
            raise DraftError("两个版本不是同一部分，不能比较")
        return changes_between(versions[0].draft, versions[1].draft)

    def restore(self, conversation_id: str, version_id: int) -> Draft:
        """A new version with the text of an earlier one."""
        version: Version = self._stored().restore(conversation_id, version_id)
        return self._checked(conversation_id, version.draft)

    def name_version(self, conversation_id: str, version_id: int, name: str) -> None:
        self._stored().name_version(conversation_id, version_id, name)

    def _shown(self, conversation_id: str, draft: Draft | None) -> Draft | None:
        return self._checked(conversation_id, draft) if draft else None

    # --- locks and terms -------------------------------------------------------------------------

    def locked(self, conversation_id: str) -> dict[str, Lock]:
        """Sentence id → its lock, of the open section."""
        draft = self._open(conversation_id)
        return dict(self._stored().locked_ids(conversation_id, draft.section))

    def house_terms(self) -> tuple[HouseTerm, ...]:
        """Replacements of wording that were accepted again and again."""
        return self._stored().house_terms()
