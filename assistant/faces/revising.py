"""What the face of the assistant offers of changing a draft: proposals, versions, locks, terms.

An instruction makes a proposal; nothing of the draft changes until one of its changes is accepted,
and every accepted set is a version.
"""

from __future__ import annotations

import secrets
from abc import abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.brief import Brief
from assistant.document import Draft, SectionName
from assistant.drafting import Drafting
from assistant.errors import DraftError
from assistant.people.permission import Permitting, needs
from assistant.people.roles import User
from assistant.rewriting.asking import understood
from assistant.rewriting.by_hand import one_line
from assistant.rewriting.changes import HEADING, NUMBERING, Change, Left, Proposal, given_way
from assistant.rewriting.desk import Selection
from assistant.rewriting.differences import changes_between, chosen_of
from assistant.rewriting.house_terms import HouseTerm, replacements_in
from assistant.rewriting.lists import load_wording
from assistant.rewriting.locks import Lock, blocked, names_of
from assistant.rewriting.operations import desk_of, proposal_of, propose
from assistant.rewriting.rebasing import accepted_draft, rebased
from assistant.rewriting.sentences import with_words
from assistant.storage import Storage
from assistant.storage.terms import house_terms_in
from assistant.storage.versions import Stale, Version, VersionSummary
from assistant.writing.stopping import StopSignal

_NOTHING = "没有待定的修改建议"


class RevisingFace(Permitting):
    """Over the open section of a conversation."""

    _drafting: Drafting
    _storage: Storage | None
    _user: User

    @abstractmethod
    def _checked(self, conversation_id: str, draft: Draft) -> Draft:
        """The draft with its findings."""

    # --- proposals -----------------------------------------------------------------------------

    @needs("rewrite")
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
        desk = desk_of(self._drafting, history[1:], choices, locked)
        desk = replace(desk, stop=stop, terms=stored.house_terms())
        proposal = propose(desk, history[0], brief, text, selection)
        if not proposal.changes:
            raise DraftError("照这个要求，稿子没有要改的地方")
        if (before := self.proposal(conversation_id)) is not None:
            proposal = replace(proposal, notices=(*proposal.notices, given_way(before)))
        stored.keep_proposal(conversation_id, proposal)
        return proposal

    @needs("read")
    def proposal(self, conversation_id: str) -> Proposal | None:
        """The open proposal, as it fits the draft now; None if nothing is proposed."""
        version = self._stored().current_version(conversation_id)
        return self._proposal_on(version) if version else None

    def _proposal_on(self, version: Version) -> Proposal | None:
        kept = self._stored().open_proposal(version.conversation_id, version.section)
        if kept is None:
            return None
        proposal = rebased(kept, version.draft)
        if proposal is None:
            now = self._stored().current_version(version.conversation_id, version.section)
            if now is not None and now.id == version.id:  # else it may fit what is current
                self._stored().drop_proposal(version.conversation_id, version.section)
            return None
        return proposal if proposal.old is kept.old else self._looked_at(proposal)

    @needs("rewrite")
    def accept(
        self, conversation_id: str, change_ids: Collection[str], ticked: Collection[str] = ()
    ) -> Draft:
        """Make the changes, and those of their groups; the rest stays proposed. They are made on
        what is current at that moment: if it has changed, the proposal is re-based once more.
        Those that touch a locked sentence (`barred`) stay proposed.

        Raises DraftError if nothing is proposed, a change no longer fits, waits for its tick
        (语气变化) and is not in `ticked`, or all of them touch locked sentences.
        """
        while True:
            version = self._stored().current_version(conversation_id)
            proposal = self._proposal_on(version) if version else None
            if version is None or proposal is None:
                raise DraftError(_NOTHING)
            try:
                return self._accept(version, proposal, change_ids, ticked)
            except Stale:  # somebody saved between looking and saving
                continue

    def _accept(
        self,
        version: Version,
        proposal: Proposal,
        change_ids: Collection[str],
        ticked: Collection[str],
    ) -> Draft:
        conversation_id, stored = version.conversation_id, self._stored()
        chosen = chosen_of(proposal.changes, change_ids)
        if not chosen:
            raise DraftError("这处修改已不在建议里，请刷新后再选")
        locks = frozenset(stored.locked_ids(conversation_id, version.section))
        barred = blocked(proposal.changes, locks)
        free = [change for change in chosen if change not in barred]
        if not free:
            raise DraftError(f"{names_of(chosen, locks)}已锁定，请先解除锁定再接受")
        for change in free:
            if change.tick and change.id not in ticked:
                raise DraftError(f"{change.tick}，请先勾选确认再接受")
        ids = [change.id for change in free]
        new = accepted_draft(proposal, ids)
        author, said = self._user.signature, proposal.instruction
        stored.save(conversation_id, new, said, author=author, parent=version.id)
        stored.note_replacements(replacements_in(free), author)
        self._keep(conversation_id, rebased(proposal, new, ids), new.section)
        return self._checked(conversation_id, new)

    @needs("read")
    def barred(self, conversation_id: str, change_ids: Collection[str]) -> str:
        """The locked sentences for which some of the changes cannot be accepted, by name; "" if all
        can be."""
        proposal = self.proposal(conversation_id)
        if proposal is None:
            return ""
        locks = frozenset(self._stored().locked_ids(conversation_id, proposal.old.section))
        chosen = chosen_of(proposal.changes, change_ids)
        return names_of([c for c in blocked(proposal.changes, locks) if c in chosen], locks)

    @needs("rewrite")
    def decide(self, conversation_id: str, accepts: bool) -> Left | None:
        """Accept all of the open proposal that needs no tick and touches no locked sentence, or
        reject all of it; what of it still waits, None if nothing was proposed."""
        proposal = self.proposal(conversation_id)
        if proposal is None:
            return None
        if not accepts:
            self._stored().drop_proposal(conversation_id, proposal.old.section)
            return Left()
        ticking = {c.id for c in proposal.changes if c.tick}
        ticking |= {c.id for c in chosen_of(proposal.changes, ticking)}
        ready = [c.id for c in proposal.changes if c.id not in ticking]
        locked = self.barred(conversation_id, ready)
        if ready:
            self.accept(conversation_id, ready)
        return Left(len(ticking), locked)

    @needs("rewrite")
    def reject(self, conversation_id: str, change_ids: Collection[str]) -> Proposal | None:
        """Take the changes, and those of their groups, out of the proposal; what is left of it."""
        proposal = self._proposed(conversation_id)
        gone = chosen_of(proposal.changes, change_ids)
        left = tuple(c for c in proposal.changes if c not in gone)
        kept = self._of(proposal, left) if left else None
        self._keep(conversation_id, kept, proposal.old.section)
        return kept

    @needs("rewrite")
    def edit_change(self, conversation_id: str, change_id: str, text: str) -> Proposal:
        """Put other words in place of what the change brings in; citations stay with the words
        that are left of theirs."""
        proposal = self._proposed(conversation_id)
        change = next((c for c in proposal.changes if c.id == change_id), None)
        if change is None or change.sentence is None or change.sentence_id in (HEADING, NUMBERING):
            raise DraftError("这处修改不能改写，请接受或不改")
        if not (words := one_line(text)):
            raise DraftError("改后的文字是空的；不要这一句就选“不改”")
        sentence = with_words(change.sentence, words)
        rewritten = replace(change, after=sentence.text, sentence=sentence)
        changes = tuple(rewritten if c.id == change_id else c for c in proposal.changes)
        # Another window shows the old words: what it accepts must not be these.
        renamed = replace(proposal, id=secrets.token_hex(8))
        changed = self._looked_at(self._of(renamed, changes))
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

    @needs("rewrite")
    def undo(self, conversation_id: str) -> Draft | None:
        """Back to the version before; None if there is none."""
        return self._shown(conversation_id, self._stored().undo(conversation_id))

    @needs("rewrite")
    def redo(self, conversation_id: str) -> Draft | None:
        """Forward to the version that was undone; None if there is none."""
        return self._shown(conversation_id, self._stored().redo(conversation_id))

    @needs("read")
    def versions(self, conversation_id: str) -> list[VersionSummary]:
        """All versions of the open section, newest first."""
        return self._stored().versions(conversation_id, self._open(conversation_id).section)

    @needs("read")
    def version(self, conversation_id: str, version_id: int) -> Version:
        """A version with its text. Raises DraftError if the conversation has no such version."""
        return self._stored().version(conversation_id, version_id)

    @needs("read")
    def compare(self, conversation_id: str, old: int, new: int) -> tuple[Change, ...]:
        """What makes the one version of the other."""
        versions = [self._stored().version(conversation_id, number) for number in (old, new)]
        if versions[0].draft.section != versions[1].draft.section:
            raise DraftError("两个版本不是同一部分，不能比较")
        return changes_between(versions[0].draft, versions[1].draft)

    @needs("rewrite")
    def restore(self, conversation_id: str, version_id: int) -> Draft:
        """A new version with the text of an earlier one."""
        version = self._stored().restore(conversation_id, version_id, self._user.signature)
        return self._checked(conversation_id, version.draft)

    @needs("rewrite")
    def name_version(self, conversation_id: str, version_id: int, name: str) -> None:
        self._stored().name_version(conversation_id, version_id, name)

    def _shown(self, conversation_id: str, draft: Draft | None) -> Draft | None:
        return self._checked(conversation_id, draft) if draft else None

    # --- locks and terms -------------------------------------------------------------------------

    @needs("read")
    def locked(self, conversation_id: str) -> dict[str, Lock]:
        """Sentence id → its lock, of the open section."""
        draft = self._open(conversation_id)
        return dict(self._stored().locked_ids(conversation_id, draft.section))

    def house_terms(self) -> tuple[HouseTerm, ...]:
        """Replacements of wording that were accepted again and again; also of a face that is open
        for reading only, as the commands have it."""
        if self._storage is None:
            return house_terms_in(self._drafting.home)
        return self._storage.house_terms()
